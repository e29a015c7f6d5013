"""What the fuzzer runs: from the bytes of a whole small repository to its reports, all of it in memory.

A repository is written as text: each file begins with a line `=== PATH`, what stands before the first is `server.ts`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

from portbind_lint import pipeline
from portbind_lint.config.load import read_config
from portbind_lint.config.settings import Config
from portbind_lint.discover.reader import Kind, as_utf8
from portbind_lint.model.errors import UserError
from portbind_lint.model.report import Report
from portbind_lint.pipeline import Request
from portbind_lint.report.registry import RenderOptions, formats, render
from portbind_lint.triage.baseline import Baseline, read_baseline
from tests.hostile.written import check

ROOT = Path("/repository")
FIRST = "server.ts"
SETTINGS, BASELINE = ".portbind.yml", ".portbind-baseline.json"
_HEADER = re.compile(rb"^=== ([^\n]{1,200})\n", re.MULTILINE)
_TODAY = date(2030, 1, 1)


@dataclass(frozen=True, slots=True)
class MemoryFiles:
    """The files of a repository that is a dictionary: what `Reader` is for a folder."""

    contents: dict[str, bytes]

    def names(self) -> tuple[str, ...]:
        return tuple(self.contents)

    mark = ""

    def again(self, _before: object) -> None:
        return None

    def identity(self, path: str) -> str:
        return hashlib.sha1(self.contents.get(path, b""), usedforsecurity=False).hexdigest()

    def kind(self, path: str) -> Kind:
        return Kind.FILE if path in self.contents else Kind.OTHER

    def read(self, path: str, limit: int) -> bytes | None:
        data = self.contents.get(path)
        return None if data is None else as_utf8(data[:limit])


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files that `data` describes. Paths are what git could list: relative, without empty parts."""
    first, *rest = _HEADER.split(data)
    found = {FIRST: first} if first else {}
    for name, content in zip(rest[::2], rest[1::2], strict=True):
        parts = os.fsdecode(name.replace(b"\0", b"")).split("/")
        path = "/".join(part for part in parts if part not in ("", ".", ".."))
        if path:
            found[path] = content
    return found


def packed(files: dict[str, bytes]) -> bytes:
    """The text from which `unpacked` makes `files`."""
    return b"".join(b"=== " + os.fsencode(path) + b"\n" + content for path, content in files.items())


def run(data: bytes) -> Report:
    """Analyse the repository and write every report; raises what is wrong with any of it."""
    contents = unpacked(data)
    files = MemoryFiles(contents)
    request = Request(
        root=ROOT, persona="audit", fixes=True, failed=_failed, today=_TODAY, baseline=_baseline(contents)
    )
    with patch.object(pipeline, "Reader", lambda *_: files):
        try:
            report = pipeline.analyse(replace(request, config=_config(contents)))
        except UserError:
            # A configuration that names an unknown rule, or describes no library.
            report = pipeline.analyse(request)
    check_reports(report)
    return report


def _config(contents: dict[str, bytes]) -> Config:
    with suppress(UserError):
        return read_config(SETTINGS, contents.get(SETTINGS, b""))
    return Config()


def _baseline(contents: dict[str, bytes]) -> Baseline | None:
    with suppress(UserError):
        return read_baseline(BASELINE, contents[BASELINE]) if BASELINE in contents else None
    return None


def _failed(path: str, error: Exception) -> None:
    """The pipeline survives what one file costs; here it counts as found."""
    raise AssertionError(f"{path!r} broke the analysis") from error


def check_reports(report: Report) -> None:
    """Every format is well-formed and steers nothing."""
    for name in formats():
        written = render(name, report, RenderOptions(suppressed=True))
        check(name, written.encode("utf-8", "backslashreplace").decode("utf-8"))
        match name:
            case "json":
                document = json.loads(written)
                assert document["summary"]["sites"] == len(report.sites)
            case "sarif":
                (sarif_run,) = json.loads(written)["runs"]
                # One alert for each rule and line.
                judged = {
                    (site.primary.path, site.primary.line, site.rule.id)
                    for site in report.findings
                    if site.rule is not None and site.verdict.value in ("high", "medium")
                }
                assert len(sarif_run["results"]) >= len(judged), "a result is lost"
            case _:
                pass
