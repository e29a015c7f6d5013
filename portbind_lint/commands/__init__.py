"""The commands: every file of this folder is one, found because it exists and imported when somebody asks for it.

A command holds `SUMMARY`, its line in the help; `declare(parser)`, which adds its arguments to a parser; and
`run(arguments, console) -> Outcome`, which does the work. It prints nothing and never exits.
"""

from __future__ import annotations

import pkgutil
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from portbind_lint.console import Console, Outcome


@dataclass(frozen=True, slots=True)
class Command:
    """One command, as its file describes it."""

    name: str
    summary: str
    declare: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Console], Outcome]


def names() -> tuple[str, ...]:
    """The names of the commands, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def load(name: str) -> Command:
    """The command of that name, one of `names()`."""
    module = import_module(f"{__name__}.{name}")
    return Command(name, module.SUMMARY, module.declare, module.run)
