"""A limit of memory that is too low to begin with, told before anything is begun."""

from __future__ import annotations

import sys

from portbind_lint.model.errors import UserError

LEAST_BYTES = 128_000_000
"""Address space below which no analysis was seen to end: the interpreter and its extensions take most of it."""


def require_memory() -> None:
    """Raise `UserError` where `ulimit -v` leaves less than `LEAST_BYTES`.

    To run out of memory later is told as well, but not always: before 3.14 Python itself can turn in a circle for ever
    where it has none to note the place of an exception (python/cpython#132508, #134163).
    """
    if sys.platform == "win32":
        return
    from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit  # noqa: PLC0415 - Windows has none

    limit = getrlimit(RLIMIT_AS)[0]
    if limit != RLIM_INFINITY and limit < LEAST_BYTES:
        raise UserError(
            f"memory is limited to {limit // 1_000_000} MB (ulimit -v), which is too little to begin with; "
            f"{LEAST_BYTES // 1_000_000} MB are the least"
        )
