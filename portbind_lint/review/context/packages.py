"""What a package says of itself: a template to copy, a tool for developers, or neither."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from portbind_lint.model.regex import regex
from portbind_lint.model.site import Context
from portbind_lint.model.source import Package, Repository
from portbind_lint.review.context import words
from portbind_lint.review.context.paths import tokens
from portbind_lint.review.made import INTRODUCTION, digest

_EXAMPLE = regex("|".join(words.EXAMPLE_PACKAGE_PHRASES), re.IGNORECASE | re.MULTILINE)
_INTRODUCED = regex(words.EXAMPLE_INTRODUCTION, re.IGNORECASE)
_SECTION = regex(words.SECTION, re.IGNORECASE)
_GENERATED_TITLE = regex(words.GENERATED_TITLE, re.IGNORECASE)
_GENERATED = regex(words.GENERATED_INTRODUCTION, re.IGNORECASE)
_PURPOSE = regex(words.EXAMPLE_PURPOSE, re.IGNORECASE)
_DEV = regex("|".join(words.DEV_PACKAGE_PHRASES), re.IGNORECASE)
_BESIDES = regex(words.BESIDES, re.IGNORECASE)
README_NAMES = ("README.md", "readme.md", "Readme.md", "README.markdown", "README", "README.rst", "README.txt")
# A title stands at the top; what is further down is no title. Bounds the work on a huge README.
_TITLE_REACH = 4000
_LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What `package.json` says in words."""

    description: str
    keywords: tuple[str, ...]


def package_context(package: Package | None, repository: Repository) -> Context | None:
    """EXAMPLE for a package (or a folder without one) that is there to be copied, DEV for one that makes dev tools."""
    folder = package.folder if package else ""
    name = package.name if package else ""
    manifest = _manifest(package, repository)
    title, paragraph = _introduced(folder, repository)
    if _GENERATED_TITLE.search(title):
        title = ""
    if _is_example(name, title, manifest) or _is_introduced(paragraph):
        return Context.EXAMPLE
    said = " , ".join((name.rpartition("/")[2], title, manifest.description or _what_it_is(paragraph)))
    if _DEV.search(said) or words.DEV_KEYWORDS.intersection(manifest.keywords):
        return Context.DEV
    return None


def _is_example(name: str, title: str, manifest: _Manifest) -> bool:
    named = tokens(name.rpartition("/")[2])
    # The name of a generator of projects (`create-starter`) tells what it makes, not what it is.
    if named[:1] != ("create",) and words.EXAMPLE_PACKAGE_TOKENS.intersection(named):
        return True
    return bool(_EXAMPLE.search(f"{title}\n{manifest.description}"))


def _manifest(package: Package | None, repository: Repository) -> _Manifest:
    data = repository.read(package.manifest) if package else None
    if data is None:
        return _Manifest("", ())
    try:
        content: object = json.loads(data)
    except (ValueError, RecursionError):
        return _Manifest("", ())
    if not isinstance(content, dict):
        return _Manifest("", ())
    description, keywords = content.get("description"), content.get("keywords")
    return _Manifest(
        description[:_LONGEST_TEXT] if isinstance(description, str) else "",
        tuple(word.lower() for word in keywords if isinstance(word, str)) if isinstance(keywords, list) else (),
    )


def _introduced(folder: str, repository: Repository) -> tuple[str, str]:
    """How the README of `folder` introduces it."""
    for name in README_NAMES:
        path = f"{folder}/{name}" if folder else name
        data = repository.look(path)
        found = introduction(data)
        repository.rest_on(path, INTRODUCTION, digest(data, found))
        if data is not None:
            return found
    return introduction(None)


def introduction(data: bytes | None) -> tuple[str, str]:
    """The title and the first paragraph of a README; "" where there is none."""
    text = (data or b"")[:_TITLE_REACH].decode("utf-8", "replace")
    return _heading(text), _first_paragraph(text)


def _what_it_is(paragraph: str) -> str:
    """What the first sentence of a README says that the package is, without what it says that it has."""
    return _BESIDES.split(_first_sentence(paragraph), maxsplit=1)[0]


def _first_sentence(paragraph: str) -> str:
    return re.split(r"(?<=[.!?])\s", paragraph, maxsplit=1)[0]


def _is_introduced(paragraph: str) -> bool:
    """Whether the first sentence of a README introduces an example, or its paragraph names that purpose."""
    first = _first_sentence(paragraph)
    introduced = _INTRODUCED.search(first) is not None and _GENERATED.search(first) is None
    return introduced or _PURPOSE.search(paragraph) is not None


def _first_paragraph(text: str) -> str:
    """The first paragraph; headings, badges, quotes and markup are passed over."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", re.sub(r"(?m)^#.*$", "\n", text)))
    prose = next((part for part in paragraphs if part and part[0] not in "#<!([>|-*=~`"), "")
    return prose[:_LONGEST_TEXT]


def _heading(text: str) -> str:
    """The first heading, without its links and images; one of the second level only where the text begins with it."""
    lines = text.lstrip().splitlines()
    for index, line in enumerate(lines):
        stripped = line.strip()
        if stripped.startswith("# ") or (index == 0 and stripped.startswith("## ") and not _SECTION.search(stripped)):
            return _plain(stripped.lstrip("#"))
        if stripped.lower().startswith("<h1"):
            return _plain(stripped)
        if stripped and index + 1 < len(lines) and re.fullmatch(r"={3,}\s*", lines[index + 1]):
            return _plain(stripped)
    return ""


def _plain(heading: str) -> str:
    without_targets = re.sub(r"\]\([^)]{0,500}\)", "]", heading[:500])
    return re.sub(r"<[^<>]{0,300}>|[!\[\]`*]", " ", without_targets).strip()
