"""The names that a function or class goes by in its module, and what a name tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portbind_lint.model.facts import Module
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Assignment, ClassMember, Expression, Function, Member, Name, Node, Property

_RENAMING = regex(r"\s*:\s*([A-Za-z_$][\w$]*)")
_LONGEST_NAME = 80
_PORT = regex(r"(?:^|[\w$.])port", re.IGNORECASE)
_PORT_LENGTH = len("port")
_ENDING_BYTES = 1_000


def name_given(module: Module, value: Node) -> str:
    """The name that a declaration, an assignment or a class gives to `value`; "" for none."""
    match module.parent(value):
        case Assignment(target=(Member() | Name()) as target, value=whole) if whole is value:
            return last_name(target)
        case ClassMember(name=str(name), value=whole) if whole is value:
            return name
        case _:
            declared = module.variable(value)
            return "" if declared is None else declared.name


def names_of(module: Module, function: Function) -> Iterator[str]:
    """What `function` is called by: the key or target that holds it, its own name, the variable that it initialises."""
    holder = module.parent(function)
    match holder:
        case Property(key=str() as key) | ClassMember(name=str() as key):
            yield key
        case Assignment(target=Member(property=target)) | Assignment(target=Name(name=target)):
            yield target
        case _:
            pass
    name = function.name or name_given(module, function)
    if name and not isinstance(holder, (ClassMember, Property)):
        yield name


def last_name(expression: Expression) -> str:
    """The name that stands last in what is called: `listen` of `app.listen`."""
    match expression:
        case Name(name=name) | Member(property=name):
            return name
        case _:
            return ""


def ending(module: Module, expression: Node) -> str:
    """The source of `expression`, of a long one only the end, which tells what it is called."""
    return module.text(Node(max(expression.start, expression.end - _ENDING_BYTES), expression.end))


def names_port(text: str) -> bool:
    """Whether the source of an expression ends in the name of a port: `port`, `options.httpPort`, `PORT`."""
    return _PORT.fullmatch(text[-_PORT_LENGTH - 1 :]) is not None


def renamed(module: Module, names: tuple[str, ...]) -> Iterator[str]:
    """The variables that take one of `names` out of an object: `const { start: run } = require('./start')`."""
    for name in names:
        for reference in module.references(name) if name.isidentifier() else ():
            if reference.role == "key":
                end = reference.node.end
                found = _RENAMING.match(module.text(Node(end, end + _LONGEST_NAME)))
                if found:
                    yield found.group(1)
