"""YAML as a tree that knows its lines, built from the parser's events: no objects, no recursion, no alias bombs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portbind_lint.model.yaml_loader import safe_loader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.events import Event

_DEEPEST = 40


class BrokenYamlError(ValueError):
    """The text is not YAML, or nests deeper than any deployment file does."""


@dataclass(slots=True, eq=False)
class Branch:
    """One node: a scalar has `text`, a sequence `items`, a mapping `entries`; `line` is 1-based.

    An alias is the same object again, so that walking must be by key, never over everything.
    """

    line: int
    text: str | None = None
    items: list[Branch] = field(default_factory=list)
    entries: dict[str, Branch] = field(default_factory=dict)

    def get(self, *keys: str) -> Branch | None:
        """What the keys lead to, `<<` merges followed one level."""
        here: Branch | None = self
        for key in keys:
            if here is None:
                return None
            merged = here.entries.get("<<")
            here = here.entries.get(key) or (merged.entries.get(key) if merged else None)
        return here

    def texts(self) -> Iterator[str]:
        """The scalars directly in here: itself, its items, or its values."""
        for branch in (self, *self.items, *self.entries.values()):
            if branch.text is not None:
                yield branch.text


def read_tree(text: str) -> tuple[Branch, ...]:
    """The documents of a YAML file; BrokenYamlError where it is none."""
    import yaml  # noqa: PLC0415 - a run without an exposed site does not pay for it

    growing = _Growing()
    try:
        for event in yaml.parse(text, Loader=safe_loader()):
            growing.take(event)
    except yaml.YAMLError as problem:
        raise BrokenYamlError(str(problem).split("\n", 1)[0]) from problem
    return tuple(growing.documents)


@dataclass(slots=True)
class _Open:
    """A collection that is being read; `key` is a mapping's key that still lacks its value."""

    branch: Branch
    is_mapping: bool
    key: str | None = None


class _Growing:
    """The tree as far as the events have come."""

    def __init__(self) -> None:
        self.documents: list[Branch] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, Branch] = {}

    def take(self, event: Event) -> None:
        """Grow by one event."""
        import yaml  # noqa: PLC0415 - imported by now

        line = event.start_mark.line + 1 if event.start_mark else 0
        match event:
            case yaml.ScalarEvent():
                self._place(Branch(line, text=str(event.value)), event.anchor)
            case yaml.AliasEvent():
                self._place(self._anchors.get(str(event.anchor), Branch(line)), None)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                branch = Branch(line)
                self._place(branch, event.anchor)
                self._open.append(_Open(branch, isinstance(event, yaml.MappingStartEvent)))
                if len(self._open) > _DEEPEST:
                    raise BrokenYamlError("nested too deep")
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()

    def _place(self, branch: Branch, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = branch
        if not self._open:
            self.documents.append(branch)
            return
        parent = self._open[-1]
        if not parent.is_mapping:
            parent.branch.items.append(branch)
        elif parent.key is None:
            parent.key = branch.text or ""
        else:
            parent.branch.entries[parent.key] = branch
            parent.key = None
