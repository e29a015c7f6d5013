"""How much of a file is looked at; beyond it stands generated text or an attack. Every front-end keeps to these."""

from __future__ import annotations

MAX_DEPTH = 1_000
"""Deeper nesting is left out. A call chain takes two levels a link, a sum one a term; nested blocks stay below 200."""

MAX_HEIGHT = 250
"""Levels of nested nodes after which a part becomes `Opaque`, so that readers may recurse over what they are given."""

MAX_ENTRIES = 10_000
"""Arguments, entries or items of one list; longer ones are data tables."""

MAX_PARTS = 1_000
"""Substitutions in one template; more is generated text."""

MAX_SEQUENCE = 50
"""Operands of one comma expression that are kept apart; of a longer one only the last, its value, counts."""

MAX_EXITS = 50
"""Earlier exits of one block that count, the nearest ones; a dispatcher with more tells nothing by them."""

MAX_LABELS = 50
"""Labels that fall through to one case; with more of them the subject can be nearly anything."""

MAX_CONDITIONS = 200
"""The nearest conditions that count; generated `else if` ladders have thousands."""

MAX_NESTING = 10
"""Blocks and branches within each other that are followed to see whether a statement leaves its block."""
