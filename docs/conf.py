"""How Sphinx builds the documentation: `python -m tests.documents FOLDER` builds it strictly and checks its links.

The pages are plain Markdown. Which page stands where is said here, so that none of them needs a directive.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portbind_lint import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
RULES = sorted(page.stem for page in (HERE / "reference" / "rules").glob("*.md"))

GUIDES = (
    "legacy", "pre-commit", "github", "other-ci", "monorepo", "mcp-server", "many-repositories", "audit", "fixing",
    "own-libraries",
)  # fmt: skip
CONTENTS = {
    "Start": ["tutorial"],
    "Guides": [f"guides/{name}" for name in GUIDES],
    "How it works": ["method", "addresses", "evidence", "accuracy", "performance", "hostile-input", "architecture"],
    "Reference": [
        f"reference/{name}"
        for name in ("rules", "libraries", "proofs", "commands", "configuration", "suppressions", "report")
    ],
    "Rules": [f"{rule} <reference/rules/{rule}>" for rule in RULES],
}

project = "portbind-lint"
release = version = __version__
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 4
nitpicky = True
html_theme = "furo"
html_title = f"portbind-lint {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False


def setup(app: Sphinx) -> None:
    """Give the first page the tables of contents."""
    app.connect("source-read", _add_contents)


def _add_contents(_app: Sphinx, page: str, source: list[str]) -> None:
    if page == "index":
        for caption, pages in CONTENTS.items():
            source[0] += "\n".join(["", "```{toctree}", ":hidden:", f":caption: {caption}", "", *pages, "```", ""])
