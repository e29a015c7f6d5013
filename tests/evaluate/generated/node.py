"""Runs generated programs in Node with listeners that only say which host they were given."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.evaluate.generated.builder import Program

RUNNER = Path(__file__).parent / "runner.mjs"
_FAKES = {
    "express": "module.exports = () => ({ get() {}, listen: globalThis.positional });",
    "fastify": "const f = () => ({ listen: globalThis.keyed }); module.exports = f; module.exports.fastify = f;",
    "ws": "function S(o) { globalThis.keyed(o); } module.exports = { WebSocketServer: S, Server: S };",
    "@hono/node-server": "exports.serve = globalThis.keyedHostname;",
}


def available() -> bool:
    """Whether there is a Node to ask."""
    return shutil.which("node") is not None


def hosts(programs: list[Program]) -> list[list[str | None]]:
    """The hosts that the listeners of each program were given, in order; raises `AssertionError` where one failed."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in _FAKES.items():
            _write(root / "node_modules" / name / "index.js", text)
        entries = []
        for number, program in enumerate(programs):
            for path, text in program.texts.items():
                _write(root / str(number) / path, text)
            entries.append(str(root / str(number) / program.entry))
        _write(root / "entries.json", json.dumps(entries))
        shutil.copy(RUNNER, root / "runner.mjs")
        environment = {"PATH": os.environ["PATH"], "ENTRIES": str(root / "entries.json")}
        done = subprocess.run(
            ["node", str(root / "runner.mjs")], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
