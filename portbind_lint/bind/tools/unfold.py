"""What a script of a package really runs: through runners, nested lines, and scripts that call scripts."""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Iterable, Iterator

from portbind_lint.bind.tools.inner import behind, by_node_options, nested_lines, program_of
from portbind_lint.bind.tools.line import Run, runs
from portbind_lint.bind.tools.pm2 import app_of
from portbind_lint.bind.tools.runners import FOLDER_FLAGS, PACKAGE_FLAGS, SCOPE_FLAGS, TASK_RUNNERS
from portbind_lint.model.source import Package

_DEEPEST = 5
# Programs of one script, nested ones included: scripts that call each other must not multiply.
_MOST = 300
_SCRIPT_FREE = ("npm", "pnpm", "yarn", "bun")


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

    def of_line(
        self, text: str, package: Package | None, environment: tuple[tuple[str, str], ...] = ()
    ) -> Iterator[Run]:
        """The programs of a line that is run in the folder of `package`; runners and what they run both count."""
        self._left = _MOST
        yield from self._line(text, package, environment, _DEEPEST)

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
        yield from by_node_options(run)
        for line in nested_lines(run):
            yield from self._line(line, package, run.environment, depth - 1)
        inner = behind(run)
        if inner is not None:
            yield from self._run(inner, package, depth - 1)
        else:
            yield from self._started(run, package, depth)

    def _started(self, run: Run, package: Package | None, depth: int) -> Iterator[Run]:
        """What a package manager, a task runner or a process manager starts by the words that it is given."""
        name, *words = run.words
        if name in _SCRIPT_FREE:
            yield from self._managed(run, package, depth)
        elif name == "deno" and words[:1] == ["task"]:
            yield from self._managed(Run(run.environment, ("deno", *words[1:])), package, depth)
        elif name in TASK_RUNNERS:
            yield from self._tasks(name, words, depth)
        else:
            app = app_of(run)
            if app is not None:
                yield from self._line(app.line, package, app.environment, depth - 1)

    def _tasks(self, runner: str, words: list[str], depth: int) -> Iterator[Run]:
        """The scripts that a task runner gives arguments to, in all packages that it names."""
        if "--" not in words:
            return
        end = words.index("--")
        passed = shlex.join(words[end + 1 :])
        plain, scope = _scoped(words[:end])
        if plain[:1] and plain[0] in TASK_RUNNERS[runner]:
            plain = plain[1:]
        elif "" not in TASK_RUNNERS[runner]:
            return
        named = [self._by_name[name] for name in scope if name in self._by_name]
        for package in named or self._by_folder.values():
            for name, line in package.scripts:
                if name in plain and passed:
                    yield from self._line(f"{line} {passed}", package, (), depth - 1)

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
        elif manager not in ("npm", "deno"):
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


def _scoped(words: list[str]) -> tuple[list[str], list[str]]:
    """The words of a task runner that are no flags, and the packages that its flags name."""
    plain: list[str] = []
    scope: list[str] = []
    while words:
        flag, equals, attached = words[0].partition("=")
        takes = flag in SCOPE_FLAGS and not equals
        if flag in SCOPE_FLAGS:
            scope.append(attached if equals else "".join(words[1:2]))
        elif not flag.startswith("-"):
            plain.append(words[0])
        words = words[2 if takes else 1 :]
    return plain, scope


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
