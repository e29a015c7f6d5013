"""`portbind-lint explain`: the page of a rule, or what a library binds and how that was proven."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.console import Console, Outcome
from portbind_lint.judge.engine import all_rules
from portbind_lint.report.parts.explain import explain

SUMMARY = "explain a rule, or what a library binds"


def declare(parser: ArgumentParser) -> None:
    """Add the arguments of `explain`."""
    parser.add_argument("topic", metavar="RULE|LIBRARY", help="a rule id or the name of a library")


def run(arguments: Namespace, console: Console) -> Outcome:
    """Print the page; raises `UserError`, with the nearest names, for a topic that nobody knows."""
    del console
    return Outcome(output=explain(arguments.topic, all_rules(), load_catalogue().libraries))
