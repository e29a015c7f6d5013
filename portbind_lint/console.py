"""What a command is given of the terminal, and what it gives back to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from portbind_lint.exit_codes import CLEAN


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: the exit code, the text for standard output, and the messages for standard error."""

    code: int = CLEAN
    output: str = ""
    messages: tuple[str, ...] = ()


class Console(Protocol):
    """The terminal, as far as a command needs it while it works."""

    def progress(self, done: int, number: int) -> None:
        """Show that `done` of `number` files are finished, where somebody watches a terminal."""

    def failed(self, path: str, error: Exception) -> None:
        """Show the traceback of an exception that the analysis of one file cost."""

    def note(self, text: str) -> None:
        """Tell, in one line on standard error, what the user should know although the result is not touched by it."""

    def colored(self, choice: str) -> bool:
        """Whether to colour standard output when the user chose auto, always or never."""
