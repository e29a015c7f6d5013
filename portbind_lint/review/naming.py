"""The name that the rest of the code knows a function by."""

from __future__ import annotations

from portbind_lint.model.facts import Module
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Assignment, ClassMember, Function, Member, Name, Node, Property

# What stands in front of a function that a variable is initialised with; a type annotation may lie between.
_VARIABLE = regex(r"\b(?:const|let|var)\s+([\w$]+)\s*(?::(?:[^=;{}]|=>){0,80})?=\s*\(?\s*$")
_READ_TEXT = 160


def name_of(module: Module, function: Function) -> str:
    """Its own name, or that of its variable, method or property; "" if it has none."""
    if function.name:
        return function.name
    match module.parent(function):
        case ClassMember(name=str(name)) | Property(key=str(name)):
            return name
        case Assignment(target=Name(name=name)) | Assignment(target=Member(property=name)):
            return name
        case None | Function():
            return _variable(module, function)
        case _:
            return ""


def _variable(module: Module, function: Function) -> str:
    found = _VARIABLE.search(module.text(Node(max(0, function.start - _READ_TEXT), function.start)))
    return found[1] if found else ""
