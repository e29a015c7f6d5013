import subprocess
from pathlib import Path

from benchmarks.trees import commit, generated, scripts, volume, write
from portbind_lint.pipeline import Request, analyse


def test_a_generated_repository_has_the_size_that_was_asked_for(tmp_path: Path) -> None:
    tree = generated(tmp_path / "tree", 150, 4_000)
    files, megabytes = volume(tree)
    assert files == 150
    assert 0.9 < megabytes / (0.004 * 147) < 1.1
    status = subprocess.run(["git", "status", "--porcelain"], cwd=tree, capture_output=True, text=True, check=True)
    assert status.stdout == ""


def test_one_module_of_fifty_listens_everywhere(tmp_path: Path) -> None:
    report = analyse(Request(generated(tmp_path / "tree", 150, 500)))
    assert [(site.location.path, site.address.cls.value) for site in report.sites] == [
        ("packages/p0/src/m1.ts", "wildcard"),
        ("packages/p0/src/m51.ts", "wildcard"),
        ("packages/p1/src/m101.ts", "wildcard"),
    ]
    assert report.not_analysed == ()


def test_what_every_program_passes_over_is_not_counted(tmp_path: Path) -> None:
    write(tmp_path, {"a.ts": "1", "b.md": "1", "node_modules/c/d.js": "1"})
    commit(tmp_path)
    assert [path.name for path in scripts(tmp_path)] == ["a.ts"]
