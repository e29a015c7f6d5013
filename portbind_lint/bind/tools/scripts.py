"""The scripts of packages and the processes of Procfiles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename

from portbind_lint.bind.tools.scattered import Line
from portbind_lint.bind.tools.sites import Place, Programs, sites_of
from portbind_lint.bind.tools.text import JsonString, Text, json_strings
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.model.regex import regex
from portbind_lint.model.site import ToolSite
from portbind_lint.model.source import Package, Repository

_PROCESS = regex(r"([\w-]+):[ \t]*(\S.*?)[ \t\r]*$", re.MULTILINE)
_MOST_PROCESSES = 100


def script_sites(
    package: Package, repository: Repository, catalogue: Programs, unfolding: Unfolding
) -> Iterator[ToolSite]:
    """The listeners that the scripts of `package` start, in the order of the scripts."""
    manifest: _Manifest | None = None
    for name, line in package.scripts:
        ran = tuple(run for run in unfolding.of_line(line, package) if catalogue.of_program(run.words[0]))
        if ran:
            manifest = manifest or _Manifest(Text(package.manifest, repository.read(package.manifest) or b""))
            place = manifest.place_of(name)
            yield from sites_of(ran, catalogue, place, name)


def procfile_sites(path: str, repository: Repository, catalogue: Programs, unfolding: Unfolding) -> Iterator[ToolSite]:
    """The listeners that the processes of a Procfile start."""
    text = Text(path, repository.read(path) or b"")
    package = repository.package_of(path)
    for number, process in enumerate(_PROCESS.finditer(text.content)):
        if number == _MOST_PROCESSES:
            return
        place = Line(text, process.start(2), process.end(2)).place
        yield from sites_of(unfolding.of_line(process[2], package), catalogue, place, process[1])


def is_procfile(path: str) -> bool:
    """Whether the file's name is that of a Procfile."""
    return basename(path).partition(".")[0] == "Procfile"


class _Manifest:
    """Where the scripts of a manifest stand."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._scripts: dict[str, JsonString] = {}
        for found in json_strings(text.content):
            match found.path:
                case ("scripts", name):
                    self._scripts[name] = found
                case ("tasks", name) | ("tasks", name, "command"):
                    self._scripts.setdefault(name, found)
                case _:
                    pass

    def place_of(self, script: str) -> Place:
        """The places of programs in the line of `script`."""
        found = self._scripts.get(script)
        return Line(self._text, found.start, found.end).place if found else Line(self._text, 0, 0).place
