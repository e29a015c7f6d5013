"""What one program runs: the command behind its own flags, the lines that it is given, and what it is called."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from portbind_lint.bind.tools.line import Run, assigned
from portbind_lint.bind.tools.runners import INTERPRETERS, LINE_FLAGS, LINES, RUNNERS, SCRIPT_LINES, Runner
from portbind_lint.model.regex import regex

_VERSION = regex(r"(?<=.)@[^/@]*$")
_COMMAND = regex(r"\.(?:cmd|exe|ps1)$")
_SOURCE = regex(r"\.[cm]?js$")
_SCRIPT_OF = regex(r"(?:npm|yarn|pnpm|bun|node|deno):(\S.*)", re.DOTALL)
_SETTINGS = regex(r"(?:.*/)?\.env[-.\w]*|.*\.(?:env|json|[cm]?js)|.*\.env-cmdrc")
_REGISTRY = ("npm:", "jsr:")


def program_of(word: str) -> str:
    """A program's name without its path, its version and its ending: `./node_modules/.bin/vite.cmd` is `vite`.

    A file of the repository is no installed program, whatever its name: `./serve.js` stays what it is.
    """
    path = word.replace("\\", "/").removeprefix("npm:")
    if not _is_installed(path):
        return path
    name = path if path.startswith("@") else posixpath.basename(path)
    name = _COMMAND.sub("", _VERSION.sub("", name))
    return _SOURCE.sub("", name) if "node_modules/" in path else name


def _is_installed(path: str) -> bool:
    """Whether a word can name a program of a package or of the system, judged by the folder in it."""
    return "/" not in path or path.startswith(("/", "@")) or "node_modules/" in path or ".bin/" in path


def by_node_options(run: Run) -> Iterator[Run]:
    """Node's flags in its environment, as if they were given to `node`."""
    options = dict(run.environment).get("NODE_OPTIONS", "")
    if "--" in options and run.words[0] != "node":
        yield Run((), ("node", *options.split()))
    elif "--" in options:
        yield Run((), (*run.words, *options.split()))


def nested_lines(run: Run) -> Iterator[str]:
    """The command lines among the arguments of a program; the name of a script is a call of `npm run`."""
    name, *words = run.words
    if name in LINES:
        yield from (_SCRIPT_OF.sub(r"npm run \1", word) for word in words if not word.startswith("-"))
    elif name in SCRIPT_LINES:
        yield from (f"npm run {word}" for word in words if not word.startswith("-"))
    flags = LINE_FLAGS.get(name, ())
    for index, word in enumerate(words):
        flag, equals, attached = word.partition("=")
        if flag in flags:
            yield attached if equals else "".join(words[index + 1 : index + 2])


def behind(run: Run) -> Run | None:
    """What a runner runs, or the installed program that an interpreter is given; None where there is neither."""
    name, *words = run.words
    for runner in RUNNERS.get(name, ()):
        rest = _behind_flags(words, runner)
        if rest and (name != "deno" or rest[0].startswith(_REGISTRY)):
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
            return _behind_own(rest, runner)
    return []


def _behind_own(words: list[str], runner: Runner) -> list[str]:
    """The words behind those that the runner takes for itself without a flag."""
    if runner.separated and "--" in words:
        return words[words.index("--") + 1 :]
    if runner.file and _SETTINGS.fullmatch(words[0]):
        return words[1:]
    return words[runner.own :]
