"""Fuzz the way from source to reports, guided by coverage.

    python -m tests.fuzz CORPUS [OPTION ...]

needs atheris (`pip install atheris`, Python 3.11 to 3.13). CORPUS is a folder that grows with what was found; it is
begun from `tests/fuzz/seeds` and from the examples. OPTIONs are libFuzzer's, for example `-max_total_time=3600` to end
after an hour. What breaks is written to `crash-...` in the working directory: mend it, and keep the input, made small,
in `tests/fuzz/seeds`, which the test suite runs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent

with atheris.instrument_imports(include=["portbind_lint"], enable_loader_override=False):
    from portbind_lint.catalogue.index import INDEX, read_index
    from tests.fuzz import target

    # What is imported where it is used is to be instrumented, too.
    for seed in sorted((HERE / "seeds").iterdir()):
        target.run(seed.read_bytes())

EXAMPLES = HERE.parents[1] / "examples"
# Longer inputs are slower and find nothing that two short files do not.
LONGEST = 6_000
SECONDS = 20
MEGABYTES = 2_000
TOKENS = (
    *("=== package.json\\x0a", "=== server.js\\x0a", "=== README.md\\x0a", "=== a.tsx\\x0a", "=== Dockerfile\\x0a"),
    *("=== docker-compose.yml\\x0a", "=== .portbind.yml\\x0a", "=== .env.example\\x0a", "=== vite.config.ts\\x0a"),
    *(
        ".listen(",
        "0.0.0.0",
        "127.0.0.1",
        "process.env.",
        "process.argv",
        "require(",
        "import ",
        "export ",
        "=> ",
        "${",
    ),
    *("...", "?? ", "|| ", "await ", "new ", "class ", "// portbind-lint: ignore[", "createServer", "host", "port"),
    *("yargs", "commander", "zod", "default(", "minimist", "&a ", "*a ", "<<: ", "```", "    - ", "> ", "](", "<!--"),
)


def main() -> None:
    """Begin the corpus, write the dictionary, and give way to libFuzzer."""
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        raise SystemExit(__doc__)
    corpus = Path(sys.argv[1])
    corpus.mkdir(parents=True, exist_ok=True)
    for name, data in seeds():
        (corpus / name).write_bytes(data)
    words = (*TOKENS, *(word.replace("\\", "\\\\").replace('"', '\\"') for word in read_index(INDEX).words))
    dictionary = corpus.parent / f"{corpus.name}.dict"
    dictionary.write_text("".join(f'"{word}"\n' for word in words), encoding="utf-8")
    options = (f"-dict={dictionary}", f"-max_len={LONGEST}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}")
    atheris.Setup([sys.argv[0], *options, *sys.argv[2:], str(corpus)], target.run)
    atheris.Fuzz()


def seeds() -> list[tuple[str, bytes]]:
    """The committed seeds, and every example as one input."""
    found = [(path.name, path.read_bytes()) for path in sorted((HERE / "seeds").iterdir())]
    for folder in sorted(path for path in EXAMPLES.iterdir() if path.is_dir()):
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.stat().st_size < LONGEST
        }
        found.append((f"example-{folder.name}", target.packed(files)))
    return found


main()
