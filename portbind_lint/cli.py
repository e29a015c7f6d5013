"""Arguments in, exit code out: the only file that prints or exits.

Exit codes: 0 clean, 1 findings at or above `--fail-on`, 2 the caller's mistake, 3 our bug. Nothing heavy is imported
before it is known to be needed.
"""

from __future__ import annotations

import os
import sys

from portbind_lint import __version__
from portbind_lint.model.errors import UserError

# What `typing.TYPE_CHECKING` is; to import that module costs more than to print the version.
TYPE_CHECKING = False

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from portbind_lint.config import Config
    from portbind_lint.model.report import Report

CLEAN, FINDINGS, USAGE, BUG = 0, 1, 2, 3

_FAIL_ON = ("high", "medium", "never")
_PARSERS = ("tree-sitter", "esprima")
_PERSONAS = ("regular", "audit")
_COLORS = ("auto", "always", "never")
_EXIT_CODES = """exit codes: 0 clean, 1 findings at or above --fail-on, 2 your input, 3 our bug"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        code = _version() if arguments == ["--version"] else _dispatch(_parser().parse_args(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough. What is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        return 130
    except UserError as error:
        _say(f"portbind-lint: error: {error}")
        return USAGE
    except Exception as error:
        return _report_bug(error)
    return code


def _version() -> int:
    _write(f"portbind-lint {__version__}\n")
    return CLEAN


def _parser() -> argparse.ArgumentParser:
    import argparse

    parser = argparse.ArgumentParser(
        prog="portbind-lint",
        description="Find every network listener of a JavaScript or TypeScript repository and the address it binds.",
        epilog=_EXIT_CODES,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"portbind-lint {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_check(commands.add_parser("check", help="analyse a repository", epilog=_EXIT_CODES, allow_abbrev=False))
    explain = commands.add_parser("explain", help="explain a rule, or what a library binds", allow_abbrev=False)
    explain.add_argument("topic", metavar="RULE|LIBRARY", help="a rule id or the name of a library")
    return parser


def _add_check(check: argparse.ArgumentParser) -> None:
    what, how = check.add_argument_group("what"), check.add_argument_group("how it is reported")
    what.add_argument(
        "paths", nargs="*", metavar="PATH", help="report only what concerns these (default: the --root, else .)"
    )
    what.add_argument(
        "--root", metavar="DIR", help="the repository (default: git's top level, else the current folder)"
    )
    what.add_argument("--config", metavar="FILE", help="settings (default: .portbind.yml in the root)")
    what.add_argument("--persona", choices=_PERSONAS, help="audit also shows addresses that could not be resolved")
    what.add_argument(
        "--parser",
        choices=_PARSERS,
        default=_PARSERS[0],
        help="esprima reads plain JavaScript where tree-sitter cannot be installed (default: tree-sitter)",
    )
    what.add_argument("--no-ignores", action="store_true", help="let no suppression count")
    what.add_argument("--hook", action="store_true", help="for commit hooks: short, missing paths are skipped")
    how.add_argument("--format", metavar="FORMAT", default="text", help="text, json, sarif, github (default: text)")
    how.add_argument(
        "--output", metavar="FORMAT=FILE", action="append", default=[], help="also write a report; may be repeated"
    )
    how.add_argument("--fail-on", choices=_FAIL_ON, help="the verdict from which the exit code is 1 (default: high)")
    how.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    how.add_argument("--statistics", action="store_true", help="print how often each rule and address class occurs")
    how.add_argument("--color", choices=_COLORS, default="auto", help="default: auto, NO_COLOR and FORCE_COLOR count")
    how.add_argument("--no-progress", action="store_true", help="do not show progress")
    how.add_argument("-q", "--quiet", action="store_true", help="print findings only")
    how.add_argument("-v", "--verbose", action="store_true", help="show what failed inside, with tracebacks")


def _dispatch(arguments: argparse.Namespace) -> int:
    if arguments.command == "explain":
        return _explain(arguments.topic)
    return _check(arguments)


def _explain(topic: str) -> int:
    from portbind_lint.catalogue.load import load_catalogue
    from portbind_lint.judge.engine import all_rules
    from portbind_lint.report.parts.explain import explain

    _write(explain(topic, all_rules(), load_catalogue().libraries))
    return CLEAN


def _check(arguments: argparse.Namespace) -> int:
    from dataclasses import replace
    from pathlib import Path

    from portbind_lint.config import load_config
    from portbind_lint.report.registry import RenderOptions, render

    outputs = _outputs(arguments)
    root = _root(arguments.root)
    named = arguments.paths or ([] if arguments.hook else [arguments.root or "."])
    paths = _paths(named, root, skip_missing=arguments.hook)
    config = load_config(root, Path(arguments.config) if arguments.config else None)
    report = _analyse(arguments, root, paths, config)
    plain = RenderOptions(concise=arguments.hook, quiet=arguments.quiet)
    for name, file in outputs:
        _save(file, render(name, report, plain))
    shown = replace(plain, color=arguments.format == "text" and _colored(arguments.color))
    _write(render(arguments.format, report, shown))
    if not report.scripts and not arguments.hook:
        _say(f"portbind-lint: no JavaScript or TypeScript files in {root}")
    if arguments.statistics:
        _say(_statistics(report))
    return _exit_code(report, arguments, config)


def _outputs(arguments: argparse.Namespace) -> tuple[tuple[str, Path], ...]:
    """The reports to write, every name of a format checked before the work begins."""
    from pathlib import Path

    from portbind_lint.report.registry import formats

    found = []
    for text in arguments.output:
        name, equals, file = text.partition("=")
        if not equals or not file:
            raise UserError(f"--output takes FORMAT=FILE, not {text!r}")
        found.append((name, Path(file)))
    for name in (arguments.format, *(name for name, _ in found)):
        if name not in formats():
            raise UserError(f"unknown format {name!r}; the formats are {', '.join(formats())}")
    for _, file in found:
        if not file.absolute().parent.is_dir():
            raise UserError(f"cannot write {file}: there is no folder {file.parent}")
    return tuple(found)


def _root(chosen: str | None) -> Path:
    from pathlib import Path

    from portbind_lint.discover.root import find_root

    if chosen is None:
        return find_root(Path.cwd())
    if not Path(chosen).is_dir():
        raise UserError(f"--root {chosen}: no such folder")
    return Path(chosen).resolve()


def _paths(named: Sequence[str], root: Path, *, skip_missing: bool) -> tuple[str, ...]:
    """The paths relative to the root, "" for all of it; raises `UserError` for one that is missing or elsewhere."""
    from pathlib import Path

    found = []
    for name in named:
        absolute = Path(os.path.abspath(name))  # noqa: PTH100 - a link itself is meant, not what it points to
        if skip_missing and not os.path.lexists(absolute):
            continue
        if not os.path.lexists(absolute):
            raise UserError(f"{name}: no such file or folder")
        real = Path(os.path.realpath(absolute.parent)) / absolute.name if absolute.name else absolute
        if root.is_relative_to(os.path.realpath(absolute)):
            found.append("")
        elif real.is_relative_to(root):
            found.append(real.relative_to(root).as_posix())
        elif not skip_missing:
            raise UserError(f"{name}: not inside {root}, which is what is analysed; choose another --root")
    return tuple(found)


def _analyse(arguments: argparse.Namespace, root: Path, paths: tuple[str, ...], config: Config) -> Report:
    from portbind_lint.pipeline import Request, analyse

    show = sys.stderr.isatty() and not (arguments.no_progress or arguments.quiet or arguments.hook)
    request = Request(
        root=root,
        config=config,
        paths=paths,
        persona=arguments.persona or config.persona,
        ignores=not arguments.no_ignores,
        parser=arguments.parser,
        failed=_show_failure if arguments.verbose else _ignore_failure,
        progress=_show_progress if show else _ignore_progress,
    )
    try:
        return analyse(request)
    finally:
        if show:
            sys.stderr.write("\r\x1b[K")


def _exit_code(report: Report, arguments: argparse.Namespace, config: Config) -> int:
    if arguments.exit_zero:
        return CLEAN
    threshold = arguments.fail_on or config.fail_on
    failing = {"high": ("high",), "medium": ("high", "medium"), "never": ()}[threshold]
    return FINDINGS if any(site.verdict.value in failing for site in report.findings) else CLEAN


def _statistics(report: Report) -> str:
    from collections import Counter

    rules = Counter(site.rule.id for site in report.findings if site.rule is not None)
    classes = Counter(site.address.cls.value for site in report.sites)
    lines = [f"{number:6}  {name}" for counter in (rules, classes) for name, number in sorted(counter.items())]
    return "\n".join(lines) if lines else "no sites"


def _colored(choice: str) -> bool:
    """`--color` decides, then FORCE_COLOR, then NO_COLOR (each when set and not empty), then the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("FORCE_COLOR"):
        return True
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def _write(text: str) -> None:
    """UTF-8 whatever the locale says, so that the same report has the same bytes everywhere."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))


def _save(file: Path, text: str) -> None:
    """Write the whole report or nothing: a reader must never meet half of one."""
    from pathlib import Path
    from tempfile import NamedTemporaryFile

    try:
        with NamedTemporaryFile("wb", dir=file.absolute().parent, prefix=f".{file.name}.", delete=False) as temporary:
            temporary.write(text.encode("utf-8", "backslashreplace"))
        _move(Path(temporary.name), file)
    except OSError as error:
        raise UserError(f"cannot write {file}: {error.strerror}") from error


def _move(temporary: Path, file: Path) -> None:
    # A temporary file is readable by its owner only; a report is as readable as other files.
    mask = os.umask(0)
    os.umask(mask)
    try:
        temporary.chmod(0o666 & ~mask)
        temporary.replace(file)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _say(text: str) -> None:
    printable = text.encode(sys.stderr.encoding or "utf-8", "backslashreplace").decode(sys.stderr.encoding or "utf-8")
    print(printable, file=sys.stderr)


def _ignore_failure(path: str, error: Exception) -> None:
    del path, error


def _show_failure(path: str, error: Exception) -> None:
    from traceback import format_exception

    _say(f"portbind-lint: {path}: {''.join(format_exception(error))}")


def _ignore_progress(done: int, number: int) -> None:
    del done, number


def _show_progress(done: int, number: int) -> None:
    sys.stderr.write(f"\r{done} of {number} files\x1b[K")
    sys.stderr.flush()


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
