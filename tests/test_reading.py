"""Lists come out the same whether they are read here, in processes, or out of the cache."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from peftlint import reading
from peftlint.cache.folder import Folder
from peftlint.cache.readings import ReadingStore
from peftlint.engine import library_of, read_list
from peftlint.exports.json import write
from peftlint.files import read_source
from peftlint.lint import find_in_list
from peftlint.model import Finding, PaperList, Source
from peftlint.reading import read_sources
from peftlint.rules import Surroundings, all_rules

ROOT = Path(__file__).parents[1]
SOURCES = [read_source(str(path)) for path in sorted((ROOT / "lists").glob("*.md"))]
RULES = tuple(all_rules().values())
TODAY = date(2026, 1, 1)
LINKS_FILE = Source(
    "list.md", "# Papers\n\n- [A Study of Everything](file.pdf), Jane Doe, ICML 2020 [[code](missing.py)]\n"
)


def told(one: PaperList) -> tuple[object, ...]:
    return one.source, one.entries, one.notices, one.found and one.found.by_rule


def found(lists: Sequence[PaperList], code: str) -> list[Finding]:
    return [finding for one in lists if one.found for finding in one.found.by_rule[code]]


@pytest.mark.parametrize("workers", [1, 2, 3, 8])
@pytest.mark.parametrize("pool_pays_from", [1, 1_000_000])
def test_here_in_processes_and_kept_are_the_same(
    workers: int, pool_pays_from: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = [told(one) for one in read_sources(SOURCES, ReadingStore(Folder(None)), RULES, TODAY)]
    assert [entries for _, entries, *_ in plain] == [read_list(source).entries for source in SOURCES]
    monkeypatch.setattr(reading, "_workers", lambda _: workers)
    monkeypatch.setattr(reading, "POOL_PAYS_FROM", pool_pays_from)
    store = ReadingStore(Folder(tmp_path))
    assert [told(one) for one in read_sources(SOURCES, store, RULES, TODAY)] == plain
    monkeypatch.setattr(reading, "read_list", None, raising=False)
    monkeypatch.setattr(reading, "_examined", None)  # nothing is read any more
    assert [told(one) for one in read_sources(SOURCES, store, RULES, TODAY)] == plain
    assert [told(one) for one in read_sources(SOURCES[::-1], store, RULES, TODAY)] == plain[::-1]


@pytest.mark.parametrize("number", [2, 3, 8])
@pytest.mark.parametrize("pool_pays_from", [1, 1_000_000])
def test_the_whole_by_any_number_of_processes_is_the_same(
    number: int, pool_pays_from: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading, and then joining, over partitions of the same files: what ``export`` writes, byte for byte."""
    keeps_nothing = ReadingStore(Folder(None))
    alone = write(library_of(read_sources(SOURCES, keeps_nothing)))
    monkeypatch.setattr(reading, "POOL_PAYS_FROM", pool_pays_from)
    monkeypatch.setattr(reading, "_workers", lambda _: number)
    assert write(library_of(read_sources(SOURCES, keeps_nothing), processes=number)) == alone


def test_a_kept_list_is_taken_apart_when_asked(tmp_path: Path) -> None:
    store = ReadingStore(Folder(tmp_path))
    read_sources(SOURCES, store)
    for one, fresh in zip(read_sources(SOURCES, store), map(read_list, SOURCES), strict=True):
        assert [section.path for section in one.outline.sections] == [s.path for s in fresh.outline.sections]
        assert [block.kind for block in one.document.root.walk()] == [
            b.kind for b in fresh.document.root.walk()
        ]


def test_more_is_asked_than_was_kept(tmp_path: Path) -> None:
    store = ReadingStore(Folder(tmp_path))
    assert read_sources(SOURCES, store)[0].found is None
    with_all = read_sources(SOURCES, store, RULES, TODAY)
    assert found(with_all, "LNK001")
    assert [told(one) for one in read_sources(SOURCES, store, RULES, TODAY)] == [
        told(one) for one in with_all
    ]


def test_a_file_that_comes_or_goes_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = ReadingStore(Folder(tmp_path / "store"))

    def missing() -> list[str]:
        return [
            finding.subject for finding in found(read_sources([LINKS_FILE], store, RULES, TODAY), "LNK004")
        ]

    assert missing() == ["file.pdf", "missing.py"]
    (tmp_path / "file.pdf").write_text("")
    assert missing() == ["missing.py"]
    (tmp_path / "file.pdf").unlink()
    assert missing() == ["file.pdf", "missing.py"]


def test_another_year_is_seen(tmp_path: Path) -> None:
    store = ReadingStore(Folder(tmp_path))
    source = Source(
        "list.md", "- [A Study of Everything](https://arxiv.org/abs/2101.00001), Jane Doe, arXiv 2027\n"
    )
    assert found(read_sources([source], store, RULES, date(2026, 12, 31)), "VEN006")
    assert not found(read_sources([source], store, RULES, date(2027, 1, 1)), "VEN006")


def test_findings_of_another_world_do_not_hold() -> None:
    one = read_list(LINKS_FILE)
    here = Surroundings(TODAY, lambda path: path == "file.pdf")
    known = find_in_list(one, RULES, here)
    assert known.holds(here)
    assert not known.holds(Surroundings(TODAY, lambda _: False))
    assert not known.holds(Surroundings(date(2027, 1, 1), here.exists))


def test_what_a_killed_process_had_to_read_is_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, examined = os.getpid(), reading._examined

    def killed(source: Source, asked: Sequence[str], today: date) -> PaperList:
        if os.getpid() != first and source.path.endswith("llm-sft.md"):
            os.kill(os.getpid(), signal.SIGKILL)
        return examined(source, asked, today)

    plain = [told(one) for one in read_sources(SOURCES, ReadingStore(Folder(None)))]
    monkeypatch.setattr(reading, "_examined", killed)
    monkeypatch.setattr(reading, "_workers", lambda _: len(SOURCES))
    assert [told(one) for one in read_sources(SOURCES, ReadingStore(Folder(tmp_path)))] == plain
    monkeypatch.setattr(reading, "_examined", None)
    assert [told(one) for one in read_sources(SOURCES, ReadingStore(Folder(tmp_path)))] == plain


def test_how_many_processes_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "processors", lambda: 4)
    monkeypatch.setattr(reading, "may_fork", lambda: True)
    some = Source("list.md", "x" * reading.FORK_PAYS_FROM)
    assert reading._workers([Source("list.md", "x")] * 2) == reading._workers([some]) == 1
    assert reading._workers([some] * 2) == 2
    assert reading._workers([some] * 9) == 4
    monkeypatch.setattr(reading, "may_fork", lambda: False)
    assert reading._workers([some] * 2) == 1
    assert reading._workers([Source("list.md", "x" * reading.POOL_PAYS_FROM)] * 2) == 2


@pytest.mark.parametrize(
    ("sizes", "hands", "expected"),
    [
        ((), 1, [[]]),
        ((1, 2, 3), 1, [[2, 1, 0]]),
        ((5, 9, 4, 5), 2, [[1, 2], [0, 3]]),
        ((0, 0, 0), 2, [[0, 1, 2], []]),
        ((7, 7), 3, [[0], [1], []]),
    ],
)
def test_files_are_dealt_evenly(sizes: Sequence[int], hands: int, expected: list[list[int]]) -> None:
    assert reading._dealt(sizes, hands) == expected
