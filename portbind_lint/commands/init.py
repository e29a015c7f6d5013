"""`portbind-lint init`: the settings, the hook entry, the workflow and the baseline that a repository starts with."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from portbind_lint import pipeline, requested
from portbind_lint.adoption import HOOKS, NEXT, WORKFLOW, hook_entry, hooks_text, settings_text, workflow_text
from portbind_lint.config.settings import FILE_NAME
from portbind_lint.console import Console, Outcome
from portbind_lint.model.errors import UserError
from portbind_lint.report.parts.files import save
from portbind_lint.report.parts.words import plural
from portbind_lint.triage import baseline as baselines

SUMMARY = "write what a repository needs to start: settings, hook, workflow, baseline"


def declare(parser: ArgumentParser) -> None:
    """Add the arguments of `init`."""
    parser.add_argument(
        "--source",
        metavar="URL",
        default="",
        help="the repository of portbind-lint, for the hook entry and the workflow",
    )
    parser.add_argument("--no-baseline", action="store_true", help="do not record the findings that there are")
    requested.declare(parser)
    parser.add_argument("--no-progress", action="store_true", help="do not show progress")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what failed inside, with tracebacks")


def run(arguments: Namespace, console: Console) -> Outcome:
    """Write each file that is not there, and say what was done; nothing that exists is overwritten."""
    chosen = requested.settings(arguments, read_baseline=False)
    root = chosen.root
    first, recorded = ("", False) if arguments.no_baseline else _baseline(arguments, chosen, console)
    settings = _new(root, FILE_NAME, settings_text(baselines.FILE_NAME if recorded else ""))
    if recorded and chosen.config.path and not chosen.config.baseline:
        settings += f"; add to it: baseline: {baselines.FILE_NAME}"
    workflow = _new(root, WORKFLOW, workflow_text(arguments.source))
    said = (first, settings, _hook(root, arguments.source), workflow)
    return Outcome(output="".join(f"{line}\n" for line in (*said, NEXT) if line))


def _baseline(arguments: Namespace, chosen: requested.Settings, console: Console) -> tuple[str, bool]:
    name = chosen.config.baseline or baselines.FILE_NAME
    if os.path.lexists(chosen.root / name):
        return f"{name}: exists, left as it is", True
    report = pipeline.analyse(requested.request(arguments, replace(chosen, baseline=None), console))
    entries = baselines.recorded(report.sites, baselines.Baseline(name))
    if not entries:
        return f"{name}: not needed, nothing is found", False
    save(_writable(chosen.root, name), baselines.written(entries))
    return f"{name}: written, {plural(len(entries), 'finding')} that later runs leave out", True


def _new(root: Path, name: str, text: str) -> str:
    if os.path.lexists(root / name):
        return f"{name}: exists, left as it is"
    save(_writable(root, name), text)
    return f"{name}: written"


def _hook(root: Path, source: str) -> str:
    """The hook's entry at the end of the configuration that there is, or in a new one."""
    if not os.path.lexists(root / HOOKS):
        save(_writable(root, HOOKS), hooks_text(source))
        return f"{HOOKS}: written"
    return f"{HOOKS}: exists, left as it is; add this to its repos:\n{hook_entry(source)}".rstrip()


def _writable(root: Path, name: str) -> Path:
    """The file `name`, its folder made; raises `UserError` where that lies outside of the root."""
    file = root / name
    try:
        if not Path(os.path.realpath(file.parent)).is_relative_to(root):
            raise UserError(f"cannot write {name}: its folder is a link that leads out of {root}")
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot write {name}: {error.strerror}") from error
    return file
