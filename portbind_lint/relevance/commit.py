"""Which files of a commit a hook has to look at: by name what could matter at all, by content what could of code.

Nothing heavy is imported here: most commits concern no listener, and shall not wait for one.
"""

from __future__ import annotations

import os

from portbind_lint.relevance.manifests import says_the_same
from portbind_lint.relevance.names import MANIFEST, concerns, is_plain_code
from portbind_lint.relevance.scripts import is_touched, may_listen

# What `typing.TYPE_CHECKING` is; to import that module costs more than to skip a commit.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portbind_lint.discover.staged import Staged

LARGE = 2_000_000
"""What is not compared: so many bytes."""


def nothing_to_do(words: Sequence[str]) -> bool:
    """Whether `check --hook` with these words need not look at anything: no file that is named or removed can matter.

    Not sure, because of another option or of a checkout that git knows nothing of, counts as no.
    """
    if any(word.startswith("-") and word not in ("--hook", "--") for word in words):
        return False
    from portbind_lint.discover.root import git_place, top_level  # noqa: PLC0415 - other options need neither

    root = top_level(os.getcwd())
    place = git_place(root)
    if place is None or os.environ.get("PRE_COMMIT_FROM_REF") or _declares_libraries(root):
        return False
    from portbind_lint.discover.staged import Staged  # noqa: PLC0415 - not every checkout gets here

    staged = Staged(*place)
    try:
        if staged.merges or any(_was_relevant(path, staged) for path in staged.removed):
            return False
        return not any(_is_relevant(word, root, staged) for word in words if not word.startswith("-"))
    except (OSError, ValueError):
        return False
    finally:
        staged.close()


def matters(path: str, before: Callable[[], bytes], after: Callable[[], bytes]) -> bool:
    """Whether a change of the file at `path` can matter, as far as its name and its texts tell.

    The texts are asked for where the name does not tell: their first `LARGE` bytes, none where there is no such file.
    """
    if not concerns(path):
        return False
    is_manifest = os.path.basename(path) == MANIFEST
    if not is_manifest and not is_plain_code(path):
        return True
    now = after()
    if not is_manifest and may_listen(now):
        # Nobody has to be asked what it was.
        return True
    then = before()
    if max(len(then), len(now)) >= LARGE:
        return True
    return (then == now or not says_the_same(then, now)) if is_manifest else is_touched(then, now)


def _is_relevant(name: str, root: str, staged: Staged) -> bool:
    path = os.path.relpath(os.path.realpath(name), root).replace(os.sep, "/")
    return matters(path, lambda: staged.before(path, LARGE), lambda: _content(name))


def _was_relevant(path: str, staged: Staged) -> bool:
    """Whether a file that is taken away could matter."""
    return matters(path, lambda: staged.before(path, LARGE), bytes)


def _content(name: str) -> bytes:
    """The first bytes of the file, none where there is no such file; raises OSError where it cannot be read."""
    if not os.path.lexists(name):
        return b""
    with open(name, "rb") as file:
        return file.read(LARGE)


def _declares_libraries(root: str) -> bool:
    """Whether the project describes packages of its own: then any word can be that of a listener."""
    try:
        with open(os.path.join(root, ".portbind.yml"), "rb") as file:
            return b"libraries" in file.read()
    except OSError:
        return False
