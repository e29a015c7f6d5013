from __future__ import annotations

import pytest

from portbind_lint.model.syntax import Assignment, Class
from tests.parse.rendered import module, shown

EXPRESSIONS = [
    ("'a'", "'a'"),
    (r"'\x41\u0042\u{43}\n\'\0\q'", repr("ABC\n'\0q")),
    (r"'\ud83d\ude00'", repr("\U0001f600")),
    (r"'\ud83d'", repr("\ufffd")),
    (r"'\u{ffffffff}'", repr("\ufffd")),
    ("'a\\\nb'", "'ab'"),
    ("`plain`", "'plain'"),
    ("``", "''"),
    ("`a\r\nb`", r"'a\nb'"),
    ("`${a}-${b.c}!`", "`${a}-${(. b c)}!`"),
    ("3000", "3000"),
    ("3e3", "3000"),
    ("1.5", "1.5"),
    (".5", "0.5"),
    ("1_000", "1000"),
    ("0xFF", "255"),
    ("0b11", "3"),
    ("0o17", "15"),
    ("017", "15"),
    ("089", "89"),
    ("10n", "10"),
    ("1e400", "inf"),
    ("true", "True"),
    ("false", "False"),
    ("null", "None"),
    ("undefined", "undefined"),
    ("this.a", "(. this a)"),
    ("a.b?.c", "(. (. a b) c)"),
    ("a.#b", "(. a #b)"),
    ("a?.['b']", "([] a 'b')"),
    ("f(1, ...r, /* no */ 2)", "(call f 1 ...r 2)"),
    ("f?.(1)", "(call f 1)"),
    ("f<string>(1)", "(call f 1)"),
    ("new X", "(new X)"),
    ("new a.B<T>(1)", "(new (. a B) 1)"),
    ("import('m')", "(call import 'm')"),
    ("import.meta.url", "(. (. import meta) url)"),
    ("(x as any)!.y", "(. x y)"),
    ("<any>x", "x"),
    ("x satisfies T", "x"),
    ("f<string>", "f"),
    ("((x))", "x"),
    ("(/* note */ x)", "x"),
    ("a || b ?? c", "(?? (|| a b) c)"),
    ("(0, f)(x)", "(call (, 0 f) x)"),
    ("(a, b, c)", "(, (, a b) c)"),
    ("a ? b : c", "(? a b c)"),
    ("!a", "(! a)"),
    ("typeof a", "(typeof a)"),
    ("await f()", "(await (call f))"),
    ("i++", "(++ i 1)"),
    ("a = 1", "(= a 1)"),
    ("a ??= 1", "(??= a 1)"),
    ("a.b = 1", "(= (. a b) 1)"),
    ("({a, b: c = 1, 'd': e.f, ...r} = x)", "(= {a:a b:c=1 d:(. e f) ...None:r} x)"),
    ("({a = 1, [k]: z} = x)", "(= {a:a=1 None:z} x)"),
    ("[a, , b = 1, [c], ...r] = x", "(= [0:a 2:b=1 3:[0:c] ...4:r] x)"),
    ("({})", "{}"),
    ("({a, 'b': 1, 3: 2, [k]: 4, ['l']: 5, ...r, m() {}, get n() { return 1 }, set o(v) {}})",
     "{a:a b:1 3:2 [k]:4 l:5 ...r method m:(fn m []) get n:(fn n []) set o:(fn o [v])}"),
    ("[1, , 2, ...r]", "[1 _ 2 ...r]"),
    ("[]", "[]"),
    ("(a, b = 1, {c, d = 2}, [e], ...f) => a", "(=> _ [a b=1 {c:c d:d=2} [0:e] ...f])"),
    ("async x => x", "(=> _ [x])"),
    ("async function f(a?: string, b: number = 1) {}", "(fn f [a?:string b:number=1])"),
    ("function (this: T, a) {}", "(fn _ [a])"),
    ("function* g() {}", "(fn g [])"),
    ("class A extends b.C {}", "(class A < (. b C))"),
    ("class implements I {}", "(class _)"),
    ("/re/g", "<regex>"),
    ("tag`x`", "<tagged template>"),
]  # fmt: skip


def value_of(code: str, path: str = "a.ts") -> str:
    (assignment,) = module(f"x = {code}", path).top_level()
    assert isinstance(assignment, Assignment)
    return shown(assignment.value)


@pytest.mark.parametrize(("code", "expected"), EXPRESSIONS)
def test_an_expression_is_lowered(code: str, expected: str) -> None:
    assert value_of(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("<div a={b}>{c()}</div>", "<jsx_element>"),
        ("<></>", "<jsx_element>"),
        ("<a/>", "<jsx_self_closing_element>"),
    ],
)
@pytest.mark.parametrize("path", ["a.tsx", "a.jsx", "a.js"])
def test_jsx_is_opaque(code: str, expected: str, path: str) -> None:
    assert value_of(code, path) == expected


@pytest.mark.parametrize(
    ("code", "at"),
    [
        ("a.b.listen()", "listen"),
        ("listen()", "listen"),
        ("a['listen']()", "'listen'"),
        ("a!.listen<T>()", "listen"),
        ("(0, a.listen)()", "listen"),
        ("new a.listen()", "new"),
        ("new listen", "new"),
        ("(a as any).listen()", "listen"),
        ("a\n  .listen()", "listen"),
    ],
)
def test_a_call_knows_where_its_name_stands(code: str, at: str) -> None:
    (call,) = module(code).calls("listen")
    assert code[call.name_start :].startswith(at)


def test_a_yield_is_opaque() -> None:
    (call,) = module("function* g() { f(yield 1) }").calls("f")
    assert shown(call) == "(call f <yield_expression>)"


def test_parameter_properties_and_types() -> None:
    m = module("export class A { constructor(private readonly host: string, public port = 1, plain?: B<C>) {} }")
    cls = m.exports[0].value
    assert isinstance(cls, Class)
    (member,) = m.members(cls)
    assert shown(member.value) == "(fn constructor [@host:string @port=1 plain?:B<C>])"


def test_decorators_of_a_class_stand_before_or_after_export() -> None:
    m = module("@A() export class X {}\nexport @B class Y {}\n@C({a: 1}) class Z {}; export {Z}")
    assert [shown(export.value) for export in m.exports] == ["(@(call A) class X)", "(@B class Y)", "Z"]


def test_the_same_place_gives_the_same_object() -> None:
    m = module("export const a = f(g()); a.b(c)")
    (inner,) = m.calls("g")
    (outer,) = m.calls("f")
    assert outer.arguments[0] is inner
    assert m.calls("f")[0] is outer
    assert m.parent(inner) is outer


@pytest.mark.parametrize(("code", "expected"), [("{}1", "<too long>"), ("[{}1]", "<too long>")])
def test_long_lists_are_cut(code: str, expected: str) -> None:
    (call,) = module(f"listen({code.format('1,' * 10_001)})").calls("listen")
    assert [shown(argument) for argument in call.arguments] == [expected]


def test_long_objects_sequences_and_templates_are_cut() -> None:
    assert value_of("{" + "a:1," * 10_001 + "}") == "<too long>"
    assert value_of("(" + "1," * 100 + "a)") == "(, <too long> a)"
    assert value_of("`" + "${a}" * 1_001 + "`") == "<too long>"
    assert value_of("9" * 5_000) == "<number>"
