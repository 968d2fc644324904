"""The look-up of similar acronyms finds what measuring every distance finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from peftlint.fields.venue_registry import registry
from peftlint.fields.venue_spelling import _is_slip, _similar, misspelt_acronym

ACRONYMS = sorted(registry().acronyms)


@st.composite
def slips(draw: st.DrawFn) -> str:
    """An acronym with one or two letters replaced, left out, put in or swapped with the next."""
    word = registry().acronyms[draw(st.sampled_from(ACRONYMS))]
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(word) - 1))
        letter = draw(st.sampled_from("ABCEILMNPRSTVabcilmnoprst"))
        swapped = word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
        rest = draw(st.sampled_from([letter + word[at + 1 :], word[at + 1 :], letter + word[at:], swapped]))
        word = (word[:at] + rest) or letter
    return word


@given(slips())
@settings(max_examples=300, deadline=None)
def test_no_similar_acronym_is_missed(word: str) -> None:
    key = word.casefold()
    near = {
        right
        for right in ACRONYMS
        if OSA.distance(key, right) <= (2 if sorted(key) == sorted(right) and len(key) > 4 else 1)
    }
    assert near <= _similar(key)
    assert {right for right in _similar(key) if _is_slip(word, right)} <= near


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ICRL", "iclr"),
        ("lCLR", "iclr"),
        ("NeurlPS", "neurips"),
        ("Neurlps", None),
        ("NeruIPS", "neurips"),
        ("ICLM", "icml"),
        ("PEFT", None),
        ("Meta", None),
        ("RoSA", None),
        ("ICLR", None),
    ],
)
def test_slips(word: str, expected: str | None) -> None:
    venue = misspelt_acronym(word)
    assert (venue.id if venue else None) == expected
