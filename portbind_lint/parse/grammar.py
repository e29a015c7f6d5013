"""The three tree-sitter grammars, loaded once each and only when a file needs them."""

from __future__ import annotations

from functools import cache

import tree_sitter

from portbind_lint.model.source import Language


@cache
def grammar(language: Language) -> tree_sitter.Language:
    """The grammar of `language`; the packages are imported here because few runs need all three."""
    if language is Language.JAVASCRIPT:
        import tree_sitter_javascript  # noqa: PLC0415

        return tree_sitter.Language(tree_sitter_javascript.language())
    import tree_sitter_typescript  # noqa: PLC0415

    if language is Language.TSX:
        return tree_sitter.Language(tree_sitter_typescript.language_tsx())
    return tree_sitter.Language(tree_sitter_typescript.language_typescript())


def syntax_tree(data: bytes, language: Language) -> tree_sitter.Tree:
    """The syntax tree of UTF-8 `data`; broken source gives a tree with ERROR nodes."""
    return tree_sitter.Parser(grammar(language)).parse(data)
