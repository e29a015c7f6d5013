"""What must hold for every report, whatever stands in the repository: well-formed, and it steers nothing."""

from __future__ import annotations

import json
import re

from markdown_it import MarkdownIt

FORMATS = ("github", "html", "json", "markdown", "sarif", "text")

# Characters that steer a terminal or turn text around; a new line and a tab are what text is made of.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_COMMAND = re.compile(r"::(?:error|warning|notice) [^\n]*::[^\n]*")
# A line that a workflow would obey, in the log of a step that prints the report.
_OBEYED = re.compile(r"^\s*::[a-z-]+[^\n]*::|##\[", re.MULTILINE)
_SCHEMES = re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*(?:javascript|data|vbscript):", re.IGNORECASE)
_HANDLER = re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE)
_OURS = re.compile(
    r"</?(?:details|summary|br|sub|a|code|p|b|strong)(?: (?:open|id=\"[\w-]+\"|href=\"#[\w-]+\"))?>|<!--.*-->"
)
_LINKS = ("https://", "http://", "#", "mailto:")


def check(name: str, written: str) -> None:
    """Raises AssertionError where the report `written`, of the format `name`, is not what it should be."""
    written.encode("utf-8")
    steering = _STEERING.search(written)
    assert steering is None, f"{name}: {steering and steering[0]!r} steers whoever reads the report"
    match name:
        case "json" | "sarif":
            assert isinstance(json.loads(written), dict)
            assert not _OBEYED.search(written), "a command to a workflow"
        case "github":
            assert all(_COMMAND.fullmatch(line) for line in written.split("\n")[:-1]), "a line that is no command"
        case "html":
            _check_page(written)
        case "markdown":
            _check_markdown(written)
        case _:
            assert not _OBEYED.search(written), "a command to a workflow"


def _check_page(page: str) -> None:
    """The page's scripts are its own, and nothing else loads or runs something."""
    assert page.lower().count("<script") == page.count("</script>") <= 2, "a script of somebody else"
    assert not _HANDLER.search(page), "an attribute that runs something"
    assert not _SCHEMES.search(page), "a link that runs something"


def _check_markdown(written: str) -> None:
    blocks = MarkdownIt("commonmark").enable("table").parse(written)
    for token in (*blocks, *(child for block in blocks for child in block.children or ())):
        if token.type.startswith("html_"):
            rest = _OURS.sub("", token.content).strip()
            assert "<" not in rest, f"HTML of somebody else: {rest[:200]!r}"
        for key in ("href", "src"):
            target = str(token.attrs.get(key, ""))
            assert token.type != "image", f"an image of somebody else: {target!r}"
            assert ":" not in target.partition("/")[0] or target.startswith(_LINKS), f"a link that leads to {target!r}"
