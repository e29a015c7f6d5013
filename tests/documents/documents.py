"""All documents that the program writes, whole or in part."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.documents import blocks, pages, sessions


def expected() -> dict[Path, str]:
    """Each such file with what it should hold."""
    whole = pages.expected()
    texts = {path: path.read_text(encoding="utf-8") for path in (blocks.README, *sorted(pages.DOCS.rglob("*.md")))}
    parts = {path: text for path, text in texts.items() if path not in whole and is_derived(text)}
    blocked = [blocks.renewed(text) for text in parts.values()]
    # The sessions wait for other processes.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return {**whole, **dict(zip(parts, pool.map(sessions.renewed, blocked), strict=True))}


def is_derived(text: str) -> bool:
    """Whether something in it is generated."""
    return bool(blocks.blocks(text)) or "```console\n" in text
