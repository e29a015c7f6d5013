"""What a whole document claims: scope, negation, sections and places."""

import pytest

from portbind_lint.model.source import Location
from portbind_lint.review.claims import Claim, claims_of, may_claim
from portbind_lint.review.markdown import read_markdown
from portbind_lint.review.phrases.load import ClaimKind


def claims(text: str) -> tuple[Claim, ...]:
    return claims_of("README.md", text.split("\n"), read_markdown(text))


def kinds(text: str) -> set[ClaimKind]:
    return {claim.kind for claim in claims(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The server listens on all interfaces.", {ClaimKind.JUSTIFIES}),
        ("This server never listens on all interfaces.", set()),
        ("The server listens on\nall interfaces.", {ClaimKind.JUSTIFIES}),
        ("This server never\nlistens on all\ninterfaces.", set()),
        ("This is not slow. The server listens on all interfaces.", {ClaimKind.JUSTIFIES}),
        ("Do not expose the server to the internet.", {ClaimKind.GUIDANCE}),
        ("`DB_URL=postgres://localhost:5432/x`", set()),
        ("Streamable HTTP at http://localhost:3000/mcp", {ClaimKind.LOCALHOST_URL}),
        ("1. Are you running the bridge in a Docker container?", set()),
        ("Is your tablet in the same network? If so, wait.", set()),
        (
            "Do you want to open it on your phone? Are the doors shut? It listens on all interfaces.",
            {ClaimKind.JUSTIFIES},
        ),
        ("# Is your server reachable from other machines?", {ClaimKind.JUSTIFIES}),
        ("```sh\ngit clone https://github.test/acme/microservices.git\n```", set()),
        ("```sh\ngit clone https://g.test/a/b && docker run -p 80:80 larder\n```", {ClaimKind.JUSTIFIES}),
        (
            "| name | needed | meaning |\n|-|-|-|\n| `A` | no | the server listens on all interfaces |",
            {ClaimKind.JUSTIFIES},
        ),
        ("| name | meaning |\n|-|-|\n| `A` | the server never listens on all interfaces |", set()),
        ("# Larder\n\n## A local MySQL\n\nStart it with docker-compose, or run it in a container.", set()),
        ("# Larder\n\n## Start the database\n\n```sh\ndocker run -p 4444:4444 shelves\n```", set()),
        ("# A server for MySQL\n\n## Older MySQL\n\nRun it in a container.", {ClaimKind.JUSTIFIES}),
        ("# Larder\n\n## App and database\n\nRun it in a container.", {ClaimKind.JUSTIFIES}),
        ("# Larder\n\n## Containers\n\nRun it in a container.", {ClaimKind.JUSTIFIES}),
        ("# Larder\n\n## The database\n\nThe server listens on all interfaces.", {ClaimKind.JUSTIFIES}),
        ("It receives datagrams. Supports multicast.", {ClaimKind.JUSTIFIES}),
        ("It sends datagrams to one host. Supports multicast.", set()),
        ("It sends datagrams. The other one supports multicast.", {ClaimKind.JUSTIFIES}),
        ("- `SHELF_TLS` - of the Redis connection\n  - Set to `1` to enable TLS\n", set()),
        ("- `SHELF_TLS` - of the server\n  - Set to `1` to enable TLS\n", {ClaimKind.GUIDANCE}),
        ("# Larder\n\n## Changelog\n\nListens on all interfaces now.", set()),
        ("# Changelog viewer\n\nListens on all interfaces now.", {ClaimKind.JUSTIFIES}),
        ("![docker deployment on kubernetes](https://img.test/x.svg)", set()),
        ("[![Deploy](https://img.test/b.svg)](https://heroku.com/deploy)", {ClaimKind.JUSTIFIES}),
        ("[![Ask](https://img.test/b.svg)](https://example.test/microservices/issues)", set()),
        (
            "- `guarded`: Only take calls from localhost. (Default: `false`)",
            {ClaimKind.WILDCARD_DEFAULT, ClaimKind.GUIDANCE},
        ),
        (
            "- `guarded`: Only take calls from localhost. Useful behind a bridge. (Default: `false`)",
            {ClaimKind.WILDCARD_DEFAULT, ClaimKind.GUIDANCE},
        ),
        ("Uncomment the host:\n\n```ts\nhost: '0.0.0.0'\n```", set()),
        ("Set the host:\n\n```ts\nhost: '0.0.0.0'\n```", {ClaimKind.JUSTIFIES}),
        ("- [larder](https://github.com/acme/larder) - a server on Kubernetes", set()),
        ("- <img src='a.svg'/> **[Larder](https://gitlab.com/acme/larder)**: deploy it to the cloud", set()),
        ("| Project | |\n|-|-|\n| [larder](https://github.com/acme/larder) | runs on Kubernetes |", set()),
        ("- [Larder](docs/larder.md) - a server on Kubernetes", {ClaimKind.JUSTIFIES}),
        ("- [Larder](https://github.com/acme/larder/blob/main/a.md) - a server on Kubernetes", {ClaimKind.JUSTIFIES}),
        ("[Larder](https://github.com/acme/larder) is a server on Kubernetes.", {ClaimKind.JUSTIFIES}),
        ("# Larder\n\n## Free HTTPS termination\n\nCall it by its name.", set()),
        ("# Larder\n\n## At the gateway\n\nHTTPS termination and more.", {ClaimKind.GUIDANCE}),
        ("```sh\ndocker run \\\n  -p 80:80 \\\n  postgres\n```", set()),
        ("```sh\ndocker run \\\n  -p 80:80 \\\n  larder\n```", {ClaimKind.JUSTIFIES}),
        ("- HOST (default: `127.0.0.1`)", {ClaimKind.LOOPBACK_DEFAULT}),
        ('Open your browser and go to e.g. "http://192.168.7.20:3000"', {ClaimKind.JUSTIFIES}),
        ("Open the lid. Then take http://192.168.7.20:3000 out.", set()),
        (
            "| HOST | where to bind | `0.0.0.0` |\n|-|-|-|\n| A | b | c |",
            {ClaimKind.WILDCARD_DEFAULT, ClaimKind.JUSTIFIES},
        ),
    ],
)
def test_scope(text: str, expected: set[ClaimKind]) -> None:
    assert kinds(text) - {ClaimKind.LOCAL_ONLY} == expected


def test_a_claim_knows_its_place_in_utf16_units() -> None:
    text = "# T\n\nfirst line\n\U0001f9c5 The server listens on\nall interfaces."
    (claim,) = claims(text)
    assert claim.phrase == "all-interfaces"
    assert claim.location == Location("README.md", 4, 15, 4, 25)
    assert claim.location.text == "\U0001f9c5 The server listens on"
    assert claim.headings == ("T",)


def test_a_place_that_markup_hides_is_the_whole_line() -> None:
    text = "| HOST | where<br>to bind\\|x | `0.0.0.0` |\n|-|-|-|"
    assert {claim.location.line for claim in claims(text)} == {1}


def test_a_command_that_never_ends_is_read() -> None:
    assert kinds("```sh\ndocker run -p 80:80 \\") == {ClaimKind.JUSTIFIES}


def test_claims_of_a_line_without_end_have_no_column() -> None:
    text = " ".join(f"Do not expose the s{number} server." for number in range(600))
    found = claims(text)
    assert len(found) == 600
    assert {claim.location for claim in found} == {Location("README.md", 1, text=text)}


def test_a_document_without_words_of_claims_is_not_read() -> None:
    assert may_claim(["Listens on 0.0.0.0, reachable from the network."])
    assert not may_claim(["This is not much of a text, and never was one."])
