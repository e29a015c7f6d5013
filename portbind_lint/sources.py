"""The modules of the repository, each parsed once, and what went wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from portbind_lint.clock import UNREAD, Clock
from portbind_lint.discover.repository import FileRepository
from portbind_lint.model.errors import UserError
from portbind_lint.model.facts import Module
from portbind_lint.model.problems import Problems
from portbind_lint.model.source import NotAnalysed
from portbind_lint.parse.source import parse

KEPT_BYTES = 2_000_000
"""Source of the modules in memory that outlive the unit of the analysis that asked for them; each needs 25 times its
memory. Where a unit needs more than that of its own, none outlives it."""

FAILURE = "the analysis failed"
"""How the reason begins where it is our own fault that a file was not analysed."""

Failed = Callable[[str, Exception], None]


class Sources:
    """Parses each file once, for the pipeline and for whoever follows an import.

    `problems` are the files, and the parts of files, that say nothing about their safety.
    """

    def __init__(self, repository: FileRepository, parser: str, failed: Failed, clock: Clock = UNREAD) -> None:
        self._repository = repository
        self._parser = parser
        self._failed = failed
        self._clock = clock
        self._parsed: dict[str, Module | NotAnalysed] = {}
        self._sizes: dict[str, int] = {}
        self._size = 0
        self._lately: set[str] = set()
        self._waiting: set[str] = set()
        self.problems = Problems()

    def note(self, problems: Iterable[NotAnalysed]) -> None:
        """Keep what somebody else could not understand."""
        for problem in problems:
            self.problems.note(problem.path, problem)

    def parse(self, path: str, data: bytes) -> Module | NotAnalysed:
        """The module at `path`, the same object each time until the next `trim`."""
        module = self._parsed.pop(path, None)
        self._lately.add(path)
        if module is None:
            self._size += len(data) - self._sizes.get(path, 0)
            self._sizes[path] = len(data)
            self._make_room()
            try:
                with self._clock.parsing(path, len(data)):
                    module = parse(path, data, self._parser)
            except UserError:
                raise
            except Exception as error:
                module = self._failure(path, 0, error)
        self._parsed[path] = module
        return module

    def forget(self, path: str) -> None:
        """Let go of the module at `path`, unless who waits for an answer knows it; it is parsed again for others."""
        if path not in self._waiting:
            self._lately.discard(path)
            del self._parsed[path]
            self._size -= self._sizes.pop(path)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Answer a question of its own: what is only used for that is let go of as after a unit."""
        outer, self._lately = self._lately, set()
        waiting, self._waiting = self._waiting, self._waiting | outer
        try:
            yield
        finally:
            self._lately, self._waiting = outer, waiting
            # An interrupt may come between taking a module out and putting it back.
            for path in outer & self._parsed.keys():
                self._parsed[path] = self._parsed.pop(path)
            self._make_room()

    def trim(self) -> None:
        """Let go of the modules that were not used lately, which no evaluator may know any more."""
        self._lately.clear()
        self._make_room()

    def _make_room(self) -> None:
        """Let go of modules that nobody has used since the last `trim`, as far as there are too many."""
        while self._size > KEPT_BYTES:
            oldest = next(iter(self._parsed), None)
            if oldest is None or oldest in self._lately or oldest in self._waiting:
                return
            self._size -= self._sizes.pop(oldest)
            del self._parsed[oldest]

    def fresh(self, path: str, data: bytes) -> Module | NotAnalysed:
        """A module with other bytes than the file at `path` has; it is not remembered."""
        return parse(path, data, self._parser)

    def module(self, path: str) -> Module | None:
        """The module at `path`, None (and a word in the report) where there is none to be had."""
        data = self._repository.read(path)
        if data is None:
            return None
        match self.parse(path, data):
            case NotAnalysed() as problem:
                self.note((problem,))
                return None
            case module:
                self.note(module.problems)
                return module

    @contextmanager
    def contained(self, path: str, line: int = 0) -> Iterator[None]:
        """Work on one file whose failure must not cost the others."""
        try:
            yield
        except UserError:
            raise
        except Exception as error:
            self.note((self._failure(path, line, error),))

    def _failure(self, path: str, line: int, error: Exception) -> NotAnalysed:
        self._failed(path, error)
        return NotAnalysed(path, f"{FAILURE} ({type(error).__name__})", line)
