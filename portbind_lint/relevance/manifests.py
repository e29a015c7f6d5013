"""Whether a manifest still says the same of what listens: most changes of one are of versions, its own and others'."""

from __future__ import annotations

import json

from portbind_lint.relevance.known import packages

# What `typing.TYPE_CHECKING` is; to import that module costs more than to skip a commit.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Union

    Json = Union[None, bool, int, float, str, "list[Json]", "dict[str, Json]"]

_DEPENDENCIES = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_OWN_VERSION = "version"


def says_the_same(before: bytes, after: bytes) -> bool:
    """Whether two texts of a package.json differ in nothing but its version and those of packages that never listen."""
    then, now = _told(before), _told(after)
    return then is not None and then == now


def _told(data: bytes) -> dict[str, Json] | None:
    """What a manifest says, less versions that no verdict rests on; None where it is no object."""
    try:
        document: Json = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    document.pop(_OWN_VERSION, None)
    return {key: _wanted(value) if key in _DEPENDENCIES else value for key, value in document.items()}


def _wanted(dependencies: Json) -> Json:
    if not isinstance(dependencies, dict):
        return dependencies
    return {name: version if name in packages() else "" for name, version in dependencies.items()}
