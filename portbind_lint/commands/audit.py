"""`portbind-lint audit`: the audit trail of every listener, accepted and harmless ones too, to read, file and sign."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from portbind_lint import pipeline, requested
from portbind_lint.console import Console, Outcome
from portbind_lint.discover.named import relative_paths
from portbind_lint.model.errors import UserError
from portbind_lint.report.audit.links import chosen_base, relative_base
from portbind_lint.report.parts.files import save
from portbind_lint.report.registry import RenderOptions, render

SUMMARY = "write the audit trail of every listener"

_FORMATS = ("markdown", "html")


def declare(parser: ArgumentParser) -> None:
    """Add the arguments of `audit`."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="only what concerns these (default: the --root)")
    requested.declare(parser, persona="audit")
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help="default: markdown")
    parser.add_argument("--output", metavar="FILE", help="write there, not to standard output")
    parser.add_argument(
        "--link-base",
        metavar="URL",
        help="where links to lines lead, such as https://HOST/OWNER/NAME/blob/COMMIT (default: the files themselves)",
    )
    parser.add_argument("--no-progress", action="store_true", help="do not show progress")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what failed inside, with tracebacks")


def run(arguments: Namespace, console: Console) -> Outcome:
    """Analyse as an auditor does, and write the report. Its verdicts do not change the exit code: `check` decides."""
    chosen = requested.settings(arguments)
    root = chosen.root
    file = Path(arguments.output) if arguments.output else None
    if file and not file.absolute().parent.is_dir():
        raise UserError(f"cannot write {file}: there is no folder {file.parent}")
    paths = relative_paths(arguments.paths or [arguments.root or "."], root, skip_missing=False)
    request = requested.request(arguments, chosen, console, requested.Selection(paths))
    if arguments.link_base is not None:
        base = chosen_base(arguments.link_base)
    else:
        base = relative_base(file, root) if file else ""
    written = render(arguments.format, pipeline.analyse(request), RenderOptions(link_base=base))
    if file is None:
        return Outcome(output=written)
    save(file, written)
    return Outcome()
