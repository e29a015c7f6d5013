"""A piece of a document that is read as one: what it is, where it stands, under which headings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class BlockKind(str, Enum):
    """What a piece of text is; phrases say in which kinds they hold. The values are those of the phrase files."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    HTML = "html"
    SETTING = "setting"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Block:
    """Text whose lines are consecutive lines of the document from `line` (1-based) on.

    `headings` leads from the document's title to the nearest heading above; `language` is a code block's, lower case.
    `under` is the text of the item of a list that it stands below, in a list of that item's own.
    """

    kind: BlockKind
    line: int
    text: str
    headings: tuple[str, ...] = ()
    language: str = ""
    under: str = ""
