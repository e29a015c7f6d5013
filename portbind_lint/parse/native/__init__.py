"""The front-end over tree-sitter, whose grammars are native code: JavaScript and TypeScript, broken source too.

A tree is read where somebody asks: most facts of most files are never needed.
"""
