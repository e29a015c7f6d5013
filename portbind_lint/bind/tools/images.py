"""Dockerfiles: what a container starts with `CMD` and `ENTRYPOINT`, and the variables that `ENV` sets for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from posixpath import basename

from portbind_lint.bind.tools.scattered import Setter, Started, Word
from portbind_lint.bind.tools.text import Text, json_strings
from portbind_lint.model.regex import regex
from portbind_lint.model.source import Location

_NAME = regex(r"(docker|container)file([-_.][\w.-]+)?|[\w.-]+\.(docker|container)file", re.IGNORECASE)
_INSTRUCTION = regex(r"[ \t]*(FROM|ENV|CMD|ENTRYPOINT)[ \t]+(\S[^\r\n]{0,4000})", re.IGNORECASE)
_STAGE = regex(r"(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?", re.IGNORECASE)
_VARIABLE = regex(r"([A-Za-z_]\w*)(?:=|[ \t]+)(\"[^\"]*\"|'[^']*'|\S+)")
_CONTINUED = regex(r"\\[ \t]*\r?\n")
_MOST_STAGES = 50


def is_image_file(path: str) -> bool:
    """`Dockerfile`, `Dockerfile.prod`, `web.Dockerfile`, and the same of `Containerfile`."""
    return bool(_NAME.fullmatch(basename(path)))


@dataclass(frozen=True, slots=True)
class _Start:
    """One `CMD` or `ENTRYPOINT`; `is_line` marks the form that a shell is given."""

    words: tuple[Word, ...] = ()
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class _Stage:
    name: str = ""
    environment: tuple[Setter, ...] = ()
    entry: _Start = _Start()
    command: _Start = _Start()


def started_by_image(path: str, data: bytes) -> Iterator[Started]:
    """The command of each stage, one that another stage is made from included: people run those by their names."""
    text = Text(path, data)
    for stage in _stages(text):
        entry, command = stage.entry, stage.command
        script = f"start {basename(path)} {stage.name}"
        if entry.is_line or not entry.words:
            start = entry if entry.words else command
            yield Started(start.words, stage.environment, start.is_line, script)
        else:
            arguments = () if command.is_line else command.words
            yield Started((*entry.words, *arguments), stage.environment, script=script)


def _stages(text: Text) -> Iterator[_Stage]:
    # A line that goes on is read as one; blanks in place of its end keep every offset what it is.
    content = _CONTINUED.sub(lambda match: " " * len(match[0]), text.content)
    known: dict[str, _Stage] = {}
    stage: _Stage | None = None
    for found in _INSTRUCTION.finditer(content):
        if not _begins_line(content, found.start()):
            continue
        word, rest, start = found[1].upper(), found[2], found.start(2)
        if word == "FROM":
            if stage is not None:
                yield stage
            base = _STAGE.match(rest)
            name = (base[2] or "") if base else ""
            stage = replace(known.get(base[1] if base else "", _Stage()), name=name)
        elif stage is not None:
            stage = _with(stage, word, text, rest, start)
        if stage is not None and len(known) < _MOST_STAGES:
            known[stage.name] = stage
    if stage is not None:
        yield stage


def _begins_line(content: str, start: int) -> bool:
    return start == 0 or content[start - 1] == "\n"


def _with(stage: _Stage, word: str, text: Text, rest: str, start: int) -> _Stage:
    """The stage after one more instruction."""
    if word == "ENV":
        return replace(stage, environment=(*stage.environment, *_setters(text, rest, start)))
    given = _start(text, rest, start)
    # A new entry point forgets the command that a stage below has.
    return replace(stage, command=given) if word == "CMD" else replace(stage, entry=given, command=_Start())


def _setters(text: Text, rest: str, start: int) -> Iterator[Setter]:
    for found in _VARIABLE.finditer(rest):
        place = _place(text, start + found.start(2), start + found.end(2))
        yield Setter(found[1], Word(found[2].strip("\"'"), place))


def _start(text: Text, rest: str, start: int) -> _Start:
    if rest.startswith("["):
        return _Start(
            tuple(
                Word(found.value, _place(text, start + found.start, start + found.end)) for found in json_strings(rest)
            )
        )
    words = re.finditer(r"\S+", rest)
    return _Start(tuple(Word(w[0], _place(text, start + w.start(), start + w.end())) for w in words), is_line=True)


def _place(text: Text, start: int, end: int) -> Location:
    return text.location(start, end)
