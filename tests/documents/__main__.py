"""Builds the documentation and checks it: `python -m tests.documents FOLDER`; the exit code is 1 where it is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.documents.site import build, problems


def main(arguments: list[str]) -> int:
    """Builds into the folder named, which may exist."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(arguments[0]).resolve()
    try:
        build(folder)
    except subprocess.CalledProcessError:
        return 1
    wrong = problems(folder)
    for problem in wrong:
        sys.stderr.write(f"{problem}\n")
    sys.stdout.write(f"{folder / 'index.html'}: {len(list(folder.rglob('*.html')))} pages\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
