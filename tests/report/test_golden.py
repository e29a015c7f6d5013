"""Every format there is, on every situation there is, against committed output."""

from __future__ import annotations

from pathlib import Path

import pytest

from portbind_lint.model.errors import UserError
from portbind_lint.report.registry import RenderOptions, formats, render
from tests.report.builder import SITUATIONS, report
from tests.report.golden_files import FOLDER, expected

GOLDEN = expected()


@pytest.mark.parametrize("path", sorted(GOLDEN), ids=lambda path: path.name)
def test_output_is_as_committed(path: Path) -> None:
    assert path.is_file(), f"{path.name} is missing: python -m tests.report.golden_files"
    assert path.read_bytes().decode() == GOLDEN[path].decode()


def test_no_golden_file_is_left_over() -> None:
    assert set(FOLDER.iterdir()) == set(GOLDEN)


def test_the_formats_of_the_command_line_are_there() -> None:
    assert set(formats()) >= {"text", "json", "sarif", "github", "markdown", "html"}


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(UserError, match=r"no format xml; the formats are .*sarif"):
        render("xml", report(), RenderOptions())


@pytest.mark.parametrize("name", ["text", "github", "json", "sarif", "markdown", "html"])
def test_hostile_text_is_inert_everywhere(name: str) -> None:
    written = render(name, SITUATIONS["hostile"](), RenderOptions())
    steering = [c for c in written if not c.isprintable() and c != "\n"]
    assert steering == []
    assert "##[" not in written
    commands = [line for line in written.splitlines() if line.lstrip().startswith("::")]
    assert all(line.startswith(("::error file=", "::notice file=")) for line in commands)
    assert bool(commands) == (name == "github")
