from pathlib import Path

import pytest

from portbind_lint.fix.perform import perform
from tests.fix.repaired import analysed, fixed

HTTP = "import http from 'node:http';\nconst server = http.createServer();\n"
GRPC = "import { Server, ServerCredentials } from '@grpc/grpc-js';\nconst server = new Server();\n"

FIXED = [
    (HTTP, "server.listen(1, '0.0.0.0');", "server.listen(1, '127.0.0.1');"),
    (HTTP, 'server.listen(1, "::");', 'server.listen(1, "::1");'),
    (HTTP, "server.listen(1, '');", "server.listen(1, '127.0.0.1');"),
    (HTTP, "server.listen(1, `0.0.0.0`);", "server.listen(1, `127.0.0.1`);"),
    (HTTP, "server.listen(1, '0:0:0:0:0:0:0:0');", "server.listen(1, '::1');"),
    (HTTP, "server.listen({ port: 1, host: 0 });", "server.listen({ port: 1, host: '127.0.0.1' });"),
    (HTTP, "server.listen(1, process.env.HOST || '0.0.0.0');", "server.listen(1, process.env.HOST || '127.0.0.1');"),
    (
        HTTP,
        "const f = (h = '0.0.0.0') => server.listen(1, h);\nf();",
        "const f = (h = '127.0.0.1') => server.listen(1, h);\nf();",
    ),
    (
        HTTP,
        "const HOST = '0.0.0.0';\nserver.listen(1, HOST, () => {\n  console.log(HOST);\n  say(`http://${HOST}`);\n});",
        "const HOST = '127.0.0.1';\nserver.listen(1, HOST, () => {\n  console.log(HOST);\n  say(`http://${HOST}`);\n});",
    ),
    (
        HTTP,
        "const c = { host: '::' };\nserver.listen(1, c.host);",
        "const c = { host: '::1' };\nserver.listen(1, c.host);",
    ),
    (
        GRPC,
        "server.bindAsync('0.0.0.0:50051', ServerCredentials.createInsecure(), cb);",
        "server.bindAsync('127.0.0.1:50051', ServerCredentials.createInsecure(), cb);",
    ),
    (
        GRPC,
        "server.bindAsync(`[::]:${port}`, ServerCredentials.createInsecure(), cb);",
        "server.bindAsync(`[::1]:${port}`, ServerCredentials.createInsecure(), cb);",
    ),
]


@pytest.mark.parametrize(("beginning", "before", "after"), FIXED)
def test_a_literal_is_rewritten(beginning: str, before: str, after: str, tmp_path: Path) -> None:
    done = fixed(tmp_path, {"server.ts": f"{beginning}{before}\n"})
    assert done.left == ()
    assert (tmp_path / "server.ts").read_text() == f"{beginning}{after}\n"


LEFT = [
    ("const HOST = '0.0.0.0';\nserver.listen(1, HOST);\nspawn('x', [HOST]);", "server.ts:5 uses the same value"),
    ("const c = { host: '::' };\nserver.listen(1, c.host);\nif (c.host) open();", "server.ts:5 uses the same value"),
    ("const n = '0.0.0';\nserver.listen(1, n + '.0');", "is no literal address"),
    ("server.listen(1, ['0.0.0.0', '::'][n]);\n", "it would still bind wildcard"),
]


@pytest.mark.parametrize(("code", "reason"), LEFT)
def test_what_an_edit_would_reach_besides_is_left(code: str, reason: str, tmp_path: Path) -> None:
    done = fixed(tmp_path, {"server.ts": f"{HTTP}{code}\n"})
    ((_, told),) = done.left
    assert reason in told
    assert (tmp_path / "server.ts").read_text() == f"{HTTP}{code}\n"


def test_two_findings_share_one_edit(tmp_path: Path) -> None:
    code = f"{HTTP}const HOST = '0.0.0.0';\nserver.listen(1, HOST);\nserver.listen(2, HOST);\n"
    done = fixed(tmp_path, {"server.ts": code})
    assert len(done.fixed) == 2
    assert (tmp_path / "server.ts").read_text() == code.replace("0.0.0.0", "127.0.0.1")


def test_a_value_in_another_file_is_rewritten_there(tmp_path: Path) -> None:
    code = "import { HOST } from './host';\nimport http from 'http';\nhttp.createServer().listen(1, HOST);\n"
    done = fixed(tmp_path, {"a.ts": code, "host.ts": "\ufeffexport const HOST = '0.0.0.0';\r\n"})
    assert done.paths == ("host.ts",)
    assert (tmp_path / "host.ts").read_bytes().decode() == "\ufeffexport const HOST = '127.0.0.1';\r\n"
    assert (tmp_path / "a.ts").read_text() == code


def test_a_value_in_json_is_rewritten_there(tmp_path: Path) -> None:
    code = "import c from './c.json';\nimport http from 'http';\nhttp.createServer().listen(1, c.host);\n"
    done = fixed(tmp_path, {"a.ts": code, "c.json": '{\n\t"port": 1,\n\t"host": "0.0.0.0"\n}\n'})
    assert done.paths == ("c.json",)
    assert (tmp_path / "c.json").read_text() == '{\n\t"port": 1,\n\t"host": "127.0.0.1"\n}\n'


def test_a_value_that_an_intended_listener_binds_too_is_left(tmp_path: Path) -> None:
    """The second listener has a document that wants it to be reached, so its address must stay."""
    code = "import http from 'http';\nimport { HOST } from '../host';\nhttp.createServer().listen(1, HOST);\n"
    files = {
        "host.ts": "export const HOST = '0.0.0.0';\n",
        "local/a.ts": code,
        "public/a.ts": code,
        "public/package.json": '{"name": "public"}',
        "public/README.md": "# Public\n\nDeploy it to a cloud server; clients reach its HTTP API over the network.\n",
    }
    done = fixed(tmp_path, files)
    assert done.paths == ()
    assert {site.location.path: reason for site, reason in done.left} == {
        "local/a.ts": "public/a.ts:3 would bind another address too",
        "public/a.ts": "the documentation says that other machines are meant to reach it",
    }


def test_a_value_that_two_servers_bind_is_rewritten_for_both(tmp_path: Path) -> None:
    code = "import http from 'http';\nimport { HOST } from './host';\nhttp.createServer().listen(1, HOST);\n"
    done = fixed(tmp_path, {"host.ts": "export const HOST = '0.0.0.0';\n", "a.ts": code, "b.ts": code})
    assert done.paths == ("host.ts",)
    assert [site.location.path for site, _ in done.fixed] == ["a.ts", "b.ts"]


def test_a_value_that_a_test_binds_too_is_rewritten(tmp_path: Path) -> None:
    code = "import http from 'http';\nimport { HOST } from '{}host';\nhttp.createServer().listen(1, HOST);\n"
    files = {
        "host.ts": "export const HOST = '0.0.0.0';\n",
        "a.ts": code.replace("{}", "./"),
        "tests/a.test.ts": code.replace("{}", "../"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    done = perform(tmp_path, analysed(tmp_path).sites)
    assert [site.location.path for site, _ in done.fixed] == ["a.ts"]
    assert not any(site.address.cls.exposed for site in analysed(tmp_path).sites)
