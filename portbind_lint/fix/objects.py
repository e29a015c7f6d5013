"""A key more in an object literal, in the way the object is written."""

from __future__ import annotations

from portbind_lint.fix.text import Text
from portbind_lint.model.fix import Edit
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Object, Property, Spread

_REST_OF_LINE = regex(rb"[ \t]*(,?)[ \t]*(?://[^\n\r]*|/\*[^\n\r*]*\*/[ \t]*)?(?=\r|\n)")


def with_key(text: Text, node: Object, key: str, value: str) -> tuple[Edit, ...]:
    """The edits that give an object `key: value`.

    A spread that comes later keeps its say, so the key stands before the first one; else it stands last.
    """
    entry = f"{key}: {value}"
    spread = next((item for item in node.entries if isinstance(item, Spread)), None)
    if not node.entries:
        return (_in_empty(text, node, entry),)
    if spread is not None:
        return (_before(text, spread, entry),)
    return _after(text, node.entries[-1], entry)


def entry_of(node: Object, key: str) -> Property | None:
    """The last entry `key` of an object."""
    found = [item for item in node.entries if isinstance(item, Property) and item.key == key]
    return found[-1] if found else None


def _in_empty(text: Text, node: Object, entry: str) -> Edit:
    space = " " if text.data[node.start + 1 : node.start + 2] == b" " else ""
    return text.edit(node.start + 1, node.start + 1, f"{space}{entry}")


def _before(text: Text, spread: Spread, entry: str) -> Edit:
    indent = text.indent(spread.start)
    between = " " if indent is None else f"{text.line_end(spread.start)}{indent}"
    return text.edit(spread.start, spread.start, f"{entry},{between}")


def _after(text: Text, last: Property | Spread, entry: str) -> tuple[Edit, ...]:
    """Behind the last entry; on a line of its own where that has one, so that a comment stays beside its entry."""
    indent = text.indent(last.start)
    rest = _REST_OF_LINE.match(text.data, last.end)
    if indent is None or rest is None:
        between = " " if indent is None else f"{text.line_end(last.end)}{indent}"
        return (text.edit(last.end, last.end, f",{between}{entry}"),)
    new_line = f"{text.line_end(last.end)}{indent}{entry}"
    if rest[1]:
        return (text.edit(rest.end(), rest.end(), f"{new_line},"),)
    if rest.end() == last.end:
        return (text.edit(last.end, last.end, f",{new_line}"),)
    return (text.edit(last.end, last.end, ","), text.edit(rest.end(), rest.end(), new_line))
