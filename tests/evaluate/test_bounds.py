"""Hostile programs cost a bounded number of steps and never an exception."""

from __future__ import annotations

from types import ModuleType

import pytest

from portbind_lint.evaluate.evaluator import PLACES_A_STEP
from portbind_lint.evaluate.memory import STEPS_A_QUESTION
from portbind_lint.evaluate.objects import instances, statics
from portbind_lint.model.syntax import ClassMember
from portbind_lint.model.value import ClassCase
from tests.evaluate.evaluated import described, evaluator_of, module_of, shown_in

WIDE = 40


def _many_cases() -> str:
    calls = "\n".join(f"f('{i}');" for i in range(WIDE))
    return f"function f(h) {{ show(h); }}\n{calls}"


def _exponential() -> str:
    functions = "\n".join(
        f"function f{i}(x) {{ return g() ? f{i + 1}(x + 'a') : f{i + 1}(x + 'b'); }}" for i in range(30)
    )
    return f"{functions}\nfunction f30(x) {{ return x; }}\nshow(f0('s'));"


def _mutual() -> str:
    lines = "\n".join(f"let v{i} = v{(i + 1) % 30} || v{(i + 7) % 30} || v{(i + 11) % 30};" for i in range(30))
    return f"{lines}\nshow(v0);"


def _deep_chain() -> str:
    lines = "\n".join(f"const v{i} = v{i - 1};" for i in range(1, 3000))
    return f"const v0 = 'x';\n{lines}\nshow(v2999);"


def _many_classes() -> str:
    """Each class has two above it, so that there are two to the power of eight ways up."""
    lines = "\n".join(f"const C{i} = class extends (g() ? A{i - 1} : B{i - 1}) {{}};" for i in range(1, 9))
    both = "".join(
        f"const A{i} = class extends (g() ? A{i - 1} : B{i - 1}) {{}};\n"
        f"const B{i} = class extends (g() ? B{i - 1} : A{i - 1}) {{}};\n"
        for i in range(1, 9)
    )
    return f"class A0 {{}}\nclass B0 {{}}\n{both}{lines}\nshow(A8.host, new B8().host);"


HOSTILE = {
    "many cases": _many_cases(),
    "many ways up to a class": _many_classes(),
    "exponential calls": _exponential(),
    "everything rests on everything": _mutual(),
    "a deep chain": _deep_chain(),
    "nested parentheses": "show(" + "(" * 5_000 + "1" + ")" * 5_000 + ");",
    "a long sum": "show(" + "+".join("'a'" for _ in range(5_000)) + ");",
    "nested objects": "const o = " + "{a:" * 3_000 + "1" + "}" * 3_000 + "; show(o" + ".a" * 3_000 + ");",
    "nested calls": "const f = x => x; show(" + "f(" * 2_000 + "1" + ")" * 2_000 + ");",
    "nested arrays": "show(..." + "[..." * 2_000 + "[]" + "]" * 2_000 + ");",
    "a function of itself": "const f = () => f; show(f()()()()());",
    "classes in a circle": "class A extends B {} class B extends A {} show(new A().x, A.y, new B().m());",
    "a spread of itself": "const o = { ...o, a: 1 }; show(o.b, o.a);",
    "an array of itself": "const a = [...a, 1]; show(a[0], ...a);",
    "a constructor that inherits from itself": "const u = require('util'); function A() {} u.inherits(A, A);"
    " show(new A().x);",
    "builders in a circle": "import y from 'yargs'; function b(y) { return y.command('a', 'x', b, h); }"
    " function h(argv) { show(argv.host); } y.command('c', 'x', b, h).parse();",
    "keys of itself": "const o = { ...o }; show(o[thing()], o[process.env.X]);",
    "a getter of itself": "const o = { get a() { return this.a; } }; show(o.a);",
    "a constructor that makes itself": "class A { constructor() { this.a = new A().a; } } show(new A().a);",
    "patterns": "const { a: { b: { c = d } = {} } = {} } = {}; const d = c; show(c);",
    "a broken file": "show(1; const = ; }}}} class { show('x')",
    "default parameters in a circle": "function f(a = f()) { return a; } show(f());",
    "regular expressions": "show('" + "a" * 250 + "'.replace(/a*a*a*a*b/, 'x'), /[/.test('x'), /(?<x>a)+$/.test('a'));",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_answers_within_the_bounds(name: str) -> None:
    evaluator = evaluator_of({"main.ts": HOSTILE[name]})
    module = module_of(evaluator, "main.ts")
    calls = module.calls("show")
    for call in calls:
        for value in evaluator.arguments(module, call) or ():
            assert 0 < len(value.cases) <= 17, described(value)
        assert evaluator.activity.given - evaluator.activity.left <= STEPS_A_QUESTION * 4


@pytest.mark.parametrize(("room", "asked"), [(statics, "A8.host"), (instances, "new A8().host")])
def test_the_ways_up_to_a_class_are_gone_once(room: ModuleType, asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []

    def named(cls: ClassCase, name: str, *, static: bool) -> ClassMember | None:
        looked.append(cls)
        return instances_named(cls, name, static=static)

    instances_named = instances.named
    monkeypatch.setattr(room, "named", named)
    shown_in({"main.ts": f"{_many_classes()} show({asked});"}, "main.ts")
    assert 0 < len(looked) < 100


def test_of_many_writes_those_of_the_same_function_count() -> None:
    code = "let host;\n" + "".join(f"function f{i}() {{ host = 'x{i}'; show(host); }}\n" for i in range(60))
    assert shown_in({"main.ts": code}, "main.ts") == [f"'x{i}'" for i in range(60)]


def _steps_of_each(code: str) -> list[int]:
    """What the arguments of each call of `show` take."""
    evaluator = evaluator_of({"main.ts": code})
    module = module_of(evaluator, "main.ts")
    taken = []
    for call in module.calls("show"):
        evaluator.arguments(module, call)
        taken.append(evaluator.activity.given - evaluator.activity.left)
    return taken


def test_looking_at_a_name_that_stands_everywhere_costs_steps() -> None:
    code = f"{'a = a;' * PLACES_A_STEP * 50} let a; let b = 1; show(b); show(a);"
    taken = _steps_of_each(code)
    assert taken[0] <= 20
    assert taken[1] >= 100


@pytest.mark.parametrize("asked", ["Object.keys(o)[0]", "Object.keys({ ...o })[0]", "'host' in o && 'host'"])
def test_the_keys_of_an_object_do_not_cost_what_its_values_do(asked: str) -> None:
    code = _exponential().replace(
        "show(f0('s'));", f"const o = {{ host: 1, dear: f0('s') }}; show({asked}); show(o.dear);"
    )
    taken = _steps_of_each(code)
    assert taken[0] < 20 < taken[1]


@pytest.mark.parametrize(
    ("calling", "expected"),
    [
        ("export function other(p) { p.screen.start('y'); } start('x');", "'x'"),
        ("export function other(p) { p.screen.start('y'); } const start2 = start; start2('x');", "'x'"),
        ("export function other(p) { p.start('y'); } other({ start });", "'y'"),
        ("import * as own from './main'; export function other(p) { p.start('y'); } own.start('x');", "'x'"),
    ],
)
def test_a_member_of_something_far_away_is_asked_only_where_nobody_else_calls(calling: str, expected: str) -> None:
    code = f"export function start(host) {{ show(host); }} {calling}"
    assert shown_in({"main.ts": code}, "main.ts") == [expected]


def test_what_is_written_in_a_call_is_known_however_much_may_set_it() -> None:
    owners = "".join(f"f0('{number}').host = 'y';" for number in range(12))
    code = _exponential().replace("show(f0('s'));", f"{owners} show({{ host: 'x' }});")
    evaluator = evaluator_of({"main.ts": code})
    module = module_of(evaluator, "main.ts")
    (given,) = evaluator.arguments(module, module.calls("show")[0]) or ()
    assert described(evaluator.property(given, "host")) == "'x'"


def test_a_method_is_no_variable_of_its_name() -> None:
    code = """export class Server { start(host) { show(host); } }
    let start = Math.random(); isNaN(start); callback(start); function callback(given) { given('y'); }
    new Server().start('x');"""
    evaluator = evaluator_of({"main.ts": code})
    module = module_of(evaluator, "main.ts")
    (call,) = module.calls("show")
    assert [described(value) for value in evaluator.arguments(module, call) or ()] == ["'x'"]
    assert evaluator.activity.given - evaluator.activity.left < 25


def test_a_long_chain_takes_no_depth_from_what_leads_to_it() -> None:
    options = "".join(f".option('--o{number} <x>', '', 'v{number}')" for number in range(120))
    names = "".join(f"const n{number} = n{number - 1};" for number in range(1, 70))
    code = f"import {{ Command }} from 'commander'; const p = new Command(){options}; const n0 = p.opts().o119; {names}"
    assert shown_in({"main.ts": f"{code} p.parse(); show(n69);"}, "main.ts") == ["'v119' | <flag --o119>"]


def test_too_many_outcomes_are_one_unknown() -> None:
    assert shown_in({"main.ts": _many_cases()}, "main.ts") == ["?LIMIT"]


def test_a_chain_beyond_the_depth_is_unknown_not_wrong() -> None:
    assert shown_in({"main.ts": _deep_chain()}, "main.ts") == ["?LIMIT"]


def test_steps_are_rationed_once_they_are_spent() -> None:
    evaluator = evaluator_of({"main.ts": f"{_exponential()}\nshow('plain');"})
    module = module_of(evaluator, "main.ts")
    evaluator.activity.reserve = 0
    first, last = module.calls("show")[0], module.calls("show")[-1]
    described_ = [described(value) for call in (first, last) for value in evaluator.arguments(module, call) or ()]
    assert described_[-1] == "'plain'"
