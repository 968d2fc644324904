"""How far two texts agree letter by letter; the library for it is loaded when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

FEW = 5
"""Texts that are as soon compared one by one as all at once."""


@cache
def _scorers() -> tuple[
    Callable[..., float], Callable[..., int], Callable[..., int], Callable[..., list[Any]]
]:
    from rapidfuzz.distance import OSA, LCSseq
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    return ratio, OSA.distance, LCSseq.similarity, extract


def ratio(left: str, right: str, least: float = 0.0) -> float:
    """Indel similarity of two texts, 0 to 100; 0 if it is below ``least``."""
    return _scorers()[0](left, right, score_cutoff=least)


def edits(left: str, right: str, most: int) -> int:
    """In how many letters two texts differ, neighbours that changed places counting once; ``most + 1`` if over ``most``.

    It is the optimal string alignment distance (Damerau, CACM 1964, without edits within a swapped pair).
    """
    return _scorers()[1](left, right, score_cutoff=most)


def ratios(text: str, others: Sequence[str], least: float) -> list[tuple[int, float]]:
    """The :func:`ratio` of a text and each of the others where it is not below ``least`` (over 0), by index."""
    return _found(_scorers()[0], text, others, least)


def common_letters(text: str, others: Sequence[str], least: int) -> list[tuple[int, float]]:
    """How many letters a text has in common with each of the others, in order, where it is ``least`` (over 0)."""
    return _found(_scorers()[2], text, others, least)


def _found(
    scorer: Callable[..., float], text: str, others: Sequence[str], least: float
) -> list[tuple[int, float]]:
    if len(others) < FEW:
        scores = [scorer(text, other, score_cutoff=least) for other in others]
        return [(index, score) for index, score in enumerate(scores) if score]
    found = _scorers()[3](text, others, scorer=scorer, score_cutoff=least, limit=None)
    return [(index, score) for _, score, index in found]
