"""What a state of a repository consists of, and what of it every part of the analysis rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portbind_lint.discover.left_out import is_script

_DOCUMENTS = (".md", ".markdown", ".mdx", ".rst", ".txt", ".adoc", ".asciidoc", ".html")
# Nobody goes through the files of a repository in search of these: who reads one has its name from elsewhere.
_UNSOUGHT = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".svg", ".bmp", ".pdf", ".mp3", ".mp4", ".webm", ".wav",
    ".woff", ".woff2", ".ttf", ".otf", ".eot", ".css", ".scss", ".sass", ".less", ".snap", ".wasm", ".zip", ".gz",
)  # fmt: skip
_IS_THERE = "there"


@dataclass(frozen=True)
class State:
    """The identity of each file by path. `settings` are those of the analysis, and whatever else it depends on."""

    identities: Mapping[str, str]
    settings: str

    def changed(self, other: State) -> frozenset[str]:
        """The files that differ, or that only one of the two states has."""
        return frozenset(path for path, _ in self.identities.items() ^ other.identities.items())

    def has_frame_of(self, other: State, changed: Iterable[str]) -> bool:
        """Whether nothing differs that no part of the analysis is traced for, so that parts of it may be used again.

        Manifests, lock files, deployment files and whatever else is no script and no document; of documents, and of
        scripts that may be configuration files, that they are there. `changed` are the files that differ at all.
        """
        return self.settings == other.settings and all(
            _in_frame(path, self.identities.get(path)) == _in_frame(path, other.identities.get(path))
            for path in changed
        )


def _in_frame(path: str, identity: str | None) -> str:
    """What of a file with this identity (None: there is none) belongs to the frame; "" for nothing."""
    lower = path.lower()
    is_named = "config" in lower if is_script(path) else not lower.endswith(_UNSOUGHT)
    if identity is None or not is_named:
        return ""
    return _IS_THERE if is_traced(path) else identity or _IS_THERE


def is_traced(path: str) -> bool:
    """Whether it is recorded for each part of the analysis that it reads this file: so it is for all that may."""
    return is_script(path) or path.lower().endswith(_DOCUMENTS)
