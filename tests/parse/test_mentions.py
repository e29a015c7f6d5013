"""What the text around a name rules out: never what a parser finds there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portbind_lint.model.mentions import is_mentioned, is_word, may_be_called, may_be_written
from portbind_lint.model.syntax import Assignment, Call, Function, Index, Literal, Member, Name, Node
from portbind_lint.parse.native.module import TreeModule
from portbind_lint.parse.source import parse

CALLED = (
    "listen(1)",
    "a.listen (1)",
    "a?.listen?.(1)",
    "a.listen\n\n(1)",
    "a.listen/* , */(1)",
    "a.listen // ;\n (1)",
    "a['listen'](1)",
    'a["listen" ](1)',
    "a['listen'/**/](1)",
    "a['listen'\n]\n(1)",
    "listen`1`",
    "(0, a.listen)(1)",
    "((a.listen))(1)",
    "(a.listen as any)(1)",
    "(a.listen satisfies F)(1)",
    "(<any>a.listen)(1)",
    "a.listen!(1)",
    "a.listen<T>(1)",
    "listen<Map<string, T>>(1)",
    "(listen)!(1)",
    "a.listen\u00a0(1)",
    "a.listen\u2028(1)",
    "new listen",
    "new listen;",
    "new a.listen, 1",
    "[new a\n  .listen]",
    "new (listen)",
    "new (0, a.listen)",
    "new (<any>listen);",
    "new /* ; */ listen;",
    "new // ;\n listen;",
    "new // ;\r listen;",
    "new // ;\u2028 listen;",
    "new /* ; */ a.listen;",
    "new a /* ; */ . listen;",
    "new a[0].listen;",
    "new this.#a.listen;",
    "new (require('a;\\\nb').listen);",
    "new (require(`;\n`).listen);",
    "new (await import('x')).listen;",
    "new\u00a0listen;",
)
NOT_CALLED = (
    "import { listen } from 'a'",
    "import { listen, b } from 'a'",
    "export { listen }",
    "a.listen.b()",
    "a.listen = 1",
    "a.listen?.b",
    "a.on('listen', 1)",
    "let x: listen = 1",
    "let x: listen[] | b",
    "class A extends listen {}",
    "if (a.listen) b()",
    "a.listen === 1",
    "a.listen != 1",
    "a.listen ? 1 : 2",
    "a.listen / 2",
    "x = new A;\nlisten",
    "a() // we listen to b",
    "x = 1 // new\t(listen",
    "listening(1)",
    "relisten(1)",
    "a.listen",
)
WRITTEN = (
    "a.listen = 1",
    "a.listen=1",
    "a.listen\n= 1",
    "a.listen /* == */ = 1",
    "a. // x\n listen = 1",
    "a\n.\nlisten = 1",
    "a./**/listen = 1",
    "a['listen'] = 1",
    "a['listen' ] ||= 1",
    "a['listen'/**/] = 1",
    "a.listen += 1",
    "a.listen **= 1",
    "a.listen >>>= 1",
    "a.listen <<= 1",
    "a.listen &&= 1",
    "a.listen ??= 1",
    "a.listen /= 1",
    "a.listen %= 1",
    "a.listen -= 1",
    "(a.listen) = 1",
    "(a.listen as any) = 1",
    "(<any>a.listen) = 1",
    "a.listen! = 1",
    "[a.listen] = b",
    "[a.listen, c] = b",
    "[[a.listen], c] = b",
    "({ x: a.listen } = b)",
    "({ x: a.listen, y: c } = b)",
    "({ x: a.listen = 2 } = b)",
    "[a.listen = 2] = b",
    "({ x: [a['listen']] } = b)",
    "[...a.listen] = b",
    "a.\u2028listen = 1",
)
NOT_WRITTEN = (
    "listen = 1",
    "({ listen: 1 })",
    "a.listen == 1",
    "a.listen === 1",
    "a.listen <= 1",
    "a.listen >= 1",
    "a.listen => 1",
    "a.listen()",
    "a.listen.b = 1",
    "a.listen[0] = 1",
    "f(a.listen)",
    "f(a.listen, 1)",
    "f({ x: a.listen })",
    "a.listen++",
    "a.listen ? 1 : 2",
    "a.listen / 2",
    "a.relisten = 1",
    "f('listen', x = 1)",
)


def called(text: str) -> bool:
    return is_mentioned(text.encode(), b"listen", may_be_called)


def written(text: str) -> bool:
    return is_mentioned(text.encode(), b"listen", may_be_written)


@pytest.mark.parametrize("text", CALLED)
def test_what_is_called_may_be(text: str) -> None:
    assert called(text)


@pytest.mark.parametrize("text", NOT_CALLED)
def test_what_is_not_called_is_ruled_out(text: str) -> None:
    assert not called(text)


@pytest.mark.parametrize("text", WRITTEN)
def test_what_is_assigned_to_may_be(text: str) -> None:
    assert written(text)


@pytest.mark.parametrize("text", NOT_WRITTEN)
def test_what_is_not_assigned_to_is_ruled_out(text: str) -> None:
    assert not written(text)


def test_a_comment_of_any_length_rules_nothing_out() -> None:
    comment = "x; " * 500
    assert called(f"new /* {comment} */ listen;")
    assert called(f"new // {comment}\n listen;")
    assert called(f"a.listen /* {comment} */ (1)")
    assert written(f"a. // {comment}\n listen = 1")


def test_blanks_of_any_length_rule_nothing_out() -> None:
    blanks = " " * 5_000
    assert called(f"new {blanks} listen;")
    assert called(f"a.listen{blanks}(1)")
    assert called(f"a['listen'{blanks}](1)")
    assert written(f"a.{blanks}listen = 1")
    assert written(f"a.listen{blanks}= 1")
    assert written(f"a['listen'{blanks}] = 1")


_PIECES = st.sampled_from((
    "listen", "a", "b", "new", "new ", ".", "?.", "(", ")", "()", "(1)", "[", "]", "['listen']", "'listen'", "{", "}",
    ",", ";", " ", "\n", "=", "= 1", "+=", "==", "=>", "<", ">", "<T>", "!", "?", ":", " as any", "/* ; */", "// ;\n",
    "`1`", "\u00a0", "...", "-->", "--", "++", "await ", "import", "require('a;')", "0, ", "x: ", "#", "@", "typeof ",
))  # fmt: skip
_SOURCES = st.lists(_PIECES, min_size=1, max_size=12).map("".join)


def _found(source: str) -> TreeModule:
    module = parse("a.ts", source.encode())
    assert isinstance(module, TreeModule)
    return module


def _calls(module: TreeModule) -> Iterator[Call]:
    """Every call of the source, found by going through it, and not by a name."""
    waiting: list[Function | None] = [None]
    while waiting:
        yield from module.body_calls(waiting.pop())


def _last(callee: Node) -> str:
    match callee:
        case Name(name=name) | Member(property=name):
            return name
        case Index(index=Literal(value=str(name))):
            return name
        case _:
            return ""


@given(_SOURCES)
@example("new a.listen")
@example("(0, a.listen)()")
@settings(max_examples=400)
def test_no_call_of_a_name_is_lost(source: str) -> None:
    module = _found(source)
    if module.problems:
        return
    expected = [call for call in _calls(module) if _last(call.callee) == "listen"]
    assert set(expected) <= set(module.calls("listen"))
    if expected:
        assert called(source)


@given(_SOURCES)
@example("[a.listen] = b")
@example("({ x: a.listen, y } = b)")
@settings(max_examples=400)
def test_no_assignment_to_a_member_is_lost(source: str) -> None:
    module = _found(source)
    if not module.problems and any(isinstance(node, Assignment) for node in module.member_writes("listen")):
        assert written(source)


def test_of_many_mentions_nothing_is_ruled_out() -> None:
    assert not called("a.listen;" * 1_000)
    assert called("a.listen;" * 10_000)
    assert not written("a.listening;" * 10_000)


def test_the_empty_name_is_not_ruled_out() -> None:
    assert is_mentioned(b"x[''] = 1", b"", may_be_written)


def test_words_are_whole() -> None:
    assert is_word(b"a.listen", 2, 8)
    assert not is_word(b"listens", 0, 6)
    assert not is_word(b"relisten", 2, 8)
    assert is_word(b"a#b", 1, 3)
