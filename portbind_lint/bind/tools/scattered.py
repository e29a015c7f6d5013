"""Where the words of a command stand: in one line of a file, or each in a place of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portbind_lint.bind.tools.inner import program_of
from portbind_lint.bind.tools.line import Run
from portbind_lint.bind.tools.sites import Programs, sites_of
from portbind_lint.bind.tools.text import Text
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.bind.tools.words import Origins
from portbind_lint.model.site import ToolSite
from portbind_lint.model.source import Location, Package


class Line:
    """A command line in a file, by its offsets."""

    def __init__(self, text: Text, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end

    def place(self, program: str) -> Location:
        """Where the line runs `program`; the whole line where it does not name it."""
        line = self._text.content[self._start : self._end]
        for match in re.finditer(rf"(?<![\w-]){re.escape(program)}(?![\w-])", line):
            word = line[: match.end()].split()[-1]
            if program_of(word.strip("\"'\\")) == program:
                return self._text.location(self._start + match.start(), self._end)
        return self._text.location(self._start, self._end)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a command and where it is written."""

    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Setter:
    """A variable that is set for a command, and where its value is written."""

    name: str
    value: Word


@dataclass(frozen=True, slots=True)
class Started:
    """A command whose words and variables stand in places of their own.

    `line` is what the words make together where they are no command by themselves; `is_line` says that they are joined
    and given to a shell. `script` is the name by which it is started.
    """

    words: tuple[Word, ...]
    environment: tuple[Setter, ...] = ()
    is_line: bool = False
    script: str = ""
    line: str = ""

    def sites(self, package: Package | None, catalogue: Programs, unfolding: Unfolding) -> Iterator[ToolSite]:
        """The listeners that it starts in the folder of `package`; those of its own program are in its code."""
        if not self.words:
            return
        texts = tuple(word.text for word in self.words)
        environment = tuple((setter.name, setter.value.text) for setter in self.environment)
        if self.is_line or self.line:
            ran = unfolding.of_line(self.line or " ".join(texts), package, environment)
        else:
            ran = unfolding.of_run(Run(environment, texts), package)
        for site in sites_of(ran, catalogue, self._place, self.script, Origins(places=self._places())):
            if package is None or package.name not in site.library.modules:
                yield site

    def _place(self, program: str) -> Location:
        """Where a program is named, else where the command begins."""
        named = (word.location for word in self.words if _names(word.text, program))
        return next(named, self.words[0].location)

    def _places(self) -> dict[str, Location]:
        """The words that hold something, by text; the later ones count as they do on a command line."""
        setters: Sequence[Word] = [setter.value for setter in self.environment]
        found: dict[str, Location] = {}
        for word in (*setters, *self.words):
            found |= dict.fromkeys((word.text, *word.text.split()), word.location)
        return found


def _names(text: str, program: str) -> bool:
    return any(program_of(word) == program for word in text.split())
