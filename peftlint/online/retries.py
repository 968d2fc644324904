"""What an answer asks for: to try again, and to leave the host alone for a while. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from urllib3.exceptions import InvalidHeader
from urllib3.util.retry import Retry

from peftlint.online.model import Heard, Reply

TOO_MANY = 429
PASSING = frozenset({TOO_MANY, 502, 503, 504})
"""Statuses that may be another one a moment later."""
PASSING_SILENCE = frozenset({"timeout", "reset"})

_HEADER: Final = Retry(retry_after_max=10**9)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long is waited.

    ``tries`` is how often a request is sent at most. The wait before the second try is up to ``backoff`` seconds,
    doubled for every further one. ``longest`` is the longest ``Retry-After`` that is obeyed, in seconds: a host
    that asks for more is left alone for the rest of the run.
    """

    tries: int = 3
    backoff: float = 1.0
    longest: float = 60.0


def is_passing(heard: Heard) -> bool:
    """Whether the same request may fare better later."""
    if isinstance(heard, Reply):
        return heard.status in PASSING
    return heard.reason in PASSING_SILENCE


def pause_of(heard: Heard) -> float | None:
    """How many seconds the host asks to be left alone; None if it does not.

    ``Retry-After`` (RFC 9110 §10.2.3, seconds or a date) counts for 429 and 503. One that cannot be read is none.
    """
    if not isinstance(heard, Reply) or heard.status not in (TOO_MANY, 503):
        return None
    value = heard.headers.get("retry-after", "")
    try:
        return float(_HEADER.parse_retry_after(value))
    except (InvalidHeader, ValueError, OverflowError, TypeError):
        return None


def backoff_of(patience: Patience, tries: int, chance: float) -> float:
    """Seconds before the next try after *tries* of them; *chance* (0 to 1) spreads them over half of the time."""
    return float(patience.backoff * 2 ** (tries - 1) * (0.5 + chance / 2))
