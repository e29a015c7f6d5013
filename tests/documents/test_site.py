"""The site's own checks, on small sites; the whole one is built by `.ci/run`."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from tests.documents.pages import DOCS
from tests.documents.site import problems

CONTENTS = runpy.run_path(str(DOCS / "conf.py"))["CONTENTS"]


def site(folder: Path, body: str) -> list[str]:
    (folder / "other.html").write_text('<h1 id="here">Other</h1>', encoding="utf-8")
    (folder / "style.css").write_text("p { color: red }", encoding="utf-8")
    (folder / "index.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return problems(folder)


@pytest.mark.parametrize(
    "body",
    [
        '<a href="other.html">x</a><a href="other.html#here">x</a><a href="#">x</a>',
        '<a href="https://example.org/">followed only by who clicks</a>',
        '<link rel="stylesheet" href="style.css?v=1"><img src="data:image/png;base64,AA==">',
        '<link rel="canonical" href="https://example.org/">',
    ],
)
def test_what_is_right_is_left_alone(body: str, tmp_path: Path) -> None:
    assert site(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<a href="gone.html">x</a>', "gone.html leads nowhere"),
        ('<a href="other.html#gone">x</a>', "other.html#gone: no such heading"),
        ('<a href="#gone">x</a>', "#gone: no such heading"),
        ('<script src="https://cdn.example/x.js"></script>', "loads https://cdn.example/x.js"),
        ('<link rel="stylesheet" href="//fonts.example/x.css">', "loads //fonts.example/x.css"),
        ('<p style="background: url(https://a.example/x.png)">x</p>', "loads https://a.example/x.png"),
        ('<img src="gone.png">', "gone.png is not there"),
    ],
)
def test_what_is_wrong_is_found(body: str, problem: str, tmp_path: Path) -> None:
    assert site(tmp_path, body) == [f"index.html: {problem}"]


def test_a_style_that_loads_from_elsewhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "font.css").write_text('@import "https://fonts.example/a.css";', encoding="utf-8")
    assert problems(tmp_path) == ["font.css: loads https://fonts.example/a.css"]


def test_every_page_has_its_place() -> None:
    placed = {entry.rpartition("<")[2].rstrip(">") for pages in CONTENTS.values() for entry in pages}
    assert placed | {"index"} == {page.relative_to(DOCS).with_suffix("").as_posix() for page in DOCS.rglob("*.md")}
