import os
from pathlib import Path

import pytest

from portbind_lint.discover import reader, scripts
from portbind_lint.discover.repository import DOCUMENT_BYTES, FileRepository
from portbind_lint.discover.scripts import SCRIPT_BYTES
from portbind_lint.model.source import NotAnalysed


def repository(root: Path, files: dict[str, str | bytes], **options: tuple[str, ...]) -> FileRepository:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return FileRepository(root, **options)


def test_files_are_sorted_and_left_out_ones_counted(tmp_path: Path) -> None:
    found = repository(tmp_path, {"b.ts": "", "a.js": "", "README.md": "", "vendor/x.js": "", "lib.min.js": ""})
    assert found.files == ("README.md", "a.js", "b.ts")
    assert found.scripts == ("a.js", "b.ts")
    assert found.left_out == (("minified", 1), ("vendored", 1))
    assert found.root == tmp_path.as_posix()


def test_files_like_a_text_hold_it_anywhere_in_their_path(tmp_path: Path) -> None:
    found = repository(tmp_path, {"config/b.ts": "", "config.js": "", "a.js": "", "api/config/default.json": "{}"})
    for _ in range(2):
        assert found.files_like("config/") == ("api/config/default.json", "config/b.ts")
    assert found.files_like(".env") == ()


def test_programs_without_an_ending_are_told_by_their_first_line(tmp_path: Path) -> None:
    files = {
        "bin/www": "#!/usr/bin/env node\nlisten()",
        "bin/serve": "#!/usr/bin/env -S node -r esm\nlisten()",
        "bin/typed": "#!/usr/local/bin/bun\n",
        "bin/shell": "#!/bin/sh\nnode listen.js",
        "bin/nodes": "#!/usr/bin/env node-of-mine\n",
        "bin/plain": "listen()",
        "docs/www": "#!/usr/bin/env node\n",
    }
    found = repository(tmp_path, files)
    (tmp_path / "bin/link").symlink_to("www")
    assert found.scripts == ("bin/serve", "bin/typed", "bin/www")
    assert found.candidates(("listen",)) == ("bin/serve", "bin/www")


def test_include_brings_back_and_exclude_drops(tmp_path: Path) -> None:
    files = {"vendor/own/a.js": "", "vendor/x/b.js": "", "fixtures/c.js": "", "d.js": ""}
    found = repository(tmp_path, files, include=("vendor/own/",), exclude=("fixtures/",))
    assert found.files == ("d.js", "vendor/own/a.js")
    assert found.left_out == (("vendored", 1),)


def test_candidates_hold_a_whole_word(tmp_path: Path) -> None:
    files = {
        "a.js": "app.listen(1)",
        "b.js": "listener()",
        "c.js": "$listen()",
        "d.ts": "relisten(); x.listen",
        "e.js": "bindAsync()",
        "f.js": "bindAsyncs(); bind()",
        "g.md": "listen",
    }
    found = repository(tmp_path, files)
    assert found.candidates(["listen", "bind", "bindAsync"]) == ("a.js", "d.ts", "e.js", "f.js")
    assert found.candidates([]) == ()
    assert found.sources_naming("listen") == ("a.js", "d.ts")
    assert found.sources_naming("") == ()


def test_only_dependent_packages_can_know_a_file(tmp_path: Path) -> None:
    files = {
        "package.json": '{"name": "root"}',
        "run.js": "start()",
        "kit/package.json": '{"name": "@acme/kit"}',
        "kit/a.js": "start()",
        "app/package.json": '{"name": "app", "dependencies": {"@acme/kit": "*"}}',
        "app/a.js": "start()",
        "other/package.json": '{"name": "other"}',
        "other/a.js": "start()",
    }
    found = repository(tmp_path, files)
    assert found.sources_naming("start", "kit/a.js") == ("app/a.js", "kit/a.js", "run.js")
    assert found.sources_naming("start", "app/a.js") == ("app/a.js", "run.js")
    assert found.sources_naming("start", "run.js") == found.sources_naming("start")
    other = next(package for package in found.packages if package.name == "other")
    assert found.candidates(["start"], other) == ("other/a.js",)


def test_importers_know_workspace_packages(tmp_path: Path) -> None:
    files = {
        "package.json": '{"name": "root"}',
        "packages/kit/package.json": '{"name": "@acme/kit", "main": "dist/server.js"}',
        "packages/kit/src/server.ts": "export const HOST = '::'",
        "app.ts": "import { HOST } from '@acme/kit'",
        "other.ts": "import './app.js'",
    }
    found = repository(tmp_path, files)
    assert found.importers("packages/kit/src/server.ts") == ("app.ts",)
    assert found.importers("app.ts") == ("other.ts",)


def test_the_nearest_package_counts_and_npm_before_deno(tmp_path: Path) -> None:
    files = {
        "package.json": '{"name": "root"}',
        "deno.json": '{"name": "deno"}',
        "a/package.json": "[]",
        "a/b/deno.json": '{"name": "inner"}',
        "a/b/c/x.ts": "",
    }
    found = repository(tmp_path, files)
    assert [package.name for package in found.packages] == ["root", "deno", "inner"]
    inner, root = found.package_of("a/b/c/x.ts"), found.package_of("a/x.ts")
    assert inner is not None
    assert inner.name == "inner"
    assert root is not None
    assert root.name == "root"
    assert FileRepository(tmp_path / "a" / "b" / "c").package_of("x.ts") is None


def test_long_documents_are_cut_and_long_sources_reported(tmp_path: Path) -> None:
    line = "const a = 'data';\n"
    long = line * (SCRIPT_BYTES // len(line) + 1)
    files = {
        "README.md": "x" * (DOCUMENT_BYTES + 5),
        "a.js": long + "app.listen(1)",
        "b.js": "app.listen(1)\n" + long,
        "c.js": long,
    }
    found = repository(tmp_path, files)
    assert len(found.read("README.md") or b"") == DOCUMENT_BYTES
    assert found.candidates(["listen"]) == ()
    assert [(part.path, "larger than" in part.reason) for part in found.not_analysed] == [
        ("README.md", False),
        ("a.js", True),
        ("b.js", True),
    ]
    assert found.not_analysed[0].reason == "only its first 1,000,000 bytes were read"
    assert found.read("c.js") is None


def test_minified_text_is_left_out_unless_it_is_included(tmp_path: Path) -> None:
    bundle = "function a(b){return c(b=1);}" * 500 + "app.listen(1);"
    found = repository(tmp_path, {"bundle.js": bundle})
    assert found.candidates(["listen"]) == ()
    assert found.read("bundle.js") is None
    assert found.left_out == (("minified", 1),)
    assert FileRepository(tmp_path, include=("bundle.js",)).candidates(["listen"]) == ("bundle.js",)


def test_binary_files_are_no_source_and_utf16_is(tmp_path: Path) -> None:
    found = repository(tmp_path, {"film.ts": b"G\0listen", "wide.ts": "app.listen(1)".encode("utf-16")})
    assert found.candidates(["listen"]) == ("wide.ts",)
    assert found.read("wide.ts") == b"app.listen(1)"


def test_links_count_only_inside_the_root_and_only_for_documents(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.js").write_text("listen")
    root = tmp_path / "root"
    found = repository(root, {"README.md": "text", "a.js": "listen", "p/b.js": ""})
    (root / "p" / "README.md").symlink_to("../README.md")
    (root / "p" / "a.js").symlink_to("../a.js")
    (root / "leak.md").symlink_to(tmp_path / "secret.md")
    (root / "gone.md").symlink_to("nowhere")
    (root / "loop.md").symlink_to("loop.md")
    (root / "folder").symlink_to(tmp_path / "outside")
    assert found.files == ("README.md", "a.js", "p/README.md", "p/b.js")
    assert found.read("p/README.md") == b"text"
    assert found.read("leak.md") is None
    assert found.read("folder/x.js") is None
    assert found.read("../secret.md") is None
    assert found.read("missing/x.js") is None
    assert found.read("a.js/x.js") is None


def test_pipes_are_never_opened(tmp_path: Path) -> None:
    found = repository(tmp_path, {"a.js": ""})
    os.mkfifo(tmp_path / "pipe.js")
    assert found.files == ("a.js",)
    assert found.read("pipe.js") is None


def test_a_failing_disk_is_reported_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    found = repository(tmp_path, {"a.js": "listen"})
    monkeypatch.setattr(reader, "_read", fail)
    assert found.read("a.js") is None
    assert found.sources_naming("listen") == ()
    assert found.not_analysed == (NotAnalysed("a.js", "cannot be read: Input/output error"),)


def test_a_name_that_is_not_utf8_is_reported_in_printable_form(tmp_path: Path) -> None:
    found = repository(tmp_path, {"a.js": ""})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.js")).write_text("listen")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/c\xff.md")).write_text("")
    assert found.files == ("a.js",)
    assert found.not_analysed == (NotAnalysed("b\\xff.js", "the file's name is not valid UTF-8"),)


def test_a_path_with_a_null_is_unreadable_not_a_crash(tmp_path: Path) -> None:
    found = repository(tmp_path, {"a.js": ""})
    assert found.read("x\0y.md") is None


def test_memory_holds_only_so_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_BUDGET", 0)
    monkeypatch.setattr(scripts, "KEPT_BYTES", 10)
    found = repository(tmp_path, {"a.js": "listen();", "kit/package.json": "{}", "kit/b.js": "listen();"})
    assert found.sources_naming("listen") == ("a.js", "kit/b.js")
    (tmp_path / "a.js").write_text("x")
    (tmp_path / "kit/b.js").write_text("y")
    assert (found.read("a.js"), found.read("kit/b.js")) == (b"listen();", b"y")
    assert (found.sources_naming("x"), found.sources_naming("y")) == ((), ("kit/b.js",))


def test_a_reader_leaves_scripts_to_others(tmp_path: Path) -> None:
    for name in ("a.js", "b.json", "c.d.ts"):
        (tmp_path / name).write_text("{}")
    found = reader.Reader(tmp_path)
    assert [found.read(name, 10) for name in ("a.js", "b.json", "c.d.ts")] == [b"{}"] * 3
    for name in ("a.js", "b.json", "c.d.ts"):
        (tmp_path / name).write_text("[]")
    assert [found.read(name, 10) for name in ("a.js", "b.json", "c.d.ts")] == [b"[]", b"{}", b"{}"]


def test_imports_are_indexed_before_anybody_asks(tmp_path: Path) -> None:
    found = repository(tmp_path, {"a.js": "import './b'", "b.js": "", "c.js": ""})
    found.index_imports()
    (tmp_path / "c.js").write_text("import './b'")
    assert found.importers("b.js") == ("a.js",)
