"""The door of the room: from a path and bytes to a module, or to the reason why there is none."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Union

from portbind_lint.model.errors import UserError
from portbind_lint.model.source import Language, NotAnalysed
from portbind_lint.parse.comments import runs_away
from portbind_lint.parse.text import NotTextError, utf8

if TYPE_CHECKING:
    from portbind_lint.model.facts import Module

PARSERS = ("tree-sitter", "esprima")
"""The parsers that there is a front-end for; the first is used unless another is asked for."""

_PLAIN_BYTES = 400_000
"""It is written in Python: so much takes it 15 seconds and 450 MB, ten times what tree-sitter takes."""

_LANGUAGES = {
    ".ts": Language.TYPESCRIPT,
    ".mts": Language.TYPESCRIPT,
    ".cts": Language.TYPESCRIPT,
    ".tsx": Language.TSX,
}


def language_of(path: str) -> Language:
    """The grammar that a file's ending selects; JavaScript for every other ending and for scripts without one."""
    return _LANGUAGES.get(PurePosixPath(path).suffix.lower(), Language.JAVASCRIPT)


def parse(path: str, data: bytes, parser: str = PARSERS[0]) -> Union[Module, NotAnalysed]:
    """Read one file; what is no source text at all is not analysed.

    tree-sitter reads JavaScript and TypeScript, and gives a module with `problems` for broken source. esprima reads
    plain JavaScript without the syntax of later years, all of a file or nothing, and nothing of a large one. Raises
    `UserError` where the parser is not installed.
    """
    language = language_of(path)
    if parser == "esprima" and language is not Language.JAVASCRIPT:
        return NotAnalysed(path, "TypeScript needs the tree-sitter parser")
    try:
        text = utf8(data)
    except NotTextError as reason:
        return NotAnalysed(path, str(reason))
    if parser == "esprima" and len(data) > _PLAIN_BYTES:
        return NotAnalysed(path, f"larger than {_PLAIN_BYTES:,} bytes, which the esprima parser takes too long for")
    if runs_away(text):
        return NotAnalysed(path, "too many comments that nobody closes")
    try:
        return _plain_module(path, text) if parser == "esprima" else _tree_module(path, text, language)
    except ImportError as error:
        remedy = "needs portbind-lint[esprima]" if parser == "esprima" else "reads plain JavaScript without tree-sitter"
        raise UserError(f"{error}; --parser esprima {remedy}") from error


def _plain_module(path: str, text: bytes) -> Union[Module, NotAnalysed]:
    from portbind_lint.parse.plain.module import module_of  # noqa: PLC0415 - not everybody has this parser

    return module_of(path, text)


def _tree_module(path: str, text: bytes, language: Language) -> Module:
    from portbind_lint.parse.native.grammar import syntax_tree  # noqa: PLC0415 - only who parses needs it
    from portbind_lint.parse.native.module import TreeModule  # noqa: PLC0415 - only who parses needs it

    tree = syntax_tree(text, language)
    if language is Language.JAVASCRIPT and tree.root_node.has_error:
        # Flow's annotations are close enough to TypeScript's for its grammar to read most of them.
        typed = syntax_tree(text, Language.TSX)
        if not typed.root_node.has_error:
            return TreeModule(path, Language.TSX, text, typed)
    return TreeModule(path, language, text, tree)
