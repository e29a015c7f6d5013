"""The three tree-sitter grammars, loaded once each and only when a file needs them."""

from __future__ import annotations

from functools import cache

import tree_sitter

from portbind_lint.model.regex import regex
from portbind_lint.model.source import Language


@cache
def grammar(language: Language) -> tree_sitter.Language:
    """The grammar of `language`; the packages are imported when one is needed."""
    if language is Language.JAVASCRIPT:
        import tree_sitter_javascript  # noqa: PLC0415 - few runs need all three

        return tree_sitter.Language(tree_sitter_javascript.language())
    import tree_sitter_typescript  # noqa: PLC0415 - few runs need all three

    if language is Language.TSX:
        return tree_sitter.Language(tree_sitter_typescript.language_tsx())
    return tree_sitter.Language(tree_sitter_typescript.language_typescript())


_TYPE_IMPORT = regex(
    rb"""typeof[ \t]+import[ \t]*\([ \t]*(?:'[^'\n]*'|"[^"\n]*")[ \t]*\)"""
    rb"""|import[ \t]*\([ \t]*(?:'[^'\n]*'|"[^"\n]*")[ \t]*\)(?=\.[A-Z])"""
)
"""`typeof import('m')` and `import('m').Type`, which are types: as a value, a promise has no such member."""


def syntax_tree(data: bytes, language: Language) -> tree_sitter.Tree:
    """The syntax tree of UTF-8 `data`; broken source gives a tree with ERROR nodes."""
    parser = tree_sitter.Parser(grammar(language))
    tree = parser.parse(data)
    if language is Language.JAVASCRIPT or not tree.root_node.has_error:
        return tree
    # The grammar (0.23.2) has no import types inside type arguments and before `[]`: a plain name of the same
    # length stands in for them while parsing, so that all offsets stay.
    named = _TYPE_IMPORT.sub(lambda match: b"T".ljust(len(match[0]), b"_"), data)
    return tree if named == data else parser.parse(named)
