"""Identity on real lists whose works are known: the five source lists, the corpus, and DBLP-ACM."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import combinations

import pytest
from identity_entries import entries_of_bullets, entries_of_truth, shared
from joined import works_of

from peftlint.engine import read_list
from peftlint.model import Entry, Source, Work

Pair = tuple[str, str]


def pairs(works: Iterable[Work]) -> set[Pair]:
    """The pairs of entries that are in one work."""
    found = (combinations(sorted(one.id for one in work.entries), 2) for work in works)
    return {pair for some in found for pair in some}


def f_measure(found: set[Pair], true: set[Pair]) -> float:
    """Harmonic mean of precision and recall, in per cent."""
    return 200 * len(found & true) / (len(found) + len(true))


def five_lists() -> list[Entry]:
    truth = shared("truth")
    told = [
        (path, json.loads(path.read_text("utf8")).get("list"))
        for path in sorted(truth.glob("*.json"))
        if path.stem not in {"works", "findings"}
    ]
    return [one for path, _ in told for one in entries_of_truth(path, f"lists/{path.stem}.md")]


def corpus() -> list[Entry]:
    folder = shared("corpus/truth")
    return [one for path in sorted(folder.glob("*.json")) for one in entries_of_truth(path, path.stem)]


def test_the_five_lists() -> None:
    truth = json.loads(shared("truth/works.json").read_text("utf8"))
    works = works_of(five_lists())
    true = {tuple(sorted(pair)) for work in truth["works"] for pair in combinations(work["entries"], 2)}
    assert len(works) == 92
    assert pairs(works) == true
    assert not pairs(works) & {tuple(sorted(pair)) for pair in truth["never_same"]}
    home = {one.id: work for work in works for one in work.entries}
    suspects = {home[name].key for name in truth["suspected"][0]["entries"]}
    assert len(suspects) == 2
    assert all(
        set(home[name].possible) == suspects - {home[name].key} for name in truth["suspected"][0]["entries"]
    )


def test_text_agrees_with_identifiers() -> None:
    """What is joined by text alone is hardly ever parted by identifiers: on 19 lists, by two wrong links."""
    entries = five_lists() + corpus()
    by_all = pairs(works_of(entries))
    by_text = pairs(works_of([one._replace(identifiers=(), links=()) for one in entries]))
    assert len(by_text - by_all) <= 2
    assert len(by_text) >= 400


@pytest.fixture(scope="module")
def dblp_acm() -> tuple[list[Entry], set[Pair]]:
    lists = [entries_of_bullets(shared(f"er/{name}.md")) for name in ("dblp", "acm")]
    same = json.loads(shared("er/matches.json").read_text("utf8"))["same"]
    return [*lists[0], *lists[1]], {(min(pair), max(pair)) for pair in same}


def across(found: set[Pair]) -> set[Pair]:
    return {pair for pair in found if pair[0].split(":")[0] != pair[1].split(":")[0]}


def test_dblp_acm(dblp_acm: tuple[list[Entry], set[Pair]]) -> None:
    entries, same = dblp_acm
    assert f_measure(across(pairs(works_of(entries))), same) >= 98.5


def in_small_letters(text: str, *, initials: bool) -> str:
    """A list as bibliographic databases cut it down: no capitals, and given names as initials (``jr haritsa``)."""
    if initials:
        text = re.sub(r"(?<=\*\* \*).*?(?=\.?\*)", lambda names: _with_initials(names[0]), text)
    return text.lower()


def _with_initials(names: str) -> str:
    parted = [name.split() for name in names.split(", ") if name]
    return ", ".join(f"{''.join(word[0] for word in given)} {family}".strip() for *given, family in parted)


@pytest.mark.parametrize("initials", [False, True])
def test_dblp_acm_in_small_letters(initials: bool, dblp_acm: tuple[list[Entry], set[Pair]]) -> None:
    """Through the whole reader, which must tell names and venues without their capitals."""
    _, same = dblp_acm
    texts = {f"{name}.md": shared(f"er/{name}.md").read_text("utf8") for name in ("dblp", "acm")}
    entries = [
        one
        for path, text in texts.items()
        for one in read_list(Source(path, in_small_letters(text, initials=initials))).entries
    ]
    assert len(entries) >= 4900
    assert f_measure(across(pairs(works_of(entries))), same) >= 98.5
