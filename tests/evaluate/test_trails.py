"""The trail leads from the place that asks to the place where the value is written."""

from __future__ import annotations

import pytest

from tests.evaluate.evaluated import evaluator_of, module_of, trail_of

CONFIG = "export const DEFAULT =\n  '0.0.0.0';\n"


@pytest.mark.parametrize(
    ("files", "trail"),
    [
        ({"main.ts": "show('a');"}, ["main.ts:1"]),
        ({"main.ts": "const a = 'x';\nconst b = a;\nshow(\n  b);"}, ["main.ts:4", "main.ts:2", "main.ts:1"]),
        (
            {"main.ts": "import { DEFAULT } from './config';\nshow(DEFAULT);", "config.ts": CONFIG},
            ["main.ts:2", "config.ts:1", "config.ts:2"],
        ),
        ({"main.ts": "function f(h) {\n  show(h);\n}\nf('x');"}, ["main.ts:2", "main.ts:4"]),
        ({"main.ts": "function f(h =\n 'd') {\n  show(h);\n}\nf();"}, ["main.ts:3", "main.ts:2"]),
        ({"main.ts": "const h = process.env.H ||\n  'x';\nshow(h);"}, ["main.ts:3", "main.ts:2"]),
        ({"main.ts": "const o = {\n host: 'x' };\nshow(o.host);"}, ["main.ts:3", "main.ts:2"]),
        ({"main.ts": "const o = {\n};\nshow(o.host);"}, ["main.ts:3", "main.ts:1"]),
        ({"main.ts": "export function f(host?: string) {\n  show(host);\n}"}, ["main.ts:2", "main.ts:1"]),
        (
            {"main.ts": "import c from './c.json';\nshow(c.a.host);", "c.json": '{\n "a": {\n  "host": "x"\n }\n}'},
            ["main.ts:2", "c.json:3"],
        ),
    ],
)
def test_trail(files: dict[str, str], trail: list[str]) -> None:
    evaluator = evaluator_of(files)
    module = module_of(evaluator, "main.ts")
    arguments = evaluator.arguments(module, module.calls("show")[0])
    assert arguments is not None
    assert trail_of(arguments[0]) == trail


def test_a_long_trail_keeps_both_ends() -> None:
    lines = ["const v0 = 'x';", *(f"const v{i} =\n v{i - 1};" for i in range(1, 60)), "show(v59);"]
    evaluator = evaluator_of({"main.ts": "\n".join(lines)})
    module = module_of(evaluator, "main.ts")
    arguments = evaluator.arguments(module, module.calls("show")[0])
    assert arguments is not None
    trail = trail_of(arguments[0])
    assert len(trail) <= 24
    assert (trail[0], trail[-1]) == ("main.ts:120", "main.ts:1")
