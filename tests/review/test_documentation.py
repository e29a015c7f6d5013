"""From documents and deployment files to one status and to guidance."""

import pytest

from portbind_lint.model.evidence import Documentation, Guidance
from portbind_lint.review.deployments import Deployments
from portbind_lint.review.documents import Documents
from portbind_lint.review.gather import Asked, review_documents
from tests.review.papers import Papers, site_at

LOCAL = "Open http://localhost:3000."
ALL = "It listens on all network interfaces."
NAMED = "It has a Streamable HTTP transport."
DOCKER = {"Dockerfile": "EXPOSE 3000"}


def review(tree: dict[str, str], *, dev: bool = False, path: str = "s.ts") -> tuple[Documentation, Guidance]:
    papers = Papers(tree)
    return review_documents(Documents(papers), Deployments(papers), Asked(site_at(path), dev))


@pytest.mark.parametrize(
    ("tree", "status", "decisive"),
    [
        ({}, "silent", None),
        ({"README.md": "A pantry."}, "silent", None),
        ({"README.md": LOCAL}, "contradicts", "README.md"),
        ({"README.md": ALL}, "justified", "README.md"),
        ({"README.md": f"{LOCAL}\n\n{ALL}"}, "justified", "README.md"),
        ({"README.md": LOCAL, **DOCKER}, "deploy-config", "Dockerfile"),
        ({"README.md": "## Deployment", **DOCKER}, "deploy-config", "Dockerfile"),
        ({"README.md": "## Deployment"}, "justified", "README.md"),
        ({"README.md": "The server binds to localhost only.", **DOCKER}, "contradicts", "README.md"),
        ({"README.md": f"{ALL}\n\n- HOST (default: 127.0.0.1)"}, "contradicts", "README.md"),
        ({"README.md": LOCAL, "docs/deploy.md": ALL}, "justified", "docs/deploy.md"),
        ({"README.md": LOCAL, "docs/colours.md": "It can be self-hosted."}, "contradicts", "README.md"),
        ({"README.md": LOCAL, "ec2.md": ALL}, "justified", "ec2.md"),
        ({"README.md": LOCAL, "ec2-prices.md": ALL}, "contradicts", "README.md"),
        ({"README.md": LOCAL, "hosting/kubernetes/README.md": ALL}, "justified", "hosting/kubernetes/README.md"),
        ({"README.md": LOCAL, "shelves/docker/README.md": ALL}, "contradicts", "README.md"),
        ({"README.md": LOCAL, "docker/package.json": "{}", "docker/README.md": ALL}, "contradicts", "README.md"),
        ({"README.md": NAMED}, "justified", "README.md"),
        ({"README.md": "## Streamable HTTP transport"}, "silent", None),
        ({"README.md": f"{NAMED}\n\n{LOCAL}"}, "contradicts", "README.md"),
        ({"README.md": f"{NAMED} The HTTP mode is for web clients.\n\n{LOCAL}"}, "justified", "README.md"),
        ({"README.md": f"{NAMED}\n\n{LOCAL}", **DOCKER}, "deploy-config", "Dockerfile"),
    ],
)
def test_status(tree: dict[str, str], status: str, decisive: str | None) -> None:
    documentation, _ = review(tree)
    assert documentation.status.value == status
    assert next((each.location.path for each in documentation.evidence), None) == decisive


def test_a_developers_server_is_not_justified_by_how_the_product_is_deployed() -> None:
    tree = {"README.md": "## Kubernetes\n\nA helm chart for Kubernetes.", **DOCKER}
    assert review(tree)[0].status.value == "justified"
    assert review(tree, dev=True)[0].status.value == "silent"
    assert review({"README.md": ALL}, dev=True)[0].status.value == "justified"
    assert review({".env.example": "API_HOST=0.0.0.0"})[0].status.value == "justified"
    assert review({".env.example": "API_HOST=0.0.0.0"}, dev=True)[0].status.value == "silent"


def test_a_development_container_is_a_reason_for_developers_servers_only() -> None:
    container = {".devcontainer/devcontainer.json": '"appPort": 3000'}
    assert review(container)[0].status.value == "silent"
    assert review(container, dev=True)[0].status.value == "deploy-config"
    assert review(DOCKER, dev=True)[0].status.value == "silent"


def test_the_nearest_package_outranks_the_repository() -> None:
    tree = {"package.json": "{}", "README.md": ALL, "a/package.json": "{}", "a/README.md": "A localhost-only bridge."}
    assert review(tree, path="a/s.ts")[0].status.value == "contradicts"
    assert review(tree, path="s.ts")[0].status.value == "justified"


def test_evidence_is_the_decisive_line_and_three_more() -> None:
    text = "\n\n".join([f"{LOCAL} {number}" for number in range(3)] + [f"{ALL} {number}" for number in range(6)])
    evidence = review({"README.md": text})[0].evidence
    assert [each.location.line for each in evidence] == [7, 9, 11, 13]


def test_a_repeated_sentence_is_one_piece_of_evidence() -> None:
    evidence = review({"README.md": f"{ALL}\n\n{ALL}\n\n{ALL} It is meant to."})[0].evidence
    assert [each.location.line for each in evidence] == [1, 5]
    assert {each.claim for each in evidence} == {"all-interfaces"}


def test_guidance_has_its_evidence() -> None:
    _, advice = review({"README.md": "Put it behind a reverse proxy.", "docs/deploy.md": "## Network security"})
    assert advice.present
    assert [each.location.path for each in advice.evidence] == ["README.md", "docs/deploy.md"]
    assert not review({"README.md": LOCAL, "docs/colours.md": "### SSL support"})[1].present


def test_a_page_or_section_about_something_else_gives_guidance_only_in_so_many_words() -> None:
    assert review({"README.md": "Always use HTTPS."})[1].present
    assert not review({"docs/usage.md": "Always use HTTPS."})[1].present
    assert not review({"docs/usage.md": "# Shelves\n\nAlways use HTTPS."})[1].present
    assert review({"docs/usage.md": "# Shelves\n\n## Behind a proxy\n\nAlways use HTTPS."})[1].present
    assert review({"docs/deploying.md": "Always use HTTPS."})[1].present
    assert review({"docs/usage.md": "Do not expose it to the internet."})[1].present


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("We have introduced **Pantry Cloud**, a remote MCP server.\n\n{own}", 3),
        ("Connect to our hosted Pantry server with Streamable HTTP.\n\n{own}", 3),
        (
            '# Pantry\n\n## Remote server\n\n```json\n{{"url": "https://mcp.pantry.dev/mcp"}}\n```\n\n## Run\n\n{own}',
            11,
        ),
        ("At https://mcp.pantry.dev/mcp.\n\nThe remote server needs the remote server URL.\n\n{own}", 5),
        ("# Pantry\n\n## Remote server\n\nAt http://localhost:4000 or https://mcp.pantry.dev/mcp.\n\n{own}", 3),
        ("# Pantry\n\n## Remote server\n\nAt https://pantry.your-domain.test/mcp.\n\n{own}", 3),
    ],
)
def test_the_program_itself_outranks_a_service_of_its_authors(text: str, line: int) -> None:
    own = "With the Streamable HTTP transport, clients connect over the network."
    evidence = review({"README.md": text.format(own=own)})[0].evidence
    assert evidence[0].location.line == line


def test_a_service_of_the_authors_alone_still_justifies() -> None:
    assert review({"README.md": "It is a hosted remote MCP server."})[0].status.value == "justified"


@pytest.mark.parametrize(
    ("own", "status"),
    [(LOCAL, "contradicts"), ("", "justified"), (ALL, "justified"), (f"{LOCAL}\n\n{ALL}", "justified")],
)
def test_an_example_that_its_own_readme_keeps_local_is_not_justified_by_the_project(own: str, status: str) -> None:
    tree = {"README.md": "## Deployment\n\nDeploy it to Kubernetes.", "examples/a/README.md": own}
    assert review(tree, path="examples/a/server.ts")[0].status.value == status
