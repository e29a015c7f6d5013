"""What a script of a package really runs: through runners, nested lines, and scripts that call scripts."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import replace

from portbind_lint.bind.tools.line import Run, assigned, runs
from portbind_lint.bind.tools.runners import (
    FOLDER_FLAGS,
    INTERPRETERS,
    LINE_FLAGS,
    LINES,
    PACKAGE_FLAGS,
    RUNNERS,
    Runner,
)
from portbind_lint.model.source import Package

_DEEPEST = 5
# Programs of one script, nested ones included: scripts that call each other must not multiply.
_MOST = 300
_VERSION = re.compile(r"(?<=.)@[^/@]*$")
_ENDING = re.compile(r"\.(?:[cm]?js|cmd|exe|ps1)$")
_SCRIPT_FREE = ("npm", "pnpm", "yarn", "bun")


def program_of(word: str) -> str:
    """A program's name without its path, its version and its ending: `./node_modules/.bin/vite.cmd` is `vite`."""
    name = word if word.startswith("@") else posixpath.basename(word.replace("\\", "/"))
    return _ENDING.sub("", _VERSION.sub("", name))


class Unfolding:
    """The programs that the lines of one repository's packages run."""

    def __init__(self, packages: Iterable[Package]) -> None:
        self._by_folder: dict[str, Package] = {}
        self._by_name: dict[str, Package] = {}
        for package in packages:
            known = self._by_folder.setdefault(package.folder, package)
            if known is not package and not known.scripts:
                self._by_folder[package.folder] = package
            self._by_name.setdefault(package.name, package)
        self._left = _MOST

    def of_line(self, text: str, package: Package | None) -> Iterator[Run]:
        """The programs of a line that is run in the folder of `package`; runners and what they run both count."""
        self._left = _MOST
        yield from self._line(text, package, (), _DEEPEST)

    def of_run(self, run: Run, package: Package | None) -> Iterator[Run]:
        """The same for a program whose words are parted already."""
        self._left = _MOST
        yield from self._run(run, package, _DEEPEST)

    def _line(
        self, text: str, package: Package | None, environment: tuple[tuple[str, str], ...], depth: int
    ) -> Iterator[Run]:
        if not depth:
            return
        for run in runs(text):
            if program_of(run.words[0]) == "cd":
                package = self._beside(package, run.words[1] if len(run.words) > 1 else "")
            else:
                yield from self._run(Run((*environment, *run.environment), run.words), package, depth)

    def _run(self, run: Run, package: Package | None, depth: int) -> Iterator[Run]:
        self._left -= 1
        if self._left < 0 or not run.words or not depth:
            return
        run = Run(run.environment, (program_of(run.words[0]), *run.words[1:]))
        yield run
        yield from _by_node_options(run)
        name = run.words[0]
        for line in _nested_lines(run):
            yield from self._line(line, package, run.environment, depth - 1)
        inner = _behind(run)
        if inner is not None:
            yield from self._run(inner, package, depth - 1)
        elif name in _SCRIPT_FREE:
            yield from self._managed(run, package, depth)

    def _managed(self, run: Run, package: Package | None, depth: int) -> Iterator[Run]:
        """A script that a package manager runs with arguments or settings of its own, or an installed program.

        A script that is run as it is stands for itself and is not repeated here.
        """
        manager, *words = run.words
        words, package = self._place(words, package)
        words = _without(words, ("run", "run-script"))
        if not words:
            return
        name, given = words[0], words[1:]
        if manager == "npm":
            # It takes its own flags behind the script's name too.
            given, package = self._place(given, package)
        scripts = dict(package.scripts) if package else {}
        if name in scripts:
            passed = _passed(manager, given)
            if passed or run.environment:
                text = " ".join([scripts[name], *(shlex.quote(word) for word in passed)])
                yield from self._line(text, package, run.environment, depth - 1)
        elif manager != "npm":
            yield from self._run(Run(run.environment, tuple(words)), package, depth - 1)

    def _place(self, words: list[str], package: Package | None) -> tuple[list[str], Package | None]:
        """The words without those that say where to run, and the package that they mean."""
        while words:
            flag, equals, attached = words[0].partition("=")
            if words[0] == "workspace" and len(words) > 1:
                words, package = words[2:], self._by_name.get(words[1])
            elif flag in (*FOLDER_FLAGS, *PACKAGE_FLAGS):
                value = attached if equals else words[1] if len(words) > 1 else ""
                words = words[1 if equals else 2 :]
                package = self._by_name.get(value) or self._beside(package, value)
            elif flag.startswith("-") and flag != "--":
                words = words[1:]
            else:
                break
        return words, package

    def _beside(self, package: Package | None, folder: str) -> Package | None:
        start = package.folder if package else ""
        found = posixpath.normpath(posixpath.join(start, folder))
        return self._by_folder.get("" if found == "." else found)


def _without(words: list[str], first: tuple[str, ...]) -> list[str]:
    """The words behind one of `first` and the flags that follow it."""
    if words and words[0] in first:
        words = words[1:]
        while words and words[0].startswith("-"):
            words = words[1:]
    return words


def _passed(manager: str, given: list[str]) -> list[str]:
    """The arguments that reach the script: with npm those behind `--`."""
    if "--" in given:
        end = given.index("--")
        return given[end + 1 :] if manager == "npm" else given[:end] + given[end + 1 :]
    return [] if manager == "npm" else given


def _by_node_options(run: Run) -> Iterator[Run]:
    """Node's flags in its environment, as if they were given to `node`."""
    options = dict(run.environment).get("NODE_OPTIONS", "")
    if "--" in options and run.words[0] != "node":
        yield Run((), ("node", *options.split()))
    elif "--" in options:
        yield Run((), (*run.words, *options.split()))


def _nested_lines(run: Run) -> Iterator[str]:
    name, *words = run.words
    if name in LINES:
        yield from (word for word in words if not word.startswith("-"))
    flags = LINE_FLAGS.get(name, ())
    for index, word in enumerate(words):
        flag, equals, attached = word.partition("=")
        if flag in flags:
            yield attached if equals else "".join(words[index + 1 : index + 2])


def _behind(run: Run) -> Run | None:
    """What a runner runs, or the installed program that an interpreter is given; None where there is neither."""
    name, *words = run.words
    for runner in RUNNERS.get(name, ()):
        rest = _behind_flags(words, runner)
        if rest:
            inner = assigned(replace(run, words=tuple(rest)))
            return inner if inner.words else None
    if name in INTERPRETERS:
        for index, word in enumerate(words):
            if not word.startswith("-") and ("node_modules/" in word or word.startswith(".bin/")):
                return Run(run.environment, tuple(words[index:]))
    return None


def _behind_flags(words: list[str], runner: Runner) -> list[str]:
    """The words behind the runner's own; nothing where its subcommand is another one."""
    rest = list(words)
    wanted = runner.words
    while rest:
        word = rest[0]
        if word == "--" and not wanted:
            return rest[1:]
        if word.startswith("-"):
            rest = rest[2 if word in runner.values else 1 :]
        elif wanted:
            if word not in wanted:
                return []
            wanted, rest = (), rest[1:]
        else:
            return rest[rest.index("--") + 1 :] if runner.separated and "--" in rest else rest
    return []
