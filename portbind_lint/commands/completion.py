"""`portbind-lint completion`: the words of the command line for a shell, to be evaluated in its start file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from portbind_lint.console import Console, Outcome
from portbind_lint.shells import SHELLS, Word, script

SUMMARY = "print the completion for a shell"


def declare(parser: ArgumentParser) -> None:
    """Add the arguments of `completion`."""
    parser.add_argument("shell", choices=SHELLS, help="the shell: eval the output in its start file")


def run(arguments: Namespace, console: Console) -> Outcome:
    """Print the script; it is made of the same declarations as the help."""
    del console
    return Outcome(output=script(arguments.shell, words()))


def words() -> tuple[Word, ...]:
    """Every command with what it takes."""
    from portbind_lint import commands  # noqa: PLC0415 - this command is one of them

    found = []
    for name in commands.names():
        command = commands.load(name)
        parser = ArgumentParser(prog=name, allow_abbrev=False)
        command.declare(parser)
        found.append(Word.of(name, command.summary, parser))
    return tuple(found)
