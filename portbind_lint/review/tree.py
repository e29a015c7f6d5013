"""YAML as a tree that knows its lines, built from the parser's events: no objects, no recursion, no alias bombs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

_DEEPEST = 40


class BrokenYaml(ValueError):
    """The text is not YAML, or nests deeper than any deployment file does."""


@dataclass(slots=True, eq=False)
class Branch:
    """One node. A scalar has `text`; a sequence `items`; a mapping `entries`. `line` is 1-based. An alias is the same
    object again, so that walking must be by key, never over everything.
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
        if self.text is not None:
            yield self.text
        for child in [*self.items, *self.entries.values()]:
            if child.text is not None:
                yield child.text


def read_tree(text: str) -> tuple[Branch, ...]:
    """The documents of a YAML file; BrokenYaml where it is none."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    documents: list[Branch] = []
    stack: list[tuple[Branch, list[Branch]]] = []
    anchors: dict[str, Branch] = {}

    def place(branch: Branch) -> None:
        if not stack:
            documents.append(branch)
            return
        parent, pending = stack[-1]
        pending.append(branch)
        if parent.text == "":
            if len(pending) == 2:  # noqa: PLR2004 - a key and its value
                parent.entries[pending[0].text or ""] = pending[1]
                pending.clear()
        else:
            parent.items.append(branch)
            pending.clear()

    try:
        for event in yaml.parse(text, Loader=loader):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.events.ScalarEvent):
                branch = Branch(line, text=event.value)
            elif isinstance(event, yaml.events.AliasEvent):
                place(anchors.get(event.anchor, Branch(line)))
                continue
            elif isinstance(event, yaml.events.CollectionStartEvent):
                # A mapping is marked by an empty text while it is open.
                branch = Branch(line, text="" if isinstance(event, yaml.events.MappingStartEvent) else None)
            elif isinstance(event, yaml.events.CollectionEndEvent):
                stack.pop()[0].text = None
                continue
            else:
                continue
            if event.anchor:
                anchors[event.anchor] = branch
            place(branch)
            if isinstance(event, yaml.events.CollectionStartEvent):
                stack.append((branch, []))
                if len(stack) > _DEEPEST:
                    raise BrokenYaml("nested too deep")
    except yaml.YAMLError as problem:
        raise BrokenYaml(str(problem).split("\n", 1)[0]) from problem
    return tuple(documents)
