"""Which modules stand beside the program: who calls a function in a test says little of who calls it in use."""

from __future__ import annotations

import re
from functools import lru_cache

from portbind_lint.model.regex import regex

_ASIDE = regex(
    r"(^|/)(__tests__|__mocks__|([\w.-]{1,40}[_-])?(tests|e2e|fixtures|benchmarks|examples|demos)|test|specs?|fixture"
    r"|bench(mark)?|example|demo|tests?[_-](utils?|helpers?|support))/"
    r"|[._-](test|spec|examples?)\.[cm]?[jt]sx?$|(^|/)examples?([_-][\w.-]{1,40})?\.[cm]?[jt]sx?$",
    re.IGNORECASE,
)


@lru_cache(maxsize=100_000)  # a search asks it of every file that it could go through
def is_aside(path: str) -> bool:
    """Whether `path` is that of a test, a benchmark, an example."""
    return bool(_ASIDE.search(path))
