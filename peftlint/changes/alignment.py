"""Which items of two sequences are the same, in order: a patience diff.

Items that occur once on both sides hold the alignment (the longest run of them that is in order on both), so that
a line which every entry has, such as a blank one, never pulls it apart. B. Cohen's algorithm, as git has it
(``xdiff/xpatience.c``); time is about linear in practice, and bounded for hostile input.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from peftlint.model import NEWLINE

_MOST_COMPARED = 40_000
"""Pairs of items, none of which is unique, that are compared one by one."""
_DEEPEST = 50
"""Ranges within ranges; what lies deeper is not aligned."""


class _Range(NamedTuple):
    """Items ``left`` to ``left_end`` of the old sequence and ``right`` to ``right_end`` of the new one."""

    left: int
    left_end: int
    right: int
    right_end: int
    depth: int


def aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int | None, ...]:
    """For each item of *new* the index of the item of *old* that it is, None for an added one.

    The indices ascend; the items are equal.
    """
    partners: list[int | None] = [None] * len(new)
    stack = [_Range(0, len(old), 0, len(new), 0)]
    while stack:
        inner = _trimmed(stack.pop(), old, new, partners)
        if inner.left == inner.left_end or inner.right == inner.right_end or inner.depth > _DEEPEST:
            continue
        anchors = _anchors(inner, old, new)
        if anchors:
            stack += _between(anchors, inner)
            for left, right in anchors:
                partners[right] = left
        elif (inner.left_end - inner.left) * (inner.right_end - inner.right) <= _MOST_COMPARED:
            _compare(inner, old, new, partners)
    return tuple(partners)


def aligned_lines(old: str | None, new: str) -> tuple[int | None, ...]:
    """For each line of *new* the 1-based line of *old* that it is; how lines end makes no difference.

    Without an old text all lines are added ones.
    """
    lines = NEWLINE.split(new)
    if old is None:
        return (None,) * len(lines)
    if old == new:
        return tuple(range(1, len(lines) + 1))
    partners = aligned(NEWLINE.split(old), lines)
    return tuple(None if partner is None else partner + 1 for partner in partners)


def _trimmed(
    inner: _Range, old: Sequence[Hashable], new: Sequence[Hashable], partners: list[int | None]
) -> _Range:
    """The range without what is equal at its ends, which is noted in *partners*."""
    left, left_end, right, right_end, depth = inner
    while left < left_end and right < right_end and old[left] == new[right]:
        partners[right] = left
        left, right = left + 1, right + 1
    while left < left_end and right < right_end and old[left_end - 1] == new[right_end - 1]:
        left_end, right_end = left_end - 1, right_end - 1
        partners[right_end] = left_end
    return _Range(left, left_end, right, right_end, depth)


def _anchors(inner: _Range, old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest ascending run of pairs whose items occur once in each half of the range."""
    left_items = old[inner.left : inner.left_end]
    right_items = new[inner.right : inner.right_end]
    counts, others = Counter(left_items), Counter(right_items)
    at = {item: index for index, item in enumerate(left_items, inner.left) if counts[item] == 1}
    pairs = [
        (at[item], index)
        for index, item in enumerate(right_items, inner.right)
        if others[item] == 1 and item in at
    ]
    return _longest_ascending(pairs)


def _longest_ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Patience sorting: the longest subsequence of *pairs* whose first numbers ascend."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for index, (left, _) in enumerate(pairs):
        pile = bisect_left(tops, left)
        before.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [left]
        piles[pile : pile + 1] = [index]
    found = []
    index = piles[-1] if piles else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _between(anchors: Sequence[tuple[int, int]], inner: _Range) -> list[_Range]:
    """The ranges before, between and after the anchors."""
    starts = [(inner.left, inner.right), *((left + 1, right + 1) for left, right in anchors)]
    ends = [*anchors, (inner.left_end, inner.right_end)]
    return [
        _Range(left, left_end, right, right_end, inner.depth + 1)
        for (left, right), (left_end, right_end) in zip(starts, ends, strict=True)
    ]


def _compare(
    inner: _Range, old: Sequence[Hashable], new: Sequence[Hashable], partners: list[int | None]
) -> None:
    left_items, right_items = old[inner.left : inner.left_end], new[inner.right : inner.right_end]
    for left, right, size in SequenceMatcher(None, left_items, right_items, False).get_matching_blocks():
        for index in range(size):
            partners[inner.right + right + index] = inner.left + left + index
