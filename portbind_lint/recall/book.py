"""What is remembered of one state as the bytes of a file, and back.

The first line holds the files, the second what came of all of them together, each other one what was found in some
unit: a line that was read once is neither read nor written again, though two states hold it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from portbind_lint.discover.sorting import Sorting
from portbind_lint.discover.unfit import Unfit
from portbind_lint.recall.plain import Json, as_json, from_json
from portbind_lint.recall.remembered import Part, Remembered
from portbind_lint.recall.state import State
from portbind_lint.recall.traces import Traces, items
from portbind_lint.units import Done, Found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portbind_lint.discover.identity import Mark
    from portbind_lint.model.source import NotAnalysed

    Marks = Mapping[str, tuple[Mark, str]]


class Book:
    """Knows the lines that were read or written."""

    def __init__(self) -> None:
        self._found: dict[bytes, tuple[Found, ...]] = {}
        # By number, together with what has it: so nothing else can get that number.
        self._lines: dict[int, tuple[tuple[Found, ...], bytes]] = {}

    def read(self, body: bytes) -> tuple[Remembered, Marks]:
        """What `written` made this of; KeyError, IndexError, TypeError or ValueError where it did not make it."""
        first, second, *lines = body.split(b"\n")
        paths, identities, settings, marked, *columns = items(json.loads(first))
        names = list(map(str, items(paths)))
        known = dict(zip(names, map(str, items(identities)), strict=True))
        places = Traces(names)
        worth, unfit, sorted_out, rows, traces = items(json.loads(second))
        found_unfit = from_json(unfit)
        if not isinstance(found_unfit, Unfit):
            raise TypeError
        scripts, found_in, problems = items(rows)
        parts = [
            Part(script, Done(self._found_in(lines, line), _problems(problem), trace))
            for script, line, problem, trace in zip(
                places.paths(scripts), items(found_in), items(problems), places.from_json(traces), strict=True
            )
        ]
        sorting = _sorting(sorted_out, places)
        all_known = {**sorting.consulted, **known}
        marks = {
            path: (mark, all_known[path]) for path, mark in zip(places.paths(marked), _marks(columns), strict=True)
        }
        state = State(known, str(settings))
        return Remembered(state, _scripts(worth, places), found_unfit, sorting, tuple(parts)), marks

    def written(self, remembered: Remembered, marks: Marks) -> bytes:
        """The bytes for what is remembered of a state, and the marks of its files."""
        state, done = remembered.state, [part.done for part in remembered.parts]
        places = Traces(tuple(state.identities))
        columns = zip(*(mark for mark, _ in marks.values()), strict=True)
        files = [
            list(state.identities), list(state.identities.values()), state.settings, places.numbers(marks), *columns,
        ]  # fmt: skip
        numbers: dict[bytes, int] = {}
        rows: list[Json] = [
            places.numbers(part.script for part in remembered.parts),
            [numbers.setdefault(self._line(one.found), len(numbers)) for one in done],
            [as_json(one.not_analysed) for one in done],
        ]
        rest: list[Json] = [
            _worth(remembered.worth_parsing, places),
            as_json(remembered.unfit),
            _sorted_out(remembered.sorting, places),
            rows,
            places.as_json(one.trace for one in done),
        ]
        return b"\n".join((_text(files), _text(rest), *numbers))

    def _found_in(self, lines: Sequence[bytes], number: Json) -> tuple[Found, ...]:
        if not isinstance(number, int):
            raise TypeError
        line = lines[number]
        if line not in self._found:
            found = from_json(json.loads(line))
            if not isinstance(found, tuple):
                raise TypeError
            self._keep(found, line)
        return self._found[line]

    def _line(self, found: tuple[Found, ...]) -> bytes:
        if id(found) not in self._lines:
            self._keep(found, _text(as_json(found)))
        return self._lines[id(found)][1]

    def _keep(self, found: tuple[Found, ...], line: bytes) -> None:
        self._found[line] = found
        self._lines[id(found)] = found, line


def _text(thing: object) -> bytes:
    return json.dumps(thing, separators=(",", ":")).encode("ascii")


def _problems(problems: Json) -> frozenset[NotAnalysed]:
    found = from_json(problems)
    if not isinstance(found, frozenset):
        raise TypeError
    return found


def _worth(scripts: Mapping[str, bool], places: Traces) -> list[Json]:
    """The scripts, and those of them that can hold a suppression."""
    return [places.numbers(scripts), places.numbers(path for path, suppresses in scripts.items() if suppresses)]


def _scripts(worth: Json, places: Traces) -> dict[str, bool]:
    scripts, suppressing = items(worth)
    known = set(places.paths(suppressing))
    return {path: path in known for path in places.paths(scripts)}


def _sorted_out(sorting: Sorting, places: Traces) -> list[Json]:
    return [
        sorting.mark,
        [*sorting.left_out],
        [*sorting.left_out.values()],
        [*sorting.passed],
        [*sorting.consulted],
        [*sorting.consulted.values()],
        places.numbers(sorting.others),
    ]


def _sorting(json: Json, places: Traces) -> Sorting:
    mark, *lists, others = items(json)
    left_out, reasons, passed, consulted, identities = [tuple(map(str, items(part))) for part in lists]
    return Sorting(
        str(mark),
        dict(zip(left_out, reasons, strict=True)),
        passed,
        dict(zip(consulted, identities, strict=True)),
        places.paths(others),
    )


def _marks(columns: Sequence[Json]) -> list[Mark]:
    """The marks from sizes, two times and numbers of files."""
    sizes, changed, entered, numbers = map(_integers, columns) if columns else ([], [], [], [])
    return list(zip(sizes, changed, entered, numbers, strict=True))


def _integers(json: Json) -> list[int]:
    found = [one for one in items(json) if isinstance(one, int)]
    if len(found) < len(items(json)):
        raise TypeError
    return found
