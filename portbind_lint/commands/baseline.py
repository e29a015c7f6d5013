"""`portbind-lint baseline`: record the findings that are known, so that later runs show only what is new."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from portbind_lint import pipeline, requested
from portbind_lint.console import Console, Outcome
from portbind_lint.model.errors import UserError
from portbind_lint.report.parts.files import save
from portbind_lint.report.parts.words import plural
from portbind_lint.triage.baseline import FILE_NAME, Baseline, Entry, pruned, recorded, written

SUMMARY = "record the findings that are known, so that only new ones are shown"

_ACTIONS = ("create", "update", "prune")


def declare(parser: ArgumentParser) -> None:
    """Add the arguments of `baseline`."""
    parser.add_argument(
        "action",
        choices=_ACTIONS,
        help="create: write a new file; update: also add what is new; prune: only drop what is gone",
    )
    parser.add_argument(
        "--file", metavar="FILE", help=f"the baseline (default: the configured one, else {FILE_NAME} in the root)"
    )
    parser.add_argument("--reason", metavar="TEXT", default="", help="why the findings that are added may stay for now")
    requested.declare(parser)
    parser.add_argument("--no-progress", action="store_true", help="do not show progress")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what failed inside, with tracebacks")


def run(arguments: Namespace, console: Console) -> Outcome:
    """Analyse, write the file, and say what it holds; raises `UserError` where the action does not fit the file."""
    chosen = requested.settings(arguments, read_baseline=False)
    file = _file(arguments, chosen)
    exists = os.path.lexists(file)
    if arguments.action == "create" and exists:
        raise UserError(f"{file} exists already; portbind-lint baseline update keeps its reasons")
    if arguments.action != "create" and not exists:
        raise UserError(f"there is no {file}; portbind-lint baseline create writes it")
    before = requested.load_baseline(chosen.root, file) if exists else Baseline(file.name)
    report = pipeline.analyse(requested.request(arguments, replace(chosen, baseline=before), console))
    if arguments.action == "prune":
        entries = pruned(before, report.sites)
    else:
        entries = recorded(report.sites, before, " ".join(arguments.reason.split()))
    save(file, written(entries))
    return Outcome(output=_said(file, before.entries, entries))


def _file(arguments: Namespace, chosen: requested.Settings) -> Path:
    if arguments.file:
        return Path(os.path.abspath(arguments.file))  # noqa: PTH100 - resolve() would follow a link
    if chosen.config.baseline:
        return requested.configured_baseline(chosen.root, chosen.config)
    return chosen.root / FILE_NAME


def _said(file: Path, before: tuple[Entry, ...], after: tuple[Entry, ...]) -> str:
    old, new = ({entry.fingerprint for entry in entries} for entries in (before, after))
    number = plural(len(new), "finding")
    return f"{file.name}: {number}, {len(new - old)} added, {len(old - new)} removed\n"
