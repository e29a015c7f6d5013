import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.discover import scripts
from portbind_lint.discover.chunk import Chunk
from portbind_lint.discover.scripts import Scripts
from portbind_lint.discover.words import WordSearch

WORDS = ("listen", "serve", "a", ".b", "create", "bind")
SEARCHES = [WORDS[:1], WORDS]


class Memory:
    """Files in memory; counts how often each is read."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.read: list[str] = []

    def read_up_to(self, path: str, limit: int) -> bytes | None:
        self.read.append(path)
        return self.files[path][:limit]

    def is_included(self, path: str) -> bool:
        return path.startswith("wanted")


@pytest.mark.parametrize("words", SEARCHES, ids=["few", "many"])
def test_a_chunk_tells_the_texts_apart(words: tuple[str, ...]) -> None:
    named = (("a", b"listen"), ("b", b""), ("c", b"lis"), ("d", b"ten listen listen"), ("e", b"listener"))
    chunk = Chunk(named)
    assert tuple(chunk.holding(WordSearch(words))) == ("a", "d")
    assert tuple(chunk.texts()) == named
    assert chunk.size == sum(len(data) + 1 for _, data in named) - 1


@given(st.lists(st.text("abcdelisten .(\n", max_size=12), max_size=8), st.sampled_from(SEARCHES))
def test_a_chunk_holds_what_its_texts_hold(texts: list[str], words: tuple[str, ...]) -> None:
    named = [(str(number), text.encode()) for number, text in enumerate(texts)]
    search = WordSearch(words)
    assert tuple(Chunk(named).holding(search)) == tuple(path for path, data in named if search.finds(data))


def test_each_script_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "CHUNK_BYTES", 5)
    files = Memory({"a": b"listen()", "b": b"serve()", "k/c": b"listen()"})
    found = Scripts(lambda: {"": ("a", "b"), "k": ("k/c",)}, files)
    assert found.holding(WordSearch(["listen"])) == ("a", "k/c")
    assert found.holding(WordSearch(["listen"]), ["k", "elsewhere"]) == ("k/c",)
    assert found.holding(WordSearch(["serve"])) == ("b",)
    assert found.text("b") == b"serve()"
    assert [path for path, _ in found.texts()] == ["a", "b", "k/c"]
    assert sorted(files.read) == ["a", "b", "k/c"]


def test_what_is_not_to_be_parsed_has_no_text_but_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "SCRIPT_BYTES", 12_000)
    minified = b"listen();" * 1_000
    long = b"x()\n" * 4_000 + b"listen()\n"
    files = Memory({"long": long, "binary": b"\0listen()", "quiet": b"\0", "min": minified, "wanted.min": minified})
    found = Scripts(lambda: {"": tuple(files.files)}, files)
    search = WordSearch(["listen"])
    assert found.holding(search) == ("wanted.min",)
    assert dict(found.unparsable(search, lambda _: True)) == {
        "long": "larger than 12,000 bytes",
        "binary": "binary data, not source text",
    }
    assert dict(found.unparsable(search, "long".__eq__)) == {"long": "larger than 12,000 bytes"}
    assert found.minified == {"min"}
    assert [found.text(path) for path in files.files] == [None, None, None, None, minified]


@pytest.mark.parametrize("has_room", [True, False], ids=["threads", "no room for threads"])
def test_a_long_search_finds_the_same(has_room: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "CHUNK_BYTES", 1)
    monkeypatch.setattr(scripts, "_MANY", 10)
    threads: set[str] = set()

    def submit(pool: ThreadPoolExecutor, *given: object) -> Future[object]:
        if not has_room:
            raise RuntimeError("can't start new thread")
        return submitted(pool, *given)  # type: ignore[arg-type]

    def places(search: WordSearch, *given: object) -> object:
        threads.add(threading.current_thread().name)
        return found_places(search, *given)  # type: ignore[arg-type]

    submitted, found_places = ThreadPoolExecutor.submit, WordSearch.places
    monkeypatch.setattr(ThreadPoolExecutor, "submit", submit)
    monkeypatch.setattr(WordSearch, "places", places)
    files = Memory({f"{number:02}.js": b"listen()" if number % 3 else b"silent()" for number in range(40)})
    found = Scripts(lambda: {"": tuple(files.files)}, files).holding(WordSearch(WORDS))
    assert found == tuple(path for path, data in files.files.items() if data == b"listen()")
    assert ("MainThread" in threads) is not has_room
