"""No test reads or writes what the user's own runs remember."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portbind_lint.recall.folder import VARIABLE


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(VARIABLE, str(tmp_path_factory.mktemp("remembered")))
        yield
