"""Machine-readable descriptions as text that the phrases can read."""

import json

import pytest

from portbind_lint.evaluate.data.yaml_tree import BrokenYamlError
from portbind_lint.review.claims import claims_of
from portbind_lint.review.descriptions import is_description, read_description

ENVIRONMENT = {"name": "HOST", "description": "Address to bind", "default": "127.0.0.1"}
SERVER = {
    "packages": [
        {"transport": {"type": "streamable-http", "url": "http://localhost:{PORT}/mcp"}},
        {"transport": {"type": "stdio"}, "environmentVariables": [ENVIRONMENT, {"name": "KEY"}, {"description": "x"}]},
        {"packageArguments": [{"name": "--host", "value": "0.0.0.0"}]},
    ],
    "remotes": [{"type": "sse", "url": "https://larder.example.test/sse"}],
}
BUNDLE = {"user_config": {"port": {"title": "Port"}, "host": {"description": "Bind address", "default": "0.0.0.0"}}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            json.dumps(SERVER, indent="\t"),
            [
                (6, "http://localhost:{PORT}/mcp"),
                (16, "`HOST`: Address to bind (default: 127.0.0.1)"),
                (29, "`--host`:  (default: 0.0.0.0)"),
                (39, "https://larder.example.test/sse"),
            ],
        ),
        (json.dumps(BUNDLE, indent=1), [(3, "`port`: Port"), (7, "`host`: Bind address (default: 0.0.0.0)")]),
        ("servers:\n  - url: http://localhost:3000\n  - {description: none}\n", [(2, "http://localhost:3000")]),
        ("startCommand:\n  configSchema:\n    properties:\n      key: {description: A key}", [(4, "`key`: A key")]),
        ("packages: 1\nservers: x\nuser_config: [1]", []),
        ("", []),
    ],
)
def test_what_is_read(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(block.line, block.text) for block in read_description(text)] == expected


def test_the_phrases_understand_it() -> None:
    text = json.dumps(SERVER, indent=1)
    phrases = [claim.phrase for claim in claims_of("server.json", text.split("\n"), read_description(text))]
    assert "host-default-loopback" in phrases
    assert "localhost-url" in phrases


def test_which_files() -> None:
    names = ("server.json", "manifest.json", "smithery.yaml", "openapi.yml", "swagger.json", "OpenAPI.json")
    assert all(is_description(name) for name in names)
    assert not any(is_description(name) for name in ("package.json", "my-server.json", "openapi.md"))


def test_broken_text_is_refused() -> None:
    with pytest.raises(BrokenYamlError):
        read_description("{")
