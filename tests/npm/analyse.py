"""One package analysed as a repository of its own, every file of it, and what came out."""

from __future__ import annotations

import json
import signal
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from portbind_lint import pipeline
from portbind_lint.config.settings import Config
from portbind_lint.model.report import Report
from portbind_lint.pipeline import Request
from portbind_lint.report.registry import RenderOptions, formats, render
from tests.hostile.written import check
from tests.npm.sets import Package

HANG = 60
"""Seconds of the processor after which a package counts as hanging."""

EVERYTHING = Config(include=("*",), exclude=("/node_modules/",))
"""A package holds what was built, which is left out of a repository; what lies in its folder is a package itself."""

_TODAY = date(2030, 1, 1)


@dataclass(frozen=True, slots=True)
class Site:
    """A listener: where it is, what it is, and how it was judged."""

    place: str
    library: str
    call: str
    context: str
    address: str
    value: str
    documentation: str
    auth: str
    verdict: str
    rule: str


@dataclass(frozen=True, slots=True)
class Analysed:
    """What a package got. `seconds` are those of the processor; `broken` are failures, of which there must be none."""

    key: str
    wanted: bool
    scripts: int
    seconds: float
    sites: tuple[Site, ...] = ()
    not_analysed: tuple[tuple[str, str], ...] = ()
    broken: tuple[str, ...] = ()

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


class HangError(BaseException):
    """Raised where the analysis of a package does not end; nothing in between takes it for a failure of one file."""


def _give_up(_signal: int, _frame: object) -> None:
    raise HangError(f"more than {HANG} s")


def analysed(package: Package) -> Analysed:
    """Analyse `package` and write every report; whatever is wrong with it is told in `broken`."""
    signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, HANG)
    begun = time.process_time()
    broken: list[str] = []
    scripts, sites, not_analysed = 0, (), ()
    try:
        report = pipeline.analyse(_request(package.folder, broken))
        scripts, sites = report.scripts, _sites(report)
        not_analysed = tuple((problem.path, problem.reason) for problem in report.not_analysed)
        broken += (f"{path}: no reason" for path, reason in not_analysed if not reason)
        for name in formats():
            written = render(name, report, RenderOptions(suppressed=True))
            check(name, written.encode("utf-8", "backslashreplace").decode("utf-8"))
    except (Exception, HangError) as error:
        broken.append(f"{type(error).__name__}: {' '.join(str(error).split())[:300]}")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time() - begun
    return Analysed(package.key, package.wanted, scripts, seconds, sites, not_analysed, tuple(broken))


def _request(folder: Path, broken: list[str]) -> Request:
    def failed(path: str, error: Exception) -> None:
        broken.append(f"{path}: {type(error).__name__}: {' '.join(str(error).split())[:300]}")

    return Request(root=folder, config=EVERYTHING, persona="audit", fixes=True, failed=failed, today=_TODAY)


def _sites(report: Report) -> tuple[Site, ...]:
    return tuple(
        Site(
            place=f"{site.location.path}:{site.location.line}",
            library=site.library,
            call=site.call,
            context=site.context.value,
            address=site.address.cls.value,
            value=site.address.value,
            documentation=site.documentation.status.value,
            auth=site.auth.value,
            verdict=site.verdict.value,
            rule=site.rule.id if site.rule is not None else "",
        )
        for site in report.sites
    )
