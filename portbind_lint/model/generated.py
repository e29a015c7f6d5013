"""Data of ours that people write as YAML, read from the JSON that is generated of it: YAML takes thirty times as long.

`python -m tests.regenerate` writes each of these files, and a test compares it with the YAML.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@cache
def documents(generated: Path) -> dict[str, object]:
    """The content of each YAML file by its name, sorted."""
    found: dict[str, object] = json.loads(generated.read_bytes())
    return found
