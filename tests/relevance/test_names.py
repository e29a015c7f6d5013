"""Scripts that tools read as their configuration are looked at for their names, whatever they hold."""

from __future__ import annotations

import json

import pytest

from portbind_lint.bind.tools.processes import is_process_file
from portbind_lint.catalogue.index import INDEX
from portbind_lint.model.programs import SCRIPT_ENDINGS
from portbind_lint.relevance.names import is_plain_code

CONFIGURATIONS = sorted({pattern.replace("*", "ts") for pattern, _ in json.loads(INDEX.read_bytes())["configs"]})
SCRIPTS = [name for name in CONFIGURATIONS if name.endswith(SCRIPT_ENDINGS)]
PROCESSES = ["ecosystem.config.js", "pm2.config.cjs", "ecosystem.staging.js", "api.processes.ts"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_configuration_that_the_catalogue_knows_is_looked_at(name: str) -> None:
    assert not is_plain_code(f"packages/berth/{name}")


@pytest.mark.parametrize("name", PROCESSES)
def test_what_a_process_manager_reads_is_looked_at(name: str) -> None:
    assert is_process_file(name)
    assert not is_plain_code(name)


@pytest.mark.parametrize("name", ["server.js", "eslint.config.js", ".eslintrc.cjs", "archive.ts", "devite.ts"])
def test_other_scripts_matter_by_what_they_hold(name: str) -> None:
    assert is_plain_code(name)
