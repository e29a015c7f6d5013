"""Links from a report to the lines that it speaks of."""

from __future__ import annotations

import os
import re
from pathlib import Path

from portbind_lint.model.errors import UserError
from portbind_lint.model.regex import regex
from portbind_lint.model.source import Location
from portbind_lint.report.parts.paths import encoded

_SCHEME = regex(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def line_link(base: str, location: Location) -> str:
    """The address of a line below `base`: a URL, or a path relative to the report ("" where that is the root).

    No file name can leave its place in it.
    """
    folder = base if base.endswith("/") else f"{base or '.'}/"
    return f"{folder}{encoded(location.path)}#L{max(location.line, 1)}"


def web_link(url: str) -> str:
    """`url` where it leads to the web, else "": no other scheme becomes a link."""
    return url if url.startswith(("https://", "http://")) else ""


def chosen_base(base: str) -> str:
    """The base that a user chose; raises `UserError` for one that browsers would not open as a page or a file."""
    if _SCHEME.match(base) and not web_link(base):
        raise UserError(f"--link-base takes a path or a URL that begins with https:// or http://, not {base!r}")
    return base


def relative_base(file: Path, root: Path) -> str:
    """The path from the folder of the report `file` to the repository's root."""
    return encoded(Path(os.path.relpath(root, file.absolute().parent)).as_posix())
