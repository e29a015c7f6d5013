"""The documentation as a site: built strictly, and looked through for links that lead nowhere and for requests."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.example_reports import ROOT

# What a browser loads by itself; a link is followed only by who clicks on it.
_LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "link": "href",
}
_STYLED = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
# Written into pages for search engines and readers, not loaded.
_NOT_LOADED = {"canonical", "search", "index", "next", "prev", "author", "license"}


def build(folder: Path) -> None:
    """Write the site to `folder`; raises CalledProcessError where Sphinx has anything to complain of."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-E", "-a", "-W", "--keep-going", "-n", "-q", "-j", "2"]
    subprocess.run([*command, "-d", str(folder / ".doctrees"), str(ROOT / "docs"), str(folder)], cwd=ROOT, check=True)


def problems(folder: Path) -> list[str]:
    """Links of the site that lead nowhere, and what its pages load from elsewhere; sorted."""
    pages = {path: _Page.read(path) for path in sorted(folder.rglob("*.html"))}
    found = [
        f"{path.relative_to(folder)}: {text}" for path, page in pages.items() for text in _wrong(path, page, pages)
    ]
    for style in sorted(folder.rglob("*.css")):
        text = style.read_text(encoding="utf-8")
        found += [f"{style.relative_to(folder)}: loads {url}" for url in _urls(text) if _is_elsewhere(url)]
    return found


def _wrong(path: Path, page: _Page, pages: dict[Path, _Page]) -> Iterator[str]:
    for url in page.loads:
        if _is_elsewhere(url):
            yield f"loads {url}"
        elif not urlsplit(url).scheme and not _target(path, url).exists():
            yield f"{url} is not there"
    for url in page.links:
        if urlsplit(url).scheme:
            continue
        target = _target(path, url)
        anchor = unquote(urlsplit(url).fragment)
        if not target.exists():
            yield f"{url} leads nowhere"
        elif anchor and target in pages and anchor not in pages[target].ids:
            yield f"{url}: no such heading"


def _target(path: Path, url: str) -> Path:
    named = unquote(urlsplit(url).path)
    return (path.parent / named).resolve() if named else path


def _urls(style: str) -> Iterator[str]:
    for found in _STYLED.finditer(style):
        yield found[1] or found[2]


def _is_elsewhere(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) or parts.scheme in {"http", "https"}


class _Page(HTMLParser):
    """What a page links to, what it loads, and the places in it that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = {"", "#"}

    @classmethod
    def read(cls, path: Path) -> _Page:
        page = cls()
        page.feed(path.read_text(encoding="utf-8"))
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if "id" in values:
            self.ids.add(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        wanted = _LOADED.get(tag)
        if wanted and values.get(wanted) and not _NOT_LOADED & set(values.get("rel", "").split()):
            self.loads.append(values[wanted])
        self.loads += _urls(values.get("style", ""))
