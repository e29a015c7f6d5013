"""Hostile repositories, each a small builder: what stands beside a listener that must be found all the same."""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LISTENER = "import express from 'express';\nconst app = express();\napp.listen(3000);\n"
"""A finding of verdict high, in line 3."""

Build = Callable[[Path, int], None]


@dataclass(frozen=True, slots=True)
class Case:
    """`build(folder, size)` makes the repository, `size` being `full` or, in the test suite, `small`.

    `reasons` are the files that cannot be analysed, and a part of the reason that is to be given. `sites` are places
    (`path:line`) that must be found besides the listener of `server.js`. `left_out` is why files are left out.
    """

    build: Build
    small: int = 1
    full: int = 1
    reasons: tuple[tuple[str, str], ...] = ()
    sites: tuple[str, ...] = ()
    left_out: str = ""


def file(path: str, *parts: str | bytes) -> Build:
    """One file: its parts one after the other, the second and fourth as often as the size says."""

    def build(folder: Path, size: int) -> None:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        pieces = [part.encode() if isinstance(part, str) else part for part in parts]
        place.write_bytes(b"".join(piece * (size if at % 2 else 1) for at, piece in enumerate(pieces)))

    return build


def every(*builds: Build) -> Build:
    """All of them in one repository."""

    def build(folder: Path, size: int) -> None:
        for one in builds:
            one(folder, size)

    return build


def _in_express(before: str, middle: str, after: str) -> tuple[str, ...]:
    """The listener in the middle of something that is repeated around it, in lines: long ones are left out unread."""
    return "import express from 'express'; const app = express();\n", f"{before}\n", middle, f"{after}\n"


NESTING = {
    "brackets": file("deep.js", *_in_express("[", "app.listen(1)", "]")),
    "parentheses": file("deep.js", *_in_express("(", "app.listen(1)", ")")),
    "blocks": file("deep.js", *_in_express("{", "app.listen(1)", "}")),
    "functions": file("deep.js", *_in_express("(() => {", "app.listen(1)", "})()")),
    "arguments": file("deep.js", *_in_express("app.listen(", "1", ")")),
    "objects as options": file("deep.js", "require('http').createServer().listen({host: ", "{a:\n", "1", "}\n", "})"),
    "template literals": file("deep.js", *_in_express("`${", "app.listen(1)", "}`")),
    "JSX": file("deep.jsx", *_in_express("<a b={", "app.listen(1)", "}/>")),
    "JSX children": file("deep.tsx", "import express from 'express'; express().listen(1); x = ", "<a>\n", "", "</a>\n"),
    "types": file("deep.ts", "import express from 'express'; express().listen(1); type T = ", "A<\n", "B", ">\n"),
    "object types": file(
        "deep.ts", "import express from 'express'; express().listen(1); type T = ", "{a:\n", "B", "}\n"
    ),
    "never closed": file("deep.ts", "import express from 'express'; express().listen(1); x = ", "({a: [`${\n"),
    "ternaries": file("deep.js", *_in_express("a ? app.listen(1) : ", "1", "")),
    "sums as a host": file("deep.js", "require('http').createServer().listen(1, ", "'0.0' +\n", "'.0')"),
    "chained calls": file("deep.js", *_in_express("", "app.use(1)", ".use(1)"), ".listen(1)"),
    "else if": file("deep.js", *_in_express("if (a) app.get(); else ", "app.listen(1)", "")),
    "JSON": file("package.json", '{"name": "a", "x": ', "[", "", "]", "}"),
    "JSON objects": file("package.json", '{"scripts": ', '{"a":', "1", "}", "}"),
    "JSON with comments": file("deno.jsonc", '{"tasks": ', '{"a":/**/', "1", "}", "}"),
    "YAML flow": file("docker-compose.yml", "services: ", "[", "", "]"),
    "YAML mappings": file("docker-compose.yml", "services: ", "{a: ", "1", "}"),
    "YAML flow in Kubernetes": file("k8s/deploy.yaml", "kind: Deployment\nspec: ", "[", "", "]"),
    "YAML in a workflow": file(".github/workflows/a.yml", "jobs: ", "{a: ", "1", "}"),
    "TOML": file("fly.toml", "a = ", "[", "", "]"),
    "Markdown quotes": file("README.md", "", ">", " listens on 0.0.0.0\n"),
    "Markdown quotes with spaces": file("README.md", "", "> ", " listens on 0.0.0.0\n"),
    "Markdown lists": file("README.md", "", "- ", "listens on 0.0.0.0\n"),
    "Markdown numbered lists": file("README.md", "", "1. ", "listens on 0.0.0.0\n"),
    "Markdown brackets": file("README.md", "", "[", "0.0.0.0", "](x)"),
    "Markdown images": file("README.md", "", "![", "0.0.0.0"),
    "Markdown emphasis": file("README.md", "", "*a **b ", "0.0.0.0"),
    "Markdown code": file("README.md", "", "`a``b", "0.0.0.0"),
    "Markdown HTML": file("README.md", "", "<div>", "0.0.0.0", "</div>"),
    "Markdown links": file("README.md", "", "[a]: <b\n", "[a][", "a", "]"),
    "HTML comments": file("README.md", "", "<!-- ", "0.0.0.0"),
    "shell quotes": file("Dockerfile", "FROM a\nCMD ", '"\\"', "node --inspect=0.0.0.0"),
    "shell commands": file("start.sh", "#!/bin/sh\n", "$(", "npx http-server", ")"),
    "a script in a package": file("package.json", '{"scripts": {"start": "', "sh -c ", "vite --host", '"}}'),
    "regular expressions": file("README.md", "0.0.0.0 ", "a@b.c ", "listen"),
}


def _folders(folder: Path, size: int) -> None:
    place = folder
    for _ in range(min(size, 300)):
        place /= "a" * 10
    place.mkdir(parents=True)
    (place / "x.js").write_text(LISTENER)


def _many_files(folder: Path, size: int) -> None:
    for number in range(size):
        (folder / f"f{number}.js").write_text("import f from './f'; export const a = 1;\n")


def _sites_in_files(folder: Path, size: int) -> None:
    """A hundred listeners in each file."""
    for number in range(size // 100):
        (folder / f"f{number}.js").write_text(LISTENER + "app.listen(1);\n" * 99)


def _tsconfigs(folder: Path, size: int) -> None:
    """Each configuration extends the next, and all are long."""
    paths = json.dumps({f"@{number}/*": ["./a/*"] for number in range(size)})
    for number in range(20):
        (folder / f"c{number}.json").write_text(
            f'{{"extends": "./c{number + 1}.json", "compilerOptions": {{"paths": {paths}}}}}'
        )
    (folder / "tsconfig.json").write_text('{"extends": "./c0.json"}')
    (folder / "a.ts").write_text("import { HOST } from '@5/b';\nrequire('http').createServer().listen(1, HOST);\n")


def _imports(folder: Path, size: int) -> None:
    """Each module takes its host from the next, the last from the first."""
    for number in range(size):
        (folder / f"m{number}.js").write_text(f"export {{ HOST }} from './m{(number + 1) % size}';\n")
    (folder / "entry.js").write_text("import { HOST } from './m0';\nrequire('http').createServer().listen(1, HOST);\n")


SIZES = {
    "one long line": Case(file("long.js", LISTENER, "x=1;"), 50_000, 12_500_000, left_out="minified"),
    "one long line without an end": Case(
        file("long.js", LISTENER + "y = '", "a"), 2_000_000, 50_000_000, (("long.js", "larger than"),)
    ),
    "an array of numbers": Case(file("data.js", LISTENER + "x = [", "1,", "]"), 20_000, 700_000, sites=("data.js:3",)),
    "an array of a million": Case(
        file("data.js", LISTENER + "x = [", "0,", "0]"), 1_000_000, 1_000_000, (("data.js", "larger than"),)
    ),
    "an array of hosts": Case(
        file("data.js", "const a = [", "'::',", "];\nrequire('http').createServer().listen(1, a[9]);"), 500, 200_000,
        sites=("data.js:2",),
    ),
    "a large object": Case(
        file("data.js", "const a = {", "b: '::',", "};\nrequire('http').createServer().listen(1, a.b);"), 500, 150_000,
        sites=("data.js:2",),
    ),
    "a large README": Case(file("README.md", "# A\n", "Listens on 0.0.0.0 for the network.\n\n"), 3_000, 280_000),
    "a large README in one line": Case(file("README.md", "# A\n", "Listens on 0.0.0.0. "), 5_000, 500_000),
    "a README of empty lines": Case(file("README.md", "# A\n", "\n \t\n"), 20_000, 2_500_000),
    "a README of headings": Case(file("README.md", "", "# Deploy 0.0.0.0\n"), 2_000, 600_000),
    "a README of one list": Case(file("README.md", "", "* 0.0.0.0\n"), 2_000, 1_000_000),
    "a README of one table": Case(file("README.md", "|a|b|\n|-|-|\n", "|0.0.0.0|b|\n"), 2_000, 700_000),
    "a README of one wide table": Case(file("README.md", "", "|a", "\n", "|-", "\n|0.0.0.0\n"), 2_000, 500_000),
    "a README of references": Case(file("README.md", "", "[a]: b\n", "\n", "[a] "), 2_000, 500_000),
    "a large package.json": Case(file("package.json", '{"scripts": {"a": "', "vite ", '"}}'), 20_000, 2_000_000),
    "many dependencies": Case(
        file("package.json", '{"dependencies": {"a": "1"', ', "express": "^4"', "}}"), 5_000, 600_000
    ),
    "a large lock file": Case(
        every(file("package.json", '{"dependencies": {"express": "^4"}}'),
              file("package-lock.json", "{", '"node_modules/a": {"version": "1"},\n', "}")), 10_000, 900_000,
    ),
    "a lock file of one line": Case(
        every(file("package.json", '{"dependencies": {"express": "^4"}}'),
              file("yarn.lock", "", 'express@a, "')), 10_000, 2_500_000,
    ),
    "a large compose file": Case(
        file("docker-compose.yml", "services:\n", "  a: {ports: ['80:80'], image: b}\n"), 500, 300_000
    ),
    "a large compose file of aliases": Case(
        file("docker-compose.yml", "x: &x {ports: ['80:80'], image: b}\nservices:\n", "  a: *x\n  b: {<<: *x}\n"),
        500, 450_000,
    ),
    "a large Kubernetes file of aliases": Case(
        file("k8s/a.yaml", "kind: Service\nx: &x {ports: [{port: 80}]}\nspec:\n", "  - *x\n  - {<<: *x}\n"), 500, 500_000
    ),
    "long configurations that extend each other": Case(_tsconfigs, 100, 25_000, sites=("a.ts:2",)),
    "a large Dockerfile": Case(file("Dockerfile", "FROM a\n", "RUN node a.js && vite --host \\\n"), 500, 300_000),
    "a large .env file": Case(file(".env.example", "", "HOST=0.0.0.0\n"), 2_000, 800_000),
    "many sites": Case(file("many.js", LISTENER, "app.listen(1);\n"), 100, 90_000, sites=("many.js:4",)),
    "many sites in many files": Case(_sites_in_files, 300, 90_000, sites=("f0.js:4", "f1.js:102")),
    "many servers that are closed": Case(
        file("many.js", LISTENER, "{ const s = require('http').createServer(); s.listen(1, () => s.close()); }\n"),
        100, 15_000, sites=("many.js:4",),
    ),
    "many sites of one caller": Case(
        file("many.js", LISTENER + "function f(h) { app.listen(1, h); }\n", "f('::');\n"), 200, 100_000,
        sites=("many.js:4",),
    ),
    "many suppressions": Case(
        file("many.js", LISTENER, "// portbind-lint: ignore[undocumented-exposure] -- x\n"), 200, 28_000
    ),
    "one long suppression": Case(
        file("many.js", LISTENER + "// portbind-lint: ignore[", "undocumented-exposure, ", "x] -- ", "why ", "\n"), 200, 45_000
    ),
    "many routes": Case(file("many.js", LISTENER, "app.get('/a', auth, (q, r) => r.send(1));\n"), 1_000, 35_000),
    "many names of one word": Case(
        file("many.js", "var host = '::';\nfunction f() { require('http').createServer().listen(1, host); }\n",
             "host = host || host;\n", "f();\n"),
        1_000, 50_000, sites=("many.js:2",),
    ),
    "many folders in each other": Case(_folders, 200, 300),
    "many files": Case(_many_files, 300, 100_000),
    "modules in a circle": Case(_imports, 100, 3_000, sites=("entry.js:2",)),
}  # fmt: skip

_BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]\n" for n in range(1, 12)
)
_MERGES = "a0: &a0 {b: 1}\n" + "".join(
    f"a{n}: &a{n} {{<<: [" + ", ".join([f"*a{n - 1}"] * 9) + "]}\n" for n in range(1, 12)
)

_YAML_FILES = (
    "docker-compose.yml", "k8s/a.yaml", ".github/workflows/a.yml", "pnpm-workspace.yaml", "config/default.yml",
    "render.yaml", "serverless.yml", "application.yml", ".devcontainer/docker-compose.yml",
)  # fmt: skip


def _yaml(text: str) -> Build:
    config = "const host = require('config').get('a11');\nrequire('http').createServer().listen(1, host);\n"
    return every(
        file("package.json", '{"dependencies": {"config": "1"}}'), file("config.js", config),
        *(file(path, text) for path in _YAML_FILES),
    )  # fmt: skip


YAML = {
    "a bomb": Case(_yaml(_BOMB), sites=("config.js:2",)),
    "a bomb of services": Case(_yaml(_BOMB + "services: *a11\nenv: *a11\nspec: *a11\njobs: *a11\n")),
    "a bomb of merges": Case(_yaml(_MERGES + "services: *a11\n")),
    "an alias of itself": Case(_yaml("services: &a\n  b: *a\n  <<: *a\nspec: &c [*c]\n")),
    "an alias of nothing": Case(_yaml("services: *nothing\n")),
    "tags that run": Case(_yaml("services: !!python/object/apply:os.system ['touch ran']\n")),
    "a tag in a key": Case(_yaml("? !!python/name:os.system x\n: {? [a]: b}\n")),
    "control characters": Case(_yaml("services: \x07\x1b[2J\n")),
    "numbers that are none": Case(
        _yaml("services: {a: {ports: [1e999999, .inf, 0x" + "f" * 5000 + "]}}\nspec: 2020-99-99\n")
    ),
    "digits": Case(_yaml("services: {a: {ports: [" + "9" * 100_000 + "]}}\n")),
    "documents": Case(_yaml("---\nkind: Service\n" * 3_000)),
}

_WIDE = LISTENER.encode("utf-16")
ENCODINGS = {
    "invalid UTF-8": Case(file("a.js", LISTENER + "// " + "x" * 1_000, b"\xff\xfe\x80"), 5, 5, sites=("a.js:3",)),
    "hardly any UTF-8": Case(file("a.js", LISTENER, b"\xff\x80"), 500, 500, (("a.js", "not UTF-8"),)),
    "UTF-16 with a mark": Case(file("a.js", _WIDE), sites=("a.js:3",)),
    "UTF-16, big end first": Case(file("a.js", b"\xfe\xff" + LISTENER.encode("utf-16-be")), sites=("a.js:3",)),
    "UTF-16 without a mark, which nothing runs": Case(file("a.js", LISTENER.encode("utf-16-le"))),
    "half of a UTF-16 unit": Case(file("a.js", _WIDE + b"\xd8"), sites=("a.js:3",)),
    "UTF-8 with a mark": Case(file("a.js", b"\xef\xbb\xbf" + LISTENER.encode()), sites=("a.js:3",)),
    "a NUL byte": Case(file("a.js", LISTENER + "// \0\n"), reasons=(("a.js", "binary"),)),
    "a NUL byte far in": Case(file("a.js", LISTENER, "// x\n", "\0"), 5_000, 5_000, reasons=(("a.js", "binary"),)),
    "CRLF": Case(file("a.js", LISTENER.replace("\n", "\r\n")), sites=("a.js:3",)),
    "CR alone": Case(file("a.js", LISTENER.replace("\n", "\r"))),
    "other line ends": Case(file("a.js", LISTENER.replace("\n", "\u2028\u2029\x0b\x0c\x85\n"))),
    "a README in UTF-16": Case(file("README.md", "# A\nListens on 0.0.0.0\n".encode("utf-16"))),
    "a README of bytes": Case(file("README.md", b"0.0.0.0 ", bytes(range(256)) + b"\n"), 300, 4_000),
    "a package.json in UTF-16": Case(file("package.json", '{"scripts": {"a": "vite --host"}}'.encode("utf-16"))),
    "a package.json with a mark": Case(
        file("package.json", b'\xef\xbb\xbf{"name": "a", "scripts": {"start": "vite --host"}}'),
        sites=("package.json:1",),
    ),
    "lone surrogates": Case(file("package.json", '{"name": "\\ud800", "scripts": {"\\udfff": "vite --host \\ud800"}}')),
    "lone surrogates in code": Case(
        file("a.js", "require('http').createServer().listen(1, '\\ud800' + \"\\u{d800}\");\n"), sites=("a.js:1",)
    ),
    "escapes that are none": Case(
        file("a.js", "require('http').createServer().listen(1, '\\u{110000}\\x\\u12' + `\\u{}`);\n"), sites=("a.js:1",)
    ),
}

EVIL = (
    "\x1b[2J\x1b]0;x\x07::error::x ##[error]x ::set-output name=a::b <script>alert(1)</script><img src=x onerror=alert(1)>"
    " [a](javascript:alert(1)) ![a](http://a.example/b.png) `|` **b** </details> \u202e \u2066 \u200b \ufeff \x9b31m \r x"
)
_NAMES = (
    "a\nb.js", "a\r\n::error::x.js", "::error file=x::y.js", "\x1b[2J.js", "\x9b2J.js", "<script>alert(1)<", "a`|b.js",
    "[a](javascript:alert(1)).js", "![x](y).js", "\u202esj.exe.js", " .js", "a b.js", "-rf.js", "--fix.js", "%2e%2e%2f.js",
    "a\\b.js", "a\tb.js", "##[error]x.js", "'\".js", "$(touch ran).js", "`touch ran`.js", "*.js", "?.js", "#a.js", "~.js",
    "a" * 248 + ".js", "\u0430.js", "\U0001f600.js", "</script>", "<!--.js", "constructor.js", "__proto__.js", "@a.js",
    "javascript:alert(1).js", "{{7*7}}.js", "${x}.js", "\u200b.js", "a\u200d\ufeff.js", "\u2066a\u2069.js", "\U000e0041.js",
    "\u00e9.js", "e\u0301.js", "same.js", "SAME.js", "CON.js", "nul.js", "aux/a.js", "com1.js", "a. /b.js", "=1+1.js", "\u2028.js",
)  # fmt: skip


def _names(folder: Path, _size: int) -> None:
    for number, name in enumerate(_NAMES):
        path = name if name.endswith(".js") else f"{name}/a.js"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(LISTENER + f"export const a = {number};\n")
        (folder / f"{path}.md").write_text("Listens on 0.0.0.0\n")


def _names_that_are_bytes(folder: Path, _size: int) -> None:
    for name in (b"\xff\x80.js", b"a\xed\xa0\x80.js", b"\xff/package.json", b"\xff.md"):
        place = os.path.join(os.fsencode(folder), name)  # noqa: PTH118 - bytes
        os.makedirs(os.path.dirname(place), exist_ok=True)  # noqa: PTH103, PTH120 - bytes
        with open(place, "wb") as stream:  # noqa: PTH123 - bytes
            stream.write(LISTENER.encode() if name.endswith(b".js") else b"{}")


def _evil_text(folder: Path, _size: int) -> None:
    quoted = json.dumps(EVIL)
    (folder / "evil.js").write_text(
        f"import express from 'express'; // {EVIL.replace(chr(13), ' ')}\nconst app = express();\n"
        f"const host = process.env[{quoted}] || '0.0.0.0'; /* {EVIL} */\napp.listen(3000, host /* {EVIL} */);\n"
        f"app.listen(1, {quoted});\napp.listen({quoted});\n// portbind-lint: ignore[x] -- {EVIL}\n"
        f"app.use((req) => req.headers[{quoted}] === process.env.TOKEN); // {EVIL}\n"
    )
    (folder / "README.md").write_text(
        f"# {EVIL}\n\nListens on 0.0.0.0 for clients on the network {EVIL}\n\n* Deploy it to a server {EVIL}\n\n"
        f"| `HOST` | 0.0.0.0 {EVIL} |\n|-|-|\n\nPut a reverse proxy with TLS in front {EVIL}\n"
    )
    (folder / "package.json").write_text(
        json.dumps({"name": EVIL, "version": EVIL, "scripts": {EVIL: f"vite --host # {EVIL}", "start": f"vite --host '{EVIL}'"},
                    "dependencies": {"express": EVIL, "vite": "5"}, "main": EVIL, "bin": {EVIL: EVIL}})
    )  # fmt: skip
    text = EVIL.replace("\x1b", "").replace("\x07", "").replace("\x9b", "").replace("\r", "")
    (folder / "docker-compose.yml").write_text(
        json.dumps({"services": {text: {"ports": ["80:80", text], "command": f"vite --host {text}", "image": text}}})
    )
    (folder / "Dockerfile").write_text(f"FROM {EVIL}\nENV HOST=0.0.0.0 {EVIL}\nCMD vite --host '{EVIL}'\n")


NAMES = {
    "names": Case(_names, reasons=(), sites=("a b.js:3", "-rf.js:3", "a\nb.js:3", "$(touch ran).js:3")),
    "names that are bytes": Case(
        _names_that_are_bytes,
        reasons=(("\\xff\\x80.js", "not valid UTF-8"), ("a\\xed\\xa0\\x80.js", "not valid UTF-8")),
    ),
    "text that steers": Case(_evil_text, sites=("evil.js:5",)),
}


def _links(folder: Path, _size: int) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.js").write_text(LISTENER)
    (outside / "README.md").write_text("Listens on 0.0.0.0 for the network: SECRET\n")
    (outside / "package.json").write_text('{"name": "SECRET", "scripts": {"start": "vite --host"}}')
    for link, target in {
        "itself": "itself", "a": "b", "b": "a", "loop": ".", "up": "..", "out": "../outside", "secret.js": "../outside/secret.js",
        "README.md": "../outside/README.md", "package.json": "../outside/package.json", "gone.js": "nowhere",
        "passwd": "/etc/passwd", "root": "/", "Dockerfile": "/dev/zero", "dev.js": "/dev/zero", "null.js": "/dev/null",
        "docs": "../outside", "b.js": "server.js", ".env.example": "/proc/self/environ", "mem.js": "/proc/self/mem",
        ".gitignore": "/dev/zero", ".portbind-x": "/dev/stdin", "folder.js": "loop",
    }.items():  # fmt: skip
        (folder / link).symlink_to(target)


def _special(folder: Path, size: int) -> None:
    for name in ("pipe.js", "README.md", "package.json", "Dockerfile", ".env.example", "tsconfig.json"):
        os.mkfifo(folder / name)
    if size > 1:  # git waits for it until it is ended
        os.mkfifo(folder / ".gitignore")
    here = Path.cwd()
    os.chdir(folder)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.js")
    finally:
        os.chdir(here)
    if os.geteuid() == 0:
        for name, minor in (("zero.js", 5), ("docker-compose.yml", 5), ("full.js", 7)):
            os.mknod(folder / name, stat.S_IFCHR | 0o600, os.makedev(1, minor))
    (folder / "folder.js").mkdir()
    (folder / "docs" / "README.md").mkdir(parents=True)


def _below(folder: Path, size: int) -> None:
    """Folders in each other whose path is longer than any that the system opens: each is made from within the last."""
    here = os.open(folder, os.O_RDONLY)
    try:
        for _ in range(size):
            os.mkdir("b" * 200, dir_fd=here)
            inner = os.open("b" * 200, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        with os.fdopen(os.open("far.js", os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=here), "w") as stream:
            stream.write(LISTENER)
    finally:
        os.close(here)


def _hard_links(folder: Path, _size: int) -> None:
    (folder / "one.js").write_text(LISTENER)
    for name in ("two.js", "README.md", "package.json"):
        os.link(folder / "one.js", folder / name)


_BACKTRACKING = ("*a" * 12 + "*b", "*a" * 8 + "b", "**/a" * 12 + "/b", "{a,a}" * 12, "+(a|aa)" * 8 + "b", "[" * 200)


def _ignores(folder: Path, size: int) -> None:
    """What the walk must not try; in full size git does not come to an end with it, either, and is given up."""
    (folder / "deep").mkdir()
    rules = _BACKTRACKING if size == 1 else (*_BACKTRACKING, "**/" * 12 + "*a" * 10 + "b")
    (folder / ".gitignore").write_text("\n".join(rules) + "\n")
    for path in ("a" * 200 + ".js", "a" * 250, "deep/" + "a" * 250, "a.js"):
        (folder / path).write_text(LISTENER if path == "a.js" else "x")


FOLDERS = {
    "links": Case(_links),
    "special files": Case(_special, 1, 2),
    "a path longer than the system opens": Case(_below, 25, 25),
    "one file with many names": Case(_hard_links, sites=("one.js:3", "two.js:3")),
    "ignore rules that backtrack": Case(_ignores, 1, 2, sites=("a.js:3",)),
}


_NONSENSE = ([], [[{}]], "x", 1, None, True, {"name": []}, {"scripts": []}, {"scripts": {"start": {"a": []}}},
             {"dependencies": [1], "devDependencies": "x", "peerDependencies": {"a": {}}},
             {"workspaces": {"packages": {"a": 1}}}, {"workspaces": [1, None, ["a"]]}, {"exports": {"a": [None, {"b": [1]}]}},
             {"bin": [1], "main": {"a": 1}}, {"version": {"a": 1}, "private": "x", "type": []},
             {"extends": [1, None], "compilerOptions": {"paths": {"a": 1, "*": [1]}, "baseUrl": []}},
             {"compilerOptions": {"paths": [1], "baseUrl": "/", "rootDirs": 1}}, {"compilerOptions": []},
             {"imports": {"#a": {"b": [1]}}, "name": "a" * 100_000}, {"__proto__": 1, "constructor": {}})  # fmt: skip


def _nonsense(folder: Path, _size: int) -> None:
    for number, document in enumerate(_NONSENSE):
        for name in ("package.json", "deno.json", "tsconfig.json"):
            file(f"p{number}/{name}", json.dumps(document))(folder, 1)
        file(f"p{number}/a.ts", "import './b'; import '#a'; import '@/a';\n" + LISTENER)(folder, 1)


def _workspaces(folder: Path, size: int) -> None:
    """Each package is named, and depends on the next."""
    (folder / "package.json").write_text(json.dumps({"name": "all", "workspaces": [f"p{n}" for n in range(size)]}))
    for number in range(size):
        place = folder / f"p{number}"
        place.mkdir()
        (place / "package.json").write_text(json.dumps({"name": f"p{number}", "dependencies": {f"p{number + 1}": "*"}}))
        (place / "index.js").write_text(f"export {{ HOST }} from 'p{number + 1}';\n")
    (folder / "p0/server.js").write_text(
        "import { HOST } from 'p1';\nrequire('http').createServer().listen(1, HOST);\n"
    )


_PROTO = '{"__proto__": {"name": "x", "scripts": {"start": "vite --host"}}, "constructor": {"prototype": 1}, "scripts": {"__proto__": "vite --host"}}'


MANIFESTS = {
    "nonsense": Case(_nonsense),
    "many workspaces": Case(_workspaces, 60, 10_000, sites=("p0/server.js:2",)),
    "workspaces that backtrack": Case(
        every(file("package.json", json.dumps({"name": "a", "workspaces": [*_BACKTRACKING, "**/" * 90 + "*"]})),
              file("pnpm-workspace.yaml", json.dumps({"packages": _BACKTRACKING})),
              file("tsconfig.json", json.dumps({"include": _BACKTRACKING, "compilerOptions": {"paths": {"*a" * 9: ["*"]}}})),
              file("a" * 200 + "/package.json", "{}"), file("a" * 200 + "/a.ts", "import '" + "a" * 200 + "';\n" + LISTENER)),
    ),
    "keys of every object": Case(
        every(file("package.json", _PROTO), file("tsconfig.json", _PROTO), file("config/default.json", _PROTO),
              file("a.js", "const o = {__proto__: {host: '::'}, constructor: 1};\n"
                           "require('http').createServer().listen(1, o.host || o.__proto__.host || o.constructor);\n")),
        sites=("a.js:2", "package.json:1"),
    ),
    "an array with a million items": Case(file("package.json", "[", "1,", "1]"), 300_000, 1_000_000),
    "workspaces in a circle": Case(
        every(file("package.json", '{"name": "a", "workspaces": ["b", ".", "../a", "b/../.", "/", "**"], "dependencies": {"b": "1"}}'),
              file("b/package.json", '{"name": "b", "workspaces": ["..", "../b"], "dependencies": {"a": "1", "b": "1"}}'),
              file("b/index.js", "import './../server.js'; import 'a'; import 'b';\n" + LISTENER)), sites=("b/index.js:4",),
    ),
    "one name for many packages": Case(
        every(*(file(f"p{n}/package.json", '{"name": "a", "dependencies": {"a": "*"}}') for n in range(50))),
    ),
    "tsconfig that extends itself": Case(
        every(file("tsconfig.json", '{"extends": "./tsconfig.json", "compilerOptions": {"paths": {"*": ["*"], "@/*": ["./@/*"]}}}'),
              file("a.ts", "import { HOST } from '@/b';\nrequire('http').createServer().listen(1, HOST);\n"),
              file("b.ts", "export { HOST } from '@/a';\n")), sites=("a.ts:2",),
    ),
    "tsconfigs in a circle": Case(
        every(file("tsconfig.json", '{"extends": ["./a/tsconfig.json", "./b.json"], "references": [{"path": "."}, {"path": "a"}]}'),
              file("a/tsconfig.json", '{"extends": "../b"}'), file("b.json", '{"extends": "./tsconfig", "files": []}'),
              file("a/a.ts", "import { HOST } from '~/b';\nrequire('http').createServer().listen(1, HOST);\n")), sites=("a/a.ts:2",),
    ),
    "tsconfig that leaves": Case(
        every(file("tsconfig.json", '{"extends": "/etc/passwd", "compilerOptions": {"baseUrl": "/", "paths": {"@/*": ["../../../../../*"]}}}'),
              file("a.ts", "import { HOST } from '@/etc/passwd';\nrequire('http').createServer().listen(1, HOST);\n")), sites=("a.ts:2",),
    ),
    "modules that leave": Case(
        every(file("a.js", "const { HOST } = require('../../../../etc/passwd');\nrequire('http').createServer().listen(1, HOST);\n"
                           "import x from '/dev/zero'; import y from '../outside'; import z from '\\0';\n")), sites=("a.js:2",),
    ),
    "data files that leave": Case(
        every(file("a.js", "const h = JSON.parse(require('fs').readFileSync('/dev/zero')).host;\nconst { b } = require('../../a.json');\n"
                           "require('http').createServer().listen(1, h || b);\n")), sites=("a.js:3",),
    ),
    "constants in a circle": Case(
        file("a.js", "const a = b, b = c, c = a || d();\nfunction d() { return e(a) } const e = (x) => d(x);\n"
                     "require('http').createServer().listen(1, a);\n"), sites=("a.js:3",),
    ),
    "classes in a circle": Case(
        file("a.js", "class A extends B { x = super.x } class B extends A { x = this.y; get y() { return this.x } }\n"
                     "require('http').createServer().listen(1, new A().x);\n"), sites=("a.js:2",),
    ),
    "objects in a circle": Case(
        file("a.js", "const a = { ...b, h: b.h }, b = { ...a, h: a.h }; a.self = a; Object.assign(a, b, a.self);\n"
                     "require('http').createServer().listen(1, a.self.self.h);\n"), sites=("a.js:2",),
    ),
    "texts that double": Case(
        file("a.js", "let a = '0';\n", "a = a + a;\n", "require('http').createServer().listen(1, a);\n"), 60, 60,
        sites=("a.js:62",),
    ),
    "constants that double": Case(
        file("a.js", "const a0 = '0';\n" + "".join(f"const a{n} = a{n - 1} + a{n - 1};\n" for n in range(1, 60))
             + "require('http').createServer().listen(1, a59);\n"), sites=("a.js:61",),
    ),
    "texts that are repeated": Case(
        file("a.js", "require('http').createServer().listen(1, '0'.repeat(1e12).padEnd(1e15) + 'x'.padStart(2 ** 40));\n"),
        sites=("a.js:1",),
    ),
    "numbers that overflow": Case(
        file("a.js", "require('http').createServer().listen(1, `${9 ** 9 ** 9 ** 9}${1e400}${1 << 1e9}${2n ** 9999999999n}${1 / 0}`);\n"),
        sites=("a.js:1",),
    ),
    "patterns that backtrack": Case(
        file("a.js", "require('http').createServer().listen(1, 'a'.repeat(50).replace(/(a+)+$/, '').replace(/(a|a)*b/, '::'));\n"),
        sites=("a.js:1",),
    ),
    "calls that branch": Case(
        file("a.js", "const f0 = (x) => x;\n" + "".join(f"const f{n} = (x) => f{n - 1}(x) || f{n - 1}(x);\n" for n in range(1, 40))
             + "require('http').createServer().listen(1, f39('::'));\n"), sites=("a.js:41",),
    ),
    "choices that branch": Case(
        file("a.js", "const h = " + " + ".join(f"(p{n} ? '{n}' : 'x{n}')" for n in range(40)) + ";\n"
             "require('http').createServer().listen(1, h);\n"), sites=("a.js:2",),
    ),
}  # fmt: skip


CASES = {
    **{f"nesting: {name}": Case(build, 1_500, 100_000) for name, build in NESTING.items()},
    "nesting: brackets": Case(NESTING["brackets"], 1_500, 100_000, (("deep.js", "nested too deeply"),)),
    **{f"sizes: {name}": case for name, case in SIZES.items()},
    **{f"YAML: {name}": case for name, case in YAML.items()},
    **{f"encodings: {name}": case for name, case in ENCODINGS.items()},
    **{f"names: {name}": case for name, case in NAMES.items()},
    **{f"folders: {name}": case for name, case in FOLDERS.items()},
    **{f"manifests: {name}": case for name, case in MANIFESTS.items()},
}
