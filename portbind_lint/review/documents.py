"""Which documents speak for a place in the code, nearest first, and what they claim."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from portbind_lint.evaluate.data.yaml_tree import BrokenYamlError
from portbind_lint.model.problems import Problems
from portbind_lint.model.programs import SCRIPT_ENDINGS
from portbind_lint.model.regex import regex
from portbind_lint.model.source import NotAnalysed
from portbind_lint.review.claims import Claim, claims_of, may_claim
from portbind_lint.review.context.packages import introduction
from portbind_lint.review.descriptions import is_description, read_description
from portbind_lint.review.help_pages import may_be_help, read_help
from portbind_lint.review.made import CLAIMS, PORTS, digest
from portbind_lint.review.markdown import read_markdown
from portbind_lint.review.plain import read_plain, read_settings
from portbind_lint.review.ports import Named, named_in
from portbind_lint.review.usage import usage_claims

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portbind_lint.model.source import Repository
    from portbind_lint.review.block import Block

_TEXT = (".md", ".markdown", ".mdx", ".rst", ".txt", ".adoc", ".asciidoc")
_MARKDOWN = (".md", ".markdown", ".mdx")
_README = regex(r"readme(\.(md|markdown|mdx|rst|txt|adoc|asciidoc))?", re.IGNORECASE)
_TRANSLATED = regex(
    r"readme[-_.][a-z]{2}([-_][a-z]{2,4})?\.(md|markdown|mdx|rst|txt|adoc|asciidoc)",
    re.IGNORECASE,
)
_NAMED = regex(
    r"(security|auth(entication|orization)?(?=[-_.])|deploy\w*|architecture|design|install\w*|config\w*|documentation|usage|docker|hosting|self[-_]?host\w*|server|setup"
    r"|network\w*|lan|(local|remote|mobile|lan)[-_](network|access)|acces[so]+(?=[-_.])|despliegue|implanta\w*|instala\w*"
    r"|d[ée]ploiement|bereitstellung|einrichtung|\w*(部署|安装|デプロイ|インストール|배포|설치|развертывание|установка)\w*"
    r"|(aws|ec2|gcp|azure|heroku|digital[-_]?ocean|vps|k8s|kubernetes|nginx)(?=\.)"
    r"|getting[-_]?started|quick[-_]?start|transports?|http\w*|remote\w*)[-_.\w]*\.(md|markdown|mdx|rst|txt|adoc)"
    r"|[^\W_][-_.\w]*[-_.](deploy\w*|docker|hosting|readme|transports?|remote)\.(md|markdown|mdx|rst|txt|adoc)",
    re.IGNORECASE,
)
_SETTINGS = regex(
    r"\.?env[-_.](example|sample|template|dist|default)s?|example\.env|sample\.env"
    r"|(\w{1,30}[-.])?(config|settings)[-_.](example|sample|template|dist|default)s?\.(ya?ml|toml|ini|conf|properties)"
    r"|[\w-]{1,60}\.(ya?ml|toml|ini|conf|properties)\.(example|sample|template|dist)",
    re.IGNORECASE,
)
_FOLDERS = ("docs", "doc", "documentation", "wiki")
# The README of a folder that is called so is about deploying what stands beside the folder.
_DEPLOYING = frozenset(
    [
        "deploy",
        "deployment",
        "deployments",
        "docker",
        "helm",
        "hosting",
        "infra",
        "k8s",
        "kubernetes",
        "self-host",
        "self-hosted",
        "self-hosting",
    ]
)
_IGNORED = regex(
    r"(^|/)(node_modules|tests?|__tests__|fixtures?|e2e|changelogs?|releases?|archive|blog|versioned_docs|i18n|locales?|translations?"
    r"|adrs?|rfcs?|plans?|specs?|proposals?|superpowers|\.github|\.changeset|\.claude|\.cursor"
    r"|python|golang|rust|java|kotlin|swift|ruby|php|csharp|dotnet|cpp|elixir|dart)(/|$)"
    r"|(^|/)(changelog|history|contributing|code_of_conduct|licen[cs]e|agents|claude|reddit|show-?hn|product-?hunt|marketing|announce|releas|migrat|upgrad|troubleshoot|test)[^/]*$",
    re.IGNORECASE,
)
# Documents about the making of the project: tests, plans and reports, whatever their names begin with.
_MAKING = regex(
    r"(^|[-_. ])(tests?|testing|spec(ification)?s?|plans?|reports?|results?|proposals?|migrations?)([-_. ]|$)",
    re.IGNORECASE,
)
# Documents below a docs folder whose names promise something about networks are read first.
_PROMISING = regex(
    r"deploy|docker|host|config|http|transport|serv(er|ing)|secur|install|network|start|setup|usage|remote|environment|proxy|readme|index",
    re.IGNORECASE,
)
# A careful reader stops too: so many files of one docs folder, so many bytes and lines of one document.
_MOST_FILES = 30
_LAST = 1_000_000
_MOST_BYTES = 192 * 1024
_MOST_LINES = 5000


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document that speaks for a place.

    `tier` counts the package boundaries between them, `rank` orders a tier. `depth` is 0 for a README, the documents
    beside it and the help of the file itself, 1 for a page of a docs folder whose name promises something, for settings
    files and descriptions, 2 for other pages.
    """

    path: str
    tier: int
    rank: int
    depth: int


class Documents:
    """The documents of one repository; each is read once. `problems` are those that could not be understood."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._claims: dict[str, tuple[Claim, ...]] = {}
        self._digests: dict[tuple[str, str], str] = {}
        self._named: dict[str, Named] = {}
        self._folders: dict[str, list[str]] = {}
        self._chains: dict[str, tuple[DocumentRef, ...]] = {}
        self._help: dict[str, list[str]] = {}
        self.problems = Problems()
        # Most files are code, and no document.
        for path in [path for path in repository.files if not path.endswith(SCRIPT_ENDINGS)]:
            if may_be_help(path):
                self._help.setdefault(posixpath.basename(path), []).append(path)
            self._folders.setdefault(posixpath.dirname(path), []).append(path)

    def speaking_for(self, path: str) -> tuple[DocumentRef, ...]:
        """The documents for the file `path`, the weightiest first."""
        folder = posixpath.dirname(path)
        if folder not in self._chains:
            self._chains[folder] = tuple(self._speaking(folder))
        return tuple(self._helping(path)) + self._chains[folder]

    def speaking_in(self, code: Iterable[str]) -> tuple[DocumentRef, ...]:
        """The files of code whose help texts speak for a place, as documents that are read after all others."""
        return tuple(DocumentRef(path, 0, _LAST, 1) for path in sorted(set(code)) if path.endswith(SCRIPT_ENDINGS))

    def claims(self, path: str) -> tuple[Claim, ...]:
        """What one document, or the help texts of a file of code, claim; nothing where it cannot be read."""
        # The repository is told each time: it records who relies on which file, and on what of it.
        if _is_read_as_a_whole(path):
            self._repository.read(path)
        else:
            self._repository.rest_on(path, CLAIMS, self.digest(path, CLAIMS))
        return self._known(path)

    def digest(self, path: str, what: str) -> str:
        """What tells `what` is made of a document from anything else: most edits of one change nothing of it."""
        if (path, what) not in self._digests:
            data = self._repository.look(path)
            self._digests[path, what] = digest(data, self._made(path, what, data))
        return self._digests[path, what]

    def named(self, path: str) -> Named:
        """What one document says of ports."""
        self._repository.rest_on(path, PORTS, self.digest(path, PORTS))
        return self._ports_in(path)

    def _ports_in(self, path: str) -> Named:
        if path not in self._named:
            data = self._repository.look(path) or b""
            self._named[path] = named_in(data[:_MOST_BYTES].decode("utf-8", "replace"))
        return self._named[path]

    def _made(self, path: str, what: str, data: bytes | None) -> object:
        if what == PORTS:
            named = self._ports_in(path)
            return sorted(named.numbers), [(name, sorted(beside)) for name, beside in named.settings]
        return self._known(path) if what == CLAIMS else introduction(data)

    def _known(self, path: str) -> tuple[Claim, ...]:
        if path not in self._claims:
            data = self._repository.look(path)
            self._claims[path] = () if data is None else self._read(path, data)
        return self._claims[path]

    def _read(self, path: str, data: bytes) -> tuple[Claim, ...]:
        text = data[:_MOST_BYTES].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        if path.endswith(SCRIPT_ENDINGS):
            return usage_claims(path, text)
        lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
        if not (is_description(posixpath.basename(path)) or may_claim(lines)):
            # Most documents say nothing of networks, and to read Markdown takes longer than to see that.
            return ()
        try:
            return claims_of(path, lines, _blocks(path, "\n".join(lines)))
        except BrokenYamlError as problem:
            self.problems.note(path, NotAnalysed(path, f"not understood: {problem}"))
            return ()

    def _helping(self, path: str) -> Iterator[DocumentRef]:
        """The help pages of the file `path` itself, those of its own package."""
        stem, _, _ = posixpath.basename(path).rpartition(".")
        package = self._repository.package_of(path)
        for rank, page in enumerate(self._help.get(f"{stem}.html", ())):
            if self._repository.package_of(page) == package:
                yield DocumentRef(page, 0, rank, 0)

    def _speaking(self, folder: str) -> Iterator[DocumentRef]:
        governing = {package.folder for package in self._repository.packages}
        others = self._others(folder)
        tier = 0
        for place in _upwards(folder):
            ordered = [(path, 0) for path in self._beside(place)] + self._pages(place, others)
            for rank, (path, depth) in enumerate(ordered):
                yield DocumentRef(path, tier, rank, depth)
            if place in governing:
                tier += 1

    def _beside(self, folder: str) -> list[str]:
        """The README of a folder, or its translations where there is no other; then documents with a telling name."""
        names = [posixpath.basename(path) for path in sorted(self._folders.get(folder, ()))]
        readmes = [name for name in names if _README.fullmatch(name)] or list(filter(_TRANSLATED.fullmatch, names))
        named = [
            name for name in names if _NAMED.fullmatch(name) and not (_IGNORED.search(name) or _MAKING.search(name))
        ]
        return [posixpath.join(folder, name) for name in readmes + named]

    def _others(self, folder: str) -> frozenset[str]:
        """The names of the packages that the code in `folder` is no part of: a folder of pages called so is about them.

        What is named like a subject (`docker`, `server`) is taken for the subject.
        """
        mine = {*folder.split("/"), *_FOLDERS}
        names = (posixpath.basename(package.folder) for package in self._repository.packages)
        return frozenset(name for name in names if name and name not in mine and not _PROMISING.search(name))

    def _pages(self, folder: str, others: frozenset[str]) -> list[tuple[str, int]]:
        """The pages of the docs folders with their depth, promising names first; then what is written for machines."""
        settings = [path for path in self._folders.get(folder, ()) if _is_for_machines(posixpath.basename(path))]
        prefixes = tuple(posixpath.join(folder, name) for name in _FOLDERS)
        found = [
            path
            for place in self._folders
            if place.startswith(prefixes)
            for parts in [place.removeprefix(folder).strip("/").split("/")]
            if parts[0] in _FOLDERS and others.isdisjoint(parts[1:])
            for path in self._folders[place]
            if _is_page(path) and not _IGNORED.search(path.removeprefix(folder))
        ]
        found += self._about_deploying(folder)
        pages = [(path, 1 if _PROMISING.search(posixpath.basename(path)) else 2) for path in found]
        pages.sort(key=lambda page: (page[1], page[0].count("/"), page[0]))
        return pages[:_MOST_FILES] + [(path, 1) for path in sorted(settings)]

    def _about_deploying(self, folder: str) -> Iterator[str]:
        """The READMEs of the folders below `folder` that are called after deploying and belong to the same package."""
        package = self._repository.package_of(posixpath.join(folder, "package.json"))
        inside = f"{folder}/" if folder else ""
        for place in self._deploying:
            if place.startswith(inside) and _DEPLOYING.issuperset(place.removeprefix(inside).split("/")):
                yield from (
                    path
                    for path in self._folders[place]
                    if _README.fullmatch(posixpath.basename(path)) and self._repository.package_of(path) == package
                )

    @cached_property
    def _deploying(self) -> tuple[str, ...]:
        """The folders that are called after deploying: few, where each package of many asks."""
        return tuple(place for place in self._folders if posixpath.basename(place) in _DEPLOYING)


def _is_read_as_a_whole(path: str) -> bool:
    """Whether more counts than what it claims: code is code too, and of a description also what is wrong with it."""
    return path.endswith(SCRIPT_ENDINGS) or is_description(posixpath.basename(path))


def _is_for_machines(name: str) -> bool:
    return _SETTINGS.fullmatch(name) is not None or is_description(name)


def _is_page(path: str) -> bool:
    return path.lower().endswith(_TEXT) or is_description(posixpath.basename(path))


def _blocks(path: str, text: str) -> tuple[Block, ...]:
    """The blocks of a document, by the reader of its kind; BrokenYamlError where it is a description and broken."""
    lowered = path.lower()
    if is_description(posixpath.basename(path)):
        return read_description(text)
    if may_be_help(path):
        return read_help(text)
    if lowered.endswith(_MARKDOWN):
        try:
            return read_markdown(text)
        except (ValueError, IndexError, RecursionError):
            # A document that the Markdown parser trips over is still read, by lines.
            return read_plain(text)
    return read_settings(text) if _SETTINGS.fullmatch(posixpath.basename(path)) else read_plain(text)


def _upwards(folder: str) -> Iterator[str]:
    """`folder` and every folder above it, the root (`""`) last."""
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""
