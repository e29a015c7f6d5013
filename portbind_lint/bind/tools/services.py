"""Compose files: the `command` and `entrypoint` of services, and the variables that are set for them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from portbind_lint.bind.tools.scattered import Setter, Started, Word
from portbind_lint.bind.tools.text import Text
from portbind_lint.evaluate.data.yaml_tree import Branch, BrokenYamlError, read_tree
from portbind_lint.model.regex import regex

_NAME = regex(r"(docker-)?compose([-_.][\w.-]+)?\.ya?ml|[\w.-]+[-_.]compose\.ya?ml", re.IGNORECASE)
_MENTIONS = regex(r"^[ \t]*[\"']?(?:command|entrypoint)[\"']?[ \t]*:", re.MULTILINE)


def is_service_file(path: str) -> bool:
    """`docker-compose.yml`, `compose.yaml`, `docker-compose.dev.yml`."""
    return bool(_NAME.fullmatch(posixpath.basename(path)))


def started_by_services(path: str, data: bytes) -> Iterator[tuple[str, Started]]:
    """What each service starts, with the path of a file in the folder that it is built from."""
    text = Text(path, data)
    if not _MENTIONS.search(text.content):
        return
    try:
        documents = read_tree(text.content)
    except BrokenYamlError:
        return
    for document in documents:
        services = document.get("services")
        for name, service in services.entries.items() if services else ():
            yield _built_in(path, service), _started(text, name, service, posixpath.basename(path))


def _built_in(path: str, service: Branch) -> str:
    build = service.get("build")
    context = (build.get("context") or build).text if build else None
    folder = posixpath.normpath(posixpath.join(posixpath.dirname(path), context or ""))
    return posixpath.join("" if folder.startswith((".", "/")) else folder, "package.json")


def _started(text: Text, name: str, service: Branch, file: str) -> Started:
    entry, command = _words(text, service.get("entrypoint")), _words(text, service.get("command"))
    setters = tuple(_setters(text, service.get("environment")))
    # Compose parts a text into words as a shell does, and gives it to none; `a && b` is for `sh -c` alone.
    return Started((*entry, *command), setters, is_line=True, script=f"start {name} {file}")


def _words(text: Text, branch: Branch | None) -> tuple[Word, ...]:
    if branch is None:
        return ()
    if branch.text is not None:
        return (_word(text, branch),)
    return tuple(_quoted(_word(text, item)) for item in branch.items if item.text is not None)


def _quoted(word: Word) -> Word:
    """A word of a list, as a line has it: what holds blanks is one word still."""
    plain = not re.search(r"[\s;&|<>()]", word.text) or "'" in word.text
    return word if plain else Word(f"'{word.text}'", word.location)


def _setters(text: Text, branch: Branch | None) -> Iterator[Setter]:
    if branch is None:
        return
    for name, value in branch.entries.items():
        if value.text is not None:
            yield Setter(name, _word(text, value))
    for item in branch.items:
        name, equals, value_text = (item.text or "").partition("=")
        if equals:
            yield Setter(name, Word(value_text, _word(text, item).location))


def _word(text: Text, branch: Branch) -> Word:
    """A scalar: where it begins in its line, or the whole line where it is spelt otherwise there."""
    value = branch.text or ""
    begin, end = text.line(branch.line)
    first = value.split("\n", 1)[0]
    column = text.content.find(first, begin, end) if first else -1
    start = column if column >= 0 else begin + len(text.content[begin:end]) - len(text.content[begin:end].lstrip())
    return Word(value, text.location(start, end))
