"""What is said of a page for what was heard of it: the conversation alone, then against a server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from misbehaving import misbehaving

from peftlint.online.addresses import Allowed
from peftlint.online.hosts import HostLimits, Limits
from peftlint.online.model import Heard, NoReply, Reply, Request, Silence, Verdict
from peftlint.online.moves import Hop, leads_home, moved_to
from peftlint.online.pages import MOST_HOPS, verdict_of
from peftlint.online.retries import Patience
from peftlint.online.transport import Transport
from peftlint.online.web import Web

NOW = 1_800_000_000.0
PAPER = "https://site.org/paper"
HTML = {"content-type": "text/html"}
STATIC = {**HTML, "etag": '"1"'}
PDF = {"content-type": "application/pdf"}


def converse(url: str, answer: Callable[[Request], Heard]) -> tuple[Verdict, list[Request]]:
    """The verdict on *url*, and what was asked for it."""
    conversation = verdict_of(url, lambda: NOW)
    asked: list[Request] = []
    heard = None
    while True:
        try:
            request = conversation.send(heard) if heard else next(conversation)
        except StopIteration as end:
            return end.value, asked
        asked.append(request)
        assert len(asked) < 50
        heard = answer(request)


def page(
    status: int, title: str = "A page", headers: Mapping[str, str] = HTML, text: str = ""
) -> tuple[int, Mapping[str, str], bytes]:
    return status, headers, f"<title>{title}</title>{text}".encode()


Said = int | Silence | tuple[int, Mapping[str, str], bytes]


def replying(*said: Said) -> Callable[[Request], Heard]:
    """Answer the first request with the first of *said*, and so on; the last is repeated."""
    waiting = list(said)

    def answer(request: Request) -> Heard:
        now = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(now, str):
            return NoReply(request, now)
        status, headers, body = now if isinstance(now, tuple) else (now, STATIC, b"")
        return Reply(request, status, headers, b"" if request.method == "HEAD" else body)

    return answer


SETTLED: dict[str, tuple[tuple[Said, ...], str, str]] = {
    "found": ((200,), "ok", "HEAD"),
    "a file": (((200, PDF, b""),), "ok", "HEAD"),
    "no HEAD": ((405, 200), "ok", "HEAD GET"),
    "not found to HEAD": ((404, 200), "ok", "HEAD GET"),
    "a fault to HEAD": ((500, 200), "ok", "HEAD GET"),
    "a HEAD that hangs": (("timeout", 200), "ok", "HEAD GET"),
    "a HEAD that breaks": (("malformed", 200), "ok", "HEAD GET"),
    "a page made for the visitor": ((page(200),), "ok", "HEAD GET"),
    "not found": ((404,), "dead", "HEAD GET"),
    "gone": ((410,), "dead", "HEAD GET"),
    "not found, gone": ((404, 410), "dead", "HEAD GET"),
    "not found once": ((405, 404, 200), "ok", "HEAD GET GET"),
    "not found by GET, twice": ((405, 404, 404), "dead", "HEAD GET GET"),
    "not found, then away": ((405, 404, 503), "unverified", "HEAD GET GET"),
    "not found, then forbidden": ((404, 403), "unverified", "HEAD GET"),
    "no host": (("no-host",), "dead", "HEAD GET"),
    "no host at first": (("no-host", 200), "ok", "HEAD GET"),
    "refused": (("refused",), "dead", "HEAD GET"),
    "refused, then silent": (("refused", "timeout"), "unverified", "HEAD GET"),
    "silent, then refused": (("timeout", "refused", "timeout"), "unverified", "HEAD GET GET"),
    "log in": ((401,), "unverified", "HEAD GET"),
    "forbidden": ((403,), "unverified", "HEAD GET"),
    "no method": ((405,), "unverified", "HEAD GET"),
    "too many": ((429,), "unverified", "HEAD GET"),
    "the law": ((451,), "unverified", "HEAD GET"),
    "LinkedIn": ((999,), "unverified", "HEAD GET"),
    "a fault": ((500,), "unverified", "HEAD GET"),
    "away": ((503,), "unverified", "HEAD GET"),
    "accepted": ((202,), "unverified", "HEAD GET"),
    "nothing": ((204,), "unverified", "HEAD GET"),
    "a redirect to nowhere": ((301,), "unverified", "HEAD GET"),
    "not modified": ((304,), "unverified", "HEAD GET"),
    "silence": (("timeout",), "unverified", "HEAD GET"),
    "no trust": (("tls",), "unverified", "HEAD"),
    "private": (("forbidden",), "unverified", "HEAD"),
    "the end": (("stopped",), "unverified", "HEAD"),
    "a wall, 200": ((page(200, "Just a moment..."),), "unverified", "HEAD GET"),
    "a wall, 202": (
        (page(202, "", text="<script>awsWafCookieDomainList</script>"),),
        "unverified",
        "HEAD GET",
    ),
    "a wall, 403": ((page(403, "Attention Required! | Cloudflare"),), "unverified", "HEAD GET"),
    "a wall, 404": ((page(404, "Pardon Our Interruption"),), "unverified", "HEAD GET"),
    "a wall, 503": ((page(503, "DDoS-Guard"),), "unverified", "HEAD GET"),
    "a wall that says so": (
        (page(200, headers={**STATIC, "cf-mitigated": "challenge"}),),
        "unverified",
        "HEAD GET",
    ),
    "behind a guard": ((page(200, headers={**STATIC, "x-datadome": "protected"}),), "ok", "HEAD GET"),
    "stopped by it": (
        (
            page(
                200, "", {**STATIC, "x-datadome": "protected"}, "<script src=//geo.captcha-delivery.com/c.js>"
            ),
        ),
        "unverified",
        "HEAD GET",
    ),
    "a page that denies itself": ((page(200, "Page not found - Site"),), "unverified", "HEAD GET"),
    "a log-in page": ((page(200, "Sign in · Site"),), "unverified", "HEAD GET"),
    "a page about walls": (
        (page(200, "On CAPTCHAs: just a moment", text="Access denied"),),
        "ok",
        "HEAD GET",
    ),
}


@pytest.mark.parametrize("name", SETTLED)
def test_verdicts(name: str) -> None:
    said, state, methods = SETTLED[name]
    verdict, asked = converse(PAPER, replying(*said))
    assert (verdict.state, " ".join(request.method for request in asked)) == (state, methods), verdict
    assert verdict.when == NOW
    assert verdict.url == PAPER


@pytest.mark.parametrize(
    ("title", "state"),
    [("Log in", "unverified"), ("Anything", "unverified"), ("repository/paper.pdf at main", "ok")],
)
def test_a_pdf_that_is_none(title: str, state: str) -> None:
    verdict, _ = converse("https://site.org/paper.pdf", replying(page(200, title, STATIC)))
    assert verdict.state == state


def test_hosts_that_deny_what_is_there() -> None:
    assert converse("https://www.linkedin.com/in/somebody", replying(404))[0].state == "unverified"
    assert converse("https://linkedin.com.example.org/", replying(404))[0].state == "dead"


def test_what_was_asked_and_answered() -> None:
    verdict, asked = converse("https://me:secret@site.org/a#part", replying(405, 404))
    assert [request.url for request in asked] == ["https://me:secret@site.org/a"] * 3
    assert verdict.asked == "HEAD and GET https://site.org/a"
    assert verdict.answered == "HEAD 405, GET 404, GET 404"
    assert verdict.status == 404
    assert asked[-1].wait > 0


def redirecting(hops: Mapping[str, tuple[int, str]], end: int = 200) -> Callable[[Request], Heard]:
    """Answer with the redirect that *hops* has for an address, else with the status *end*."""

    def answer(request: Request) -> Heard:
        if request.url in hops:
            status, target = hops[request.url]
            return Reply(request, status, {"location": target})
        return Reply(request, end, STATIC)

    return answer


A, B, C = (f"https://site.org/{name}" for name in ("papers/a", "papers/b", "papers/c"))

MOVES = {
    "for good": (A, {A: (301, B)}, "moved", B),
    "308": (A, {A: (308, B)}, "moved", B),
    "twice": (A, {A: (301, B), B: (308, C)}, "moved", C),
    "relative": (A, {A: (301, "b")}, "moved", B),
    "with its fragment": (f"{A}#part", {A: (301, B)}, "moved", f"{B}#part"),
    "for now": (A, {A: (302, B)}, "ok", None),
    "303": (A, {A: (303, B)}, "ok", None),
    "307": (A, {A: (307, B)}, "ok", None),
    "for good, then for now": (A, {A: (301, B), B: (302, C)}, "ok", None),
    "to https": (
        "http://site.org/a",
        {"http://site.org/a": (301, "https://site.org/a")},
        "moved",
        "https://site.org/a",
    ),
    "from https": (A, {A: (301, "http://site.org/x")}, "ok", None),
    "a slash": (A, {A: (301, f"{A}/")}, "ok", None),
    "www": (A, {A: (301, "https://www.site.org/papers/a")}, "ok", None),
    "a language": (A, {A: (301, "https://site.org/en-us/papers/a")}, "ok", None),
    "a session": (A, {A: (301, f"{A}?session=1")}, "ok", None),
    "an index": (A, {A: (301, f"{A}/index.html")}, "ok", None),
    "another site": (A, {A: (301, "https://other.org/")}, "moved", "https://other.org/"),
    "home": (A, {A: (301, "https://www.site.org/")}, "unverified", None),
    "home, in a language": (A, {A: (302, "/en/")}, "unverified", None),
    "a log-in": (A, {A: (302, "/login?next=/papers/a")}, "unverified", None),
    "a log-in elsewhere": (A, {A: (301, "https://accounts.google.com/v3/x")}, "unverified", None),
    "consent": (A, {A: (302, "https://consent.youtube.com/m?continue=x")}, "unverified", None),
    "a page for the lost": (A, {A: (301, "/404.html")}, "unverified", None),
    "credentials": (A, {A: (301, "https://me:secret@site.org/papers/b")}, "moved", B),
    "not an address": (A, {A: (301, "http://[")}, "unverified", None),
    "in a circle": (A, {A: (301, B), B: (301, A)}, "unverified", None),
    "to itself": (A, {A: (302, A)}, "unverified", None),
}


@pytest.mark.parametrize("name", MOVES)
def test_redirects(name: str) -> None:
    url, hops, state, target = MOVES[name]
    verdict, _ = converse(url, redirecting(hops))
    assert (verdict.state, verdict.target) == (state, target), verdict


def test_redirects_have_an_end() -> None:
    hops = {f"{A}{number}": (301, f"{A}{number + 1}") for number in range(100)}
    verdict, asked = converse(f"{A}0", redirecting(hops))
    assert verdict.state == "unverified"
    assert "10 times" in verdict.answered
    assert len(asked) == 2 * MOST_HOPS
    assert converse(f"{A}91", redirecting(hops))[0].state == "moved"


def test_a_move_to_what_is_gone_is_dead() -> None:
    verdict, asked = converse(A, redirecting({A: (301, B)}, 404))
    assert (verdict.state, verdict.target) == ("dead", None)
    assert [request.url for request in asked] == [A, B, B]
    assert verdict.answered == f"301 to {B}, HEAD 404, GET 404"


def test_one_visit_is_one_turn() -> None:
    """What a redirect and a refused HEAD bring about goes on with the visit; what comes later is a new one."""
    _, asked = converse(A, redirecting({A: (301, B)}, 404))
    assert [request.visit for request in asked] == [False, True, True]
    _, asked = converse(A, replying(405, 404))
    assert [request.visit for request in asked] == [False, True, False]


@given(
    st.lists(
        st.sampled_from([200, 301, 404, 403, 500, "timeout", "refused", "no-host"]), min_size=1, max_size=6
    ),
    st.text(),
)
def test_dead_is_heard_twice(said: list[Said], url: str) -> None:
    verdict, asked = converse(url, replying(*said))
    heard = (said + [said[-1]] * len(asked))[: len(asked)]
    if verdict.state == "dead":
        assert sum(one in (404, "refused", "no-host") for one in heard) >= 2
    assert verdict.state != "moved"


ADDRESSES = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["site.org", "www.site.org", "other.org"]),
    st.text("ab/?=%", max_size=8),
)


@given(ADDRESSES, ADDRESSES)
def test_no_address_moves_to_itself(url: str, target: str) -> None:
    assert moved_to(url, (Hop(url, 301, url),)) is None
    moved_to(url, (Hop(url, 301, target),))
    assert not (leads_home(url, target) and leads_home(target, url))


SERVED = {
    "ok/1": "ok",
    "status/405/200": "ok",
    "status/404/200": "ok",
    "status/503/200/once": "ok",
    "limited/1/seconds": "ok",
    "limited/1/date": "ok",
    "early/1": "ok",
    "cookies/1": "ok",
    "endless/1": "ok",
    "hop/301/301/301/|ok|end": "moved",
    "hop/302/|ok|end": "ok",
    "hop/301/http:||169.254.169.254|latest": "unverified",
    "hop/301/http:||127.9.9.9:1|": "dead",
    "hop/301/ftp:||127.0.0.1|x": "unverified",
    "status/404": "dead",
    "status/410": "dead",
    "status/401": "unverified",
    "status/403": "unverified",
    "status/500": "unverified",
    "status/503": "unverified",
    "status/999": "unverified",
    "loop/1": "unverified",
    "longer/1": "unverified",
    "wall/200": "unverified",
    "wall/202": "unverified",
    "wall/403": "unverified",
    "wall/503": "unverified",
    "login/1": "unverified",
    "drip-headers/1": "unverified",
    "drip-body/1": "unverified",
    "reset/1": "unverified",
    "short/1": "unverified",
    "garbage/1": "unverified",
    "long-line/1": "unverified",
    "many-headers/1": "unverified",
    "bad-gzip/1": "unverified",
    "bomb/1": "ok",
    "silent/1": "unverified",
}


def test_against_a_server() -> None:
    """All at once: what one link's server does says nothing of another's."""
    with misbehaving() as server:
        sender = Transport(Allowed.of(["127.0.0.0/8"]))
        web = Web(sender, Limits(HostLimits(spacing=0.0)), Patience(backoff=0.05), request_time=0.7)
        results = web.run([verdict_of(f"{server.url}/{path}") for path in SERVED])
        verdicts = dict(
            zip(SERVED, (verdict for _, verdict in sorted(results, key=itemgetter(0))), strict=True)
        )
        sender.close()
    assert {path: verdicts[path] for path in SERVED if verdicts[path].state != SERVED[path]} == {}
