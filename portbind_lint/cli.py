"""Arguments in, exit code out: the only file that prints or exits. What a command does is in `commands`.

Nothing heavy is imported before it is known to be needed.
"""

from __future__ import annotations

import os
import sys
from time import monotonic

from portbind_lint import __version__
from portbind_lint.exit_codes import BUG, CLEAN, IN_SHORT, INTERRUPTED, USAGE
from portbind_lint.lastly import Lastly
from portbind_lint.model.errors import UserError

# What `typing.TYPE_CHECKING` is; to import that module costs more than to print the version.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

_COMPILED = (".so", ".pyd")
_COLUMNS = 80
_SILENT_SECONDS = 1
_BETWEEN_SECONDS = 0.1


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    words = sys.argv[1:] if argv is None else argv
    try:
        return _version() if words == ["--version"] else _run(words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except UserError as error:
        from portbind_lint.report.parts.text import neutral

        _say(f"portbind-lint: error: {neutral(str(error))}")
        return USAGE
    except Exception as error:
        lack = _lack(error)
        if lack:
            _say(f"portbind-lint: error: {lack}")
            return USAGE
        return _report_bug(error)


def _version() -> int:
    _write(f"portbind-lint {__version__}\n")
    return CLEAN


def _run(words: Sequence[str]) -> int:
    if words[:1] == ["check"] and "--hook" in words:
        from portbind_lint.relevance.commit import nothing_to_do

        if nothing_to_do(words[1:]):
            return CLEAN
    from portbind_lint.garbage import uncollected
    from portbind_lint.memory_limit import require_memory

    require_memory()
    # What is left when it is done, the end of the process lets go of.
    return uncollected(_command)(words)


def _command(words: Sequence[str]) -> int:
    from portbind_lint import commands

    arguments = _parser(words[0] if words else "").parse_args(words)
    console = _Terminal(arguments)
    with Lastly(console.clear):
        outcome = commands.load(arguments.command).run(arguments, console)
    _write(outcome.output)
    for message in outcome.messages:
        _say(message)
    return outcome.code


def _parser(wanted: str) -> ArgumentParser:
    """The parser; where the command is known already, it is the only one that is loaded."""
    from argparse import ArgumentParser

    from portbind_lint import commands

    parser = ArgumentParser(
        prog="portbind-lint",
        description="Find every network listener of a JavaScript or TypeScript repository and the address it binds.",
        epilog=IN_SHORT,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"portbind-lint {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    known = commands.names()
    for name in (wanted,) if wanted in known else known:
        command = commands.load(name)
        command.declare(subparsers.add_parser(name, help=command.summary, epilog=IN_SHORT, allow_abbrev=False))
    return parser


class _Terminal:
    """The console of a command: standard error for what happens, standard output for what comes out.

    Progress is for work that takes over a second, and no more of it than an eye can follow.
    """

    def __init__(self, arguments: Namespace) -> None:
        silent = any(getattr(arguments, name, False) for name in ("no_progress", "quiet", "hook"))
        self._shows_progress = sys.stderr is not None and sys.stderr.isatty() and not silent
        self._shows_progress &= os.environ.get("TERM") != "dumb"
        self._next_progress = monotonic() + _SILENT_SECONDS
        self._shown = False
        self._verbose = bool(getattr(arguments, "verbose", False))

    def progress(self, done: int, number: int) -> None:
        if not self._shows_progress or monotonic() < self._next_progress:
            return
        self._next_progress = monotonic() + _BETWEEN_SECONDS
        self._shown = True
        # What does not fit would stay, one line up.
        shown = f"{done} of {number} files"[: _columns() - 1]
        sys.stderr.write(f"\r{shown}\x1b[K")
        sys.stderr.flush()

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")

    def failed(self, path: str, error: Exception) -> None:
        if self._verbose:
            from traceback import format_exception

            _say(f"portbind-lint: {path}: {''.join(format_exception(error))}")

    def note(self, text: str) -> None:
        from portbind_lint.report.parts.text import neutral

        self.clear()
        _say(f"portbind-lint: {neutral(text)}")

    def colored(self, choice: str) -> bool:
        """`--color` decides, then FORCE_COLOR, then NO_COLOR (each when set and not empty), then the terminal."""
        if choice != "auto":
            return choice == "always"
        if os.environ.get("FORCE_COLOR"):
            return True
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return False
        return sys.stdout is not None and sys.stdout.isatty()


def _columns() -> int:
    """How wide the terminal is behind standard error, as far as it says so."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _COLUMNS
    except (OSError, ValueError):
        return _COLUMNS


def _write(text: str) -> None:
    """UTF-8 whatever the locale says, so that the same report has the same bytes everywhere.

    Raises `UserError` where the text cannot be written: a report that nobody gets must not look like a clean run.
    """
    if sys.stdout is None:
        if text:
            raise UserError("cannot write to standard output: it is closed")
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough; the exit code still tells the result.
        _drop_output()
    except OSError as error:
        _drop_output()
        raise UserError(f"cannot write to standard output: {error.strerror}") from error


def _drop_output() -> None:
    """What is still buffered has nowhere to go; without this the interpreter would try again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(text: str) -> None:
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    # Where nobody can be told, the exit code has to do.
    try:
        print(text.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr, flush=True)
    except OSError:
        return


def _lack(error: Exception) -> str:
    """What the machine has too little of to go on, "" where `error` is about something else."""
    from errno import EAGAIN, EDQUOT, EMFILE, ENFILE, ENOMEM, ENOSPC

    if isinstance(error, MemoryError):
        return "memory ran out; --jobs 1 takes the least"
    if isinstance(error, OSError) and error.errno in (EMFILE, ENFILE, ENOSPC, EDQUOT, ENOMEM, EAGAIN):
        return f"the system gives no more: {error.strerror}"
    if isinstance(error, ImportError) and (error.path or "").endswith(_COMPILED):
        return f"a part of the installation cannot be loaded: {error.msg}"
    # Python's own parser says so, too, of right modules where it gets no memory.
    if isinstance(error, SyntaxError):
        return f"a part of the installation cannot be loaded, or memory ran out: {error}"
    return ""


def _report_bug(error: Exception) -> int:
    """One short report of what went wrong inside; the place is that of the innermost line of ours."""
    from pathlib import Path
    from platform import platform, python_version
    from traceback import extract_tb

    frames = [frame for frame in extract_tb(error.__traceback__) if "portbind_lint" in frame.filename]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown place"
    message = " ".join(str(error).split())[:200]
    _say(
        f"portbind-lint: internal error: {type(error).__name__} at {place}: {message}\n"
        "This is a bug of portbind-lint, not yours. Please report these lines, the command, and if you can the file\n"
        f"it happened on: portbind-lint {__version__}, Python {python_version()}, {platform()}."
    )
    return BUG
