"""Which pairs are compared: those that matter, and not too many."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from identity_entries import entry

from peftlint.identity.blocking import KINDS, LARGEST_BLOCK, Key, Kind, candidates, keys_of, pairs_of
from peftlint.identity.profile import Profile, profile_of
from peftlint.identity.totals import known_of, totals_of
from peftlint.model import Entry, Identifier

FILLER = [
    entry(f"{first} {second} methods for {third}", f"{third} {first}; {second} Doe", at=f"c.md:{line}")
    for line, (first, second, third) in enumerate(
        [
            ("Sparse", "adapter", "speech"),
            ("Sparse", "prompt", "vision"),
            ("Dense", "adapter", "vision"),
            ("Dense", "prompt", "speech"),
        ],
        1,
    )
]
MET = [
    (entry("Few Weights", "", "", "arxiv:2101.00001"), entry("Other Words", "", "", "arxiv:2101.00001")),
    (entry("Adapters (demo)"), entry("Adapters")),
    (entry("AdaLoRA: Adaptive Budget Allocation"), entry("Adaptive budget allocation")),
    (entry("Adapters that grow with tasks of speech and vision"), entry("Adapters that grow with tasks")),
    (entry("On growing the adapters of frozen models"), entry("Growing the adapters of frozen models")),
    (entry("Sparse prompt tuning of speech"), entry("Tuning by prompt, sparse and dense")),
    (entry("Quering speech", "Ning Ding; Yujia Qin"), entry("Querying by speech", "Y. Qin")),
    (entry("Delta", "Ning Ding; Yujia Qin; Guang Yang"), entry("Gamma", "N Ding; Y Qin; G Yang; F Wei")),
    (entry("Few Weights", aliases=("A Retold Title",)), entry("A retold title")),
]
NOT_MET = [
    (entry("Few Weights"), entry("Other Words")),
    (entry("Few Weights", "Ning Ding"), entry("Other Words", "Ning Ding")),
    (entry("", "Ning Ding"), entry("", "Ning Ding")),
    (entry("Few Weights", "", "", "github:x/y"), entry("Other Words", "", "", "github:x/y")),
]


def pairs_among(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    profiles = [profile_of(one) for one in entries]
    found = candidates(profiles, known_of(totals_of(profiles)))
    return sorted((other, index) for index, others in found for other in others)


def _meet(left: Entry, right: Entry) -> bool:
    return (0, 1) in pairs_among([left, right, *FILLER])


@pytest.mark.parametrize(("left", "right"), MET)
def test_accounts_of_one_work_meet(left: Entry, right: Entry) -> None:
    assert _meet(left, right)


@pytest.mark.parametrize(("left", "right"), NOT_MET)
def test_strangers_do_not_meet(left: Entry, right: Entry) -> None:
    assert not _meet(left, right)


def test_all_pairs_of_a_small_block_come_once() -> None:
    pairs = pairs_among([entry("Sparse adapters of speech", "Ning Ding") for _ in range(9)])
    assert pairs == [(left, right) for left in range(9) for right in range(left + 1, 9)]


def test_large_blocks_stay_linear() -> None:
    """Five thousand works of one title are compared with their neighbours only; copies are neighbours."""
    letters = [chr(97 + number % 26) for number in range(2500)]
    names = [f"Jo {letters[n % 26]}{letters[n // 26 % 26]}{letters[n // 676]}son" for n in range(2500)]
    told = [entry("Introduction", names[number % 2500], str(1990 + number % 5)) for number in range(5000)]
    pairs = pairs_among(told)
    assert len(pairs) <= max(kind.neighbours for kind in KINDS) * 5000 + LARGEST_BLOCK * LARGEST_BLOCK
    assert sum(right - left == 2500 for left, right in pairs) == 2500


APART = [
    (
        entry("Sparse prompt tuning of speech", "", "", "arxiv:2101.00001"),
        entry("Tuning by prompt, sparse and dense", "", "", "arxiv:2202.00002"),
    ),
    (
        entry("Delta", "Ning Ding; Yujia Qin; Guang Yang", "", "arxiv:2101.00001"),
        entry("Gamma", "N Ding; Y Qin; G Yang; F Wei", "", "arxiv:2202.00002"),
    ),
]


@pytest.mark.parametrize(("left", "right"), APART)
def test_with_an_arxiv_id_each_they_meet_by_a_name_alone(left: Entry, right: Entry) -> None:
    assert not pairs_among([left, right])
    assert pairs_among([left, right._replace(identifiers=())])
    assert pairs_among([left, right._replace(title=left.title)])
    assert pairs_among([left, right._replace(identifiers=left.identifiers)])


def pairs_by(kind: Kind, entries: Sequence[Entry]) -> list[tuple[int, int]]:
    return sorted(pairs_of(kind, dict(enumerate(map(profile_of, entries)))))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.keys_of.__name__)
def test_one_block_of_a_kind(kind: Kind) -> None:
    """Its pairs, and, if it is large, the next ones in order of title; without those that cannot tell anything."""
    few = [entry(f"Adapters {letter}") for letter in "cab"]
    assert pairs_by(kind, few) == [(0, 1), (0, 2), (1, 2)]
    many = [entry(f"Adapters {chr(97 + place)}") for place in range(LARGEST_BLOCK + 1)]
    near = [
        (one, other)
        for one in range(len(many))
        for other in range(one + 1, len(many))
        if other - one <= kind.neighbours
    ]
    assert pairs_by(kind, many) == near
    for some in (few, many):
        with_ids = [
            told._replace(identifiers=(Identifier("arxiv", f"2101.{place:05}"),))
            for place, told in enumerate(some)
        ]
        assert pairs_by(kind, with_ids) == (pairs_by(kind, some) if kind.are_names else [])
        assert pairs_by(kind, [some[0], *with_ids[1:]]) == [
            pair for pair in pairs_by(kind, some) if kind.are_names or 0 in pair
        ]


@pytest.mark.parametrize("copies", [1, LARGEST_BLOCK // 2])
def test_all_blocks_at_once_give_the_pairs_of_each(copies: int) -> None:
    """With and without arXiv ids beside one another, in small blocks and in large ones."""
    entries = [
        told._replace(identifiers=(Identifier("arxiv", f"21{place:02}.{copy:05}"),) if with_id else ())
        for copy in range(copies)
        for place, told in enumerate([*FILLER, *(one for pair in MET for one in pair)])
        for with_id in (True, False)
    ]
    profiles = [profile_of(one) for one in entries]
    known = known_of(totals_of(profiles))
    blocks: dict[tuple[int, Key], dict[int, Profile]] = {}
    for index, profile in enumerate(profiles):
        for key in keys_of(profile, known):
            blocks.setdefault(key, {})[index] = profile
    found = {pair for (kind, _), block in blocks.items() for pair in pairs_of(KINDS[kind], block)}
    assert any(len(block) > LARGEST_BLOCK for block in blocks.values()) == (copies > 1)
    assert sorted(found) == pairs_among(entries)


def test_no_entries() -> None:
    assert pairs_among([]) == []
