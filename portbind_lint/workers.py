"""Units analysed one after another, or in several processes where there are units enough to pay for them."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
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
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - one unit needs one process only
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - one unit needs one process only
    from multiprocessing import get_context  # noqa: PLC0415 - one unit needs one process only

    # What is there already stays shared between the processes as long as no collection touches it.
    gc.freeze()
    pool = ProcessPoolExecutor(number, get_context("fork"), _begin, (tuple(units), shared))
    try:
        results = shared.clock.each(Stage.WAITING, pool.map(_analysed, range(len(units))))
        for unit, (done, spent) in zip(units, results, strict=True):
            shared.clock.add(spent)
            tick(len(unit.scripts))
            yield done
    except BrokenProcessPool as error:
        raise UserError(
            "a process of the analysis was killed, perhaps because memory ran out; --jobs 1 takes the least memory"
        ) from error
    finally:
        _end(pool)


def _end(pool: ProcessPoolExecutor) -> None:
    pool.shutdown(wait=False, cancel_futures=True)
    gc.unfreeze()


@cache
def _held() -> dict[str, tuple[tuple[Unit, ...], Shared]]:
    """What a process was started with: inherited from its parent, since none of it can be sent."""
    return {}


def _begin(units: tuple[Unit, ...], shared: Shared) -> None:
    # Ctrl-C reaches all processes of a terminal: the parent tells about it, the others just end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    shared.clock.restart()
    _held()["here"] = (units, shared)


def _analysed(number: int) -> tuple[Done, Spent]:
    units, shared = _held()["here"]
    with shared.clock.stage(Stage.REST):
        done = analysed(units[number], shared, lambda: None)
    return done, shared.clock.taken()
