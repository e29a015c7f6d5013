"""Plain data out of `sarif_om` objects, without its own serialiser, which is slow and pulls in build tools."""

from __future__ import annotations

from typing import Union

from attr import fields, has

Json = Union[str, int, float, bool, None, list["Json"], dict[str, "Json"]]
_ALWAYS = ("level", "execution_successful")


def plain(value: object) -> Json:
    """`value` as JSON data; raises `TypeError` for what JSON and `sarif_om` do not know.

    Properties that are unset or equal to the schema's default are left out, but `level` is kept: the default of a
    result's level is that of its rule, not the one that `sarif_om` assumes.
    """
    match value:
        case None | str() | bool() | int() | float():
            return value
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    cls = type(value)
    if not has(cls):
        raise TypeError(f"no place in SARIF for a {cls.__name__}")
    written: dict[str, Json] = {}
    for field in fields(cls):
        item: object = getattr(value, field.name)
        if item is not None and (field.name in _ALWAYS or item != field.default):
            written[field.metadata["schema_property_name"]] = plain(item)
    return written
