"""What is recalled is what a fresh analysis would find, and no more is analysed than a change can concern."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portbind_lint import listeners, units, workers
from portbind_lint.config.settings import Config, DeclaredLibrary
from portbind_lint.discover.base import last_commits
from portbind_lint.pipeline import Request, analyse
from portbind_lint.recall import recall
from portbind_lint.recall.remembered import Forgetful
from portbind_lint.units import Done, Unit
from tests.discover.checkout import commit, git, write
from tests.recall.recalling import FILES, Kept

UNITS = 6

CHANGES: dict[str, tuple[dict[str, str | bytes | None], int]] = {
    "nothing": ({}, 0),
    "a script that nobody asked about": ({"b/quiet.js": "export const name = 'silent';\n"}, 0),
    "a new script that nobody looks for": ({"b/new.js": "export const a = 1;\n"}, 0),
    "a listener itself": (
        {"b/server.js": "require('express')().listen(1, 'localhost');\n"},
        1,
    ),
    "the address in another module": ({"shared.js": "export const host = '127.0.0.1';\n"}, 1),
    "a module that was not there": ({"a/late.js": "export const host = '::';\n"}, 1),
    "a module that is gone": ({"shared.js": None}, 1),
    "another caller": ({"b/quiet.js": "import { start } from '../start.js';\nstart(1, '127.0.0.1');\n"}, 1),
    "a caller that is gone": ({"a/caller.js": None}, 1),
    "a document that says no more of it": ({"b/README.md": f"{FILES['b/README.md']}\nMore is to come.\n"}, 0),
    "a document": ({"b/README.md": "# B\n\nB listens on all interfaces on purpose.\n"}, 2),
    "a new listener": ({"b/other.js": "require('http').createServer().listen(9);\n"}, 1),
    "a listener that is gone": ({"b/server.js": None}, 0),
    "a new document": ({"a/SECURITY.md": "# Security\n\nNever expose port 3000.\n"}, UNITS),
    "a manifest": ({"a/package.json": '{"name": "a", "dependencies": {"express": "5"}}'}, UNITS),
    "a deployment file": ({"Dockerfile": "FROM node\nEXPOSE 3000\n"}, UNITS),
    "a script that becomes minified": ({"b/quiet.js": "a=1;" * 2_000 + "listen();"}, 0),
    "a script that becomes binary": ({"b/server.js": "require('express')().listen(1)\n\0"}, 0),
    "an ignored folder": ({".gitignore": "b/\n"}, UNITS - 2),
    "everything": ({path: f"{text}\n" for path, text in FILES.items()}, UNITS),
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The files."""
    write(tmp_path, dict(FILES))
    return tmp_path


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The script of each unit that is analysed, as they come."""
    seen: list[str] = []

    def noted(unit: Unit, *rest: object) -> Done:
        seen.append(unit.script)
        return units.analysed(unit, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "analysed", noted)
    return seen


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_change_costs_what_it_concerns_and_alters_no_report(
    repository: Path, analysed: list[str], change: str
) -> None:
    files, concerned = CHANGES[change]
    memory = Kept()
    request = Request(repository, jobs=1, memory=memory)
    analyse(request)
    assert len(analysed) == UNITS
    analysed.clear()
    write(repository, files)
    with_memory = analyse(request)
    assert len(analysed) == concerned, analysed
    assert with_memory == analyse(replace(request, memory=Kept()))


def test_what_was_recalled_is_remembered_again(repository: Path, analysed: list[str]) -> None:
    memory = Kept()
    request = Request(repository, jobs=1, memory=memory)
    analyse(request)
    write(repository, {"shared.js": "export const host = '127.0.0.1';\n"})
    analyse(request)
    analysed.clear()
    analyse(request)
    assert not analysed
    write(repository, {"shared.js": FILES["shared.js"]})
    assert analyse(request) == analyse(replace(request, memory=Kept()))


@pytest.mark.parametrize(
    "other",
    [
        {"persona": "audit"},
        {"config": Config(exclude=("b/",))},
        {"parser": "esprima"},
        {"fixes": True},
        {"config": Config(libraries=(DeclaredLibrary("x:1", {}),))},
    ],
    ids=str,
)
def test_nothing_is_recalled_for_another_question(repository: Path, other: dict[str, object]) -> None:
    memory = Kept()
    first = Request(repository, jobs=1, memory=memory)
    analyse(first)
    second = replace(first, **other)  # type: ignore[arg-type]
    if "libraries" in str(other):
        second = replace(second, config=Config())
    assert analyse(second) == analyse(replace(second, memory=Kept()))


@pytest.mark.parametrize(
    "change",
    [
        {"app.js": "require('express')().listen(4000);\n"},
        {"app.js": None},
        {"README.md": "Open http://acme.lan:3000 from other machines.\n\n9090 is for metrics.\n"},
        {"Dockerfile": "EXPOSE 3000\n"},
    ],
)
def test_whom_a_document_means_is_asked_again(tmp_path: Path, change: dict[str, str | bytes | None]) -> None:
    files = {
        "package.json": '{"dependencies": {"express": "4"}}',
        "README.md": "Open http://acme.lan:3000 from other machines.\n",
        "app.js": "require('express')().listen(3000);\n",
        "metrics.js": "require('express')().listen(9090);\n",
    }
    write(tmp_path, dict(files))
    request = Request(tmp_path, jobs=1, memory=Kept())
    assert [site.verdict.value for site in analyse(request).sites] == ["medium", "high"]
    write(tmp_path, change)
    assert analyse(request) == analyse(replace(request, memory=Kept()))


def test_what_failed_is_analysed_again(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Kept()
    request = Request(repository, jobs=1, memory=memory)
    with monkeypatch.context() as broken:
        broken.setattr(listeners, "find_sites", lambda *_: 1 // 0)
        assert analyse(request).not_analysed
    assert analyse(request) == analyse(replace(request, memory=Kept()))


def test_a_problem_is_forgotten_with_its_file(repository: Path) -> None:
    write(repository, {"a/broken.js": "require('http').createServer().listen(1);\nfunction (((\n"})
    memory = Kept()
    request = Request(repository, jobs=1, memory=memory)
    assert [problem.path for problem in analyse(request).not_analysed] == ["a/broken.js"]
    write(repository, {"a/broken.js": "1;\n"})
    assert analyse(request).not_analysed == ()


def test_a_problem_that_all_units_have_met_with_is_not_forgotten(repository: Path) -> None:
    write(repository, {"package.json": '{"name": "all"}', "docker-compose.yml": "services: [\n", "start.js": None})
    memory = Kept()
    request = Request(repository, jobs=1, memory=memory)
    assert [problem.path for problem in analyse(request).not_analysed] == ["docker-compose.yml"]
    write(repository, {"a/missing.js": None, "a/server.js": None})
    assert [problem.path for problem in analyse(request).not_analysed] == ["docker-compose.yml"]


def test_a_script_that_is_no_longer_minified_is_read(repository: Path) -> None:
    write(repository, {"b/other.js": "a=1;" * 2_000, "b/binary.js": "listen\n\0"})
    memory = Kept()
    request = Request(repository, jobs=1, memory=memory)
    first = analyse(request)
    assert first.left_out == (("minified", 1),)
    assert analyse(request) == first
    write(repository, dict.fromkeys(("b/other.js", "b/binary.js"), "require('http').createServer().listen(9);\n"))
    then = analyse(request)
    assert then == analyse(replace(request, memory=Kept()))
    assert len(then.sites) == len(first.sites) + 2


def test_too_many_changes_are_not_weighed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Kept()
    request = Request(repository, jobs=1, memory=memory)
    analyse(request)
    monkeypatch.setattr(recall, "_MOST_CHANGED", 0)
    monkeypatch.setattr(recall, "Changes", None)
    write(repository, {"b/quiet.js": "1;\n"})
    assert analyse(request) == analyse(replace(request, memory=Kept()))


PATHS = st.sampled_from(
    [*FILES, "late.js", "a/late.js", "a/config/default.js", "b/index.js", "docs/deploy.md", "tsconfig.json"]
)
TEXTS = st.one_of(
    st.sampled_from([*FILES.values(), "", "export const host = '127.0.0.1';\n"]),
    st.sampled_from(
        [
            "import { start } from '../start';\nimport express from 'express';\nstart(express(), 'localhost');\n",
            "export { host } from './late';\n",
            "export * from '../shared.js';\n",
            'export default { server: { host: "127.0.0.1" } };\n',
            '{"compilerOptions": {"paths": {"./late": ["shared.js"]}}}',
            "Bind to 127.0.0.1 unless there is a firewall; port 3000 is exposed on purpose.\n",
        ]
    ),
    st.none(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.dictionaries(PATHS, TEXTS, max_size=4), max_size=3))
def test_any_changes_give_the_report_of_a_fresh_analysis(
    tmp_path_factory: pytest.TempPathFactory, repository: Path, changes: list[dict[str, str | bytes | None]]
) -> None:
    del repository
    root = tmp_path_factory.mktemp("any")
    write(root, dict(FILES))
    memory = Kept()
    request = Request(root, jobs=1, memory=memory)
    analyse(request)
    for files in changes:
        write(root, {path: text for path, text in files.items() if text is not None or (root / path).exists()})
        assert analyse(request) == analyse(replace(request, memory=Kept()))


def test_what_was_committed_is_what_was_analysed_last(repository: Path, analysed: list[str]) -> None:
    (repository / "b/README.md").unlink()
    (repository / "README.md").unlink()
    commit(repository, {}, "first")
    memory = Kept()
    analyse(Request(repository, jobs=1, memory=memory, bases=last_commits(repository)))
    write(repository, {"b/server.js": "require('express')().listen(3003);\n"})
    git(repository, "add", "-A")
    analyse(Request(repository, jobs=1, memory=memory, bases=last_commits(repository)))
    commit(repository, {}, "second")
    write(repository, {"b/other.js": "require('http').createServer().listen(9);\n"})
    git(repository, "add", "-A")
    analysed.clear()
    request = Request(repository, jobs=1, memory=memory, bases=last_commits(repository))
    found = analyse(request)
    assert analysed == ["b/other.js"]
    assert [site.location.path for site in found.findings] == ["b/other.js"]
    assert found == analyse(replace(request, memory=Forgetful()))


def test_a_commit_and_the_files_are_not_analysed_twice(repository: Path, analysed: list[str]) -> None:
    commit(repository, {}, "first")
    write(repository, {"b/server.js": "require('express')().listen(3003);\n"})
    git(repository, "add", "-A")
    analyse(Request(repository, jobs=1, bases=last_commits(repository)))
    assert len(analysed) == UNITS + 1
