"""The other listeners of a repository, found by their ports."""

from dataclasses import replace
from pathlib import Path

import pytest

from portbind_lint.model.library import HostPosition, Listener
from portbind_lint.model.site import Context
from portbind_lint.review import neighbours
from portbind_lint.review.neighbours import Neighbour, Neighbours, imported_by, neighbours_of
from tests.review.listening import Listening

LISTENER = Listener("listen", (HostPosition(1),), ())
SERVER = "export const start = (port) => app.listen(port)\n"
STARTS = "import { start } from './server.js'\n"


class Calling:
    """Every script listens where it calls `listen`."""

    def __init__(self, listening: Listening) -> None:
        self._listening = listening

    def listeners(self, path: str) -> tuple[Neighbour, ...]:
        if not self._listening.module(path).calls("listen"):
            return ()
        site = replace(self._listening.site(path), listener=LISTENER)
        return neighbours_of((site,), self._listening.repository, self._listening.evaluator)

    def imported(self, path: str) -> tuple[str, ...]:
        return imported_by(path, self._listening.evaluator.program)


def among(tmp_path: Path, files: dict[str, str]) -> Neighbours:
    listening = Listening(tmp_path, {"package.json": "{}", **files})
    return Neighbours(listening.repository, Calling(listening))


@pytest.mark.parametrize(
    ("files", "context", "found"),
    [
        ({"a.js": "app.listen(3000)"}, Context.PRODUCT, True),
        ({"a.js": "app.listen(4000)\nsetTimeout(wait, 3000)"}, Context.PRODUCT, False),
        ({"a.js": "fetch('http://localhost:3000')"}, Context.PRODUCT, False),
        # The port is passed by another script, or a constant of one.
        ({"cli.js": STARTS + "start(3000)", "server.js": SERVER}, Context.PRODUCT, True),
        (
            {"ports.js": "export const PORT = 3000", "a.js": "import { PORT } from './ports.js'\napp.listen(PORT)"},
            Context.PRODUCT,
            True,
        ),
        (
            {
                "ports.js": "export const PORT = 3000",
                "cli.js": f"{STARTS}import {{ PORT }} from './ports.js'\nstart(PORT)",
                "server.js": SERVER,
            },
            Context.PRODUCT,
            True,
        ),
        ({"cli.js": "import data from './data.json'\nimport fs from 'fs'\nuse(data, 3000)", "data.json": "{}"},
         Context.PRODUCT, False),
        # Tests and examples are nobody's subject, and what serves developers is that of its like.
        ({"a.test.js": "app.listen(3000)"}, Context.PRODUCT, False),
        ({"examples/a.js": "app.listen(3000)"}, Context.PRODUCT, False),
        ({"examples/a.js": "app.listen(3000)"}, Context.EXAMPLE, False),
        ({"dev-server.js": "app.listen(3000)"}, Context.DEV, True),
        ({"dev-server.js": "app.listen(3000)"}, Context.PRODUCT, False),
        ({"a.js": "app.listen(3000)"}, Context.EXAMPLE, True),
    ],
)  # fmt: skip
def test_listeners(tmp_path: Path, files: dict[str, str], context: Context, found: bool) -> None:
    assert among(tmp_path, files).listens(3000, context) is found


def test_a_port_is_looked_for_once(tmp_path: Path) -> None:
    found = among(tmp_path, {"a.js": "app.listen(3000)"})
    assert found.listens(3000, Context.PRODUCT)
    (tmp_path / "a.js").unlink()
    assert found.listens(3000, Context.PRODUCT)


def test_so_many_scripts_are_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "_MOST_SCRIPTS", 2)
    files = {f"{name}.js": "setTimeout(wait, 3000)" for name in "ab"}
    assert not among(tmp_path, {**files, "c.js": "app.listen(3000)"}).listens(3000, Context.PRODUCT)


def test_so_many_ports_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "_MOST_PORTS", 1)
    found = among(tmp_path, {"a.js": "app.listen(3000)", "b.js": "app.listen(4000)"})
    assert [found.listens(port, Context.PRODUCT) for port in (3000, 4000, 3000)] == [True, False, True]
