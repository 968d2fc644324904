"""Whose turn it is, on a clock of the test's own."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.online.hosts import KNOWN_LIMITS, HostLimits, Limits
from peftlint.online.model import Heard, NoReply, Reply, Request
from peftlint.online.queues import CATCHING_UP, Queues
from peftlint.online.retries import Patience, backoff_of, pause_of

HOST = "https://site.org"
ASKED = Request("GET", f"{HOST}/")
FOUND = Reply(ASKED, 200, {})


def limited(after: str | None = None, status: int = 429) -> Heard:
    return Reply(ASKED, status, {"retry-after": after} if after else {})


def sent(
    waiting: Queues[int], seconds: float, busy: float = 0.0, answers: Mapping[int, Heard] | None = None
) -> dict[int, float]:
    """When each item is sent, if every one is answered after it was *busy* for a time (in hundredths)."""
    times: dict[int, float] = {}
    under_way: list[tuple[float, int]] = []
    for now in (tick / 100 for tick in range(int(seconds * 100) + 1)):
        for start, item in [one for one in under_way if one[0] + busy <= now]:
            under_way.remove((start, item))
            waiting.heard(HOST, (answers or {}).get(item, FOUND), start, now)
        for item, closed in waiting.due(now):
            if closed:
                waiting.dropped(HOST)
                times[item] = -1.0
            else:
                under_way.append((now, item))
                times[item] = now
    return times


def at(waiting: Queues[int], seconds: float = 10, busy: float = 0.0, **answers: Heard) -> list[float]:
    """The times in the order of the items; an answer to item 0 is called ``_0``."""
    times = sent(waiting, seconds, busy, {int(name[1:]): heard for name, heard in answers.items()})
    return [times[item] for item in sorted(times)]


def filled(limits: HostLimits, items: int = 5, patience: Patience | None = None) -> Queues[int]:
    waiting: Queues[int] = Queues(Limits(limits), patience or Patience())
    for item in range(items):
        waiting.add(HOST, item, 0.0)
    return waiting


STRICT = HostLimits(connections=1, spacing=0.5, strict=True)
EASY = HostLimits(connections=1, spacing=0.5)


@pytest.mark.parametrize("limits", [STRICT, EASY])
def test_spacing(limits: HostLimits) -> None:
    assert at(filled(limits)) == [0.0, 0.5, 1.0, 1.5, 2.0]


def test_connections() -> None:
    assert at(filled(HostLimits(connections=2, spacing=0.0)), busy=1.0) == [0.0, 0.0, 1.0, 1.0, 2.0]


def test_what_was_held_up_is_caught_up_with() -> None:
    busy = 0.01
    assert at(filled(EASY), busy=busy, _0=limited("2")) == [0.0, 2.01, 2.02, 2.03, 2.04]
    assert at(filled(STRICT), busy=busy, _0=limited("2")) == [0.0, 2.01, 2.51, 3.01, 3.51]
    long = at(filled(EASY, 20), 40, busy=busy, _0=limited("30"))
    assert sum(30 <= time < 30.2 for time in long) == CATCHING_UP / EASY.spacing + 1


def test_idle_time_is_not_caught_up_with() -> None:
    waiting = filled(EASY, 1)
    assert at(waiting, 5) == [0.0]
    for item in range(3):
        waiting.add(HOST, item, 5.0)
    assert [time for time in at(waiting, 10) if time >= 5.0] == [5.0, 5.5, 6.0]


def test_going_on_takes_no_turn_unless_strict() -> None:
    for limits, expected in ((EASY, [0.01, 0.5, 0.0]), (STRICT, [0.0, 0.5, 1.0])):
        waiting = filled(limits, 2)
        waiting.add(HOST, 2, 0.0, going_on=True)
        assert at(waiting, busy=0.01) == expected


@pytest.mark.parametrize(("after", "pause"), [("1", 1.0), (None, 2.0), ("soon", 2.0), ("-3", 2.0)])
def test_pauses(after: str | None, pause: float) -> None:
    assert at(filled(STRICT, 2), busy=0.01, _0=limited(after)) == [0.0, pytest.approx(0.01 + pause)]


def test_a_host_that_asks_for_too_much_is_closed() -> None:
    assert at(filled(STRICT, 3), busy=0.01, _0=limited("61")) == [0.0, -1.0, -1.0]
    assert at(filled(STRICT, 2), 70, busy=0.01, _0=limited("60")) == [0.0, 60.01]


def test_a_host_that_never_answers_is_closed() -> None:
    waiting = filled(HostLimits(connections=10, spacing=0.0), 100)
    silent = {item: NoReply(ASKED, "timeout") for item in range(100)}
    times = sent(waiting, 100, 1.0, silent)
    assert sum(time >= 0 for time in times.values()) <= 30
    assert len(times) == 100


def test_another_host_does_not_wait() -> None:
    waiting = filled(HostLimits(connections=1, spacing=9.0))
    waiting.add("https://other.org", 9, 0.0)
    assert [item for item, _ in waiting.due(0.0)] == [0, 9]
    assert waiting.next_time() is None


@given(
    st.lists(st.tuples(st.integers(0, 300), st.booleans()), max_size=40),
    st.integers(1, 4),
    st.sampled_from([0.0, 0.1, 0.5]),
    st.sampled_from([0.0, 0.05, 0.3]),
)
def test_strict_hosts_are_never_hurried(
    added: list[tuple[int, bool]], connections: int, spacing: float, busy: float
) -> None:
    """Everything is sent once, no two requests are closer than the spacing, whatever comes when."""
    waiting: Queues[int] = Queues(Limits(HostLimits(connections, spacing, strict=True)), Patience())
    for item, (tick, going_on) in enumerate(added):
        waiting.add(HOST, item, 0.0, tick / 100, going_on)
    times = sorted(sent(waiting, 3 + 20 + busy * 41, busy).values())
    assert len(times) == len(added)
    assert all(later - earlier >= spacing - 0.001 for earlier, later in pairwise(times))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Fri, 01 Jan 1999 00:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 10**9),
        ("9" * 400, 10**9),
        ("9" * 5000, None),
        ("1.5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert pause_of(limited(value)) == seconds
    assert pause_of(limited(value, 503)) == seconds
    assert pause_of(limited(value, 301)) is None


@given(st.text(max_size=50))
def test_any_retry_after(value: str) -> None:
    pause = pause_of(Reply(ASKED, 429, {"retry-after": value}))
    assert pause is None or pause >= 0


def test_backoff() -> None:
    patience = Patience(backoff=1.0)
    assert [backoff_of(patience, tries, 1.0) for tries in (1, 2, 3)] == [1.0, 2.0, 4.0]
    assert [backoff_of(patience, tries, 0.0) for tries in (1, 2, 3)] == [0.5, 1.0, 2.0]


def test_limits_of_hosts() -> None:
    mine = HostLimits(connections=2, spacing=9.0)
    limits = Limits(hosts={"dblp.org": mine, "127.0.0.1:8080": mine})
    assert limits.of("https://export.arxiv.org") == KNOWN_LIMITS["export.arxiv.org"]
    assert limits.of("https://www.github.com") == KNOWN_LIMITS["github.com"]
    assert limits.of("https://dblp.org") == limits.of("http://dblp.org:81") == mine
    assert limits.of("http://127.0.0.1:8080") == mine
    assert limits.of("http://127.0.0.1:8081") == limits.of("") == HostLimits()
