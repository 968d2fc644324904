"""Nothing that all entries share makes joining quadratic: counted, not timed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from generated_entries import HOSTILE, generated

from peftlint.accounts import choose_all, keys
from peftlint.accounts.authors import MOST_JUDGES, choose_authors
from peftlint.identity import join
from peftlint.identity.blocking import candidates
from peftlint.identity.clusters import MOST_FACES, group
from peftlint.identity.edges import edges_among
from peftlint.identity.judge import Judge
from peftlint.identity.people import Agreement, Person, agreement
from peftlint.identity.profile import profile_of
from peftlint.identity.totals import known_of, totals_of
from peftlint.model import Entry

MOST_PAIRS = 60
"""Comparisons of one entry, on the average."""


@pytest.mark.parametrize("make", [*HOSTILE.values(), generated], ids=[*HOSTILE, "entries"])
def test_comparisons_grow_with_entries(make: Callable[[int], list[Entry]]) -> None:
    for count in (300, 1200):
        profiles = [profile_of(one) for one in make(count)]
        found = candidates(profiles, known_of(totals_of(profiles)))
        assert sum(len(others) for _, others in found) <= MOST_PAIRS * count


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_checks_of_groups_grow_with_entries(
    make: Callable[[int], list[Entry]], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0

    def counting(judge: Judge, left: int, right: int) -> bool:
        nonlocal compared
        compared += 1
        return bool(judge(left, right).against)

    profiles = [profile_of(one) for one in make(600)]
    known = known_of(totals_of(profiles))
    judge = Judge(profiles.__getitem__, known)
    edges = edges_among(profiles, known, judge)
    monkeypatch.setattr(Judge, "parts", counting)
    group(edges, judge)
    assert compared <= (MOST_FACES + 2) * len(edges)


def test_works_of_one_title_have_keys_at_once() -> None:
    """Each number is tried once: thousands of works called "Introduction" do not each begin at 2."""
    works = choose_all(join(HOSTILE["only one title"](400)).clusters)
    assert [work.key for work in works][:3] == ["introduction", "introduction-2", "introduction-3"]
    assert len({work.key for work in works}) == 400
    last: dict[str, int] = {}
    taken = {f"introduction-{number}" for number in range(2, 50)}
    assert keys._numbered("introduction", taken, last) == "introduction-50"
    assert last == {"introduction": 50}


def test_authors_of_a_big_work_are_weighed_by_few(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed = 0

    def counting(left: Sequence[Person], right: Sequence[Person]) -> Agreement:
        nonlocal weighed
        weighed += 1
        return agreement(left, right)

    monkeypatch.setattr("peftlint.accounts.authors.agreement", counting)
    authors, _ = choose_authors(HOSTILE["one work"](400))
    assert authors[:2] == ("Edward Hu", "Yelong Shen")
    assert weighed <= MOST_JUDGES * 400
