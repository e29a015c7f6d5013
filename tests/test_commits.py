"""What a developer meets: whole commits through the real pre-commit and the real prek."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.commits import RUNNERS, Project
from tests.discover.checkout import git, write

MANIFEST = '{"name": "acme", "type": "module", "dependencies": {"express": "^4.0.0"}}\n'
PLAIN = "import express from 'express';\nconst app = express();\n"
LOCAL = PLAIN + "app.listen(3000, '127.0.0.1');\n"
LITERAL = PLAIN + "app.listen(3000, '0.0.0.0');\n"
GUARD = """app.use((request, response, next) => {
  if (request.headers.authorization !== `Bearer ${process.env.TOKEN}`) return response.status(401).end();
  next();
});
"""
GUARDED = PLAIN + GUARD + "app.listen(4000, '0.0.0.0');\n"
README = """# acme

A dashboard for the whole team: colleagues connect from other machines over the network, on port 4000.

## Deployment

Put it behind a reverse proxy with TLS before you expose it to the internet.
"""
SILENT = "# acme\n\nA dashboard.\n"


@pytest.fixture(params=list(RUNNERS))
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    """A repository with one listener that its README justifies."""
    files = {
        "package.json": MANIFEST, "README.md": SILENT, "plain.js": "export {};\n",
        "dashboard/package.json": MANIFEST.replace("acme", "dashboard"), "dashboard/server.js": GUARDED,
        "dashboard/README.md": README,
    }  # fmt: skip
    return Project(tmp_path / "project", request.param, files)


def findings(output: str) -> list[str]:
    """The lines that name a finding, up to the verdict."""
    return [line.strip().split(": ")[0] for line in output.splitlines() if ": HIGH " in line or ": MEDIUM " in line]


def test_the_day_of_a_developer(project: Project) -> None:
    blocked = project.commit({"src/[id] server.js": LITERAL})
    assert blocked.code == 1, blocked.output
    assert findings(blocked.output) == ["src/[id] server.js:3:5"]
    assert "Silence one, with a reason: // portbind-lint: ignore[" in blocked.output

    fixed = project.commit({"src/[id] server.js": LOCAL})
    assert fixed.code == 0, fixed.output

    taken = project.commit({"dashboard/README.md": SILENT})
    assert taken.code == 1, taken.output
    assert findings(taken.output) == ["dashboard/server.js:7:5"]
    assert "New, because dashboard/README.md:3 was removed (documentation)" in taken.output

    comment = "// portbind-lint: ignore[undocumented-exposure] -- the team's network only\n"
    silenced = {"dashboard/server.js": GUARDED.replace("app.listen", comment + "app.listen")}
    passed = project.commit(silenced)
    assert passed.code == 0, passed.output
    counted = project.hook("portbind-lint", "--all-files", "--verbose")
    assert "portbind-lint: 1 suppressed" in counted.output
    assert git(project.root, "status", "--porcelain") == ""


def test_a_deleted_document_and_a_deleted_check_are_told(project: Project) -> None:
    deleted = project.commit({"dashboard/README.md": None})
    assert deleted.code == 1, deleted.output
    assert "dashboard/README.md:3 was removed (documentation)" in deleted.output
    git(project.root, "checkout", "HEAD", "--", "dashboard/README.md")
    unguarded = project.commit({"dashboard/server.js": GUARDED.replace(GUARD, "")})
    assert unguarded.code == 0, unguarded.output
    assert "unauthenticated-exposure" in project.hook("portbind-lint", "--all-files", "--verbose").output


def test_a_rename_brings_nothing_new_and_a_commit_of_other_things_passes(project: Project) -> None:
    git(project.root, "mv", "dashboard/server.js", "dashboard/the server [1].js")
    assert project.commit().code == 0
    assert project.commit({"plain.js": None, "logo.svg": "<svg/>"}).code == 0
    assert project.commit({"other.js": "export const answer = 42;\n"}).code == 0


def test_a_constant_far_from_the_call_is_enough(project: Project) -> None:
    imported = PLAIN + "import { HOST } from './settings.js';\napp.listen(5000, HOST);\n"
    local = {"far.js": imported, "settings.js": "export const HOST = '127.0.0.1';\n"}
    assert project.commit(local).code == 0
    blocked = project.commit({"settings.js": "export const HOST = '0.0.0.0';\n"})
    assert findings(blocked.output) == ["far.js:4:5"], blocked.output
    assert "settings.js:1 was removed (address 127.0.0.1)" in blocked.output


def test_every_ending_is_seen(project: Project) -> None:
    names = ["a.mts", "b.cts", "c.tsx", "d.cjs", "e.mjs", "sp ace/[slug] (x).ts"]
    code = "require('http').createServer().listen(80, '0.0.0.0');\n"
    blocked = project.commit(dict.fromkeys(names, code))
    assert blocked.code == 1, blocked.output
    assert findings(blocked.output) == [f"{name}:1:32" for name in names]


def test_a_film_that_ends_like_typescript_is_left_alone(project: Project) -> None:
    film = b"\x47\x00\x11\x10\x00listen(80, '0.0.0.0')" + b"\xff\x00" * 500
    assert project.commit({"film.ts": film, "film.mts": film}).code == 0


def test_a_merge_blames_nobody_for_what_the_other_side_did(project: Project) -> None:
    git(project.root, "checkout", "--quiet", "-b", "theirs")
    write(project.root, {"theirs.js": LITERAL, "plain.js": "export const theirs = 1;\n", "dashboard/README.md": SILENT})
    git(project.root, "add", "--all")
    git(project.root, "commit", "--quiet", "--no-verify", "-m", "x")
    git(project.root, "checkout", "--quiet", "-")
    assert project.commit({"plain.js": "export const ours = 1;\n"}).code == 0
    conflict = project.run("git", "merge", "--no-edit", "theirs")
    assert "CONFLICT" in conflict.output
    merged = project.commit({"plain.js": "export const both = 1;\n"})
    assert "dashboard/server.js" not in merged.output, merged.output


def test_thousands_of_files_in_several_batches(project: Project) -> None:
    folder = "a-folder-with-a-name-that-makes-the-command-line-long-so-that-it-does-not-fit/" * 2
    files = {f"{folder}{number:04}.js": "export const answer = 42;\n" for number in range(2000)}
    done = project.commit({**files, "z.js": LITERAL, "dashboard/README.md": SILENT})
    assert done.code == 1, done.output[-2000:]
    assert sorted(set(findings(done.output))) == ["dashboard/server.js:7:5", "z.js:3:5"]


def test_the_whole_repository_by_hand(project: Project) -> None:
    words = ("portbind-lint-all", "--hook-stage=manual", "--all-files", "--verbose")
    assert project.hook(*words).code == 0
    write(project.root, {"z.js": LITERAL})
    git(project.root, "add", "--all")
    done = project.hook(*words)
    assert (done.code, "z.js:3:5" in done.output) == (1, True)


def test_several_at_once(project: Project) -> None:
    """With the files named, or the runner asks git for a tree itself: two of it cannot do that at a time."""
    write(project.root, {"z.js": LITERAL})
    git(project.root, "add", "--all")
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: project.hook("portbind-lint", "--files", "z.js"), range(4)))
    outputs = "\n".join(each.output for each in done)
    assert {each.code for each in done} == {1}, outputs
    assert {tuple(findings(each.output)) for each in done} == {("z.js:3:5",)}, outputs
