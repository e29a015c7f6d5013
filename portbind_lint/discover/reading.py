"""Reading files, and keeping why one could not be read, or not whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.problems import Problems
from portbind_lint.model.source import NotAnalysed

if TYPE_CHECKING:
    from portbind_lint.discover.reader import Files


class Reading:
    """Reads files of a repository; what comes of a failure is one of `problems`: a place that was not analysed."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.problems = Problems()

    def up_to(self, path: str, limit: int) -> bytes | None:
        """The first `limit` bytes of any file, None where it cannot be read."""
        try:
            return self.files.read(path, limit)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "unreadable name"
            self.note(path, f"cannot be read: {reason}")
            return None

    def note(self, path: str, reason: str) -> None:
        """Keep that a file, or a part of it, is not analysed."""
        self.problems.note(path, NotAnalysed(printable(path), reason))


def printable(path: str) -> str:
    """A path as it can be shown: bytes that are no UTF-8 are escaped."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
