"""Regular expressions that are compiled when they are used first: most runs use few, and to compile them takes long."""

from __future__ import annotations

import re

# What `typing.TYPE_CHECKING` is; to import that module costs more than what is done here.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from re import compile as regex
else:

    class regex:  # noqa: N801 - for type checkers it is the function `re.compile`
        """As `re.compile` of the same pattern; a wrong one shows when it is used."""

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            self._wanted = pattern, flags

        def __getattr__(self, name: str) -> object:
            made = re.compile(*self._wanted)
            # From now on they are found without this function.
            for known in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern"):
                setattr(self, known, getattr(made, known))
            return getattr(made, name)


__all__ = ["regex"]
