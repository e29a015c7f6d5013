"""A commit: what the hook costs on 1, 5 and 50 changed scripts of a large repository, on its README, its manifest."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import programs
from benchmarks.figures import middle, number, paired
from benchmarks.memory import Memory
from benchmarks.parts import Plan, Result
from benchmarks.tables import Table
from benchmarks.timing import by_turns
from benchmarks.trees import change, copied, generated, scripts

_FILES = 10_000
_CHANGED = (1, 5, 50)
_ROUNDS = 15
_LONG_ROUNDS = 5
_SMOKE_FILES = 200
_TIMES = f"so many times as long as `{programs.BARE}`"
# A file as young as the index is read again by git, and as young as what is remembered by portbind-lint, since another
# change may have come in the same moment. Nobody commits to a repository that is seconds old.
_UNTIL_OLD_ENOUGH = 3.0
_LISTENING = re.compile(programs.LISTENING.encode())
# Whoever changes a file with none of these words changes no listener, no address and no control.
_MATTERING = re.compile(
    rb"(?i)listen|serve|socket|host|addr|bind|interface|proxy|inspect|(?<![a-z])ports?(?![a-z])|argv|process\.env|spawn"
    rb"|exec|fork|auth|token|secret|passw|credential|api.?key|jwt|session|cors|origin|csrf|csp|helmet|throttl|rate.?limit"
    rb"|allow|deny|forbid|whitelist|tls|cert|middleware|\.use\(|\b40[13]\b|\d+\.\d+\.\d+\.\d+|['\"`]::"
)


@dataclass(frozen=True, slots=True)
class _Commit:
    """What a commit changes: a name for it, the files, and how often it is measured."""

    title: str
    changed: tuple[Path, ...]
    rounds: int


def run(plan: Plan) -> Result:
    """Run the hook on commits of a generated repository, or of a copy of the tree that is given."""
    folder = plan.scratch / "hook"
    if plan.tree is not None:
        tree = copied(plan.tree, folder)
    else:
        tree = generated(folder, _SMOKE_FILES if plan.smoke else _FILES, 2_000)
    found = tuple(sorted(scripts(tree)))
    time.sleep(_UNTIL_OLD_ENOUGH)
    filled = _filled(plan, tree, found)
    rows = [_measured(plan, tree, _Commit("--version", (), _ROUNDS), ("--version",), filled)]
    for commit in _commits(tree, found):
        change(tree, commit.changed)
        rows.append(_measured(plan, tree, commit, _words(tree, commit), filled))
    columns = (
        "what",
        "seconds",
        "processor seconds",
        "peak MB",
        _TIMES,
        "seconds, remembered",
        f"{_TIMES}, remembered",
    )
    title = f"The hook in a repository of {len(found):,} scripts: medians"
    return Result((Table(title, columns, tuple(row for row in rows if row)),))


def _words(tree: Path, commit: _Commit) -> tuple[str, ...]:
    return ("check", "--hook", *(path.relative_to(tree).as_posix() for path in commit.changed))


def _filled(plan: Plan, tree: Path, found: Sequence[Path]) -> Path:
    """The folder of what is remembered after a commit of something else than what is measured."""
    before = Memory(plan.scratch / "before", lasts=True)
    chosen = next((path for path in found if _LISTENING.search(path.read_bytes())), found[0])
    commit = _Commit("a commit before", (chosen,), 1)
    change(tree, commit.changed)
    with chosen.open("ab") as file:
        file.write(b"export const before = 1;\n")
    by_turns((programs.ours(tree, before, *_words(tree, commit), name=commit.title),), commit.rounds, plan.tell)
    return before.folder


def _commits(tree: Path, found: tuple[Path, ...]) -> Iterator[_Commit]:
    """Scripts, evenly spread over those of a kind; then the README and the manifest at the root, where they exist."""
    texts = {path: path.read_bytes() for path in found}
    for kind, among, rounds in (
        ("none could matter", [path for path in found if not _MATTERING.search(texts[path])], _ROUNDS),
        ("as they come", list(found), _LONG_ROUNDS),
        ("all of them listen", [path for path in found if _LISTENING.search(texts[path])], _LONG_ROUNDS),
    ):
        for count in (count for count in _CHANGED if count <= len(among)):
            chosen = tuple(among[:: len(among) // count][:count])
            yield _Commit(f"changed files: {count}, {kind}", chosen, rounds)
    for name in ("README.md", "package.json"):
        if (tree / name).is_file():
            yield _Commit(f"changed file: {name}", (tree / name,), _LONG_ROUNDS)


def _measured(plan: Plan, tree: Path, commit: _Commit, words: Sequence[str], filled: Path) -> tuple[str, ...]:
    """The row of a commit, empty where the program fails."""
    plan.tell(commit.title)
    commands = (
        programs.bare(tree),
        programs.ours(tree, plan.nothing, *words),
        programs.ours(tree, Memory(plan.scratch / "remembered", filled=filled), *words, name=programs.REMEMBERED),
    )
    runs = by_turns(commands, plan.rounds(commit.rounds), plan.tell)
    if len(runs) < len(commands):
        return ()
    bare, anew, again = runs.values()
    typical = middle(anew)
    figures = (number(typical.seconds), number(typical.cpu), f"{typical.peak:.0f}", str(paired(anew, bare)))
    return commit.title, *figures, number(middle(again).seconds), str(paired(again, bare))
