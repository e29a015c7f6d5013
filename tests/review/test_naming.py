import pytest

from portbind_lint.model.syntax import Function
from portbind_lint.parse.source import parse
from portbind_lint.review.naming import name_of


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("function a() { here() }", "a"),
        ("const a = () => { here() }", "a"),
        ("let a: () => void = async () => { here() }", "a"),
        ("const o = { a: () => { here() } }", "a"),
        ("const o = { a() { here() } }", "a"),
        ("class C { a = () => { here() } }", "a"),
        ("class C { a() { here() } }", "a"),
        ("exports.a = () => { here() }", "a"),
        ("let a\na = () => { here() }", "a"),
        ("run(() => { here() })", ""),
        ("export default () => { here() }", ""),
    ],
)
def test_functions_are_known_by_what_holds_them(code: str, name: str) -> None:
    module = parse("a.ts", code.encode())
    (call,) = module.calls("here")
    function = module.enclosing_function(call)
    assert isinstance(function, Function)
    assert name_of(module, function) == name
