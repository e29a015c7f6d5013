"""A whole repository: portbind-lint beside programs that look for the same with rules of their own."""

from __future__ import annotations

from pathlib import Path

from benchmarks import programs
from benchmarks.figures import middle, number, paired
from benchmarks.parts import Plan, Result
from benchmarks.tables import Table
from benchmarks.timing import by_turns
from benchmarks.trees import MissingError, from_npm, generated, volume

_ROUNDS = 5
_SMOKE_FILES = 60


def run(plan: Plan) -> Result:
    """Compare on the tree that is given, else on the packages from npm."""
    try:
        tree = _tree(plan)
    except MissingError as error:
        plan.tell(str(error))
        return Result(())
    files, size = volume(tree)
    plan.tell(f"{files} scripts, {size:.1f} MB")
    commands = (
        programs.whole(tree, plan.nothing),
        programs.whole(tree, plan.remembered, programs.REMEMBERED),
        programs.bare(tree),
        *programs.peers(tree),
    )
    runs = by_turns(commands, plan.rounds(_ROUNDS), plan.tell)
    ours = runs[programs.OURS]
    rows = []
    for name, found in runs.items():
        typical = middle(found)
        ratio = "" if name == programs.OURS else str(paired(ours, found))
        rows.append((name, number(typical.seconds), number(typical.cpu), f"{typical.peak:.0f}", ratio))
    missing = tuple(f"{command.name} did not run here" for command in commands if command.name not in runs)
    return Result(
        (
            Table(
                f"A repository of {files:,} scripts, {size:.1f} MB: medians of {len(ours)} rounds",
                ("program", "seconds", "processor seconds", "peak MB", "portbind-lint takes so many times as long"),
                tuple(rows),
                missing,
            ),
        )
    )


def _tree(plan: Plan) -> Path:
    if plan.tree is not None:
        return plan.tree
    if plan.smoke:
        return generated(plan.scratch / "repository", _SMOKE_FILES, 2_000)
    return from_npm(plan.scratch)
