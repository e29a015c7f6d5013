"""Whatever the file holds: no exception, offsets inside the file, and work that grows with the file and not faster."""

from __future__ import annotations

import sys
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portbind_lint.model.facts import Module
from portbind_lint.model.source import NotAnalysed
from portbind_lint.model.syntax import Class, Function, Name, Node
from portbind_lint.parse.source import parse
from tests.parse.rendered import module

WORDS = ("listen", "a", "exports", "x")

PROGRAM = """
import a, { b as listen } from 'm'; export * from './n'; const { x = 1, ...rest } = require('./x');
export class K extends B { #x = 1; constructor(private a: string) { super(); this.#x = a } get x() { return this.#x } }
export async function listen({ a = '0.0.0.0', x }: O = {}, ...more) {
  if (!a) return null;
  switch (x) { case 1: case 2: a.listen(x, `h${x}`); break; default: new a.x.listen({ a, 'x': [1, , ...more] }) }
  for (const a of x) { try { a ||= x } catch (x) { (0, a.listen)(x!) } }
  return a ? x as any : (y) => a?.['listen'](y);
}
module.exports = exports = { a, x }; exports.listen = listen; enum E { a = 'x', x } // listen
"""

TOKENS = [
    *(
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "=>",
        "=",
        ".",
        ",",
        ";",
        "'",
        '"',
        "`",
        "${",
        "/",
        "<",
        ">",
        "...",
        "?",
        ":",
        "?.",
    ),
    *("if", "else", "switch", "case", "default", "class", "function", "export", "import", "from", "exports", "return"),
    *("const", "var", "new", "await", "as", "enum", "namespace", "catch", "for", "of", "static", "async", "get"),
    *("listen", "a", "x", "#x", "1", "é", "\U0001f600", "@", "&&", "??=", "?.", "/*", "*/", "//", "\\", "\n", " "),
]


def nodes_of(m: Module) -> list[Node]:
    """Ask everything there is to ask."""
    found: list[Node] = [*m.top_level(), *m.body_calls(None)]
    found += [export.value for export in m.exports if export.value is not None]
    for word in WORDS:
        found += m.calls(word)
        found += m.member_writes(word)
        for reference in m.references(word):
            found.append(reference.node)
            binding = m.binding(reference.node) if isinstance(reference.node, Name) else None
            if binding is not None:
                found += [*m.uses(binding), *m.writes(binding)]
        found += [Node(comment.start, comment.end) for comment in m.comments(word)]
    return found


def ask_all(m: Module, size: int) -> None:
    assert list(m.sources) == sorted(set(m.sources))
    assert all(0 <= made.start <= size for made in m.imports)
    for node in nodes_of(m):
        assert 0 <= node.start <= node.end <= size
        m.text(node)
        assert m.location(node).line >= 1
        outer = m.parent(node)
        assert outer is None or (outer.start <= node.start and node.end <= outer.end)
        m.enclosing_function(node)
        m.enclosing_class(node)
        m.conditions(node)
        if isinstance(node, Function):
            m.returns(node)
            m.body_calls(node)
        if isinstance(node, Class):
            m.members(node)
    assert all(problem.line >= 1 for problem in m.problems)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300), st.sampled_from(["a.js", "a.ts", "a.tsx"]))
def test_any_bytes(data: bytes, path: str) -> None:
    parsed = parse(path, data)
    if not isinstance(parsed, NotAnalysed):
        ask_all(parsed, max(len(data) * 3, 3))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(TOKENS), max_size=60), st.sampled_from(["a.js", "a.ts", "a.tsx"]))
def test_any_tokens(tokens: list[str], path: str) -> None:
    data = " ".join(tokens).encode()
    ask_all(module(" ".join(tokens), path), len(data))


@settings(deadline=None, max_examples=150)
@given(
    st.integers(0, len(PROGRAM)), st.integers(0, 80), st.sampled_from([*TOKENS, ""]), st.sampled_from(["a.js", "a.ts"])
)
def test_a_program_with_a_piece_replaced(start: int, length: int, piece: str, path: str) -> None:
    code = PROGRAM[:start] + piece + PROGRAM[start + length :]
    ask_all(module(code, path), len(code.encode()))


DEEP = {
    "parentheses": ("(", "listen", ")"),
    "arrays": ("[", "listen", "]"),
    "calls": ("listen(", "", ")"),
    "constructions": ("new listen(", "", ")"),
    "blocks": ("{", "listen()", "}"),
    "functions": ("function listen(a = listen()) { return listen(a);", "", "}"),
    "arrows": ("listen => ", "listen()", ""),
    "classes": ("class listen { listen() {", "", "}}"),
    "templates": ("`${listen(", "", ")}`"),
    "objects": ("({ listen:", "1", "})"),
    "sums": ("listen + ", "1", ""),
    "conditionals": ("listen ? listen() : ", "1", ""),
    "assignments": ("listen = listen.listen = ", "1", ""),
    "conjunctions": ("listen && ", "listen()", ""),
    "negations": ("!", "listen()", ""),
    "ladders": ("if (listen) listen(); else ", "listen()", ""),
    "never closed": ("({ [listen`${", "", ""),
    "awaits": ("await ", "listen()", ""),
}


@pytest.mark.parametrize("name", sorted(DEEP))
def test_deep_nesting_neither_overflows_nor_explodes(name: str) -> None:
    before, middle, after = DEEP[name]
    m = module(before * 1_300 + middle + after * 1_300)
    assert counted(partial(ask_deep, m)) < 4_000_000
    insides(module(before * 5_000 + middle + after * 5_000))


def test_long_chains_and_prefixes() -> None:
    for start, link, end in (("a", ".listen()", ""), ("x = listen", " as any", ""), ("listen", "!", "()")):
        m = module(start + link * 1_300 + end)
        assert counted(partial(ask_deep, m)) < 4_000_000
        insides(module(start + link * 5_000 + end))


def calls(m: Module) -> None:
    for call in m.calls("listen")[::10]:
        m.conditions(call)
        m.parent(call)
        m.enclosing_class(call)


def references(m: Module) -> None:
    for reference in m.references("listen"):
        binding = m.binding(reference.node) if isinstance(reference.node, Name) else None
        if binding is not None:
            m.uses(binding)
            m.writes(binding)


def ask_deep(m: Module) -> None:
    calls(m)
    references(m)
    insides(m)


def insides(m: Module) -> None:
    assert m.exports == m.imports == ()
    m.body_calls(None)
    m.top_level()


WIDE = {
    "arrays": ("x = [", "listen(),", "]"),
    "objects": ("x = {", "listen: listen(),", "}"),
    "statements": ("", "listen(listen);", ""),
    "exits": ("function f(listen) {", "if (listen) return; listen();", "}"),
    "scopes": ("", "{ let listen = 1; listen = 2 }", ""),
    "functions": ("", "(listen => listen);", ""),
    "cases": ("switch (a) {", "case 1: listen();", "}"),
    "variables": ("", "var listen = listen;", ""),
    "imports": ("", "import { listen } from 'a';", ""),
    "exports": ("", "exports.listen = listen;", ""),
    "never closed": ("", "listen(", ""),
    "errors": ("", "listen( ) } ` @ ", ""),
}


@pytest.mark.parametrize("name", sorted(WIDE))
def test_work_grows_with_the_file(name: str) -> None:
    before, repeated, after = WIDE[name]
    sizes = (500, 2_000)
    small, large = (counted(partial(ask_wide, module(before + repeated * size + after))) for size in sizes)
    assert large < 6 * small


def ask_wide(m: Module) -> None:
    assert (m.exports, m.imports, m.sources) is not None
    for call in m.calls("listen"):
        m.conditions(call)
        m.location(call)
        m.parent(call)
    references(m)
    m.body_calls(None)


def counted(work: object) -> int:
    """The number of Python function calls, and of calls into C, that `work` makes."""
    assert callable(work)
    steps = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return steps
