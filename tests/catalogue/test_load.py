from __future__ import annotations

import pytest
import yaml

from portbind_lint.catalogue.entries import parse_library
from portbind_lint.catalogue.index import INDEX, build, read_index, written
from portbind_lint.catalogue.load import Catalogue, load_catalogue, plain_specifier
from portbind_lint.model.errors import UserError

MINIMAL = """
name: internal
modules: ["@corp/server"]
documentation: https://corp.example/server
proof: {how: documentation, version: "1", seen: "says so"}
listeners:
  - call: startServer
    hosts: ["1"]
    defaults: [{address: "::", binds: wildcard}]
examples:
  - {name: a, code: "start()", expect: [wildcard-default]}
  - {name: b, code: "start()", expect: []}
"""
RUN = "programs: [a], purpose: dev, defaults: [{address: a, binds: none}]"


@pytest.fixture
def catalogue() -> Catalogue:
    return load_catalogue()


def test_the_index_is_what_the_entries_say() -> None:
    assert INDEX.read_text(encoding="utf-8") == written(build())
    assert read_index(INDEX) == build()


def test_all_entries_are_valid(catalogue: Catalogue) -> None:
    names = [library.name for library in catalogue.libraries]
    assert {"express", "fastify", "ws", "node:http", "@grpc/grpc-js", "node-like"} <= set(names)
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("specifier", "name"),
    [
        ("express", "express"),
        ("node:http", "node:http"),
        ("npm:express@4.18.2", "express"),
        ("jsr:@oak/oak@17", "oak"),
        ("https://deno.land/std@0.167.0/http/server.ts", "std/http"),
    ],
)
def test_a_specifier_leads_to_its_library(catalogue: Catalogue, specifier: str, name: str) -> None:
    assert [library.name for library in catalogue.of_module(specifier)] == [name]


def test_an_unknown_specifier_leads_nowhere(catalogue: Catalogue) -> None:
    assert catalogue.of_module("left-pad") == ()


def test_what_needs_no_import_has_its_libraries(catalogue: Catalogue) -> None:
    assert [library.name for library in catalogue.of_module("globalThis")] == ["Bun", "Deno", "total.js"]
    assert catalogue.generic.name == "node-like"


def test_configuration_files_are_known_by_their_name(catalogue: Catalogue) -> None:
    assert [library.name for library in catalogue.of_config("web/vite.config.mts")] == ["vite"]
    assert catalogue.of_config("src/config.ts") == ()


def test_programs_are_known_by_their_name(catalogue: Catalogue) -> None:
    assert [library.name for library in catalogue.of_program("next")] == ["next", "node:inspector"]
    assert catalogue.of_program("left-pad") == ()
    assert {"vite", "http-server", "node"} <= set(catalogue.programs)


def test_the_prefilter_leaves_out_words_that_every_file_holds(catalogue: Catalogue) -> None:
    assert {"listen", "serve", "WebSocketServer", "dgram'", 'fastmcp"', '@hapi/hapi"'} <= set(catalogue.words)
    assert not {"bind", "start", "open", "Server", "globalThis"} & set(catalogue.words)
    assert not {"bind", "start", "open"} & set(catalogue.calls_in(["express"]))
    assert {"bind", "listen"} <= set(catalogue.calls_in(["node:dgram"]))


def test_a_library_does_not_import_itself(catalogue: Catalogue) -> None:
    assert catalogue.common_in(["fastmcp"]) == ("start",)


@pytest.mark.parametrize(
    ("specifier", "plain"),
    [("node:net", "net"), ("npm:@a/b@1.0/c", "@a/b/c"), ("npm:/a@2", "a"), ("./x", "./x"), ("@a/b", "@a/b")],
)
def test_plain_specifiers(specifier: str, plain: str) -> None:
    assert plain_specifier(specifier) == plain


def test_a_user_declares_a_library() -> None:
    declared = parse_library("portbind.yml", yaml.safe_load(MINIMAL))
    catalogue = load_catalogue((declared,))
    assert catalogue.of_module("@corp/server") == (declared,)
    assert declared in catalogue.libraries
    assert "startServer" in catalogue.words


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("modules:", "modulse:", "unknown key 'modulse'; did you mean 'modules'?"),
        ("call: startServer", "calls: startServer", "unknown key 'calls' in listeners[0]; did you mean 'call'?"),
        ("call: startServer", "arguments: nod\n    call: startServer", "listeners[0].arguments is 'nod'; did you mean"),
        ("call: startServer", "call: 'start(server'", "listeners[0].call holds 'start(server'; write it like"),
        ("call: startServer", "call: [startServer]", "listeners[0].call must be text"),
        ("how: documentation", "how: hearsay", "proof.how is 'hearsay'; allowed: run, source, documentation"),
        ("binds: wildcard", "binds: wildcrad", "listeners[0].defaults[0].binds is 'wildcrad'; did you mean 'wild"),
        ("expect: []", "expect: [open]", "examples[1].expect holds 'open'; allowed: wildcard"),
        ("expect: []", "expect: [wildcard]", "examples must hold one that is exposed and one that is not"),
        ('hosts: ["1"]', 'hosts: ["host"]', "listeners[0].hosts[0].at must be like 1, 0.host or construct:0.host"),
        ('hosts: ["1"]', "hosts: one", "listeners[0].hosts must be a list"),
        ('hosts: ["1"]', 'hosts: ["1"]\n    needs: ["a b"]', "listeners[0].needs holds 'a b'"),
        ('hosts: ["1"]', 'hosts: ["1"]\n    needs: [1]', "listeners[0].needs must be a list of texts, 1 is none"),
        ('hosts: ["1"]', 'hosts: ["1"]\n    special: {"0": open}', "listeners[0].special maps '0' to 'open'"),
        ('hosts: ["1"]', 'hosts: ["1"]\n    special: {0: wildcard}', "listeners[0].special must be a mapping"),
        ("binds: wildcard", "binds: wildcard, versions: new", "defaults[0].versions is 'new'; write it like"),
        ("    defaults:", "    settings:", "listeners[0].defaults is missing"),
        ("name: internal", "name:", "name is missing"),
        ('modules: ["@corp/server"]', "modules: []", "modules is missing"),
        ("proof:", "notes: [1]\nproof:", "notes must be text"),
        ("proof:", "configs: [{names: [a.js], key: b, host: c, always: maybe, defaults: []}]\nproof:", "defaults"),
        ("proof:", "servers: [a b]\nproof:", "servers holds 'a b'"),
        ("proof:", "commands: [{programs: []}]\nproof:", "commands[0].programs is missing"),
        ("proof:", "commands: [{program: [a]}]\nproof:", "unknown key 'program' in commands[0]; did you mean"),
        ("proof:", f"commands: [{{hosts: [[h]], {RUN}}}]\nproof:", "commands[0].hosts[0].flags holds 'h'; write flags"),
        ("proof:", f"commands: [{{hosts: [{{}}], {RUN}}}]\nproof:", "commands[0].hosts[0].flags or env must be there"),
        ("proof:", f"commands: [{{hosts: [{{env: A, flags: [-a]}}], {RUN}}}]\nproof:", "and not both"),
        ("proof:", f"commands: [{{hosts: [{{env: A B}}], {RUN}}}]\nproof:", "hosts[0].env is 'A B', which names no"),
        ("proof:", f"commands: [{{hosts: [{{env: A, value: next}}], {RUN}}}]\nproof:", "value is 'next'; allowed: any"),
        ("proof:", f"commands: [{{needs: [serve], {RUN}}}]\nproof:", "commands[0].needs holds 'serve'"),
        ("proof:", f"commands: [{{{RUN.replace('dev', 'deb')}}}]\nproof:", "purpose is 'deb'; did you mean 'dev'"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_that_helps(old: str, new: str, message: str) -> None:
    text = MINIMAL.replace(old, new, 1)
    assert text != MINIMAL
    with pytest.raises(UserError) as error:
        parse_library("portbind.yml", yaml.safe_load(text))
    assert str(error.value).startswith("portbind.yml: ")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_mapping() -> None:
    with pytest.raises(UserError, match="the file must be a mapping with the keys name"):
        parse_library("a.yml", yaml.safe_load("- 1"))


def test_a_flag_must_be_one() -> None:
    config = "configs: [{names: [a.js], key: b, host: c, always: maybe, defaults: [{address: a, binds: none}]}]\nproof:"
    with pytest.raises(UserError, match=r"configs\[0\].always must be true or false"):
        parse_library("a.yml", yaml.safe_load(MINIMAL.replace("proof:", config)))


def test_a_library_must_listen_somehow() -> None:
    start, end = MINIMAL.index("listeners:"), MINIMAL.index("examples:")
    with pytest.raises(UserError, match="a library has listeners, configs or commands"):
        parse_library("a.yml", yaml.safe_load(MINIMAL[:start] + MINIMAL[end:]))
