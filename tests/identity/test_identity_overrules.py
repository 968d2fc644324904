"""What the maintainer decides goes before all evidence, is remembered, and is never silently without effect."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_entries import entry
from joined import works_of

from peftlint.identity import join
from peftlint.identity.overrules import Overrules, unheeded
from peftlint.model import Cluster, Work

HU = "Edward Hu; Yelong Shen; Phillip Wallis"
LIU = "Shih-Yang Liu; Chien-Yi Wang; Hongxu Yin"
TITLE = "Sparse Adapters for Continual Speech Recognition"
OTHER = "Few Weights Will Do for Vision"

ENTRIES = [
    entry(TITLE, HU, "ICLR 2022", "arxiv:2101.00001", at="lists/a.md:1"),
    entry(TITLE, HU, "arXiv 2021", at="lists/b.md:1"),
    entry(
        "SA: " + TITLE, HU, "2021", "openreview:x", at="lists/c.md:1", links=[("paper", "https://x.org/sa")]
    ),
    entry(
        OTHER, LIU, "ACL 2023", "arxiv:2303.00003", at="lists/a.md:2", links=[("paper", "https://x.org/few")]
    ),
    entry("Introduction", "", "", at="lists/a.md:3"),
    entry("Introduction", "", "", at="lists/b.md:3"),
    entry("Delta", "", "", at="lists/a.md:4", column=9),
]
BY_EVIDENCE = [["a:1", "b:1", "c:1"], ["a:2"], ["a:3"], ["a:4:9"], ["b:3"]]


def told(works: Iterable[Work | Cluster]) -> list[list[str]]:
    return [[one.id.replace("lists/", "").replace(".md", "") for one in work.entries] for work in works]


def joined(same: list[tuple[str, str]], different: list[tuple[str, str]]) -> tuple[Work, ...]:
    return works_of(ENTRIES, Overrules(tuple(same), tuple(different)))


NAMES = {
    "identifiers": ("arxiv:2101.00001", "arXiv:2303.00003"),
    "addresses of identifiers": ("https://arxiv.org/abs/2101.00001v2", "https://arxiv.org/pdf/2303.00003"),
    "addresses": ("https://x.org/sa", "http://www.x.org/few/"),
    "titles, in any case": (TITLE.upper(), "few weights will do, for vision"),
    "places": ("lists/a.md:1", "lists/a.md:2"),
    "places from elsewhere": ("a.md:1", "here/lists/a.md:2"),
    "in a list": ("c.md#SA: " + TITLE, "lists/a.md#2303.00003"),
}


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_how_works_are_named(names: tuple[str, str]) -> None:
    overrules = Overrules((names,))
    clusters = join(ENTRIES, overrules).clusters
    assert told(clusters) == [["a:1", "a:2", "b:1", "c:1"], ["a:3"], ["a:4:9"], ["b:3"]]
    assert not unheeded(overrules, clusters)


CASES = {
    "nothing": ([], [], BY_EVIDENCE),
    "what evidence joins already": ([("a.md:1", "c.md:1")], [], BY_EVIDENCE),
    "what evidence parts already": ([], [("a.md:1", "a.md:2")], BY_EVIDENCE),
    "one title in two lists": (
        [("a.md#Introduction", "b.md#Introduction")],
        [],
        [["a:1", "b:1", "c:1"], ["a:2"], ["a:3", "b:3"], ["a:4:9"]],
    ),
    "a place with a column": (
        [("a.md:4:9", "a.md:3")],
        [],
        [["a:1", "b:1", "c:1"], ["a:2"], ["a:3", "a:4:9"], ["b:3"]],
    ),
    "a group is cut; who is left goes with the nearer one": (
        [],
        [("a.md:1", "c.md:1")],
        [["a:1", "b:1"], ["a:2"], ["a:3"], ["a:4:9"], ["b:3"], ["c:1"]],
    ),
    "cut and joined otherwise": (
        [("c.md:1", "a.md:2")],
        [("a.md:1", "c.md:1")],
        [["a:1", "b:1"], ["a:2", "c:1"], ["a:3"], ["a:4:9"], ["b:3"]],
    ),
    "what is parted stays parted": (
        [("a.md:2", "c.md:1")],
        [("a.md:1", OTHER)],
        [["a:1", "b:1"], ["a:2", "c:1"], ["a:3"], ["a:4:9"], ["b:3"]],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_becomes_of_works(name: str) -> None:
    same, different, expected = CASES[name]
    works = joined(same, different)
    assert told(works) == expected
    assert works == works_of(ENTRIES[::-1], Overrules(tuple(same), tuple(different)))


UNHEEDED = {
    "names nothing": ([("a.md:77", "a.md:2")], [], "no entry is named by 'a.md:77'"),
    "an old title": ([(TITLE, "A Title of Yesterday")], [], "no entry is named by 'A Title of Yesterday'"),
    "several works": (
        [("Introduction", "a.md:2")],
        [],
        "'Introduction' names entries of 2 works (lists/a.md:3, ",
    ),
    "parts an entry from itself": ([], [(TITLE, "2101.00001")], "both name lists/a.md:1"),
    "contradicts": (
        [(TITLE, OTHER)],
        [("a.md:1", "arxiv:2303.00003")],
        "it contradicts another of the overrules",
    ),
}


@pytest.mark.parametrize("name", UNHEEDED)
def test_what_cannot_be_heeded_is_told_and_changes_nothing(name: str) -> None:
    same, different, message = UNHEEDED[name]
    overrules = Overrules(tuple(same), tuple(different))
    clusters = join(ENTRIES, overrules).clusters
    (said,) = unheeded(overrules, clusters)
    assert message in said
    assert told(clusters) in (BY_EVIDENCE, [["a:1", "b:1", "c:1"], ["a:2"], *BY_EVIDENCE[2:]])


def test_both_sides_are_remembered() -> None:
    works = joined([], [("a.md:1", "c.md:1")])
    home = {one.id: work for work in works for one in work.entries}
    one, other = home["lists/a.md:1"], home["lists/c.md:1"]
    assert (one.possible, other.possible) == ((other.key,), (one.key,))
    for work in (one, other):
        (decided,) = [found for found in work.evidence if found.level == "M"]
        assert decided[2:] == ("lists/a.md:1", "lists/c.md:1")
        assert decided.reason.startswith("the configuration parts them; same title but for the short name")
    (work, *_) = joined([("a.md:1", "a.md:2")], [])
    assert [found[1:] for found in work.evidence if found.level == "M"] == [
        (
            "the configuration joins them; but different arXiv ids 2101.00001 and 2303.00003",
            "lists/a.md:1",
            "lists/a.md:2",
        )
    ]


PLACES = st.sampled_from([one.id for one in ENTRIES])
PAIRS = st.lists(st.tuples(PLACES, PLACES), max_size=4)


@given(PAIRS, PAIRS)
def test_every_overrule_is_followed_or_told_of(
    same: list[tuple[str, str]], different: list[tuple[str, str]]
) -> None:
    overrules = Overrules(tuple(same), tuple(different))
    works = join(ENTRIES, overrules).clusters
    assert sorted(one.id for work in works for one in work.entries) == sorted(one.id for one in ENTRIES)
    together = {pair for work in works for pair in combinations(sorted(one.id for one in work.entries), 2)}
    together |= {(one.id, one.id) for one in ENTRIES}
    missed = [pair for pair in same if tuple(sorted(pair)) not in together]
    missed += [pair for pair in different if tuple(sorted(pair)) in together]
    assert len(unheeded(overrules, works)) == len(missed)
