"""From the bytes of a file to UTF-8 source text, or the reason why it is not source text."""

from __future__ import annotations

import codecs

MAX_BYTES = 16_000_000
"""Larger files are data or bundles; a syntax tree takes about twenty times its source in memory."""

_HOPELESS = 0.02
"""Share of replaced characters above which a file is no text: Latin-1 prose stays far below, binary data above."""

_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class NotTextError(Exception):
    """The bytes are no source text; the message says why."""


def utf8(data: bytes) -> bytes:
    """`data` as UTF-8: UTF-16 with a byte order mark is encoded anew, all else is kept byte for byte.

    Raises `NotTextError` for binary data and for files above `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES:
        raise NotTextError(f"larger than {MAX_BYTES // 1_000_000} MB")
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            data = data[len(mark) :].decode(encoding, "replace").encode("utf-8", "replace")
    if b"\0" in data:
        raise NotTextError("binary data, not source text")
    if not _decodes(data) and data.decode("utf-8", "replace").count("\ufffd") > _HOPELESS * len(data):
        raise NotTextError("not UTF-8 text")
    return data


def _decodes(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
