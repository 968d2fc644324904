"""The store of what was read: hits, misses, broken files, many runs at once."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from peftlint.cache import folder as module
from peftlint.cache.codec import Kept, encode
from peftlint.cache.folder import Folder
from peftlint.cache.outcomes import Outcome, OutcomeStore
from peftlint.cache.readings import ReadingStore, default_store
from peftlint.engine import read_list
from peftlint.model import Source

TEXT = "- [Attention Is All You Need](https://arxiv.org/abs/1706.03762), NeurIPS 2017\n"
SOURCE = Source("list.md", TEXT)


def kept(source: Source = SOURCE) -> Kept:
    one = read_list(source)
    return Kept(one.entries, one.notices, None)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_was_put_is_got(tmp_path: Path) -> None:
    store = ReadingStore(Folder(tmp_path))
    assert store.get(SOURCE) is None
    store.put(SOURCE, encode(kept()))
    assert store.get(SOURCE) == kept()
    assert ReadingStore(Folder(tmp_path)).get(SOURCE) == kept()


@pytest.mark.parametrize(
    "other", [Source("other.md", TEXT), Source("list.md", TEXT + " "), Source("list.md" + TEXT, "")]
)
def test_another_path_or_text_is_another_reading(tmp_path: Path, other: Source) -> None:
    store = ReadingStore(Folder(tmp_path))
    store.put(SOURCE, encode(kept()))
    assert store.get(other) is None


def test_other_code_reads_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ReadingStore(Folder(tmp_path))
    store.put(SOURCE, encode(kept()))
    monkeypatch.setattr(module, "_code", lambda: "changed")
    assert store.get(SOURCE) is None


@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"[]", b"[[[1,2,3]],[],null]", b"[" * 100_000])
def test_a_broken_file_is_read_anew(tmp_path: Path, data: bytes) -> None:
    store = ReadingStore(Folder(tmp_path))
    store.put(SOURCE, encode(kept()))
    (file,) = files(tmp_path)
    file.write_bytes(data)
    assert store.get(SOURCE) is None
    store.put(SOURCE, encode(kept()))
    assert store.get(SOURCE) == kept()


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = ReadingStore(Folder(tmp_path / "file" / "below"))
    store.put(SOURCE, encode(kept()))
    store.prune()
    assert store.get(SOURCE) is None


def test_no_folder_keeps_nothing() -> None:
    store = ReadingStore(Folder(None))
    store.put(SOURCE, encode(kept()))
    store.prune()
    assert store.get(SOURCE) is None


def test_many_at_once_leave_whole_files(tmp_path: Path) -> None:
    store = ReadingStore(Folder(tmp_path))
    sources = [Source(f"{number % 5}.md", TEXT) for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda source: store.put(source, encode(kept(source))), sources))
    assert all(store.get(source) == kept(source) for source in sources[:5])
    assert len(files(tmp_path)) == 5


def test_the_oldest_half_goes_when_there_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 9)
    store = ReadingStore(Folder(tmp_path))
    sources = [Source(f"{number}.md", TEXT) for number in range(10)]
    for number, source in enumerate(sources):
        store.put(source, encode(kept(source)))
        newest = max(files(tmp_path), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    store.prune()
    assert [store.get(source) is not None for source in sources] == [False] * 5 + [True] * 5
    store.prune()
    assert len(files(tmp_path)) == 5


def test_use_is_noted_by_the_date(tmp_path: Path) -> None:
    store = ReadingStore(Folder(tmp_path))
    store.put(SOURCE, encode(kept()))
    (file,) = files(tmp_path)
    os.utime(file, (1000, 1000))
    store.get(SOURCE)
    assert file.stat().st_mtime > 1_000_000_000


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEFTLINT_CACHE_DIR", str(tmp_path))
    default_store().put(SOURCE, encode(kept()))
    assert len(files(tmp_path)) == 1
    monkeypatch.setenv("PEFTLINT_CACHE_DIR", "")
    default_store().put(Source("other.md", TEXT), encode(kept()))
    assert len(files(tmp_path)) == 1


RUN = ("check", "list.md", TEXT)
OUTCOME = Outcome(1, "list.md:1:3 LNK001 …\n", ["a warning"], {"there.md": True, "gone.md": False})


def exists(path: str) -> bool:
    return path == "there.md"


def test_the_same_run_has_the_same_outcome(tmp_path: Path) -> None:
    store = OutcomeStore(Folder(tmp_path))
    assert store.get(RUN, exists) is None
    store.put(RUN, OUTCOME)
    assert store.get(RUN, exists) == OUTCOME
    assert store.get(("check", "list.md" + TEXT), exists) is None
    assert store.get((*RUN, ""), exists) is None


def test_a_file_that_came_or_went_makes_it_another_run(tmp_path: Path) -> None:
    store = OutcomeStore(Folder(tmp_path))
    store.put(RUN, OUTCOME)
    assert store.get(RUN, lambda _: True) is None
    assert store.get(RUN, lambda _: False) is None


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b"[1]", b"[1,2,3,4]", b"[" * 100_000, b"\xff"])
def test_a_broken_outcome_is_none(tmp_path: Path, data: bytes) -> None:
    store = OutcomeStore(Folder(tmp_path))
    store.put(RUN, OUTCOME)
    (file,) = files(tmp_path)
    file.write_bytes(data)
    assert store.get(RUN, exists) is None
