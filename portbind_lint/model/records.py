"""Frozen classes of fields, as `dataclasses` makes them, made for whoever starts often: their code is written late.

`dataclasses` compiles some six functions for each class when its module is imported, and imports `inspect` first: for
two hundred classes more than half of what a commit hook takes to start. Here a class gets its slots at once, and its
functions when its first object is made. Type checkers see `dataclasses` itself, and so does whoever asks an object for
its fields in the usual way. What nothing here uses is left out: `InitVar`, `__post_init__`, `kw_only` and their like.
"""

from __future__ import annotations

# What `typing.TYPE_CHECKING` is; to import that module costs more than what is done here.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, is_dataclass, replace
else:
    from portbind_lint.model.making import dataclass, field, fields, is_dataclass, replace

__all__ = ["dataclass", "field", "fields", "is_dataclass", "replace"]
