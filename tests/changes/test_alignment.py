"""Which items of two sequences are the same."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.changes.alignment import aligned, aligned_lines

ITEMS = st.lists(st.sampled_from("abcde"), max_size=30)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("abc", "abc", [0, 1, 2]),
        ("abc", "axc", [0, None, 2]),
        ("abc", "bca", [1, 2, None]),  # what moved is not in order any more
        ("a.b.c.", "a.x.b.c.", [0, 1, None, None, 2, 3, 4, 5]),  # what every line has does not pull it apart
        ("aa", "aaa", [0, 1, None]),
        ("xabcy", "yabcx", [None, 1, 2, 3, None]),
    ],
)
def test_aligned(old: str, new: str, expected: list[int | None]) -> None:
    assert list(aligned(old, new)) == expected


@given(ITEMS, ITEMS)
def test_partners_are_equal_and_in_order(old: list[str], new: list[str]) -> None:
    partners = aligned(old, new)
    pairs = [(left, right) for right, left in enumerate(partners) if left is not None]
    assert len(partners) == len(new)
    assert all(old[left] == new[right] for left, right in pairs)
    assert pairs == sorted(set(pairs))
    assert len({left for left, _ in pairs}) == len(pairs)


@given(ITEMS)
def test_nothing_is_added_to_itself(items: list[str]) -> None:
    assert list(aligned(items, items)) == list(range(len(items)))


@given(ITEMS, st.integers(0, 30), st.text("xyz", min_size=1, max_size=3))
def test_only_what_was_inserted_is_added(items: list[str], at: int, inserted: str) -> None:
    new = [*items[:at], *inserted, *items[at:]]
    assert [new[i] for i, partner in enumerate(aligned(items, new)) if partner is None] == list(inserted)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a" * 20_000, "ab" * 20_000),
        ("ab" * 20_000, "ba" * 20_000),
        ("".join(map(chr, range(1000, 21_000))), "".join(map(chr, range(21_000, 1000, -1)))),
    ],
    ids=["equal", "swapped", "reversed"],
)
def test_hostile_input_takes_no_time(old: str, new: str) -> None:
    start = time.process_time()
    aligned(old, new)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, "a\nb", (None, None)),
        ("a\nb", "a\r\nb", (1, 2)),
        ("a\nb\n", "a\nx\nb\n", (1, None, 2, 3)),
    ],
)
def test_aligned_lines(old: str | None, new: str, expected: tuple[int | None, ...]) -> None:
    assert aligned_lines(old, new) == expected
