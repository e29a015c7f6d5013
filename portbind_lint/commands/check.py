"""`portbind-lint check`: analyse a repository and report what it finds."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from portbind_lint import pipeline, requested
from portbind_lint.clock import UNREAD, Stage, Stopwatch
from portbind_lint.config.settings import FAIL_ON, Config
from portbind_lint.console import Console, Outcome
from portbind_lint.discover.base import find_base
from portbind_lint.discover.named import relative_paths
from portbind_lint.exit_codes import CLEAN, FINDINGS
from portbind_lint.hook import selected_by_hook
from portbind_lint.model.errors import UserError
from portbind_lint.model.fix import Fix
from portbind_lint.model.report import Report
from portbind_lint.report.audit.links import relative_base
from portbind_lint.report.parts.files import save
from portbind_lint.report.parts.fixes import fixed_lines, left_lines, shown_difference
from portbind_lint.report.parts.words import plural
from portbind_lint.report.registry import RenderOptions, formats, render
from portbind_lint.statistics import statistics

if TYPE_CHECKING:
    from portbind_lint.fix.perform import Performed

SUMMARY = "analyse a repository"

_WITH_FIXES = ("json", "sarif", "text")
_COLORS = ("auto", "always", "never")
_FAILING = {"high": ("high",), "medium": ("high", "medium"), "never": ()}


def declare(parser: ArgumentParser) -> None:
    """Add the arguments of `check`."""
    _declare_selection(parser)
    requested.declare(parser)
    _declare_fixing(parser)
    _declare_reporting(parser)


def _declare_selection(parser: ArgumentParser) -> None:
    which = parser.add_argument_group("which findings are shown")
    which.add_argument(
        "paths", nargs="*", metavar="PATH", help="report only what concerns these (default: the --root, else .)"
    )
    which.add_argument(
        "--diff-base",
        metavar="REF",
        help="only what is new since HEAD and REF parted: a branch, a tag or a commit",
    )
    which.add_argument("--baseline", metavar="FILE", help="leave out what portbind-lint baseline has recorded in FILE")
    which.add_argument(
        "--hook", action="store_true", help="for commit hooks: short, what the commit concerns or takes away"
    )


def _declare_fixing(parser: ArgumentParser) -> None:
    fixing = parser.add_argument_group("what is changed")
    fixing.add_argument(
        "--fix", action="store_true", help="make findings local where an edit is certain, and report what is left"
    )
    fixing.add_argument("--diff", action="store_true", help="print what --fix would change, and change nothing")


def _declare_reporting(parser: ArgumentParser) -> None:
    how = parser.add_argument_group("how it is reported")
    how.add_argument("--format", metavar="FORMAT", default="text", help=f"{', '.join(formats())} (default: text)")
    how.add_argument(
        "--output", metavar="FORMAT=FILE", action="append", default=[], help="also write a report; may be repeated"
    )
    how.add_argument("--fail-on", choices=FAIL_ON, help="the verdict from which the exit code is 1 (default: high)")
    how.add_argument(
        "--show-suppressed", action="store_true", help="in SARIF, also what is suppressed or in the baseline"
    )
    how.add_argument(
        "--sarif-category", metavar="NAME", default="", help="tells apart what one repository uploads to code scanning"
    )
    how.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    how.add_argument(
        "--statistics", action="store_true", help="print how often what was found, and where the time went"
    )
    how.add_argument("--color", choices=_COLORS, default="auto", help="default: auto, NO_COLOR and FORCE_COLOR count")
    how.add_argument("--no-progress", action="store_true", help="do not show progress")
    how.add_argument("-q", "--quiet", action="store_true", help="print findings only")
    how.add_argument("-v", "--verbose", action="store_true", help="show what failed inside, with tracebacks")


def run(arguments: Namespace, console: Console) -> Outcome:
    """Analyse, write the reports that were asked for, and return the one for the terminal."""
    stopwatch = Stopwatch() if arguments.statistics else None
    clock = stopwatch or UNREAD
    outputs = _outputs(arguments)
    chosen = requested.settings(arguments, arguments.baseline)
    selection = selected_by_hook(arguments, chosen.root) if arguments.hook else _selected(arguments, chosen.root)
    request = requested.request(arguments, chosen, console, selection)
    request = replace(request, fixes=_wants_fixes(arguments), clock=clock)
    report = pipeline.analyse(request)
    if arguments.diff:
        return _differences(report, arguments, chosen.root, stopwatch)
    fixing: tuple[str, ...] = ()
    if arguments.fix:
        from portbind_lint.fix.perform import perform  # noqa: PLC0415 - a commit does not wait for it

        done = perform(chosen.root, report.findings)
        fixing = _fixing(done, arguments, "Fixed")
        if done.paths:
            report = pipeline.analyse(request)
    plain = RenderOptions(
        concise=arguments.hook,
        quiet=arguments.quiet,
        category=arguments.sarif_category,
        suppressed=arguments.show_suppressed,
    )
    shown = replace(plain, color=arguments.format == "text" and console.colored(arguments.color))
    with clock.stage(Stage.REPORTING):
        for name, file in outputs:
            save(file, render(name, report, replace(plain, link_base=relative_base(file, chosen.root))))
        output = render(arguments.format, report, shown)
    return Outcome(
        code=_exit_code(report, arguments, chosen.config),
        output=output,
        messages=(*fixing, *_messages(report, arguments, chosen.root, stopwatch)),
    )


def _selected(arguments: Namespace, root: Path) -> requested.Selection:
    paths = relative_paths(arguments.paths or [arguments.root or "."], root, skip_missing=False)
    return requested.Selection(paths, (find_base(root, arguments.diff_base),) if arguments.diff_base else ())


def _outputs(arguments: Namespace) -> tuple[tuple[str, Path], ...]:
    """The reports to write, every name of a format checked before the work begins."""
    if arguments.diff and arguments.output:
        raise UserError("--diff prints what --fix would change, and writes no report: leave out --output")
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


def _wants_fixes(arguments: Namespace) -> bool:
    """Whether somebody looks at fixes; a commit does not wait for them unasked."""
    named = {arguments.format, *(text.partition("=")[0] for text in arguments.output)}
    return arguments.fix or arguments.diff or (not arguments.hook and not named.isdisjoint(_WITH_FIXES))


def _differences(report: Report, arguments: Namespace, root: Path, stopwatch: Stopwatch | None) -> Outcome:
    """What `--fix` would change; the exit code says whether it would change anything."""
    from portbind_lint.fix.perform import differences  # noqa: PLC0415 - a commit does not wait for it

    text, would = differences(root, report.findings)
    code = FINDINGS if text and not arguments.exit_zero else CLEAN
    messages = (*_fixing(would, arguments, "Would fix"), *_statistics(report, stopwatch))
    return Outcome(code, shown_difference(text), messages)


def _fixing(done: Performed, arguments: Namespace, verb: str) -> tuple[str, ...]:
    """What was fixed, and what was not."""
    lines = tuple(fixed_lines(done.fixed, done.paths, verb))
    return (lines[0].rstrip(":"),) if arguments.quiet else (*lines, *left_lines(done.left))


def _exit_code(report: Report, arguments: Namespace, config: Config) -> int:
    if arguments.exit_zero:
        return CLEAN
    failing = _FAILING[arguments.fail_on or config.fail_on]
    return FINDINGS if any(site.verdict.value in failing for site in report.findings) else CLEAN


def _messages(report: Report, arguments: Namespace, root: Path, stopwatch: Stopwatch | None) -> list[str]:
    messages = []
    if not report.scripts and not arguments.hook:
        messages.append(f"portbind-lint: no JavaScript or TypeScript files in {root}")
    messages += _statistics(report, stopwatch)
    fixable = sum(isinstance(site.mending, Fix) for site in report.findings)
    if fixable and arguments.format == "text" and not (arguments.fix or arguments.quiet):
        messages.append(f"{plural(fixable, 'finding')} can be fixed: --diff shows how, --fix does it")
    return messages


def _statistics(report: Report, stopwatch: Stopwatch | None) -> list[str]:
    return [] if stopwatch is None else [statistics(report, stopwatch.taken(), stopwatch.elapsed)]
