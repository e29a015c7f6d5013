"""What differs between the last commit and the index, for a hook that wants to know whether it has to look at all."""

from __future__ import annotations

import os
import subprocess

from portbind_lint.discover.blobs import Blobs
from portbind_lint.discover.safe_git import command_line, environment, own_index

# Longer than git takes on any repository; then the hook looks.
_SECONDS = 60
# `:old mode`, new mode, old name, new name, letter.
_FIELDS = 5
_NEW = "A"
_PAIRS = ("R", "C")


class Staged:
    """The changes of a commit in the making in the checkout at `top`, whose git folder is `folder`. To be closed."""

    def __init__(self, top: str, folder: str) -> None:
        """Raises OSError where git does not answer, as before the first commit."""
        self._folder = folder
        self._top = top
        self._environment = environment(own_index(folder))
        self._blobs = Blobs(self._command("cat-file", "--batch"), top, self._environment)
        self._before: dict[str, str] = {}
        self._removed: dict[str, None] = {}
        self._asked = False

    def close(self) -> None:
        """End what was started."""
        self._blobs.close()

    @property
    def merges(self) -> bool:
        """Whether the commit will have more than one before it."""
        return os.path.lexists(os.path.join(self._folder, "MERGE_HEAD"))

    @property
    def removed(self) -> tuple[str, ...]:
        """The paths that the commit takes away, those that are renamed among them; raises OSError."""
        self._ask()
        return tuple(self._removed)

    def before(self, path: str, limit: int) -> bytes:
        """The first bytes of the file in the last commit, b"" where it was none; raises OSError or ValueError."""
        self._ask()
        name = self._before.get(path)
        if name == "":
            return b""
        if "\n" in path:
            raise ValueError
        data = self._blobs.read(name or f"HEAD:{path}", limit)
        if data is None and name:
            # The clone is partial or damaged.
            raise OSError
        return data or b""

    def _command(self, *words: str) -> list[str]:
        return command_line(self._top, self._folder, words)

    def _ask(self) -> None:
        if self._asked:
            return
        options = ("--cached", "-z", "-M", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all")
        try:
            done = subprocess.run(  # noqa: S603 - fixed words, no shell
                self._command("diff-index", *options, "HEAD", "--"), cwd=self._top, env=self._environment,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_SECONDS,
                check=True,
            )  # fmt: skip
        except subprocess.SubprocessError as error:
            raise OSError from error
        self._asked = True
        words = [os.fsdecode(word) for word in done.stdout.split(b"\0")]
        at = 0
        while at + 1 < len(words):
            at += self._note(words[at].split(" "), words[at + 1 : at + 3])

    def _note(self, fields: list[str], paths: list[str]) -> int:
        """Keep one change; returns how many words it took."""
        if len(fields) != _FIELDS:
            raise OSError
        old, letter = fields[2], fields[4][:1]
        if letter in _PAIRS:
            # Under its new name there was no such file.
            self._before[paths[1]] = ""
            if letter == "R":
                self._removed[paths[0]] = None
            return 3
        self._before[paths[0]] = "" if letter == _NEW else old
        if letter == "D":
            self._removed[paths[0]] = None
        return 2
