"""Small programs in memory, and values as the text that the tables of examples expect."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.program.program import Program
from portbind_lint.model.facts import Module
from portbind_lint.model.source import Package
from portbind_lint.model.value import (
    Absent,
    Case,
    ClassCase,
    External,
    FunctionCase,
    Instance,
    Known,
    Setting,
    Thing,
    Unknown,
    Value,
)  # fmt: skip
from portbind_lint.parse.source import parse


@dataclass(frozen=True)
class Texts:
    """`model.source.Repository` over a dictionary from path to text."""

    texts: dict[str, str]

    @cached_property
    def packages(self) -> tuple[Package, ...]:
        manifests = [path for path in self.files if PurePosixPath(path).name == "package.json"]
        names = {path: json.loads(self.texts[path]).get("name", "") for path in manifests}
        return tuple(Package(path.rpartition("/")[0], path, name) for path, name in names.items())

    @property
    def root(self) -> str:
        return "/repository"

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(sorted(self.texts))

    def files_like(self, text: str) -> tuple[str, ...]:
        return tuple(path for path in self.files if text in path)

    def package_of(self, path: str) -> Package | None:
        inside = [p for p in self.packages if not p.folder or path.startswith(f"{p.folder}/")]
        return max(inside, key=lambda package: len(package.folder), default=None)

    def holds(self, path: str) -> bool:
        return path in self.texts

    def read(self, path: str) -> bytes | None:
        return self.texts[path].encode() if path in self.texts else None

    def look(self, path: str) -> bytes | None:
        return self.read(path)

    def rest_on(self, path: str, what: str, digest: str) -> None:
        """Nobody asks."""

    def sources_naming(self, word: str, near: str = "") -> tuple[str, ...]:
        del near
        return tuple(path for path in self.files if word in self.texts[path])

    def importers(self, path: str) -> tuple[str, ...]:
        stem = PurePosixPath(path).stem
        folder = PurePosixPath(path).parent.name
        names = (stem, folder) if stem == "index" else (stem,)
        return tuple(p for p in self.files if p != path and any(name in self.texts[p] for name in names))


def evaluator_of(texts: dict[str, str]) -> Evaluator:
    return Evaluator(Program(Texts(texts), parse))


def module_of(evaluator: Evaluator, path: str) -> Module:
    module = evaluator.program.module(path)
    assert module is not None
    return module


def shown_in(texts: dict[str, str], path: str) -> list[str]:
    """What the arguments of the calls of `show` in one file are, by source order."""
    evaluator = evaluator_of(texts)
    module = module_of(evaluator, path)
    return [
        "unknown positions" if values is None else ", ".join(described(value) for value in values)
        for call in module.calls("show")
        for values in (evaluator.arguments(module, call),)
    ]


def described(value: Value) -> str:
    return " | ".join(_case(case) for case in value.cases)


def _case(case: Case) -> str:
    text = _thing(case.thing)
    if case.set_by:
        text += f" set {'+'.join(setting.name for setting in case.set_by)}"
    return f"{text} if {case.condition}" if case.condition else text


def _thing(thing: Thing) -> str:
    match thing:
        case Known(value):
            return (
                {True: "true", False: "false", None: "null"}.get(value) or repr(value)
                if not isinstance(value, (str, int, float)) or isinstance(value, bool)
                else repr(value)
            )
        case Absent():
            return "undefined"
        case Setting(kind, name):
            return f"<{kind} {name}>"
        case External(module, path):
            return f"{module}:{''.join(path)}"
        case Unknown(reason):
            return f"?{reason.name}"
        case FunctionCase(_, node):
            return f"function {node.name or ''}".strip()
        case ClassCase(_, node):
            return f"class {node.name or ''}".strip()
        case Instance(cls):
            return f"instance of {cls.node.name}"
        case _:
            return type(thing).__name__


def trail_of(value: Value) -> list[str]:
    return [f"{step.path}:{step.line}" for step in value.cases[0].trail]
