"""Texts without Markdown: reStructuredText, AsciiDoc and plain text by paragraphs; settings files by lines."""

from __future__ import annotations

from portbind_lint.model.regex import regex
from portbind_lint.review.block import Block, BlockKind

_UNDERLINE = regex(r"([=\-~^#*])\1{2,}\s*")
_TITLE = regex(r"={1,5} (\S.*)")
# A comment in words: `# Who connects`, not `# HOST=0.0.0.0` or `# host: 0.0.0.0`.
_COMMENT = regex(r"\s*(?:[#;]|//)+(?!\s*[\w.\-]+\s*(?:=|:\s*\S+\s*$))(.*)")
_MARKER = regex(r"\s*[-*+] ")


def read_plain(text: str) -> tuple[Block, ...]:
    """Paragraphs between empty lines; a line that is underlined, or begins with `=`, is the heading of what follows."""
    blocks: list[Block] = []
    heading: tuple[str, ...] = ()
    pending: list[str] = []
    lines = text.split("\n")

    def flush(end: int) -> None:
        if pending:
            kind = BlockKind.ITEM if _MARKER.match(pending[0]) else BlockKind.PARAGRAPH
            blocks.append(Block(kind, end - len(pending), "\n".join(pending), heading))
            pending.clear()

    for number, line in enumerate(lines, 1):
        title = _TITLE.fullmatch(line)
        if _UNDERLINE.fullmatch(line) and len(pending) == 1:
            heading = (pending[0].strip(),)
            blocks.append(Block(BlockKind.HEADING, number - 1, heading[0], heading))
            pending.clear()
        elif title:
            flush(number)
            heading = (title[1],)
            blocks.append(Block(BlockKind.HEADING, number, title[1], heading))
        elif not line.strip():
            flush(number)
        else:
            if _MARKER.match(line):
                flush(number)
            pending.append(line)
    flush(len(lines) + 1)
    return tuple(blocks)


def read_settings(text: str) -> tuple[Block, ...]:
    """The lines of an environment or configuration file, each a block of its own, and the comments between them.

    A setting that is commented out is still a setting: it shows what can be set.
    """
    blocks: list[Block] = []
    comment: list[str] = []
    for number, line in enumerate((*text.split("\n"), ""), 1):
        said = _COMMENT.match(line)
        if comment and not said:
            blocks.append(Block(BlockKind.COMMENT, number - len(comment), "\n".join(comment)))
            comment.clear()
        if said:
            comment.append(said[1])
        elif line.strip():
            blocks.append(Block(BlockKind.SETTING, number, line))
    return tuple(blocks)
