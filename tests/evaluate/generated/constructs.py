"""The ways a value travels: templates in `constructs/*.yml`, and how one is applied to a program that is being built.

In a template `$E` is the expression so far, `$D` an address that must not be found, `$V` an environment variable that
is not set, `$R` the value itself (`$L` and `$Z` its halves), `$P` the specifier of the other module. `$S`, `$Y`, `$G`
and `$N` are types where the file has types: `: string`, `: any`, `<any>`, `!`. Any other `$word` is a new name.

`result` says what comes out: the value (`same`), the value or else the decoy (`or`), or `undefined` (`none`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tests.evaluate.generated.builder import Builder, Scope, Source

FOLDER = Path(__file__).parent / "constructs"
_TOKEN = re.compile(r"\$([A-Za-z]+)")
_BARE = re.compile(r"(?<![.\w'\"])[a-z]+(?![\w:'\"])")
_WITH_NAMES = frozenset({"functions", "classes", "scopes", "callees"})
"""The tables with parameters of plain names, which would hide a name of the expression."""

_KINDS = ("ts", "esm", "cjs")
_TYPES = {"S": ": string", "Y": ": any", "G": "<any>", "N": "!"}


@dataclass(frozen=True)
class Construct:
    """One template. `file` is the table that it stands in; `first` ones restart from the value."""

    file: str
    name: str
    texts: dict[str, str]
    kinds: tuple[str, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    result: str
    first: bool
    plain: bool
    defined: bool
    awaits: bool
    fragile: bool
    default: str

    @property
    def label(self) -> str:
        return f"{self.file}/{self.name}"

    def text(self, part: str) -> str:
        return self.texts.get(part, "")


@cache
def constructs(file: str) -> tuple[Construct, ...]:
    """The constructs of one table."""
    rows = yaml.safe_load((FOLDER / f"{file}.yml").read_text("utf-8"))
    return tuple(_construct(file, row) for row in rows)


def _construct(file: str, row: dict[str, object]) -> Construct:
    def kinds(key: str) -> tuple[str, ...]:
        found = row.get(key, _KINDS)
        assert isinstance(found, (list, tuple))
        return tuple(str(kind) for kind in found)

    return Construct(
        file=file,
        name=str(row["name"]),
        texts={key: value for key, value in row.items() if isinstance(value, str)},
        kinds=kinds("kinds"),
        sources=kinds("from"),
        targets=kinds("to"),
        result=str(row.get("result", "same")),
        first=bool(row.get("raw") or row.get("literal")),
        plain=bool(row.get("plain")),
        defined=bool(row.get("defined") or row.get("raw")),
        awaits=bool(row.get("awaits")),
        fragile=bool(row.get("fragile")),
        default=str(row.get("default", "wildcard-default")),
    )


@dataclass
class Application:
    """One construct applied once: the same name, decoy and variable wherever the template repeats them."""

    builder: Builder
    construct: Construct

    def __post_init__(self) -> None:
        self.names: dict[str, str] = {}
        self.decoy = self.builder.decoy()
        captured = self.construct.file in _WITH_NAMES and _BARE.search(self.builder.expression) is not None
        self.expression = self.builder.stable(captured=captured)
        self.value = self.builder.value

    def fits(self) -> bool:
        """Whether the construct can stand at the current place."""
        builder, construct = self.builder, self.construct
        if builder.source.kind not in construct.kinds or (construct.first and builder.constructs):
            return False
        if self.value is None and (construct.defined or construct.plain):
            return False
        if construct.plain and ":" in str(self.value):
            return False
        waits = any("await " in construct.text(part) for part in ("before", "gives")) and not construct.awaits
        return builder.scope.awaits or not waits or construct.file == "modules"

    def expand(self, part: str, source: Source, specifier: str = "") -> str:
        """The text of one part of the template for `source`."""
        return _TOKEN.sub(lambda match: self._token(match[1], source, specifier), self.construct.text(part))

    def _token(self, word: str, source: Source, specifier: str) -> str:
        value = self.value or ""
        fixed = {
            "E": self.expression,
            "D": f"'{self.decoy}'",
            "P": specifier,
            "R": value,
            "L": value[:2],
            "Z": value[2:],
        }
        if word in fixed:
            return fixed[word]
        if word in _TYPES:
            return _TYPES[word] if source.kind == "ts" else ""
        if word not in self.names:
            self.names[word] = self.builder.name({"V": "process.env.HOST_"}.get(word, word))
        return self.names[word]

    def outcome(self) -> str | None:
        """The value that comes out."""
        match self.construct.result:
            case "none":
                return None
            case "or":
                return self.decoy if self.value is None else self.value
            case _:
                return self.value

    def simple(self) -> None:
        """Statements and a new expression at the current place."""
        source = self.builder.source
        self.builder.say(self.expand("before", source))
        self._goes_on(source)

    def opening(self) -> None:
        """A block around what follows."""
        source = self.builder.source
        self._open(source)
        self._goes_on(source)

    def importing(self) -> None:
        """What was built becomes a module; the program goes on in one that imports it."""
        builder, given = self.builder, self.builder.source
        builder.say(self.expand("export", given))
        if self.construct.text("barrel"):
            barrel = builder.open_file(given.kind)
            barrel.imports.append(self.expand("barrel", barrel, builder.specifier(barrel, given)))
            given = barrel
        targets = [kind for kind in self.construct.targets if _follows(given.kind, kind)]
        if given.kind == "cjs" and not self.construct.text("named"):
            targets = ["cjs"]
        source = builder.open_file(builder.random.choice(targets))
        mixed = given.kind == "cjs" and source.kind == "esm"
        specifier = builder.specifier(source, given)
        source.imports.append(self.expand("named" if mixed else "import", source, specifier))
        builder.source = source
        builder.entry = source.path
        builder.say(self.expand("before", source, specifier))
        self._goes_on(source, specifier)

    def calling(self) -> None:
        """The program goes on in a function of a new module, which the current one imports and calls."""
        builder, caller = self.builder, self.builder.source
        kinds = [
            kind for kind in self.construct.targets if caller.kind == kind or (caller.kind, kind) == ("esm", "cjs")
        ]
        source = builder.open_file(builder.random.choice(kinds))
        specifier = builder.specifier(caller, source)
        caller.imports.append(self.expand("import", caller, specifier))
        builder.say(self.expand("before", caller, specifier))
        builder.source = source
        self._open(source)
        self._goes_on(source)

    def _open(self, source: Source) -> None:
        parts = [self.expand(part, source) for part in ("open", "close", "after")]
        source.scopes.append(Scope(*parts, awaits=self.construct.awaits))

    def _goes_on(self, source: Source, specifier: str = "") -> None:
        expression = self.expand("gives", source, specifier)
        fragile = self.construct.fragile or "await " in expression
        self.builder.becomes(expression, self.outcome(), fragile=fragile)


def _follows(given: str, importer: str) -> bool:
    return given == importer or (given, importer) == ("cjs", "esm")
