"""A memory without a disk, and a repository small enough to be analysed often."""

from __future__ import annotations

from dataclasses import dataclass, field

from portbind_lint.discover.identity import Marks
from portbind_lint.recall.remembered import Remembered

FILES: dict[str, str | bytes | None] = {
    "package.json": '{"name": "all", "scripts": {"dev": "vite --host"}}',
    "README.md": "# All\n\nReachable from your network on port 3000, without a password.\n",
    "shared.js": "export const host = '0.0.0.0';\nexport const quiet = 1;\n",
    "start.js": "export function start(app, host) {\n  app.listen(4000, host);\n}\n",
    "a/package.json": '{"name": "a", "dependencies": {"express": "4"}}',
    "a/server.js": "import start from 'express';\nimport { host } from '../shared.js';\nstart().listen(3000, host);\n",
    "a/missing.js": "import express from 'express';\nimport { host } from './late';\nexpress().listen(3001, host);\n",
    "a/caller.js": "import app from 'express';\nimport { start } from '../start.js';\nstart(app(), '0.0.0.0');\n",
    "b/package.json": '{"name": "b", "dependencies": {"express": "4"}}',
    "b/README.md": "# B\n\nB is for this machine only.\n",
    "b/server.js": "const express = require('express');\nexpress().listen(3002);\n",
    "b/vite.config.js": "export default { server: { host: true } };\n",
    "b/quiet.js": "export const name = 'quiet';\n",
}


@dataclass
class Kept:
    """Keeps what it is told, in memory."""

    states: dict[str, Remembered] = field(default_factory=dict)
    forgets: bool = field(default=False, init=False)
    marks: Marks = field(default_factory=Marks, init=False)

    def recalled(self, name: str) -> Remembered | None:
        return self.states.get(name)

    def keep(self, name: str, remembered: Remembered) -> None:
        self.states[name] = remembered
