import pytest

from benchmarks.tables import Table, placed


def test_a_table_is_markdown() -> None:
    table = Table("Speed", ("program", "seconds"), (("a|b", "1.0"),), ("c did not run",))
    assert table.markdown().splitlines() == [
        "**Speed**",
        "",
        "| program | seconds |",
        "| :-- | --: |",
        "| a\\|b | 1.0 |",
        "",
        "- c did not run",
    ]


def test_only_the_part_between_its_own_markers_is_replaced() -> None:
    document = "before\n<!-- begin hook -->\nold\n<!-- end hook -->\n<!-- begin growth -->\nkept\n<!-- end growth -->\n"
    new = placed(document, "hook", "new")
    assert "old" not in new
    assert new.startswith("before\n<!-- begin hook -->\n\nnew\n\n<!-- end hook -->\n")
    assert "kept" in new
    assert placed(new, "hook", "new") == new


@pytest.mark.parametrize("document", ["", "<!-- begin hook -->", "<!-- end hook --> <!-- begin hook -->"])
def test_a_document_without_the_markers_is_refused(document: str) -> None:
    with pytest.raises(ValueError, match="<!-- begin hook -->"):
        placed(document, "hook", "new")
