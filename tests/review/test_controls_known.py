from pathlib import Path

import pytest

from portbind_lint.review.controls import known


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
def test_wrong_data_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    (tmp_path / "x.yml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(known, "__file__", str(tmp_path / "known.py"))
    known.load_known.cache_clear()
    try:
        with pytest.raises(ValueError, match=message):
            known.load_known()
    finally:
        known.load_known.cache_clear()
