"""Units analysed one after another, or by the row in several processes where there are enough to pay for them."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from ctypes import Array, c_int, sizeof
from dataclasses import dataclass, replace
from functools import cache
from mmap import mmap
from typing import TYPE_CHECKING

from portbind_lint.clock import Spent, Stage
from portbind_lint.discover.trace import Common
from portbind_lint.endings import end_as_usual
from portbind_lint.model.errors import UserError
from portbind_lint.units import Done, Shared, Unit, analysed

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.process import BaseProcess

Tick = Callable[[int], None]
Row = Sequence[Unit]


@dataclass(frozen=True, slots=True)
class _Analysed:
    """What came of each unit of the row `number`, what it took, and which files have changed meanwhile."""

    number: int
    done: list[Done]
    spent: Spent
    moved: frozenset[str]


UNITS_A_ROW = 16
"""Neighbours that a process is given at once: for each by itself it would be told more than it does."""

ROWS_A_PROCESS = 2
"""Fewer rows than this for each process do not pay for starting it."""

_MOST = 16


def processes(wanted: int, rows: int) -> int:
    """How many processes analyse so many rows of units; `wanted` 0 means as many as there are processors to be used.

    One where processes cannot be forked safely: macOS forks, but its libraries may not survive it.
    """
    if sys.platform != "linux":
        return 1
    return max(1, min(wanted or len(os.sched_getaffinity(0)), rows // ROWS_A_PROCESS, _MOST))


def analyse_units(units: Sequence[Unit], shared: Shared, wanted: int, tick: Tick) -> Iterator[Done]:
    """What came of each unit, in their order; `tick` is told how many scripts are done. Raises `UserError`."""
    rows = [units[at : at + UNITS_A_ROW] for at in range(0, len(units), UNITS_A_ROW)]
    number = processes(wanted, len(rows))
    pool = _started(rows, shared, number) if number > 1 else None
    if pool is not None:
        yield from _in_processes(pool, rows, shared, tick)
        return
    for unit in units:
        if unit.script:
            tick(1)
        yield analysed(unit, shared)


class _Pool:
    """Processes at work, and what comes of each row of units."""

    def __init__(self) -> None:
        self._others = _children()
        self._before = threading.excepthook
        self._failed = False
        self._waiting: list[Future[_Analysed]] = []

    def start(self, rows: Sequence[Row], shared: Shared, number: int) -> None:
        """Start so many processes; OSError, MemoryError or RuntimeError where the system has no room for them."""
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - one unit needs one process only
        from multiprocessing import get_context  # noqa: PLC0415 - one unit needs one process only

        shared.repository.index_imports()
        # What is there already stays shared between the processes as long as no collection touches it.
        gc.freeze()
        # Threads hand out the work. Where one of them fails, nobody would be told.
        threading.excepthook = self._fail
        context = get_context("fork")
        inherited = _Inherited(rows, shared, Shares(len(rows), number, context.Lock()))
        self._executor = ProcessPoolExecutor(number, context, _begin, (inherited,))
        for _ in rows:
            self._waiting.append(self._executor.submit(_analysed))
        if self._failed:
            raise RuntimeError

    def completed(self) -> Iterator[Future[_Analysed]]:
        """What came of some row each, as soon as it is known; BrokenProcessPool where a process or thread failed."""
        from concurrent.futures import as_completed  # noqa: PLC0415 - one unit needs one process only

        for future in as_completed(self._waiting):
            # What came of it is kept no longer than by who takes it.
            self._waiting.remove(future)
            yield future

    def end(self, *, is_done: bool) -> None:
        """Start nothing more, and let what is at work end; where all is done, so do the processes at once.

        Left to the end of the interpreter, their pipes may be closed and written to in the same moment.
        """
        self._executor.shutdown(wait=is_done, cancel_futures=True)
        self._restore()

    def give_up(self) -> None:
        """End the processes that were started: they would wait for work for ever.

        Not by SIGTERM: one that comes before a copy of this process has found its feet is lost.
        """
        for child in _children() - self._others:
            child.kill()
        self._restore()

    def _restore(self) -> None:
        threading.excepthook = self._before
        gc.unfreeze()

    def _fail(self, _failure: threading.ExceptHookArgs) -> None:
        from concurrent.futures import InvalidStateError  # noqa: PLC0415 - one unit needs one process only
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - one unit needs one process only

        self._failed = True
        self.give_up()
        for future in tuple(self._waiting):
            with suppress(InvalidStateError):
                future.set_exception(BrokenProcessPool())


def _children() -> set[BaseProcess]:
    from multiprocessing import active_children  # noqa: PLC0415 - one unit needs one process only

    return set(active_children())


def _started(rows: Sequence[Row], shared: Shared, number: int) -> _Pool | None:
    """So many processes, at work; None where the system has no room for them."""
    pool = _Pool()
    try:
        pool.start(rows, shared, number)
    except (OSError, MemoryError, RuntimeError):
        pool.give_up()
        return None
    return pool


def _in_processes(pool: _Pool, rows: Sequence[Row], shared: Shared, tick: Tick) -> Iterator[Done]:
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - one unit needs one process only

    found: dict[int, list[Done]] = {}
    common = Common(shared.repository.files)
    try:
        for future in shared.clock.each(Stage.WAITING, pool.completed()):
            row = future.result()
            found[row.number] = [replace(one, trace=common.trace(one.trace)) for one in row.done]
            shared.clock.add(row.spent)
            shared.marks.moved.update(row.moved)
            tick(sum(bool(unit.script) for unit in rows[row.number]))
    except BrokenProcessPool as error:
        raise UserError(
            "a process of the analysis was killed, perhaps because memory ran out; --jobs 1 takes the least memory"
        ) from error
    finally:
        pool.end(is_done=len(found) == len(rows))
    yield from (one for at in range(len(rows)) for one in found[at])


class Shares:
    """Which row of units each process does next: neighbours, since these read the same modules.

    Each begins with a share of its own; one that has done its share takes over half of what the busiest has left. What
    is left of them is in memory that processes share which are forked later.
    """

    def __init__(self, rows: int, number: int, lock: AbstractContextManager[bool]) -> None:
        self._lock = lock
        self._begun = _shared(1)
        self._starts = _shared(number)
        self._ends = _shared(number)
        for own in range(number):
            self._starts[own] = rows * own // number
            self._ends[own] = rows * (own + 1) // number

    def begin(self) -> int:
        """A number for one more process, from 0."""
        with self._lock:
            own = self._begun[0]
            self._begun[0] = own + 1
            return own

    def next(self, own: int) -> int:
        """The row that the process `own` does next. Must not be asked for more of them than there are."""
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

    rows: Sequence[Row]
    shared: Shared
    shares: Shares


@cache
def _held() -> dict[str, tuple[_Inherited, int]]:
    """What this process inherited, and its number."""
    return {}


def _begin(inherited: _Inherited) -> None:
    # Ctrl-C reaches all processes of a terminal: the parent tells about it, the others just end.
    end_as_usual()
    try:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    except (RuntimeError, MemoryError):
        # There is no room for it. The parent is told by this end.
        os._exit(1)
    inherited.shared.clock.restart()
    _held()["here"] = (inherited, inherited.shares.begin())


def _end_with_parent() -> None:
    """Wait for the end of the parent, however it comes: nobody else would tell this process that there is no more."""
    from multiprocessing import parent_process  # noqa: PLC0415 - one unit needs one process only

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _analysed() -> _Analysed:
    """The next row of this process."""
    inherited, own = _held()["here"]
    at, shared = inherited.shares.next(own), inherited.shared
    with shared.clock.stage(Stage.REST):
        done = [analysed(unit, shared) for unit in inherited.rows[at]]
    return _Analysed(at, done, shared.clock.taken(), frozenset(shared.marks.moved))
