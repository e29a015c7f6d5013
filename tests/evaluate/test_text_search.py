"""The order in which searches go through files, and what is worth parsing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.evaluate.program.text_search import holds_one, may_construct, may_export, may_set, nearest
from portbind_lint.model.source import NotAnalysed
from portbind_lint.parse.source import parse

_PATHS = st.lists(st.sampled_from(["a", "b", "ab", "a-b", "a.b", "é"]), min_size=1, max_size=4).map(
    lambda folders: "/".join((*folders, "x.js"))
)


def _shared(path: str, near: str) -> int:
    pairs = zip(path.split("/")[:-1], near.split("/")[:-1], strict=False)
    number = 0
    for one, two in pairs:
        if one != two:
            break
        number += 1
    return number


@given(st.sets(_PATHS, max_size=20), _PATHS)
def test_those_come_first_that_share_the_most_folders(found: set[str], near: str) -> None:
    paths = tuple(sorted(found))
    assert list(nearest(paths, near)) == sorted(paths, key=lambda path: (-_shared(path, near), path))


def test_what_nobody_takes_is_not_looked_at() -> None:
    class Watched(tuple[str, ...]):
        __slots__ = ()

        def __iter__(self) -> object:
            raise AssertionError("all paths were gone through")

    found = nearest(Watched(("a/x.js", "b/x.js", "c/x.js")), "b/y.js")
    assert next(found) == "b/x.js"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("new Server(80)", True),
        ("import { Server as Web } from './server'; new Web(80)", True),
        ("const { Server: Web } = require('./server'); new Web(80)", True),
        ("const { Server\n: Web } = require('./server'); new Web(80)", True),
        ("new web.Server", True),
        ("import { Server } from './server'; let server: Server;", False),
        ("class Other extends Server {}", False),
        ("inject(Server)", False),
        ("new ServerPool(80)", False),
    ],
)
def test_who_may_construct_a_class(text: str, *, found: bool) -> None:
    assert may_construct(text.encode(), (b"Server",)) is found
    assert may_construct(text.encode(), (b"None", b"Server")) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("options.port = 80", True),
        ("Object.assign(options, { port: 80 })", True),
        ("Object['assign'](options, { port })", True),
        ("_.defaultsDeep(options, { port })", True),
        ("Object.assign(options, others)", False),
        ("import { assign } from 'lodash'; listen(options.port)", False),
        ("listen({ port: 80 })", False),
        ("if (options.port === 80) listen()", False),
    ],
)
def test_who_may_set_a_member(text: str, *, found: bool) -> None:
    assert may_set(text.encode(), (b"port",)) is found


def test_who_holds_a_name() -> None:
    assert holds_one(b"export { start }", (b"stop", b"start"))
    assert not holds_one(b"export { start }", (b"stop",))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("export const address = 80;", True),
        ("export { other as address };", True),
        ("export * from './port';", True),
        ("export /* all */ * from './x';", True),
        ("export\u00a0* from './x';", True),
        ("export = x;", True),
        ("module.exports = x;", True),
        ("Object.assign(exports, x);", True),
        (r"export const addr\u0065ss = 80;", True),
        (r"export { x as 'addr\x65ss' };", True),
        ("export let host = 1, address = 2;", True),
        ("export const { address, host } = x;", True),
        ("export const { host: address } = x;", True),
        ("export const [host, address] = x;", True),
        ("export const { host: [{ port: address }] } = x;", True),
        ("export const // of the server\n  address = 1;", True),
        ("export const /* of the server */ address = 1;", True),
        ("export const\u00a0address = 1;", True),
        ("export async function address() {}", True),
        ("export async function* address() {}", True),
        ("export function *address() {}", True),
        ("export abstract class address {}", True),
        ("export declare const address: string;", True),
        ("export declare namespace address {}", True),
        ("export import address = require('x');", True),
        ("export { x as 'address' };", True),
        ("export {\n  // of the server\n  address,\n};", True),
        ("export { type address };", True),
        ("export * as address from './x'", True),
        ("export const host = 1; /* all * of it */", False),
        ("export const host = x.address;", False),
        ("export const host: address = x;", False),
        ("export function host(): address | undefined {}", False),
        ("export const host = f(address);", False),
        ("export const host = 'the address';", False),
        ("export const addresses = 1, my_address = 2;", False),
        ("export default 5 * 2;", False),
    ],
)
def test_who_may_export_a_name(text: str, *, found: bool) -> None:
    assert may_export(text.encode(), "address") is found


_NAMES = st.sampled_from(("address", "host", "x"))
_EXPORTS = st.one_of(
    _NAMES.map(lambda name: f"export const {name} = '{name}';"),
    _NAMES.map(lambda name: f"const a = 1; export {{ a as {name} }};"),
    _NAMES.map(lambda name: f"export function {name}() {{}}"),
    _NAMES.map(lambda name: f"exports.{name} = 1;"),
    _NAMES.map(lambda name: f"module.exports = {{ {name}: 1 }};"),
    _NAMES.map(lambda name: f"export * as {name} from './other';"),
    _NAMES.map(lambda name: f"export const {{ a: {name} }} = all;"),
    _NAMES.map(lambda name: f"export let b = 1,\n  {name} = 2;"),
    _NAMES.map(lambda name: f"const c: {name} = f({name} | 1);"),
    st.just("export * from './other';"),
    st.just("import { address } from './other';"),
)


@given(st.lists(_EXPORTS, max_size=3), _NAMES)
def test_no_export_is_lost(statements: list[str], name: str) -> None:
    text = "\n".join(statements).encode()
    module = parse("a.ts", text)
    assert not isinstance(module, NotAnalysed)
    if {name, "*", "="} & {export.name for export in module.exports}:
        assert may_export(text, name)
