"""What is put aside comes back as it was, from memory or from a file, in this process and in others."""

from __future__ import annotations

import os
import tempfile
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.discover import scripts, shelf
from portbind_lint.discover.chunk import Chunk
from portbind_lint.discover.scripts import Scripts
from portbind_lint.discover.shelf import Kept, Shelf
from portbind_lint.discover.words import WordSearch
from portbind_lint.model.errors import UserError


class Files:
    """Files in memory, and which of them were read."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.read: list[str] = []

    def read_up_to(self, path: str, limit: int) -> bytes | None:
        self.read.append(path)
        return self.files[path][:limit]

    def is_included(self, path: str) -> bool:
        return not path


@pytest.fixture
def filed(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A shelf that keeps nothing in memory."""
    monkeypatch.setattr(shelf, "IN_MEMORY", 0)
    return Shelf()


@pytest.mark.parametrize("in_memory", [0, 5, 1_000])
def test_all_of_it_comes_back(monkeypatch: pytest.MonkeyPatch, in_memory: int) -> None:
    monkeypatch.setattr(shelf, "IN_MEMORY", in_memory)
    kept = Shelf()
    texts = (b"first", b"", b"\0second\xff", b"third")
    for text, one in [(text, kept.put(text)) for text in texts]:
        assert (one.whole, len(one)) == (text, len(text))
        assert [one.part(start, len(text)) for start in range(len(text))] == [text[at:] for at in range(len(text))]


@given(st.lists(st.binary(max_size=20), max_size=8))
def test_whatever_it_is(texts: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "IN_MEMORY", 10)
        kept = Shelf()
        assert [one.whole for one in [kept.put(text) for text in texts]] == texts


def test_it_is_not_in_memory(filed: Shelf) -> None:
    text = b"listen" * 10
    one = filed.put(text)
    assert one.whole == text
    assert one.whole is not text
    assert Kept(text).whole is text


@pytest.mark.parametrize("missing", ["pread", "file"])
def test_it_stays_in_memory_where_there_can_be_no_file(
    filed: Shelf, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(28, "No space left on device")

    if missing == "pread":
        monkeypatch.delattr(os, "pread")
    else:
        monkeypatch.setattr(tempfile, "mkstemp", full)
    text = b"listen"
    assert filed.put(text).whole is text


def test_it_stays_in_memory_where_the_disk_is_full(filed: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    first = filed.put(b"first")

    def half(file: int, data: bytes, at: int) -> int:
        if at > len(b"first"):
            raise OSError(28, "No space left on device")
        return written(file, data[:3], at)

    written = os.pwrite
    monkeypatch.setattr(os, "pwrite", half)
    second = b"second"
    assert filed.put(second).whole is second
    monkeypatch.setattr(os, "pwrite", written)
    assert (filed.put(b"third").whole, first.whole) == (b"third", b"first")


def test_a_file_that_lost_something_is_told_and_not_taken_for_text(
    filed: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = filed.put(b"listen")

    def broken(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "pread", lambda _file, _size, _at: b"lis")
    with pytest.raises(UserError, match="shorter"):
        one.part(0, 6)
    monkeypatch.setattr(os, "pread", broken)
    with pytest.raises(UserError, match="Input/output error"):
        one.part(0, 6)


def test_processes_do_not_write_over_each_other(filed: Shelf) -> None:
    before = filed.put(b"before")
    context = get_context("fork")
    done = context.SimpleQueue()

    def other() -> None:
        own = filed.put(b"other!")
        done.put((before.whole, own.whole))

    process = context.Process(target=other)
    process.start()
    seen = done.get()
    process.join()
    after = filed.put(b"after.")
    assert seen == (b"before", b"other!")
    assert (before.whole, after.whole) == (b"before", b"after.")


def test_scripts_are_searched_there(filed: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "CHUNK_BYTES", 5)
    files = Files({"a": b"listen()", "b": b"serve()"})
    found = Scripts(lambda: {"": ("a", "b")}, files)
    for _ in range(2):
        assert found.holding(WordSearch(["serve"])) == ("b",)
        assert (found.text("a"), found.text("b")) == (b"listen()", b"serve()")
        assert tuple(found.texts()) == (("a", b"listen()"), ("b", b"serve()"))
    assert files.read == ["a", "b"]
    chunk = Chunk((("a", b"listen"), ("b", b"")))
    chunk.put_aside(filed)
    assert (chunk.text(0), chunk.text(1), chunk.size) == (b"listen", b"", 7)


def test_what_finds_no_room_is_put_aside_once(filed: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    del filed
    monkeypatch.setattr(scripts, "CHUNK_BYTES", 5)
    monkeypatch.setattr(scripts, "KEPT_BYTES", 10)
    put: list[bytes] = []
    monkeypatch.setattr(Shelf, "put", lambda _, data: (put.append(data), Kept(data))[1])
    found = Scripts(lambda: {"": ("a", "b"), "k": ("c",)}, Files({"a": b"listen()", "b": b"listen()", "c": b"x"}))
    for _ in range(3):
        assert found.holding(WordSearch(["listen"])) == ("a", "b")
        assert found.holding(WordSearch(["x"])) == ("c",)
    assert put == [b"listen()", b"x"]
