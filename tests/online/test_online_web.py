"""Many conversations at once against servers that misbehave: polite, prompt, and each gets its own answer."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from misbehaving import Server, misbehaving

from peftlint.online.addresses import Allowed
from peftlint.online.hosts import HostLimits, Limits
from peftlint.online.model import Conversation, Heard, Reply, Request
from peftlint.online.retries import Patience
from peftlint.online.transport import Transport
from peftlint.online.web import Web

HASTY = Patience(tries=3, backoff=0.05, longest=2.0)
AT_ONCE = HostLimits(spacing=0.0)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with misbehaving() as running:
        yield running


@contextmanager
def a_web(
    limits: HostLimits = AT_ONCE,
    patience: Patience = HASTY,
    request_time: float = 2.0,
    max_time: float | None = None,
) -> Iterator[Web]:
    sender = Transport(Allowed.of(["127.0.0.0/8"]))
    yield Web(sender, Limits(limits), patience, request_time, max_time)
    sender.close()


def one(url: str, method: str = "GET", wait: float = 0.0, tries: int | None = None) -> Conversation[Heard]:
    return (yield Request(method, url, wait=wait, tries=tries))


def said(heard: Heard) -> int | str:
    return heard.status if isinstance(heard, Reply) else heard.reason


def asked(web: Web, urls: list[str]) -> list[int | str]:
    """What is heard of each of *urls*, in their order."""
    return [said(heard) for _, heard in sorted(web.run([one(url) for url in urls]))]


SAID = {
    "ok": (200, 1),
    "status/404": (404, 1),
    "status/500/200/once": (500, 1),
    "status/502/200/once": (200, 2),
    "status/503/200/once": (200, 2),
    "status/504/200/once": (200, 2),
    "status/503": (503, 3),
    "limited/0/seconds": (200, 2),
    "limited/1/date": (200, 2),
    "limited/3600/seconds": (429, 1),
    "limited/3600/date": (429, 1),
    "reset": ("reset", 3),
    "silent": ("reset", 3),
    "garbage": ("malformed", 1),
    "hop/301/x": (301, 1),
}


@pytest.mark.parametrize("path", SAID)
def test_what_may_pass_is_tried_again(path: str) -> None:
    with a_web() as web, misbehaving() as server:
        assert (asked(web, [f"{server.url}/{path}"])[0], server.times(f"/{path}")) == SAID[path]
        assert web.requests == len(server.asked)


def test_a_time_out_is_tried_again(server: Server) -> None:
    with a_web(request_time=0.1) as web:
        assert asked(web, [f"{server.url}/drip-headers/again"]) == ["timeout"]
    assert server.times("/drip-headers/again") == 3


def test_429_pauses_the_host_and_not_the_link() -> None:
    with a_web(HostLimits(connections=1, spacing=0.0)) as web, misbehaving() as server:
        heard = asked(web, [f"{server.url}/limited/1/seconds", *(f"{server.url}/ok/{n}" for n in range(3))])
        assert heard == [200] * 4
        first, *rest = (asked.at for asked in server.asked)
        assert min(rest) - first >= 1.0


def test_a_host_that_asks_for_too_much_is_left_alone() -> None:
    with a_web(HostLimits(connections=1, spacing=0.0)) as web, misbehaving() as server:
        heard = asked(
            web, [f"{server.url}/limited/3600/seconds", *(f"{server.url}/ok/{n}" for n in range(3))]
        )
        assert heard == [429, "stopped", "stopped", "stopped"]
        assert len(server.asked) == 1


def test_a_host_that_always_refuses_is_left_alone() -> None:
    with a_web(HostLimits(connections=1, spacing=0.0)) as web, misbehaving() as server:
        heard = asked(web, [f"{server.url}/limited/0/seconds/{n}/always" for n in range(20)])
        assert set(heard) == {429, "stopped"}
        assert len(server.asked) <= 5


def test_connections_to_a_host() -> None:
    with a_web(HostLimits(connections=3, spacing=0.0)) as web, misbehaving() as server:
        assert asked(web, [f"{server.url}/wait/0.02/{n}" for n in range(30)]) == [200] * 30
        assert server.most == 3


def test_spacing() -> None:
    with a_web(HostLimits(spacing=0.05, strict=True)) as web, misbehaving() as server:
        asked(web, [f"{server.url}/ok/{n}" for n in range(8)])
        times = sorted(asked.at for asked in server.asked)
        assert times[-1] - times[0] >= 0.05 * 7 - 0.03


def test_a_slow_host_delays_nobody(server: Server) -> None:
    with a_web() as web, misbehaving("127.0.0.2") as slow:
        slowly = [one(f"{slow.url}/wait/0.5/{n}") for n in range(20)]
        order = [index for index, _ in web.run([*slowly, *(one(f"{server.url}/ok/{n}") for n in range(50))])]
    assert set(order[:50]) == set(range(20, 70))


def test_conversations_may_join_while_results_are_read(server: Server) -> None:
    with a_web() as web:
        conversations = [one(f"{server.url}/ok")]
        heard = []
        for index, result in web.run(conversations):
            heard.append((index, said(result)))
            if index < 3:
                conversations.append(one(f"{server.url}/status/40{index}"))
    assert heard == [(0, 200), (1, 400), (2, 401), (3, 402)]


def test_a_conversation_may_ask_nothing() -> None:
    def silent() -> Conversation[str]:
        return "nothing"
        yield Request("GET", "")

    with a_web() as web:
        assert list(web.run([silent()])) == [(0, "nothing")]
        assert list(web.run([])) == []


def test_waiting(server: Server) -> None:
    with a_web() as web:
        start = time.monotonic()
        assert [said(heard) for _, heard in web.run([one(f"{server.url}/ok", wait=0.3)])] == [200]
        assert 0.3 <= time.monotonic() - start < 1.0


@pytest.mark.parametrize("path", ["drip-headers", "drip-body", "wait/5", "limited/2/seconds/always"])
def test_the_time_of_a_run(server: Server, path: str) -> None:
    """Whatever a server does, what is unanswered at the end is said to be so, promptly."""
    with a_web(max_time=0.4, request_time=5.0) as web:
        start = time.monotonic()
        heard = asked(web, [f"{server.url}/{path}", f"{server.url}/ok/in-time"])
        assert time.monotonic() - start < 1.0
    assert heard[0] == "stopped"
    if not path.startswith("limited"):
        assert heard[1] == 200


def test_a_name_server_that_hangs_does_not_hold_a_run() -> None:
    def hanging(*_: object) -> list[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    web = Web(Transport(resolver=hanging), max_time=0.2)
    start = time.monotonic()
    assert asked(web, ["http://list.example/"]) == ["stopped"]
    assert time.monotonic() - start < 1.0


def test_what_follows_the_end_of_a_run_is_told_so_too(server: Server) -> None:
    def stubborn() -> Conversation[int]:
        stopped = 0
        for number in range(5):
            heard = yield Request("GET", f"{server.url}/wait/5/{number}")
            stopped += said(heard) == "stopped"
        return stopped

    with a_web(max_time=0.1) as web:
        assert list(web.run([stubborn(), stubborn()])) == [(0, 5), (1, 5)]


def test_a_fault_of_a_conversation_is_not_swallowed(server: Server) -> None:
    def faulty() -> Conversation[int]:
        heard = yield Request("GET", f"{server.url}/ok")
        raise ZeroDivisionError(said(heard))

    with a_web() as web, pytest.raises(ZeroDivisionError):
        list(web.run([faulty()]))


def test_leaving_early_closes_conversations(server: Server) -> None:
    closed = []

    def noting(number: int) -> Conversation[int]:
        try:
            yield Request("GET", f"{server.url}/wait/{number}")
        finally:
            closed.append(number)
        return number

    with a_web() as web:
        run = web.run([noting(0), noting(3)])
        assert next(run) == (0, 0)
        run.close()
    assert closed == [0, 3]


INTERRUPTED = """
    import sys
    from peftlint.online.addresses import Allowed
    from peftlint.online.model import Request
    from peftlint.online.transport import Transport
    from peftlint.online.web import Web

    def one(url):
        yield Request("GET", url)
        return url

    print("ready", flush=True)
    try:
        for _, url in Web(Transport(Allowed.of(["127.0.0.0/8"]))).run([one(url) for url in sys.argv[1:]]):
            print(url, flush=True)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


def test_an_interrupt_ends_a_run_at_once(server: Server) -> None:
    urls = [f"{server.url}/ok/first", f"{server.url}/drip-headers/long"]
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(INTERRUPTED), *urls], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert [process.stdout.readline().strip() for _ in range(2)] == ["ready", urls[0]]
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=5)[0] == "interrupted\n"
    assert time.monotonic() - start < 1.5
