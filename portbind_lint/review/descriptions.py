"""What a server's own machine-readable description says of how it is reached, as text that the phrases can read.

`server.json` is the MCP registry's, `manifest.json` that of MCP bundles, `smithery.yaml` that of Smithery; OpenAPI
names `servers`. A public address there may be somebody else's API, so that only what the phrases know counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.evaluate.data.yaml_tree import Branch, read_tree
from portbind_lint.model.regex import regex
from portbind_lint.review.block import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = regex(r"server\.json|manifest\.json|smithery\.ya?ml|(openapi|swagger)\.(json|ya?ml)", re.IGNORECASE)
# Where the options of a program are described: the ways to lists of them, and to mappings from their names.
_LISTS = ("environmentVariables", "packageArguments", "runtimeArguments")
_MAPPINGS = (("user_config",), ("startCommand", "configSchema", "properties"))


def is_description(name: str) -> bool:
    """Whether a file name is that of a description."""
    return _NAME.fullmatch(name) is not None


def read_description(text: str) -> tuple[Block, ...]:
    """The options with their defaults, and the addresses; BrokenYamlError where the text cannot be understood."""
    # Tabs may indent JSON, but not the YAML that it is read as.
    documents = read_tree(text.replace("\t", " "))
    return tuple(block for document in documents for block in _blocks(document))


def _blocks(document: Branch) -> Iterator[Block]:
    for package in _items(document.get("packages")):
        url = package.get("transport", "url")
        yield from _address(url)
        for key in _LISTS:
            for option in _items(package.get(key)):
                yield from _option(_text(option.get("name")), option)
    for key in ("remotes", "servers"):
        for server in _items(document.get(key)):
            yield from _address(server.get("url"))
    for way in _MAPPINGS:
        options = document.get(*way)
        for name, option in options.entries.items() if options else ():
            yield from _option(name, option)


def _items(branch: Branch | None) -> list[Branch]:
    return branch.items if branch else []


def _text(branch: Branch | None) -> str:
    return (branch.text or "") if branch else ""


def _address(url: Branch | None) -> Iterator[Block]:
    if url is not None and url.text:
        yield Block(BlockKind.CODE, url.line, url.text)


def _option(name: str, option: Branch) -> Iterator[Block]:
    """One option as a README would list it."""
    description = option.get("description")
    default = _text(option.get("default")) or _text(option.get("value"))
    said = _text(description) or _text(option.get("title"))
    if name and (said or default):
        line = description.line if description else option.line
        yield Block(BlockKind.ITEM, line, f"`{name}`: {said}" + (f" (default: {default})" if default else ""))
