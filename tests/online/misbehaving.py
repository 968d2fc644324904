"""A server on this machine that speaks HTTP with all its misbehaviour: what a path is called, it does.

Answers are bytes on a socket, so that anything can be said; whatever is asked is written down.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cache
from typing import NamedTuple


class Asked(NamedTuple):
    """One request as it came in: ``seen`` counts those for this path, from 1; ``at`` is by ``time.monotonic``."""

    method: str
    path: str
    head: str
    seen: int
    at: float


Behaviour = Callable[[socket.socket, Asked], object]


@dataclass
class Server:
    """A server that is running: its address, what it was asked, and the most connections that were open at once."""

    url: str
    port: int
    asked: list[Asked] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    open: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)

    def times(self, path: str) -> int:
        """How often *path* was asked for."""
        return self.counts[path]


@contextmanager
def misbehaving(
    host: str = "127.0.0.1", tls: ssl.SSLContext | None = None, name: str | None = None
) -> Iterator[Server]:
    """Serve on *host* until the block is left; *name* is what the address calls the host."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, 0), family=family, backlog=128)
    port = listener.getsockname()[1]
    shown = name or (f"[{host}]" if ":" in host else host)
    server = Server(f"{'https' if tls else 'http'}://{shown}:{port}", port)
    accepting = threading.Thread(target=_accept, args=(listener, server, tls), daemon=True)
    accepting.start()
    try:
        yield server
    finally:
        server.over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join(2)


def _accept(listener: socket.socket, server: Server, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_serve, args=(connection, server, tls), daemon=True).start()


def _serve(connection: socket.socket, server: Server, tls: ssl.SSLContext | None) -> None:
    with server.lock:
        server.open += 1
        server.most = max(server.most, server.open)
    try:
        with suppress(OSError, ValueError):
            if tls:
                connection = tls.wrap_socket(connection, server_side=True)
            with connection:
                while _answer(connection, server):
                    pass
    finally:
        connection.close()
        with server.lock:
            server.open -= 1


def _answer(connection: socket.socket, server: Server) -> bool:
    """Read one request and misbehave; whether the connection goes on."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65_536)
        if not piece:
            return False
        head += piece
    method, path, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
    with server.lock:
        server.counts[path] += 1
        asked = Asked(method, path, head.decode("latin-1"), server.counts[path], time.monotonic())
        server.asked.append(asked)
    name, _, rest = path.strip("/").partition("/")
    name, rest = name.partition("?")[0], rest.partition("?")[0]
    return BEHAVIOURS[name](connection, asked._replace(path=rest)) is not CLOSE


CLOSE = object()
PAGE = b"<html><title>A page</title><p>Text.</p></html>"


def reply(
    connection: socket.socket,
    asked: Asked,
    status: int,
    headers: str = "",
    body: bytes = PAGE,
    kind: str = "text/html",
) -> None:
    """A proper answer; *headers* are lines that end with ``\\r\\n``."""
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    connection.sendall(head.encode("latin-1") + (b"" if asked.method == "HEAD" else body))


def _status(connection: socket.socket, asked: Asked) -> None:
    """``status/404``; ``status/405/200``: the first to HEAD, the second to GET; ``status/503/200/once``."""
    statuses = [int(part) for part in asked.path.split("/") if part.isdigit()]
    second = asked.seen > 1 if asked.path.endswith("once") else asked.method != "HEAD"
    reply(connection, asked, statuses[-1] if second else statuses[0])


def _limited(connection: socket.socket, asked: Asked) -> None:
    """``limited/2/seconds`` and ``limited/2/date``: 429 to the first request, then 200; ``/always``: 429 ever after."""
    seconds, form = asked.path.split("/")[:2]
    if asked.seen == 1 or asked.path.endswith("always"):
        after = formatdate(time.time() + int(seconds), usegmt=True) if form == "date" else seconds
        reply(connection, asked, 429, f"Retry-After: {after}\r\n")
    else:
        reply(connection, asked, 200)


def _hop(connection: socket.socket, asked: Asked) -> None:
    """``301/301/|ok|1``: redirects as many times as there are statuses, at last to the address (``|`` is ``/``)."""
    status, _, rest = asked.path.partition("/")
    following = rest.partition("/")[0]
    target = f"/hop/{rest}" if following.isdigit() and len(following) == 3 else rest.replace("%7C", "/")
    reply(connection, asked, int(status), f"Location: {target}\r\n")


def _drip_headers(connection: socket.socket, _: Asked) -> object:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    return _drip(connection, b"X-Slow: %d\r\n")


def _drip_body(connection: socket.socket, _: Asked) -> object:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    return _drip(connection, b"%d ")


def _drip(connection: socket.socket, piece: bytes) -> object:
    for number in range(200):
        connection.sendall(piece % number)
        time.sleep(0.05)
    return CLOSE


def _endless(connection: socket.socket, asked: Asked) -> object:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while asked.method != "HEAD":
        connection.sendall(b"<p>and on</p>" * 1000)
    return CLOSE


def _bomb(connection: socket.socket, asked: Asked) -> None:
    reply(connection, asked, 200, "Content-Encoding: gzip\r\n", _packed())


@cache
def _packed() -> bytes:
    return gzip.compress(bytes(60_000_000), 1)


def _short(connection: socket.socket, _: Asked) -> object:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n" + PAGE)
    return CLOSE


def _reset(connection: socket.socket, _: Asked) -> object:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nhalf")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    return CLOSE


def _say(text: bytes) -> Behaviour:
    def say(connection: socket.socket, _: Asked) -> object:
        connection.sendall(text)
        return CLOSE

    return say


def _with_headers(headers: str) -> Behaviour:
    return lambda connection, asked: reply(connection, asked, 200, headers)


def _wait(connection: socket.socket, asked: Asked) -> None:
    """``wait/0.5``: the answer comes after so many seconds."""
    time.sleep(float(asked.path.partition("/")[0]))
    reply(connection, asked, 200, 'ETag: "1"\r\n')


def _early(connection: socket.socket, asked: Asked) -> None:
    connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" * 2)
    reply(connection, asked, 200, 'ETag: "1"\r\n')


_CHALLENGE = b"<html><title>Just a moment...</title><script>window._cf_chl_opt = {};</script></html>"

BEHAVIOURS: dict[str, Behaviour] = {
    "ok": lambda connection, asked: reply(connection, asked, 200, 'ETag: "1"\r\n'),
    "status": _status,
    "limited": _limited,
    "hop": _hop,
    "loop": lambda connection, asked: reply(connection, asked, 302, f"Location: /loop/{asked.path}\r\n"),
    "longer": lambda connection, asked: reply(connection, asked, 301, f"Location: /longer/{asked.path}x\r\n"),
    "wait": _wait,
    "drip-headers": _drip_headers,
    "drip-body": _drip_body,
    "endless": _endless,
    "bomb": _bomb,
    "short": _short,
    "reset": _reset,
    "silent": _say(b""),
    "garbage": _say(b"\x00\xff\x13 this is no HTTP\r\n\r\n"),
    "long-line": _say(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n"),
    "many-headers": _with_headers("X-Many: 1\r\n" * 500),
    "cookies": _with_headers("".join(f"Set-Cookie: c{number}=1; Path=/\r\n" for number in range(40))),
    "early": _early,
    "bad-gzip": lambda connection, asked: reply(
        connection, asked, 200, "Content-Encoding: gzip\r\n", b"no gzip at all"
    ),
    "bad-chunks": _say(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n"
    ),
    "no-reason": _say(b"HTTP/1.1 200\r\nContent-Length: 0\r\nETag: 1\r\nContent-Type: text/html\r\n\r\n"),
    "wall": lambda connection, asked: reply(
        connection, asked, int(asked.path.partition("/")[0]), "", _CHALLENGE
    ),
    "login": lambda connection, asked: reply(connection, asked, 200, "", b"<title>Log in | Site</title>"),
}
