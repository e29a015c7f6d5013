"""`python -m benchmarks.history REPOSITORY ...`: how many real commits would end a hook at once.

Of each checkout or bare repository at most `--commits` are taken by chance, the same ones each time; merges and first
commits are left out.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from portbind_lint.discover.blobs import Blobs
from portbind_lint.discover.safe_git import command_line, environment
from portbind_lint.relevance.commit import LARGE, matters

_NOTHING = "0"
# `:old mode`, new mode, old name, new name, letter; then the path.
_OLD, _NEW = 2, 3


def main() -> int:
    """Print the share of commits that end at once, of each repository and of all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history", description=__doc__, allow_abbrev=False)
    parser.add_argument("repositories", nargs="+", type=Path, metavar="REPOSITORY")
    parser.add_argument("--commits", type=int, default=40, metavar="N", help="of each (default: %(default)s)")
    arguments = parser.parse_args()
    ending, commits = 0, 0
    for place in arguments.repositories:
        repository = _Repository(place)
        ends = [repository.ends_at_once(commit) for commit in repository.sample(arguments.commits)]
        repository.close()
        sys.stdout.write(f"{place}: {sum(ends)} of {len(ends)}\n")
        ending, commits = ending + sum(ends), commits + len(ends)
    sys.stdout.write(f"all: {ending:,} of {commits:,} commits end at once\n")
    return 0


class _Repository:
    """The history of one repository. Nothing that its configuration names is run."""

    def __init__(self, place: Path) -> None:
        inner = place / ".git"
        self._folder = str((inner if inner.is_dir() else place).absolute())
        self._place = str(place)
        self._environment = environment("")
        self._blobs = Blobs(self._command("cat-file", "--batch"), self._place, self._environment)

    def close(self) -> None:
        """End what was started."""
        self._blobs.close()

    def sample(self, most: int) -> list[str]:
        """So many commits."""
        found = self._said("rev-list", "--no-merges", "--min-parents=1", "HEAD").decode().split()
        random.Random(0).shuffle(found)  # noqa: S311 - a sample, no secret
        return found[:most]

    def ends_at_once(self, commit: str) -> bool:
        """Whether nothing that the commit changes can matter."""
        return not any(
            matters(path, partial(self._text, old), partial(self._text, new))
            for path, old, new in self._changes(commit)
        )

    def _changes(self, commit: str) -> Iterator[tuple[str, str, str]]:
        """Each path with the names of its old and its new content."""
        options = ("-r", "-z", "--no-renames", "--no-commit-id", "--no-abbrev", "--no-ext-diff", "--no-textconv")
        words = self._said("diff-tree", *options, commit).decode("utf-8", "surrogateescape").split("\0")
        for fields, path in zip(words[::2], words[1::2], strict=False):
            yield path, fields.split(" ")[_OLD], fields.split(" ")[_NEW]

    def _text(self, name: str) -> bytes:
        return b"" if set(name) == {_NOTHING} else self._blobs.read(name, LARGE) or b""

    def _said(self, *words: str) -> bytes:
        done = subprocess.run(
            self._command(*words), cwd=self._place, env=self._environment, check=True, capture_output=True
        )
        return done.stdout

    def _command(self, *words: str) -> list[str]:
        return command_line(self._place, self._folder, words)


if __name__ == "__main__":
    sys.exit(main())
