"""How much dirt identity bears: the same works are found in entries that were made worse, and hardly any false ones."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from dirt import (
    KINDS,
    STRENGTHS,
    Dirt,
    cut,
    dirtied,
    everything,
    missing,
    misspelt,
    moved,
)
from generated_entries import five_lists
from identity_entries import entries_of_bullets, shared
from joined import works_of

from peftlint.model import Entry, Work

Pair = tuple[str, str]
LEAST: dict[Dirt, float] = {cut: 98.2, misspelt: 96.0, missing: 96.4, moved: 96.2, everything: 90.0}
"""F1 on DBLP-ACM, of which one half is made worse at the middle strength."""


def pairs(works: tuple[Work, ...]) -> set[Pair]:
    return {pair for work in works for pair in combinations(sorted(one.id for one in work.entries), 2)}


def measures(found: set[Pair], true: set[Pair]) -> tuple[float, float]:
    """Precision and F1, in per cent."""
    right = len(found & true)
    return 100 * right / (len(found) or 1), 200 * right / (len(found) + len(true))


@pytest.mark.parametrize("dirt", KINDS, ids=lambda dirt: dirt.__name__)
def test_five_lists_beside_a_dirty_copy(dirt: Dirt) -> None:
    """Every entry is found again by text alone, unless too little is left of it; none is taken for another one."""
    clean = [one._replace(identifiers=(), links=()) for one in five_lists()]
    for strength, least in zip(STRENGTHS, (80.0, 65.0, 30.0), strict=True):
        copies = dirtied([one._replace(list=f"copy/{one.list}") for one in clean], dirt, strength)
        home = {one.id: work.key for work in works_of(clean) for one in work.entries}
        found = pairs(works_of([*clean, *copies]))
        meant = [(one.removeprefix("copy/"), other.removeprefix("copy/")) for one, other in found]
        false = {pair for pair in meant if home[pair[0]] != home[pair[1]]}
        again = sum((f"copy/{one.id}", one.id) in found for one in clean)
        assert not false
        assert 100 * again / len(clean) >= least


@pytest.fixture(scope="module")
def dblp_acm() -> tuple[list[Entry], list[Entry], set[Pair]]:
    dblp, acm = (entries_of_bullets(shared(f"er/{name}.md")) for name in ("dblp", "acm"))
    same = json.loads(shared("er/matches.json").read_text("utf8"))["same"]
    return dblp, acm, {(min(pair), max(pair)) for pair in same}


@pytest.mark.parametrize("dirt", LEAST, ids=lambda dirt: dirt.__name__)
def test_dblp_acm(dirt: Dirt, dblp_acm: tuple[list[Entry], list[Entry], set[Pair]]) -> None:
    dblp, acm, true = dblp_acm
    works = works_of([*dblp, *dirtied(acm, dirt, STRENGTHS[1])])
    across = {pair for pair in pairs(works) if pair[0].split(":")[0] != pair[1].split(":")[0]}
    precision, f1 = measures(across, true)
    assert precision >= 98.5
    assert f1 >= LEAST[dirt]
