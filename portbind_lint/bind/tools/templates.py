"""Command lines in tagged templates: `$` of zx, Bun, execa and dax, and `execa` itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portbind_lint.bind.tools.words import MARK
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.model.facts import Module
from portbind_lint.model.regex import regex
from portbind_lint.model.source import Location
from portbind_lint.model.syntax import Call, Member, Name, Node, Opaque
from portbind_lint.model.value import Case, External, Unknown, UnknownReason, Value

SHELLS = ("zx", "zx/core", "zx/globals", "execa", "bun", "dax", "dax-sh", "@david/dax")
_TAGS = frozenset({"$", "$$", "execa", "execaSync"})
_GLOBALS = "zx/globals"
_HOLE = regex(r"\$\{[^{}`]*\}")
_UNKNOWN = Value((Case(Unknown(UnknownReason.DYNAMIC)),))


def commands_in_templates(
    module: Module, evaluator: Evaluator, marks: dict[str, Value]
) -> Iterator[tuple[Location, str]]:
    """Where a template is given to a shell, and its line; what stands for a hole is added to `marks`."""
    for word in sorted(_TAGS):
        for reference in module.references(word):
            node = reference.node
            if isinstance(node, (Name, Member)):
                template = _template(module, node)
                if template and _is_shell(module, evaluator, node):
                    yield module.location(_name_of(node)), _line(template, marks)


def _template(module: Module, tag: Node) -> str:
    """The source between the backticks that follow on `tag`, or on a call of it with options; "" for none."""
    end = tag.end
    parent = module.parent(tag)
    while isinstance(parent, Call) and parent.start == tag.start:
        end, parent = parent.end, module.parent(parent)
    if not isinstance(parent, Opaque) or parent.start != tag.start:
        return ""
    text = module.text(Node(end, parent.end)).strip()
    return text[1:-1] if text.startswith("`") and text.endswith("`") else ""


def _is_shell(module: Module, evaluator: Evaluator, tag: Name | Member) -> bool:
    for case in evaluator.value(module, tag).cases:
        match case.thing:
            case External("globalThis", (".Bun", ".$")):
                return True
            case External("globalThis", (".$",)):
                return _GLOBALS in module.sources or module.text(Node(0, 40)).partition("\n")[0].endswith("zx")
            case External(source, path) if source in SHELLS and path[-1:] != ("()",):
                return True
            case _:
                continue
    return False


def _line(template: str, marks: dict[str, Value]) -> str:
    def mark(found: re.Match[str]) -> str:
        del found
        name = f"{MARK}{len(marks)}"
        marks[name] = _UNKNOWN
        return name

    return _HOLE.sub(mark, template)


def _name_of(tag: Name | Member) -> Node:
    return Node(tag.property_start, tag.property_start + len(tag.property)) if isinstance(tag, Member) else tag
