"""Whatever the text, an edit is one or there is none."""

import subprocess
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portbind_lint import mend
from portbind_lint.fix.apply import difference, edited
from portbind_lint.fix.perform import perform
from portbind_lint.fix.spelling import loopback_of, respelled
from portbind_lint.fix.text import Text
from portbind_lint.model.fix import NotFixed
from portbind_lint.model.source import Location
from portbind_lint.model.syntax import Node
from portbind_lint.parse.native.module import TreeModule
from portbind_lint.trial import Outcome, Trials
from tests.fix.repaired import analysed, fixed, write

PIECES = (
    "listen(", ")", "{", "}", "port", ": 1", ",", ", ...o", " ", "\n", "\r\n", "// c\n", "/* d */", "'0.0.0.0'",
    "'", "`", "as", "<", ">", "...", "é𝒳", "\x00",
)  # fmt: skip


@given(st.text(max_size=40), st.sampled_from("'\""))
def test_only_an_address_of_every_interface_is_respelled(source: str, quote: str) -> None:
    found = respelled(source, quote)
    if found is not None:
        assert 0 <= found.start <= found.end <= len(source)
        assert found.before == source[found.start : found.end]
        assert found.before.strip("[]") in ("true", "false", "null", "undefined", "") or loopback_of(found.before)


@given(st.binary(max_size=60), st.integers(-2, 9), st.integers(-2, 20), st.integers(-2, 20))
def test_any_place_of_any_bytes(data: bytes, line: int, column: int, end: int) -> None:
    text = Text("a.js", data)
    span = text.span(Location("a.js", line, column, line, end))
    assert span is None or 0 <= span[0] <= span[1] <= len(data) + 3 * len(data)


@pytest.mark.parametrize("seed", range(25))
def test_the_fix_of_any_source_leaves_the_rest(seed: int, tmp_path: Path) -> None:
    """Not by hypothesis, which watches the recursion limit that the evaluator raises."""
    middle = "".join(Random(seed).choices(PIECES, k=1 + seed // 3))  # noqa: S311 - the same for everybody
    code = f"import {{ WebSocketServer }} from 'ws';\nnew WebSocketServer({{ port: 1 {middle} }});\n"
    write(tmp_path, {"a.ts": code})
    done = perform(tmp_path, analysed(tmp_path).sites)
    after = (tmp_path / "a.ts").read_bytes().decode()
    pieces = iter(after)
    assert all(character in pieces for character in code), "something was taken away"
    assert bool(done.fixed) == (after != code)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", ""]), min_size=1, max_size=30), st.data())
def test_any_diff_applies(lines: list[str], data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(["\n", "\r\n"])).join(lines).encode()
    text = Text("a.js", content)
    starts = sorted(data.draw(st.sets(st.integers(0, len(content)), min_size=1, max_size=4)))
    inside = [at for at in starts if at < len(content) or not content.endswith(b"\n")]
    edits = [text.edit(at, at, data.draw(st.sampled_from(["x", "x\ny"]))) for at in inside]
    with TemporaryDirectory() as folder:
        (Path(folder) / "a.js").write_bytes(content)
        if edits and content:
            patch = difference("a.js", content, edits).encode()
            command = ["git", "apply", "--whitespace=nowarn", "-"]
            subprocess.run(command, input=patch, cwd=folder, check=True)
            assert (Path(folder) / "a.js").read_bytes() == edited(content, edits)


def test_many_findings_are_tried_together(tmp_path: Path) -> None:
    calls = "".join(f"http.createServer().listen({number});\n" for number in range(60))
    done = fixed(tmp_path, {"a.js": f"import http from 'http';\n{calls}"})
    assert len(done.fixed) == 60


def test_what_spoils_the_trial_of_all_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shared address that an intended listener binds too costs no other finding its fix."""
    listening = "import http from 'http';\nimport { HOST } from '../host.js';\nhttp.createServer().listen(1, HOST);\n"
    calls = "".join(f"http.createServer().listen({number});\n" for number in range(4))
    files = {
        "host.js": "export const HOST = '0.0.0.0';\n",
        "local/a.js": listening,
        "local/b.js": f"import http from 'http';\n{calls}",
        "public/a.js": listening,
        "public/package.json": '{"name": "public"}',
        "public/README.md": "# Public\n\nDeploy it to a cloud server; clients reach its HTTP API over the network.\n",
    }
    monkeypatch.setattr(mend, "_MOST_ALONE", 1)
    done = fixed(tmp_path, files)
    assert {site.location.path for site, _ in done.fixed} == {"local/b.js"}
    assert len(done.fixed) == 4
    assert [reason for _, reason in done.left] == [
        "public/a.js:3 would bind another address too",
        "the documentation says that other machines are meant to reach it",
    ]


def test_not_every_finding_is_tried_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mend, "_MOST_TOGETHER", 0)
    monkeypatch.setattr(mend, "_MOST_ALONE", 1)
    done = fixed(tmp_path, {"a.js": "import http from 'http';\n" + "http.createServer().listen(1);\n" * 2})
    assert len(done.fixed) == 1
    assert [reason for _, reason in done.left] == ["too many findings depend on each other to try each by itself"]


def test_trials_look_at_so_many_listeners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each trial looks at every listener of the file: with many of them there are few trials besides the first one."""
    looks = 0
    count = 20

    def counted(*arguments: object) -> Outcome:
        nonlocal looks
        outcome = of(*arguments)  # type: ignore[arg-type]
        looks += outcome.looks
        return outcome

    of = Trials.of
    monkeypatch.setattr(Trials, "of", counted)
    monkeypatch.setattr(mend, "_MOST_LOOKS", 2 * count)
    listening = "".join(f"http.createServer().listen({n}, other ? '0.0.0.0' : '::');\n" for n in range(count))
    write(tmp_path, {"a.js": f"import http from 'http';\n{listening}"})
    last = analysed(tmp_path).sites[-1]
    assert last.mending == NotFixed("too many findings depend on each other to try each by itself")
    assert looks == 3 * count


def test_so_many_findings_that_stand_together_are_not_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mend, "_MOST_TARGETS", 1)
    listening = "import http from 'http';\nhttp.createServer().listen(1);\n"
    write(tmp_path, {"a.js": f"{listening}http.createServer().listen(2);\n"})
    reasons = {site.mending for site in analysed(tmp_path).sites}
    assert reasons == {NotFixed("too many findings stand together to try fixes for them")}


def test_who_reads_a_value_is_located_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    located = 0
    location = TreeModule.location

    def counted(self: TreeModule, node: Node) -> Location:
        nonlocal located
        located += 1
        return location(self, node)

    monkeypatch.setattr(TreeModule, "location", counted)
    monkeypatch.setattr(mend, "_MOST_ALONE", 0)
    count = 60
    text = "import http from 'http';\nconst host = '0.0.0.0';\n"
    listening = "".join(f"http.createServer().listen({n}, other ? host : '::');\n" for n in range(count))
    write(tmp_path, {"a.js": text + listening})
    analysed(tmp_path)
    assert 0 < located < count * count


def test_a_file_that_is_not_utf8_is_left(tmp_path: Path) -> None:
    write(tmp_path, {"a.js": ""})
    code = b"import http from 'http';\n/* \xff\xfe */ http.createServer().listen(1);\n" + b"// text\n" * 40
    (tmp_path / "a.js").write_bytes(code)
    done = perform(tmp_path, analysed(tmp_path).sites)
    assert [reason for _, reason in done.left] == ["a.js is not UTF-8 throughout"]
    assert (tmp_path / "a.js").read_bytes() == code
