"""Links from a report to the lines that it speaks of."""

from __future__ import annotations

from urllib.parse import quote

from portbind_lint.model.source import Location


def line_link(base: str, location: Location) -> str:
    """The address of a line below `base`: a URL, or a path relative to the report ("" where that is the root).

    Paths are percent-encoded byte for byte, so that no file name can leave its place in a link.
    """
    path = quote(location.path.encode("utf-8", "surrogateescape"), safe="/")
    folder = base if base.endswith("/") else f"{base or '.'}/"
    return f"{folder}{path}#L{max(location.line, 1)}"


def web_link(url: str) -> str:
    """`url` where it leads to the web, else "": no other scheme becomes a link."""
    return url if url.startswith(("https://", "http://")) else ""
