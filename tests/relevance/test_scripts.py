"""What a change of a script touches: told by the lines that change and those around them, or by a listener in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portbind_lint.relevance.scripts import _places, is_touched

SUMS = "".join(f"total += weight({number});\n" for number in range(30))
LISTENING = f"import express from 'express';\n{SUMS}express().listen(3000);\n"

# What a script was, what it is, and whether somebody has to look at it.
CHANGES = {
    "a listener comes": (SUMS, LISTENING, True),
    "a listener goes": (LISTENING, SUMS, True),
    "far from a listener in the same script": (LISTENING, LISTENING.replace("weight(3)", "weight(4)"), True),
    "nothing of the kind": (SUMS, SUMS.replace("weight(3)", "weight(4)"), False),
    "a host": ("export const x = 1;\n", "export const HOST = lookup();\n", True),
    "beside a host": (f"options.host = pick(\n  1,\n);\n{SUMS}", f"options.host = pick(\n  2,\n);\n{SUMS}", True),
    "far from a host": (f"options.host = 1;\n{SUMS}total();\n", f"options.host = 1;\n{SUMS}sum();\n", False),
    "an address": ("f(1);\n", "f('10.0.0.1');\n", True),
    "an environment": ("const a = 1;\n", "const a = process.env.A;\n", True),
    "a check": ("next();\n", "if (given !== 1) return answer(401);\n", True),
    "a middleware": ("run();\n", "app.use(first);\n", True),
    "another module far from a host": (
        f"import {{ lan }} from './a';\n{SUMS}export const o = {{ host: lan }};\n",
        f"import {{ lan }} from './b';\n{SUMS}export const o = {{ host: lan }};\n",
        True,
    ),
    "one more module far from a host": (
        f"{SUMS}export const o = {{ host: lan }};\n",
        f"import {{ sum }} from './b';\n{SUMS}export const o = {{ host: lan }};\n",
        False,
    ),
    "an application that a runtime serves": (
        "import { Hono } from 'hono';\nconst app = new Hono();\n",
        "import { Hono } from 'hono';\nconst app = new Hono();\nexport default app;\n",
        True,
    ),
    "a component that is exported": ("const a = 1;\n", "const a = 1;\nexport default {\n  name: 'a',\n};\n", False),
    "a type's interface": ("type A = 1;\n", "export interface Weights {\n  sum: number;\n}\n", False),
    "a network's interface": ("f(1);\n", "f({ interface: 'eth0' });\n", True),
    "a bound function": ("on(sum);\n", "on(sum.bind(this));\n", False),
    "a bound socket": ("open();\n", "open().bind(41234);\n", True),
    "key bindings": ("f();\n", "keybindings();\n", False),
    "an author": ("const by = 1;\n", "const author = 1;\n", False),
    "who is authorised": ("const by = 1;\n", "const authorised = 1;\n", True),
    "an original": ("const a = 1;\n", "const original = 1;\n", False),
    "an expression's exec": ("f(1);\n", "f(/a/.exec(text));\n", False),
    "a command": ("f(1);\n", "shell.exec('vite --host');\n", True),
    "a debugger": ("f(1);\n", "f('--inspect');\n", True),
    "a word that begins like a call": ("f(1);\n", "button.addEventListener('click', f);\n", False),
    "a name that ends like a module": ('import a from "draws";\n', 'import b from "draws";\n', False),
    "a suppression": ("f(1);\n", "f(1); // portbind-lint: ignore[x] -- because\n", True),
    "nothing, where a listener is": (LISTENING, LISTENING, True),
    "nothing, where a host is": ("f({ host });\n", "f({ host });\n", True),
    "nothing, where nothing is": (SUMS, SUMS, False),
    "moved lines": ("app.use(a);\nroutes();\nlogs();\n", "routes();\nlogs();\napp.use(a);\n", True),
    "more lines than are compared": ("a();\n" * 900, "b();\n" * 900 + "const host = 1;\n", True),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_change_touches(name: str) -> None:
    before, after, touched = CHANGES[name]
    assert is_touched(before.encode(), after.encode()) is touched


@pytest.mark.parametrize(
    "word", ["serve", "serve ", "bind(", "interface ", "exec( ", "auth", "export ", "from ", "1.", "http", "a\n"]
)
def test_a_text_of_nothing_else_is_gone_through_once(word: str) -> None:
    """Long enough that whoever goes through it again from each of its letters takes minutes, and ends."""
    text = (word * 200_000)[:200_000].encode()
    began = time.process_time()
    is_touched(b"", text)
    is_touched(text, text[::-1] + text)
    is_touched(b"serve" + b" " * 200_000, b"export" + b" " * 200_000 + b"hono")
    assert time.process_time() - began < 20


LINES = st.lists(st.sampled_from([b"a", b"b", b"c", b""]), max_size=30)


@settings(deadline=None)
@given(LINES, LINES)
def test_the_places_that_differ_are_all_that_differs(old: list[bytes], new: list[bytes]) -> None:
    made, at = list[bytes](), 0
    for (old_start, old_end), (new_start, new_end) in _places(old, new):
        made += [*old[at:old_start], *new[new_start:new_end]]
        at = old_end
    assert made + old[at:] == new
