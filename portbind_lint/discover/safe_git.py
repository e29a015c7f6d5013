"""How git is started on a checkout that nobody trusts: no shell, no program of its configuration, no network.

Nothing of the caller's environment but what finds the program reaches git, so that neither `GIT_DIR` nor a `HOME` with
its own configuration changes an answer. Both folders are named, which overrides `core.worktree` and `core.bare` and
lets git answer for a checkout of another owner (`safe.directory`): nothing that could run is left in it.
"""

from __future__ import annotations

import os

# What `typing.TYPE_CHECKING` is; to import that module costs more than what is done here.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence

# Everything in the analysed repository's configuration that could start a program or use the network for the commands
# that are used here.
_SAFE_CONFIGURATION = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.untrackedCache=false",
    "core.preloadIndex=false",
    "core.excludesFile=",
    "core.attributesFile=",
    "core.alternateRefsCommand=",
    "core.pager=cat",
    "core.quotePath=false",
    "credential.helper=",
    "diff.external=",
    "protocol.allow=never",
)

# Kept from the caller's environment; all else (GIT_DIR, GIT_EXTERNAL_DIFF, HOME with its configuration) is dropped.
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")


def command_line(top: str, folder: str, words: Sequence[str]) -> list[str]:
    """The command line of git with `words`, for the checkout at `top` whose git folder is `folder`."""
    command = ["git", f"--git-dir={folder}", f"--work-tree={top}", "--no-pager", "--literal-pathspecs"]
    for setting in _SAFE_CONFIGURATION:
        command += ["-c", setting]
    return [*command, "--no-replace-objects", *words]


def environment(index: str) -> dict[str, str]:
    """All that git gets to see of ours; `index` is the file of a commit in the making, "" for the usual one."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    if index:
        kept["GIT_INDEX_FILE"] = index
    return {
        **kept,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "LC_ALL": "C",
    }


def own_index(folder: str) -> str:
    """The index of a partial commit (`git commit FILE`), which git tells its hooks; "" for the usual one."""
    named = os.environ.get("GIT_INDEX_FILE", "")
    place = os.path.abspath(named) if named else ""
    return place if place and os.path.dirname(os.path.realpath(place)) == os.path.realpath(folder) else ""
