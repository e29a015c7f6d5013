"""What every test relies on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portbind_lint.recall.folder import VARIABLE
from tests.evaluate.evaluated import evaluator_of


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what the user's own runs remember."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(VARIABLE, str(tmp_path_factory.mktemp("remembered")))
        yield


@pytest.fixture(autouse=True, scope="session")
def _deep_recursion() -> None:
    """The first evaluator raises Python's limit, which hypothesis does not like to see in the middle of a test."""
    evaluator_of({})
