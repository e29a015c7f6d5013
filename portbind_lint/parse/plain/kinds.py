"""The ESTree node types, grouped by what they are to us."""

from __future__ import annotations

FUNCTIONS = frozenset({"FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"})

CLASSES = frozenset({"ClassDeclaration", "ClassExpression"})

BLOCKS = frozenset({"BlockStatement", "Program", "SwitchStatement"})
"""Where `let`, `const`, classes and functions are declared."""

LOOPS = frozenset({"ForStatement", "ForInStatement", "ForOfStatement"})
"""The loops that have a scope for their own variables."""

REPEATING = LOOPS | {"WhileStatement", "DoWhileStatement"}
"""All loops."""

PATTERNS = frozenset({"ObjectPattern", "ArrayPattern"})

CALLS = frozenset({"CallExpression", "NewExpression"})
