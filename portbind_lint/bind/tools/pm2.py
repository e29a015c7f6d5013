"""What pm2 keeps running: from its command line, or from an application of its configuration."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from portbind_lint.bind.tools.line import Run, runs

_STARTS = frozenset({"start", "restart", "reload", "startOrRestart", "startOrReload"})
# `pm2 serve` serves files itself.
_OTHERS = frozenset({"serve", "expose"})
_PROGRAMS = frozenset({"pm2", "pm2-runtime", "pm2-dev", "pm2-docker"})
_INTERPRETER, _FLAGS = ("--interpreter",), ("--node-args", "--interpreter-args")
_VALUES = frozenset(
    {
        "-n", "--name", "-i", "--instances", "-o", "--output", "-e", "--error", "-l", "--log", "--env", "--cwd",
        "--max-memory-restart", "--only", "-u", "--user", "--cron", "-p", "--pid", *_INTERPRETER, *_FLAGS,
    }
)  # fmt: skip
_ENDINGS = (".js", ".cjs", ".mjs", ".ts", ".json", ".yml", ".yaml", ".config")


@dataclass(frozen=True, slots=True)
class App:
    """One process: `script` is a file, a program or a whole line, `flags` are those of the interpreter."""

    script: str
    arguments: tuple[str, ...] = ()
    interpreter: str = ""
    flags: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()

    @property
    def line(self) -> str:
        """The command line that starts it."""
        words = (
            [*shlex.split(self.script), *self.arguments] if _is_line(self.script) else [self.script, *self.arguments]
        )
        if words and (self.flags or self.interpreter or words[0].endswith(_ENDINGS)):
            words = [self.interpreter or "node", *self.flags, *words]
        return shlex.join(words)


def _is_line(script: str) -> bool:
    """Whether the text is a command with arguments, which pm2 gives to a shell."""
    return " " in script and bool(runs(script))


def app_of(run: Run) -> App | None:
    """The process that a command line of pm2 starts; None where it starts none, or those of a configuration."""
    name, *words = run.words
    plain = [word for word in words if not word.startswith("-")]
    if name not in _PROGRAMS or not plain or plain[0] in _OTHERS or (name == "pm2" and plain[0] not in _STARTS):
        return None
    given: dict[str, str] = {}
    own: list[str] = []
    while words and words[0] != "--":
        flag, equals, attached = words[0].partition("=")
        takes = flag in _VALUES and not equals
        if flag.startswith("-"):
            given[flag] = attached if equals else "".join(words[1:2]) if takes else ""
        else:
            own.append(flag if not equals else words[0])
        words = words[2 if takes else 1 :]
    if own[:1] and own[0] in _STARTS:
        own = own[1:]
    if not own:
        return None
    flags = next((given[flag] for flag in _FLAGS if flag in given), "")
    interpreter = given.get(_INTERPRETER[0], "")
    return App(own[0], (*own[1:], *words[1:]), interpreter, tuple(flags.split()), run.environment)
