"""What listeners know of each other is found out once, and counts for each that asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from portbind_lint import sources as kept
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.discover.repository import FileRepository
from portbind_lint.listeners import ByScript, Listeners
from portbind_lint.model.facts import Module
from portbind_lint.model.site import Context
from portbind_lint.model.source import NotAnalysed
from portbind_lint.pipeline import Request, analyse
from portbind_lint.review.neighbours import Neighbour
from portbind_lint.sources import Sources
from tests.discover.checkout import write

FILES: dict[str, str | bytes | None] = {
    "package.json": "{}",
    "server.js": "import { port } from './port.js';\nimport 'fs';\nimport './port.test.js';\n"
    "import http from 'http';\nhttp.createServer().listen(port);\n",
    "port.js": "export const port = 3000;\n",
    "port.test.js": "",
}


def ignored(_path: str, _error: Exception) -> None:
    """Nothing fails here."""


@pytest.fixture
def repository(tmp_path: Path) -> FileRepository:
    write(tmp_path, FILES)
    return FileRepository(tmp_path)


@pytest.fixture
def scripts(repository: FileRepository) -> ByScript:
    sources, unfolding = Sources(repository, "tree-sitter", ignored), Unfolding(repository.packages)
    return ByScript(repository, sources, Listeners(repository, load_catalogue(), unfolding, sources))


def test_whom_a_listener_serves_and_where(scripts: ByScript) -> None:
    assert scripts.listeners("server.js") == (Neighbour(Context.PRODUCT, frozenset({3000})),)
    assert scripts.listeners("port.js") == ()
    assert scripts.imported("server.js") == ("port.js",)


def test_what_an_answer_rests_on_counts_for_each_that_asks(repository: FileRepository, scripts: ByScript) -> None:
    scripts.listeners("server.js")
    first = repository.traced()
    (Path(repository.root) / "server.js").write_text("")
    assert scripts.listeners("server.js")
    assert repository.traced() == first
    assert {"server.js", "port.js"} <= first.read


def test_what_was_asked_before_is_still_recorded(repository: FileRepository, scripts: ByScript) -> None:
    repository.read("port.test.js")
    scripts.imported("server.js")
    assert {"port.test.js", "server.js"} <= repository.traced().read


def test_what_is_used_aside_is_let_go_of_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT_BYTES", 10)
    sources = Sources(FileRepository(tmp_path), "tree-sitter", ignored)

    def parse(path: str) -> Module:
        module = sources.parse(path, b"f();")
        assert not isinstance(module, NotAnalysed)
        return module

    own = parse("own.js")
    with sources.aside():
        assert parse("own.js") is own
        sources.forget("own.js")
        others = [parse(f"{name}.js") for name in "abcd"]
        assert [parse(f"{name}.js") for name in "abcd"] == others
    assert parse("own.js") is own
    assert parse("d.js") is others[-1]
    assert parse("a.js") is not others[0]


def test_a_text_about_the_port_of_another_listener_is_no_reason(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "package.json": "{}",
            "README.md": "# All\n\nDeploy the API to your server: it is reached on port 3000 from other machines.\n",
            **{f"s{port}.js": f"require('http').createServer().listen({port});\n" for port in (3000, 4000, 5000)},
        },
    )
    found = {site.location.path: site.documentation.status.value for site in analyse(Request(tmp_path)).sites}
    assert found == {"s3000.js": "justified", "s4000.js": "silent", "s5000.js": "silent"}
