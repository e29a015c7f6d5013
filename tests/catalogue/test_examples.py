from __future__ import annotations

import pytest

from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.model.library import Example, Library
from portbind_lint.model.source import Package
from tests.bind.memory import analysed

CASES = [(library, example) for library in load_catalogue().libraries for example in library.examples]


@pytest.mark.parametrize(("library", "example"), CASES, ids=lambda value: value.name)
def test_an_entry_says_what_its_examples_bind(library: Library, example: Example) -> None:
    package = Package("", "package.json", dependencies=example.dependencies)
    found = analysed({example.file: example.code}, example.file, package)
    assert tuple(address.cls.value for _, address in found) == example.expect
    names = {site.library.name for site, _ in found}
    assert not found or library.name in names or "http.createServer" in example.code
