"""Which files of the repository an expression for a path can mean."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.evaluate.primitives.texts import text_of
from portbind_lint.evaluate.program.specifiers import InRepository
from portbind_lint.model.facts import Module, Variable
from portbind_lint.model.syntax import Binary, Call, Expression, Name, Template
from portbind_lint.model.value import External, Known, Thing

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_FOLDERS = frozenset({(".__dirname",), (".import", ".meta", ".dirname"), (".import", ".meta", ".dir")})
_FILES = frozenset(
    {(".__filename",), (".import", ".meta", ".url"), (".import", ".meta", ".filename"), (".import", ".meta", ".path")}
)
_WORKING = frozenset({("globalThis", (".process", ".cwd", "()")), ("process", (".cwd", "()"))})
_DEEPEST = 12


def files_of(
    evaluator: Evaluator, module: Module, expression: Expression, frame: object, *, scripts: bool = False
) -> tuple[str, ...]:
    """The files of the repository that `expression` can mean, most likely first; relative to where programs run.

    With `scripts`, as `require` finds them: an ending may be left out.
    """
    places = _Paths(evaluator, frame).of(module, expression)
    if scripts:
        resolved = (evaluator.program.resolve("", f"./{place}") for place in places)
        return tuple(target.path for target in resolved if isinstance(target, InRepository))
    return tuple(path for path in places if evaluator.program.repository.holds(path))


def working_folders(evaluator: Evaluator, path: str) -> tuple[str, ...]:
    """Where a program in the file `path` is started, as far as is known: its package's folder, else the root."""
    package = evaluator.program.repository.package_of(path)
    return tuple(dict.fromkeys(("" if package is None else package.folder, "")))


@dataclass(frozen=True, slots=True)
class _Paths:
    """Reads expressions in one context."""

    evaluator: Evaluator
    frame: object

    def of(self, module: Module, expression: Expression, depth: int = 0) -> tuple[str, ...]:
        """The places, in the repository, that an expression can mean."""
        if depth > _DEEPEST:
            return ()
        match expression:
            case Template(parts=("", start, *rest)) | Template(parts=(start, *rest)) if not isinstance(start, str):
                return _extended(self.of(module, start, depth + 1), tuple(rest))
            case Binary(operator="+", left=left, right=right):
                return _extended(self.of(module, left, depth + 1), (self._text(module, right),))
            case _:
                return self._of_value(module, expression, depth)

    def _of_value(self, module: Module, expression: Expression, depth: int) -> tuple[str, ...]:
        found: list[str] = []
        for case in self.evaluator.value(module, expression, self.frame).effective:
            found.extend(self._of_thing(module, case.thing, depth))
        binding = module.binding(expression) if not found and isinstance(expression, Name) else None
        if isinstance(binding, Variable) and binding.value is not None and not binding.path:
            return self.of(module, binding.value, depth + 1)
        return tuple(dict.fromkeys(found))

    def _text(self, module: Module, expression: Expression) -> str | None:
        return text_of(self.evaluator.value(module, expression, self.frame))

    def _of_thing(self, module: Module, thing: Thing, depth: int) -> tuple[str, ...]:
        match thing:
            case Known(str() as text):
                return () if text.startswith("/") else _joined(working_folders(self.evaluator, module.path), text)
            case External("globalThis", path) if path in _FOLDERS:
                return (posixpath.dirname(module.path),)
            case External("globalThis", path) if path in _FILES:
                return (module.path,)
            case External(name, path) if (name, path) in _WORKING:
                return working_folders(self.evaluator, module.path)
            case External(path=(*_, "()" | "new"), calls=calls) if calls and calls[-1][1].arguments:
                return self._of_call(thing, *calls[-1], depth + 1)
            case _:
                return ()

    def _of_call(self, thing: External, module: Module, call: Call, depth: int) -> tuple[str, ...]:
        first, *others = call.arguments
        match thing:
            case External("path" | "path/posix", (*_, ".dirname", "()")):
                return tuple(posixpath.dirname(place) for place in self.of(module, first, depth))
            case External("url", (*_, ".fileURLToPath", "()")):
                return self.of(module, first, depth)
            case External("globalThis" | "url", (*_, ".URL", "new")) if others:
                folders = (posixpath.dirname(place) for place in self.of(module, others[0], depth))
                return _extended(tuple(folders), (self._text(module, first),))
            case External("path" | "path/posix", (*_, ".join" | ".resolve", "()")):
                parts = tuple(self._text(module, argument) for argument in others)
                places = self.of(module, first, depth)
                for part in parts:
                    places = _extended(places, (part,))
                return places
            case _:
                return ()


def _extended(folders: tuple[str, ...], rest: tuple[object, ...]) -> tuple[str, ...]:
    """Folders with text written after them; nothing where some of it is no known text."""
    texts = [part for part in rest if isinstance(part, str)]
    if len(texts) != len(rest):
        return ()
    return _joined(folders, "".join(texts).lstrip("/"))


def _joined(folders: tuple[str, ...], further: str) -> tuple[str, ...]:
    found = (posixpath.normpath(posixpath.join(folder, further)) for folder in folders)
    return tuple("" if path == "." else path for path in found if path != ".." and not path.startswith(("../", "/")))
