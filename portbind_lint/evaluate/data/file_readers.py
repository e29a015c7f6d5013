"""Calls that read a data file of the repository, and calls that parse what another one has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, each, join, settable, single
from portbind_lint.evaluate.data.data_files import data_value
from portbind_lint.evaluate.data.paths import files_of
from portbind_lint.model.value import External, Setting, Thing, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.facts import Module
    from portbind_lint.model.syntax import Call

_READS_TEXT = frozenset({".readFile", ".readFileSync", ".readTextFile", ".readTextFileSync", ".file"})
_SAME_TEXT = frozenset({".toString", ".text", ".trim"})
_READS_DATA = frozenset(
    {
        ("fs-extra", ".readJson"), ("fs-extra", ".readJsonSync"), ("fs-extra", ".readJSON"),
        ("fs-extra", ".readJSONSync"), ("jsonfile", ".readFile"), ("jsonfile", ".readFileSync"),
        ("load-json-file", ".loadJsonFile"), ("load-json-file", ".loadJsonFileSync"), ("load-json-file", ".sync"),
        ("yamljs", ".load"), ("yaml-config", ".load"), ("load-yaml-file", ".sync"),
    }
)  # fmt: skip
_PARSES_YAML = frozenset({
    ("js-yaml", ".load"), ("js-yaml", ".safeLoad"), ("yaml", ".parse"), ("yamljs", ".parse"),
    ("@std/yaml", ".parse"), ("jsr:@std/yaml", ".parse"), ("globalThis", ".YAML"),
})  # fmt: skip
_PARSES_JSON = frozenset({("json5", ".parse"), ("jsonc-parser", ".parse"), ("comment-json", ".parse")})


def call(evaluator: Evaluator, thing: External, module: Module, node: Call, frame: object) -> Value | None:
    """What `thing`, a call, reads; None where it reads no data."""
    word = thing.path[-2] if len(thing.path) > 1 else ""
    if (thing.module, word) in _READS_DATA or (not word and thing.module in {"load-json-file", "load-yaml-file"}):
        return contents(evaluator, module, node, frame, yaml="yaml" in thing.module)
    yaml = (thing.module, word) in _PARSES_YAML
    if not node.arguments or not (yaml or (thing.module, word) in _PARSES_JSON):
        return _of_text(evaluator, thing, frame) if word == ".json" else None
    texts = evaluator.value(module, node.arguments[0], frame)
    return each(texts, lambda text: _parsed(evaluator, text, frame, yaml=yaml) or single(thing))


def _of_text(evaluator: Evaluator, thing: External, frame: object) -> Value | None:
    """`Bun.file('config.json').json()`."""
    return read(evaluator, External(thing.module, thing.path[:-2], thing.calls[:-1]), frame)


def _parsed(evaluator: Evaluator, text: Thing, frame: object, *, yaml: bool) -> Value | None:
    return read(evaluator, text, frame, yaml=yaml) if isinstance(text, External) else None


def read(evaluator: Evaluator, text: External, frame: object, *, yaml: bool = False) -> Value | None:
    """The data in the text that a call has read; None where `text` is no such text."""
    while True:
        match text.path:
            case (*_, name, "()") if name in _SAME_TEXT:
                text = External(text.module, text.path[:-2], text.calls[:-1])
            case (*_, name, "()") if name in _READS_TEXT:
                return contents(evaluator, *text.calls[-1], frame, yaml=yaml)
            case _:
                return None


def contents(evaluator: Evaluator, module: Module, node: Call, frame: object, *, yaml: bool = False) -> Value:
    """The data in the file that the first argument of a call names: the repository's own, else somebody else's."""
    if not node.arguments:
        return absent()
    path = evaluator.value(module, node.arguments[0], frame)
    found = files_of(evaluator, module, node.arguments[0], frame)
    chosen = [case.thing for case in path.cases if isinstance(case.thing, Setting)]
    if not found:
        return settable("file", "YAML" if yaml else "JSON", absent())
    repository = evaluator.program.repository
    key = ("data", found[0], yaml)
    held = evaluator.remember(key, lambda: data_value(repository, found[0], Setting("file", found[0]), yaml=yaml))
    return join((held, *(single(setting) for setting in chosen)))
