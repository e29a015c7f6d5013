"""The page of a rule, and what is known of a library, for a person in a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from portbind_lint.model.errors import UserError
from portbind_lint.model.library import Command, Default, DefaultClass, HostWord, Library, Listener
from portbind_lint.model.verdict import RuleInfo
from portbind_lint.report.parts.rule_page import rule_page

_BINDS = {
    DefaultClass.WILDCARD: "all interfaces",
    DefaultClass.LOOPBACK: "this machine only",
    DefaultClass.NONE: "nothing: it refuses to start without a host",
}


def explain(topic: str, rules: Iterable[RuleInfo], libraries: Iterable[Library]) -> str:
    """What is known of `topic`, a rule id or a library's name or import; raises `UserError` with the nearest names."""
    by_id = {rule.id: rule for rule in rules}
    if topic in by_id:
        return rule_page(by_id[topic])
    listed = tuple(libraries)
    found = [library for library in listed if topic == library.name or topic in library.modules]
    if found:
        return "\n".join(library_page(library) for library in found)
    names = sorted({*by_id, *(name for library in listed for name in (library.name, *library.modules))})
    close = get_close_matches(topic, names, n=3)
    raise UserError(
        f"nothing is known of {topic!r}; " + (f"did you mean {', '.join(close)}?" if close else _all_names(names))
    )


def library_page(library: Library) -> str:
    """How the library listens, what it binds without a host, how that is known, and examples."""
    lines = [library.name, "", *library_facts(library)]
    for example in library.examples:
        expected = ", ".join(example.expect) or "no listener"
        lines += ["", f"Example: {example.name} ({expected})", ""]
        lines += [f"    {line}".rstrip() for line in example.code.strip().splitlines()]
    return "\n".join(lines) + "\n"


def library_facts(library: Library) -> list[str]:
    """All of its page but the name and the examples, as lines."""
    lines = [f"  documentation  {library.documentation}"]
    lines += [f"  imported as    {', '.join(library.modules)}"] if library.modules else []
    lines += [f"  proven by      {_proof(library)}"]
    lines += ["", *library.notes.strip().splitlines()] if library.notes.strip() else []
    for listener in library.listeners:
        lines += ["", *_listener(listener)]
    for config in library.configs:
        lines += ["", f"{', '.join(config.names)}: the host is {config.key}.{config.host}", *_defaults(config.defaults)]
    for command in library.commands:
        lines += ["", *_command(command)]
    return lines


def _proof(library: Library) -> str:
    how = {"run": "running it", "source": "reading its source", "documentation": "its documentation"}
    proof = library.proof
    return f"{how.get(proof.how, proof.how)}, version {proof.version}: {' '.join(proof.seen.split())}"


def _listener(listener: Listener) -> list[str]:
    note = [f"  {' '.join(listener.note.split())}"] if listener.note else []
    return [f"{listener.call} ({listener.protocol})", *_defaults(listener.defaults), *note]


def _command(command: Command) -> list[str]:
    """A command as people type it, and where its host is given."""
    alternatives = "|".join(word for word in command.subcommands if word)
    words = ["|".join(command.programs), f"[{alternatives}]" if "" in command.subcommands else alternatives]
    found = [f"$ {' '.join(word for word in (*words, *command.needs[:1]) if word)}"]
    found += [f"  host by {_host(word)}" for word in command.hosts]
    found += [f"  not read: {', '.join(command.ignored)}"] if command.ignored else []
    note = [f"  {' '.join(command.note.split())}"] if command.note else []
    return [*found, *_defaults(command.defaults), *note]


def _host(word: HostWord) -> str:
    text = f"the variable {word.env}" if word.env else ", ".join(word.flags)
    text += f", which alone means {word.bare}" if word.bare else ""
    return text + (f", versions {word.versions}" if word.versions else "")


_FORMS = {
    "": "",
    "object": ", where options are given",
    "positional": ", where no options are given",
    "callback": ", where a callback stands in the host's place",
}


def _defaults(defaults: Iterable[Default]) -> list[str]:
    return [
        f"  without a host it binds {_BINDS[default.binds]}"
        + (f" ({default.address})" if default.address else "")
        + (f", versions {default.versions}" if default.versions else "")
        + _FORMS[default.form]
        for default in defaults
    ]


def _all_names(names: Iterable[str]) -> str:
    return f"known are {', '.join(names)}"
