"""What `--statistics` prints: how often each rule and each class of address occurs, and where the time went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from portbind_lint.clock import Spent, Stage
from portbind_lint.model.report import Report

_MEGABYTE = 1_000_000


def statistics(report: Report, spent: Spent, elapsed: float) -> str:
    """Both, for people; `elapsed` are the seconds of the clock that it took, starting left out."""
    return "\n".join((*_counted(report), "", *_times(spent, elapsed), "", *_volumes(spent)))


def _counted(report: Report) -> Iterator[str]:
    """Rules, then classes; sites that the paths leave out do not count."""
    rules = Counter(site.rule.id for site in report.findings if site.rule is not None)
    classes = Counter(site.address.cls.value for site in report.sites)
    if not report.sites:
        yield "no sites"
    for counter in (rules, classes):
        for name, number in sorted(counter.items()):
            yield f"{number:6}  {name}"


def _times(spent: Spent, elapsed: float) -> Iterator[str]:
    """The stages that took any time; waiting is no work."""
    work = {stage: spent.seconds[stage] for stage in Stage if stage is not Stage.WAITING and stage in spent.seconds}
    yield "seconds  where the time went"
    for stage, seconds in work.items():
        yield f"{seconds:7.3f}  {stage.value}"
    starting = work.get(Stage.STARTING, 0)
    number = len(spent.processes)
    processes = "1 process" if number == 1 else f"{number} processes together"
    yield f"{sum(work.values()):7.3f}  in all, {processes}; {starting + elapsed:.3f} on the clock"


def _volumes(spent: Spent) -> Iterator[str]:
    """What was read and parsed. A file that several units of the analysis need is parsed by each of them."""
    yield "  files       MB"
    yield _volume("read", spent.read.items())
    yield _volume("parsed", dict(spent.parsed).items())
    again = len(spent.parsed) - len(dict(spent.parsed))
    if again:
        yield f"{again:7}           times that one of these was parsed again"
    if spent.spared:
        yield f"{spent.spared:7}           worth a look, but it is remembered what was found in them"


def _volume(verb: str, files: Iterable[tuple[str, int]]) -> str:
    sizes = [size for _, size in files]
    return f"{len(sizes):7}  {sum(sizes) / _MEGABYTE:7.2f}  {verb}"
