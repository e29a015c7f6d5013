import pytest

from portbind_lint.discover.patterns import compile_patterns


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        (["*.js"], "a/b.js", True),
        (["/a/"], "a/b.js", True),
        (["/a/"], "b/a.js", False),
        (["*.js", "!b.js"], "b.js", False),
        (["!!!", "[z-a]", "*.js"], "a.js", True),
        (["a" + "*" * 9], "ab", False),
        (["a" * 400], "a" * 400, False),
    ],
)
def test_patterns(lines: list[str], path: str, expected: bool) -> None:
    assert compile_patterns(lines).match_file(path) is expected
