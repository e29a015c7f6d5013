from __future__ import annotations

import pytest

from portbind_lint.model.facts import Binding, Declared, Enum, Import, Module, OpaqueName, ParameterName, Variable
from portbind_lint.model.syntax import Member, Name
from tests.parse.rendered import joined, module, shown


def told(binding: Binding | None) -> str:
    match binding:
        case None:
            return "global"
        case Import(source=source, imported=imported):
            return f"import {imported} of {source}"
        case Variable(kind=kind, value=value, path=path, type=annotation):
            through = "".join(f" .{'...' if entry.rest else entry.key}" for entry in path)
            typed = f" :{annotation}" if annotation else ""
            return f"{kind}{typed} {'_' if value is None else shown(value)}{through}"
        case ParameterName(function=function, index=index, path=path):
            through = "".join(f" .{'...' if entry.rest else entry.key}" for entry in path)
            return f"parameter {index} of {function.name or '_'}{through}"
        case Declared(value=value):
            return f"declared {shown(value)}"
        case Enum(members=members):
            return "enum " + " ".join(f"{name}={'_' if value is None else shown(value)}" for name, value in members)
        case OpaqueName(kind=kind, value=value):
            return f"{kind} {'_' if value is None else shown(value)}"


def last_read(m: Module, word: str = "x") -> Name:
    names = [made.node for made in m.references(word) if made.role in ("read", "write")]
    name = names[-1]
    assert isinstance(name, Name)
    return name


BINDINGS = [
    ("const x = 1; x", "const 1"),
    ("let x; x", "let _"),
    ("var x: Server = 1; x", "var :Server 1"),
    ("const {x} = o; x", "const o .x"),
    ("const {a: {x = 1}} = o; x", "const o .a .x"),
    ("const [, [x]] = o; x", "const o .1 .0"),
    ("const {a, ...x} = o; x", "const o ...."),
    ("const [...x] = o; x", "const o ...."),
    ("const {'a-b': x} = o; x", "const o .a-b"),
    ("x; const x = 1", "const 1"),
    ("x", "global"),
    ("{ const x = 1 } x", "global"),
    ("const x = 1; { const x = 2; x }", "const 2"),
    ("const x = 1; { const x = 2 } x", "const 1"),
    ("function f() { { var x = 1 } x }", "var 1"),
    ("function f() { var x = 1 } x", "global"),
    ("for (let x = 0;;) x", "let 0"),
    ("for (let x = 0;;) ; x", "global"),
    ("for (var x = 0;;) ; x", "var 0"),
    ("for (const x of xs) x", "loop xs"),
    ("for (const {x} in xs) x", "loop xs"),
    ("for (var x of xs) ; x", "loop xs"),
    ("try {} catch (x) { x }", "catch _"),
    ("try {} catch ({x}) { x }", "catch _"),
    ("try {} catch { x }", "global"),
    ("function f(a, x) { x }", "parameter 1 of f"),
    ("function f(a, {b: {x}} = {}) { x }", "parameter 1 of f .b .x"),
    ("function f(this: T, x = 1) { x }", "parameter 0 of f"),
    ("function f(...x: any[]) { x }", "parameter 0 of f"),
    ("x => x", "parameter 0 of _"),
    ("(x, y = x) => 1", "parameter 0 of _"),
    ("({ m(x) { return x } })", "parameter 0 of m"),
    ("class A { m(x) { return x } }", "parameter 0 of m"),
    ("class A { constructor(private x: string) { x } }", "parameter 0 of constructor"),
    ("function f(x) { var x = x || 1; return x }", "parameter 0 of f"),
    ("x(); function x(a) {}", "declared (fn x [a])"),
    ("const y = function x() { x }", "declared (fn x [])"),
    ("const y = function x() {}; x", "global"),
    ("const y = class x { m() { x } }", "declared (class x)"),
    ("class x {}; new x()", "declared (class x)"),
    ("abstract class x {}; x", "declared (class x)"),
    ("export default function x() {}; x()", "declared (fn x [])"),
    ("export class x {}; x", "declared (class x)"),
    ("export const x = 1; x", "const 1"),
    ("function x(a: 1): void; function x(a: 2): void; function x(a) {} x", "declared (fn x [a])"),
    ("declare function x(): void; x", "declare _"),
    ("declare const x: string; x", "declare _"),
    ("enum x { A, B = 'b', 'C-d' = 1, E }; x.A", "enum A=_ B='b' C-d=1 E=_"),
    ("export const enum x { A = 1 }; x", "enum A=1"),
    ("namespace N { const x = 1; x }", "const 1"),
    ("namespace N { const x = 1 } x", "global"),
    ("namespace x { } x", "namespace _"),
    ("import x from 'm'; x", "import default of m"),
    ("import * as x from 'm'; x", "import * of m"),
    ("import {a as x} from 'm'; x", "import a of m"),
    ("import {x} from 'm'; x", "import x of m"),
    ("import type {x} from 'm'; x", "import x of m"),
    ("import {default as x} from 'm'; x", "import default of m"),
    ("import x = require('m'); x", "import * of m"),
    ("import x = A.B; x", "alias <nested_identifier>"),
    ("switch (a) { case 1: let x = 1; default: x }", "let 1"),
    ("class A { static { var x = 1; x } }", "var 1"),
    ("if (a) { function x() {} x }", "declared (fn x [])"),
    ("{ using x = open(); x }", "const (call open)"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), BINDINGS)
def test_a_name_is_bound_by_lexical_scope(code: str, expected: str) -> None:
    m = module(code)
    assert told(m.binding(last_read(m))) == expected


def test_a_declaring_name_is_bound_too() -> None:
    m = module("export const {a: x, ...y} = o")
    assert [told(m.binding(e.value)) for e in m.exports if isinstance(e.value, Name)] == ["const o .a", "const o ...."]


@pytest.mark.parametrize(
    ("code", "roles"),
    [
        ("let x = 1; x = x + 1; x++; ({x} = y)", "declare write read write write"),
        ("a.x; a.x = 1; a['x']; a?.x()", "member member member member"),
        ("({x: 1, y: x, 'x': 2, x, x() {}, ['x']: 3})", "key read key read key key"),
        ("const {x: y, z: x = x} = o", "key declare read"),
        ("let y: x; type x = 1; interface x {}; function f<x>() {}", "type type type type"),
        ("let y: typeof x; let z: A.x; let w: x.B", "type type type"),
        ("import {x as y, y as x} from 'm'; export {x as z, z as x}", "key declare read key"),
        ("export {x} from 'm'; export * as x from 'n'", "key key"),
        ("class A { x = 1; #x = 2; 'x' = 3; get x() {} }", "key key key"),
        ("enum A { x, 'x' = 1 }", "key key"),
        ("f('x'); `x`; /x/; // x\n/* x */ 'x y'", ""),
        ("x: for (;;) break x", ""),
        ("for (x of y) ; for (const x of x) ;", "write declare read"),
        ("xx; $x; x$; _x; éx; xé", ""),
        ("function f(x, ...x) {}", "declare declare"),
    ],
)
def test_a_reference_has_a_role(code: str, roles: str) -> None:
    assert " ".join(made.role for made in module(code).references("x")) == roles


@pytest.mark.parametrize("word", ["a", "ab", "$a", "abc", "#p"])
def test_a_word_is_found_alike_in_a_large_file(word: str) -> None:
    code = "a; ab; $a; a$; abc; b.a; b.abc; abcd; (a); x = {a, abc: ab}; class A { #p = this.#p; #pq }"
    small, large = module(code), module(f"{code}\n// {'abc ' * 30_000}")
    found = [(made.role, made.node.start) for made in small.references(word)]
    for other in range(100):
        large.references(f"other{other}")
    assert found == [(made.role, made.node.start) for made in large.references(word)]
    assert len(found) == small.occurrences(word) > 0


def test_private_names_keep_their_mark() -> None:
    m = module("class A { #x = 1; m() { this.#x = this.x } }")
    assert [made.role for made in m.references("#x")] == ["key", "member"]
    assert [shown(made.node) for made in m.references("x") if isinstance(made.node, Member)] == ["(. this x)"]
    assert [shown(made) for made in m.member_writes("#x")] == ["(= (. this #x) (. this x))"]


def test_uses_and_writes_belong_to_one_binding() -> None:
    m = module("let x; x = 1; ({x} = y); [x = 2] = z; x += 1; x++; f(x); { let x = 3; x = 4 }")
    binding = m.binding(next(made.node for made in m.references("x") if isinstance(made.node, Name)))
    assert binding is not None
    assert joined(m.writes(binding)) == "(= x 1) (= {x:x} y) (= [0:x=2] z) (+= x 1) (++ x 1)"
    assert len(m.uses(binding)) == 6


def test_the_initialiser_of_a_repeated_declaration_is_a_write() -> None:
    m = module("function f(x) { var x = x || 1; var x = 2; return x }")
    binding = m.binding(last_read(m))
    assert binding is not None
    assert joined(m.writes(binding)) == "(= x (|| x 1)) (= x 2)"


def test_a_function_stands_for_a_variable_of_its_name() -> None:
    m = module("var x = 1; function x() {} x")
    binding = m.binding(last_read(m))
    assert told(binding) == "declared (fn x [])"
    assert binding is not None
    assert joined(m.writes(binding)) == "(= x 1)"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a.x = 1; b['x'] = 2; a.x.y = 3; c.x ||= 4; a.x", "(= (. a x) 1) (= ([] b 'x') 2) (||= (. c x) 4)"),
        ("({k: a.x} = o); [this.x] = o; y = a.x", "(= {k:(. a x)} o) (= [0:(. this x)] o)"),
        ("a.x++; for (a.x of y) ;", ""),
    ],
)
def test_writes_to_members(code: str, expected: str) -> None:
    assert joined(module(code).member_writes("x")) == expected


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("listen(); a.listen(); a['listen'](); new listen(); new a.listen; a?.listen?.()", 6),
        ("listen; f(listen); f('listen'); listen.f(); listen`x`; ({listen() {}})", 0),
        ("(listen)(); listen!(); (<any>listen)(); (0, listen)(); @listen() class A {}", 5),
        ("(listen, 0)(); // listen()", 0),
    ],
)
def test_calls_by_name(code: str, count: int) -> None:
    assert len(module(code).calls("listen")) == count


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("const a = x()", "a"),
        ("let a: Made<{ b: 1 }> = (x() as any)!", "a"),
        ("var a = x(); var a = 2;", "a"),
        ("var a = 1; var a = x();", None),
        ("for (let a = x(); ; ) {}", "a"),
        ("const { a } = x()", None),
        ("const a = [x()]", None),
        ("const a = await x()", None),
        ("let a; a = x()", None),
        ("class A { a = x() }", None),
        ("x()", None),
    ],
)
def test_the_variable_that_is_declared_with_a_value(code: str, expected: str | None) -> None:
    m = module(code)
    (call,) = m.calls("x")
    found = m.variable(call)
    assert (None if found is None else found.name) == expected
