"""Meets the words of a command with an entry of the catalogue: whether it listens, and which host it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portbind_lint.bind.tools.line import Run
from portbind_lint.model.library import Command, HostPosition, HostWord
from portbind_lint.model.regex import regex
from portbind_lint.model.source import Location
from portbind_lint.model.value import Absent, Case, Known, Setting, Thing, Unknown, UnknownReason, Value

_NEVER = frozenset({"--help", "--version"})
_VARIABLE = regex(r"\$\{?(\w+)(?::?-([^}]*))?\}?|%(\w+)%")
_PORT = regex(r"\$\{?\w*PORT\w*(?::?-[^}]*)?\}?|%\w*PORT\w*%", re.IGNORECASE)
_DYNAMIC = regex(r"[$`\0]")

MARK = "\0"
"""What the mark of a word begins with that code computes; no argument of a program can hold it."""

Marks = Mapping[str, Value]
"""Words that code computes, by the mark that stands for them in a command."""

Hosts = tuple[tuple[HostPosition, Value], ...]


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the words of a command come from that do not all stand in its own line.

    `marks` are the words that code computes; `places` says of others where they are written.
    """

    marks: Marks = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)


def listens(command: Command, words: Sequence[str]) -> bool:
    """Whether a command with these words (the program first) starts a listener."""
    arguments = words[1:]
    if words[0] not in command.programs or not _NEVER.isdisjoint(arguments):
        return False
    if any(word in command.excludes for word in arguments):
        return False
    if command.needs and not any(word.partition("=")[0] in command.needs for word in arguments):
        return False
    if not command.subcommands:
        return True
    plain = [word for word in arguments if not word.startswith("-")]
    return any(word in command.subcommands for word in plain) or ("" in command.subcommands and not plain)


def hosts(command: Command, run: Run, location: Location, origins: Origins) -> tuple[Hosts, bool]:
    """What stands in each place for a host, and whether anything does; `location` is that of the command."""
    environment = dict(run.environment)
    found: list[tuple[HostPosition, Value]] = []
    given = False
    for word in command.hosts:
        position = HostPosition(0, "host", form=word.form, versions=word.versions)
        if word.env:
            texts = [(environment[word.env],) * 2] if word.env in environment else []
            missing = Value((Case(Setting("env", word.env)), Case(Absent())))
        else:
            texts, missing = list(_given(word, run.words[1:])), Value((Case(Absent()),))
        value = missing
        if texts:
            text, written = texts[-1]
            place = origins.places.get(written, location)
            value = _read(text, word.form, environment, place, origins.marks)
        given = given or bool(texts)
        found.append((position, value))
    return tuple(found), given


def _given(word: HostWord, arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The values that a flag is given, in order, each with the word that holds it; what it means alone is one too."""
    for index, argument in enumerate(arguments):
        flag, equals, attached = argument.partition("=")
        if flag not in word.flags:
            continue
        following = arguments[index + 1] if index + 1 < len(arguments) else "-"
        if equals:
            yield attached, argument
        elif not word.attached and (not following.startswith("-") or not following):
            yield following, following
        elif word.bare:
            yield word.bare, argument


def _read(text: str, form: str, environment: Mapping[str, str], location: Location, marks: Marks) -> Value:
    """A word as the shell would hand it on when nobody sets anything."""
    if text in marks:
        return marks[text]
    if form != "host":
        text = _PORT.sub("0", text)
    cases = [Case(thing, (location,)) for thing in _things(text, environment)]
    return Value(tuple(cases))


def _things(text: str, environment: Mapping[str, str]) -> Iterator[Thing]:
    variable = _VARIABLE.fullmatch(text)
    if variable is None:
        yield Unknown(UnknownReason.DYNAMIC) if _DYNAMIC.search(text) else Known(text)
        return
    name, default = variable[1] or variable[3], variable[2]
    assigned = environment.get(name)
    if assigned is not None and not _DYNAMIC.search(assigned):
        yield Known(assigned)
        return
    yield Setting("env", name)
    yield Known(default) if default and not _DYNAMIC.search(default) else Absent()
