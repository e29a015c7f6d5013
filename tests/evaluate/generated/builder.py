"""A program under construction: an expression whose value is known, and the modules around it."""

from __future__ import annotations

import posixpath
import random
from dataclasses import dataclass, field

ADDRESSES = ("0.0.0.0", "127.0.0.1", "localhost", "::", "::1", "192.168.7.1", "10.0.0.8")
EXPOSED = frozenset({"0.0.0.0", "::"})
_ENDINGS = {"ts": ".ts", "esm": ".mjs", "cjs": ".js"}
_NOTHING = ("undefined", "process.env.HOST", "({}).host", "process.env.HOST?.trim()", "[][0]", "void 0")
_STEMS = ("config", "server", "start", "defaults", "main", "app", "settings")


@dataclass
class Scope:
    """A block that is still open: `head { lines } tail`, with `after` behind it. `awaits` allows `await` in it."""

    head: str = ""
    tail: str = ""
    after: str = ""
    awaits: bool = False
    lines: list[str] = field(default_factory=list)

    def text(self) -> str:
        return "\n".join(part for part in (self.head, *self.lines, self.tail, self.after) if part)


@dataclass
class Source:
    """One file; `kind` is `ts`, `esm` or `cjs`. The first scope is the module itself."""

    path: str
    kind: str
    imports: list[str] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)

    def text(self) -> str:
        while len(self.scopes) > 1:
            inner = self.scopes.pop()
            self.scopes[-1].lines.append(inner.text())
        return "\n".join((*self.imports, self.scopes[0].text(), ""))


@dataclass(frozen=True)
class Program:
    """What was made: `host` is what reaches the listening call, None for `undefined`.

    `default` is the class that the listener has without a host; `constructs` names the steps that were taken, and
    `runs` says that Node can run `entry` as it is.
    """

    texts: dict[str, str]
    entry: str
    host: str | None
    default: str
    constructs: tuple[str, ...]
    runs: bool


class Builder:
    """`expression` has the value `value` (None: undefined) at the current place; constructs change both alike."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - reproducible, not secret
        self.files: dict[str, Source] = {}
        self.constructs: list[str] = []
        self._names = 0
        self.value: str | None = self.random.choice((*ADDRESSES, None))
        self.expression = self.random.choice(_NOTHING) if self.value is None else f"'{self.value}'"
        self.fragile = False
        self.source = self.open_file(self.random.choice(("ts", "esm", "cjs", "cjs", "esm")))
        self.entry = self.source.path

    def open_file(self, kind: str) -> Source:
        """A new empty module, sometimes in a folder of its own."""
        folder = self.random.choice(("", "", "", "lib/"))
        stem = self.name(self.random.choice(_STEMS))
        if kind != "esm" and self.random.random() < 0.15:
            stem += "/index"
        path = f"src/{folder}{stem}{_ENDINGS[kind]}"
        self.files[path] = Source(path, kind, scopes=[Scope(awaits=kind != "cjs")])
        return self.files[path]

    @property
    def scope(self) -> Scope:
        return self.source.scopes[-1]

    @property
    def at_top(self) -> bool:
        return len(self.source.scopes) == 1

    def specifier(self, importer: Source, target: Source) -> str:
        """How `importer` can name `target`."""
        path = posixpath.relpath(target.path, posixpath.dirname(importer.path))
        path = path if path.startswith(".") else f"./{path}"
        if target.kind == "esm" or importer.kind == "esm":
            return path
        stem = path.rpartition(".")[0]
        short = [stem.removesuffix("/index")] if stem.endswith("/index") else [stem]
        return self.random.choice((*short, stem, f"{stem}.js"))

    def name(self, word: str) -> str:
        """A name that nothing has yet."""
        self._names += 1
        return f"{word}{self._names}"

    def say(self, line: str) -> None:
        """One more statement at the current place."""
        if line:
            self.scope.lines.append(line)

    def decoy(self) -> str:
        """An address that must not be found: exposed where the true one is not, and the reverse."""
        exposed = self.value not in EXPOSED
        return self.random.choice([a for a in ADDRESSES if (a in EXPOSED) is exposed])

    def becomes(self, expression: str, value: str | None, *, fragile: bool = False) -> None:
        """Goes on with another expression; a fragile one (`await`, `this`) cannot move into a function."""
        self.expression, self.value, self.fragile = expression, value, fragile

    def stable(self, *, captured: bool = False) -> str:
        """The expression, put into a constant first where it could not be moved, or a name of it would be captured."""
        if self.fragile or captured:
            name = self.name("value")
            self.say(f"const {name} = {self.expression};")
            self.becomes(name, self.value)
        return self.expression

    def finished(self, default: str) -> Program:
        """The program as text."""
        texts = {path: source.text() for path, source in self.files.items()}
        runs = not any(source.kind == "ts" for source in self.files.values())
        return Program(texts, self.entry, self.value, default, tuple(self.constructs), runs)
