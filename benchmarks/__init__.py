"""How long portbind-lint takes, beside other programs that look for the same, and how that grows.

`python -m benchmarks` measures; what it finds is printed, and written into `docs/performance.md` where `--out` names
that folder. Every comparison is made in one run, the programs by turns, so that a busy machine slows all of them.
"""
