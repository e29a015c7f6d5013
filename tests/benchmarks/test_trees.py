import json
import subprocess
from pathlib import Path

from benchmarks.trees import change, commit, copied, generated, git, scripts, volume, write
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


def test_a_copy_is_a_checkout_of_its_own(tmp_path: Path) -> None:
    known, unknown = tmp_path / "known", tmp_path / "unknown"
    for folder in (known, unknown):
        write(folder, {"a.ts": "1"})
    commit(known)
    write(known, {"a.ts": "2", "b.ts": "3"})
    for folder in (known, unknown):
        copy = copied(folder, tmp_path / f"{folder.name}-copy")
        assert (copy / "a.ts").read_text() == "1"
        assert not (copy / "b.ts").exists()
        git(copy, "rm", "-q", "a.ts")
    assert (known / "a.ts").read_text() == "2"
    assert not (unknown / ".git").exists()


def test_a_commit_changes_the_chosen_files_alone_and_leaves_them_readable(tmp_path: Path) -> None:
    files = {"a.ts": "1;\n", "b.ts": "2;\n", "README.md": "# A\n", "package.json": '{"name": "a"}\n'}
    write(tmp_path, files)
    commit(tmp_path)
    for chosen in (["b.ts"], ["README.md", "a.ts", "package.json"]):
        change(tmp_path, [tmp_path / name for name in chosen])
        staged = subprocess.run(
            ["git", "diff", "--cached", "--name-only"], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert staged.stdout.split() == chosen
    assert json.loads((tmp_path / "package.json").read_text())["name"] == "a"
