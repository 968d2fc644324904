"""Entries → works: what is joined, what stays apart, and that order makes no difference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identity_entries import entry
from joined import works_of

from peftlint.identity import join
from peftlint.model import Entry

HU = "Edward Hu; Yelong Shen; Phillip Wallis"
LIU = "Shih-Yang Liu; Chien-Yi Wang; Hongxu Yin"
TITLE = "Sparse Adapters for Continual Speech Recognition"


def clusters(entries: Sequence[Entry]) -> list[list[str]]:
    return [[one.id for one in cluster.entries] for cluster in join(entries).clusters]


CLUSTERED = {
    "three lists, two kinds of evidence": (
        [
            entry(TITLE, HU, "ICLR 2022", at="a.md:1"),
            entry(TITLE, "", "arXiv 2021", "arxiv:2101.00001", at="b.md:1"),
            entry("SA: " + TITLE, HU, "", "arxiv:2101.00001", at="c.md:1"),
        ],
        [["a.md:1", "b.md:1", "c.md:1"]],
    ),
    "a chain breaks at its weakest link": (
        [
            entry(TITLE, HU, "2021", "arxiv:2101.00001", at="a.md:1"),
            entry(TITLE, "", "2021", at="b.md:1"),
            entry(TITLE, LIU, "2023", "arxiv:2303.00003", at="c.md:1"),
        ],
        [["a.md:1", "b.md:1"], ["c.md:1"]],
    ),
    "conference and journal version in two lists": (
        [
            entry(TITLE, HU, "VLDB 2001", at="a.md:1"),
            entry(TITLE, HU, "VLDB Journal 2003", at="a.md:2"),
            entry(TITLE, HU, "Very Large Data Bases 2001", at="b.md:2"),
            entry(TITLE, HU, "The VLDB Journal 2003", at="c.md:1"),
        ],
        [["a.md:1", "b.md:2"], ["a.md:2", "c.md:1"]],
    ),
    "two lists tell near titles apart": (
        [
            entry("Prospector: A Content-Based Multimedia Server", HU, "SIGMOD 1996", at="a.md:1"),
            entry("A Content-Based Multimedia Server", HU, "SIGMOD 1996", at="a.md:2"),
            entry("Prospector: A content-based multimedia server", HU, "SIGMOD 1996", at="b.md:1"),
            entry("A content-based multimedia server", HU, "SIGMOD 1996", at="b.md:2"),
        ],
        [["a.md:1", "b.md:1"], ["a.md:2", "b.md:2"]],
    ),
    "a column": (
        [
            entry("Editor's Notes", "Ling Liu", f"SIGMOD Record {year}", at=f"{path}.md:{year}")
            for path in "ab"
            for year in (2001, 2002)
        ],
        [["a.md:2001", "b.md:2001"], ["a.md:2002", "b.md:2002"]],
    ),
    "twice in one list": (
        [entry(TITLE, HU, at="a.md:1"), entry(TITLE, HU, at="a.md:7"), entry("Others", LIU, at="a.md:9")],
        [["a.md:1", "a.md:7"], ["a.md:9"]],
    ),
    "nicknames through their paper": (
        [
            entry("Flan-T5", "", "2022", "arxiv:2101.00001", at="a.md:1"),
            entry("Flan-PaLM", "", "2022", "arxiv:2101.00001", at="a.md:2"),
            entry("Scaling Instruction-Finetuned Models", HU, "2022", "arxiv:2101.00001", at="a.md:3"),
        ],
        [["a.md:1", "a.md:2", "a.md:3"]],
    ),
    "nicknames alone": (
        [
            entry("Flan-T5", "", "2022", "arxiv:2101.00001", at="a.md:1"),
            entry("Flan-PaLM", "", "2022", "arxiv:2101.00001", at="a.md:2"),
        ],
        [["a.md:1"], ["a.md:2"]],
    ),
    "nothing": ([], []),
}


@pytest.mark.parametrize("name", CLUSTERED)
def test_clusters(name: str) -> None:
    entries, expected = CLUSTERED[name]
    assert clusters(entries) == expected
    assert clusters(entries[::-1]) == expected


def test_what_is_kept_beside_the_clusters() -> None:
    told = join(
        [
            entry(TITLE, HU, "VLDB 2001", at="a.md:1"),
            entry(TITLE, HU, "VLDB Journal 2003", at="b.md:2"),
            entry("OmniQuant: Calibrated Quantization", HU, "", "arxiv:2101.00001", at="a.md:3"),
            entry("Rotation for Outlier Management", LIU, "", "arxiv:2101.00001", at="a.md:4"),
            entry("Others, and Only Others", "", "", "arxiv:2202.00002", at="a.md:5"),
            entry("Others, and only others", "", "", "arxiv:2202.00002", at="b.md:5"),
        ]
    )
    assert [cluster.possible for cluster in told.clusters] == [(4,), (), (), (), (0,)]
    assert [one[2:] for one in told.possible] == [("a.md:1", "b.md:2")]
    assert "but a conference version and a journal version" in told.possible[0].reason
    assert [(one.level, *one[2:]) for one in told.contradictions] == [("X", "a.md:3", "a.md:4")]
    assert [[one.level for one in cluster.evidence] for cluster in told.clusters] == [[], [], [], ["A"], []]


def test_large_groups_stay_fast() -> None:
    """Copies, and accounts of which each is written another way, are joined at once."""
    copies = [entry(TITLE, HU, at=f"a.md:{line}") for line in range(1, 2001)]
    varied = [
        entry("Retrieval without Labels or Tears", "; ".join(["Edward Hu"] * line), at=f"b.md:{line}")
        for line in range(1, 101)
    ]
    assert [len(cluster.entries) for cluster in join(copies + varied).clusters] == [2000, 100]


WORDS = st.sampled_from(
    ["sparse", "adapters", "of", "speech", "vision", "2", "3", "LoRA:", "QLoRA:", "(demo)", "survey", "综述"]
)
ENTRIES = st.builds(
    lambda title, authors, where, ids, place: entry(
        " ".join(title), authors, where, *ids, at=f"{place[0]}.md:{place[1]}"
    ),
    st.lists(WORDS, max_size=5),
    st.sampled_from(["", HU, LIU, "E Hu"]),
    st.sampled_from(["", "2020", "ACL 2021", "TPAMI 2022", "arXiv 2019"]),
    st.lists(st.sampled_from(["arxiv:2101.00001", "arxiv:2102.00002", "doi:10.1/x", "acl:y"]), max_size=1),
    st.tuples(st.sampled_from("abc"), st.integers(1, 9)),
)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_works_do_not_depend_on_the_order(data: st.DataObject) -> None:
    entries = data.draw(st.lists(ENTRIES, max_size=12))
    assert works_of(entries) == works_of(data.draw(st.permutations(entries)))


@settings(deadline=None, max_examples=60)
@given(st.lists(ENTRIES, max_size=12))
def test_every_entry_is_in_one_work(entries: list[Entry]) -> None:
    works = works_of(entries)
    told = sorted((one.list, one.line, one.title) for work in works for one in work.entries)
    assert told == sorted((one.list, one.line, one.title) for one in entries)
    assert len({work.key.casefold() for work in works}) == len(works)
    keys = {work.key for work in works}
    assert all(set(work.possible) <= keys - {work.key} for work in works)


@settings(deadline=None, max_examples=60)
@given(st.lists(ENTRIES, max_size=12))
def test_no_work_holds_two_numbers_or_names(entries: list[Entry]) -> None:
    """Without identifiers nothing can join Llama 2 and 3, or LoRA and QLoRA, not even a chain of others."""
    bare = [one for one in entries if not one.identifiers]
    for cluster in join(bare).clusters:
        titles = [one.title.split() for one in cluster.entries]
        for left, right in combinations(titles, 2):
            numbers = [{"2", "3"}.intersection(words) for words in (left, right)]
            assert sorted(map(sorted, numbers)) != [["2"], ["3"]]
            assert {left[0], right[0]} != {"LoRA:", "QLoRA:"}
