"""The contents that git has stored, by name, through one git that stays open."""

from __future__ import annotations

import subprocess
from threading import Timer

# What `typing.TYPE_CHECKING` is; to import that module costs more than what is done here.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

# All that one analysis asks; a git that takes longer waits for something that will not come.
_SECONDS = 600
_CHUNK = 1_000_000
_MISSING = b" missing\n"


class Blobs:
    """Reads through `git cat-file --batch`, which `command` starts at the first read. To be closed in the end."""

    def __init__(self, command: Sequence[str], top: str, environment: Mapping[str, str]) -> None:
        self._command = command
        self._top = top
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: Timer | None = None

    def close(self) -> None:
        """End the git that was reading; the next read would start another."""
        if self._watch is not None:
            self._watch.cancel()
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def read(self, name: str, limit: int) -> bytes | None:
        """The first `limit` bytes of what `name` (one line) means, None where git knows no such thing.

        Raises OSError or ValueError where git does not answer, or with anything but contents.
        """
        to, back = self._pipes()
        to.write(name.encode("utf-8", "surrogateescape") + b"\n")
        to.flush()
        head = back.readline()
        if head.endswith(_MISSING):
            return None
        words = head.decode("ascii", "replace").split()
        if len(words) != 3 or words[1] != "blob":  # noqa: PLR2004 - name, type, size
            raise OSError
        return _content(back, int(words[2]), limit)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - fixed words, no shell
                self._command, cwd=self._top, env=self._environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            self._watch = Timer(_SECONDS, self._process.kill)
            self._watch.daemon = True
            self._watch.start()
        to, back = self._process.stdin, self._process.stdout
        if to is None or back is None:
            raise OSError
        return to, back


def _content(back: IO[bytes], size: int, limit: int) -> bytes:
    """The beginning of what git sends; the rest is passed over."""
    data = back.read(min(size, limit))
    left = size - len(data)
    while left > 0:
        passed = back.read(min(left, _CHUNK))
        if not passed:
            raise OSError
        left -= len(passed)
    back.read(1)
    return data
