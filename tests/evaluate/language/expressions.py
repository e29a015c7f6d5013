"""The expressions, what Node says they are worth, and what the evaluator says."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import yaml

from portbind_lint.evaluate.primitives.primitives import text_of
from portbind_lint.model.value import Absent, External, Known, Thing, Unknown, Value
from tests.evaluate.evaluated import evaluator_of, module_of

FOLDER = Path(__file__).parent
VALUES = FOLDER / "values.tsv"
_AT_A_TIME = 250

_RUNNER = """
const shown = (value) =>
  value === undefined ? 'undefined'
  : typeof value === 'string' ? JSON.stringify(value)
  : value !== null && typeof value === 'object' ? 'object'
  : String(Object.is(value, -0) ? 0 : value);
const of = (text) => {
  try { return shown((0, eval)(`(${text})`)); } catch (error) { return `throws ${error.name}`; }
};
console.log(JSON.stringify(JSON.parse(require('fs').readFileSync(0, 'utf8')).map(of)));
"""


def expressions() -> list[str]:
    """Each use with each value, of primitives with each pair."""
    found = []
    for group in yaml.safe_load((FOLDER / "expressions.yml").read_text("utf-8")).values():
        for use in group["uses"]:
            for value in group["values"]:
                filled = use.replace("X", value)
                found += [filled.replace("Y", other) for other in group["values"]] if "Y" in use else [filled]
    return list(dict.fromkeys(found))


def asked(texts: list[str]) -> list[str]:
    """What Node says."""
    done = subprocess.run(["node", "-e", _RUNNER], input=json.dumps(texts), capture_output=True, text=True, check=True)
    answers: list[str] = json.loads(done.stdout)
    return answers


def recorded() -> list[tuple[str, str]]:
    """The expressions with what Node said when it was asked last."""
    lines = VALUES.read_text("utf-8").splitlines()
    return [(text, value) for text, _, value in (line.partition("\t") for line in lines)]


def evaluated(texts: list[str]) -> list[set[str] | None]:
    """All that each expression can be to the evaluator; None where it says that it does not know."""
    found: list[set[str] | None] = []
    for start in range(0, len(texts), _AT_A_TIME):
        part = texts[start : start + _AT_A_TIME]
        evaluator = evaluator_of({"main.js": "\n".join(f"show({text});" for text in part)})
        module = module_of(evaluator, "main.js")
        values = [evaluator.arguments(module, call) for call in module.calls("show")]
        assert len(values) == len(part)
        found += [None if value is None else _shown(value[0]) for value in values]
    return found


def _shown(value: Value) -> set[str] | None:
    things = [case.thing for case in value.cases]
    return None if any(isinstance(thing, (Unknown, External)) for thing in things) else {*map(_thing, things)}


def _thing(thing: Thing) -> str:
    match thing:
        case Absent():
            return "undefined"
        case Known(str() as text):
            return json.dumps(text, ensure_ascii=False)
        case Known(value):
            return text_of(value)
        case _:
            return "object"
