"""Type annotations as the last resort: what a name is declared to be when nothing shows what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, join, settable, single, unknown
from portbind_lint.evaluate.program.specifiers import InRepository
from portbind_lint.model.facts import Module
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Class, Node
from portbind_lint.model.value import (
    Absent,
    ClassCase,
    External,
    Known,
    Record,
    Thing,
    Unknown,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_NOTHING = frozenset({"null", "undefined", "void", ""})
_NAME = regex(r"^([A-Za-z_$][\w$]*)((?:\.[A-Za-z_$][\w$]*)*)$")
_RESULT = regex(r"^(?:Awaited<)?ReturnType<typeof ([\w$.]+)>+$")
_MEMBER = regex(r"(?:^|[{;,\n])\s*(?:readonly\s+)?([A-Za-z_$][\w$]*)(\?)?\s*:\s*([^;,\n{}]*)")
_WRAPPERS = regex(r"^(?:Partial|Readonly|Required|Promise|NonNullable)<(.*)>$", re.DOTALL)
_CONSTRAINT = regex(r"\s+extends\s+([A-Za-z_$][\w$]*)\s*[,>=]")
_LONGEST_CONSTRAINT = 120
_DECLARATION_BYTES = 6_000
_LONGEST_TYPE = 4_000


def typed(evaluator: Evaluator, module: Module, value: Value, annotation: str | None) -> Value:
    """`value`, or what its type annotation says where it is known to be nothing else."""
    if annotation is None or not all(_says_nothing(case.thing) for case in value.cases):
        return value
    found = from_type(evaluator, module, annotation)
    return value if found is None else found


def _says_nothing(thing: Thing) -> bool:
    return isinstance(thing, (Absent, Unknown)) or thing == Known(None)


def from_type(evaluator: Evaluator, module: Module, annotation: str) -> Value | None:
    """The instance of a package's or the repository's class that `annotation` names; None where it names none."""
    found = [named for part in parts(annotation) if (named := _named(evaluator, module, part)) is not None]
    return join(found) if found else None


def parts(annotation: str) -> tuple[str, ...]:
    """The alternatives of a union type without `null` and `undefined`, type arguments and wrappers taken off."""
    text = " ".join(annotation[:_LONGEST_TYPE].split())
    if (inner := _WRAPPERS.match(text)) is not None:
        text = inner.group(1)
    if "{" in text:
        return (text,)
    if _RESULT.match(text):
        return (text,)
    plain = re.sub(r"<[^<>]*>", "", re.sub(r"<[^<>]*>", "", text))
    return tuple(part.strip() for part in plain.split("|") if part.strip() not in _NOTHING)


def _named(evaluator: Evaluator, module: Module, text: str) -> Value | None:
    if (result := _RESULT.match(text)) is not None:
        return _from_import(evaluator, module, result.group(1), "()")
    if not _NAME.match(text):
        return None
    if (cls := _local_class(evaluator, module, text)) is not None:
        return cls
    return _from_import(evaluator, module, text, "")


def _local_class(evaluator: Evaluator, module: Module, name: str) -> Value | None:
    for reference in module.references(name):
        if reference.role != "declare":
            continue
        node = module.parent(reference.node)
        if isinstance(node, Class) and node.name == name:
            return single(evaluator.instance(ClassCase(module, node, None), None, None, None))
    return None


def _from_import(evaluator: Evaluator, module: Module, dotted: str, call: str) -> Value | None:
    """`http.Server` by the import of `http`: an access path that ends in the type, or in the call that gives it."""
    first, *rest = dotted.split(".")
    for binding in module.imports:
        if binding.local == first:
            break
    else:
        return None
    found = evaluator.program.exported(evaluator, module.path, binding.source, binding.imported)
    return join(_typed_thing(evaluator, case.thing, rest, call) for case in found.cases)


def _typed_thing(evaluator: Evaluator, thing: Thing, rest: list[str], call: str) -> Value:
    match thing:
        case External(module, path):
            steps = (*path, *(f".{name}" for name in rest))
            if call:
                return single(External(module, (*steps, call)))
            name = steps[-1].removeprefix(".") if steps else "default"
            return single(External(module, (*steps[:-1], f"<{name}>")))
        case ClassCase() if not rest and not call:
            return single(evaluator.instance(thing, None, None, None))
        case _:
            return unknown(UnknownReason.DYNAMIC)


def as_options(evaluator: Evaluator, module: Module, annotation: str | None, *, optional: bool) -> Value | None:
    """An options object that nobody passes, by its type: optional members are unset, required ones cannot be known.

    Nothing is required of a `Partial`, or where the object as a whole is `optional`. None where the type is no object
    type of this file, or of one that it is imported from.
    """
    if annotation is None:
        return None
    members: list[tuple[str, Value]] = []
    all_open = optional or annotation.lstrip().startswith("Partial<")
    for part in parts(annotation):
        body = part if part.startswith("{") else _declared(evaluator, module, part)
        for name, mark, type_ in _MEMBER.findall(body):
            open_ = all_open or bool(mark) or "undefined" in type_
            value = settable("option", name, absent()) if open_ else unknown(UnknownReason.REQUIRED_PARAMETER)
            members.append((name, value))
    return single(Record(tuple(members), rest=True)) if members else None


def _declared(evaluator: Evaluator, module: Module, name: str) -> str:
    """The body of the object type `name`, or of what a type parameter of that name extends; "" if there is none."""
    for each in dict.fromkeys((name, _extended(module, name))):
        if each and (body := _interface(module, each) or _imported(evaluator, module, each)):
            return body
    return ""


def _extended(module: Module, name: str) -> str:
    """What a type parameter extends: `Options` for `Given` of `<Given extends Options>`."""
    for reference in module.references(name) if _NAME.match(name) else ():
        found = _CONSTRAINT.match(module.text(Node(reference.node.end, reference.node.end + _LONGEST_CONSTRAINT)))
        if found is not None:
            return found[1]
    return ""


def _imported(evaluator: Evaluator, module: Module, name: str) -> str:
    """The body of the interface or object type that is imported as `name` from a file of the repository; "" if none."""
    binding = next((each for each in module.imports if each.local == name), None)
    target = evaluator.program.resolve(module.path, binding.source) if binding is not None else None
    declaring = evaluator.program.module(target.path) if isinstance(target, InRepository) else None
    return _interface(declaring, binding.imported) if binding is not None and declaring is not None else ""


def _interface(module: Module, name: str) -> str:
    """The body of the interface or object type `name` of this file, up to its first nested object; "" if none."""
    if not _NAME.match(name):
        return ""
    for reference in module.references(name):
        node = reference.node
        before = module.text(Node(max(0, node.start - 12), node.start))
        if re.search(r"\b(interface|type)\s+$", before):
            return _body(module.text(Node(node.end, node.end + _DECLARATION_BYTES)))
    return ""


def _body(text: str) -> str:
    """The text between the first braces, what nested braces hold left out."""
    kept: list[str] = []
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth == 1 and character != "}":
            kept.append(character)
        if depth == 0 and kept:
            break
        if depth == 0 and character == ";":
            break
    return "".join(kept)
