"""Configuration files that a tool turns into a listener: the object they export, and the place of its server's part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.model.facts import Module, ParameterName
from portbind_lint.model.library import ConfigFile, Library
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Assignment, Expression, Function, Member, Name, Node, Object, Property, Spread
from portbind_lint.model.value import External, FunctionCase, ObjectCase, Thing, Value

_DEEPEST = 5
_WHOLE = ("default", "=")


def config_sites(module: Module, libraries: tuple[Library, ...], evaluator: Evaluator) -> Iterator[Site]:
    """The listeners that `module` configures for the tools that read it."""
    for library in libraries:
        # One tool reads files of several names, and not the same in all of them.
        for config in (each for each in library.configs if _is_called(module.path, each)):
            for node in dict.fromkeys(_places(module, config, evaluator)):
                name = config.key or config.host
                yield Site(module, module.location(_mark(node)), node, library, None, config, name, None)


def _is_called(path: str, config: ConfigFile) -> bool:
    name = path.rpartition("/")[2]
    return any(fnmatchcase(name, pattern) for pattern in config.names)


def _places(module: Module, config: ConfigFile, evaluator: Evaluator) -> Iterator[Node]:
    """The entries `config.key` of the exported objects; an object without one where the tool listens anyway."""
    for export in module.exports:
        if export.name not in _WHOLE or export.value is None:
            continue
        roots = list(dict.fromkeys(_objects(evaluator, evaluator.value(module, export.value), _DEEPEST)))
        key = config.key or config.host
        entries: list[Node] = [
            entry
            for owner, node in roots
            for entry in _entries(evaluator, owner, node, key, _DEEPEST)
            if owner is module
        ]
        entries += _added(module, roots, config.key, evaluator) if config.key and roots else ()
        if entries:
            yield from entries
        elif config.always:
            yield from [node for owner, node in roots if owner is module][:1]


def _added(
    module: Module, roots: Sequence[tuple[Module, Object]], key: str, evaluator: Evaluator
) -> Iterator[Assignment]:
    """What one of the exported objects is given afterwards: `config.devServer = {...}`."""
    for write in module.member_writes(key):
        if isinstance(write.target, Member) and isinstance(write.target.object, Name):
            given = evaluator.value(module, write.target.object)
            if any(found in roots for found in _objects(evaluator, given, 1)):
                yield write


def _entries(evaluator: Evaluator, module: Module, node: Object, key: str, depth: int) -> Iterator[Property]:
    """The entries `key` of an object and of what is spread into it from the same file."""
    for entry in node.entries:
        match entry:
            case Property() if entry.key == key:
                yield entry
            case Spread() if depth:
                for owner, inner in _objects(evaluator, evaluator.value(module, entry.value), 1):
                    if owner is module:
                        yield from _entries(evaluator, module, inner, key, depth - 1)
            case _:
                continue


def _objects(evaluator: Evaluator, value: Value, depth: int) -> Iterator[tuple[Module, Object]]:
    """The object literals that `value` is made of, through functions that return them and calls that take them."""
    if depth:
        for case in value.cases:
            yield from _objects_of(evaluator, case.thing, depth)


def _objects_of(evaluator: Evaluator, thing: Thing, depth: int) -> Iterator[tuple[Module, Object]]:
    match thing:
        case ObjectCase(module, node):
            yield module, node
        case FunctionCase(module, function):
            for returned in (*module.returns(function), *_set(module, function)):
                yield from _objects(evaluator, evaluator.value(module, returned), depth - 1)
        case External(_, path, calls) if path[-1:] == ("()",) and calls:
            module, call = calls[-1]
            for argument in call.arguments:
                yield from _objects(evaluator, evaluator.value(module, argument), depth - 1)
        case _:
            return


def _set(module: Module, function: Function) -> Iterator[Expression]:
    """What a function gives to a parameter instead of returning it: `config.set({...})`."""
    for call in module.body_calls(function):
        match call.callee:
            case Member(object=Name() as owner, property="set") if isinstance(module.binding(owner), ParameterName):
                yield from call.arguments
            case _:
                continue


def _mark(node: Node) -> Node:
    """What to point at: the entry's key, what is assigned to, or the object's brace."""
    if isinstance(node, Assignment):
        return node.target
    if isinstance(node, Property) and node.key is not None:
        return Node(node.start, node.start + len(node.key.encode()))
    return Node(node.start, node.start + 1)
