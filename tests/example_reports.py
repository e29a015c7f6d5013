"""Runs the tool on the folders of `examples/`, each once, and gives every report that there is of each."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from portbind_lint.cli import main
from portbind_lint.report.registry import formats

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
GOLDEN = ROOT / "tests" / "examples" / "golden"

# Nothing but the audit persona shows an address that nobody can know.
PERSONAS = {"unresolved-address": "audit"}
# The links of these lead from where the report is written, so they are taken from standard output.
AUDITS = ("html", "markdown")
# The page is large; one of them shows it.
PAGES = ("mcp-streamable-http",)
SUFFIXES = {"text": "txt", "markdown": "md"}


def names() -> tuple[str, ...]:
    """The examples, sorted."""
    return tuple(sorted(folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()))


def kinds(name: str) -> tuple[str, ...]:
    """The formats that are committed for one example."""
    return tuple(kind for kind in formats() if kind != "html" or name in PAGES)


@cache
def reports(name: str, persona: str = "") -> dict[str, str]:
    """Every committed report of one example, by format; `persona` overrides the example's own.

    Those for machines and terminals are from one run of `check`, the others from `audit`.
    """
    chosen = persona or PERSONAS.get(name, "regular")
    arguments = ["check", "--root", str(EXAMPLES / name), "--persona", chosen, "--exit-zero", "--no-progress"]
    arguments += ["--format", "json"]
    checks = [kind for kind in kinds(name) if kind not in AUDITS]
    with TemporaryDirectory() as folder:
        for kind in checks:
            arguments += ["--output", f"{kind}={folder}/{kind}"]
        status, _ = run(arguments)
        if status != 0:
            raise RuntimeError(f"exit code {status} from {arguments}")
        written = {kind: (Path(folder) / kind).read_text(encoding="utf-8") for kind in checks}
    audits = [kind for kind in kinds(name) if kind in AUDITS]
    return {**written, **{kind: run(["audit", "--root", arguments[2], "--format", kind])[1] for kind in audits}}


def run(arguments: list[str]) -> tuple[int, str]:
    """The exit code of the command line and what it prints, as to a file that is no terminal."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with redirect_stdout(printed):
        try:
            status = main(arguments)
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    printed.flush()
    printed.seek(0)
    return status, printed.read()


def golden_path(name: str, kind: str) -> Path:
    """Where the committed report stands."""
    return GOLDEN / f"{name}.{SUFFIXES.get(kind, kind)}"


def golden_text(name: str, kind: str) -> str:
    """The report as it is committed; a SARIF file's rules, the same in all of them, are shortened to their ids."""
    text = reports(name)[kind]
    if kind != "sarif":
        return text
    log = json.loads(text)
    for run_ in log["runs"]:
        driver = run_["tool"]["driver"]
        driver["rules"] = [rule["id"] for rule in driver["rules"]]
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"
