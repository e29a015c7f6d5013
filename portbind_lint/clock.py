"""Where the time of an analysis goes: a clock that is handed to whoever has a stage of it.

An analysis that nobody measures gets a `Clock`, which does nothing; a `Stopwatch` counts each second once, for the
stage that was begun last, since much is done on demand: a module is parsed while listeners are looked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from enum import Enum
from time import perf_counter, process_time
from typing import TypeVar

from portbind_lint.discover.reader import Files, Kind
from portbind_lint.discover.sorting import Again, Before

Item = TypeVar("Item")


class Stage(Enum):
    """The stages, in the order in which they are told."""

    STARTING = "starting"
    REMEMBERING = "remembering what was found before"
    LISTING = "listing files"
    READING = "reading them"
    CATALOGUE = "loading the catalogue"
    SEARCHING = "searching scripts for words"
    PARSING = "parsing those that hold some, and what they import"
    FINDING = "finding listeners"
    RESOLVING = "following addresses"
    REVIEWING = "reviewing documents, deployments and controls"
    JUDGING = "judging"
    FIXING = "trying fixes"
    REPORTING = "writing reports"
    REST = "the rest"
    WAITING = "waiting for other processes"


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process did: seconds by stage, the files that were read with the bytes of each, and those parsed.

    A file that was parsed several times stands in `parsed` as often. `spared` is how many scripts were worth a look and
    needed none, since it is remembered what was found in them.
    """

    seconds: Mapping[Stage, float] = field(default_factory=dict)
    read: Mapping[str, int] = field(default_factory=dict)
    parsed: tuple[tuple[str, int], ...] = ()
    processes: frozenset[int] = frozenset()
    spared: int = 0


class Clock:
    """The clock of an analysis that nobody measures."""

    def stage(self, stage: Stage) -> AbstractContextManager[None]:
        """What is done inside counts for `stage`, save what belongs to a stage that begins inside."""
        del stage
        return _UNMEASURED

    def each(self, stage: Stage, items: Iterator[Item]) -> Iterator[Item]:
        """The items; what it takes to make each counts for `stage`."""
        del stage
        return items

    def parsing(self, path: str, size: int) -> AbstractContextManager[None]:
        """The stage in which the file at `path` with `size` bytes is parsed."""
        del path, size
        return _UNMEASURED

    def watched(self, files: Files) -> Files:
        """The files; to read them is a stage."""
        return files

    def note_spared(self, scripts: int) -> None:
        """It is remembered what was found in so many scripts."""

    def restart(self) -> None:
        """Forget everything, stages that have begun included: for a process that begins as a copy of another."""

    def taken(self) -> Spent:
        """What was done since the last time."""
        return _NOTHING

    def add(self, spent: Spent) -> None:
        """Count what another process did."""


_UNMEASURED = nullcontext()
_NOTHING = Spent()
UNREAD = Clock()
"""The clock of whoever is not asked where the time goes."""


class Stopwatch(Clock):
    """A clock that counts. What happened before it was made was starting, for which processor seconds are taken."""

    def __init__(self) -> None:
        self._stages = [Stage.REST]
        self._seconds = {Stage.STARTING: process_time()}
        self._read: dict[str, int] = {}
        self._parsed: list[tuple[str, int]] = []
        self._processes: set[int] = set()
        self._spared = 0
        self._began = self._since = perf_counter()

    @property
    def elapsed(self) -> float:
        """Seconds since this clock was made."""
        return perf_counter() - self._began

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[None]:
        """What is done inside counts for `stage`, save what belongs to a stage that begins inside."""
        self._lap()
        self._stages.append(stage)
        try:
            yield
        finally:
            self._lap()
            self._stages.pop()

    def each(self, stage: Stage, items: Iterator[Item]) -> Iterator[Item]:
        """The items; what it takes to make each counts for `stage`."""
        while True:
            with self.stage(stage):
                try:
                    item = next(items)
                except StopIteration:
                    return
            yield item

    def parsing(self, path: str, size: int) -> AbstractContextManager[None]:
        """The stage in which the file at `path` with `size` bytes is parsed."""
        self._parsed.append((path, size))
        return self.stage(Stage.PARSING)

    def watched(self, files: Files) -> Files:
        """The files; to read them is a stage."""
        return _Watched(files, self)

    def note_spared(self, scripts: int) -> None:
        """It is remembered what was found in so many scripts."""
        self._spared += scripts

    def note_read(self, path: str, size: int) -> None:
        """So many bytes of the file at `path` were read."""
        self._read[path] = max(size, self._read.get(path, 0))

    def restart(self) -> None:
        """Forget everything, stages that have begun included: for a process that begins as a copy of another."""
        self._stages.clear()
        self.taken()

    def taken(self) -> Spent:
        """What was done since the last time."""
        self._lap()
        processes = frozenset((*self._processes, os.getpid()))
        spent = Spent(self._seconds, self._read, tuple(self._parsed), processes, self._spared)
        self._spared = 0
        self._seconds, self._read = {}, {}
        self._parsed.clear()
        self._processes.clear()
        return spent

    def add(self, spent: Spent) -> None:
        """Count what another process did."""
        for stage, seconds in spent.seconds.items():
            self._count(stage, seconds)
        for path, size in spent.read.items():
            self.note_read(path, size)
        self._parsed += spent.parsed
        self._processes |= spent.processes
        self._spared += spent.spared

    def _lap(self) -> None:
        """What has passed counts for the stage that began last; outside of all stages for none."""
        now = perf_counter()
        if self._stages:
            self._count(self._stages[-1], now - self._since)
        self._since = now

    def _count(self, stage: Stage, seconds: float) -> None:
        self._seconds[stage] = self._seconds.get(stage, 0) + seconds


class _Watched:
    """Files whose reading is a stage of the clock."""

    def __init__(self, files: Files, clock: Stopwatch) -> None:
        self._files = files
        self._clock = clock

    def names(self) -> tuple[str, ...]:
        with self._clock.stage(Stage.LISTING):
            return self._files.names()

    @property
    def mark(self) -> str:
        return self._files.mark

    def again(self, before: Before) -> Again | None:
        with self._clock.stage(Stage.LISTING):
            return self._files.again(before)

    def kind(self, path: str) -> Kind:
        with self._clock.stage(Stage.LISTING):
            return self._files.kind(path)

    def identity(self, path: str) -> str:
        with self._clock.stage(Stage.READING):
            return self._files.identity(path)

    def read(self, path: str, limit: int) -> bytes | None:
        with self._clock.stage(Stage.READING):
            data = self._files.read(path, limit)
        if data is not None:
            self._clock.note_read(path, len(data))
        return data
