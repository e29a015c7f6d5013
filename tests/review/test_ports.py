"""The ports of a listener, and those that a text names."""

from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.model.library import Command, ConfigFile, HostPosition, Listener, Purpose
from portbind_lint.model.site import Site, ToolSite
from portbind_lint.model.syntax import Object, Property
from portbind_lint.review.ports import Named, Ports, named_in, named_ports, ports_of
from tests.review.listening import LIBRARY, Listening

ADDRESSED = (HostPosition(1), HostPosition(0, "host"))
WHOLE = (HostPosition(0, form="host:port"),)
NESTED = (HostPosition(1, "listen.host"),)
MADE = (HostPosition(0, "host", construct=True),)
# Twenty times what it takes, and a fraction of what each start of each word would.
SECONDS = 1.0


def ports(*numbers: int, settings: tuple[str, ...] = ()) -> Ports:
    return Ports(frozenset(numbers), frozenset(settings))


@pytest.mark.parametrize(
    ("hosts", "code", "expected"),
    [
        (ADDRESSED, "app.listen(3000)", ports(3000)),
        (ADDRESSED, "app.listen('3000', '::')", ports(3000)),
        (ADDRESSED, "app.listen({ port: 3000, host: '::' })", ports(3000)),
        (ADDRESSED, "app.listen(process.env.PORT || 3000)", ports(3000, settings=("PORT",))),
        (ADDRESSED, "app.listen(0)", ports(0)),
        (ADDRESSED, "app.listen('/run/app.sock')", Ports()),
        (ADDRESSED, "app.listen(70000)", Ports()),
        (ADDRESSED, "app.listen(true)", Ports()),
        (ADDRESSED, "app.listen()", Ports()),
        (ADDRESSED, "import { portOf } from 'elsewhere'\napp.listen(portOf())", Ports()),
        (ADDRESSED, "export const f = (port) => app.listen(port)\nf(3000)\nf(4000)", ports(3000, 4000)),
        (WHOLE, "app.bindAsync('0.0.0.0:50051')", ports(50051)),
        (WHOLE, "app.bindAsync('http://[::]:50051/')", ports(50051)),
        (NESTED, "app.start(server, { listen: { port: 4000 } })", ports(4000)),
        (NESTED, "app.start(server, { port: 4000 })", Ports()),
        (MADE, "import { Server } from 'hapi'\nnew Server({ port: 4000 }).start()", ports(4000)),
    ],
)
def test_ports_of_calls(tmp_path: Path, hosts: tuple[HostPosition, ...], code: str, expected: Ports) -> None:
    listening = Listening(tmp_path, {"s.js": code})
    site = replace(listening.site("s.js"), listener=Listener("listen", hosts, ()))
    assert ports_of(site, listening.evaluator) == expected


def test_port_of_an_exported_object(tmp_path: Path) -> None:
    listening = Listening(tmp_path, {"s.js": "const served = { port: 4000 }\napp.listen(3000)\nx.listen(served)\n"})
    site, module = listening.site("s.js"), listening.module("s.js")
    served = listening.evaluator.value(module, module.calls("listen")[1].arguments[0])
    exported = replace(site, listener=Listener("export default", ADDRESSED, ()), listening=served)
    assert ports_of(exported, listening.evaluator) == ports(4000)


def test_a_server_that_nothing_made_has_no_port(tmp_path: Path) -> None:
    listening = Listening(tmp_path, {"s.js": "app.start()"})
    site = replace(listening.site("s.js"), listener=Listener("start", MADE, ()), server=None)
    assert ports_of(site, listening.evaluator) == Ports()


def test_port_of_a_configuration(tmp_path: Path) -> None:
    listening = Listening(tmp_path, {"vite.config.js": "serve({ server: { host: true, port: 5173 } })"})
    site, module = listening.site("vite.config.js"), listening.module("vite.config.js")
    whole = module.calls("serve")[0].arguments[0]
    assert isinstance(whole, Object)
    (entry,) = (entry for entry in whole.entries if isinstance(entry, Property))
    found = replace(site, node=entry, config=ConfigFile(("vite.config.js",), "server", "host", ()))
    assert isinstance(found, Site)
    assert ports_of(found, listening.evaluator) == ports(5173)


def test_a_command_has_no_known_port(tmp_path: Path) -> None:
    listening = Listening(tmp_path, {"s.js": "app.listen(3000)"})
    command = Command(("serve",), (), (), Purpose.SERVER)
    site = ToolSite(listening.site("s.js").location, LIBRARY, command, "serve -p 3000", ())
    assert ports_of(site, listening.evaluator) == Ports()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Open http://localhost:3000/items.", {3000}),
        ("docker run -p 8080:3000 larder", {8080, 3000}),
        ("docker run -p 127.0.0.1:${PORT}:3000 larder", {3000}),
        ("EXPOSE 3000", {3000}),
        ("PORT=3000", {3000}),
        ("The server listens on port `3000`.", {3000}),
        ("serve -p 3000", {3000}),
        ("serve --port 3000", {3000}),
        ("at 10:30, in 3000 ms, after 2024", set()),
        ("version: 1.3000.1", set()),
        ("address 10.0.0.1:3000.5", set()),
        ("port 99999", set()),
        ("x" * 3000 + " port 3000", set()),
    ],
)
def test_ports_in_a_line(line: str, expected: set[int]) -> None:
    assert named_ports(line) == expected


def test_what_a_text_says_of_ports() -> None:
    text = "# 3000 things\n\n| `METRICS_PORT` | 9090 |\n| `METRICS_PORT=9091` |\n| `HOST` | port |\n"
    assert named_in(text) == Named(
        frozenset({3000, 9090, 9091}),
        (("METRICS_PORT", frozenset({9090})), ("METRICS_PORT", frozenset({9091})), ("port", frozenset())),
    )


@pytest.mark.parametrize("word", ["p", "po-", "8", "x:", "port", "port-p", "p 1:"])
def test_long_lines_take_no_longer_than_their_length(word: str) -> None:
    text = (word * 2000)[:2000] + "\n"
    begun = process_time()
    named_in(text * 100)
    assert process_time() - begun < SECONDS


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    named = named_in(text)
    assert all(port <= 65_535 for line in text.split("\n") for port in named_ports(line))
    assert all("port" in name.lower() for name, _ in named.settings)
