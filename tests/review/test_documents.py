"""Which documents speak for a place."""

import pytest

from portbind_lint.review.documents import Documents
from portbind_lint.review.made import CLAIMS, PORTS
from portbind_lint.review.ports import Named
from tests.review.papers import Papers

ALL = "Listens on all interfaces."
TREE = {
    "README.md": "Listens on all interfaces.",
    "SECURITY.md": "",
    "CHANGELOG.md": "Listens on all interfaces.",
    "ARCHITECTURE_TEST_SPECIFICATION.md": "Listens on all interfaces.",
    "package.json": "{}",
    "docs/deploy.md": "",
    "docs/colours.md": "",
    "docs/changelog/1.md": "",
    "docs/node_modules/x/README.md": "",
    ".env.example": "HOST=0.0.0.0",
    "packages/a/package.json": "{}",
    "packages/a/README.rst": "",
    "packages/a/src/server/README.txt": "",
    "packages/b/package.json": "{}",
    "packages/b/README.md": "",
    "packages/b/docs/http.md": "",
}


def test_the_nearest_come_first_and_other_packages_are_not_asked() -> None:
    spoken = [
        (ref.path, ref.tier, ref.depth) for ref in Documents(Papers(TREE)).speaking_for("packages/a/src/server/x.ts")
    ]
    assert spoken == [
        ("packages/a/src/server/README.txt", 0, 0),
        ("packages/a/README.rst", 0, 0),
        ("README.md", 1, 0),
        ("SECURITY.md", 1, 0),
        ("docs/deploy.md", 1, 1),
        ("docs/colours.md", 1, 2),
        (".env.example", 1, 1),
    ]


def test_documents_at_the_root_are_told_by_their_names() -> None:
    names = (
        "ACME-DEPLOYMENT.md",
        "ADVANCED_README.md",
        "AUTH.md",
        "AUTHORS.md",
        "DEPLOY.md",
        "DEPLOYMENT_PLAN.md",
        "SETUP.md",
        "SHELVES.md",
    )
    documents = Documents(Papers(dict.fromkeys(names, "")))
    assert [ref.path for ref in documents.speaking_for("x.ts")] == [
        "ACME-DEPLOYMENT.md",
        "ADVANCED_README.md",
        "AUTH.md",
        "DEPLOY.md",
        "SETUP.md",
    ]


def test_documents_about_networks_are_read_in_other_languages_too() -> None:
    names = ("ACCESO_DESDE_FUERA.md", "ACCESSIBILITY.md", "DESPLIEGUE.md", "LAN.md", "NETWORK_ACCESS.md", "部署指南.md")
    documents = Documents(Papers(dict.fromkeys(names, "")))
    assert [ref.path for ref in documents.speaking_for("x.ts")] == [name for name in names if "BIL" not in name]


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (("README.md", "README.zh-CN.md"), ["README.md"]),
        (("README.zh-CN.md", "README_ja.md"), ["README.zh-CN.md", "README_ja.md"]),
        (("README.old-notes.md", "READMES.md"), []),
    ],
)
def test_translations_of_a_readme_stand_in_for_it(names: tuple[str, ...], read: list[str]) -> None:
    assert [ref.path for ref in Documents(Papers(dict.fromkeys(names, ""))).speaking_for("x.ts")] == read


def test_a_document_is_understood_once_and_only_when_asked() -> None:
    papers = Papers(TREE)
    documents = Documents(papers)
    assert documents.speaking_for("x.ts") == documents.speaking_for("y.ts") != ()
    assert papers.opened == []
    claims = documents.claims("README.md")
    assert claims != ()
    assert documents.claims("README.md") is claims
    # The repository takes down each time who relies on the file.
    assert papers.opened == ["README.md", "README.md"]


def test_settings_missing_files_and_bytes_that_are_no_text() -> None:
    papers = Papers(TREE)
    assert [claim.location.line for claim in Documents(papers).claims(".env.example")] == [1]
    assert Documents(papers).claims("gone.md") == ()
    papers.read = lambda _: b"\xff\xfe listens on all interfaces\r\n"  # type: ignore[method-assign]
    assert [claim.phrase for claim in Documents(papers).claims("README.md")] == ["all-interfaces"]


def test_comments_in_samples_of_settings_are_read_and_their_addresses_are_not() -> None:
    text = f"# {ALL}\n# See http://localhost:3000\nHOST=x\n# Expose it behind a reverse proxy with TLS.\n"
    names = (".env.example", "config.example.yml", "pantry.config.sample.toml", "pantry.toml.example")
    documents = Documents(Papers(dict.fromkeys((*names, "config.yml", "example.yml"), text)))
    assert [ref.path for ref in documents.speaking_for("x.ts")] == sorted(names)
    for name in names:
        kinds = [(claim.kind.value, claim.location.line) for claim in documents.claims(name)]
        assert ("justifies", 1) in kinds
        assert ("guidance", 4) in kinds
        assert "localhost-url" not in dict(kinds)


def test_only_the_beginning_of_a_huge_document_is_read() -> None:
    papers = Papers({"README.md": "word " * 50_000 + ALL})
    assert Documents(papers).claims("README.md") == ()


def test_markdown_that_its_parser_cannot_read_is_read_by_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    def trips(_text: str) -> None:
        raise IndexError

    monkeypatch.setattr("portbind_lint.review.documents.read_markdown", trips)
    assert [claim.phrase for claim in Documents(Papers(TREE)).claims("README.md")] == ["all-interfaces"]


def test_lines_beyond_those_of_any_real_document_are_not_read() -> None:
    assert Documents(Papers({"README.md": "# a\n" * 6_000 + ALL})).claims("README.md") == ()


def test_pages_about_another_package_or_another_language_are_not_asked() -> None:
    tree = {f"packages/{name}/package.json": "{}" for name in ("cli", "viewer", "docker")}
    pages = ["docs/cli/a.md", "docs/viewer/a.md", "docs/docker/a.md", "docs/python/a.md", "docs/docs/a.md"]
    tree |= {"package.json": "{}", "docs/package.json": "{}"} | dict.fromkeys(pages, "")
    documents = Documents(Papers(tree))
    for package, expected in {"cli": "cli", "viewer": "viewer"}.items():
        spoken = [ref.path for ref in documents.speaking_for(f"packages/{package}/src/x.ts")]
        assert sorted(spoken) == sorted([f"docs/{expected}/a.md", "docs/docker/a.md", "docs/docs/a.md"])


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("# A\n\nIt listens on all interfaces.\n\nMore is to come.\n", True),
        ("Before.\n\n# A\n\nIt listens on all interfaces.\n", False),
        ("# A\n\nIt listens on this machine only.\n", False),
        ("# A\n", False),
    ],
)
def test_the_digest_tells_what_a_document_gives_to_know(text: str, *, same: bool) -> None:
    before = Documents(Papers({"README.md": "# A\n\nIt listens on all interfaces.\n"})).digest("README.md", CLAIMS)
    assert (Documents(Papers({"README.md": text})).digest("README.md", CLAIMS) == before) is same


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Metrics: `METRICS_PORT`, 9090.\n\nMore is to come.\n", True),
        ("Metrics: `METRICS_PORT`, 9091.\n", False),
        ("Metrics: `PORT`, 9090.\n", False),
    ],
)
def test_the_digest_tells_what_a_document_says_of_ports(text: str, *, same: bool) -> None:
    documents = Documents(Papers({"a.md": "Metrics: `METRICS_PORT`, 9090.\n", "b.md": text}))
    assert (documents.digest("a.md", PORTS) == documents.digest("b.md", PORTS)) is same
    assert (documents.named("a.md") == documents.named("b.md")) is same
    assert documents.named("none.md") == Named()


def test_the_digest_of_a_missing_document_is_that_of_no_other() -> None:
    documents = Documents(Papers({"a.md": "", "long.md": "1\n" * 100_000, "longer.md": "1\n" * 100_001}))
    assert len({documents.digest(path, CLAIMS) for path in ("a.md", "long.md", "longer.md", "b.md")}) == 4


def test_a_broken_description_is_not_analysed() -> None:
    documents = Documents(Papers({"server.json": "{", "openapi.yaml": "servers: [{url: 'http://localhost:3000'}]"}))
    assert [claim.phrase for claim in documents.claims("openapi.yaml")] == ["localhost-url"]
    assert documents.claims("server.json") == ()
    assert [problem.path for problem in documents.problems] == ["server.json"]


def test_descriptions_and_help_pages_are_asked() -> None:
    tree = {
        "package.json": "{}",
        "server.json": "",
        "docs/openapi.json": "",
        "src/a.html": "",
        "lib/locales/en-US/a.html": "",
    }
    tree |= {"lib/locales/de/a.html": "", "src/b.html": "", "other/package.json": "{}", "other/a.html": ""}
    spoken = [(ref.path, ref.depth) for ref in Documents(Papers(tree)).speaking_for("src/a.js")]
    assert spoken == [("lib/locales/en-US/a.html", 0), ("src/a.html", 0), ("docs/openapi.json", 2), ("server.json", 1)]
