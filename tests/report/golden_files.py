"""The committed output of every format for every situation; `python -m tests.report.golden_files` writes it anew."""

from __future__ import annotations

from pathlib import Path

from portbind_lint.report.registry import RenderOptions, formats, render
from tests.report.builder import SITUATIONS

# The page is large; these show all that it can hold.
PAGES = ("empty", "hostile", "mixed")
FOLDER = Path(__file__).parent / "golden"


def expected() -> dict[Path, bytes]:
    """Every golden file with what it must hold."""
    return {
        FOLDER / f"{situation}.{name}": render(name, build(), RenderOptions()).encode()
        for situation, build in SITUATIONS.items()
        for name in formats()
        if name != "html" or situation in PAGES
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    files = expected()
    for stray in set(FOLDER.iterdir()) - set(files):
        stray.unlink()
    for path, content in files.items():
        path.write_bytes(content)
