"""What a call or a name is likely to mean by its spelling alone: to find out what it is may take thousands of steps."""

from __future__ import annotations

from portbind_lint.evaluate.functions.callees import APPLYING
from portbind_lint.model.facts import Import, Module, ParameterName, Variable
from portbind_lint.model.syntax import Call, Index, Member, Name, This


def calls_plain(module: Module, call: Call) -> bool:
    """Whether `call` may call a function that is no member: by its name, or of a module or variable at hand.

    The `start` of a parameter, or of a member of a member, is its own as a rule.
    """
    callee = call.callee
    if not isinstance(callee, Member) or callee.property in APPLYING:
        return True
    owner = callee.object
    if isinstance(owner, Name):
        return isinstance(module.binding(owner), (Import, Variable))
    return not isinstance(owner, (Member, Index, This))


def names_member(module: Module, name: Name) -> bool:
    """Whether a plain name may stand for a member of something: it was taken from there before."""
    match module.binding(name):
        case Import():
            return True
        case Variable(value=value, path=path):
            return bool(path) or isinstance(value, (Call, Index, Member, Name))
        case ParameterName(path=path):
            return bool(path)
        case _:
            return False
