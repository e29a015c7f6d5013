from time import process_time

import pytest

from portbind_lint.discover.patterns import compile_patterns, is_plain

SECONDS = 5


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        (["*.js"], "a/b.js", True),
        (["/a/"], "a/b.js", True),
        (["/a/"], "b/a.js", False),
        (["*.js", "!b.js"], "b.js", False),
        (["!!!", "[z-a]", "*.js"], "a.js", True),
        (["a*b*c*"], "abc", False),
        (["*a*/*b*"], "a/b", False),
        (["**/a/**/b*c*"], "x/a/y/bcd", True),
        (["**/a/**/b/**"], "a/b/c", False),
        (["*/*/*.js"], "a/b/c.js", True),
        (["a" * 400], "a" * 400, False),
    ],
)
def test_patterns(lines: list[str], path: str, expected: bool) -> None:
    assert compile_patterns(lines).match_file(path) is expected


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("*a*b", "a" * 4_000),
        ("**/*a*b/**/x", "/".join(["a" * 100] * 40)),
        ("**/a/**/a/b", "a/" * 2_000),
        ("*/" * 100 + "b", "a/" * 2_000),
        ("?*" * 2 + "b", "a" * 4_000),
        ("[a-z]*[!b]*[[:alpha:]]b", "a" * 4_000),
    ],
)
def test_the_worst_of_the_plain_ones_end(line: str, path: str) -> None:
    assert is_plain(line)
    begun = process_time()
    assert compile_patterns([line]).match_file(path) is False
    assert process_time() - begun < SECONDS
