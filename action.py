"""The Python half of action.yml: one analysis, its reports as files, the job's summary and the step's outputs.

It never fails because of findings; the exit code is an output, and the action's last step fails with it.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
from errno import EINVAL
from html import escape
from pathlib import Path
from typing import TypedDict

# The package stands beside this file, and Python was started so that it does not look there by itself.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from portbind_lint import __version__
from portbind_lint.cli import main
from portbind_lint.discover.base import current_commit
from portbind_lint.discover.named import chosen_root
from portbind_lint.exit_codes import USAGE
from portbind_lint.model.errors import UserError

# GitHub refuses summaries of more than 1 MiB.
SUMMARY_LIMIT = 900_000
ROWS = 100
CELL = 300
_SPECIAL = frozenset("<>&\"'`*_[]()#@|\\!~:$")
_COMMIT = re.compile(r"[0-9a-f]{40,64}")


class Site(TypedDict):
    """What of a site the summary shows."""

    path: str
    line: int
    verdict: str
    rule: str | None
    message: str
    suppressed: object


class Report(TypedDict):
    """What of the JSON report is used here."""

    summary: dict[str, int]
    sites: list[Site]


OPTIONS = {
    "PORTBIND_ROOT": "--root",
    "PORTBIND_CONFIG": "--config",
    "PORTBIND_BASELINE": "--baseline",
    "PORTBIND_PERSONA": "--persona",
    "PORTBIND_FAIL_ON": "--fail-on",
}


def run() -> None:
    """Analyse with the inputs of the environment and publish what comes out."""
    folder = Path(os.environ["RUNNER_TEMP"]) / "portbind-lint"
    folder.mkdir(exist_ok=True)
    files = {name: folder / f"report.{name}" for name in ("json", "text", "github", "sarif")}
    for file in files.values():
        file.unlink(missing_ok=True)
    outputs = {"exit-code": str(_checked(files)), "version": __version__}
    if files["json"].is_file():
        report: Report = json.loads(files["json"].read_text(encoding="utf-8"))
        summary = report["summary"]
        new = summary["high"] + summary["medium"]
        outputs["new-findings"] = str(new)
        outputs["findings"] = str(new + summary["unchanged"])
        outputs["sarif-file"] = str(files["sarif"])
        outputs["annotations-file"] = str(files["github"])
        if os.environ.get("PORTBIND_SUMMARY") != "false":
            _append("GITHUB_STEP_SUMMARY", summary_text(report, files["text"].read_text(encoding="utf-8")))
    _append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in outputs.items()))


def arguments(files: dict[str, Path]) -> list[str]:
    """The command line for the inputs; `files` are the reports to write, by format."""
    chosen = [f"{option}={os.environ[name]}" for name, option in OPTIONS.items() if os.environ.get(name)]
    base = diff_base() if os.environ.get("PORTBIND_DIFF") == "true" else ""
    chosen += [f"--diff-base={base}"] if base else []
    outputs = [f"--output={name}={file}" for name, file in files.items()]
    paths = [line.strip() for line in os.environ.get("PORTBIND_PATHS", "").splitlines() if line.strip()]
    if paths in ([], ["."]):
        # Without a path the whole root is meant, which need not be the folder that the step runs in.
        paths = [] if os.environ.get("PORTBIND_ROOT") else ["."]
    # The machine is thrown away after the run: nothing there is remembered from another one, nor for one.
    return ["check", "--no-progress", "--no-cache", *chosen, *outputs, "--", *paths]


def diff_base() -> str:
    """What to compare with: the input, else what the event says; "" where there is nothing, as in a first push."""
    chosen = os.environ.get("PORTBIND_BASE", "").strip()
    if chosen:
        return chosen
    event = _event()
    match os.environ.get("GITHUB_EVENT_NAME"):
        case "pull_request" if _is_checked_out(os.environ.get("GITHUB_SHA", "")):
            # GitHub's trial merge: its first parent is the branch that it would go to, its second the pull request.
            return "HEAD^1"
        case "pull_request" | "pull_request_target":
            return _commit(event, "pull_request", "base", "sha")
        case "merge_group":
            return _commit(event, "merge_group", "base_sha")
        case "push":
            return _commit(event, "before")
    return ""


def summary_text(report: Report, text: str) -> str:
    """The job's summary: the numbers, the findings and the report for people, harmless as Markdown and as HTML."""
    summary = report["summary"]
    head = "| " + " | ".join(name.replace("_", " ") for name in summary) + " |"
    rule = "|" + " ---: |" * len(summary)
    row = "| " + " | ".join(str(number) for number in summary.values()) + " |"
    table = _table([site for site in report["sites"] if site["rule"] and not site["suppressed"]])
    top = f"### portbind-lint\n\n{head}\n{rule}\n{row}\n\n{table}"
    room = max(SUMMARY_LIMIT - len(top.encode()), 0)
    shown = escape(text, quote=False).encode()
    more = "\n... the rest is in the log" if len(shown) > room else ""
    details = (
        f"<details><summary>Report</summary>\n\n<pre>{shown[:room].decode(errors='ignore')}{more}</pre>\n</details>"
    )
    return f"{top}{details}\n"


def _table(sites: list[Site]) -> str:
    """The findings, the worst first, as HTML: its cells can hold anything."""
    if not sites:
        return ""
    order = sorted(sites, key=lambda site: (site["verdict"] != "high", site["path"], site["line"]))
    rows = [
        f"<tr><td>{escape(site['verdict'])}</td><td>{_code(site['rule'] or '')}</td>"
        f"<td>{_code(_short(site['path']))}:{site['line']}</td><td>{_words(_short(site['message']))}</td></tr>"
        for site in order[:ROWS]
    ]
    left = len(order) - ROWS
    rows += [f"<tr><td colspan=4>and {left} more in the report below</td></tr>"] if left > 0 else []
    head = "<tr><th>verdict</th><th>rule</th><th>listener</th><th>what is wrong</th></tr>"
    return f"<table>{head}{''.join(rows)}</table>\n\n"


def _short(text: str) -> str:
    return text if len(text) <= CELL else text[: CELL - 3] + "..."


def _code(text: str) -> str:
    return f"<code>{_words(text)}</code>"


def _words(text: str) -> str:
    """Text without anything that Markdown or HTML could take for more: no tag, no mention, no link, no line end."""
    return "".join(f"&#{ord(letter)};" if letter in _SPECIAL else letter for letter in " ".join(text.split()))


def _event() -> object:
    try:
        return json.loads(Path(os.environ.get("GITHUB_EVENT_PATH", "")).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _commit(event: object, *keys: str) -> str:
    """A commit's name in the event; "" where there is none, which the zeros of a new branch are, too."""
    for key in keys:
        event = event.get(key) if isinstance(event, dict) else None
    return event if isinstance(event, str) and _COMMIT.fullmatch(event) and event.strip("0") else ""


def _is_checked_out(commit: str) -> bool:
    try:
        return bool(commit) and current_commit(chosen_root(os.environ.get("PORTBIND_ROOT") or None)) == commit
    except UserError:
        return False


def _checked(files: dict[str, Path]) -> int:
    """The exit code of the analysis; inputs that cannot be used are the caller's mistake, like those of the tool."""
    try:
        os.chdir(os.environ.get("PORTBIND_WORKING_DIRECTORY") or ".")
        chosen = os.environ.get("PORTBIND_SARIF_FILE")
        if chosen:
            files["sarif"] = _sarif_file(chosen)
    except OSError as error:
        _say(f"portbind-lint: error: {error.filename!a}: {error.strerror}")
        return USAGE
    return _analyse(arguments(files))


def _sarif_file(chosen: str) -> Path:
    if not chosen.isprintable():
        raise OSError(EINVAL, "a control character in sarif-file", chosen)
    file = Path(chosen).absolute()
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _analyse(command: list[str]) -> int:
    """Runs the tool; what it prints cannot be a command of the build log."""
    token = secrets.token_hex(16)
    _say(f"::stop-commands::{token}")
    try:
        return main(command)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    finally:
        _say(f"::{token}::")


def _append(variable: str, text: str) -> None:
    name = os.environ.get(variable)
    if name:
        with Path(name).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    run()
