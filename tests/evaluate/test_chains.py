"""Whatever way a known address takes, the evaluator finds it or says that it does not know: never another address."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from portbind_lint.model.value import Known
from tests.evaluate.evaluated import evaluator_of, module_of

ADDRESSES = ("0.0.0.0", "127.0.0.1", "::", "192.168.7.1")
DECOY = "203.0.113.9"

Step = Callable[[str, int], tuple[str, str]]
"""From an expression and a number to the declarations it takes and the expression that has the same value."""

STEPS: tuple[Step, ...] = (
    lambda e, n: (f"const c{n} = {e};", f"c{n}"),
    lambda e, n: (f"let l{n} = '{DECOY}'; l{n} = {e};", f"l{n}"),
    lambda e, n: (f"let m{n}; if (!m{n}) m{n} = {e};", f"m{n}"),
    lambda e, n: (f"function f{n}(h) {{ return h; }}", f"f{n}({e})"),
    lambda e, n: (f"const f{n} = (a, h = {e}) => h;", f"f{n}('{DECOY}')"),
    lambda e, n: (f"const f{n} = async ({{ h = {e} }} = {{}}) => h;", f"await f{n}()"),
    lambda e, n: (f"const o{n} = {{ decoy: '{DECOY}', host: {e} }};", f"o{n}.host"),
    lambda e, n: (f"const o{n} = {{ host: '{DECOY}', ...{{ host: {e} }} }};", f"o{n}['host']"),
    lambda e, n: (f"const o{n} = {{ host: '{DECOY}' }}; o{n}.host = {e};", f"o{n}.host"),
    lambda e, n: (f"const {{ host: d{n} = '{DECOY}' }} = {{ host: {e} }};", f"d{n}"),
    lambda e, n: (f"const [, a{n}] = ['{DECOY}', {e}];", f"a{n}"),
    lambda e, n: ("", f"(process.env.V{n} || {e})"),
    lambda e, n: ("", f"(process.env.V{n} ?? {e})"),
    lambda e, _: ("", f"({e} || '{DECOY}')"),
    lambda e, n: ("", f"(process.env.V{n} ? '{DECOY}' : {e})"),
    lambda e, n: ("", f"(process.env.MODE === 'm{n}' ? '{DECOY}' : {e})"),
    lambda e, _: ("", f"`${{{e}}}`"),
    lambda e, _: ("", f"({e}).trim()"),
    lambda e, n: (
        f"class K{n} {{ constructor(o) {{ this.h = o.h; }} get() {{ return this.h; }} }}",
        f"new K{n}({{ h: {e} }}).get()",
    ),
    lambda e, n: (f"class P{n} {{ #h = {e}; get host() {{ return this.#h; }} }}", f"new P{n}().host"),
    lambda e, n: (f"class T{n} {{ static H = {e}; }}", f"T{n}.H"),
    lambda e, n: (f"function r{n}(env) {{ if (env.R{n}) return env.R{n}; return {e}; }}", f"r{n}(process.env)"),
    lambda e, n: (f"const t{n} = {{ x: '{DECOY}', y: {e} }};", f"t{n}[process.env.K{n} ?? 'y']"),
    lambda e, n: (f"enum E{n} {{ A = {e} }}", f"E{n}.A"),
    lambda e, _: ("", f"Object.assign({{ h: '{DECOY}' }}, {{ h: {e} }}).h"),
    lambda e, _: ("", f"(await Promise.resolve({e}).then(v => v))"),
    lambda e, _: ("", f"((...rest) => rest[1])('{DECOY}', {e})"),
    lambda e, n: (f"let w{n}; switch ('k') {{ case 'k': w{n} = {e}; break; default: w{n} = '{DECOY}'; }}", f"w{n}"),
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ADDRESSES), st.lists(st.sampled_from(STEPS), max_size=7), st.booleans(), st.booleans())
def test_the_address_or_unknown(address: str, steps: list[Step], in_module: bool, in_caller: bool) -> None:
    declarations: list[str] = []
    expression = f"'{address}'"
    for number, step in enumerate(steps):
        declaration, expression = step(expression, number)
        declarations.append(declaration)
    files = _program("\n".join(declarations), expression, in_module=in_module, in_caller=in_caller)
    evaluator = evaluator_of(files)
    module = module_of(evaluator, "main.ts")
    values = evaluator.arguments(module, module.calls("show")[0])
    assert values is not None
    found = {case.thing.value for case in values[0].effective if isinstance(case.thing, Known)}
    assert found <= {address}
    if len(steps) <= 4:
        assert found == {address}, files


def _program(declarations: str, expression: str, *, in_module: bool, in_caller: bool) -> dict[str, str]:
    show = (
        "function start(options) { show(options.host); }\nstart({ port: 1, host: RESULT });"
        if in_caller
        else "show(RESULT);"
    )
    if not in_module:
        return {"main.ts": f"{declarations}\n{show.replace('RESULT', expression)}"}
    config = f"{declarations}\nexport const RESULT = {expression};\nexport const OTHER = '{DECOY}';"
    return {"main.ts": f"import {{ OTHER, RESULT }} from './config';\n{show}", "config.ts": config}
