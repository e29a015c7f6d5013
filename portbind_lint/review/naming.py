"""The name that the rest of the code knows a function by."""

from __future__ import annotations

from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Assignment, ClassMember, Function, Member, Name, Property


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
            declared = module.variable(function)
            return "" if declared is None else declared.name
        case _:
            return ""
