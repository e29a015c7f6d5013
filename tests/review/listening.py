"""Small repositories on disk and the site of their first listening call, for the tests of context and controls."""

from __future__ import annotations

from pathlib import Path

from portbind_lint.discover.repository import FileRepository
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.program.program import Program
from portbind_lint.model.evidence import Control, Evidence, Review
from portbind_lint.model.facts import Module
from portbind_lint.model.library import ConfigFile, Library, Proof
from portbind_lint.model.site import Address, AnySite, Context, Site
from portbind_lint.model.syntax import Call, Node
from portbind_lint.model.value import External
from portbind_lint.parse.source import parse
from portbind_lint.review.controls import Finder, Guarding
from portbind_lint.review.deployments import Deployments
from portbind_lint.review.documents import Documents
from portbind_lint.review.gather import Reviewer
from portbind_lint.review.mcp import McpServers
from portbind_lint.review.neighbours import Neighbour

LIBRARY = Library("a", (), "", (), (), (), Proof("run", "1", ""), ())
_WORDS = ("listen", "serve", "bind", "bindAsync", "start", "WebSocketServer", "Server")


class Alone:
    """A listener has no others around it."""

    def listeners(self, _path: str) -> tuple[Neighbour, ...]:
        return ()

    def imported(self, _path: str) -> tuple[str, ...]:
        return ()


class Listening:
    """A repository of the given files (path -> text), and its listener."""

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        self.repository = FileRepository(folder)
        self.evaluator = Evaluator(Program(self.repository, parse))

    def module(self, path: str) -> Module:
        found = self.evaluator.program.module(path)
        assert found is not None
        return found

    def site(self, path: str, config: ConfigFile | None = None) -> Site:
        """The first listening call of `path`; with `config` the file as a configuration."""
        module = self.module(path)
        if config is not None:
            return Site(module, module.location_at(0), Node(0, 0), LIBRARY, None, config, "server", None)
        call = next(call for word in _WORDS for call in module.calls(word))
        return Site(module, module.location(call), call, LIBRARY, None, None, "listen", self._server(module, call))

    def reviewed(self, path: str, address: Address, context: Context, config: ConfigFile | None = None) -> Review:
        """What is said about the first listening call of `path`, if it binds `address` and serves `context`."""
        documents, deployments = Documents(self.repository), Deployments(self.repository)
        return Reviewer(self.repository, self.evaluator, documents, deployments, Alone()).review(
            self.site(path, config), address, context
        )

    def controls(self, path: str) -> tuple[Control, ...]:
        """What guards the first listening call of `path`."""
        guarding = Guarding(self.repository, self.evaluator)
        return Finder(self.repository, self.evaluator, guarding).of(self.site(path))

    def served_mcp(self, site: AnySite) -> tuple[Evidence, ...]:
        """What makes `site` an MCP server."""
        return McpServers(self.repository, Guarding(self.repository, self.evaluator)).of(site)

    def _server(self, module: Module, call: Call) -> External | None:
        callee = call.callee
        things = (case.thing for case in self.evaluator.callee(module, call).cases) if callee else iter(())
        found = next((thing for thing in things if isinstance(thing, External)), None)
        if found is None or not found.path or found.path[-1] in ("new", "()"):
            return found
        return External(found.module, found.path[:-1], found.calls)
