"""The ports that a listener can have and those that a text names: they tell which of several listeners is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Assignment, Property
from portbind_lint.model.value import Known, Setting, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.library import HostPosition
    from portbind_lint.model.site import AnySite
    from portbind_lint.model.value import Value

_PORT = "port"
# `50051` and `"50051"`, or the end of `0.0.0.0:50051` and of `http://[::]:50051/`.
_WRITTEN = regex(r"(?:.{1,300}:)?(\d{1,5})/?")
_NUMBER = regex(r"(?<![\w.])\d{2,5}(?!\w)")
# A number that can be nothing else: `localhost:3000`, `3000:3000`, `EXPOSE 3000`, `PORT=3000`, `port 3000`, `-p 3000`.
_AFTER_PORT = regex(
    r"(?:(?<=[\w\]}]:)|\b[Ee][Xx][Pp][Oo][Ss][Ee]\s|[Pp][Oo][Rr][Tt][Ss]?\W{1,4}|\s-p[ =])(\d{2,5})(?!\w|\.\d)"
)
_WORD = regex(r"(?<![\w-])[\w-]*[Pp](?:ort|ORT)[\w-]*")
# To look for these in a line takes a tenth of the time.
_ENDS_OF_WORD = ("ort", "ORT")
_LOWEST, _LARGEST = 80, 65_535
_LONGEST_LINE = 2000


@dataclass(frozen=True, slots=True)
class Ports:
    """`numbers` are all that are known, 0 for one that the system chooses; empty where nothing is known for certain.

    `settings` are the names of the environment variables, flags and keys by which a user sets another.
    """

    numbers: frozenset[int] = frozenset()
    settings: frozenset[str] = frozenset()

    @property
    def is_named_plainly(self) -> bool:
        """Whether a text that names one of the settings is known to write it as it is, as a word about ports."""
        return all(_WORD.fullmatch(name) for name in self.settings)

    @property
    def is_chosen_by_system(self) -> bool:
        """Whether it is another one each time, so that nobody can know it beforehand."""
        return self.numbers == {0} and not self.settings


@dataclass(frozen=True, slots=True)
class Named:
    """What a text says of ports: all its numbers that can be one, and names of settings with the ports beside them."""

    numbers: frozenset[int] = frozenset()
    settings: tuple[tuple[str, frozenset[int]], ...] = ()


def ports_of(site: AnySite, evaluator: Evaluator) -> Ports:
    """The ports that `site` can listen on; none of a command."""
    found = [_read(value) for value in _values(site, evaluator)] if isinstance(site, Site) else []
    numbers = frozenset(number for ports in found for number in ports.numbers)
    return Ports(numbers, frozenset(name for ports in found for name in ports.settings)) if numbers else Ports()


def _read(value: Value) -> Ports:
    """The ports among the cases of a value; nothing where it can be anything else."""
    numbers, settings = set[int](), set[str]()
    for case in value.cases:
        settings.update(setting.name for setting in case.set_by)
        match case.thing:
            case Known(value=written):
                numbers.update(_as_port(written))
            case Setting(name=name):
                settings.add(name)
            case Unknown() if not case.set_by:
                return Ports()
            case _:
                pass
    return Ports(frozenset(numbers), frozenset(settings))


def _as_port(value: str | float | bool | None) -> Iterator[int]:
    found = _WRITTEN.fullmatch(str(value)) if isinstance(value, (str, int)) and not isinstance(value, bool) else None
    if found and int(found[1]) <= _LARGEST:
        yield int(found[1])


def _values(site: Site, evaluator: Evaluator) -> Iterator[Value]:
    """What stands where the port can: beside the host's key, or first where the host is an argument of its own."""
    if site.config is not None and site.config.key and isinstance(site.node, (Property, Assignment)):
        yield evaluator.property(evaluator.value(site.module, site.node.value), _PORT)
    for position in site.listener.hosts if site.listener is not None else ():
        value = _argument(site, position, evaluator)
        if value is not None:
            yield _beside(value, position.key, evaluator)


def _beside(value: Value, key: str, evaluator: Evaluator) -> Value:
    """The port that stands beside the host at `key` in an object; the value itself where there is no key."""
    for name in [*key.split(".")[:-1], _PORT] if key else ():
        value = evaluator.property(value, name)
    return value


def _argument(site: Site, position: HostPosition, evaluator: Evaluator) -> Value | None:
    """The argument that holds the host's key, or the first; None where there is no such call."""
    number = position.argument if position.key else 0
    if position.construct:
        owner = site.server.calls[-1] if site.server and site.server.calls else None
    else:
        call = site.listening_call
        owner = (site.module, call) if call else None
        if number == 0 and site.listening is not None:
            return site.listening
    return evaluator.argument(owner[0], owner[1], number) if owner else None


def named_ports(line: str) -> frozenset[int]:
    """The numbers in a line of text that are ports by how they are written."""
    return frozenset(number for text in _AFTER_PORT.findall(line[:_LONGEST_LINE]) for number in _in_range(text))


def named_in(text: str) -> Named:
    """What a whole text says of ports."""
    numbers, settings = set[int](), list[tuple[str, frozenset[int]]]()
    for line in text.split("\n"):
        short = line[:_LONGEST_LINE]
        numbers.update(map(int, _NUMBER.findall(short)))
        words = dict.fromkeys(_WORD.findall(short)) if any(end in short for end in _ENDS_OF_WORD) else {}
        beside = named_ports(short) if words else frozenset[int]()
        settings += ((word, beside) for word in words)
    return Named(frozenset(numbers), tuple(dict.fromkeys(settings)))


def _in_range(text: str) -> Iterator[int]:
    if _LOWEST <= int(text) <= _LARGEST:
        yield int(text)
