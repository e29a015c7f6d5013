"""What a commit concerns: the files that it names, and those that it takes away."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from portbind_lint.discover.base import Base, find_base, last_commits
from portbind_lint.discover.named import relative_paths
from portbind_lint.model.errors import UserError
from portbind_lint.relevance.names import concerns
from portbind_lint.requested import Selection


def selected_by_hook(arguments: Namespace, root: Path) -> Selection:
    """The named files and the removed ones, which no hook is told of, against what the commit builds on."""
    bases = (find_base(root, arguments.diff_base),) if arguments.diff_base else _built_on(root)
    removed = [path for base in bases for path in base.removed if concerns(path)]
    named = relative_paths(arguments.paths, root, skip_missing=True)
    return Selection((*named, *removed), bases, only_new=bool(arguments.diff_base))


def _built_on(root: Path) -> tuple[Base, ...]:
    """What is pushed already, before a push; else the last commit, and in a merge the merged one."""
    pushed = os.environ.get("PRE_COMMIT_FROM_REF")
    if pushed:
        try:
            return (find_base(root, pushed),)
        except UserError:
            # A new branch, or a history that was rewritten: nothing there can be compared with.
            return ()
    return last_commits(root)
