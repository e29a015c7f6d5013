import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from portbind_lint import listeners, sources, units
from portbind_lint.config.load import load_config
from portbind_lint.config.settings import Config
from portbind_lint.model.errors import UserError
from portbind_lint.model.report import Report
from portbind_lint.model.source import NotAnalysed
from portbind_lint.pipeline import Request, analyse
from tests.declared_library import DECLARED

EXPOSED = "import express from 'express';\nconst app = express();\napp.listen(3000);\n"
LOOPBACK = "import express from 'express';\nexpress().listen(3000, '127.0.0.1');\n"
MANIFEST = '{"name": "acme", "dependencies": {"express": "^4.0.0"}}'


def run(root: Path, files: dict[str, str], **options: object) -> Report:
    for name, text in {"package.json": MANIFEST, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return analyse(Request(root=root, **options))


def places(report: Report) -> list[tuple[str, int, str]]:
    return [(site.location.path, site.location.line, site.verdict.value) for site in report.sites]


def test_every_site_is_reported_in_order(tmp_path: Path) -> None:
    report = run(tmp_path, {"b.js": EXPOSED, "a.js": LOOPBACK})
    assert places(report) == [("a.js", 2, "none"), ("b.js", 3, "high")]
    assert [site.rule.id for site in report.findings if site.rule] == ["undocumented-default-exposure"]
    assert len({site.fingerprint for site in report.sites}) == 2
    assert report.scripts == 2
    assert len(report.rules) > 5
    assert [(path, line) for path, line, _ in report.line_hashes] == [("b.js", 3)]


def test_programs_without_an_ending_listen_and_say_where_others_listen(tmp_path: Path) -> None:
    shared = "export const start = (app, host) => app.listen(3000, host);\n"
    program = "#!/usr/bin/env node\nimport express from 'express';\nimport { start } from '../start.js';\n"
    files = {
        "bin/www": f"{program}const app = express();\napp.listen(80);\nstart(express(), '0.0.0.0');\n",
        "bin/sh": "#!/bin/sh\nserver.listen(80)\n",
        "start.js": shared,
    }
    assert places(run(tmp_path, files)) == [("bin/www", 5, "high"), ("start.js", 1, "high")]


def test_the_same_tree_gives_the_same_report(tmp_path: Path) -> None:
    assert run(tmp_path, {"a.js": EXPOSED}) == run(tmp_path, {})


def test_a_folder_without_scripts_is_an_empty_report(tmp_path: Path) -> None:
    report = run(tmp_path, {"README.md": "nothing"})
    assert (report.sites, report.scripts, report.not_analysed) == ((), 0, ())


def test_a_configuration_file_matters_without_a_listening_word(tmp_path: Path) -> None:
    report = run(tmp_path, {"vite.config.js": "export default { server: { host: true } };\n"})
    assert [(site.library, site.address.cls.value) for site in report.sites] == [("vite", "wildcard")]


def test_paths_limit_what_is_reported_not_what_is_read(tmp_path: Path) -> None:
    files = {
        "src/config.js": "export const HOST = '0.0.0.0';\n",
        "src/main.js": "import http from 'http';\nimport { HOST } from './config.js';\n"
        "http.createServer().listen(1, HOST);\n",
        "other/main.js": EXPOSED + "// portbind-lint: ignore[nonsense] -- x\n",
        "other/broken.js": "app.listen((((;\n",
    }
    assert len(run(tmp_path, files).sites) == 2
    report = run(tmp_path, {}, paths=("src/config.js",))
    assert places(report) == [("src/main.js", 3, "high")]
    assert (report.not_analysed, report.notices) == ((), ())
    everything = run(tmp_path, {}, paths=("other",))
    assert [notice.location.path for notice in everything.notices] == ["other/main.js"]
    assert {part.path for part in everything.not_analysed} == {"other/broken.js"}


def test_a_comment_suppresses_and_can_be_disregarded(tmp_path: Path) -> None:
    comment = "// portbind-lint: ignore[undocumented-default-exposure] -- the laboratory\n"
    files = {"a.js": EXPOSED.replace("app.listen", comment + "app.listen")}
    report = run(tmp_path, files)
    assert report.findings == ()
    assert report.notices == ()
    (site,) = report.sites
    assert site.suppressed is not None
    assert site.suppressed.reason == "the laboratory"
    assert len(run(tmp_path, {}, ignores=False).findings) == 1


def test_a_suppression_in_a_file_without_listeners_is_unused(tmp_path: Path) -> None:
    report = run(tmp_path, {"a.js": "// portbind-lint: ignore[undocumented-exposure] -- x\n"})
    assert ["nothing to ignore" in notice.message for notice in report.notices] == [True]


def configuration(root: Path, rule: str, path: str) -> Config:
    (root / ".portbind.yml").write_text(f"suppressions: [{{rule: {rule}, path: '{path}', reason: the laboratory}}]")
    return load_config(root)


def test_the_configuration_suppresses_by_pattern(tmp_path: Path) -> None:
    config = configuration(tmp_path, "undocumented-default-exposure", "parts/*.js")
    report = run(tmp_path, {"parts/a.js": EXPOSED, "b.js": EXPOSED}, config=config)
    assert [site.location.path for site in report.findings] == ["b.js"]


def test_an_unused_entry_of_the_configuration_is_reported(tmp_path: Path) -> None:
    config = configuration(tmp_path, "undocumented-exposure", "parts/*.js")
    (notice,) = run(tmp_path, {}, config=config).notices
    assert (notice.location.path, notice.location.line) == (".portbind.yml", 1)


def test_an_unknown_rule_in_the_configuration_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"\.portbind\.yml:1: unknown rule 'nonsense'"):
        run(tmp_path, {}, config=configuration(tmp_path, "nonsense", "a.js"))


def test_excluded_files_are_not_read(tmp_path: Path) -> None:
    report = run(tmp_path, {"fixtures/a.js": EXPOSED}, config=Config(exclude=("fixtures/",)))
    assert report.sites == ()


@pytest.mark.parametrize(("room", "place"), [("parse", sources), ("find_sites", listeners), ("resolve", units)])
def test_a_file_that_breaks_a_room_costs_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: str, place: ModuleType
) -> None:
    works: Callable[..., object] = getattr(place, room)

    def breaks(subject: object, *others: object) -> object:
        path = subject if isinstance(subject, str) else getattr(subject, "path", "") or subject.location.path
        if path == "a.js":
            raise RecursionError
        return works(subject, *others)

    monkeypatch.setattr(place, room, breaks)
    told: list[tuple[str, str]] = []
    report = run(
        tmp_path,
        {"a.js": EXPOSED, "b.js": EXPOSED},
        failed=lambda path, error: told.append((path, type(error).__name__)),
    )
    assert places(report) == [("b.js", 3, "high")]
    line = 3 if room == "resolve" else 0
    assert report.not_analysed == (NotAnalysed("a.js", "the analysis failed (RecursionError)", line),)
    assert told == [("a.js", "RecursionError")]


def test_the_callers_mistakes_are_no_files_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise UserError("a message")

    monkeypatch.setattr(listeners, "find_sites", refuses)
    with pytest.raises(UserError, match="a message"):
        run(tmp_path, {"a.js": EXPOSED})


def test_broken_source_is_said_and_the_rest_is_used(tmp_path: Path) -> None:
    report = run(tmp_path, {"a.js": EXPOSED + "\nfunction (((\n", "b.js": EXPOSED})
    assert ("b.js", 3, "high") in places(report)
    assert {part.path for part in report.not_analysed} == {"a.js"}


def test_what_starts_nothing_needs_no_right_syntax(tmp_path: Path) -> None:
    """Both cannot be parsed; nothing can listen in the one that calls nothing that listens."""
    broken = "import express from 'express';\nexport const app = express(((\n"
    report = run(tmp_path, {"a.js": broken + "app.listen(80)\n", "b.js": broken, "c.js": EXPOSED})
    assert ("c.js", 3, "high") in places(report)
    assert {part.path for part in report.not_analysed} == {"a.js"}


def test_progress_counts_the_files(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    run(tmp_path, {"a.js": EXPOSED, "b.js": EXPOSED, "c.js": ""}, progress=lambda *done: seen.append(done))
    assert seen == [(0, 2), (1, 2)]


def test_a_project_declares_its_own_library(tmp_path: Path) -> None:
    (tmp_path / ".portbind.yml").write_text(DECLARED)
    own = "export function startServer(port, host) { app.start(port, host); }\n"
    files = {
        "a.js": "import { startServer } from '@corp/server';\nstartServer(80);\nstartServer(81, '127.0.0.1');\n",
        "packages/server/package.json": '{"name": "@corp/server", "main": "index.js"}',
        "packages/server/index.js": own,
        "b.js": "import { startServer } from './packages/server/index.js';\nstartServer(80);\n",
    }
    report = run(tmp_path, files, config=load_config(tmp_path))
    found = [(site.location.path, site.location.line, site.library, site.address.cls.value) for site in report.sites]
    assert found == [
        ("a.js", 2, "@corp/server", "wildcard-default"),
        ("a.js", 3, "@corp/server", "loopback"),
        ("b.js", 2, "@corp/server", "wildcard-default"),
    ]


def test_a_mistake_in_a_declared_library_has_the_catalogues_words(tmp_path: Path) -> None:
    (tmp_path / ".portbind.yml").write_text(DECLARED.replace("listeners:", "listners:"))
    with pytest.raises(UserError) as error:
        run(tmp_path, {}, config=load_config(tmp_path))
    assert str(error.value) == ".portbind.yml:3: unknown key 'listners'; did you mean 'listeners'?"


def test_scripts_of_a_package_are_sites_with_a_verdict(tmp_path: Path) -> None:
    lines = {
        "dev": "next dev", "dev:turbo": "next dev --turbo", "start": "next start", "lan": "vite --host",
        "debug": "node --inspect=0.0.0.0 a.js", "test:e2e": "next start", "local": "vite", "demo": "vite --host",
    }  # fmt: skip
    report = run(tmp_path, {"package.json": json.dumps({"scripts": lines}, indent=1)})
    found = [
        (s.location.line, s.call, s.context.value, s.address.cls.value, s.rule.id if s.rule else "")
        for s in report.sites
    ]
    assert found == [
        (3, "next dev", "dev", "wildcard-default", "exposed-dev-server"),
        (5, "next start", "product", "wildcard-default", "undocumented-default-exposure"),
        (6, "vite --host", "dev", "wildcard", "exposed-dev-server"),
        (7, "node --inspect=0.0.0.0 a.js", "dev", "wildcard", "exposed-debugger"),
        (8, "next start", "test", "wildcard-default", ""),
        (9, "vite", "dev", "loopback-default", ""),
        (10, "vite --host", "example", "wildcard", "exposed-example"),
    ]
    messages = {site.call: site.remedy for site in report.sites if site.rule}
    debugger = messages["node --inspect=0.0.0.0 a.js"]
    assert "change node --inspect=0.0.0.0 a.js at package.json:7 to --inspect=127.0.0.1:PORT" in debugger
    assert "Add --hostname 127.0.0.1 to next dev at package.json:3" in messages["next dev"]
    assert all(not site.controls for site in report.sites)


def test_programs_that_code_starts_are_sites(tmp_path: Path) -> None:
    code = "import { spawn } from 'node:child_process';\nspawn('vite', ['--host']);\n"
    report = run(tmp_path, {"a.js": code, "b.js": code.replace("vite", "left-pad")})
    assert [(s.location.path, s.location.line, s.call) for s in report.sites] == [("a.js", 2, "vite --host")]


@pytest.mark.parametrize(("today", "silenced"), [(date(2027, 1, 31), True), (date(2027, 2, 1), False)])
def test_a_suppression_that_has_expired_is_told_and_silences_nothing(
    tmp_path: Path, today: date, silenced: bool
) -> None:
    (tmp_path / ".portbind.yml").write_text(
        "suppressions:\n  - rule: undocumented-default-exposure\n    path: a.js\n    reason: x\n    until: 2027-01-31\n"
    )
    report = run(tmp_path, {"a.js": EXPOSED}, config=load_config(tmp_path), today=today)
    assert (report.findings == ()) is silenced
    assert ["expired on 2027-01-31" in notice.message for notice in report.notices] == ([] if silenced else [True])


METRICS = "import express from 'express';\nexpress().listen(process.env.METRICS_PORT || 9090, '0.0.0.0');\n"
LAN = "# Acme\n\nIt is reachable from other machines: open `http://acme.lan:3000`.\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"README.md": LAN}, ["medium", "high"]),
        ({"README.md": f"{LAN}\nMetrics are on port 9090.\n"}, ["medium", "medium"]),
        ({"README.md": f"{LAN}\n`METRICS_PORT` moves the metrics.\n"}, ["medium", "medium"]),
        ({"README.md": "It is reachable from other machines.\n"}, ["medium", "medium"]),
        ({"README.md": LAN, "Dockerfile": "EXPOSE 3000 9090\n"}, ["medium", "medium"]),
        ({"README.md": LAN, "Dockerfile": "EXPOSE 3000\n"}, ["medium", "high"]),
        ({"Dockerfile": "EXPOSE 3000\n"}, ["medium", "high"]),
        ({"Dockerfile": "ENV METRICS_PORT=3000\nEXPOSE 3000\n"}, ["medium", "medium"]),
        ({"Dockerfile": "EXPOSE 5000\n"}, ["high", "medium"]),
    ],
)
def test_what_names_the_port_of_one_listener_is_no_reason_for_another(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    report = run(tmp_path, {"app.js": EXPOSED, "metrics.js": METRICS, **files})
    assert [site.verdict.value for site in report.sites] == expected
