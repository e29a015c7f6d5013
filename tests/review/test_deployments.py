"""Which deployment files deploy the program of a site."""

import pytest

from portbind_lint.review.deployments import Deployments
from portbind_lint.review.meant import Listening
from portbind_lint.review.ports import Ports
from tests.review.papers import Papers, site_at

ONE = {"package.json": '{"name": "larder"}', "src/s.ts": ""}
TWO = {"package.json": "{}", "web/package.json": '{"name": "@l/shopfront"}', "api/package.json": '{"name": "@l/api"}'}
MANIFEST = "apiVersion: v1\nkind: Deployment\ncontainerPort: {{ .Values.port }}\n"
COMPOSE = "services: {cellar: {image: x/IMAGE, ports: ['80:80']}}"


MOUNTED = "services:\n  first:\n    image: node:22\n    network_mode: host\n    volumes: ['PATH']\n"


@pytest.mark.parametrize(
    ("tree", "file", "text", "site", "belongs"),
    [
        (ONE, "Dockerfile", "EXPOSE 3000", ("src/s.ts", ""), True),
        (ONE, "test/Dockerfile", "EXPOSE 3000", ("src/s.ts", ""), False),
        (ONE, "docker-compose.dev.yml", COMPOSE.replace("IMAGE", "larder"), ("src/s.ts", ""), False),
        (ONE, "docker-compose.yml", COMPOSE.replace("IMAGE", "larder"), ("src/s.ts", ""), True),
        (ONE, "docker-compose.yml", COMPOSE.replace("IMAGE", "ldap"), ("src/s.ts", ""), False),
        (ONE, "charts/larder/templates/d.yaml", MANIFEST, ("src/s.ts", ""), True),
        (TWO, "charts/shopfront/templates/d.yaml", MANIFEST, ("web/s.ts", ""), True),
        (TWO, "charts/shopfront/templates/d.yaml", MANIFEST, ("api/s.ts", ""), False),
        (ONE, ".github/workflows/a.yml", "- run: flyctl deploy", ("src/s.ts", ""), True),
        (TWO, ".github/workflows/a.yml", "- run: flyctl deploy shopfront", ("web/s.ts", ""), True),
        (TWO, ".github/workflows/a.yml", "- run: flyctl deploy shopfront", ("api/s.ts", ""), False),
        (ONE, ".github/Dockerfile", "EXPOSE 3000", ("src/s.ts", ""), False),
        (ONE, ".devcontainer/Dockerfile", "EXPOSE 3000", ("src/s.ts", ""), False),
        (ONE, ".devcontainer/devcontainer.json", '"appPort": 3000', ("src/s.ts", ""), True),
        ({}, "docker-compose.yml", COMPOSE.replace("IMAGE", "larder"), ("s.ts", ""), True),
        (TWO, "docker-compose.yml", MOUNTED.replace("PATH", "./web:/app"), ("web/s.ts", ""), True),
        (TWO, "docker-compose.yml", MOUNTED.replace("PATH", "./web:/app"), ("api/s.ts", ""), False),
        (TWO, "docker-compose.yml", MOUNTED.replace("PATH", "data:/web"), ("web/s.ts", ""), False),
        (
            TWO,
            "docker-compose.yml",
            MOUNTED.replace("host", "none").replace("PATH", "./web:/a"),
            ("web/s.ts", ""),
            False,
        ),
        ({}, "Dockerfile", "EXPOSE 3000", ("s.ts", ""), True),
        (TWO, "web/Dockerfile", "EXPOSE 3000", ("web/s.ts", ""), True),
        (TWO, "web/Dockerfile", "EXPOSE 3000\nCOPY api .", ("api/s.ts", ""), False),
        (TWO, "Dockerfile", "EXPOSE 3000\nCMD node web/s.js", ("web/s.ts", ""), True),
        (TWO, "Dockerfile", "EXPOSE 3000\nCMD node web/s.js", ("api/s.ts", ""), False),
        (TWO, "deployed-here/Procfile", "web: node s.js --name shopfront", ("web/s.ts", ""), True),
        ({"web/package.json": "{}"}, "Dockerfile", "EXPOSE 3000", ("web/s.ts", ""), True),
        ({"web/package.json": "{}", "api/package.json": "{}"}, "Dockerfile", "EXPOSE 3000", ("web/s.ts", ""), False),
    ],
)
def test_belonging(tree: dict[str, str], file: str, text: str, site: tuple[str, str], belongs: bool) -> None:
    found = Deployments(Papers({**tree, file: text})).for_site(site_at(*site))
    assert [entry.location.path for entry in found] == [file] * belongs


@pytest.mark.parametrize(("ports", "belongs"), [({3000}, True), ({9999}, False), ({9999, 3000}, True), (set(), True)])
def test_a_file_that_opens_a_port_deploys_who_listens_there(ports: set[int], belongs: bool) -> None:
    listening = Listening(lambda: Ports(frozenset(ports)), lambda _: False)
    found = Deployments(Papers({**ONE, "Dockerfile": "EXPOSE 3000"})).for_site(site_at("src/s.ts"), listening)
    assert bool(found) is belongs


def test_a_file_that_is_too_large_is_told() -> None:
    text = "services:\n  web:\n    image: a\n    ports: ['80:80']\n"
    deployments = Deployments(Papers({"docker-compose.yml": text + "# more\n" * 40_000}))
    assert deployments.for_site(site_at("server.js")) == ()
    (problem,) = deployments.problems
    assert (problem.path, problem.reason) == (
        "docker-compose.yml",
        "not read as a deployment: larger than 262,144 bytes",
    )


def test_a_broken_file_is_not_analysed_and_the_others_are() -> None:
    papers = Papers({**ONE, "docker-compose.yml": "services: [", "Dockerfile": "EXPOSE 3000"})
    deployments = Deployments(papers)
    assert not tuple(deployments.problems)
    assert [entry.location.path for entry in deployments.for_site(site_at("src/s.ts"))] == ["Dockerfile"]
    (problem,) = deployments.problems
    assert problem.path == "docker-compose.yml"
    assert problem.reason.startswith("not understood: ")


def test_the_nearest_file_is_first_and_files_are_read_once() -> None:
    papers = Papers({**ONE, "Dockerfile": "EXPOSE 1000", "src/Dockerfile": "EXPOSE 1000", "k8s/x.yaml": "a" * 300_000})
    deployments = Deployments(papers)
    assert papers.opened == []
    for _ in range(2):
        paths = [entry.location.path for entry in deployments.for_site(site_at("src/s.ts"))]
        assert paths == ["src/Dockerfile", "Dockerfile"]
    # Of the one that is no use everybody is told, who asked is known by what was read.
    assert sorted(papers.opened) == ["Dockerfile", "k8s/x.yaml", "k8s/x.yaml", "package.json", "src/Dockerfile"]
