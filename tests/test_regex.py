"""Expressions that are compiled late answer as compiled ones do, and none of them is wrong."""

import importlib
import pkgutil
import re
import subprocess
import sys

import pytest

import portbind_lint
from portbind_lint.model.regex import regex


def test_it_answers_as_a_compiled_one() -> None:
    late, usual = regex("(?P<word>[ab])+", re.IGNORECASE), re.compile("(?P<word>[ab])+", re.IGNORECASE)
    assert late.fullmatch("aBA") is not None
    assert late.match("c") is None
    assert late.sub("x", "abc") == usual.sub("x", "abc")
    assert late.findall("a c b") == usual.findall("a c b")
    assert [found.span() for found in late.finditer("a c b")] == [(0, 1), (4, 5)]
    assert (late.flags, late.pattern, late.groupindex) == (usual.flags, usual.pattern, usual.groupindex)
    assert regex(rb"\d").search(b"a1") is not None


def test_it_is_compiled_once_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    compile_now = re.compile
    monkeypatch.setattr(re, "compile", lambda *words: made.append(words) or compile_now(*words))
    late = regex("a")
    assert not made
    assert [late.search(text) is None for text in ("a", "b")] == [False, True]
    assert len(made) == 1


def test_a_wrong_one_shows_when_it_is_used() -> None:
    with pytest.raises(re.error):
        regex("(").search("")


def test_no_module_has_a_wrong_one() -> None:
    names = [found.name for found in pkgutil.walk_packages(portbind_lint.__path__, "portbind_lint.")]
    late = [
        thing
        for name in names
        if not name.endswith("__main__")
        for thing in vars(importlib.import_module(name)).values()
        if isinstance(thing, regex)  # type: ignore[arg-type]
    ]
    assert len(late) > 150
    assert all(thing.search("") or True for thing in late if isinstance(thing.pattern, str))


def test_an_import_compiles_hardly_any() -> None:
    """To compile those of all modules takes as long as to load them."""
    code = (
        "import re._compiler as c; made = []; old = c.compile; c.compile = lambda *a: made.append(a) or old(*a)\n"
        "import portbind_lint.review.gather, portbind_lint.bind.tools.find\n"
        "print(len(made))"
    )
    code = code.replace("re._compiler", "sre_compile") if sys.version_info < (3, 11) else code
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 40
