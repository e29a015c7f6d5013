from __future__ import annotations

from collections.abc import Sequence

import pytest

from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.discover.left_out import is_script
from portbind_lint.model.library import Example, Library
from portbind_lint.model.site import Address, AnySite
from portbind_lint.model.source import Package
from tests.bind.memory import analysed, in_files

Found = Sequence[tuple[AnySite, Address]]

CASES = [(library, example) for library in load_catalogue().libraries for example in library.examples]


@pytest.mark.parametrize(("library", "example"), CASES, ids=lambda value: value.name)
def test_an_entry_says_what_its_examples_bind(library: Library, example: Example) -> None:
    texts = {example.file: example.code}
    package = Package("", "package.json", dependencies=example.dependencies)
    if is_script(example.file):
        found: Found = analysed(texts, example.file, package)
    else:
        found = in_files(texts, **dict(example.dependencies))
    assert tuple(address.cls.value for _, address in found) == example.expect
    names = {site.library.name for site, _ in found}
    assert not found or library.name in names or "http.createServer" in example.code
