"""Which runtime a file is handed to, by the scripts of its package."""

from __future__ import annotations

from posixpath import join, normpath

from portbind_lint.bind.tools.line import runs
from portbind_lint.model.source import Repository

_RUN = "run"


def is_run_by(program: str, path: str, repository: Repository) -> bool:
    """Whether a script of the nearest package hands the file at `path` to `program`: `bun run --hot src/index.ts`."""
    package = repository.package_of(path)
    if package is None:
        return False
    started = (
        words[1:] for _, line in package.scripts for words in (run.words for run in runs(line)) if words[0] == program
    )
    return any(_file(words, package.folder) == path for words in started)


def _file(words: tuple[str, ...], folder: str) -> str:
    """The file among the words behind a runtime, seen from the root; "" where there is none."""
    plain = [word for word in words if not word.startswith("-")]
    named = plain[1:] if plain[:1] == [_RUN] else plain
    return normpath(join(folder, named[0])) if named else ""
