"""Node-RED's help: an HTML file named like the node's code, with the text in scripts that have a `data-help-name`.

https://nodered.org/docs/creating-nodes/help-style-guide; translations lie in `locales/LANGUAGE/`.
"""

from __future__ import annotations

import re

from portbind_lint.review.block import Block, BlockKind

_BEGINS = re.compile(r"<script\b[^>]{0,200}\bdata-help-name\b")
_ENDS = "</script"
_TAG = re.compile(r"<[^<>\n]{1,300}>")
_NEW_BLOCK = re.compile(r"\s*<(p|li|dt|dd|h\d|tr|ul|dl)\b")
_TRANSLATED = re.compile(r"/locales/(?!en\b)", re.IGNORECASE)


def may_be_help(path: str) -> bool:
    """Whether a file can hold such help, in English or in the language of the code."""
    return path.endswith(".html") and _TRANSLATED.search(path) is None


def read_help(text: str) -> tuple[Block, ...]:
    """The paragraphs of the help, without its tags; nothing where the file is no help."""
    blocks: list[Block] = []
    pending: list[str] = []
    inside = False
    for number, line in enumerate((*text.split("\n"), _ENDS), 1):
        ends = _ENDS in line
        if pending and (ends or not line.strip() or _NEW_BLOCK.match(line)):
            blocks.append(Block(BlockKind.PARAGRAPH, number - len(pending), "\n".join(pending)))
            pending.clear()
        if inside and not ends and line.strip():
            pending.append(_TAG.sub("", line).strip())
        inside = (inside and not ends) or _BEGINS.search(line) is not None
    return tuple(blocks)
