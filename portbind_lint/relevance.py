"""Which files a commit hook has to look at: by name what could matter at all, by content what could matter of code.

Nothing heavy is imported here: most commits concern no listener, and shall not wait for one.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache

# What `typing.TYPE_CHECKING` is; to import that module costs more than to skip a commit.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portbind_lint.discover.staged import Staged

PATTERN = r"""(?xi)(^|/)(
    [^/]+\.([cm]?[jt]s|[jt]sx)
  | package\.json | deno\.jsonc? | \.portbind\.yml | \.portbind-baseline\.json
  | [^/]+\.(md|mdx|markdown|rst|txt|adoc|asciidoc) | readme | security
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

_CODE = re.compile(r"\.(?:[cm]?[jt]s|[jt]sx)$", re.IGNORECASE)
_TOOLS = re.compile(r"(^|/)[^/]*(config|rc|server)[^/]*$|(^|/)\.", re.IGNORECASE)
# What a file holds that listens, gives an address, starts a program, or guards requests. It matters little that other
# files hold such words, too. One by one and in lower case they are found sooner than by one pattern with all of them.
_WORDS = (
    b"env -s",
    *(
        b"listen serve socket host addr bind interface inspect proxy 0.0.0.0 127.0 argv process.env child_process "
        b"spawn execa execs exec( fork( deno.command auth bearer token secret passw credential apikey api-key api_key "
        b"jwt oauth session cors origin csrf csp helmet throttl ratelimit whitelist allow deny forbid tls cert "
        b"middleware .use( portbind-lint \":: ':: `::"
    ).split(),
)
_SHAPES = re.compile(rb"(?<![a-z])ports?(?![a-z])|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|\b40[13]\b|rate.limit")
_LARGE = 2_000_000


def concerns(path: str) -> bool:
    """Whether a file of this name can matter to any verdict."""
    return re.search(PATTERN, path) is not None


def nothing_to_do(words: Sequence[str]) -> bool:
    """Whether `check --hook` with these words need not look at anything: no file that is named or removed can matter.

    Not sure, because of another option or of a checkout that git knows nothing of, counts as no.
    """
    if any(word.startswith("-") and word not in ("--hook", "--") for word in words):
        return False
    from portbind_lint.discover.root import git_place, top_level  # noqa: PLC0415 - other options need neither

    root = top_level(os.getcwd())
    place = git_place(root)
    if place is None or os.environ.get("PRE_COMMIT_FROM_REF") or _declares_libraries(root):
        return False
    from portbind_lint.discover.staged import Staged  # noqa: PLC0415 - not every checkout gets here

    staged = Staged(*place)
    try:
        if staged.merges or any(concerns(path) for path in staged.removed):
            return False
        return not any(_is_relevant(word, root, staged) for word in words if not word.startswith("-"))
    except (OSError, ValueError):
        return False
    finally:
        staged.close()


def _is_relevant(name: str, root: str, staged: Staged) -> bool:
    path = os.path.relpath(os.path.realpath(name), root).replace(os.sep, "/")
    if not _is_plain_code(path):
        return concerns(path)
    data = _content(name)
    if len(data) >= _LARGE or _matters(data):
        return True
    before = staged.before(path, _LARGE)
    return len(before) >= _LARGE or (before != data and _matters(before))


def _content(name: str) -> bytes:
    """The first bytes of the file, none where there is no such file; raises OSError where it cannot be read."""
    if not os.path.lexists(name):
        return b""
    with open(name, "rb") as file:
        return file.read(_LARGE)


def _is_plain_code(path: str) -> bool:
    """Whether only what a file holds can make it matter, not what it is called."""
    return _CODE.search(path) is not None and _TOOLS.search(path) is None


def _matters(data: bytes) -> bool:
    lower = data.lower()
    if any(word in lower for word in _WORDS) or _SHAPES.search(lower) is not None:
        return True
    return any(word in data for word in _catalogue_words())


@cache
def _catalogue_words() -> tuple[bytes, ...]:
    index = os.path.join(os.path.dirname(__file__), "catalogue", "index.json")
    with open(index, "rb") as file:
        return tuple(word.encode() for word in json.loads(file.read())["words"])


def _declares_libraries(root: str) -> bool:
    """Whether the project describes packages of its own: then any word can be that of a listener."""
    try:
        with open(os.path.join(root, ".portbind.yml"), "rb") as file:
            return b"libraries" in file.read()
    except OSError:
        return False
