"""What TypeScript's compiler would say of an argument, as far as an edit could make it complain."""

from __future__ import annotations

from portbind_lint.model.facts import Module, ParameterName, Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Binary, Conditional, Expression, Literal, Member, Name, Template

_TYPED = (".ts", ".mts", ".cts", ".tsx")
_TEXT = regex(r"\bstring\b")
_EITHER = ("||", "??", "&&")
_DEEPEST = 8


def may_be_text(module: Module, expression: Expression) -> bool:
    """Whether a string can be the type of `expression`; nothing is typed in a JavaScript file."""
    return module.path.endswith(_TYPED) and _may_be_text(module, expression, _DEEPEST)


def _may_be_text(module: Module, expression: Expression, depth: int) -> bool:
    if not depth:
        return False
    match expression:
        case Literal(value=str()) | Template():
            return True
        case Member(object=Member(object=Name(name="process"), property="env")):
            return True
        case Binary(operator=operator, left=left, right=right) if operator in _EITHER:
            return any(_may_be_text(module, side, depth - 1) for side in (left, right))
        case Conditional(then=then, otherwise=otherwise):
            return any(_may_be_text(module, side, depth - 1) for side in (then, otherwise))
        case Name():
            return _is_name_of_text(module, expression, depth)
        case _:
            return False


def _is_name_of_text(module: Module, name: Name, depth: int) -> bool:
    match module.binding(name):
        case Variable(type=declared) if declared is not None:
            return _names_text(declared)
        case Variable(value=value, path=()) if value is not None:
            return _may_be_text(module, value, depth - 1)
        case ParameterName(function=function, index=index, path=()):
            return _names_text(function.parameters[index].type)
        case _:
            return False


def _names_text(declared: str | None) -> bool:
    return declared is not None and _TEXT.search(declared) is not None
