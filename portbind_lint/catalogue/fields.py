"""Typed reading of one YAML mapping: a mistake becomes one line that names the file, the key and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from reprlib import repr as short

from portbind_lint.model.errors import UserError


def nearest(word: str, allowed: Sequence[str]) -> str:
    """A hint that names the allowed word most like `word`, or all of them where none is near."""
    near = get_close_matches(word, allowed, n=1)
    return f"did you mean {near[0]!r}?" if near else f"allowed: {', '.join(allowed)}"


@dataclass(frozen=True, slots=True)
class Fields:
    """One mapping of a file. `where` is its dotted place in the file, "" for the whole file."""

    origin: str
    where: str
    values: Mapping[str, object]

    @classmethod
    def read(cls, origin: str, where: str, value: object, allowed: Sequence[str]) -> Fields:
        """`value` as a mapping with no keys but `allowed`; raises UserError."""
        if not isinstance(value, dict):
            raise UserError(f"{origin}: {where or 'the file'} must be a mapping with the keys {', '.join(allowed)}")
        for key in value:
            if key not in allowed:
                place = f" in {where}" if where else ""
                raise UserError(f"{origin}: unknown key {short(str(key))}{place}; {nearest(str(key), allowed)}")
        return cls(origin, where, value)

    def fail(self, key: str, problem: str) -> UserError:
        """The error for one key of this mapping."""
        return UserError(f"{self.origin}: {self.place(key)} {problem}")

    def place(self, key: str) -> str:
        """The dotted place of `key` in the file."""
        return f"{self.where}.{key}" if self.where else key

    def text(self, key: str, default: str | None = None, *, choices: Sequence[str] = ()) -> str:
        """A string (a number is taken as its text), one of `choices` if there are any; no default means required."""
        value = self.values.get(key, default)
        if value is None:
            raise self.fail(key, "is missing")
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise self.fail(key, "must be text")
        if choices and value not in choices:
            raise self.fail(key, f"is {value!r}; {nearest(value, choices)}")
        return value

    def flag(self, key: str) -> bool:
        """A boolean, false where it is missing."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.fail(key, "must be true or false")
        return value

    def items(self, key: str) -> tuple[object, ...]:
        """A list; empty where it is missing."""
        value = self.values.get(key, ())
        if not isinstance(value, (list, tuple)):
            raise self.fail(key, "must be a list")
        return tuple(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; empty where it is missing."""
        found: list[str] = []
        for item in self.items(key):
            if not isinstance(item, str):
                raise self.fail(key, f"must be a list of texts, {short(item)} is none (quote it?)")
            found.append(item)
        return tuple(found)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A mapping from text to text in the file's order; empty where it is missing."""
        value = self.values.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(t, str) for pair in value.items() for t in pair):
            raise self.fail(key, "must be a mapping from text to text (quote numbers, true, false and null)")
        return tuple(value.items())
