"""Units analysed one after another, or in several processes where there are units enough to pay for them."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from ctypes import Array, c_int, sizeof
from dataclasses import dataclass
from functools import cache
from mmap import mmap
from typing import TYPE_CHECKING

from portbind_lint.clock import Spent, Stage
from portbind_lint.model.errors import UserError
from portbind_lint.units import Done, Shared, Unit, analysed

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Tick = Callable[[int], None]

UNITS_A_PROCESS = 2
"""Fewer units than this for each process do not pay for starting it."""

_MOST = 16


def processes(wanted: int, units: int) -> int:
    """How many processes analyse so many units; `wanted` 0 means as many as there are processors to be used.

    One where processes cannot be forked safely: macOS forks, but its libraries may not survive it.
    """
    if sys.platform != "linux":
        return 1
    return max(1, min(wanted or len(os.sched_getaffinity(0)), units // UNITS_A_PROCESS, _MOST))


def analyse_units(units: Sequence[Unit], shared: Shared, wanted: int, tick: Tick) -> Iterator[Done]:
    """What came of each unit, in their order; `tick` is told how many scripts are done. Raises `UserError`."""
    number = processes(wanted, len(units))
    if number > 1:
        yield from _in_processes(units, shared, number, tick)
        return
    for unit in units:
        yield analysed(unit, shared, lambda: tick(1))


def _in_processes(units: Sequence[Unit], shared: Shared, number: int, tick: Tick) -> Iterator[Done]:
    from concurrent.futures import ProcessPoolExecutor, as_completed  # noqa: PLC0415 - one unit needs one process only
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - one unit needs one process only
    from multiprocessing import get_context  # noqa: PLC0415 - one unit needs one process only

    context = get_context("fork")
    # What is there already stays shared between the processes as long as no collection touches it.
    gc.freeze()
    inherited = _Inherited(tuple(units), shared, Shares(len(units), number, context.Lock()))
    pool = ProcessPoolExecutor(number, context, _begin, (inherited,))
    found: dict[int, Done] = {}
    try:
        waiting = as_completed([pool.submit(_analysed) for _ in units])
        for future in shared.clock.each(Stage.WAITING, waiting):
            at, done, spent = future.result()
            found[at] = done
            shared.clock.add(spent)
            tick(len(units[at].scripts))
    except BrokenProcessPool as error:
        raise UserError(
            "a process of the analysis was killed, perhaps because memory ran out; --jobs 1 takes the least memory"
        ) from error
    finally:
        _end(pool)
    yield from (found[at] for at in range(len(units)))


def _end(pool: ProcessPoolExecutor) -> None:
    pool.shutdown(wait=False, cancel_futures=True)
    gc.unfreeze()


class Shares:
    """Which unit each process does next: neighbours, since these read the same modules.

    Each begins with a share of its own; one that has done its share takes over half of what the busiest has left. What
    is left of them is in memory that processes share which are forked later.
    """

    def __init__(self, units: int, number: int, lock: AbstractContextManager[bool]) -> None:
        self._lock = lock
        self._begun = _shared(1)
        self._starts = _shared(number)
        self._ends = _shared(number)
        for own in range(number):
            self._starts[own] = units * own // number
            self._ends[own] = units * (own + 1) // number

    def begin(self) -> int:
        """A number for one more process, from 0."""
        with self._lock:
            own = self._begun[0]
            self._begun[0] = own + 1
            return own

    def next(self, own: int) -> int:
        """The unit that the process `own` does next. Must not be asked for more of them than there are."""
        starts, ends = self._starts, self._ends
        with self._lock:
            if starts[own] == ends[own]:
                busiest = max(range(len(starts)), key=lambda one: ends[one] - starts[one])
                starts[own], ends[own] = (starts[busiest] + ends[busiest]) // 2, ends[busiest]
                ends[busiest] = starts[own]
            at = starts[own]
            starts[own] = at + 1
            return at


def _shared(number: int) -> Array[c_int]:
    """So many numbers in memory that processes share which are forked later."""
    return (c_int * number).from_buffer(mmap(-1, number * sizeof(c_int)))


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What a process was started with: inherited from its parent, since none of it can be sent."""

    units: tuple[Unit, ...]
    shared: Shared
    shares: Shares


@cache
def _held() -> dict[str, tuple[_Inherited, int]]:
    """What this process inherited, and its number."""
    return {}


def _begin(inherited: _Inherited) -> None:
    from threading import Thread  # noqa: PLC0415 - one unit needs one process only

    # Ctrl-C reaches all processes of a terminal: the parent tells about it, the others just end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()
    inherited.shared.clock.restart()
    _held()["here"] = (inherited, inherited.shares.begin())


def _end_with_parent() -> None:
    """Wait for the end of the parent, however it comes: nobody else would tell this process that there is no more."""
    from multiprocessing import parent_process  # noqa: PLC0415 - one unit needs one process only

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _analysed() -> tuple[int, Done, Spent]:
    """The next unit of this process, by its number, and what came of it."""
    inherited, own = _held()["here"]
    at, clock = inherited.shares.next(own), inherited.shared.clock
    with clock.stage(Stage.REST):
        done = analysed(inherited.units[at], inherited.shared, lambda: None)
    return at, done, clock.taken()
