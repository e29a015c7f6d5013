"""Large and knotted programs are answered in seconds: limits are generous, what they catch is a blow-up."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.evaluate.evaluated import described, evaluator_of, module_of

LIMIT_SECONDS = 120

Files = dict[str, str]


def _circular_imports() -> Files:
    files = {
        f"m{i}.js": f"import {{ h as n }} from './m{(i + 1) % 200}.js'; import * as all from './m{(i + 7) % 200}.js';\n"
        f"export const h = n ?? all.h ?? all.other;"
        for i in range(200)
    }
    return {**files, "main.js": "import { h } from './m0.js'; show(h);"}


def _ring_of_stars() -> Files:
    files = {
        f"m{i}.js": f"export * from './m{(i + 1) % 120}.js'; export * from './m{(i + 5) % 120}.js';" for i in range(120)
    }
    return {**files, "end.js": "export const h = 'x';", "main.js": "import { h } from './m0.js'; show(h);"}


def _constant_chain() -> Files:
    return {
        "main.js": "const v0 = 'x';\n"
        + "\n".join(f"const v{i} = v{i - 1};" for i in range(1, 2_000))
        + "\nshow(v1999);"
    }


def _mutual_recursion() -> Files:
    lines = "\n".join(
        f"function f{i}(n, h) {{ return n > 0 ? f{(i + 1) % 40}(n - 1, h) : f{(i + 3) % 40}(n, h); }}"
        for i in range(40)
    )
    return {"main.js": f"{lines}\nshow(f0(9, 'x'));"}


def _bundle() -> Files:
    function = (
        "function f{i}(o,n){{var h=o&&o.host||d{i}.host;if(n>0)return f{j}({{host:h}},n-1);d{i}.host=h;return g(h)}}"
        "var d{i}={{host:'10.0.0.{k}',port:{i}}};f{j}(d{i},{k});s{i}.listen({i},d{i}.host);\n"
    )
    parts = [function.format(i=i, j=(i * 7) % 2_000, k=i % 250) for i in range(2_000)]
    return {"main.js": "".join(parts) + "function g(h){return h}show(f0({host:'x'},2));"}


def _fan_out() -> Files:
    calls = "\n".join(f"start({{ port: {i}, host: hosts[{i}] }});" for i in range(5_000))
    return {"main.js": f"const hosts = []; function start(o) {{ show(o.host); }}\n{calls}"}


def _deep_members() -> Files:
    return {"main.js": "const o = { a: 1 }; o.a = o; show(o" + ".a" * 2_000 + ");"}


def _diamond() -> Files:
    lines = "\n".join(f"function f{i}(x) {{ return f{i - 1}(x + 'a') + f{i - 1}(x + 'b'); }}" for i in range(1, 40))
    return {"main.js": f"function f0(x) {{ return x; }}\n{lines}\nshow(f39('x'));"}


def _knotted_objects() -> Files:
    lines = "\n".join(
        f"const o{i} = {{ ...o{(i + 1) % 60}, next: o{(i + 2) % 60}, get host() {{ return o{(i + 3) % 60}.host; }} }};"
        f" o{i}.host = o{(i + 4) % 60}.next.host; Object.assign(o{i}, o{(i + 5) % 60});"
        for i in range(60)
    )
    return {"main.js": f"{lines}\nshow(o0.next.next.host, o1.host);"}


def _setters_of_setters() -> Files:
    lines = "\n".join(
        f"function s{i}(v) {{ h = v; s{(i + 1) % 60}(v); s{(i + 7) % 60}(h); }} s{i}('x');" for i in range(60)
    )
    return {"main.js": f"let h = 'y';\n{lines}\nfunction read() {{ show(h); }} read();"}


SHAPES: tuple[Callable[[], Files], ...] = (
    _circular_imports, _ring_of_stars, _constant_chain, _mutual_recursion, _bundle, _fan_out, _deep_members, _diamond,
    _knotted_objects, _setters_of_setters,
)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_ends_in_seconds(shape: Callable[[], Files]) -> None:
    files = shape()
    before = time.process_time()
    evaluator = evaluator_of(files)
    module = module_of(evaluator, "main.js")
    for value in evaluator.arguments(module, module.calls("show")[0]) or ():
        assert described(value)
    assert time.process_time() - before < LIMIT_SECONDS
