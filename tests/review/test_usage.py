"""Help texts in code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.review.deployments import Deployments
from portbind_lint.review.documents import Documents
from portbind_lint.review.gather import Asked, review_documents
from portbind_lint.review.usage import usage_claims
from tests.review.papers import Papers, site_at

TEXT = """const help = `
  Usage: larder [options]

  -p, --port    Port of the server
  --host        Address to listen on (default: 127.0.0.1)
`
const other = `
  --host        Address to listen on (default: 127.0.0.1)
`
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (TEXT, [("host-default-loopback", 5)]),
        ("program.option('--host <host>', 'address to bind (default: 0.0.0.0)')", [("host-default-wildcard", 1)]),
        (
            "args.option('host', {\n describe: 'Address to bind, defaults to localhost' })",
            [("host-default-loopback", 2)],
        ),
        (
            "help: `By default, {bold larder} will listen on {bold 0.0.0.0:3000}. --help shows more`",
            [("host-default-wildcard", 1)],
        ),
        ("// host: address to bind (default: 127.0.0.1)", []),
        ("program.option('--host <host>', 'use 0.0.0.0 to expose it')", []),
        ("program.option('--db-host <host>', 'host of the database (default: localhost)')", []),
        ("x = '--host (default: 127.0.0.1)" + " " * 700 + "'", []),
    ],
)
def test_what_is_read(code: str, expected: list[tuple[str, int]]) -> None:
    assert [(claim.phrase, claim.location.line) for claim in usage_claims("cli.ts", code)] == expected


@pytest.mark.parametrize(
    ("readme", "code", "status"),
    [
        ("", ("src/cli.ts",), "contradicts"),
        ("", (), "silent"),
        ("The server is available at http://0.0.0.0:3000.", ("src/cli.ts",), "justified"),
    ],
)
def test_a_named_default_counts_unless_a_document_says_otherwise(
    readme: str, code: tuple[str, ...], status: str
) -> None:
    papers = Papers({"README.md": readme, "src/cli.ts": TEXT, "src/settings.json": "{}"})
    site = site_at("src/server.ts")
    files = [*code, "src/settings.json"] if code else []
    documentation, _ = review_documents(Documents(papers), Deployments(papers), Asked(site, code=tuple(files)))
    assert documentation.status.value == status


@given(st.text(alphabet="`'{}-host usage\n(default: 127.0.0.1)", max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(usage_claims("a.ts", text), tuple)


def test_no_program_shows_its_use_a_thousand_times() -> None:
    text = "`--host (default: 127.0.0.1)`\n"
    assert len(usage_claims("a.ts", "`--help`\n" * 30 + "`--help\n\n  Defaults: host (default: 127.0.0.1)`\n")) == 0
    assert len(usage_claims("a.ts", text)) == 1
