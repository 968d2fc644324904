"""What the sieve leaves out has nothing to say of each other; and it leaves out most."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from dirt import KINDS, Dirt, dirtied
from generated_entries import HOSTILE, five_lists, generated
from hypothesis import given, settings
from hypothesis import strategies as st
from identity_entries import entry

from peftlint.identity.blocking import candidates
from peftlint.identity.evidence import compare
from peftlint.identity.profile import Profile, profile_of
from peftlint.identity.sieve import Sieve, by_length
from peftlint.identity.totals import NOTHING_KNOWN, Known, known_of, totals_of
from peftlint.model import Entry

Pairs = list[tuple[Profile, Profile]]


def sifted(entries: list[Entry]) -> tuple[Pairs, Pairs, Known]:
    """The candidate pairs that pass and those that do not, and what is known of the entries."""
    profiles = [profile_of(one) for one in entries]
    profiles = [profiles[index] for index in by_length(profiles)]
    known = known_of(totals_of(profiles))
    sieve = Sieve(profiles)
    passed: Pairs = []
    left_out: Pairs = []
    for index, others in candidates(profiles, known):
        found = sieve.passed(index, others)
        assert found <= others
        for other in others:
            (passed if other in found else left_out).append((profiles[index], profiles[other]))
    return passed, left_out, known


def have_level(pairs: Pairs, known: Known) -> Pairs:
    return [
        (one, two) for one, two in pairs if compare(one, two, known).level or compare(two, one, known).level
    ]


@pytest.mark.parametrize("make", [*HOSTILE.values(), generated], ids=[*HOSTILE, "entries"])
def test_nothing_is_lost_among_many(make: Callable[[int], list[Entry]]) -> None:
    _, left_out, known = sifted(make(800))
    assert not have_level(left_out, known)


@pytest.mark.parametrize("dirt", KINDS, ids=lambda dirt: dirt.__name__)
def test_nothing_is_lost_in_dirt(dirt: Dirt) -> None:
    entries = five_lists()
    _, left_out, known = sifted([*entries, *dirtied(entries, dirt, 0.6)])
    assert not have_level(left_out, known)


def test_little_else_passes() -> None:
    passed, left_out, known = sifted(generated(3000))
    assert len(have_level(passed, known)) >= 0.8 * len(passed)
    assert len(left_out) > len(passed)


WORDS = st.sampled_from(
    [
        *(
            "low rank",
            "adaptation",
            "adaption",
            "of",
            "large language models",
            "with",
            "2",
            "3",
            "(demo)",
            "a",
        ),
        *(
            "LoRA:",
            "(LoRA)",
            "LoRA",
            "QLoRA:",
            "Tutorial:",
            "大模型",
            "-",
            "rank low",
            "models language large",
        ),
    ]
)
NAMES = st.sampled_from(["Ning Ding", "Ning Wang", "Yu Wang", "Bo Wang", "Yujia Qin", "Guang Yang", "Y Ding"])
ENTRIES = st.builds(
    lambda title, names, where, ids, aliases, at: entry(
        " ".join(title), ";".join(names), where, *ids, at=at, aliases=tuple(aliases)
    ),
    st.lists(WORDS, max_size=7),
    st.lists(NAMES, max_size=6),
    st.sampled_from(["", "2020", "ACL 2021", "TPAMI 2022", "arXiv 2019", "ACL 2024", "1066"]),
    st.lists(
        st.sampled_from(["arxiv:2101.00001", "arxiv:2102.00002", "doi:10.1/x", "github:x/y"]), max_size=2
    ),
    st.lists(st.sampled_from(["low rank adaptation", "LoRA: low rank", "大模型"]), max_size=1),
    st.sampled_from(["a.md:1", "b.md:1"]),
)


@settings(deadline=None, max_examples=500)
@given(ENTRIES, ENTRIES)
def test_nothing_is_lost_of_two(left: Entry, right: Entry) -> None:
    one, two = sorted([profile_of(left), profile_of(right)], key=lambda profile: -len(profile.title.bare))
    assert Sieve([one, two]).passed(1, {0}) or not have_level([(one, two)], NOTHING_KNOWN)
