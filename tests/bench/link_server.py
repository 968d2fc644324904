"""The web of benchmark ``links.py``: an asyncio server on 127.0.0.1–20, in a process of its own.

    python tests/bench/link_server.py HOSTS

It prints its port, serves until standard input ends, then prints what it counted as JSON. What a path is
answered with stands in its first part; every answer but ``slow`` comes at once. Pages carry a validator, as those do
that lie on a server as files: one that is made for its visitor costs peftlint a GET after the HEAD.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from typing import NamedTuple


class Answer(NamedTuple):
    """A status, further header lines, and seconds before it is sent."""

    status: int
    headers: str = ""
    delay: float = 0.0


class Counts:
    """What the server saw: requests, connections that were open at once, and the shortest pauses."""

    def __init__(self) -> None:
        self.requests = 0
        self.open: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self.arrivals: dict[str, list[float]] = {}

    def opened(self, host: str) -> None:
        self.open[host] += 1
        self.most[host] = max(self.most[host], self.open[host])

    def told(self) -> dict[str, object]:
        rates = [_busiest_second(times) for times in self.arrivals.values()]
        return {
            "requests": self.requests,
            "connections": max(self.most.values(), default=0),
            "busiest_second": max(rates, default=0),
        }


def _busiest_second(times: list[float]) -> int:
    """The most requests that arrived within one second."""
    start = most = 0
    for end, at in enumerate(times):
        while times[start] <= at - 1:
            start += 1
        most = max(most, end - start + 1)
    return most


def answer(method: str, path: str, seen: int) -> Answer:
    """What is answered to the request number *seen* (1 is the first) for *path*."""
    kind, _, rest = path.strip("/").partition("/")
    if kind == "chain":
        return _chain(rest)
    if kind == "loop":
        return Answer(302, f"Location: {path}\r\n")
    if kind in AT_FIRST and seen == 1:
        return AT_FIRST[kind]
    if kind in TO_HEAD and method == "HEAD":
        return Answer(TO_HEAD[kind])
    return Answer(ALWAYS.get(kind, 200), delay=0.1 if kind == "slow" else 0.0)


ALWAYS = {"gone": 404, "broken": 500, "walled": 403}
TO_HEAD = {"nohead": 405, "headless": 404}
AT_FIRST = {"limited": Answer(429, "Retry-After: 1\r\n"), "once": Answer(503)}


def _chain(rest: str) -> Answer:
    """``2/ok/7`` → ``1/ok/7`` → the page itself."""
    left, _, end = rest.partition("/")
    target = f"/chain/{int(left) - 1}/{end}" if int(left) > 1 else f"/{end}"
    return Answer(301, f"Location: {target}\r\n")


async def serve(counts: Counts, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer what comes on one connection until it is closed."""
    host = writer.get_extra_info("sockname")[0]
    counts.opened(host)
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            method, path, _ = request.split(b"\r\n", 1)[0].decode().split(" ")
            counts.requests += 1
            counts.seen[host + path] += 1
            counts.arrivals.setdefault(host, []).append(time.monotonic())
            given = answer(method, path, counts.seen[host + path])
            if given.delay:
                await asyncio.sleep(given.delay)
            body = b"" if method == "HEAD" else b"<title>A page</title>"
            validator = 'ETag: "1"\r\n' if given.status == 200 else ""
            head = f"HTTP/1.1 {given.status} -\r\nContent-Type: text/html\r\nContent-Length: 21\r\n{validator}{given.headers}\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        pass
    finally:
        counts.open[host] -= 1
        writer.close()


async def main(hosts: int) -> None:
    """Serve on as many addresses until standard input ends."""
    counts = Counts()
    names = [f"127.0.0.{number}" for number in range(1, hosts + 1)]
    server = await asyncio.start_server(lambda r, w: serve(counts, r, w), names[0], 0, backlog=1024)
    port = server.sockets[0].getsockname()[1]
    if names[1:]:
        await asyncio.start_server(lambda r, w: serve(counts, r, w), names[1:], port, backlog=1024)
    print(port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    print(json.dumps(counts.told()), flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
