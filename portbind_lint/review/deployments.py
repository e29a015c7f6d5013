"""The deployment files of a repository, and which of them deploy the program of a site."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import posixpath
import re
from typing import TYPE_CHECKING

from portbind_lint.evaluate.data.yaml_tree import BrokenYamlError
from portbind_lint.model.problems import Problems
from portbind_lint.model.programs import SCRIPT_ENDINGS
from portbind_lint.model.regex import regex
from portbind_lint.model.source import NotAnalysed
from portbind_lint.review import deployment
from portbind_lint.review.deployment import compose
from portbind_lint.review.meant import ANY, Listening
from portbind_lint.review.ports import Named, named_in

if TYPE_CHECKING:
    from portbind_lint.model.source import Location, Package, Repository
    from portbind_lint.review.deployed import Deployed, Reader

_IGNORED = regex(
    r"(^|/)(node_modules|tests?|__tests__|e2e|fixtures?|benchmarks?|\.circleci)(/|$)"
    r"|(^|/)(\.github/(?!workflows/)|\.?devcontainer/(?!devcontainer\.json$))"
    r"|[-_.](test|tests|e2e|ci|dev|development|local|debug)\b[^/]*$|(^|/)dev\.",
    re.IGNORECASE,
)
_LARGEST = 256 * 1024
_MOST_FILES = 200
_SHORTEST_NAME = 3


class Deployments:
    """What the deployment files say; they are found and read when somebody first asks.

    `problems` are those that could not be understood.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._ports_in: dict[str, Named] = {}
        self.problems = Problems()

    def for_site(self, location: Location, listening: Listening = ANY) -> tuple[Deployed, ...]:
        """What deploys the program of the site at `location`, the nearest file first; `listening` is its port."""
        package = self._repository.package_of(location.path)
        self._rest_on_broken_ones()
        mine = [
            entry for entry in self._all if self._concerns(entry, location, package) and self._opens(entry, listening)
        ]
        return tuple(sorted(mine, key=lambda entry: (-len(entry.folder), entry.location)))

    def composes_others(self, location: Location) -> bool:
        """Whether there are Compose files, and none of them starts the program of `location`: but its database, say."""
        package = self._repository.package_of(location.path)
        mine = (entry.by_name or self._concerns(entry, location, package) for file in self._composed for entry in file)
        return bool(self._composed) and not any(mine)

    @functools.cached_property
    def _composed(self) -> tuple[tuple[Deployed, ...], ...]:
        """What each Compose file that has services starts."""
        files = (self._started(path) for path, reader in self._files if reader is compose)
        return tuple(entries for entries in files if entries is not None)

    def _started(self, path: str) -> tuple[Deployed, ...] | None:
        data = self._repository.read(path)
        if data is None or len(data) > _LARGEST:
            return None
        try:
            return compose.started(path, data.decode("utf-8", "replace"))
        except BrokenYamlError:
            return None

    @functools.cached_property
    def _files(self) -> list[tuple[str, Reader]]:
        # Most files are code, which deploys nothing whatever it is called.
        files = [path for path in self._repository.files if not path.endswith(SCRIPT_ENDINGS)]
        handled = [(path, reader) for path in files for reader in readers() if reader.handles(path)]
        return [pair for pair in handled if not _IGNORED.search(pair[0])][:_MOST_FILES]

    @functools.cached_property
    def _all(self) -> tuple[Deployed, ...]:
        found: list[Deployed] = []
        for path, reader in self._files:
            data = self._repository.read(path)
            if data is not None and len(data) > _LARGEST:
                self.problems.note(path, NotAnalysed(path, f"not read as a deployment: larger than {_LARGEST:,} bytes"))
            elif data is not None:
                found += self._read(reader, path, data.decode("utf-8", "replace"))
        return tuple(found)

    def _rest_on_broken_ones(self) -> None:
        """Whoever asks is to be told of them, though somebody else met with them first: who reads a file is known."""
        for problem in self.problems:
            self._repository.read(problem.path)

    def _read(self, reader: Reader, path: str, text: str) -> tuple[Deployed, ...]:
        try:
            return reader.read(path, text)
        except BrokenYamlError as problem:
            self.problems.note(path, NotAnalysed(path, f"not understood: {problem}"))
            return ()

    def _concerns(self, entry: Deployed, location: Location, package: Package | None) -> bool:
        """By folder, and by name where folders do not tell."""
        governing = self._repository.package_of(posixpath.join(entry.folder, "package.json"))
        holds = not entry.folder or location.path.startswith(f"{entry.folder}/")
        if not holds and governing is not None and governing.folder == entry.folder:
            # The file deploys another package; that it names ours makes ours a part of that one.
            return False
        if holds and not entry.by_name and self._is_alone(governing, package):
            return True
        return _names(entry.mentions, package, self._repository.root)

    def _opens(self, entry: Deployed, listening: Listening) -> bool:
        """By port, where both are written."""
        return not entry.ports or listening.is_deployed_by(entry, lambda: self._named(entry.location.path))

    def _named(self, path: str) -> Named:
        # Read each time: the answer for this site rests on the file, too.
        data = self._repository.read(path) or b""
        if path not in self._ports_in:
            self._ports_in[path] = named_in(data.decode("utf-8", "replace"))
        return self._ports_in[path]

    def _is_alone(self, governing: Package | None, package: Package | None) -> bool:
        """Whether what holds the file can mean no other package than the site's."""
        folder = package.folder if package else ""
        if governing is not None:
            return governing.folder == folder
        return not folder or all(other.folder == folder for other in self._repository.packages)


@functools.cache
def readers() -> tuple[Reader, ...]:
    """Every reader of `deployment/`, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(deployment.__path__))
    return tuple(_reader(name) for name in names)


def _reader(name: str) -> Reader:
    module: Reader = importlib.import_module(f"{deployment.__name__}.{name}")
    return module


def _names(mentions: tuple[str, ...], package: Package | None, root: str) -> bool:
    """Whether a text names the package: its folder, the folder's last part, its published name; or the root folder."""
    folder, published = (package.folder, package.name) if package else ("", "")
    last = posixpath.basename(folder or root)
    wanted = {name for name in (folder, last, published, published.rpartition("/")[2]) if len(name) >= _SHORTEST_NAME}
    pattern = "|".join(map(re.escape, sorted(wanted)))
    return bool(wanted) and any(re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", text) for text in mentions)
