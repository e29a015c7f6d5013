"""`docs/architecture.md`, from the import contract in `pyproject.toml` and the docstrings of rooms and files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

from importlinter.api import read_configuration

from tests.documents.tables import markdown_table
from tests.example_reports import ROOT

_WIDTH = 88
PACKAGE = ROOT / "portbind_lint"
_ABOUT = """\
# Architecture

A finding goes one way through the package: files are found, parsed into facts, met with the catalogue, resolved to an
address, reviewed, judged, sorted out and reported. Each of these stages is a folder, a *room*. A room imports the
evaluator, the model and itself; only `portbind_lint/pipeline.py` knows the order. So a wrong result names a room, and
a room can be changed after reading it, the model and its call in the pipeline. The contracts below are checked in
every build; this page is written from them and from the docstrings.

A folder means that there are several of something, and each file in it is found because it exists: a library in
`portbind_lint/catalogue/libraries/`, a rule in `portbind_lint/judge/rules/`, a deployment reader in
`portbind_lint/review/deployment/`, a format in `portbind_lint/report/`, a command in `portbind_lint/commands/`.

## Layers

What stands higher may import what stands lower, never the reverse; what stands on one line is independent of the rest
of it.

"""


def page() -> str:
    """The page."""
    contracts = _contracts()
    return "".join([_ABOUT, *_layers(contracts), *_other(contracts), *_rooms(contracts)])


def _contracts() -> list[dict[str, object]]:
    """The contracts, as import-linter reads them."""
    return list(read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"])


def _names(contracts: list[dict[str, object]]) -> list[list[str]]:
    layers = contracts[0]["layers"]
    assert isinstance(layers, list)
    return [[name.strip() for name in layer.split("|")] for layer in layers]


def _layers(contracts: list[dict[str, object]]) -> Iterator[str]:
    yield "```text\n"
    for layer in _names(contracts):
        yield fill(" | ".join(layer), _WIDTH, subsequent_indent="    ") + "\n"
    yield "```\n\n"


def _other(contracts: list[dict[str, object]]) -> Iterator[str]:
    yield "Also checked:\n\n"
    for contract in contracts[1:]:
        yield f"- {contract['name']}.\n"


def _rooms(contracts: list[dict[str, object]]) -> Iterator[str]:
    for layer in _names(contracts):
        for name in layer:
            folder = PACKAGE / name
            if folder.is_dir():
                yield f"\n## {name}\n\n{_paragraph(folder / '__init__.py')}\n\n"
                yield markdown_table(("part", "what it is"), list(_parts(folder)))
    alone = [
        (f"`portbind_lint/{name}.py`", _first_line(PACKAGE / f"{name}.py"))
        for layer in _names(contracts)
        for name in layer
        if (PACKAGE / f"{name}.py").is_file()
    ]
    yield "\n## Single files\n\n" + markdown_table(("file", "what it is"), alone)


def _parts(folder: Path) -> Iterator[tuple[str, str]]:
    """The files of a room and its folders, each with the first line of its docstring."""
    for path in sorted(folder.iterdir()):
        name = path.relative_to(PACKAGE.parent).as_posix()
        if path.is_dir() and (path / "__init__.py").is_file():
            yield f"`{name}/`", _first_line(path / "__init__.py")
        elif path.suffix == ".py" and path.stem != "__init__":
            yield f"`{name}`", _first_line(path)


def _first_line(path: Path) -> str:
    return _paragraph(path).partition("\n")[0]


def _paragraph(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not docstring:
        raise ValueError(f"{path} has no docstring")
    return docstring
