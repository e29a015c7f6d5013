"""Which files can matter to a verdict by what they are called."""

from __future__ import annotations

import re

PATTERN = r"""(?xi)(^|/)(
    [^/]+\.([cm]?[jt]s|[jt]sx)
  | package\.json | deno\.jsonc? | \.portbind\.yml | \.portbind-baseline\.json
  | (?!(changelog|history|contributing|code_of_conduct|licen[cs]e|agents|claude)\.\w+$)
    [^/]+\.(md|mdx|markdown|rst|txt|adoc|asciidoc) | readme | security
  | [^/]+\.(ya?ml|toml|nginx|service|socket)
  | (docker|container)file[^/]* | [^/]+\.(docker|container)file
  | \.?env[-_.][^/]+ | [^/]+\.env
  | nginx[^/]*\.conf[^/]* | caddyfile | procfile[^/]* | (gnu)?makefile | \.?justfile
  | (app|railway|vercel|now|zeabur)\.json | captain-definition
  | (angular|firebase|wrangler)\.jsonc? | (launch|nodemon|project|\.?devcontainer)\.json
  | ([^/]+[-.])?(ecosystem|process|processes|pm2)([-.][^/]+)?\.json
  | (bin|scripts?|tools|cmd)/[^/.]+
)$
"""
"""The names of files that a verdict can rest on: the `files:` of the hook."""

MANIFEST = "package.json"
"""What npm reads of a package."""

_CODE = re.compile(r"\.(?:[cm]?[jt]s|[jt]sx)$", re.IGNORECASE)
# What tools read as their configuration, whatever it holds.
_TOOLS = re.compile(
    r"(^|/)((astro|karma|nuxt|rsbuild|rspack|vite|vue|webpack)\.[^/]+|([^/]+[-.])?(ecosystem|process|processes|pm2)[-.][^/]+)$"
)


def concerns(path: str) -> bool:
    """Whether a file of this name can matter to any verdict."""
    return re.search(PATTERN, path) is not None


def is_plain_code(path: str) -> bool:
    """Whether only what a file holds can make it matter, not what it is called."""
    return _CODE.search(path) is not None and _TOOLS.search(path) is None
