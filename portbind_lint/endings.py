"""How the program ends when it is told to, by Ctrl-C or by whoever started it: at once, without what it had half done.

Python throws an exception where the program happens to be. In a callback, or where a module is being imported, nobody
catches it: it is printed, and the work goes on as if nothing had been said.
"""

from __future__ import annotations

import os
import signal

from portbind_lint.exit_codes import INTERRUPTED
from portbind_lint.lastly import left_to_do

# What `typing.TYPE_CHECKING` is; to import that module costs more than what is done here.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def end_when_told() -> None:
    """From now on end at once: with `INTERRUPTED` for Ctrl-C, else by the signal. What is ignored stays ignored."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def end_as_usual() -> None:
    """For a process that has nothing to do lastly: signals just end it."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> None:
    for do in left_to_do():
        _try(do)
    if number == signal.SIGINT:
        os._exit(INTERRUPTED)
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _try(do: Callable[[], None]) -> None:
    try:
        do()
    except Exception:
        return  # Nobody is left to be told, and the end comes all the same.
