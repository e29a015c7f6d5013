"""Which questions are answered in another way after a change, each kind for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from portbind_lint.discover.repository import FileRepository
from portbind_lint.discover.trace import Trace
from portbind_lint.recall.changes import Changes, KnownAnswers
from portbind_lint.recall.state import State
from tests.discover.checkout import write

BEFORE: dict[str, str | bytes | None] = {
    "package.json": '{"name": "all"}',
    "a/package.json": '{"name": "a"}',
    "b/package.json": '{"name": "b", "dependencies": {"a": "1"}}',
    "c/package.json": '{"name": "c"}',
    "a/host.js": "export const host = 1;\n",
    "b/user.js": "import { host } from 'a/host';\nserve(host);\n",
    "b/other.js": "serve();\n",
    "c/far.js": "1;\n",
    "c/README.md": "Far away.\n",
}
SERVE = Trace(named=(("serve", "a", ("b/other.js", "b/user.js")),))
HOST = Trace(imported=(("a/host.js", ("b/user.js",)),))


def changes(root: Path, files: dict[str, str | bytes | None]) -> Changes:
    """What `files` change in the repository of BEFORE."""
    write(root, BEFORE)
    before = State(FileRepository(root).identities(), "")
    write(root, files)
    repository = FileRepository(root)
    changed = State(repository.identities(), "").changed(before)
    return Changes(changed, before, repository, lambda path, what: what + repr(repository.look(path))[:4])


@pytest.mark.parametrize(
    ("files", "trace", "spared"),
    [
        ({"b/user.js": "2;\n"}, Trace(read=frozenset({"b/user.js"})), False),
        ({"b/user.js": "2;\n"}, Trace(read=frozenset({"b/other.js"})), True),
        ({"b/user.js": "2;\n"}, Trace(sought=frozenset({"b/user.js"})), True),
        ({"b/user.js": None}, Trace(sought=frozenset({"b/user.js"})), False),
        ({"b/new.js": "2;\n"}, Trace(sought=frozenset({"b/new.js"})), False),
        ({"b/new.js": "2;\n"}, Trace(sought=frozenset({"b/newer.js"})), True),
        ({"b/other.js": "serve(1);\n"}, SERVE, True),
        ({"b/other.js": "served();\n"}, SERVE, False),
        ({"b/other.js": None}, SERVE, False),
        ({"b/new.js": "serve();\n"}, SERVE, False),
        ({"c/far.js": "serve();\n"}, SERVE, True),
        ({"c/far.js": "serve();\n"}, Trace(named=(("serve", "", ("b/other.js", "b/user.js")),)), False),
        ({"c/far.js": "serve();\n"}, Trace(named=(("", "", ()),)), True),
        ({"b/user.js": "import 'a/host';\n"}, HOST, True),
        ({"b/user.js": "import 'a/hosts';\n"}, HOST, False),
        ({"b/user.js": None}, HOST, False),
        ({"b/new.js": "require('../a/host.js');\n"}, HOST, False),
        ({"c/README.md": "Far and wide.\n"}, Trace(made=(("c/README.md", "said", "saidb'Fa"),)), True),
        ({"c/README.md": "Near.\n"}, Trace(made=(("c/README.md", "said", "saidb'Fa"),)), False),
        ({"c/README.md": "Far and wide.\n"}, Trace(read=frozenset({"c/README.md"})), False),
    ],
)
def test_a_trace_is_spared_by_what_it_did_not_ask_for(
    tmp_path: Path, files: dict[str, str | bytes | None], trace: Trace, *, spared: bool
) -> None:
    assert changes(tmp_path, files).spare(trace) is spared


def test_known_answers_are_those_of_a_search(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {"b/other.js": None, "b/new.js": "serve(require('../a/host'));\n"}
    answers = KnownAnswers((SERVE, HOST), changes(tmp_path, files))
    repository = FileRepository(tmp_path)
    assert answers.naming("serve", "a") == repository.sources_naming("serve", "a/host.js") == ("b/new.js", "b/user.js")
    assert answers.importing("a/host.js") == repository.importers("a/host.js") == ("b/new.js", "b/user.js")
    assert answers.naming("serve", "b") is None
    assert answers.importing("b/user.js") is None
    repository.recall(repository.unfit, answers)
    assert repository.sources_naming("serve", "a/host.js") == ("b/new.js", "b/user.js")
    assert repository.sources_naming("host", "a/host.js") == ("a/host.js", "b/new.js", "b/user.js")
