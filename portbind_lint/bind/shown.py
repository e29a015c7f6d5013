"""What the text of a script shows unparsed: that it starts no listener. Half of those that name one only mention it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

from portbind_lint.bind.owned import can_listen
from portbind_lint.bind.tools.processes import is_process_file
from portbind_lint.bind.tools.runners import INTERPRETERS
from portbind_lint.bind.tools.spawned import MODULES
from portbind_lint.bind.tools.templates import SHELLS
from portbind_lint.evaluate.program.text_search import is_extended
from portbind_lint.model.library import Library
from portbind_lint.model.mentions import is_mentioned, may_be_called
from portbind_lint.model.present import standing
from portbind_lint.model.regex import regex
from portbind_lint.model.source import Package, Repository

# A letter of ASCII that an identifier or a text spells by its number.
_ESCAPED = regex(rb"\\u(?:00[2-7]|\{0{0,9}[2-7])")
_SHEBANG = b"#!"
_RUNTIMES = ("Bun", "Deno")
_RUNTIME = regex(r"\b(?:Bun|Deno)\b")
_STARTING = tuple(f"{module}{quote}" for module in MODULES for quote in "\"'`")
_SHELLS = tuple(f"{module}{quote}" for module in SHELLS for quote in "\"'`")
_TAG = regex(r"(?<![\w$])(?:\$\$?(?![\w${])|execa)")
_PROGRAM = regex(r"\w+(?:-\w+)*")
_INSPECT = "--inspect"
_EXPORTED = regex(
    r"""\b(?:export|as)\s+default\b|\.\s*default\s*=(?!=)|["'`]default["'`]|[/*]\s*default|\bexports\s*=(?!=)[\s\S]*\bdefault\s*:"""
)

# `server.listen.bind(server)`, `serve.call(null, 80)`.
_HANDED_ON = regex(rb"""[\s)!\]"'`]*\??\.\s*(?:call|apply|bind)\b|\s*/[/*]|\s*\[""")
_WRAPPING = (b"promisify", b"pify", b"bind")
_WRAPPED = regex(rb"""(?:promisify|pify|bind)\s*(?:[(/<!]|\?\.|[^\x00-\x7f])""")


class Catalogue(Protocol):
    """What is asked of the catalogue here."""

    @property
    def telling(self) -> tuple[str, ...]:
        """The modules that make more names matter in a file that mentions them."""

    @property
    def called(self) -> tuple[str, ...]:
        """The modules that are listening functions or classes themselves; `*` stands for anything."""

    @property
    def programs(self) -> tuple[str, ...]:
        """The names of all programs that listen when they are run."""

    def calls_in(self, names: Iterable[str]) -> tuple[str, ...]:
        """The last names of the listening calls that matter where these modules and packages are at hand."""

    def owners(self, word: str) -> tuple[str, ...]:
        """The packages of which one must be named somewhere for a call of `word` to listen; () where none need be."""

    def of_config(self, path: str) -> tuple[Library, ...]:
        """The libraries that read the file `path` as their configuration."""

    def of_exports(self, names: Iterable[str]) -> tuple[Library, ...]:
        """The libraries that serve an exported object where these modules and packages are at hand."""


def may_start(path: str, data: bytes, repository: Repository, catalogue: Catalogue) -> bool:
    """Whether a script of `repository` may start a listener, by a call, by an export or by a program that it runs.

    Where not, there is nothing to be found in it: whatever may be otherwise is not ruled out.
    """
    if is_process_file(path) or catalogue.of_config(path) or data.startswith(_SHEBANG) or _ESCAPED.search(data):
        return True
    text = data.decode("utf-8", "replace")
    at_hand = (*_of_package(repository.package_of(path)), *_named(catalogue.telling, text))
    words = standing(frozenset(catalogue.calls_in(at_hand)), text)
    return (
        any(module.partition("*")[0] in text for module in catalogue.called)
        or any(can_listen(word, catalogue, repository) for word in _called(data, words))
        or (bool(catalogue.of_exports(at_hand)) and _EXPORTED.search(text) is not None)
        or _runs(text, catalogue)
    )


def _of_package(package: Package | None) -> Iterable[str]:
    """The package and what it depends on."""
    if package is not None:
        yield package.name
        for name, _ in (*package.dependencies, *package.dev_dependencies):
            yield name


def _named(modules: tuple[str, ...], text: str) -> Iterable[str]:
    """Those of `modules` that a specifier in `text` may mean, by themselves or with a version (`npm:ws@8`)."""
    return {ended[:-1] for ended in standing(_ended(modules), text)}


@lru_cache(maxsize=8)
def _ended(modules: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"{module}{end}" for module in modules for end in "\"'`@")


def _called(data: bytes, words: Iterable[str]) -> Iterator[str]:
    """Those of `words` that may be called, here or as a function that is made of one."""
    wraps = any(name in data for name in _WRAPPING) and _WRAPPED.search(data) is not None
    rule = _may_be_wrapped if wraps else _may_be_meant
    return (word for word in words if is_mentioned(data, word.encode(), rule))


def _may_be_meant(data: bytes, start: int, end: int) -> bool:
    called = may_be_called(data, start, end) or is_extended(data, start, end)
    return called or _HANDED_ON.match(data, end) is not None


def _may_be_wrapped(data: bytes, start: int, end: int) -> bool:
    """Whether it may be what a wrapping function is given: as its first argument it is followed by `,` or `)`."""
    return _may_be_meant(data, start, end) or data[end : end + 100].lstrip()[:1] in (b"", b",", b")", b"!", b'"', b"'")


def _runs(text: str, catalogue: Catalogue) -> bool:
    """Whether a program that listens may be run."""
    has_runtime = any(name in text for name in _RUNTIMES) and _RUNTIME.search(text) is not None
    if (has_runtime or any(name in text for name in _SHELLS)) and "`" in text and _TAG.search(text):
        return True
    if not has_runtime and not any(name in text for name in _STARTING):
        return False
    return _INSPECT in text or not (frozenset(catalogue.programs) - INTERPRETERS).isdisjoint(_PROGRAM.findall(text))
