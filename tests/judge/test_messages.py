"""What is said of a site: a first sentence that stands alone, the evidence, and a remedy that fits the call."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest

from portbind_lint.judge.engine import decide
from portbind_lint.judge.message import first_sentence
from portbind_lint.model.evidence import Architecture, AuthMode, Control, ControlKind, DocumentationStatus, Evidence
from portbind_lint.model.library import Command, ConfigFile, HostPosition, HostWord, Purpose
from portbind_lint.model.site import AddressClass, Context, Site, ToolSite
from portbind_lint.model.source import Location
from portbind_lint.model.syntax import Object
from tests.judge.builder import CHECK, address, library, literal, review, reviewed, site

DEFAULT, WILDCARD = AddressClass.WILDCARD_DEFAULT, AddressClass.WILDCARD
ORIGIN = Location("src/config.ts", 8, 14, 8, 23, "host: '0.0.0.0'")
THROUGH = Location("src/server.ts", 3, 1, 3, 5, "const { host } = config")


def test_a_default_names_the_library_and_its_documentation() -> None:
    message = decide(reviewed(address(DEFAULT, "::"))).message
    assert message.startswith(
        "app.listen gets no host, so express by itself binds all interfaces (::), and nothing in the documentation "
        "says that it should. See https://expressjs.com/en/api.html#app.listen for that default."
    )
    assert "No document or deployment file of the repository speaks of reaching it over a network." in message
    assert "No security control was found on it." in message
    assert (
        "Pass '127.0.0.1' as argument 2 of app.listen at src/server.ts:4, and take the host from a setting" in message
    )
    assert message.endswith("yet every machine on the network can connect.")


def test_a_value_from_elsewhere_is_traced_and_mended_where_it_is_written() -> None:
    bound = address(WILDCARD, "0.0.0.0", THROUGH, ORIGIN, settings=("env HOST", "flag --host"))
    decision = decide(reviewed(bound))
    assert "The value comes from src/config.ts:8 through src/server.ts:3." in decision.message
    assert "It is what runs until somebody sets the environment variable HOST or the flag --host." in decision.message
    assert decision.remedy.startswith(
        "Write 127.0.0.1 in place of 0.0.0.0 at src/config.ts:8, and let deployments that need the network set the "
        "environment variable HOST or the flag --host; or,"
    )


def test_a_setting_without_a_default_gets_one() -> None:
    bound = address(DEFAULT, "::", ORIGIN, settings=("env HOST",))
    decision = decide(reviewed(bound))
    assert decision.message.startswith(
        "app.listen gets no host unless the environment variable HOST is set, so express"
    )
    assert "No host is given at src/config.ts:8." in decision.message
    assert decision.remedy.startswith("Let the environment variable HOST default to 127.0.0.1 at src/config.ts:8; or")


@pytest.mark.parametrize(
    ("subject", "remedy"),
    [
        (site(literal(3000)), "Pass '127.0.0.1' as argument 2 of app.listen"),
        (site(Object(0, 0, ())), "Pass host: '127.0.0.1' to app.listen"),
        (
            site(literal(3000), hosts=(HostPosition(0, "host", construct=True),)),
            "Pass host: '127.0.0.1' to the construc",
        ),
        (site(literal("x"), hosts=(HostPosition(0, form="host:port"),)), "Pass '127.0.0.1:PORT' as argument 1 of"),
        (site(literal("x"), hosts=(HostPosition(0, form="url"),)), "Pass 'http://127.0.0.1:PORT' as argument 1 of"),
        (site(hosts=()), "Make express listen on 127.0.0.1"),
        (
            site(config=ConfigFile(("vite.config.ts",), "server", "host", ()), listener=None),
            "Set server.host to '127.0.0.1'",
        ),
    ],
)
def test_the_remedy_fits_how_the_call_takes_its_host(subject: Site, remedy: str) -> None:
    assert decide(reviewed(address(DEFAULT, "::"), of=subject)).remedy.startswith(remedy)


def test_an_explicit_value_at_the_call_is_replaced_there() -> None:
    decision = decide(reviewed(address(WILDCARD, "")))
    assert "binds all interfaces (the empty host)" in decision.message
    assert decision.remedy.startswith("Write 127.0.0.1 in place of the empty host at src/server.ts:4, and take")


@pytest.mark.parametrize(
    ("docs", "auth", "said"),
    [
        (DocumentationStatus.CONTRADICTS, AuthMode.NONE, "but the documentation shows a local server (README.md:31)."),
        (DocumentationStatus.DEPLOY_CONFIG, AuthMode.NONE, "; a deployment file needs it (README.md:31), but no"),
        (
            DocumentationStatus.JUSTIFIED,
            AuthMode.NONE,
            "is documented (README.md:31), but callers need no credentials.",
        ),
        (DocumentationStatus.JUSTIFIED, AuthMode.OPTIONAL, "but authentication is off until somebody sets it up."),
        (DocumentationStatus.JUSTIFIED, AuthMode.REQUIRED, "nothing tells deployers how to expose it safely."),
    ],
)
def test_documentation_and_auth_are_told_in_the_first_sentence(
    docs: DocumentationStatus, auth: AuthMode, said: str
) -> None:
    message = decide(reviewed(WILDCARD, judged=review(docs, auth))).message
    assert said in message
    assert 'README.md:31 says "The HTTP transport is for clients on other machines.".' in message


def test_controls_are_listed_with_their_places() -> None:
    controls = tuple(Control(kind, CHECK, AuthMode.REQUIRED) for kind in list(ControlKind)[1:6])
    optional = (Control(ControlKind.AUTH, CHECK, AuthMode.OPTIONAL), *controls)
    message = decide(reviewed(judged=review(controls=optional))).message
    assert "Found on it: optional auth (src/auth.ts:9), authz (src/auth.ts:9), session" in message
    assert ", ratelimit (src/auth.ts:9) and 2 more." in message


def test_controls_on_some_routes_only_are_said_to_be() -> None:
    judged = review(controls=(Control(ControlKind.AUTH, CHECK, AuthMode.NONE),))
    assert "Found on it: auth on some routes only (src/auth.ts:9)." in decide(reviewed(judged=judged)).message
    served = replace(judged, architecture=Architecture(mcp=(MCP,)))
    assert "authenticate every connection (some routes only)" in decide(reviewed(judged=served)).message


def test_an_accepted_site_says_why() -> None:
    judged = review(DocumentationStatus.JUSTIFIED, AuthMode.REQUIRED, guided=True)
    decision = decide(reviewed(WILDCARD, judged=judged))
    assert decision.message.startswith(
        "app.listen binds all interfaces (0.0.0.0), which is documented (README.md:31), guarded by authentication "
        "(src/auth.ts:9) and explained to deployers."
    )
    assert decision.remedy == ""


@pytest.mark.parametrize(
    ("cls", "context", "said"),
    [
        (AddressClass.LOOPBACK, Context.PRODUCT, "binds localhost, which only this machine can reach"),
        (AddressClass.LOOPBACK_DEFAULT, Context.PRODUCT, "express then binds localhost, which is local"),
        (AddressClass.PIPE, Context.PRODUCT, "a local socket or an inherited handle"),
        (AddressClass.SPECIFIC, Context.PRODUCT, "binds localhost, one address that somebody chose"),
        (AddressClass.UNKNOWN, Context.PRODUCT, "binds an address that the code does not tell."),
        (AddressClass.WILDCARD, Context.TEST, "is test code"),
        (AddressClass.WILDCARD, Context.PROBE, "only looks whether a port is free"),
    ],
)
def test_a_harmless_site_says_why(cls: AddressClass, context: Context, said: str) -> None:
    assert said in decide(reviewed(address(cls, "localhost"), context)).message


def test_an_unknown_address_gives_its_reason() -> None:
    subject = reviewed(address(AddressClass.UNKNOWN, "", reason="a required parameter"))
    assert decide(subject).message == "app.listen binds an address that the code does not tell (a required parameter)."
    assert ": a required parameter. " in decide(subject, persona="audit").message


def test_every_message_is_one_line_with_a_first_sentence_that_stands_alone() -> None:
    strange = site(call="(await\n  start()).\tlisten" + "x" * 300, of=library(name="a\nb"))
    for cls, context, docs, auth in product(AddressClass, Context, DocumentationStatus, AuthMode):
        decision = decide(reviewed(cls, context, review(docs, auth), strange), persona="audit")
        first = decision.message.split(". ")[0]
        assert "\n" not in decision.message
        assert first.startswith("(await start())")
        assert len(first) < 330
        assert decision.message.endswith(".")


def test_a_long_line_of_documentation_is_cut() -> None:
    judged = review(DocumentationStatus.CONTRADICTS)
    evidence = judged.documentation.evidence[0]
    long = type(evidence)(Location("README.md", 1, text="word " * 100), "x")
    documentation = type(judged.documentation)(judged.documentation.status, (long,))
    message = decide(reviewed(judged=type(judged)(documentation, judged.auth, (), judged.guidance))).message
    assert 'word wo...".' in message


def test_a_sentence_ends_at_a_full_stop_before_a_space() -> None:
    assert first_sentence("Binds 0.0.0.0\nfor all. And more.\n\nNext.") == "Binds 0.0.0.0 for all."


@pytest.mark.parametrize("setting", ["the wind", "config server.host", "option host", "lonely"])
def test_settings_are_named_in_words(setting: str) -> None:
    words = {"config server.host": "the configuration key server.host", "option host": "the option host"}
    message = decide(reviewed(address(WILDCARD, "::", settings=(setting,)))).message
    assert f"until somebody sets {words.get(setting, setting)}." in message


MCP = Evidence(Location("src/mcp.ts", 2, text="import '@modelcontextprotocol/node'"), "transport")


@pytest.mark.parametrize(
    ("cls", "auth", "checked", "asks"),
    [
        (WILDCARD, AuthMode.NONE, False, ("Origin header", "bind 127.0.0.1 when", "connection (nothing found)")),
        (WILDCARD, AuthMode.OPTIONAL, True, ("bind 127.0.0.1 when", "connection (off until somebody sets it up)")),
        (AddressClass.LOOPBACK, AuthMode.REQUIRED, False, ("Origin header",)),
    ],
)
def test_an_mcp_server_is_told_what_the_specification_asks(
    cls: AddressClass, auth: AuthMode, checked: bool, asks: tuple[str, ...]
) -> None:
    controls = (Control(ControlKind.AUTH, CHECK, auth),) if auth is not AuthMode.NONE else ()
    guards = (Control(ControlKind.HOST_CHECK, CHECK, AuthMode.REQUIRED),) if checked else ()
    judged = replace(review(auth=auth, controls=(*controls, *guards)), architecture=Architecture(mcp=(MCP,)))
    message = decide(reviewed(address(cls), judged=judged)).message
    (sentence,) = re.findall(r"It serves MCP over HTTP \(src/mcp.ts:2\), and .*?security-warning\.", message)
    for words in ("Origin header", "bind 127.0.0.1 when", "nothing found", "off until somebody"):
        assert (words in sentence) == any(words in ask for ask in asks)


def test_an_mcp_server_that_does_what_the_specification_asks_is_told_so() -> None:
    controls = tuple(Control(kind, CHECK, AuthMode.REQUIRED) for kind in (ControlKind.AUTH, ControlKind.HOST_CHECK))
    judged = review(auth=AuthMode.REQUIRED, controls=controls)
    judged = replace(judged, architecture=Architecture(mcp=(MCP,)))
    message = decide(reviewed(address(AddressClass.LOOPBACK), judged=judged)).message
    assert "It serves MCP over HTTP (src/mcp.ts:2), as the specification asks: https://modelcontext" in message


def test_an_mcp_server_without_a_login_is_told_where_the_requests_arrive() -> None:
    judged = replace(review(DocumentationStatus.JUSTIFIED), architecture=Architecture(mcp=(MCP,)))
    remedy = decide(reviewed(judged=judged)).remedy
    assert remedy.startswith("Refuse requests without valid credentials before they reach the MCP transport of src/mcp")


def test_an_optional_check_is_named_in_the_remedy() -> None:
    remedy = decide(reviewed(judged=review(DocumentationStatus.JUSTIFIED, AuthMode.OPTIONAL))).remedy
    assert remedy.startswith("Refuse to start while the check at src/auth.ts:9 has no credentials to compare with, unl")


def test_a_deployment_file_is_where_the_address_belongs() -> None:
    bound = address(WILDCARD, "0.0.0.0", ORIGIN, settings=("flag --host", "env BIND"))
    remedy = decide(reviewed(bound, judged=review(DocumentationStatus.DEPLOY_CONFIG))).remedy
    assert remedy == (
        "Write 127.0.0.1 in place of 0.0.0.0 at src/config.ts:8, and set BIND=0.0.0.0 only where README.md deploys it; "
        "then say so in a README: which transport, who connects, and how to deploy it safely."
    )
    unset = decide(reviewed(judged=review(DocumentationStatus.DEPLOY_CONFIG))).remedy
    assert (
        "read another from an environment variable, such as HOST, that is set only where README.md deploys it" in unset
    )


def test_the_document_to_change_is_named() -> None:
    silent = replace(review(), documents=("docs/a.md", "packages/x/Readme.md", "README.md"))
    assert "say so in packages/x/Readme.md: which" in decide(reviewed(judged=silent)).remedy
    wrong = review(DocumentationStatus.CONTRADICTS)
    assert "correct README.md:31 and say there: which" in decide(reviewed(judged=wrong)).remedy


@pytest.mark.parametrize(
    ("given", "word", "remedy"),
    [
        (False, HostWord(("--host",)), "Add --host 127.0.0.1 to tool start at package.json:3; or"),
        (True, HostWord(("-H",), attached=True), "Change tool start at package.json:3 to -H=127.0.0.1; or"),
        (False, HostWord((), env="HOST"), "Set HOST=127.0.0.1 for tool start at package.json:3; or"),
    ],
)
def test_a_command_gets_its_host_where_it_takes_it(given: bool, word: HostWord, remedy: str) -> None:
    tool = Command(("tool",), (word,), (), Purpose.SERVER)
    started = ToolSite(Location("package.json", 3), library(), tool, "tool start", (), given=given)
    subject = replace(reviewed(address(DEFAULT, "::")), site=started)
    assert decide(subject).remedy.startswith(remedy)


def test_a_chain_that_is_too_long_is_called_by_its_last_link() -> None:
    assert decide(reviewed(of=site(call="….listen"))).message.startswith(".listen binds all interfaces")


def test_what_nothing_identifies_is_taken_for_a_server_of_node() -> None:
    unknown = site(of=library(name="node-like", modules=("*",)))
    assert "so Node's own server by itself binds" in decide(reviewed(address(DEFAULT, "::"), of=unknown)).message


@pytest.mark.parametrize(
    ("auth", "checked", "said"),
    [(AuthMode.NONE, False, True), (AuthMode.REQUIRED, False, False), (AuthMode.NONE, True, False)],
)
def test_why_it_matters_fits_what_the_server_speaks(auth: AuthMode, checked: bool, said: bool) -> None:
    check = (Control(ControlKind.HOST_CHECK, CHECK, AuthMode.REQUIRED),) if checked else ()
    judged = review(auth=auth, controls=check)
    sockets = decide(reviewed(judged=judged, of=site(of=library(name="ws")))).message
    assert ("every web page that somebody on this network opens" in sockets) == said
    served = replace(judged, architecture=Architecture(mcp=(MCP,)))
    tools = decide(reviewed(judged=served)).message
    assert ("Whoever connects can call the server's tools" in tools) == (auth is AuthMode.NONE)


def test_settings_of_one_kind_are_named_together() -> None:
    names = ("option ip", "env HOST", "option i", "file app.yml", "whatever it is", "odd")
    message = decide(reviewed(address(WILDCARD, settings=names))).message
    assert (
        "until somebody sets the option ip or i, the environment variable HOST, the settings file (app.yml) or "
        "whatever it is or odd." in message
    )
