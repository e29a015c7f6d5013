"""`portbind-lint explain`: the page of a rule, or what a library binds and how that was proven."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from portbind_lint.catalogue.declared import declared_libraries
from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.config.load import load_config
from portbind_lint.console import Console, Outcome
from portbind_lint.discover.named import chosen_root
from portbind_lint.judge.engine import all_rules
from portbind_lint.model.library import Library
from portbind_lint.report.parts.explain import explain

SUMMARY = "explain a rule, or what a library binds"


def declare(parser: ArgumentParser) -> None:
    """Add the arguments of `explain`."""
    parser.add_argument("topic", metavar="RULE|LIBRARY", help="a rule id or the name of a library")
    parser.add_argument("--root", metavar="DIR", help="the repository whose settings describe libraries of its own")
    parser.add_argument("--config", metavar="FILE", help="those settings (default: .portbind.yml in the root)")


def run(arguments: Namespace, console: Console) -> Outcome:
    """Print the page; raises `UserError`, with the nearest names, for a topic that nobody knows.

    The libraries that the project describes itself are known, too; a mistake in its settings is one of the caller's.
    """
    del console
    rules = all_rules()
    is_rule = arguments.topic in {rule.id for rule in rules}
    return Outcome(output=explain(arguments.topic, rules, () if is_rule else _libraries(arguments)))


def _libraries(arguments: Namespace) -> tuple[Library, ...]:
    """All that are known where the command is given."""
    config = load_config(chosen_root(arguments.root), Path(arguments.config) if arguments.config else None)
    return load_catalogue(declared_libraries(config.libraries)).libraries
