"""When Python looks for objects that refer to each other in circles: not while there are none."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def uncollected(work: Callable[P, T]) -> Callable[P, T]:
    """`work` without a search for circles meanwhile, for work that breaks those that it makes.

    Such a search goes through everything that there is, again and again while that grows.
    """

    @wraps(work)
    def undisturbed(*args: P.args, **kwargs: P.kwargs) -> T:
        enabled = gc.isenabled()
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            if enabled:
                gc.enable()

    return undisturbed
