"""Where defaults are declared: each library's way to say what holds when nobody sets anything.

In the programs of `defaults/*.yml`, `ADDRESS` is what must hold at every argument of `show`, whatever address it is,
and `DECOY` is an address that never may; the arguments of `none` are undefined, those of `unknown` cannot be known.
`settings` are all that a user can set to change what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from portbind_lint.model.value import Absent, Known, Setting, Thing, Unknown, Value
from tests.evaluate.evaluated import evaluator_of, module_of

DEFAULTS = Path(__file__).with_name("defaults")
DECOY = "203.0.113.9"


@dataclass(frozen=True)
class Example:
    name: str
    files: dict[str, str]
    file: str
    settings: list[str]

    def with_address(self, address: str) -> dict[str, str]:
        return {path: text.replace("ADDRESS", address).replace("DECOY", DECOY) for path, text in self.files.items()}


def examples() -> list[Example]:
    return [
        Example(
            f"{entry['library']}: {case['name']}",
            case.get("files") or {"main.ts": case["code"]},
            case.get("file") or "main.ts",
            case.get("settings", []),
        )
        for path in sorted(DEFAULTS.glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in entry["cases"]
    ]


@pytest.mark.parametrize("address", ["0.0.0.0", "127.0.0.1"])
@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_the_declared_default_holds(example: Example, address: str) -> None:
    evaluator = evaluator_of(example.with_address(address))
    module = module_of(evaluator, example.file)

    def arguments(word: str) -> list[Value]:
        return [value for call in module.calls(word) for value in evaluator.arguments(module, call) or ()]

    shown, unknown = arguments("show"), arguments("unknown")
    assert [_effective(value) for value in shown] == [[Known(address)]] * len(shown)
    assert all(_effective(value) == [Absent()] for value in arguments("none"))
    assert all(isinstance(thing, Unknown) for value in unknown for thing in _effective(value))
    assert {_named(setting) for value in shown for setting in _settings(value)} == set(example.settings)
    assert shown or unknown


def _effective(value: Value) -> list[Thing]:
    return [case.thing for case in value.effective]


def _settings(value: Value) -> list[Setting]:
    own = [case.thing for case in value.cases if isinstance(case.thing, Setting)]
    return [*own, *(setting for case in value.cases for setting in case.set_by)]


def _named(setting: Setting) -> str:
    dashes = "--" if setting.kind == "flag" and not setting.name.startswith("-") else ""
    return f"{setting.kind} {dashes}{setting.name}"
