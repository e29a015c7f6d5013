"""What is in the wheel and in the sdist. That both are reproducible is seen where they are made, in `.ci/build`."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

import pytest

from portbind_lint import __version__

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "portbind_lint"
INFO = f"portbind_lint-{__version__}.dist-info"
# Code, what it says of itself, and the data that it reads when it runs.
READ = {
    "portbind_lint/catalogue/entries.json",
    "portbind_lint/catalogue/index.json",
    "portbind_lint/report/audit/page/page.css",
    "portbind_lint/report/audit/page/page.html",
    "portbind_lint/report/audit/page/page.js",
    "portbind_lint/review/controls/controls.json",
    "portbind_lint/review/phrases/phrases.json",
    "portbind_lint/py.typed",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both, built from the checkout as it is."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(built / f"portbind_lint-{__version__}-py3-none-any.whl")


def metadata(wheel: zipfile.ZipFile) -> Message:
    return HeaderParser().parsestr(wheel.read(f"{INFO}/METADATA").decode())


def test_the_wheel_holds_the_code_and_what_it_reads(wheel: zipfile.ZipFile) -> None:
    names = {name for name in wheel.namelist() if not name.startswith(f"{INFO}/")}
    code = {f"portbind_lint/{path.relative_to(PACKAGE).as_posix()}" for path in PACKAGE.rglob("*.py")}
    assert names == code | READ


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    records = {name.removeprefix(f"{INFO}/") for name in wheel.namelist() if name.startswith(f"{INFO}/")}
    assert records == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    said = metadata(wheel)
    assert (said["Name"], said["Version"], said["License-Expression"]) == ("portbind-lint", __version__, "MIT")
    assert said["Requires-Python"] == ">=3.10"
    assert "Typing :: Typed" in said.get_all("Classifier", [])
    started = wheel.read(f"{INFO}/entry_points.txt").decode().split("\n")[1]
    assert started == "portbind-lint = portbind_lint.__main__:main"


def test_the_wheel_needs_little(wheel: zipfile.ZipFile) -> None:
    needed = [line for line in metadata(wheel).get_all("Requires-Dist", []) if "extra ==" not in line]
    assert len(needed) <= 10, needed
    assert sum(info.compress_size for info in wheel.infolist()) < 1_000_000


def test_the_sdist_is_what_git_tracks(built: Path) -> None:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    tracked = {name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).exists()}
    with tarfile.open(built / f"portbind_lint-{__version__}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names == tracked | {"PKG-INFO"}


def test_the_version_has_its_section_in_the_changelog() -> None:
    sections = re.findall(
        r"^## \[(.+)\] - (?:\d{4}-\d\d-\d\d|unreleased)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )
    assert sections[0] == __version__


def test_what_makes_a_release_is_locked() -> None:
    asked = re.findall(r"^[\w-]+$", (ROOT / ".ci" / "requirements-release.in").read_text(), re.MULTILINE)
    entries = re.split(r"^(?=\w)", (ROOT / ".ci" / "requirements-release.txt").read_text(), flags=re.MULTILINE)[1:]
    assert {entry.partition("==")[0] for entry in entries} >= set(asked)
    assert [entry for entry in entries if not re.match(r"[\w.-]+==[^;]+(?:; .+)? \\\n +--hash=sha256:", entry)] == []
