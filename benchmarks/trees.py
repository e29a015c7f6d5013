"""Repositories to look at: packages from npm, or generated ones of any size. All of them are git checkouts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_PACKAGES = Path(__file__).parent / "packages"
# So many files are one package of a generated repository, and so often does a module listen.
_PACKAGE_FILES = 100
_LISTENS = 50
_LINE = "  const total{n} = items.filter((item) => item.weight > {n}).reduce((sum, item) => sum + item.weight, {n});\n"
SCRIPTS = (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx")


class MissingError(Exception):
    """A repository cannot be had."""


def from_npm(folder: Path) -> Path:
    """The pinned packages and what they depend on, as a repository of many packages; raises `MissingError`."""
    made = folder / "npm"
    made.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_PACKAGES / name, made)
    words = ("npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts")
    try:
        subprocess.run(words, cwd=made, check=True, capture_output=True, timeout=900)
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingError(f"npm cannot install the packages: {error}") from error
    # By its usual name every program would pass over the folder.
    (made / "node_modules").rename(made / "packages")
    commit(made)
    return made


def generated(folder: Path, files: int, size: int) -> Path:
    """A repository of `files` modules with about `size` bytes each, in packages; one module of fifty listens."""
    folder.mkdir(parents=True)
    for number in range(files):
        package, at = divmod(number, _PACKAGE_FILES)
        inside = folder / "packages" / f"p{package}"
        if at == 0:
            (inside / "src").mkdir(parents=True)
            write(inside, {"package.json": json.dumps(_manifest(package)), "README.md": f"# Package {package}\n"})
        text = _server(number) if at % _LISTENS == 1 else _module(number, size)
        (inside / "src" / f"m{number}.ts").write_text(text, encoding="utf-8")
    manifest = json.dumps({"name": "generated", "workspaces": ["packages/*"]})
    write(folder, {"package.json": manifest, "README.md": "# Generated\n\nIt adds up weights.\n"})
    commit(folder)
    return folder


def copied(tree: Path, folder: Path) -> Path:
    """The last commit of the checkout `tree` in a new folder; all of a folder that is none, committed."""
    if (tree / ".git").exists():
        git(folder.parent, "clone", "-q", str(tree.absolute()), str(folder))
    else:
        shutil.copytree(tree, folder, symlinks=True)
        commit(folder)
    return folder


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files with their folders."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def commit(folder: Path) -> None:
    """Make the folder a checkout in which everything is committed."""
    for words in (("init", "-q"), ("add", "-A", "--force"), ("commit", "-q", "-m", "all", "--no-verify")):
        git(folder, *words)


def change(tree: Path, chosen: Iterable[Path]) -> None:
    """Only these files differ from the last commit, and they are staged."""
    git(tree, "reset", "-q", "--hard")
    for path in chosen:
        path.write_bytes(_changed(path.suffix, path.read_bytes()))
    git(tree, "add", "-u")


def _changed(ending: str, data: bytes) -> bytes:
    """The file with something more in it that changes nothing."""
    match ending:
        case ".json":
            return data.replace(b"{", b'{ "//": "changed",', 1)
        case ".md":
            return data + b"\nMore is to come.\n"
        case _:
            return data + b"export const added = 1;\n"


def git(folder: Path, *words: str) -> None:
    """Run git in `folder`, by none of the user's settings; raises `CalledProcessError`."""
    settings = ("user.name=benchmarks", "user.email=benchmarks@localhost", "commit.gpgsign=false", "gc.auto=0")
    variables = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ("git", *(word for setting in settings for word in ("-c", setting)), *words)
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**os.environ, **variables})


def scripts(folder: Path) -> Iterator[Path]:
    """The JavaScript and TypeScript files below `folder`, except those that every program here passes over."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in (".git", "node_modules")]
        yield from (Path(place, name) for name in names if name.endswith(SCRIPTS))


def volume(folder: Path) -> tuple[int, float]:
    """How many scripts there are, and how many MB (10^6 bytes) they have."""
    sizes = [path.lstat().st_size for path in scripts(folder)]
    return len(sizes), sum(sizes) / 1e6


def _manifest(package: int) -> dict[str, object]:
    return {"name": f"@generated/p{package}", "version": "1.0.0", "dependencies": {"express": "^4.19.0"}}


def _module(number: int, size: int) -> str:
    """A module that does sums and knows its neighbour."""
    lines = [f"import {{ sum{number - 1} }} from './m{number - 1}';\n"] if number % _PACKAGE_FILES > _LISTENS else []
    lines += [f"export function sum{number}(items: {{ weight: number }}[]): number {{\n"]
    length = sum(map(len, lines))
    at = 0
    while length < size:
        lines.append(_LINE.replace("{n}", str(at)))
        length += len(lines[-1])
        at += 1
    return "".join((*lines, f"  return {'total0' if at else 0};\n}}\n"))


def _server(number: int) -> str:
    """A module that listens where its environment says, else everywhere."""
    return (
        "import express from 'express';\n"
        f"const app{number} = express();\n"
        f"export function start{number}(port: number, host = process.env.HOST ?? '0.0.0.0') {{\n"
        f"  return app{number}.listen(port, host, () => console.log(port));\n}}\n"
        f"start{number}({3000 + number % 1000});\n"
    )
