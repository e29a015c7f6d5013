"""Markdown to blocks by markdown-it, with everything left out that is not needed or that hostile text could exploit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.review.block import Block, BlockKind

if TYPE_CHECKING:
    from markdown_it.token import Token

# Deeper quotes and lists are read as nothing by markdown-it itself.
_NESTING = 20
# Nobody who reads the document sees it. It ends with the block where nothing closes it.
_COMMENT = regex(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def read_markdown(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown document in order; front matter and link definitions read as paragraphs."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - a run without an exposed site does not pay for it

    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table")
    # Inline markup is not needed, and collecting link definitions costs quadratic time on a document of nothing else.
    parser.disable("reference")
    parser.core.ruler.enableOnly(["normalize", "block"])
    outline = _Outline()
    for token in parser.parse(text):
        outline.take(token)
    return tuple(outline.blocks)


class _Outline:
    """Collects blocks from tokens in order, and knows what encloses the current one."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._headings: list[tuple[int, str]] = []
        self._opened = ""
        self._level = 0
        self._items: list[str] = []
        self._cells: list[tuple[int, str]] = []

    def take(self, token: Token) -> None:
        """Note what a token opens or closes; keep its text if it has any."""
        line = token.map[0] + 1 if token.map else 0
        match token.type:
            case "list_item_open":
                self._items.append("")
            case "list_item_close":
                self._items.pop()
            case "tr_close":
                self._row()
            case "fence":
                self._add(BlockKind.CODE, line + 1, token.content, token.info.strip().split(" ")[0].lower())
            case "code_block":
                self._add(BlockKind.CODE, line, token.content)
            case "html_block":
                self._add(BlockKind.HTML, line, _COMMENT.sub(_lines_of, token.content))
            case "inline":
                self._inline(line, token.content)
            case "heading_open":
                self._level = int(token.tag[1:])
        self._opened = token.type

    def _inline(self, line: int, text: str) -> None:
        """The text of a heading, of a cell or of a paragraph."""
        if self._opened == "heading_open":
            self._heading(line, text)
        elif self._opened in ("th_open", "td_open"):
            self._cells.append((line, text))
        else:
            self._add(BlockKind.ITEM if self._items else BlockKind.PARAGRAPH, line, text)
            if self._items and not self._items[-1]:
                self._items[-1] = text

    def _heading(self, line: int, title: str) -> None:
        while self._headings and self._headings[-1][0] >= self._level:
            self._headings.pop()
        self._headings.append((self._level, title))
        self._add(BlockKind.HEADING, line, title)

    def _row(self) -> None:
        self._add(BlockKind.ROW, self._cells[0][0], " | ".join(text for _, text in self._cells))
        self._cells.clear()

    def _add(self, kind: BlockKind, line: int, text: str, language: str = "") -> None:
        under = self._items[-2] if len(self._items) > 1 else ""
        self.blocks.append(Block(kind, line, text, tuple(title for _, title in self._headings), language, under))


def _lines_of(match: re.Match[str]) -> str:
    """As many line breaks as stand in the text, so that what follows keeps its line."""
    return "\n" * match[0].count("\n")
