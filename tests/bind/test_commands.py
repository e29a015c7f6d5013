from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.bind.tools.line import runs
from portbind_lint.bind.tools.text import json_strings
from tests.bind.memory import in_files, scripts, started

Found = list[tuple[str, str, str]]


def found(texts: dict[str, str], **dependencies: str) -> Found:
    """Script, command and address class of each site that is no code."""
    return [(site.script, site.call, address.cls.value) for site, address in in_files(texts, **dependencies)]


def classes(line: str) -> list[str]:
    """The address classes of what one script starts."""
    return [cls for _, _, cls in found(scripts(run=line))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("vite --host", ["wildcard"]),
        ("vite --host --port 80", ["wildcard"]),
        ("vite --host ''", ["wildcard"]),
        ("vite --host=127.0.0.1", ["loopback"]),
        ("vite --host 0.0.0.0 --host 127.0.0.1", ["loopback"]),
        ("vite --help", []),
        ("vite-node --host", []),
        ("echo vite --host", []),
        ("npx vite@5 --host", ["wildcard"]),
        ("npx --yes -p vite vite --host", ["wildcard"]),
        ("npm exec vite -- --host", ["wildcard"]),
        ("pnpm exec vite --host", ["wildcard"]),
        ("pnpm dlx --package vite vite --host", ["wildcard"]),
        ("yarn vite --host", ["wildcard"]),
        ("npm vite --host", []),
        ("bun x vite --host", ["wildcard"]),
        ("bun --bun run vite --host", ["wildcard"]),
        ("dotenv -e .env.local -- vite --host", ["wildcard"]),
        ("cross-env A=1 HOST=0.0.0.0 react-scripts start", ["wildcard"]),
        ("export HOST=127.0.0.1 && react-scripts start", ["loopback"]),
        ("set HOST=127.0.0.1&& react-scripts start", ["loopback"]),
        ("HOST=$ADDRESS react-scripts start", ["wildcard-default"]),
        ("./node_modules/.bin/vite --host", ["wildcard"]),
        ("node --max-old-space-size=4096 ./node_modules/vite/bin/vite.js --host", ["wildcard"]),
        ("tsc && vite --host; echo done", ["wildcard"]),
        ("(cd . && vite --host) > log.txt 2>&1", ["wildcard"]),
        ('concurrently -n a,b "tsc -w" "vite --host" vite', ["wildcard", "loopback-default"]),
        ('concurrently "vite --host" "http-server -a 127.0.0.1"', ["wildcard", "loopback"]),
        ('sh -c "vite --host"', ["wildcard"]),
        ("nodemon --exec 'node --inspect=0.0.0.0 a.js'", ["wildcard"]),
        ("nodemon --exec node --inspect=0.0.0.0 a.js", ["wildcard"]),
        ("tsc-watch --onSuccess 'fastify start -a 0.0.0.0 a.js'", ["wildcard"]),
        ("onchange 'src/**' -- vite --host", ["wildcard"]),
        ("vite --host ${HOST:-0.0.0.0}", ["wildcard"]),
        ("vite --host $HOST", ["loopback-default"]),
        ("vite --host %HOST%", ["loopback-default"]),
        ("HOST=0.0.0.0 vite --host $HOST", ["wildcard"]),
        ("vite --host $(hostname -I)", ["unknown"]),
        ("vite --host `hostname`", ["unknown"]),
        ("vite --host 'unclosed", []),
        ("", []),
        ("x " * 20_000, []),
        ("serve -l unix:/tmp/a.sock", ["pipe"]),
        ("serve -l tcp://0.0.0.0:$PORT", ["wildcard"]),
        ("NODE_OPTIONS='--inspect=0.0.0.0:9229' next start -H localhost", ["loopback", "wildcard"]),
        ("node --inspect=:9229 a.js", ["loopback-default"]),
        ("next dev --inspect=0.0.0.0", ["wildcard-default", "wildcard"]),
        ("next", ["wildcard-default"]),
        ("next ./app", []),
    ],
)  # fmt: skip
def test_what_a_line_listens_on(line: str, expected: list[str]) -> None:
    assert sorted(classes(line)) == sorted(expected)


@pytest.mark.parametrize(
    ("caller", "expected"),
    [
        ("npm run dev -- --host", "vite --port 80 --host"),
        ("npm run -s dev -- --host", "vite --port 80 --host"),
        ("yarn dev --host", "vite --port 80 --host"),
        ("pnpm run dev --host", "vite --port 80 --host"),
        ("pnpm dev -- --host", "vite --port 80 --host"),
        ("bun run dev --host", "vite --port 80 --host"),
        ("cd . && yarn dev --host", "vite --port 80 --host"),
    ],
)
def test_a_script_may_give_another_one_its_host(caller: str, expected: str) -> None:
    assert found(scripts(dev="vite --port 80", lan=caller)) == [
        ("dev", "vite --port 80", "loopback-default"),
        ("lan", expected, "wildcard"),
    ]


@pytest.mark.parametrize("caller", ["npm run dev", "npm run dev --host", "yarn dev", "npm run other -- --host", "npm"])
def test_a_script_that_is_run_as_it_is_counts_once(caller: str) -> None:
    assert found(scripts(dev="vite", all=caller)) == [("dev", "vite", "loopback-default")]


def test_settings_reach_the_script_that_is_called() -> None:
    texts = scripts(start="react-scripts start", lan="HOST=127.0.0.1 npm start")
    assert [cls for _, _, cls in found(texts)] == ["wildcard-default", "loopback"]


def test_scripts_that_call_each_other_end() -> None:
    calls = " && ".join(f"npm run {name} -- --host" for name in "abcd" * 20)
    assert found(scripts(a=calls, b=calls, c=calls, d=calls)) == []


@pytest.mark.parametrize(
    "line",
    ["npm --prefix web run dev -- --host", "yarn workspace @corp/web dev --host", "pnpm -C web dev --host",
     "pnpm --filter=@corp/web run dev --host", "cd web && npm run dev -- --host", "npm run dev -w @corp/web -- --host"],
)  # fmt: skip
def test_scripts_of_other_packages(line: str) -> None:
    texts = {
        "package.json": json.dumps({"scripts": {"lan": line}}),
        "web/package.json": json.dumps({"name": "@corp/web", "scripts": {"dev": "astro dev"}}),
    }
    assert ("lan", "astro dev --host", "wildcard") in found(texts)


def test_the_place_is_that_of_the_command() -> None:
    text = '{\n  "name": "a",\n  "scripts": {\n    "é😀": "echo \\"vite\\" && tsc && npx vite --host 0.0.0.0"\n  }\n}\n'
    ((site, address),) = in_files({"package.json": text})
    location = site.location
    line = text.split("\n")[3]
    assert (location.path, location.line, location.text) == ("package.json", 4, line)
    units = line.encode("utf-16-le")
    assert units[2 * (location.column - 1) : 2 * (location.end_column - 1)].decode("utf-16-le").startswith('vite\\"')
    assert address.trail[-1] == location


def test_the_script_that_counts_is_the_last_of_its_name() -> None:
    text = '{"scripts": {"a": "vite --host",\n"a": "vite"}, "config": {"scripts": {"a": "vite --host"}}}'
    ((site, address),) = in_files({"package.json": text})
    assert (site.location.line, address.cls.value) == (2, "loopback-default")


def test_processes_of_a_procfile() -> None:
    texts = {
        **scripts(start="next start"),
        "Procfile": "# web\nweb: next start -p $PORT\nrelease: next build\nlan: npm start -- -H 0.0.0.0\n",
    }
    sites = [(s.location.path, s.location.line, s.location.column, a.cls.value) for s, a in in_files(texts)]
    assert sites == [
        ("package.json", 3, 15, "wildcard-default"),
        ("Procfile", 2, 6, "wildcard-default"),
        ("Procfile", 4, 6, "wildcard"),
    ]


def test_a_configuration_decides_for_a_command_without_a_host() -> None:
    config = "export default { server: { host: true } }"
    texts = {**scripts(dev="vite", lan="vite --host 127.0.0.1"), "vite.config.ts": config}
    assert found(texts) == [("lan", "vite --host 127.0.0.1", "loopback")]
    assert found({**scripts(dev="vite"), "web/vite.config.ts": config}) == []
    web = json.dumps({"name": "web"})
    assert len(found({**scripts(dev="vite"), "web/vite.config.ts": config, "web/package.json": web})) == 1


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("wrangler.toml", "[[d1]]\nip = '1.1.1.1'\n[dev]\nip = '0.0.0.0' # all\n", [(4, 7, "wildcard")]),
        ("wrangler.toml", 'dev.ip = "127.0.0.1"', [(1, 11, "loopback")]),
        ("wrangler.toml", "[dev]\nip = 5\n[other]\nip = 'x'\n", []),
        ("wrangler.json", '{"dev": {"ip": "0.0.0.0"}, "env": {"dev": {"ip": "0.0.0.0"}}}', [(1, 17, "wildcard")]),
        ("angular.json", '{"projects": {"a": {"architect": {"serve": {"options": {"host": "localhost"}}}}}}',
         [(1, 66, "loopback")]),
        ("angular.json", '{"projects": {"a": {"architect": {"build": {"options": {"host": "0.0.0.0"}}}}}}', []),
        ("angular.json", "[" * 100_000, []),
        ("angular.json", '{"projects": ' * 50_000, []),
        ("other.json", '{"dev": {"ip": "0.0.0.0"}}', []),
    ],
)  # fmt: skip
def test_hosts_in_data_files(path: str, text: str, expected: list[tuple[int, int, str]]) -> None:
    sites = in_files({path: text})
    assert [(s.location.line, s.location.column, a.cls.value) for s, a in sites] == expected


CHILD = "import { spawn, exec, execFile, fork } from 'node:child_process'\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"{CHILD}spawn('vite', ['--host', '0.0.0.0'])", [("vite --host 0.0.0.0", "wildcard")]),
        (f"{CHILD}const args = ['vite', '--host']\nspawn('npx', args, {{ shell }})", [("vite --host", "wildcard")]),
        (f"{CHILD}spawn('npx vite', ['--host'], {{ shell: true }})", [("vite --host", "wildcard")]),
        (f"{CHILD}spawn('vite --host', {{ shell: true }})", [("vite --host", "wildcard")]),
        (f"{CHILD}spawn(win ? 'npx.cmd' : 'npx', ['next', 'dev'])", [("next dev", "wildcard-default")]),
        (f"{CHILD}exec('node --inspect=0.0.0.0 a.js')", [("node --inspect=0.0.0.0 a.js", "wildcard")]),
        (f"{CHILD}exec(`vite --host ${{process.env.LAN || '0.0.0.0'}}`)", [("vite --host …", "wildcard")]),
        (f"{CHILD}exec(`vite --host http://${{a}}`)", [("vite --host http://…", "unknown")]),
        (f"{CHILD}fork('./a.js', [], {{ execArgv: ['--inspect=0.0.0.0:9229'] }})",
         [("node --inspect=0.0.0.0:9229", "wildcard")]),
        (f"{CHILD}fork('./a.js', {{ execArgv: ['--inspect'] }})", [("node --inspect", "loopback-default")]),
        (f"{CHILD}execFile('react-scripts', ['start'], {{ env: {{ HOST: '127.0.0.1' }} }})",
         [("react-scripts start", "loopback")]),
        ("const cp = require('child_process')\ncp.execSync('http-server -a 127.0.0.1')",
         [("http-server -a 127.0.0.1", "loopback")]),
        ("import launch from 'cross-spawn'\nlaunch('serve', ['dist'])", [("serve dist", "wildcard-default")]),
        ("import { execa } from 'execa'\nexeca('serve', ['dist'])", [("serve dist", "wildcard-default")]),
        (f"{CHILD}spawn('vite', ['build'])", []),
        (f"{CHILD}spawn(program, args)", []),
        (f"{CHILD}spawn()", []),
        (f"{CHILD}exec(line)", []),
        ("/vite --host/.exec('vite --host')", []),
        ("const exec = (line) => line\nexec('vite --host')", []),
    ],
)  # fmt: skip
def test_programs_that_code_starts(code: str, expected: list[tuple[str, str]]) -> None:
    assert [(site.call, address.cls.value) for site, address in started(code)] == expected


def test_a_place_ends_with_its_line() -> None:
    text = '{"scripts":\r\n {"a": "vite --host",\r\n  "b": "yarn x && npx serve"}}'
    sites = in_files({"package.json": text})
    places = [(s.location.line, s.location.column, s.location.end_column, s.location.text) for s, _ in sites]
    assert places == [(2, 9, 20, ' {"a": "vite --host",'), (3, 23, 28, '  "b": "yarn x && npx serve"}}')]


def test_a_script_that_only_another_manifest_has_is_placed_in_its_own() -> None:
    sites = in_files({"package.json": '{"tasks": {"a": "vite --host"}}'})
    assert [(s.location.line, s.location.column) for s, _ in sites] == [(1, 18)]


def test_a_started_program_stands_where_it_is_started() -> None:
    ((site, _),) = started(f"{CHILD}\n  spawn('vite')")
    assert (site.location.line, site.location.column, site.location.end_column) == (3, 3, 8)


@given(st.text())
def test_a_line_is_never_too_strange(text: str) -> None:
    assert all(run.words for run in runs(text))


@given(st.recursive(st.text(), lambda inner: st.dictionaries(st.text(), inner) | st.lists(inner), max_leaves=20))
def test_strings_of_a_json_text_are_where_they_are_said_to_be(document: object) -> None:
    text = json.dumps({"a": document}, ensure_ascii=False)
    for string in json_strings(text):
        assert json.loads(f'"{text[string.start : string.end]}"') == string.value
        value: object = json.loads(text)
        for key in string.path:
            if isinstance(value, list):
                assert key == ""
                return
            assert isinstance(value, dict)
            value = value[key]
        assert value == string.value


@pytest.mark.parametrize("text", ["/*" * 50_000, "//" * 50_000, '"' * 50_001, '{"a": "' + "\\" * 50_000, "}" * 9, ",,"])
def test_broken_json_has_no_strings(text: str) -> None:
    assert list(json_strings(text)) == []
