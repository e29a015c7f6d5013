"""Whom a program serves: where its command stands, what its script is called, what it is for."""

from __future__ import annotations

import pytest

from portbind_lint.model.library import Command, ConfigFile, Purpose
from portbind_lint.model.site import Context, ToolSite
from portbind_lint.model.source import Location
from portbind_lint.review.context.tools import tool_context
from tests.judge.builder import library

SERVER, PREVIEW, DEV = (
    Command(("pantry",), (), (), purpose) for purpose in (Purpose.SERVER, Purpose.PREVIEW, Purpose.DEV)
)
FILE = ConfigFile(("pantry.json",), "", "host", ())


@pytest.mark.parametrize(
    ("tool", "script", "by_path", "by_package", "context"),
    [
        (SERVER, "start", None, None, Context.PRODUCT),
        (SERVER, "", None, None, Context.PRODUCT),
        (SERVER, "dev", None, None, Context.DEV),
        (SERVER, "start:watch", None, None, Context.DEV),
        (SERVER, "test:e2e", None, None, Context.TEST),
        (DEV, "coverage:browser", None, None, Context.TEST),
        (SERVER, "demoServer", None, None, Context.EXAMPLE),
        (SERVER, "test-demo", None, None, Context.TEST),
        (SERVER, "start", Context.TEST, Context.EXAMPLE, Context.TEST),
        (SERVER, "start", Context.EXAMPLE, None, Context.EXAMPLE),
        (SERVER, "test", None, Context.EXAMPLE, Context.EXAMPLE),
        (SERVER, "start", None, Context.DEV, Context.DEV),
        (SERVER, "start", Context.DEV, None, Context.DEV),
        (PREVIEW, "start", None, None, Context.PRODUCT),
        (PREVIEW, "serve", None, None, Context.DEV),
        (DEV, "start", None, None, Context.DEV),
        (FILE, "", None, None, Context.DEV),
    ],
)
def test_whom_a_program_serves(
    tool: Command | ConfigFile, script: str, by_path: Context | None, by_package: Context | None, context: Context
) -> None:
    site = ToolSite(Location("package.json", 3), library(), tool, "pantry", (), script)
    assert tool_context(site, by_path, by_package) is context
