"""Imports, sources and exports."""

from __future__ import annotations

import pytest

from portbind_lint.model.facts import Export
from tests.parse.rendered import module, shown


def told(made: Export) -> str:
    if made.source is not None:
        return f"{made.name} < {made.imported} of {made.source}"
    return f"{made.name} = {shown(made.value)}"


EXPORTS = [
    ("export const a = 1, b = 2", ["a = a", "b = b"]),
    ("export const {a, b: {c = 1}, ...d} = x; export let [e, f = 2] = y",
     ["a = a", "c = c", "d = d", "e = e", "f = f"]),
    ("export function f(a) {}; export async function* g() {}; export class C {}",
     ["f = (fn f [a])", "g = (fn g [])", "C = (class C)"]),
    ("export default { a: 1 }", ["default = {a:1}"]),
    ("export default function () {}", ["default = (fn _ [])"]),
    ("export default class A {}", ["default = (class A)"]),
    ("export default app", ["default = app"]),
    ("export default abstract class A {}", ["default = (class A)"]),
    ("export { a, b as c, d as default, e as 'f-g' }", ["a = a", "c = b", "default = d", "f-g = e"]),
    ("export { a, b as c, default as d } from 'm'", ["a < a of m", "c < b of m", "d < default of m"]),
    ("export * from 'm'; export * as ns from 'n'", ["* < * of m", "ns < * of n"]),
    ("export = app", ["= = app"]),
    ("export enum E { A }; export const enum F { B }", ["E = E", "F = F"]),
    ("export interface I {}; export type T = 1; export type { U } from 'm'", ["U < U of m"]),
    ("namespace N { export const a = 1 }", []),
    ("export namespace N { export const a = 1 }", []),
    ("export declare function f(): void", []),
    ("module.exports = { a }", ["= = {a:a}"]),
    ("module.exports = exports = f", ["= = f"]),
    ("exports = module.exports = f", ["= = f"]),
    ("module.exports.a = 1; exports.b = 2; exports['c-d'] = 3; module['exports'].x = 4",
     ["a = 1", "b = 2", "c-d = 3"]),
    ("exports.a = exports.b = f", ["a = f", "b = f"]),
    ("Object.assign(module.exports, { a: 1, m() {} }, rest)", ["a = 1", "m = (fn m [])"]),
    ("Object.assign({}, exports); foo.assign(exports, {a})", []),
    ("exports; exports.a; exports.a.b = 1; x = exports; exports[k] = 1; exports = 1", []),
    ("function f(exports) { exports.a = 1 }; other.exports = 1", []),
    ("const a = 1", []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), EXPORTS)
def test_exports(code: str, expected: list[str]) -> None:
    assert [told(made) for made in module(code).exports] == expected


def test_imports_one_for_each_local_name() -> None:
    m = module(
        "import 'side'; import a, { b, c as d, type E, 'f-g' as h } from 'm'; import * as n from \"./n\";\n"
        "import r = require('r'); import type T from 't'; const lazy = await import('lazy');"
    )
    assert [(made.local, made.source, made.imported) for made in m.imports] == [
        ("", "side", "*"),
        ("a", "m", "default"),
        ("b", "m", "b"),
        ("d", "m", "c"),
        ("E", "m", "E"),
        ("h", "m", "f-g"),
        ("n", "./n", "*"),
        ("r", "r", "*"),
        ("T", "t", "default"),
    ]


def test_sources_are_every_specifier_sorted() -> None:
    m = module(
        "import a from 'z'; export * from './y'; export { b } from './x';\n"
        "function f() { require('w'); return import('v') } require(dynamic); import(`u`); require(); foo('no');\n"
        "import q = require('t')",
    )
    assert m.sources == ("./x", "./y", "t", "u", "v", "w", "z")
