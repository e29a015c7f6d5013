"""All documents that the program writes, whole or in part."""

from __future__ import annotations

from pathlib import Path

from tests.documents import blocks, pages, sessions


def expected() -> dict[Path, str]:
    """Each such file with what it should hold."""
    whole = pages.expected()
    texts = {path: path.read_text(encoding="utf-8") for path in (blocks.README, *sorted(pages.DOCS.rglob("*.md")))}
    parts = {path: renewed(text) for path, text in texts.items() if path not in whole and path.parent != pages.RULES}
    return {**whole, **{path: text for path, text in parts.items() if text != texts[path] or is_derived(text)}}


def renewed(text: str) -> str:
    """The document with its generated parts and its sessions as they should be."""
    return sessions.renewed(blocks.renewed(text))


def is_derived(text: str) -> bool:
    """Whether something in it is generated."""
    return bool(blocks.blocks(text)) or "```console\n" in text
