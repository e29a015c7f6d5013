"""What a state of a repository consists of, and what of it every part of the analysis rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property

from portbind_lint.discover.left_out import is_script
from portbind_lint.model.records import dataclass

_DOCUMENTS = (".md", ".markdown", ".mdx", ".rst", ".txt", ".adoc", ".asciidoc", ".html")
# Nobody goes through the files of a repository in search of these: who reads one has its name from elsewhere.
_UNSOUGHT = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".svg", ".bmp", ".pdf", ".mp3", ".mp4", ".webm", ".wav",
    ".woff", ".woff2", ".ttf", ".otf", ".eot", ".css", ".scss", ".sass", ".less", ".snap", ".wasm", ".zip", ".gz",
)  # fmt: skip
_CONFIGURATION = "config"


@dataclass(frozen=True)
class State:
    """The identity of each file by path. `settings` are those of the analysis, and whatever else it depends on."""

    identities: Mapping[str, str]
    settings: str

    @cached_property
    def frame(self) -> str:
        """A digest of what no part of the analysis is traced for, so that none may be used again where it differs.

        Manifests, lock files, deployment files and whatever else is no script and no document; of documents, and of
        scripts that may be configuration files, that they are there.
        """
        parts: list[str] = []
        for path, identity in self.identities.items():
            if is_script(path):
                if _CONFIGURATION in path.lower():
                    parts.append(path)
            else:
                parts += _part(path, identity)
        # No name holds the byte that stands between them.
        text = "\0".join((self.settings, *sorted(parts)))
        return hashlib.blake2b(text.encode("utf-8", "surrogateescape")).hexdigest()

    def changed(self, other: State) -> frozenset[str]:
        """The files that differ, or that only one of the two states has."""
        return frozenset(path for path, _ in self.identities.items() ^ other.identities.items())


def _part(path: str, identity: str) -> tuple[str, ...]:
    """What the frame holds of a file that is no script."""
    lower = path.lower()
    if lower.endswith(_UNSOUGHT):
        return ()
    return (path if lower.endswith(_DOCUMENTS) else f"{path}\0{identity}",)


def is_traced(path: str) -> bool:
    """Whether it is recorded for each part of the analysis that it reads this file: so it is for all that may."""
    return is_script(path) or path.lower().endswith(_DOCUMENTS)
