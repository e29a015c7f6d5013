"""pm2's configuration in code: the applications that `ecosystem.config.js` exports."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename

from portbind_lint.bind.tools.pm2 import App
from portbind_lint.bind.tools.scattered import Setter, Started, Word
from portbind_lint.bind.tools.sites import Programs
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.model.facts import Module
from portbind_lint.model.regex import regex
from portbind_lint.model.site import ToolSite
from portbind_lint.model.source import Location
from portbind_lint.model.value import Absent, ArrayCase, Known, Record, Unknown, Value

_NAME = regex(r"(?:[\w.-]*[-.])?(?:ecosystem|process|processes|pm2)(?:[-.][\w.-]+)?\.[cm]?[jt]s")
_MOST = 40


def is_process_file(path: str) -> bool:
    """`ecosystem.config.js`, `pm2.config.cjs`, `ecosystem.staging.js`."""
    return bool(_NAME.fullmatch(basename(path)))


def process_sites(
    module: Module, catalogue: Programs, evaluator: Evaluator, unfolding: Unfolding
) -> Iterator[ToolSite]:
    """The listeners that the applications of `module` start."""
    package = evaluator.program.repository.package_of(module.path)
    for export in module.exports:
        if export.value is None or export.name not in ("default", "=", "apps"):
            continue
        exported = evaluator.value(module, export.value)
        apps = exported if export.name == "apps" else evaluator.property(exported, "apps")
        for app in _elements(apps, evaluator):
            yield from (
                _Read(evaluator, app, module.location_at(export.start)).started().sites(package, catalogue, unfolding)
            )


def _elements(array: Value, evaluator: Evaluator) -> Iterator[Value]:
    """What an array holds, as far as it is written down."""
    if not any(isinstance(case.thing, (ArrayCase, Record)) for case in array.cases):
        return
    for index in range(_MOST):
        element = evaluator.element(array, index)
        if all(isinstance(case.thing, (Absent, Unknown)) for case in element.cases):
            return
        yield element


class _Read:
    """One application; `fallback` is the place of what has none of its own."""

    def __init__(self, evaluator: Evaluator, app: Value, fallback: Location) -> None:
        self._evaluator = evaluator
        self._app = app
        self._fallback = fallback

    def started(self) -> Started:
        """The command that pm2 makes of it; no words where it names no script."""
        script = self._words("script")
        if not script:
            return Started(())
        arguments = self._words("args")
        flags = (*self._words("node_args"), *self._words("nodeArgs"), *self._words("interpreter_args"))
        app = App(
            script[0].text,
            tuple(part for word in arguments for part in word.text.split()),
            self._text("interpreter") or self._text("exec_interpreter"),
            tuple(part for word in flags for part in word.text.split()),
        )
        words = (*script, *arguments, *flags)
        return Started(words, tuple(self._setters()), script=f"start {self._text('name')}", line=app.line)

    def _text(self, key: str) -> str:
        return "".join(word.text for word in self._words(key)[:1])

    def _words(self, key: str) -> tuple[Word, ...]:
        """A text, or the texts of an array."""
        value = self._evaluator.property(self._app, key)
        word = self._word(value)
        if word is not None:
            return (word,)
        found = (self._word(element) for element in _elements(value, self._evaluator))
        return tuple(word for word in found if word is not None)

    def _setters(self) -> Iterator[Setter]:
        entries, _ = self._evaluator.entries(self._evaluator.property(self._app, "env"))
        for name, value in entries[:_MOST]:
            word = self._word(value)
            if word is not None:
                yield Setter(name, word)

    def _word(self, value: Value) -> Word | None:
        """What a value is when nobody sets anything, and where it is written."""
        for case in value.effective[:1]:
            match case.thing:
                case Known(str() | int() as known):
                    return Word(str(known), case.trail[-1] if case.trail else self._fallback)
                case _:
                    return None
        return None
