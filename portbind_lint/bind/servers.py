"""What a callee is: a library's object, a package's own code by its public name, or nothing that is known."""

from __future__ import annotations

from collections.abc import Iterator

from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.model.value import Absent, Case, External, FunctionCase, Instance, Known, Unknown, Value  # fmt: skip


def externals(evaluator: Evaluator, callee: Value, word: str) -> Iterator[External]:
    """The things of packages that `callee` can be, effective ones first.

    The repository's own code counts where its package has a name: it is what others import by that name.
    """
    for case in sorted(callee.cases, key=_needs_setting):
        match case.thing:
            case External():
                yield case.thing
            case FunctionCase():
                yield from _published(evaluator, case.thing, word)
            case _:
                continue


def _needs_setting(case: Case) -> bool:
    return bool(case.set_by)


def _published(evaluator: Evaluator, function: FunctionCase, word: str) -> Iterator[External]:
    """The name under which others know a function, or a method of a class, of the repository's package."""
    package = evaluator.program.repository.package_of(function.module.path)
    if package is None or not package.name:
        return
    match function.this:
        case Instance(cls, module, call):
            calls = ((module, call),) if module and call else ()
            names = [cls.node.name]
        case _:
            enclosing = function.module.enclosing_class(function.node)
            calls = ()
            names = [enclosing.name if enclosing else None]
    for name in names:
        if name:
            yield External(package.name, (f".{name}", "new", f".{word}"), calls)
        elif function.this is None:
            yield External(package.name, (f".{word}",))


def is_unidentified(callee: Value) -> bool:
    """Whether nothing of the repository is called, as far as is known: what a server from elsewhere looks like."""
    return not any(isinstance(case.thing, FunctionCase) for case in callee.cases) and any(
        isinstance(case.thing, (Unknown, External, Absent)) or case.thing == Known(None) for case in callee.cases
    )
