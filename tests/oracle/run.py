"""Runs a case: writes its program next to the installed packages and watches what it opens."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.oracle import sandbox
from tests.oracle.cases import Case
from tests.oracle.packages import PINNED
from tests.oracle.sandbox import Seen

_PRELOAD = Path(__file__).parent / "preload.mjs"
_REQUIRES = re.compile(r"\brequire\(")
_IMPORTS = re.compile(r"^import\s", re.MULTILINE)
_QUIET = 2.5
_COMMAND = {"NODE_OPTIONS": f"--import={_PRELOAD}", "PORTBIND_ORACLE_COMMAND": "1", "PORT": "8099"}
_KEEP = "setInterval(() => {}, 1000000)\n"


def run(case: Case) -> Seen:
    """What the case's program listens on."""
    with _workplace(case) as folder:
        for name, text in case.program.files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        command = _started(case, folder)
        enough = len(case.example.expect) + len(case.program.also)
        seconds = case.program.seconds if enough else min(case.program.seconds, _QUIET)
        return sandbox.run(command, folder, environment(case, folder), enough=enough, seconds=seconds)


@contextmanager
def _workplace(case: Case) -> Iterator[Path]:
    """A new folder inside of the installed set, so that imports find its packages; other names come by links."""
    root = PINNED.install(case.group)
    runs = root / "runs"
    runs.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=runs))
    try:
        (folder / "package.json").write_text('{"name": "example", "private": true}', encoding="utf-8")
        links = dict(case.program.links)
        if case.package and (case.program.command or case.package.folder != case.package.name):
            links[case.package.name] = case.package.folder
        for name, target in links.items():
            link = folder / "node_modules" / name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(root / "node_modules" / target)
            _link_commands(link, folder / "node_modules" / ".bin")
        if case.program.command and case.program.runtime != "node":
            bins = folder / "node_modules" / ".bin"
            bins.mkdir(parents=True, exist_ok=True)
            (bins / case.program.runtime).symlink_to(binary(case.program.runtime))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _link_commands(package: Path, bins: Path) -> None:
    """The commands of a package that is there under another name."""
    bins.mkdir(exist_ok=True)
    for name, script in _commands(package).items():
        (bins / name).symlink_to(package / script)


def _commands(package: Path) -> dict[str, str]:
    manifest = json.loads((package / "package.json").read_text(encoding="utf-8"))
    found = manifest.get("bin", {})
    return {manifest["name"].rpartition("/")[2]: found} if isinstance(found, str) else found


def environment(case: Case, folder: Path) -> dict[str, str]:
    """A small environment without the caller's settings."""
    bins = f"{folder / 'node_modules' / '.bin'}:{PINNED.install(case.group) / 'node_modules' / '.bin'}"
    return {
        "PATH": f"{bins}:{os.environ['PATH']}", "HOME": str(folder), "TMPDIR": str(folder),
        "NO_COLOR": "1", "BROWSER": "none",
        "DENO_NO_UPDATE_CHECK": "1", "NO_UPDATE_NOTIFIER": "1", "ASTRO_TELEMETRY_DISABLED": "1",
        **(_COMMAND if case.program.command else {}), **dict(case.program.environment),
    }  # fmt: skip


def _started(case: Case, folder: Path) -> list[str]:
    """The command that runs the example, once its files are written."""
    if case.program.tool:
        return _tool(case, folder)
    if case.program.command:
        (folder / "package.json").write_text(case.example.code, encoding="utf-8")
        script = next(iter(json.loads(case.example.code)["scripts"].values()))
        return ["sh", "-c", f"{case.program.prepare} && {script}" if case.program.prepare else script]
    return _command(case, folder)


def _command(case: Case, folder: Path) -> list[str]:
    program = case.program
    source = f"{program.before}\n{case.example.code}\n{program.after}\n"
    if program.runtime != "node":
        path = folder / case.example.file
        path.write_text(_KEEP + source, encoding="utf-8")
        return [binary(program.runtime), *(["run", "--allow-all"] if program.runtime == "deno" else []), str(path)]
    path = folder / case.example.file
    path.write_text(source, encoding="utf-8")
    commonjs = bool(_REQUIRES.search(source)) and not _IMPORTS.search(source)
    built = folder / ("example.cjs" if commonjs else "example.mjs")
    _bundle(path, built, commonjs=commonjs)
    return ["node", "--import", str(_PRELOAD), str(built)]


def _bundle(source: Path, target: Path, *, commonjs: bool) -> None:
    """JavaScript out of TypeScript and of the files next to it; packages are imported when the program runs."""
    subprocess.run(
        (
            _esbuild(), str(source), "--bundle", "--packages=external", "--platform=node",
            "--log-level=error", f"--format={'cjs' if commonjs else 'esm'}", f"--outfile={target}",
            '--tsconfig-raw={"compilerOptions": {"experimentalDecorators": true}}',
        ),
        check=True, timeout=60, capture_output=True, text=True,
    )  # fmt: skip


@cache
def _esbuild() -> str:
    return str(next((PINNED.install("core") / "node_modules").glob("@esbuild/*/bin/esbuild")))


def _tool(case: Case, folder: Path) -> list[str]:
    """The command of the package that reads the example as its configuration."""
    (folder / case.example.file).write_text(f"{case.program.before}{case.example.code}", encoding="utf-8")
    modules = PINNED.install(case.group) / "node_modules"
    name = case.program.tool
    linked = folder / "node_modules" / name
    package = linked if linked.exists() else modules / name
    commands = _commands(package)
    script = commands.get(name.rpartition("/")[2]) or next(iter(commands.values()))
    return ["node", "--import", str(_PRELOAD), str(package / script), *case.program.arguments]


@cache
def binary(runtime: str) -> str:
    """The executable of Bun or Deno among the installed packages (their install scripts are not run)."""
    modules = PINNED.install("core") / "node_modules"
    found = sorted(path for path in modules.glob({"bun": "@oven/bun-*/bin/bun", "deno": "@deno/*/deno"}[runtime]))
    for path in found:
        if subprocess.run((str(path), "--version"), capture_output=True, check=False, timeout=60).returncode == 0:
            return str(path)
    raise RuntimeError(f"{runtime} is not among the installed packages")


@cache
def runtime_version(runtime: str) -> str:
    """`node v20.20.2`, `bun 1.4.5`, `deno 2.9.6`."""
    program = "node" if runtime == "node" else binary(runtime)
    printed = subprocess.run((program, "--version"), capture_output=True, check=True, text=True, timeout=60).stdout
    return f"{runtime} {printed.split()[1] if runtime == 'deno' else printed.strip()}"
