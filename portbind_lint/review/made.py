"""What is made of a document, told by a digest: an answer that rests on no more outlives most edits of the document."""

from __future__ import annotations

import hashlib

CLAIMS = "claims"
INTRODUCTION = "introduction"
PORTS = "ports"

_LONG = 192 * 1024
"""Bytes from which on nothing is made of a document; that there is more of it may be told."""


def digest(data: bytes | None, made: object) -> str:
    """What tells `made`, whose representation says all of it, and of the document itself that there is more of it."""
    length = None if data is None else max(len(data), _LONG)
    text = repr((length, made)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=12).hexdigest()
