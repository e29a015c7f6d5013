"""How reports for programs are written: JSON that steers neither a terminal nor a build log that shows it."""

from __future__ import annotations

import json


def written(document: object) -> str:
    """The document, which JSON must know, in ASCII: characters that steer terminals come out as escapes.

    So does the middle of `##[`, which is a command in GitHub's build log anywhere in a line.
    """
    return json.dumps(document, indent=2).replace("##[", "#\\u0023[") + "\n"
