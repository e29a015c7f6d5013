"""The catalogue: what a module specifier, a file name or a word leads to. An entry is read when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import cache, cached_property, lru_cache

from portbind_lint.catalogue.entries import GENERIC, matches, read_entry
from portbind_lint.catalogue.index import EXPORTS, INDEX, Index, index_of, merged, read_index
from portbind_lint.model.library import Library
from portbind_lint.model.regex import regex

_REGISTRY = regex(r"(?:npm|jsr):/?((?:@[^/@]+/)?[^/@]+)(?:@[^/]*)?(/.*)?")


@lru_cache(maxsize=4_096)  # the dependencies of a package are asked for with each of its files
def plain_specifier(specifier: str) -> str:
    """A specifier without `node:`, `npm:` or `jsr:` and without a version, as the catalogue spells it."""
    match = _REGISTRY.fullmatch(specifier)
    return f"{match[1]}{match[2] or ''}" if match else specifier.removeprefix("node:")


class Catalogue:
    """All that is known of libraries. `declared` are those that the user's configuration adds; they come first."""

    def __init__(self, index: Index, declared: tuple[Library, ...] = ()) -> None:
        self._declared = {library.name: library for library in declared}
        self._index = merged(index, index_of((f"{name}", library) for name, library in self._declared.items()))
        self._known: dict[str, tuple[Library, ...]] = {}

    @property
    def words(self) -> tuple[str, ...]:
        """The words of which one must stand in a file for a listener to be possible there; sorted."""
        return self._index.words

    def common_in(self, packages: Iterable[str]) -> tuple[str, ...]:
        """The words that count beside `words` in a package that is, or depends on, one of these; sorted.

        Its files may use a server of the library without importing it.
        """
        own = set(packages)
        return tuple(sorted({word for module, word in self._index.common if module in own}))

    @property
    def telling(self) -> tuple[str, ...]:
        """The modules that make more names matter in a file that mentions them (`calls_in`, `of_exports`)."""
        return tuple(dict.fromkeys(module for module, _ in self._index.common))

    @property
    def called(self) -> tuple[str, ...]:
        """The modules that are listening functions or classes themselves, whatever a file calls them."""
        return self._index.called

    def calls_in(self, names: Iterable[str]) -> tuple[str, ...]:
        """The last names of listening calls, sorted; a common one only where its library is among `names`."""
        plain = {plain_specifier(name) for name in names}
        common = (word for module, word in self._index.common if module in plain and word not in EXPORTS)
        return tuple(sorted({*self._index.calls, *common}))

    def owners(self, word: str) -> tuple[str, ...]:
        """The packages of which one must be named somewhere for a call of `word` to listen; () where none need be."""
        return self._index.owners.get(word, ())

    @cached_property
    def libraries(self) -> tuple[Library, ...]:
        """Every library, sorted by name."""
        found = [self._entry(entry) for entry in self._index.entries]
        return tuple(sorted(found, key=lambda library: (library.name, library.modules)))

    @property
    def generic(self) -> Library:
        """The entry for a server that nothing identifies."""
        return self._entry(GENERIC)

    def of_module(self, specifier: str) -> tuple[Library, ...]:
        """The libraries that are imported by `specifier`."""
        found = self._known.get(specifier)
        if found is None:
            plain = plain_specifier(specifier)
            entries = dict.fromkeys(self._index.modules.get(plain, ()))
            for pattern, entry in self._index.patterns:
                if matches(pattern, plain):
                    entries[entry] = None
            found = tuple(self._entry(entry) for entry in entries)
            self._known[specifier] = found
        return found

    def of_exports(self, names: Iterable[str]) -> tuple[Library, ...]:
        """The libraries that serve an object that a file exports, where these modules and packages are at hand."""
        plain = {plain_specifier(name) for name in names}
        modules = sorted({module for module, word in self._index.common if word in EXPORTS and module in plain})
        return tuple({id(library): library for module in modules for library in self.of_module(module)}.values())

    def of_config(self, path: str) -> tuple[Library, ...]:
        """The libraries that read the file `path` as their configuration, judged by its name."""
        name = path.rpartition("/")[2]
        if not self._any_config.match(name):
            return ()
        entries = dict.fromkeys(entry for pattern, entry in self._index.configs if matches(pattern, name))
        return tuple(self._entry(entry) for entry in entries)

    @cached_property
    def _any_config(self) -> re.Pattern[str]:
        """Every name of a configuration file: of all files of a repository, nearly none has one."""
        return re.compile("|".join(translate(pattern) for pattern, _ in self._index.configs))

    @property
    def programs(self) -> tuple[str, ...]:
        """The names of all programs that listen when they are run; sorted."""
        return tuple(sorted(self._index.programs))

    def of_program(self, name: str) -> tuple[Library, ...]:
        """The libraries whose commands have the program `name`."""
        return tuple(self._entry(entry) for entry in self._index.programs.get(name, ()))

    def _entry(self, entry: str) -> Library:
        return self._declared.get(entry) or read_entry(entry)


@cache
def load_catalogue(declared: tuple[Library, ...] = ()) -> Catalogue:
    """The built-in catalogue with the user's `declared` libraries; raises UserError where an entry is wrong."""
    return Catalogue(read_index(INDEX), declared)
