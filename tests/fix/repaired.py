"""Small repositories on disk that are analysed and fixed for real."""

from __future__ import annotations

from pathlib import Path

from portbind_lint.fix.perform import Performed, perform
from portbind_lint.model.report import Report
from portbind_lint.pipeline import Request, analyse

MANIFEST = '{"name": "acme", "dependencies": {"express": "^4.0.0", "fastify": "^3.0.0", "ws": "^8.0.0"}}'


def write(root: Path, files: dict[str, str]) -> None:
    """The files of a repository, byte for byte."""
    for name, text in {"package.json": MANIFEST, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())


def analysed(root: Path, **options: object) -> Report:
    """The report with fixes."""
    return analyse(Request(root=root, fixes=True, **options))


def fixed(root: Path, files: dict[str, str]) -> Performed:
    """Write, analyse and fix; nothing that is fixed may be exposed afterwards, nothing else may have moved."""
    write(root, files)
    before = analysed(root)
    done = perform(root, before.sites)
    after = analysed(root)
    assert len(after.sites) == len(before.sites)
    assert len(after.not_analysed) == len(before.not_analysed)
    exposed = sum(site.address.cls.exposed for site in before.sites)
    assert sum(site.address.cls.exposed for site in after.sites) == exposed - len(done.fixed)
    return done
