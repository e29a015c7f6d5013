"""Inputs made to be slow: each in two sizes, so that twice the input shows what it costs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping

from benchmarks import programs
from benchmarks.figures import middle, number
from benchmarks.parts import Plan, Result
from benchmarks.tables import Table
from benchmarks.timing import by_turns
from benchmarks.trees import commit, write

_ROUNDS = 3
_SMOKE_SHARE = 100
_SERVER = "const http = require('http');\nhttp.createServer().listen(3000);\n"

Files = Mapping[str, str]


def _nested(size: int) -> Files:
    return {"a.js": f"{_SERVER}const a = {'[' * size}{']' * size};\n"}


def _calls(size: int) -> Files:
    return {"a.js": f"{_SERVER}const a = " + "f(\n" * size + "0" + ")\n" * size}


def _unclosed_blocks(size: int) -> Files:
    return {"a.js": _SERVER + "if (a) {\n" * size}


def _long_line(size: int) -> Files:
    return {"a.js": f"{_SERVER}const a = [{'1,' * size}];\n"}


def _sites(size: int) -> Files:
    calls = "".join(f"http.createServer().listen({number}, '0.0.0.0');\n" for number in range(size))
    return {"a.js": f"const http = require('http');\n{calls}"}


def _deep_sites(size: int) -> Files:
    calls = "".join(f"http.createServer().listen({number}, host);\n" for number in range(size))
    return {"a.js": f"const http = require('http');\n{'if (a) {' * 300}\n{calls}{'}' * 300}\n"}


def _nested_sites(size: int) -> Files:
    return {
        "a.js": f"const app = require('express')();\n{'app.listen(' * size}1{')' * size};\n".replace("(app", "(\napp")
    }


def _shared_host(size: int) -> Files:
    calls = "".join(f"http.createServer().listen({number}, other ? host : '::');\n" for number in range(size))
    return {"a.js": f"const http = require('http');\nconst host = '0.0.0.0';\n{calls}"}


def _reads_of_requests(size: int) -> Files:
    calls = "".join(f"app.get('x-{number}').listen({number});\n" for number in range(size))
    return {"a.js": f"const app = require('express')();\n{calls}"}


def _comments(size: int) -> Files:
    return {"a.js": f"{_SERVER}{'a /* ' * size}\n"}


def _manifest_comments(size: int) -> Files:
    return {"a.js": _SERVER, "deno.jsonc": "{" + "/* " * size}


def _procfile(size: int) -> Files:
    entries = "".join(f"web{number}: node server.js --port {3000 + number}\n" for number in range(size))
    calls = "".join(f"http.createServer().listen({3000 + number});\n" for number in range(size // 4))
    package = json.dumps({"name": "a"})
    return {"package.json": package, "Procfile": entries, "server.js": f"const http = require('http');\n{calls}"}


def _readme(size: int) -> Files:
    return {"a.js": _SERVER, "README.md": "# A\n\n" + "> - [listens](x) on `0.0.0.0` **by\n" * size}


def _imports(size: int) -> Files:
    files = {
        f"m{number}.js": f"const next = require('./m{number + 1}');\nexports.host = next.host;\n"
        for number in range(size)
    }
    return {
        **files,
        f"m{size}.js": "exports.host = '0.0.0.0';\n",
        "a.js": "require('http').createServer().listen(1, require('./m0').host);\n",
    }


_INPUTS: tuple[tuple[str, Callable[[int], Files], int], ...] = (
    ("arrays nested so deep", _nested, 50_000),
    ("calls nested so deep", _calls, 50_000),
    ("blocks that nobody closes", _unclosed_blocks, 20_000),
    ("elements on one line", _long_line, 300_000),
    ("listeners in one file", _sites, 2_000),
    ("listeners within 300 blocks", _deep_sites, 1_000),
    ("listeners in each other", _nested_sites, 10_000),
    ("listeners of one host that cannot be mended", _shared_host, 500),
    ("listeners that look like reads of requests", _reads_of_requests, 500),
    ("comments that nobody closes", _comments, 20_000),
    ("comments that nobody closes, in a manifest", _manifest_comments, 20_000),
    ("processes in a Procfile, and listeners", _procfile, 2_000),
    ("lines of nested Markdown", _readme, 10_000),
    ("modules that hand on a value", _imports, 500),
)


def run(plan: Plan) -> Result:
    """Each input, and twice of it."""
    rows: list[tuple[str, ...]] = []
    for title, make, usual in _INPUTS:
        size = max(2, usual // _SMOKE_SHARE) if plan.smoke else usual
        plan.tell(f"{size} {title}")
        times = [_seconds(plan, make(number_of)) for number_of in (size, 2 * size)]
        if all(times):
            rows.append((title, f"{size:,}", number(times[0]), number(times[1]), number(times[1] / times[0])))
        else:
            rows.append((title, f"{size:,}", *(number(time) if time else "not in time" for time in times), ""))
    columns = ("input", "so many", "seconds", "seconds for twice as many", "so many times as long")
    return Result((Table("Worst inputs", columns, tuple(rows)),))


def _seconds(plan: Plan, files: Files) -> float:
    """The median, 0 where the program failed."""
    folder = plan.scratch / "worst"
    folder.mkdir()
    write(folder, files)
    commit(folder)
    runs = by_turns((programs.whole(folder, plan.nothing),), plan.rounds(_ROUNDS), plan.tell)
    shutil.rmtree(folder)
    return middle(runs[programs.OURS]).seconds if programs.OURS in runs else 0
