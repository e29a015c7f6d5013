"""Every reader of deployment files: what it opens, and what it leaves alone."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portbind_lint.evaluate.data.yaml_tree import BrokenYamlError, read_tree
from portbind_lint.review.deployments import readers
from portbind_lint.review.placing import beside, speaks_for

COMPOSE = "services:\n  web:\n    build: ./web\n    ports:\n      - {}\n"
MANIFEST = (
    "apiVersion: v1\nkind: Deployment\nspec:\n  containers:\n    - image: larder\n      ports:\n"
    "        - containerPort: {}\n"
)

BUILD = "image:\n\tdocker build -t larder .\n"

CASES = [
    ("Dockerfile", "FROM node\nEXPOSE 3000 4000/udp\n", [("dockerfile", 2, (3000, 4000), "")]),
    ("docker/prod/Dockerfile", "EXPOSE $PORT\n", [("dockerfile", 1, (), "")]),
    ("web/web.Dockerfile", "ENV A=1\nENV HOST=0.0.0.0\n", [("dockerfile", 2, (), "web")]),
    ("Dockerfile", "FROM node\nENV A=b\nCMD node x.js\n", []),
    ("docker-compose.yml", COMPOSE.format('"8080:3000"'), [("compose", 5, (3000,), "web")]),
    ("docker-compose.yml", COMPOSE.format("${PORT:-8080}:3000"), [("compose", 5, (3000,), "web")]),
    ("docker-compose.yml", COMPOSE.format("3000:${PORT:-8080}"), [("compose", 5, (8080,), "web")]),
    ("compose.prod.yaml", COMPOSE.format("127.0.0.1:8080:3000"), []),
    ("compose.yaml", COMPOSE.format("{target: 3000, published: 80}"), [("compose", 5, (3000,), "web")]),
    ("compose.yaml", COMPOSE.format("{target: 3000, host_ip: 127.0.0.1}"), []),
    ("compose.yaml", COMPOSE.format("{published: 80}"), []),
    ("compose.yaml", "services: {a: {image: x/larder:1, expose: ['80']}}", [("compose", 1, (80,), "")]),
    (
        "compose.yaml",
        "x: &p {ports: ['80:80']}\nservices: {a: {<<: *p, build: {context: ../..}}}",
        [("compose", 1, (80,), "")],
    ),
    ("compose.yaml", "version: 3", []),
    ("compose.yaml", "services:\n  a:\n    build: .\n    network_mode: host\n", [("compose", 4, (), "")]),
    ("compose.yml", 'services:\n  a:\n    image: larder\n    net: "host"\n', [("compose", 4, (), "")]),
    ("compose.yml", "services:\n  a:\n    image: larder\n    network_mode: bridge\n", []),
    ("k8s/api.yaml", MANIFEST.format(3000), [("kubernetes", 7, (3000,), "")]),
    ("charts/larder/templates/d.yaml", MANIFEST.format("{{ .Values.port }}"), [("kubernetes", 7, (), "")]),
    ("config.yaml", "containerPort: 3000", []),
    ("Procfile", "worker: node w.js\nweb: node s.js\n", [("procfile", 2, (), "")]),
    ("Procfile", "worker: node w.js\n", []),
    ("fly.toml", "app = 'x'\n  internal_port = 8080\n", [("fly", 2, (8080,), "")]),
    ("fly.toml", "app = 'x'\n", []),
    ("Makefile", f"{BUILD}run:\n\tdocker run -p 8080:3000 larder\n", [("recipe", 4, (3000,), "")]),
    ("Makefile", f"{BUILD}run:\n\tdocker run -d \\\n\t  -p $(PORT):$(PORT) $(IMAGE)\n", [("recipe", 4, (), "")]),
    ("api/GNUmakefile", "run:\n\tpodman run --publish=80:8080 larder\n", [("recipe", 2, (8080,), "api")]),
    ("justfile", "serve port='80':\n  docker run --network host larder\n", [("recipe", 2, (), "")]),
    ("justfile", "ship:\n  flyctl deploy --remote-only\n", [("recipe", 2, (), "")]),
    ("Taskfile.yml", "tasks:\n  up:\n    cmd: docker run -p 80:80 larder\n", [("recipe", 3, (80,), "")]),
    ("package.json", '{"scripts": {\n"up": "docker run -p 80:3000 larder"}}', [("recipe", 2, (3000,), "")]),
    ("web/package.json", '{"scripts": {\n"ship": "gcloud run deploy web"}}', [("recipe", 2, (), "web")]),
    ("packages/web/package.json", '{"scripts": {"up": "docker run -p 80:80 larder"}}', []),
    ("Makefile", "run:\n\tdocker run -p 127.0.0.1:80:80 larder\n", []),
    ("Makefile", "run:\n\tdocker run -it larder\n", []),
    ("Makefile", "run:\n\tmkdir -p 80:80\n", []),
    ("Makefile", "run:\n\tdocker run larder \\", []),
    ("render.yaml", "services:\n  - type: web\n    startCommand: x\n", [("render", 2, (), "")]),
    ("app.yaml", "runtime: nodejs20\n", [("app-engine", 1, (), "")]),
    ("app.json", '{\n  "formation": {}\n}', [("heroku", 2, (), "")]),
    ("railway.toml", 'startCommand = "x"\n', [("railway", 1, (), "")]),
    ("smithery.yaml", "startCommand:\n  type: stdio\n", []),
    ("smithery.yaml", "startCommand:\n  type: http\n", [("smithery", 2, (), "")]),
    ("supabase/config.toml", 'project_id = "acme"\n[functions.jam]\n', [("supabase", 2, (), "supabase")]),
    ("config.toml", "[functions.jam]\n", []),
    ("nginx.conf", "proxy_pass http://web:3000;\n", [("proxy", 1, (3000,), "")]),
    ("Caddyfile", "reverse_proxy web\n", [("proxy", 1, (), "")]),
    ("nginx.conf", "proxy_pass http://127.0.0.1:3000;\n", []),
    ("deploy/nginx/default.conf", "upstream web {\n  server web:3000;\n}", [("proxy", 2, (3000,), "")]),
    ("sites-enabled/larder.conf", "server {\n  server_name larder;\n}", []),
    ("Caddyfile.prod", "reverse_proxy /api/* web:3000\n", [("proxy", 1, (3000,), "")]),
    ("Dockerrun.aws.json", '{\n  "Ports": [\n    {"ContainerPort": 80}\n  ]\n}', [("elastic-beanstalk", 3, (), "")]),
    (".github/workflows/ship.yml", "jobs:\n  a:\n    - run: flyctl deploy --remote-only\n", [("workflow", 3, (), "")]),
    (".github/workflows/ship.yml", "    - uses: azure/webapps-deploy@v3\n", [("workflow", 1, (), "")]),
    (".github/workflows/ship.yml", "    # - run: flyctl deploy\n    - run: npm test\n", []),
    (".github/workflows/docs.yml", "    - run: flyctl deploy\n", []),
    (".devcontainer/devcontainer.json", '{\n  "appPort": [3000, "8080:80"]\n}', [("devcontainer", 2, (3000, 80), "")]),
    (".devcontainer/devcontainer.json", '{\n  "forwardPorts": [3000]\n}', []),
    ("web/.devcontainer.json", '{"image": "x",\n"appPort": "127.0.0.1:80:80"}', []),
    ("larder.socket", "[Socket]\nListenStream=3000\n", [("systemd", 2, (3000,), "")]),
    ("larder.service", "Environment=HOST=0.0.0.0\n", [("systemd", 1, (), "")]),
    ("larder.service", "ExecStart=node s.js\n", []),
]


@pytest.mark.parametrize(("path", "text", "expected"), CASES)
def test_reader(path: str, text: str, expected: list[tuple[str, int, tuple[int, ...], str]]) -> None:
    found = [entry for reader in readers() if reader.handles(path) for entry in reader.read(path, text)]
    assert [(entry.reader, entry.location.line, entry.ports, entry.folder) for entry in found] == expected
    assert all(entry.location.text == text.split("\n")[entry.location.line - 1] for entry in found)


def test_every_reader_has_a_case_that_fires_and_one_that_does_not() -> None:
    for reader in readers():
        answers = {bool(reader.read(path, text)) for path, text, _ in CASES if reader.handles(path)}
        assert answers == {True, False}, reader


@pytest.mark.parametrize(
    ("service", "audiences"),
    [
        ("build: .\n    command: npm run dev", [False, True]),
        ("image: larder\n    command: [pnpm, dev, --host]", [False, True]),
        ("build: {context: ., target: development}", [False, True]),
        ("build: .\n    command: npx vite --port 3000", [False, True]),
        ("build: .\n    command: npx vite preview", [False]),
        ("build: .\n    command: node dev-server/main.js", [False]),
        ("build: .\n    command: npm start", [False]),
    ],
)
def test_a_service_may_serve_developers_too(service: str, audiences: list[bool]) -> None:
    (compose,) = [reader for reader in readers() if reader.handles("compose.yaml")][:1]
    found = compose.read("compose.yaml", f"services:\n  web:\n    {service}\n    ports: ['3000:3000']\n")
    assert [entry.for_developers for entry in found] == audiences


def test_an_image_of_others_is_ours_only_by_name() -> None:
    (compose,) = [reader for reader in readers() if reader.handles("compose.yaml")][:1]
    (image,) = compose.read("compose.yaml", "services: {db: {image: example.test/x/store:9, ports: ['80:80']}}")
    assert image.by_name
    assert image.mentions == ("db", "store")
    (built,) = compose.read("compose.yaml", "services: {db: {image: x, command: [node, s.js], ports: ['80:80']}}")
    assert not built.by_name
    assert built.mentions == ("db", "x", "node", "s.js")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abc:{}[]-&*<>| \n'\"#!%@`,0", max_size=80))
def test_no_text_breaks_a_reader(text: str) -> None:
    for reader in readers():
        for path in ("compose.yaml", "k8s/api.yaml", "render.yaml", "Dockerfile", "nginx.conf"):
            if reader.handles(path):
                with suppress(BrokenYamlError):
                    assert isinstance(reader.read(path, text), tuple)


@pytest.mark.parametrize("text", ["[" * 500, "- " * 500, "a: {b: [", "\x07"])
def test_yaml_that_is_none_or_too_deep(text: str) -> None:
    with pytest.raises(BrokenYamlError, match=r"\A[^\n]+\Z"):
        read_tree(text)


@pytest.mark.parametrize("text", ["&a [*a]", "? [x]\n: *x", "--- 1\n--- 2", "a: &b {c: d}\ne: *b"])
def test_yaml_of_every_kind(text: str) -> None:
    assert read_tree(text)


def test_a_tree_is_walked_by_keys() -> None:
    (tree,) = read_tree("a: &b {c: d}\ne: {<<: *b, f: [1, g: 2]}")
    found = tree.get("e", "c")
    assert found is not None
    assert (found.text, found.line) == ("d", 1)
    assert tree.get("e", "x", "y", "z") is None
    lists = tree.get("e", "f")
    assert lists is not None
    assert list(lists.texts()) == ["1"]


@pytest.mark.parametrize(
    ("folder", "relative", "expected"),
    [("a", ".", "a"), ("a", "..", ""), ("a", "../b", "b"), ("", "../x", ""), ("", "/x", "")],
)
def test_a_build_context_stays_in_the_repository(folder: str, relative: str, expected: str) -> None:
    assert beside(folder, relative) == expected


def test_deployment_folders_speak_for_what_holds_them() -> None:
    assert speaks_for("web/deploy/docker/Dockerfile") == "web"
    assert speaks_for("web/Dockerfile") == "web"
