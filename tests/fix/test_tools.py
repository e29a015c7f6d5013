import json
from pathlib import Path

import pytest

from tests.fix.repaired import fixed

SCRIPTS = [
    ("vite --host 0.0.0.0", "vite --host 127.0.0.1"),
    ("vite --host=0.0.0.0 --port 1", "vite --host=127.0.0.1 --port 1"),
    ("vite --host", "vite --host 127.0.0.1"),
    ("vite --host --port 1 && echo up", "vite --host 127.0.0.1 --port 1 && echo up"),
    ('vite --host "0.0.0.0"', 'vite --host "127.0.0.1"'),
    ("tsc && NODE_ENV=a vite --host '::' > log", "tsc && NODE_ENV=a vite --host '::1' > log"),
    ("node --inspect=0.0.0.0:9229 a.js", "node --inspect=127.0.0.1:9229 a.js"),
    ("node --inspect=[::]:9229 a.js", "node --inspect=[::1]:9229 a.js"),
    ("next dev", "next dev --hostname 127.0.0.1"),
    ("next dev -p 3000 & tsc -w", "next dev -p 3000 --hostname 127.0.0.1 & tsc -w"),
    ("ng serve --host 0.0.0.0", "ng serve --host 127.0.0.1"),
    ("serve -l tcp://0.0.0.0:5000", "serve -l tcp://127.0.0.1:5000"),
]


def manifest(line: str) -> str:
    return json.dumps({"name": "acme", "scripts": {"build": "tsc", "dev": line}}, indent=2)


@pytest.mark.parametrize(("before", "after"), SCRIPTS)
def test_a_flag_of_a_script(before: str, after: str, tmp_path: Path) -> None:
    done = fixed(tmp_path, {"package.json": manifest(before)})
    assert done.left == ()
    assert (tmp_path / "package.json").read_text() == manifest(after)


LEFT = [
    ("HOST=0.0.0.0 react-scripts start", "the command gets its host from somewhere else than a flag"),
    ("react-scripts start", "the program takes no flag for its host"),
    ("next dev -- --verbose", "what stands behind -- is for another program"),
    ("npm run start -- --host 0.0.0.0", "the script runs vite by way of something else"),
    ("vite --host 0.0.0.0 --host 0.0.0.0", "--host is given more than once"),
]


@pytest.mark.parametrize(("line", "reason"), LEFT)
def test_a_script_that_is_left(line: str, reason: str, tmp_path: Path) -> None:
    text = json.dumps({"scripts": {"start": "vite", "dev": line}})
    done = fixed(tmp_path, {"package.json": text})
    assert [told for _, told in done.left] == [reason]
    assert (tmp_path / "package.json").read_text() == text


def test_a_configuration_in_code(tmp_path: Path) -> None:
    config = "export default {\n  server: {\n    host: true, // for the phone\n  },\n};\n"
    fixed(tmp_path, {"vite.config.ts": config})
    assert (tmp_path / "vite.config.ts").read_text() == config.replace("true", '"127.0.0.1"').replace('"', "'")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{ devServer: { port: 1 } }", "{ devServer: { port: 1, host: '127.0.0.1' } }"),
        ("{ devServer: { } }", "{ devServer: { host: '127.0.0.1' } }"),
    ],
)
def test_a_configuration_without_a_host(before: str, after: str, tmp_path: Path) -> None:
    fixed(tmp_path, {"webpack.config.js": f"module.exports = {before};\n"})
    assert (tmp_path / "webpack.config.js").read_text() == f"module.exports = {after};\n"


def test_a_configuration_that_is_left(tmp_path: Path) -> None:
    files = {"webpack.config.js": "module.exports = { devServer: { host: process.env.NOBODY } };\n"}
    ((_, reason),) = fixed(tmp_path, files).left
    assert "NOBODY" in reason


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "angular.json",
            '{"projects": {"a": {"architect": {"serve": {"options": {"host": "0.0.0.0", "port": 1}}}}}}\n',
        ),
        ("wrangler.toml", 'name = "a"\n\n[dev]\nip = "0.0.0.0" # all\n'),
    ],
)
def test_a_data_file(name: str, text: str, tmp_path: Path) -> None:
    done = fixed(tmp_path, {name: text})
    assert done.paths == (name,)
    assert (tmp_path / name).read_text() == text.replace("0.0.0.0", "127.0.0.1")


def test_a_program_that_code_starts(tmp_path: Path) -> None:
    code = "import { spawn } from 'child_process';\nspawn('vite', ['--host', '0.0.0.0']);\n"
    ((_, reason),) = fixed(tmp_path, {"run.ts": code}).left
    assert reason.startswith("code starts the program")


def test_a_computed_word_of_a_program_that_code_starts(tmp_path: Path) -> None:
    code = "import { spawn } from 'child_process';\nconst host = process.env.H || '0.0.0.0';\n"
    code += "spawn('vite', ['--host', host]);\n"
    fixed(tmp_path, {"run.ts": code})
    assert (tmp_path / "run.ts").read_text() == code.replace("0.0.0.0", "127.0.0.1")
