"""Joining by forks of one process: the same works, byte for byte, and none is waited for that is gone."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial

import pytest
from generated_entries import HOSTILE, five_lists, generated
from joined import library_of_works, works_of

from peftlint.exports.json import write
from peftlint.identity import processes
from peftlint.identity.edges import Edge
from peftlint.identity.evidence import Verdict
from peftlint.identity.processes import MOST, PAYS_FROM, packed, processes_for, unpacked
from peftlint.model import Entry

MAKERS: dict[str, Callable[[], list[Entry]]] = {
    "five lists": five_lists,
    "entries": partial(generated, 1500),
    **{name: partial(make, 150) for name, make in HOSTILE.items()},
}


def written(entries: list[Entry], number: int) -> str:
    return write(library_of_works(works_of(entries, processes=number)))


@pytest.mark.parametrize("name", MAKERS)
def test_any_number_of_processes_finds_the_same_works(name: str) -> None:
    entries = MAKERS[name]()
    alone = written(entries, 1)
    for number in (2, 3, 8):
        assert written(entries, number) == alone


def test_no_entries() -> None:
    assert works_of([], processes=2) == ()


def test_what_a_killed_process_had_to_do_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = five_lists()
    monkeypatch.setattr(processes, "packed", lambda _: os._exit(9))
    assert written(entries, 3) == written(entries, 1)


def test_what_no_process_could_be_made_for_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise OSError

    entries = five_lists()
    monkeypatch.setattr(os, "fork", fork)
    assert written(entries, 3) == written(entries, 1)


def test_beside_threads_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def at_work(*_: object) -> None:
        raise AssertionError

    entries, done = five_lists(), threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    monkeypatch.setattr(processes, "at_work", at_work)
    try:
        assert processes_for(PAYS_FROM) == 1
        assert written(entries, 2) == written(entries, 1)
    finally:
        done.set()
        thread.join()


def test_few_entries_are_not_worth_a_process() -> None:
    assert processes_for(PAYS_FROM - 1) == 1
    assert processes_for(MOST + 1) == 1
    assert processes_for(PAYS_FROM) >= 1


def test_packed_edges() -> None:
    edges = [
        Edge(0, 70_000, Verdict("A", 300.5, ("same title", "2 of 3 authors"))),
        Edge(1, 2, Verdict("D", 0.0, ("题名",), ("different DOIs a and b",))),
    ]
    assert list(unpacked(packed(edges))) == edges
    many = packed(edges[:1] * 1000)
    assert len(many) < 100_000
    assert list(unpacked(packed([]))) == []
