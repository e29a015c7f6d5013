"""Everything that a module says, as text: for comparing what two front-ends say of one file."""

from __future__ import annotations

from collections.abc import Iterator

from portbind_lint.model.facts import Binding, Declared, Export, Import, Module, OpaqueName, ParameterName, Variable
from portbind_lint.model.syntax import Class, Function, Name, Node
from tests.parse.rendered import joined, shown


def told(m: Module, words: tuple[str, ...]) -> Iterator[str]:
    """The answers of `m`, each on a line that begins with the question."""
    yield f"imports {[(made.local, made.source, made.imported, made.start) for made in m.imports]}"
    yield f"sources {m.sources}"
    yield f"exports {[_export(made) for made in m.exports]}"
    yield f"top level {joined(m.top_level())}"
    yield f"body calls {_spots(m.body_calls(None))}"
    for word in words:
        yield f"calls of {word} {_spots(m.calls(word))}"
        yield f"references {word} {[(made.role, _spot(made.node)) for made in m.references(word)]}"
        yield f"member writes {word} {joined(m.member_writes(word))}"
        yield f"comments {word} {[(made.start, made.end, made.text) for made in m.comments(word)]}"
        for node in (*m.calls(word), *(made.node for made in m.references(word))):
            yield from _around(m, node)


def _around(m: Module, node: Node) -> Iterator[str]:
    at = f"at {_spot(node)}"
    function, cls = m.enclosing_function(node), m.enclosing_class(node)
    yield f"{at} text {m.text(node)!r} {m.location(node)}"
    yield f"{at} conditions {[(shown(made.test), made.holds, made.insists) for made in m.conditions(node)]}"
    yield f"{at} repeats {m.repeats(node)}"
    yield f"{at} function {_spot(function)} class {_spot(cls)}"
    if type(node) is not Node:
        yield f"{at} is {shown(node)} in {_chain(m, node)}"
        yield f"{at} declares {_binding(m.variable(node))}"
    if isinstance(node, Name):
        yield from _bound(m, node, at)
    for around in (function, cls):
        yield from _inside(m, around)


def _bound(m: Module, name: Name, at: str) -> Iterator[str]:
    binding = m.binding(name)
    yield f"{at} means {_binding(binding)}"
    if binding is not None:
        yield f"{at} uses {_spots(m.uses(binding))} writes {joined(m.writes(binding))}"


def _inside(m: Module, around: Function | Class | None) -> Iterator[str]:
    at = f"inside {_spot(around)}"
    if isinstance(around, Function):
        yield f"{at} {shown(around)} returns {joined(m.returns(around))} calls {_spots(m.body_calls(around))}"
    elif around is not None:
        members = [(one.name, one.kind, one.is_static, one.value and shown(one.value)) for one in m.members(around)]
        yield f"{at} {shown(around)} members {members}"


def _chain(m: Module, node: Node) -> str:
    found = []
    outer = m.parent(node)
    while outer is not None:
        found.append(_spot(outer))
        outer = m.parent(outer)
    return " < ".join(found)


def _binding(binding: Binding | None) -> str:
    match binding:
        case Variable(name=name, kind=kind, value=value) | OpaqueName(name=name, kind=kind, value=value):
            through = [entry.key for entry in binding.path] if isinstance(binding, Variable) else []
            return f"{kind} {name} {value and _spot(value)} {through} {binding.start}"
        case ParameterName(name=name, function=function, index=index, path=path):
            return f"parameter {name} {index} of {_spot(function)} {[entry.key for entry in path]} {binding.start}"
        case Declared(name=name, value=value):
            return f"declared {name} {_spot(value)} {binding.start}"
        case Import(local=local, source=source, imported=imported):
            return f"import {imported} of {source} as {local} {binding.start}"
        case _:
            return str(binding)


def _export(made: Export) -> str:
    return f"{made.name} = {made.value and shown(made.value)} < {made.imported} of {made.source} at {made.start}"


def _spots(nodes: tuple[Node, ...]) -> str:
    return " ".join(_spot(node) for node in nodes)


def _spot(node: Node | None) -> str:
    return "nothing" if node is None else f"{type(node).__name__}@{node.start}-{node.end}"
