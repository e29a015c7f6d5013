"""From the arguments that every command with an analysis shares to the request for it."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import dataclass
from pathlib import Path

from portbind_lint.config.load import load_config
from portbind_lint.config.settings import FILE_NAME, PERSONAS, Config
from portbind_lint.console import Console
from portbind_lint.discover.base import Base
from portbind_lint.discover.named import chosen_root
from portbind_lint.model.errors import UserError
from portbind_lint.parse.source import PARSERS
from portbind_lint.pipeline import Request
from portbind_lint.recall.folder import VARIABLE, cache_folder
from portbind_lint.recall.remembered import Forgetful, Memory
from portbind_lint.recall.store import Store
from portbind_lint.triage import baseline as baselines
from portbind_lint.triage.baseline import LIMIT, Baseline


@dataclass(frozen=True, slots=True)
class Settings:
    """What the arguments and the configuration settle together."""

    root: Path
    config: Config
    config_file: str
    baseline: Baseline | None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which findings are shown: those that concern the paths, and with `only_new` those that no base has."""

    paths: tuple[str, ...] = ("",)
    bases: tuple[Base, ...] = ()
    only_new: bool = True


EVERYTHING = Selection()
_LONGEST_NUMBER = 4


def declare(parser: ArgumentParser, persona: str = "") -> None:
    """Add the arguments that say what is analysed and how; a command can be of one persona only."""
    what = parser.add_argument_group("what is analysed")
    what.add_argument(
        "--root", metavar="DIR", help="the repository (default: git's top level, else the current folder)"
    )
    what.add_argument("--config", metavar="FILE", help="settings (default: .portbind.yml in the root)")
    if persona:
        parser.set_defaults(persona=persona)
    else:
        what.add_argument("--persona", choices=PERSONAS, help="audit also shows addresses that could not be resolved")
    what.add_argument(
        "--parser",
        choices=PARSERS,
        default=PARSERS[0],
        help="esprima reads plain JavaScript where tree-sitter cannot be installed (default: tree-sitter)",
    )
    what.add_argument(
        "--jobs", type=_jobs, default=0, metavar="N", help="processes that share the work (default: one a processor)"
    )
    cache = what.add_mutually_exclusive_group()
    cache.add_argument(
        "--cache-dir", metavar="DIR", help=f"where to remember what was found ({VARIABLE}; default: the user's caches)"
    )
    cache.add_argument("--no-cache", action="store_true", help="remember nothing, and start anew")
    what.add_argument("--no-ignores", action="store_true", help="let no suppression of the repository count")


def _jobs(text: str) -> int:
    """A number of processes; 0 leaves it to us."""
    if not text.isdecimal() or len(text) > _LONGEST_NUMBER:
        raise ArgumentTypeError(f"{text!r} is no number of processes; give 1 or more")
    return int(text)


def settings(arguments: Namespace, baseline: str | None = None, *, read_baseline: bool = True) -> Settings:
    """The root, its configuration and the baseline: the one named, else the configured one; raises `UserError`."""
    root = chosen_root(arguments.root)
    chosen = Path(arguments.config) if arguments.config else None
    config = load_config(root, chosen)
    found = None
    if baseline is not None:
        found = load_baseline(root, Path(os.path.abspath(baseline)))  # noqa: PTH100 - resolve() would follow a link
    elif config.baseline and read_baseline and not arguments.no_ignores:
        found = load_baseline(root, configured_baseline(root, config))
    return Settings(root, config, _inside(root, chosen or root / FILE_NAME), found)


def request(
    arguments: Namespace,
    chosen: Settings,
    console: Console,
    selection: Selection = EVERYTHING,
) -> Request:
    """What to ask of the pipeline; raises `UserError`."""
    return Request(
        root=chosen.root,
        config=chosen.config,
        paths=selection.paths,
        persona=arguments.persona or chosen.config.persona,
        ignores=not arguments.no_ignores,
        parser=arguments.parser,
        failed=console.failed,
        progress=console.progress,
        baseline=chosen.baseline,
        bases=selection.bases,
        only_new=selection.only_new,
        config_file=chosen.config_file,
        jobs=arguments.jobs,
        memory=_memory(arguments, chosen, console, selection),
    )


def _memory(arguments: Namespace, chosen: Settings, console: Console, selection: Selection) -> Memory:
    """The memory for runs of this kind; `--fix` and reports with fixes look at the paths that are named."""
    folder = None if arguments.no_cache else cache_folder(arguments.cache_dir, chosen.root)
    if folder is None:
        return Forgetful()
    paths = () if getattr(arguments, "hook", False) else selection.paths
    return Store(
        folder, chosen.root, repr((arguments.command, arguments.persona, arguments.parser, paths)), console.note
    )


def configured_baseline(root: Path, config: Config) -> Path:
    """The file that the configuration names; raises `UserError` for one outside of the repository."""
    path = root / config.baseline
    if not Path(os.path.realpath(path)).is_relative_to(root):
        raise UserError(f"{config.path}: baseline: {config.baseline} is not inside {root}")
    return path


def load_baseline(root: Path, path: Path) -> Baseline:
    """The baseline in the file `path`; raises `UserError`."""
    name = _inside(root, path) or str(path)
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a usable file name"
        raise UserError(f"{name}: cannot be read: {reason}; portbind-lint baseline create writes it") from error
    if len(data) > LIMIT:
        raise UserError(f"{name}: larger than {LIMIT:,} bytes, which no baseline is")
    return baselines.read_baseline(name, data)


def _inside(root: Path, path: Path) -> str:
    """The path relative to the root, "" where it lies elsewhere."""
    real = Path(os.path.realpath(path.parent)) / path.name
    return real.relative_to(root).as_posix() if real.is_relative_to(root) else ""
