import pytest
import yaml

from portbind_lint.review.controls.known import read_known


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1", "not a list"),
        ("- 1", "not a mapping"),
        ("- {kind: auth, calls: [a]}", "id is missing"),
        ("- {id: x, kind: nonsense}", "nonsense"),
        ("- {id: x, kind: auth, calls: a}", "calls of x"),
        ("- {id: x, kind: auth, calls: [1]}", "calls of x"),
        ("- {id: x, kind: auth, options: [a]}", "of is missing"),
    ],
)
def test_wrong_data_is_refused_by_name(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_known({"x.yml": yaml.safe_load(text)})
