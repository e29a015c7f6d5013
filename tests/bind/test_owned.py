"""A name that is one package's and everybody's own counts only where that package is named."""

from __future__ import annotations

import pytest

from portbind_lint.bind.owned import can_listen
from portbind_lint.bind.shown import may_start
from portbind_lint.bind.sites import find_sites
from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.program.program import Program
from portbind_lint.model.source import Package
from portbind_lint.parse.source import parse
from tests.bind.memory import MemoryPackages, MemoryRepository, analysed

OWN = "export function startServer(port) { return port }\n"
NAMING = (
    {"a.js": "import { startServer } from 'react-devtools-core/standalone'"},
    {"a.js": "const tools = 'react-devtools-core'"},
    {"a.js": "", "b/c.ts": "require(`react-devtools-core/${part}`)"},
    {"import_map.json": '{"imports": {"tools": "npm:react-devtools-core"}}'},
)
NOT_NAMING = (
    {"a.js": OWN},
    {"a.js": "import { startServer } from './react-devtools'"},
    {"a.js": "// react_devtools_core"},
)
DECLARING = (
    Package("", "package.json", name="react-devtools-core"),
    Package("", "package.json", dependencies=(("react-devtools-core", "^6.0.0"),)),
    Package("", "package.json", dev_dependencies=(("react-devtools-core", "^6.0.0"),)),
    Package("", "package.json", dependencies=(("tools", "npm:react-devtools-core@6"),)),
)


@pytest.mark.parametrize("texts", NAMING, ids=str)
def test_it_counts_where_the_package_is_named(texts: dict[str, str]) -> None:
    assert can_listen("startServer", load_catalogue(), MemoryRepository(texts))


@pytest.mark.parametrize("texts", NOT_NAMING, ids=str)
def test_it_does_not_where_the_package_is_named_nowhere(texts: dict[str, str]) -> None:
    assert not can_listen("startServer", load_catalogue(), MemoryRepository(texts))


@pytest.mark.parametrize("package", DECLARING, ids=str)
def test_a_manifest_may_name_it(package: Package) -> None:
    others = (Package("kit", "kit/package.json", name="kit", dependencies=(("react", "1"),)),)
    assert can_listen("startServer", load_catalogue(), MemoryPackages({}, (*others, package)))
    assert not can_listen("startServer", load_catalogue(), MemoryPackages({}, others))


@pytest.mark.parametrize("word", ["listen", "serve", "listenTls", "connect"])
def test_what_is_not_of_packages_alone_always_counts(word: str) -> None:
    assert load_catalogue().owners(word) == ()
    assert can_listen(word, load_catalogue(), MemoryRepository({}))


def test_a_file_with_nothing_else_is_not_parsed() -> None:
    start = "import { startServer } from './tools'; startServer(8097)"
    unnamed = {"a.js": start, "tools.js": OWN}
    named = {"a.js": start, "tools.js": "export { startServer } from 'react-devtools-core/standalone'"}
    for texts, starts in ((unnamed, False), (named, True)):
        assert may_start("a.js", start.encode(), MemoryRepository(texts), load_catalogue()) is starts
        assert len(analysed(texts, "a.js")) == starts


def test_nothing_is_looked_up_for_its_call() -> None:
    texts = {"a.js": "import { tools } from './tools'; tools.startServer(8097)", "tools.js": "export const tools = {}"}
    evaluator = Evaluator(Program(MemoryRepository(texts), parse))
    module = evaluator.program.module("a.js")
    assert module is not None
    assert find_sites(module, load_catalogue(), evaluator) == ()
    assert not evaluator.program.holds("tools.js")


def test_the_name_of_another_package_s_import_counts_whatever_it_is() -> None:
    code = "import { createServer as startServer } from 'livereload'; startServer({ port: 80 })"
    assert [site.library.name for site, _ in analysed({"a.js": code}, "a.js")] == ["livereload"]
