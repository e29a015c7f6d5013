"""`python -m benchmarks`: measure, print the tables, and write them into a document and drawings."""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks.machine import describe
from benchmarks.parts import NAMES, Part, Plan, Result
from benchmarks.programs import versions
from benchmarks.tables import placed

_DOCUMENT = "performance.md"


def main() -> int:
    """Run the parts that are asked for."""
    arguments = _arguments()
    here = f"{describe()}; {versions()}"
    _say(here)
    parts = arguments.parts.split(",")
    with tempfile.TemporaryDirectory() as scratch:
        plan = Plan(Path(scratch), arguments.tree, arguments.smoke, arguments.large, arguments.rounds, _say)
        for name in parts:
            _say(f"\n== {name}")
            part: Part = import_module(f"benchmarks.parts.{name}").run
            result = part(plan)
            text = "\n\n".join((*(table.markdown() for table in result.tables), f"*Measured on {here}.*"))
            sys.stdout.write(f"\n{text}\n")
            sys.stdout.flush()
            if arguments.out is not None:
                _write(arguments.out, name, result, text)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, allow_abbrev=False)
    parser.add_argument("--smoke", action="store_true", help="everything once, on very little: does it run?")
    parser.add_argument("--tree", type=Path, metavar="DIR", help="the repository (default: npm packages, installed)")
    parser.add_argument("--parts", default=",".join(NAMES), metavar="PARTS", help="default: %(default)s")
    parser.add_argument("--out", type=Path, metavar="DIR", help=f"the folder of {_DOCUMENT}, in which to write, too")
    parser.add_argument("--rounds", type=int, metavar="N", help="how often each program runs (default: by its length)")
    parser.add_argument("--large", action="store_true", help="growth up to 1,000 MB")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.parts.split(",")) - set(NAMES))
    if unknown:
        parser.error(f"unknown part {unknown[0]!r}; the parts are {', '.join(NAMES)}")
    if arguments.tree is not None and not arguments.tree.is_dir():
        parser.error(f"--tree {arguments.tree}: no such folder")
    if arguments.out is not None and not (arguments.out / _DOCUMENT).is_file():
        parser.error(f"--out {arguments.out}: there is no {_DOCUMENT} to write into")
    return arguments


def _write(folder: Path, name: str, result: Result, text: str) -> None:
    document = folder / _DOCUMENT
    drawings = "".join(f"\n\n![{title}]({file})" for file, title, _ in result.drawings)
    document.write_text(placed(document.read_text(encoding="utf-8"), name, text + drawings), encoding="utf-8")
    for file, _, drawing in result.drawings:
        (folder / file).write_text(drawing, encoding="utf-8")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
