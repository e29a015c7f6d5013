"""The door of the room: from a path and bytes to a module, or to the reason why there is none."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Union

from portbind_lint.model.source import Language, NotAnalysed
from portbind_lint.parse.text import NotTextError, utf8

if TYPE_CHECKING:
    from portbind_lint.model.facts import Module

_LANGUAGES = {
    ".ts": Language.TYPESCRIPT,
    ".mts": Language.TYPESCRIPT,
    ".cts": Language.TYPESCRIPT,
    ".tsx": Language.TSX,
}


def language_of(path: str) -> Language:
    """The grammar that a file's ending selects; JavaScript for every other ending and for scripts without one."""
    return _LANGUAGES.get(PurePosixPath(path).suffix.lower(), Language.JAVASCRIPT)


def parse(path: str, data: bytes) -> Union[Module, NotAnalysed]:
    """Read one file. Broken source gives a module with `problems`; what is no source text at all is not analysed."""
    try:
        text = utf8(data)
    except NotTextError as reason:
        return NotAnalysed(path, str(reason))
    # The parser is loaded for files that get here only: a commit without any must not pay for it.
    from portbind_lint.parse.grammar import syntax_tree  # noqa: PLC0415
    from portbind_lint.parse.module import TreeModule  # noqa: PLC0415

    language = language_of(path)
    tree = syntax_tree(text, language)
    if language is Language.JAVASCRIPT and tree.root_node.has_error:
        # Flow's annotations are close enough to TypeScript's for its grammar to read most of them.
        typed = syntax_tree(text, Language.TSX)
        if not typed.root_node.has_error:
            return TreeModule(path, Language.TSX, text, typed)
    return TreeModule(path, language, text, tree)
