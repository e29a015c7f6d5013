"""What a change brings about: whole runs over two states of a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from portbind_lint.config.load import load_config
from portbind_lint.discover.base import find_base, last_commits
from portbind_lint.model.report import Report, SilencedBy
from portbind_lint.pipeline import Request, analyse
from portbind_lint.triage.baseline import read_baseline
from tests.discover.checkout import commit, git, write

MANIFEST = '{"name": "acme", "type": "module", "dependencies": {"express": "^4.0.0"}}'
PLAIN = "import express from 'express';\nconst app = express();\n"
DEFAULT = PLAIN + "app.listen(3000);\n"
LITERAL = PLAIN + "app.listen(3000, '0.0.0.0');\n"
GUARD = """app.use((request, response, next) => {
  if (request.headers.authorization !== `Bearer ${process.env.TOKEN}`) return response.status(401).end();
  next();
});
"""
README = """# acme

A dashboard for the whole team: colleagues connect from other machines over the network, on port 3000.

## Deployment

Put it behind a reverse proxy with TLS before you expose it to the internet.
"""
DOCKERFILE = 'FROM node:22\nCOPY . .\nEXPOSE 3000\nCMD ["node", "server.js"]\n'


class Project:
    """A repository whose main branch holds some files."""

    def __init__(self, root: Path, files: dict[str, str | bytes | None]) -> None:
        self.root = root
        commit(root, {"package.json": MANIFEST, **files})
        git(root, "tag", "before")

    def change(self, files: dict[str, str | bytes | None], **options: object) -> Report:
        """The report on these changes, staged and compared with what was before."""
        write(self.root, files)
        git(self.root, "add", "--all")
        config = load_config(self.root)
        bases = (find_base(self.root, "before"),)
        asked = {"bases": bases, "config": config, "config_file": ".portbind.yml", **options}
        return analyse(Request(root=self.root, **asked))


def new(report: Report) -> list[tuple[str, int, str]]:
    return [(site.location.path, site.location.line, site.rule.id) for site in report.findings if site.rule]


def gone(report: Report) -> list[tuple[str, int, str, bool]]:
    return [
        (piece.location.path, piece.location.line, piece.what, piece.removed)
        for site in report.findings
        for piece in site.gone
    ]


def by(report: Report) -> list[SilencedBy]:
    return [site.suppressed.by for site in report.sites if site.suppressed]


def test_what_was_there_is_not_new_and_what_moved_is_not(tmp_path: Path) -> None:
    project = Project(tmp_path, {"server.js": DEFAULT})
    report = project.change({"server.js": "// moved\n\n\n" + DEFAULT})
    assert (new(report), by(report)) == ([], [SilencedBy.UNCHANGED])
    (site,) = report.sites
    assert site.suppressed is not None
    assert (site.suppressed.location.line, site.suppressed.reason) == (3, "it was there before, in before")
    assert [site.location.line for site in report.open_findings] == [6]


def test_a_renamed_file_is_not_new(tmp_path: Path) -> None:
    project = Project(tmp_path, {"server.js": DEFAULT + "\n".join(f"// {n}" for n in range(20))})
    git(tmp_path, "mv", "server.js", "[new] server.js")
    assert new(project.change({})) == []


def test_a_second_listener_is_new(tmp_path: Path) -> None:
    project = Project(tmp_path, {"server.js": DEFAULT})
    report = project.change({"server.js": DEFAULT + "app.listen(3001);\n", "other.js": DEFAULT})
    rule = "undocumented-default-exposure"
    assert new(report) == [("other.js", 3, rule), ("server.js", 4, rule)]


def test_one_whose_address_changed_is_new_and_says_what_it_was(tmp_path: Path) -> None:
    settings = {"server.js": PLAIN + "import { HOST } from './settings.js';\napp.listen(3000, HOST);\n"}
    project = Project(tmp_path, {**settings, "settings.js": "export const HOST = '127.0.0.1';\n"})
    report = project.change({"settings.js": "export const HOST = '0.0.0.0';\n"})
    assert new(report) == [("server.js", 4, "undocumented-exposure")]
    assert gone(report) == [("settings.js", 1, "address 127.0.0.1", True)]


def test_a_removed_sentence_is_told(tmp_path: Path) -> None:
    project = Project(tmp_path, {"server.js": PLAIN + GUARD + "app.listen(3000);\n", "README.md": README})
    assert new(project.change({})) == []
    report = project.change({"README.md": "# acme\n\nA dashboard.\n"})
    assert new(report) == [("server.js", 7, "undocumented-default-exposure")]
    assert ("README.md", 3, "documentation", True) in gone(report)
    assert ("README.md", 7, "guidance for deployers", True) in gone(report)


def test_a_removed_document_is_told_and_concerns_its_path(tmp_path: Path) -> None:
    project = Project(tmp_path, {"server.js": LITERAL, "README.md": README})
    report = project.change({"README.md": None}, paths=("README.md",))
    assert new(report) == [("server.js", 3, "undocumented-exposure")]
    assert {piece[0] for piece in gone(report)} == {"README.md"}
    assert new(project.change({}, paths=("package.json",))) == []


def test_a_removed_deployment_file_is_told(tmp_path: Path) -> None:
    project = Project(tmp_path, {"server.js": LITERAL, "Dockerfile": DOCKERFILE})
    report = project.change({"Dockerfile": None})
    assert new(report) == [("server.js", 3, "undocumented-exposure")]
    assert ("Dockerfile", 3, "deployment", True) in gone(report)


def test_a_removed_check_is_told(tmp_path: Path) -> None:
    project = Project(tmp_path, {"server.js": PLAIN + GUARD + "app.listen(3000, '0.0.0.0');\n", "README.md": README})
    report = project.change({"server.js": LITERAL})
    assert new(report) == [("server.js", 3, "unauthenticated-exposure")]
    assert [(path, what, removed) for path, _, what, removed in gone(report)] == [("server.js", "authentication", True)]


def test_what_is_still_there_and_no_longer_counts_is_told_apart(tmp_path: Path) -> None:
    project = Project(tmp_path, {"server.js": LITERAL, "README.md": README})
    report = project.change({"README.md": "# Changelog of somebody else\n\n```\n" + README + "```\n"})
    removed = {piece[3] for piece in gone(report) if piece[2] == "documentation"}
    assert removed <= {False}


def test_a_removed_suppression_is_told(tmp_path: Path) -> None:
    silenced = "// portbind-lint: ignore[undocumented-default-exposure] -- behind a firewall\napp.listen(3000);\n"
    project = Project(tmp_path, {"server.js": PLAIN + silenced})
    report = project.change({"server.js": DEFAULT})
    assert new(report) == [("server.js", 3, "undocumented-default-exposure")]
    assert gone(report) == [("server.js", 3, "suppression", True)]


@pytest.mark.parametrize("config", ["{rule: undocumented-exposure, path: server.js, reason: known}"])
def test_the_settings_of_before_hold_for_before(tmp_path: Path, config: str) -> None:
    project = Project(tmp_path, {"server.js": LITERAL, ".portbind.yml": f"suppressions:\n  - {config}\n"})
    report = project.change({".portbind.yml": None})
    assert new(report) == [("server.js", 3, "undocumented-exposure")]
    assert gone(report) == [(".portbind.yml", 2, "suppression", True)]


def test_settings_of_before_that_were_wrong_are_passed_over(tmp_path: Path) -> None:
    project = Project(tmp_path, {"server.js": LITERAL, ".portbind.yml": "nonsense: [\n"})
    assert new(project.change({".portbind.yml": "fail-on: medium\n"})) == []


def test_a_severer_verdict_is_new_and_a_milder_one_is_not(tmp_path: Path) -> None:
    local = "# acme\n\nThe server listens on localhost only and is never reachable from other machines.\n"
    project = Project(tmp_path, {"server.js": LITERAL, "README.md": "# acme\n"})
    assert new(project.change({"README.md": local})) == [("server.js", 3, "contradicted-exposure")]
    assert new(project.change({"README.md": README})) == []


def test_the_baseline_of_before_holds_for_before(tmp_path: Path) -> None:
    project = Project(tmp_path, {"server.js": LITERAL})
    (site,) = project.change({}).sites
    entry = f'"{site.fingerprint}": {{"path": "server.js", "rule": "undocumented-exposure", "reason": ""}},\n'
    files = {name: f'{{\n{text}"schema": "portbind-lint-baseline/1"\n}}\n' for name, text in (("b", entry), ("n", ""))}
    commit(tmp_path, {"base.json": files["b"]})
    git(tmp_path, "tag", "--force", "before")
    with_it = read_baseline("base.json", files["b"].encode())
    assert by(project.change({}, baseline=with_it)) == [SilencedBy.BASELINE]
    without = read_baseline("base.json", files["n"].encode())
    report = project.change({"base.json": files["n"]}, baseline=without)
    assert new(report) == [("server.js", 3, "undocumented-exposure")]
    assert gone(report) == [("base.json", 2, "suppression", True)]
    no_file = project.change({"base.json": None}, baseline=read_baseline("other.json", files["n"].encode()))
    assert by(no_file) == [SilencedBy.UNCHANGED]


def test_in_a_merge_what_either_side_has_is_not_new(tmp_path: Path) -> None:
    commit(tmp_path, {"package.json": MANIFEST, "a.js": DEFAULT})
    git(tmp_path, "checkout", "--quiet", "-b", "work")
    commit(tmp_path, {"b.js": DEFAULT})
    git(tmp_path, "checkout", "--quiet", "main")
    commit(tmp_path, {"c.js": DEFAULT})
    git(tmp_path, "merge", "--quiet", "--no-commit", "--no-ff", "work")
    write(tmp_path, {"d.js": DEFAULT})
    report = analyse(Request(root=tmp_path, bases=last_commits(tmp_path)))
    assert [path for path, _, _ in new(report)] == ["d.js"]
    assert by(report) == [SilencedBy.UNCHANGED] * 3


def test_without_the_wish_for_new_ones_only_all_are_shown(tmp_path: Path) -> None:
    project = Project(tmp_path, {"server.js": DEFAULT})
    report = project.change({"other.js": DEFAULT}, only_new=False)
    assert [path for path, _, _ in new(report)] == ["other.js", "server.js"]
    assert by(report) == []


def test_nothing_found_means_nothing_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path, {"server.js": DEFAULT})
    monkeypatch.setattr("portbind_lint.discover.base.Base.files", lambda _: pytest.fail("the base was read"))
    report = project.change({"server.js": PLAIN + "app.listen(3000, '127.0.0.1');\n"})
    assert (new(report), len(report.sites)) == ([], 1)
