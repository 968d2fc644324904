"""How far two texts agree letter by letter; the library for it is loaded when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


@cache
def _scorers() -> tuple[Callable[..., float], Callable[..., int]]:
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.fuzz import ratio

    return ratio, Levenshtein.distance


def ratio(left: str, right: str, least: float = 0.0) -> float:
    """Indel similarity of two texts, 0 to 100; 0 if it is below ``least``."""
    return _scorers()[0](left, right, score_cutoff=least)


def edits(left: str, right: str, most: int) -> int:
    """Levenshtein distance of two texts; ``most + 1`` if it is over ``most``."""
    return _scorers()[1](left, right, score_cutoff=most)
