"""The front-end for plain JavaScript: what it refuses, and that hostile text never gets out of it but as a refusal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portbind_lint.cli import main
from portbind_lint.model.errors import UserError
from portbind_lint.model.facts import Module
from portbind_lint.model.source import Location, NotAnalysed
from portbind_lint.model.syntax import Function, Name, Node
from portbind_lint.parse.source import parse
from tests.parse.rendered import shown
from tests.parse.test_hostile import TOKENS, ask_all

UNKNOWN = "syntax that the esprima parser does not know"
EXPOSED = "const app = require('express')();\napp.listen(3000);\n"
PROGRAM = """
import a, { b as listen } from 'm'; export * from './n'; const { x = 1, ...rest } = require('./x');
export class K extends B { constructor(a) { super(); this.x = a } get x() { return this.x } }
export async function listen({ a = '0.0.0.0', x } = {}, ...more) {
  if (!a) return null;
  switch (x) { case 1: case 2: a.listen(x, `h${x}`); break; default: new a.x.listen({ a, 'x': [1, , ...more] }) }
  for (const a of x) { try { a = x } catch (x) { (0, a.listen)(x) } }
  return a ? x : (y) => a['listen'](y);
}
module.exports = exports = { a, x }; exports.listen = listen; const e = <a x={x}>{a}</a> // listen
"""


def read(code: str | bytes, path: str = "a.js") -> Module | NotAnalysed:
    return parse(path, code.encode() if isinstance(code, str) else code, "esprima")


def module(code: str | bytes) -> Module:
    parsed = read(code)
    assert not isinstance(parsed, NotAnalysed), parsed
    return parsed


@pytest.mark.parametrize(
    "code", ["a?.b", "a ?? b", "class A { x = 1 }", "class A { #x() {} }", "1_000", "10n", "try {} catch {}", "<></>",
             "for await (x of y) ;", "import.meta", "a ||= 1", "let a = ;", "({a b})", "f(",
             "'\\u{ffffffffffff}'", "é = \\"],
)  # fmt: skip
def test_what_the_parser_does_not_know_is_not_analysed_with_its_line(code: str) -> None:
    assert read(f"'é'; listen();\n{code}") == NotAnalysed("a.js", UNKNOWN, 2)


@pytest.mark.parametrize(
    "code",
    ["return 1", "'use strict'; 010", "with (a) b()", "#!/bin/sh\nx", "<!-- a\nx", "x = /[[a](?<=b)(?<n>c)\\p{L}/u",
     "import a from 'b'; export default a", "await = 1; import('x')", "'use strict'; delete x", "<a.b></a.b>", ""],
)  # fmt: skip
def test_what_runs_somewhere_is_read(code: str) -> None:
    assert module(code).problems == ()


@pytest.mark.parametrize("path", ["a.ts", "a.tsx", "a.mts", "a.cts"])
def test_typescript_needs_the_other_parser(path: str) -> None:
    assert read("x", path) == NotAnalysed(path, "TypeScript needs the tree-sitter parser")


def test_a_large_file_is_not_begun() -> None:
    read_whole = read("a();\n" + " " * 399_995)
    assert not isinstance(read_whole, NotAnalysed)
    reason = "larger than 400,000 bytes, which the esprima parser takes too long for"
    assert read("a();\n" + " " * 399_996) == NotAnalysed("a.js", reason)


def test_binary_data_is_not_analysed() -> None:
    assert read(b"\0\0") == NotAnalysed("a.js", "binary data, not source text")


def test_bytes_that_are_not_utf8_keep_their_place() -> None:
    m = module(
        b"// caf\xe9, \xc3\xa9 and \xf0\x9f\x98\x80 in a comment of some length, so that it is still text\nlisten('x')"
    )
    (call,) = m.calls("listen")
    assert m.text(call) == "listen('x')"
    assert m.location(call) == Location("a.js", 2, 1, 2, 12)
    assert m.comments("caf")[0].text.startswith("// caf\ufffd, é and \U0001f600 in")
    assert m.comments("") == ()


def test_offsets_and_nodes_of_nobody_are_answered() -> None:
    m = module("f({ a: x })\n")
    assert m.location_at(-5) == Location("a.js", 1, 1, 1, 1)
    assert shown(m.parent(Node(7, 8))) == "a:x"
    assert m.parent(Node(0, 12)) is None
    assert m.returns(Function(0, 1, None, (), is_arrow=False)) == ()
    assert m.body_calls(Function(0, 1, None, (), is_arrow=False)) == ()


@pytest.mark.parametrize(
    "piece",
    ["f({})", "f(function () {{ {} }})", "[{}]", "({})", "{{{}}}", "if (a) {{}} else {}", "- {}", "`${{{}}}`",
     "<a>{}</a>"],
)  # fmt: skip
def test_a_deep_nest_is_said_to_be_one(piece: str) -> None:
    start, _, end = piece.format("|").partition("|")
    before = sys.getrecursionlimit()
    parsed = read(start * 3_000 + ("<b/>" if "<" in piece else "x()") + end * 3_000)
    if isinstance(parsed, NotAnalysed):
        assert parsed.reason == "nested too deeply for the esprima parser"
    else:
        assert {problem.reason for problem in parsed.problems} == {"nested too deeply"}
    assert sys.getrecursionlimit() == before


@pytest.mark.parametrize("link", [".a", "+a", "(1)", "[0]", ".a(x)"])
def test_a_long_chain_is_read_as_far_as_readers_may_go(link: str) -> None:
    m = module("y = listen()" + link * 3_000 + "; listen()")
    ask_all(m, 400_000)
    assert len(m.calls("listen")) == 1
    assert {(problem.reason, problem.line) for problem in m.problems} == {("nested too deeply", 1)}


def test_long_lists_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("expressions", "patterns", "functions"):
        monkeypatch.setattr(f"portbind_lint.parse.plain.{name}.MAX_ENTRIES", 3)
    lists = ("1,1,1,1", "[1,1,1,1]", "{a,b,c,d}", f"`{'${a}' * 1_001}`", f"({'1,' * 100}a)", "9" * 5_000)
    told = [shown(call.arguments[0]) for call in module(";".join(f"f({one})" for one in lists)).calls("f")]
    assert told == [*["<too long>"] * 4, "(, <too long> a)", "<number>"]
    m = module("var [a, b, c, d] = x, {a, b, c, d} = x; function f(a, b, c, d) { a }; a")
    assert [shown(value) for value in m.top_level()] == ["x", "x", "a"]
    meant = [m.binding(made.node) for made in m.references("a") if isinstance(made.node, Name)]
    assert [type(binding).__name__ for binding in meant] == ["Variable", "Variable"]


@pytest.mark.parametrize(
    "code",
    ["'\\u{" + "f" * 100_000, "x = /" + "[\\u0000-\\uffff]" * 1_000 + "/i", "0x" + "f" * 200_000, "9" * 200_000,
     "/*" * 100_000, "`" + "${" * 2_000, "<a>" * 5_000, "// x\n" * 10_000, "\\" * 10_000, "import " * 20_000],
)  # fmt: skip
def test_hostile_text_takes_little_time(code: str) -> None:
    parsed = read(code)
    if not isinstance(parsed, NotAnalysed):
        ask_all(parsed, len(code))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(TOKENS), max_size=60))
def test_any_tokens(tokens: list[str]) -> None:
    code = " ".join(tokens)
    parsed = read(code)
    if not isinstance(parsed, NotAnalysed):
        ask_all(parsed, len(code.encode()))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    parsed = read(data)
    if not isinstance(parsed, NotAnalysed):
        ask_all(parsed, max(len(data) * 3, 3))


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(PROGRAM)), st.integers(0, 80), st.sampled_from([*TOKENS, ""]))
def test_a_program_with_a_piece_replaced(start: int, length: int, piece: str) -> None:
    code = PROGRAM[:start] + piece + PROGRAM[start + length :]
    parsed = read(code)
    if not isinstance(parsed, NotAnalysed):
        ask_all(parsed, len(code.encode()))


def test_the_program_is_read() -> None:
    assert len(module(PROGRAM).calls("listen")) == 4


def test_check_reads_with_the_parser_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.js").write_text(EXPOSED)
    (tmp_path / "b.js").write_text(EXPOSED + "a?.b")
    (tmp_path / "c.ts").write_text(EXPOSED)
    assert main(["check", "--root", str(tmp_path), str(tmp_path), "--parser", "esprima", "--format", "text"]) == 1
    printed = capsys.readouterr().out
    assert "a.js:2" in printed
    assert f"b.js:3  {UNKNOWN}\n" in printed
    assert "c.ts  TypeScript needs the tree-sitter parser\n" in printed


WITHOUT = """
import sys
from importlib.abc import MetaPathFinder
class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in {missing!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
from portbind_lint.cli import main
sys.exit(main({arguments!r}))
"""


def run_without(missing: tuple[str, ...], *arguments: str) -> subprocess.CompletedProcess[str]:
    code = WITHOUT.format(missing=missing, arguments=list(arguments))
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_without_tree_sitter_one_line_names_the_other_parser(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text(EXPOSED)
    absent = ("tree_sitter", "tree_sitter_javascript", "tree_sitter_typescript")
    done = run_without(absent, "check", "--root", str(tmp_path), str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "portbind-lint: error: No module named 'tree_sitter'; "
        "--parser esprima reads plain JavaScript without tree-sitter\n"
    )
    done = run_without(absent, "check", "--root", str(tmp_path), str(tmp_path), "--parser", "esprima", "-q")
    assert (done.returncode, done.stderr) == (1, "")
    assert "a.js:2" in done.stdout


def test_without_esprima_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("portbind_lint.parse.plain")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "esprima.jsx_parser", None)
    with pytest.raises(UserError, match=r"--parser esprima needs portbind-lint\[esprima\]"):
        read("x")
