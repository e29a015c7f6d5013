"""The Python half of action.yml: one analysis, its reports as files, the job's summary and the step's outputs.

It never fails because of findings; the exit code is an output, and the action's last step fails with it.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from errno import EINVAL
from html import escape
from pathlib import Path

from portbind_lint import __version__
from portbind_lint.cli import main
from portbind_lint.exit_codes import USAGE

# GitHub refuses summaries of more than 1 MiB.
SUMMARY_LIMIT = 900_000
OPTIONS = {
    "PORTBIND_ROOT": "--root",
    "PORTBIND_CONFIG": "--config",
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
        summary: dict[str, int] = json.loads(files["json"].read_text(encoding="utf-8"))["summary"]
        outputs["findings"] = str(summary["high"] + summary["medium"])
        outputs["sarif-file"] = str(files["sarif"])
        outputs["annotations-file"] = str(files["github"])
        if os.environ.get("PORTBIND_SUMMARY") != "false":
            _append("GITHUB_STEP_SUMMARY", summary_text(summary, files["text"].read_text(encoding="utf-8")))
    _append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in outputs.items()))


def arguments(files: dict[str, Path]) -> list[str]:
    """The command line for the inputs; `files` are the reports to write, by format."""
    chosen = [f"{option}={os.environ[name]}" for name, option in OPTIONS.items() if os.environ.get(name)]
    outputs = [f"--output={name}={file}" for name, file in files.items()]
    paths = [line.strip() for line in os.environ.get("PORTBIND_PATHS", "").splitlines() if line.strip()]
    return ["check", "--no-progress", *chosen, *outputs, "--", *(paths or ["."])]


def summary_text(summary: dict[str, int], report: str) -> str:
    """The job's summary: the numbers as a table, and the report for people, harmless as HTML."""
    head = "| " + " | ".join(name.replace("_", " ") for name in summary) + " |"
    rule = "|" + " ---: |" * len(summary)
    row = "| " + " | ".join(str(number) for number in summary.values()) + " |"
    shown = escape(report, quote=False).encode()
    text = shown[:SUMMARY_LIMIT].decode(errors="ignore")
    more = "\n... the rest is in the log" if len(shown) > SUMMARY_LIMIT else ""
    details = f"<details><summary>Report</summary>\n\n<pre>{text}{more}</pre>\n</details>"
    return f"### portbind-lint\n\n{head}\n{rule}\n{row}\n\n{details}\n"


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
