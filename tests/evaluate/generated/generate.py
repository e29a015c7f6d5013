"""Makes programs: the same number always gives the same program."""

from __future__ import annotations

from collections.abc import Iterator

from tests.evaluate.generated.builder import Builder, Program
from tests.evaluate.generated.constructs import Application, Construct, constructs

_VALUES = ("variables", "functions", "objects", "classes", "conditions")
_TABLES = (*_VALUES, *_VALUES, "scopes", "scopes", "modules", "callees")
LONGEST = 6


def programs(count: int, seed: int) -> Iterator[Program]:
    """`count` programs, reproducible by `seed`."""
    for number in range(count):
        yield program(f"{seed}/{number}")


def program(seed: str) -> Program:
    """One program: an address, up to `LONGEST` constructs, and a listener."""
    builder = Builder(seed)
    for _ in range(builder.random.randint(0, LONGEST)):
        _step(builder)
    while not _end(builder):
        pass
    ending = constructs("endings")
    default = next(e.default for e in ending if e.label == builder.constructs[-1])
    return builder.finished(default)


def _step(builder: Builder) -> None:
    """One construct that fits, if the one drawn does."""
    table = builder.random.choice(_TABLES)
    construct = builder.random.choice(constructs(table))
    if not _stands(builder, construct):
        return
    application = Application(builder, construct)
    if not application.fits():
        return
    builder.constructs.append(construct.label)
    match table:
        case "scopes":
            application.opening()
        case "modules":
            application.importing()
        case "callees":
            application.calling()
        case _:
            application.simple()


def _stands(builder: Builder, construct: Construct) -> bool:
    """Whether a construct of more than one module can begin at the current place."""
    kind = builder.source.kind
    match construct.file:
        case "modules":
            asynchronous = "await " in construct.text("before") + construct.text("gives")
            return builder.at_top and kind in construct.sources and (not asynchronous or kind != "cjs")
        case "callees":
            targets = {kind} | ({"cjs"} if kind == "esm" else set())
            return kind in construct.sources and bool(targets & {*construct.targets})
        case _:
            return True


def _end(builder: Builder) -> bool:
    """The listener."""
    construct = builder.random.choice(constructs("endings"))
    application = Application(builder, construct)
    source = builder.source
    line = construct.text("cjs" if source.kind == "cjs" else "esm")
    if line:
        source.imports.append(line)
    builder.constructs.append(construct.label)
    builder.say(application.expand("code", source))
    builder.value = application.outcome()
    return True
