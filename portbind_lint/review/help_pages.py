"""Node-RED's help: an HTML file named like the node's code, with the text in scripts that have a `data-help-name`.

https://nodered.org/docs/creating-nodes/help-style-guide; translations lie in `locales/LANGUAGE/`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Literal, Name
from portbind_lint.review.block import Block, BlockKind
from portbind_lint.review.naming import name_of

if TYPE_CHECKING:
    from portbind_lint.model.site import AnySite

_BEGINS = regex(r"<script\b[^>]{0,200}\bdata-help-name\b(?:\s{0,9}=\s{0,9}[\"']([^\"'\n]{1,100}))?")
_ENDS = "</script"
_TAG = regex(r"<[^<>\n]{1,300}>")
_NEW_BLOCK = regex(r"\s*<(p|li|dt|dd|h\d|tr|ul|dl)\b")
_REGISTERS = "registerType"
_MOST_LEVELS = 30
_TRANSLATED = regex(r"/locales/(?!en\b)", re.IGNORECASE)


def may_be_help(path: str) -> bool:
    """Whether a file can hold such help, in English or in the language of the code."""
    return path.endswith(".html") and _TRANSLATED.search(path) is None


def read_help(text: str) -> tuple[Block, ...]:
    """The paragraphs of the help, without its tags, each below its node's name; nothing where the file is no help."""
    blocks: list[Block] = []
    pending: list[str] = []
    inside = False
    topic: tuple[str, ...] = ()
    for number, line in enumerate((*text.split("\n"), _ENDS), 1):
        ends = _ENDS in line
        if pending and (ends or not line.strip() or _NEW_BLOCK.match(line)):
            blocks.append(Block(BlockKind.PARAGRAPH, number - len(pending), "\n".join(pending), topic))
            pending.clear()
        if inside and not ends and line.strip():
            pending.append(_TAG.sub("", line).strip())
        begins = _BEGINS.search(line)
        if begins:
            topic = (begins[1],) if begins[1] else ()
        inside = (inside and not ends) or begins is not None
    return tuple(blocks)


def topics_of(site: AnySite) -> frozenset[str]:
    """The names of the nodes that the code around a listener is registered for; empty where that is not to be seen."""
    if not isinstance(site, Site):
        return frozenset()
    module, around = site.module, set[str]()
    function = module.enclosing_function(site.node)
    while function is not None and len(around) < _MOST_LEVELS:
        around.add(name_of(module, function) or f"at {function.start}")
        function = module.enclosing_function(function)
    found = set[str]()
    for call in module.calls(_REGISTERS):
        match call.arguments[:2]:
            case (Literal(value=str(topic)), Name(name=name)) if name in around:
                found.add(topic)
    return frozenset(found)
