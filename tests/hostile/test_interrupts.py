"""The program ends when it is told to: wherever it is, at once, and without what it has half written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portbind_lint.endings import end_as_usual, end_when_told
from portbind_lint.exit_codes import INTERRUPTED
from portbind_lint.lastly import Lastly, left_to_do
from portbind_lint.whole_files import write_whole
from tests.hostile.program import environment

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class EndedError(BaseException):
    """In place of the end of this process."""


@pytest.fixture
def ending(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[BaseException]]:
    """What is raised where the process would end; signals are handled as before afterwards."""

    def end(*how: int) -> None:
        raise EndedError(*how)

    before = [signal.getsignal(number) for number in SIGNALS]
    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(os, "kill", end)
    yield EndedError
    for number, handler in zip(SIGNALS, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize(
    ("number", "how"), [(signal.SIGINT, (INTERRUPTED,)), (signal.SIGTERM, (os.getpid(), signal.SIGTERM))]
)
def test_what_is_half_done_is_undone_before_the_end(
    number: signal.Signals, how: tuple[int, ...], ending: type[BaseException]
) -> None:
    done: list[str] = []

    def fails() -> None:
        done.append("fails")
        if done.count("fails") == 1:
            raise OSError

    end_when_told()
    with Lastly(lambda: done.append("over")):
        pass
    assert done == ["over"]
    with pytest.raises(ending) as ended, Lastly(fails), Lastly(lambda: done.append("here")):
        signal.raise_signal(number)
    assert ended.value.args == how
    # When the program ends there is nothing after it: here the blocks end, too.
    assert done[:3] == ["over", "fails", "here"]


@pytest.mark.usefixtures("ending")
def test_what_is_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_when_told()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    end_as_usual()
    assert [signal.getsignal(number) for number in SIGNALS] == [signal.SIG_DFL, signal.SIG_DFL]


def test_no_part_of_a_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: type[BaseException]
) -> None:
    (tmp_path / "a").write_text("old")
    end_when_told()
    monkeypatch.setattr(Path, "chmod", lambda *_: signal.raise_signal(signal.SIGINT))
    with pytest.raises(ending):
        write_whole(tmp_path / "a", b"new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}
    assert not left_to_do()


_AT_IMPORT = """
import os, runpy, signal, sys

_, at, how = sys.argv

class Interrupts:
    def find_spec(name, *_):
        if name == at:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupts)
if how == "module":
    sys.argv[1:] = ["--version"]
    runpy.run_module("portbind_lint", run_name="__main__", alter_sys=True)
else:
    from portbind_lint.__main__ import main
    sys.exit(main(["--version"]))
"""
_IN_CALLBACK = """
import os, signal, sys
import portbind_lint.__main__

class Dies:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)

thing = Dies()
del thing
print("goes on")
"""


@pytest.mark.parametrize("how", ["module", "script"])
@pytest.mark.parametrize("at", ["portbind_lint.cli", "portbind_lint.model.errors"])
def test_an_interrupt_while_the_program_starts(at: str, how: str) -> None:
    assert _ended(_AT_IMPORT, at, how) == (INTERRUPTED, "", "")


def test_an_interrupt_in_a_callback_is_not_lost() -> None:
    assert _ended(_IN_CALLBACK) == (INTERRUPTED, "", "")


def _ended(program: str, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env=environment(), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr
