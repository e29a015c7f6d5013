"""A repository that exists in memory only: its papers are a mapping from path to text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from posixpath import basename, dirname

from portbind_lint.model.source import Location, Package


class Papers:
    """Implements what the document side asks of `model.source.Repository`."""

    def __init__(self, texts: Mapping[str, str], root: str = "/srv/larder") -> None:
        self.root = root
        self.texts = dict(texts)
        self.opened: list[str] = []

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(sorted(self.texts))

    def files_like(self, text: str) -> tuple[str, ...]:
        return tuple(path for path in self.files if text in path)

    @property
    def packages(self) -> tuple[Package, ...]:
        manifests = [path for path in self.files if basename(path) == "package.json"]
        return tuple(Package(dirname(path), path, json.loads(self.texts[path]).get("name", "")) for path in manifests)

    def package_of(self, path: str) -> Package | None:
        above = [each for each in self.packages if not each.folder or path.startswith(f"{each.folder}/")]
        return max(above, key=lambda each: len(each.folder), default=None)

    def holds(self, path: str) -> bool:
        return path in self.texts

    def read(self, path: str) -> bytes | None:
        self.opened.append(path)
        text = self.texts.get(path)
        return None if text is None else text.encode()

    def look(self, path: str) -> bytes | None:
        return self.read(path)

    def rest_on(self, path: str, what: str, digest: str) -> None:
        """Nobody asks."""

    def sources_naming(self, word: str, near: str = "") -> tuple[str, ...]:
        del near
        return tuple(path for path in self.files if word in self.texts[path])

    def importers(self, path: str) -> tuple[str, ...]:
        return tuple(each for each in self.files if path in self.texts[each])


def site_at(path: str, text: str = "server.listen(port)") -> Location:
    return Location(path, 1, 1, 1, 2, text)
