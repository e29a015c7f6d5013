"""Conditions, returns, calls of a body, members, parents and what encloses a node."""

from __future__ import annotations

import pytest

from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Class, ClassMember, Function, Node, Property
from tests.parse.rendered import joined, module, shown


def only_call(m: Module, word: str = "x") -> Call:
    (call,) = m.calls(word)
    return call


CONDITIONS = [
    ("if (a) x()", ["a"]),
    ("if (a) { x() } else { y() }", ["a"]),
    ("if (a) y(); else x()", ["not a"]),
    ("if (a) y(); else if (b) x()", ["not a", "b"]),
    ("if (x()) y()", []),
    ("a ? x() : y()", ["a"]),
    ("a ? y() : x()", ["not a"]),
    ("a && x()", ["a"]),
    ("a || x()", ["not a"]),
    ("a ?? x()", ["not a"]),
    ("x() && a", []),
    ("a + x()", []),
    ("while (a) x()", ["a"]),
    ("for (; a;) x()", ["a"]),
    ("for (;;) x()", []),
    ("do x(); while (a)", []),
    ("if (a) { if (b) x() }", ["a", "b"]),
    ("switch (s) { case 1: x() }", ["(=== s 1)"]),
    ("switch (s) { case 1: y(); break; case 2: x() }", ["(=== s 2)"]),
    ("switch (s) { case 1: case 2: x() }", ["(|| (=== s 1) (=== s 2))"]),
    ("switch (s) { case 1: y(); case 2: { x() } }", ["(|| (=== s 1) (=== s 2))"]),
    ("switch (s) { default: case 1: x() }", []),
    ("switch (s) { case 1: y(); break; default: x() }", ["not (=== s 1)"]),
    ("switch (s) { case 1: y(); default: x() }", []),
    ("switch (s) { default: x(); break; case 1: y(); break; case 2: z() }", ["not (|| (=== s 1) (=== s 2))"]),
    ("switch (s) { case x(): y() }", []),
    ("switch (s) { case 1: if (a) break; x() }", ["(=== s 1)", "not a"]),
    ("function f() { if (a) return; x() }", ["not a"]),
    ("function f() { if (a) { y(); return 1 } x() }", ["not a"]),
    ("function f() { if (a) throw e; if (b) y(); x() }", ["not a"]),
    ("function f() { x(); if (a) return }", []),
    ("for (;;) { if (a) continue; x() }", ["not a"]),
    ("for (;;) { if (!a) break; x() }", ["not (! a)"]),
    ("if (a) process.exit(1); x()", ["not a"]),
    ("if (a) { process.exit(1) } x()", ["not a"]),
    ("if (a) y(); else throw e; x()", ["a"]),
    ("if (a) { if (b) throw 1; else throw 2 } x()", ["not a"]),
    ("if (a) { if (b) throw 1 } x()", []),
    ("if (a) { } x()", []),
    ("if (a) { return /* done */ } x()", ["not a"]),
    ("if (a) other.exit(1); x()", []),
    ("if (a) { const f = () => { if (b) x() } }", ["b"]),
    ("if (a) { const f = () => b && x() }", ["b"]),
    ("class A { m() { if (a) x() } }", ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), CONDITIONS)
def test_conditions(code: str, expected: list[str]) -> None:
    m = module(code)
    found = [("" if made.holds else "not ") + shown(made.test) for made in m.conditions(only_call(m))]
    assert found == expected


def test_the_conditions_of_a_function_are_those_around_it() -> None:
    m = module("if (a) f(() => { if (b) return })")
    function = only_call(m, "f").arguments[0]
    assert [shown(made.test) for made in m.conditions(function)] == ["a"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("const f = a ? () => x() : y", ["a"]),
        ("const f = a ? y : function () { x() }", ["not a"]),
        ("if (b) z(a && (() => x()))", ["b", "a"]),
        ("z(a || (() => x()))", ["not a"]),
        ("z(a, () => x())", []),
        ("function g() { if (a) return; function f() { x() } }", []),
        ("() => x()", []),
    ],
)
def test_a_function_that_is_one_of_two_is_there_under_a_condition(code: str, expected: list[str]) -> None:
    m = module(code)
    function = m.enclosing_function(only_call(m))
    assert function is not None
    found = [("" if made.holds else "not ") + shown(made.test) for made in m.conditions(function)]
    assert found == expected


def test_only_the_nearest_of_many_conditions_are_kept() -> None:
    m = module("".join(f"if (a{n}) throw {n};" for n in range(80)) + "x()")
    assert [shown(made.test) for made in m.conditions(only_call(m))] == [f"a{n}" for n in range(30, 80)]
    ladder = module("if (a) y();" + "else if (a) y();" * 300 + "else x()")
    assert len(ladder.conditions(only_call(ladder))) == 200
    many = module("switch (s) {" + "case 1:" * 60 + "x() }")
    assert many.conditions(only_call(many)) == ()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("function f() { if (a) return 1; for (;;) { try { return 2 } catch { return } } return b }", "1 2 b"),
        ("const f = () => a.b", "(. a b)"),
        ("const f = () => ({ a: 1 })", "{a:1}"),
        ("const f = async () => { return await a }", "(await a)"),
        ("function f() { function g() { return 1 } const h = () => 2; return 3 }", "3"),
        ("function* f() { return 1 }", ""),
        ("function f() { switch (a) { case 1: return 1; default: return 2 } }", "1 2"),
        ("function f() { l: { return /* what */ 1 } }", "1"),
    ],
)
def test_returns(code: str, expected: str) -> None:
    m = module(f"{code}; probe(f)")
    target = m.binding(only_call(m, "probe").arguments[0])  # type: ignore[arg-type]
    function = target.value  # type: ignore[union-attr]
    assert isinstance(function, Function)
    assert joined(m.returns(function)) == expected


def test_the_calls_of_a_body_are_its_own_in_the_order_of_their_names() -> None:
    m = module(
        "a().b(c()); const f = () => inner(); if (d()) new E(); class K extends g() { x = no(); m() { no() } }\n"
        "export default function () { deep(h(function () { no() })).i() }"
    )
    names = [m.text(call)[:3] for call in m.body_calls(None)]
    assert names == ["a()", "a()", "c()", "d()", "new", "g()"]
    function = m.exports[0].value
    assert isinstance(function, Function)
    assert [call.name_start for call in m.body_calls(function)] == sorted(
        call.name_start for word in ("deep", "h", "i") for call in m.calls(word)
    )


def test_top_level_holds_initialisers_and_expressions() -> None:
    m = module("const a = 1, {b} = c; d(); export const e = 2; if (f) g(); function h() {} export default i; let j;")
    assert joined(m.top_level()) == "1 c (call d) 2 i"


MEMBERS = """
export class A {
  host = 'a'; static port: number = 1; #secret; 'quoted' = 2; [computed] = 3; private typed?: string; declare d: B;
  constructor() {} method() {} static make() {} get g() { return 1 } set s(v) {} #p() {} async *gen() {}
  @Inject() injected: C; static { this.block = 1 } abstract none(): void; ;
}
"""


def told(member: ClassMember) -> str:
    value = "" if member.value is None else f" {shown(member.value)}"
    return f"{'static ' if member.is_static else ''}{member.kind} {member.name}:{member.type or ''}{value}"


def test_members() -> None:
    m = module(MEMBERS)
    cls = m.exports[0].value
    assert isinstance(cls, Class)
    assert [told(member) for member in m.members(cls)] == [
        "field host: 'a'",
        "static field port:number 1",
        "field #secret:",
        "field quoted: 2",
        "field None: 3",
        "field typed:string",
        "field d:B",
        "constructor constructor: (fn constructor [])",
        "method method: (fn method [])",
        "static method make: (fn make [])",
        "get g: (fn g [])",
        "set s: (fn s [v])",
        "method #p: (fn #p [])",
        "method gen: (fn gen [])",
        "field injected:C",
    ]
    assert [shown(made) for made in m.member_writes("block")] == ["(= (. this block) 1)"]


def test_members_of_plain_javascript() -> None:
    m = module("export class A { host = 'a'; static #port = 1; 'q'; m() {} }", "a.js")
    cls = m.exports[0].value
    assert isinstance(cls, Class)
    assert [told(member) for member in m.members(cls)] == [
        "field host: 'a'",
        "static field #port: 1",
        "field q:",
        "method m: (fn m [])",
    ]


def chain(m: Module, node: Node) -> list[str]:
    """The types of the nodes around `node`, innermost first."""
    found = []
    outer = m.parent(node)
    while outer is not None:
        found.append(type(outer).__name__)
        outer = m.parent(outer)
    return found


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x()", []),
        ("(x() as any)!.y", ["Member"]),
        ("f({ a: x() })", ["Property", "Object", "Call"]),
        ("f({ m() { x() } })", ["Function", "Property", "Object", "Call"]),
        ("class A { b = x(); }", ["ClassMember", "Class"]),
        ("class A { b() { x() } }", ["Function", "ClassMember", "Class"]),
        ("class A { static { x() } }", ["Class"]),
        ("const f = (a = x()) => 1", ["Function"]),
        ("const f = () => { if (a) return [...x()] }", ["Spread", "Array", "Function"]),
        ("`${x()}`", ["Template"]),
        ("a = b ? x() : 1", ["Conditional", "Assignment"]),
        ("@D(x()) class A {}", ["Call", "Class"]),
        ("class A { @D(x()) b() {} }", ["Call", "Class"]),
        ("({ a: b = x() } = c)", ["Assignment"]),
    ],
)
def test_parents(code: str, expected: list[str]) -> None:
    m = module(code)
    assert chain(m, only_call(m)) == expected


def test_the_parents_of_parts() -> None:
    m = module("f({ a, b: 1 })")
    (call,) = m.calls("f")
    entry = call.arguments[0].entries[0]  # type: ignore[union-attr]
    assert isinstance(entry, Property)
    assert m.parent(entry) is call.arguments[0]
    assert m.parent(entry.value) is entry


@pytest.mark.parametrize(
    ("code", "function", "cls"),
    [
        ("x()", None, None),
        ("function f() { x() }", "f", None),
        ("function f(a = x()) {}", "f", None),
        ("const f = () => x()", "_", None),
        ("class A { m() { x() } }", "m", "A"),
        ("class A { m() { () => { x() } } }", "_", "A"),
        ("class A { m() { (function g() { x() })() } }", "g", None),
        ("class A { m() { return { n() { x() } } } }", "n", None),
        ("class A { b = x() }", None, "A"),
        ("class A { b = () => x() }", "_", "A"),
        ("class A { static { x() } }", None, "A"),
        ("class A extends x() {}", None, None),
        ("class A { m() { class B { c = x() } } }", "m", "B"),
    ],
)
def test_what_encloses_a_node(code: str, function: str | None, cls: str | None) -> None:
    m = module(code)
    inside, of = m.enclosing_function(only_call(m)), m.enclosing_class(only_call(m))
    assert (None if inside is None else inside.name or "_") == function
    assert (None if of is None else of.name) == cls


@pytest.mark.parametrize(
    ("code", "repeats", "beside"),
    [
        ("let seen; x()", False, False),
        ("let seen; for (const a of b) x()", True, True),
        ("let seen; for (const a in b) { x() }", True, True),
        ("let seen; for (;;) x()", True, True),
        ("let seen; while (a) x()", True, True),
        ("let seen; do { x() } while (a)", True, True),
        ("while (a) { let seen; x() }", True, False),
        ("while (a) { let seen; for (;;) x() }", True, True),
        ("let seen; for (;;) { () => x() }", False, False),
        ("let seen; if (a) { x() }", False, False),
    ],
)
def test_what_a_loop_repeats(code: str, repeats: bool, beside: bool) -> None:
    m = module(code)
    (seen,) = m.references("seen")
    assert m.repeats(only_call(m)) is repeats
    assert m.repeats(only_call(m), seen.node) is beside


@pytest.mark.parametrize(
    ("source", "insists"),
    [
        ("if (a) throw e; x()", [True]),
        ("if (a) process.exit(1); x()", [True]),
        ("if (a) { if (b) throw 1; else process.exit(2) } x()", [True]),
        ("if (a) y(); else throw e; x()", [True]),
        ("function f() { if (a) return; x() }", [False]),
        ("function f() { if (a) { if (b) throw 1; else return } x() }", [False]),
        ("try { if (a) throw e; x() } catch {}", [False]),
        ("try { if (a) process.exit(1); x() } catch {}", [True]),
        ("if (a) x()", [False]),
    ],
)
def test_whether_nothing_comes_after_the_other_outcome(source: str, insists: list[bool]) -> None:
    m = module(source)
    assert [condition.insists for condition in m.conditions(only_call(m))] == insists
