"""Microsoft's SARIF Multitool and the official schema that comes with it, from the npm package of this platform.

`PORTBIND_SARIF_MULTITOOL` names the folder of the package, `node_modules/@microsoft/sarif-multitool-linux`.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

VARIABLE = "PORTBIND_SARIF_MULTITOOL"
CONFIGURATION = Path(__file__).parent / "github.config.xml"


def folder() -> Path | None:
    """Where the package is; None where it is not installed."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named and (Path(named) / "Sarif.Multitool").is_file() else None


def errors(package: Path, log: Path) -> list[str]:
    """The ids of the rules of GitHub and of the standard that the file breaks; the exit code says nothing."""
    outcome = log.with_suffix(".validation")
    program = package / "Sarif.Multitool"
    program.chmod(program.stat().st_mode | 0o100)
    command = [program, "validate", log, "--rule-kind", "Sarif;Ghas", "-c", CONFIGURATION, "-o", outcome]
    subprocess.run([*command, "--log", "ForceOverwrite", "-q", "true"], check=False, capture_output=True, timeout=120)
    results = json.loads(outcome.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    return sorted({result["ruleId"] for result in results if result.get("level", "warning") == "error"})
