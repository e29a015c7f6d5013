"""The terminal sessions of the documentation are run."""

from __future__ import annotations

import pytest

from tests.documents.sessions import renewed


def test_commands_are_run_where_the_last_one_left_and_their_output_is_written() -> None:
    first = "A\n\n```console\n$ mkdir a && cd a\nstale\n$ pwd; echo wrong >&2; false\n```\n\n"
    assert renewed(f"{first}B\n\n```console\n$ ls; pwd\n```\n") == (
        "A\n\n```console\n$ mkdir a && cd a\n$ pwd; echo wrong >&2; false\n/home/you/a\nwrong\n```\n\nB\n\n"
        "```console\n$ ls; pwd\n/home/you/a\n```\n"
    )


def test_files_are_written_before_the_commands_after_them() -> None:
    shown = "```ts\n// src/a.ts\nlisten();\n```\n\n```markdown\n<!-- README.md -->\n# A\n```\n\n"
    page = f"{shown}```sh\n# not a file name\n```\n\n```console\n$ cat src/a.ts README.md\n```\n"
    assert renewed(page) == page.replace("README.md\n```\n", "README.md\nlisten();\n# A\n```\n")


def test_the_program_is_this_one() -> None:
    page = "```console\n$ portbind-lint explain nothing-like-it; echo $?\n$ ls ~/portbind-lint/pyproject.toml\n```\n"
    assert "nothing is known of 'nothing-like-it'" in renewed(page)
    assert "\n2\n$ ls" in renewed(page)
    assert "/home/you/portbind-lint/pyproject.toml\n" in renewed(page)


def test_a_program_that_is_not_there_is_a_mistake_of_the_page() -> None:
    with pytest.raises(RuntimeError, match="no-such-program"):
        renewed("```console\n$ no-such-program\n```\n")


def test_a_page_without_a_session_is_left_alone() -> None:
    page = "```sh\nno-such-program\n```\n"
    assert renewed(page) == page
