"""On plain JavaScript the two front-ends say the same."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from portbind_lint.model.source import NotAnalysed
from portbind_lint.parse.source import parse
from tests.parse.frontends import compared, packages
from tests.parse.test_exchange import EXPORTS
from tests.parse.test_flow import CONDITIONS
from tests.parse.test_lowering import EXPRESSIONS
from tests.parse.test_names import BINDINGS
from tests.parse.told import told

ROOT = Path(__file__).parents[2]
SNIPPETS = [
    *(f"x = {code}" for code, _ in EXPRESSIONS),
    *(code for code, _ in [*BINDINGS, *CONDITIONS, *EXPORTS]),
    "import 'side'; import a, { b, c as d, default as e } from 'm'; import * as n from 'n'; a(b, d.x, e, n)",
    "export default function () { return x() }\nexport { default } from 'm'; export { default as x } from 'm'",
    "import('m'); require('n'); x = () => require(`o`); require(p); f('require')",
    "listen(); a.listen(); a['listen'](); new listen(); new a.listen; (0, a.listen)(); a[listen](); listen``",
    "class A extends B { constructor(x) { super(x); this.x = 1 } static x() {} get x() { return } 'x'() {} [x]() {} }",
    "a.x = 1; b['x'] = 2; a.x.y = 3; c.x += 4; ({k: a.x} = o); [this.x] = o; a.x++; for (a.x of y) ;",
    "let x; x = 1; ({x} = y); [x = 2, ...x] = z; x += 1; x++; f(x); { let x = 3; x = 4 }",
    "function f(x) { var x = x || 1; var x = 2; return x } var f = 1; class K {} var y = x => () => x(y)",
    "switch (x) { case x(): let x = 1; default: x() } x: for (const x of x) { if (x) continue x; x() } new.target",
    "try { x() } catch ({x}) { x() } finally { x() } with (x) x(); do x(); while (x()); for (x in x()) x();",
    "const f = async (x, {y = x(), ...z} = {}, [w, , v], ...u) => { await x(); return x ? y : z }; f(...x)",
    "({get x() { return x }, set x(v) { x(v) }, async x() {}, *x() { yield x() }, 'x': x, x, [x]: x, ['x']: 1})",
    "(function x() { x() })(); (class x { m() { x() } }); `${x()}a\\u{62}${x}`; tag`${x()}`; /x/g.test(x)",
    "function F() { return x(new.target.x) }",
    "var el = <div x={x()}>text {x}<a.b c='x'/></div>",
    "#!/usr/bin/env node\n'use strict'; // x\n/* x\n * x */ x(010, 0xff, 1e3, .5, 'a\\x41\\\nb'); return",
    "<!-- x\nx() // \u00e9\u00e9 x\n/* \U0001f600 */ x('\U0001f600', x); '\u2028'; x()\r\n// x\r\nx()",
    "if (a) { return x() } else if (b) x(); else { throw x } if (c) process.exit(1); a && x() || b && x(); x()",
]  # fmt: skip
ACCEPTED = 170
"""How many of the snippets esprima accepts; the others are TypeScript or of later years."""


def plain(code: str) -> bool:
    return not isinstance(parse("a.js", code.encode(), "esprima"), NotAnalysed)


def agreed(code: str) -> None:
    words = tuple(sorted(set(re.findall(r"[A-Za-z$][\w$]*", code))))
    answers = []
    for parser in ("tree-sitter", "esprima"):
        parsed = parse("a.js", code.encode(), parser)
        assert not isinstance(parsed, NotAnalysed), parsed
        assert parsed.problems == ()
        answers.append(list(told(parsed, words)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("code", [code for code in SNIPPETS if plain(code)])
def test_on_a_snippet(code: str) -> None:
    agreed(code)


def test_most_snippets_are_plain() -> None:
    assert sum(map(plain, SNIPPETS)) >= ACCEPTED


def test_on_sites_and_addresses_of_the_examples() -> None:
    found = [compared(folder) for folder in sorted((ROOT / "examples").iterdir()) if folder.is_dir()]
    assert [difference for one in found for difference in one.differences] == []
    assert sum(one.sites for one in found) > 0


@pytest.mark.npm
def test_on_sites_and_addresses_of_packages(record_property: Callable[[str, object], None]) -> None:
    folder = os.environ.get("PORTBIND_NPM")
    if not folder:
        pytest.skip("PORTBIND_NPM names no folder with packages")
    found = {package.name: compared(package) for package in packages(Path(folder))}
    record_property("files", sum(one.files for one in found.values()))
    record_property("read whole by tree-sitter", sum(one.whole for one in found.values()))
    record_property("accepted by esprima", sum(one.accepted for one in found.values()))
    record_property("sites", sum(one.sites for one in found.values()))
    assert {name: one.differences for name, one in found.items() if one.differences} == {}
    assert found
