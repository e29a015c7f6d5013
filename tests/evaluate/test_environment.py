"""Which scripts are read to learn what the environment holds."""

from __future__ import annotations

import pytest

from portbind_lint.evaluate.evaluator import Evaluator
from tests.evaluate.evaluated import described, evaluator_of, module_of

READS = "show(process.env.HOST || 'x');"
EXAMPLE = {".env.example": "HOST=y\n"}


@pytest.mark.parametrize(
    ("files", "loader", "is_read"),
    [
        (EXAMPLE, "require('dotenv').config();", False),
        (EXAMPLE, "import 'dotenv/config';", False),
        ({**EXAMPLE, ".env": ""}, "import 'dotenv/config';", True),
        (EXAMPLE, "import { config } from 'dotenv'; config({ path: name() });", True),
        (EXAMPLE, "ConfigModule.forRoot({ envFilePath: [] });", True),
        (EXAMPLE, "process.loadEnvFile(name());", True),
        ({}, "process.loadEnvFile(name());", False),
    ],
)
def test_a_loader_is_read_where_it_can_find_a_file(files: dict[str, str], loader: str, *, is_read: bool) -> None:
    evaluator = evaluator_of({**files, "main.js": READS, "loader.js": loader})
    shown_by(evaluator)
    assert evaluator.program.holds("loader.js") is is_read


def test_a_path_that_takes_long_to_know_does_not_cost_the_value() -> None:
    lines = "\n".join(f"let v{i} = v{(i + 1) % 30} || v{(i + 7) % 30} || v{(i + 11) % 30};" for i in range(30))
    loader = f"{lines}\nrequire('dotenv').config({{ path: v0 }});"
    evaluator = evaluator_of({**EXAMPLE, "main.js": READS, "loader.js": loader})
    assert shown_by(evaluator) == "'x' | <env HOST>"


def shown_by(evaluator: Evaluator) -> str:
    module = module_of(evaluator, "main.js")
    return described(evaluator.value(module, module.calls("show")[0].arguments[0]))
