"""What readers of deployment files share: places in the file, and the folder that a file speaks for."""

from __future__ import annotations

import posixpath
import re

from portbind_lint.model.regex import regex
from portbind_lint.model.source import Location

# Folders that hold nothing but deployment files speak for the folder that holds them.
_DEPLOYMENT_FOLDER = regex(
    r"\.?(devcontainer|docker|dockerfiles?|deploy|deployments?|deployment-?\w*|ops|infra|infrastructure|k8s|kubernetes|helm|charts?|templates|build|ci|containers?"
    r"|manifests|base|overlays|prod|production|staging|nginx|systemd|scripts|etc|config|conf|compose|\w+-deployment)",
    re.IGNORECASE,
)


def speaks_for(path: str) -> str:
    """The folder of the file at `path`, deployment folders left behind."""
    folder = posixpath.dirname(path)
    while folder and _DEPLOYMENT_FOLDER.fullmatch(posixpath.basename(folder)):
        folder = posixpath.dirname(folder)
    return folder


def beside(folder: str, relative: str) -> str:
    """`relative` (a build context) seen from `folder`; the root where it leads out of the repository."""
    joined = posixpath.normpath(posixpath.join(folder, relative))
    return "" if joined in (".", "/") or joined.startswith(("..", "/")) else joined


def at(path: str, line: int, text: str) -> Location:
    """The whole of line `line` (1-based) of the file's text."""
    lines = text.split("\n")
    content = lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else ""
    start = len(content) - len(content.lstrip()) + 1
    end = len(content.encode("utf-16-le")) // 2 + 1
    return Location(path, line, start, line, end, content)
