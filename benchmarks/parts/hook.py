"""A commit: what the hook costs on 1, 5 and 50 changed files of a large repository."""

from __future__ import annotations

from pathlib import Path

from benchmarks import programs
from benchmarks.figures import middle, number, paired
from benchmarks.parts import Plan, Result
from benchmarks.tables import Table
from benchmarks.timing import Run, by_turns
from benchmarks.trees import generated, git, scripts

_FILES = 10_000
_CHANGED = (1, 5, 50)
_ROUNDS = 15
_LONG_ROUNDS = 5
_SMOKE_FILES = 200


def run(plan: Plan) -> Result:
    """Change files that cannot matter and files that do, and run the hook on them as a commit would."""
    number_of_files = _SMOKE_FILES if plan.smoke else _FILES
    tree = generated(plan.scratch / "hook", number_of_files, 2_000)
    found = sorted(scripts(tree))
    serving = {path for path in found if "listen" in path.read_text(encoding="utf-8")}
    rows = [*_measured(plan, tree, "--version", ("--version",), _ROUNDS)]
    for title, among, rounds in (
        ("none could matter", [path for path in found if path not in serving], _ROUNDS),
        ("all of them listen", sorted(serving), _LONG_ROUNDS),
    ):
        for count in (count for count in _CHANGED if count <= len(among)):
            chosen = among[:: max(1, len(among) // count)][:count]
            _change(tree, chosen)
            words = ("check", "--hook", *(path.relative_to(tree).as_posix() for path in chosen))
            rows += _measured(plan, tree, f"changed files: {count}, {title}", words, rounds)
    columns = ("what", "seconds", "processor seconds", "peak MB", f"so many times as long as `{programs.BARE}`")
    title = f"The hook in a repository of {number_of_files:,} scripts: medians"
    return Result((Table(title, columns, tuple(rows)),))


def _measured(plan: Plan, tree: Path, title: str, words: tuple[str, ...], rounds: int) -> list[tuple[str, ...]]:
    plan.tell(title)
    commands = (programs.bare(tree), programs.ours(tree, *words, name=title))
    runs = by_turns(commands, plan.rounds(rounds), plan.tell)
    return [_row(title, runs[title], runs[programs.BARE])] if title in runs else []


def _row(title: str, ours: tuple[Run, ...], bare: tuple[Run, ...]) -> tuple[str, ...]:
    typical = middle(ours)
    return title, number(typical.seconds), number(typical.cpu), f"{typical.peak:.0f}", str(paired(ours, bare))


def _change(tree: Path, chosen: list[Path]) -> None:
    """Only these files differ from the last commit, and they are staged."""
    git(tree, "reset", "-q", "--hard")
    for path in chosen:
        path.write_text(path.read_text(encoding="utf-8") + "export const added = 1;\n", encoding="utf-8")
    git(tree, "add", "-u")
