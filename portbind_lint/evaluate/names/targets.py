"""Which object an assignment sets a member of."""

from __future__ import annotations

from portbind_lint.evaluate.names.patterns import path_in
from portbind_lint.model.syntax import Expression, Index, Literal, Member, Pattern


def is_member(target: Pattern | Expression, name: str) -> bool:
    """Whether `target` is `x.name` or `x['name']`."""
    return owner_of(target, name) is not None


def owner_of(target: Pattern | Expression, name: str) -> Expression | None:
    """The `x` of `x.name` or `x['name']`."""
    match target:
        case Member(property=found) if found == name:
            return target.object
        case Index(index=Literal(value=str(found))) if found == name:
            return target.object
        case _:
            return None


def receiver(target: Pattern, name: str) -> Expression | None:
    """The object whose member `name` an assignment to `target` sets, destructuring looked into."""
    found: list[Expression] = []

    def wanted(inner: Pattern) -> bool:
        if (owner := owner_of(inner, name)) is not None:
            found.append(owner)
        return bool(found)

    path_in(target, wanted)
    return found[0] if found else None
