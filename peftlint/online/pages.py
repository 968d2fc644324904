"""The verdict on one link by asking for its page: HEAD, then GET where HEAD does not settle it. Pure.

What is judged dead was told so twice; what a program cannot judge (walls, log-ins, limits, faults of the server)
stays unverified. A fragment is not sent: a link is judged by its page.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urldefrag, urlsplit

from peftlint.online import walls
from peftlint.online.addresses import printable_address
from peftlint.online.model import Conversation, Heard, NoReply, Reply, Request, State, Verdict
from peftlint.online.moves import REDIRECTS, Hop, leads_home, moved_to, target_of

GOOD: Final = frozenset({200, 203, 206})
GONE: Final = frozenset({404, 410})
NOWHERE: Final = frozenset({"no-host", "refused"})
"""Silences that mean that there is nothing, if they are heard twice."""
FINAL: Final = frozenset({"forbidden", "stopped", "tls"})
"""Silences that another method would not change."""

MOST_HOPS = 10
SECOND_LOOK = 2.0
"""Seconds until something is asked again to be sure that it is gone."""
GET_TRIES = 2
"""With the HEAD before it, a page is asked three times at most."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One method's way from an address through redirects to an end; ``trap`` says why it has none."""

    method: str
    hops: tuple[Hop, ...]
    end: Heard
    trap: str = ""


def verdict_of(url: str, now: Callable[[], float] = time.time) -> Conversation[Verdict]:
    """Ask for the page at *url* until something can be said of it; *now* dates the verdict."""
    page = urldefrag(url.strip()).url
    head = yield from _visit(page, "HEAD", ())
    visits = [head]
    if not _is_settled(head):
        visits.append((yield from _second(page, head)))
        if _is_gone(visits[-1].end) and not _is_gone(head.end):
            visits.append((yield from _visit(_address(visits[-1].end), "GET", visits[-1].hops, SECOND_LOOK)))
    state, reason, target = _judge(url, visits)
    status = visits[-1].end.status if isinstance(visits[-1].end, Reply) else None
    asked = f"{_methods(visits)} {printable_address(page)[:500]}"
    return Verdict(url, state, asked, _told(visits, reason), now(), status, target)


def _second(page: str, head: Visit) -> Conversation[Visit]:
    """The GET after a HEAD: of the page where that ended; of the first one where it did not."""
    if head.trap:
        return (yield from _visit(page, "GET", ()))
    return (yield from _visit(_address(head.end), "GET", head.hops, _wait(head)))


def _visit(url: str, method: str, hops: tuple[Hop, ...], wait: float = 0.0) -> Conversation[Visit]:
    """Ask for *url* and follow redirects, after *hops* that were followed before."""
    tries = 1 if method == "HEAD" else GET_TRIES
    going_on = method != "HEAD" and not wait
    while True:
        heard = yield Request(method, url, wait=wait, tries=tries, visit=going_on)
        if not isinstance(heard, Reply) or heard.status not in REDIRECTS or "location" not in heard.headers:
            return Visit(method, hops, heard)
        try:
            target = target_of(url, heard.headers["location"])
        except ValueError:
            return Visit(method, hops, heard, "redirects to no address")
        hops = (*hops, Hop(url, heard.status, target))
        if any(_page(target) == _page(hop.url) for hop in hops):
            return Visit(method, hops, heard, "redirects in a circle")
        if len(hops) >= MOST_HOPS:
            return Visit(method, hops, heard, f"redirects {MOST_HOPS} times and more")
        url, wait, going_on = target, 0.0, True


def _is_settled(head: Visit) -> bool:
    """Whether a GET could not tell more than the HEAD did."""
    if head.trap:
        return False
    if isinstance(head.end, NoReply):
        return head.end.reason in FINAL
    return head.end.status in GOOD and not walls.needs_look(head.end)


def _wait(head: Visit) -> float:
    """A moment, where the same silence would come at once by the same way."""
    return SECOND_LOOK if isinstance(head.end, NoReply) else 0.0


def _is_gone(heard: Heard) -> bool:
    return heard.status in GONE if isinstance(heard, Reply) else heard.reason in NOWHERE


def _judge(url: str, visits: list[Visit]) -> tuple[State, str, str | None]:
    """The state, why in words (empty if what was answered says it), and the new address of what has moved."""
    last = visits[-1]
    if last.trap:
        return "unverified", last.trap, None
    end = last.end
    if isinstance(end, Reply):
        reason = _doubt(url, last, end)
        if reason:
            return "unverified", reason, None
        if end.status in GOOD:
            target = moved_to(url, last.hops)
            return ("moved", "", target) if target else ("ok", "", None)
    # What is gone was asked for until that was heard a second time: see verdict_of.
    return ("dead" if _is_gone(end) else "unverified"), "", None


def _doubt(url: str, visit: Visit, end: Reply) -> str:
    """Why an answer says nothing of the page that was asked for; empty if there is no reason to doubt it."""
    wall = walls.wall_of(end)
    if wall:
        return wall
    place = _address(end)
    if end.status in GONE:
        denied = walls.denies_robots(urlsplit(place).hostname or "")
        return "a host that denies programs what is there" if denied else ""
    if end.status not in GOOD:
        return ""
    if visit.hops and leads_home(url, place):
        return "the home page of the site"
    return (walls.another_place(url, place) if visit.hops else "") or walls.another_page(end)


def _address(heard: Heard) -> str:
    return heard.request.url


def _page(url: str) -> str:
    return urldefrag(url).url


def _methods(visits: list[Visit]) -> str:
    return " and ".join(dict.fromkeys(visit.method for visit in visits))


def _told(visits: list[Visit], reason: str) -> str:
    """What was answered, step by step: ``301 to https://…, HEAD 404, GET 404``."""
    steps = [f"{hop.status} to {printable_address(hop.target)[:200]}" for hop in visits[-1].hops]
    steps += [f"{visit.method} {_answer(visit.end)}" for visit in visits if not visit.trap]
    return ", ".join(steps) + (f": {reason}" if reason else "")


def _answer(heard: Heard) -> str:
    return str(heard.status) if isinstance(heard, Reply) else f"no answer ({heard.detail or heard.reason})"
