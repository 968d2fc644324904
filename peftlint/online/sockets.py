"""Connections that go to checked addresses only, and that hold to one deadline for the whole of a request.

``requests`` limits the time between two pieces of an answer; a server that sends a byte now and then holds it for
ever. Here every single wait (connect, handshake, headers, body) is cut to what is left of the request's time.
"""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

from peftlint.errors import Problem
from peftlint.online.addresses import Allowed, Resolver, checked

SLACK = 0.05
"""Seconds by which a request may take longer than it should."""


class _Clock(threading.local):
    """When the request that this thread is busy with must be over, by ``time.monotonic``."""

    deadline = float("inf")


_CLOCK = _Clock()


@contextmanager
def until(deadline: float) -> Iterator[None]:
    """Whatever this thread waits for on its sockets ends at *deadline* with TimeoutError."""
    _CLOCK.deadline = deadline
    try:
        yield
    finally:
        _CLOCK.deadline = float("inf")


def left() -> float:
    """Seconds that are left of this thread's request. Raises TimeoutError when there are none."""
    seconds = _CLOCK.deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("the time for this request is over")
    return min(seconds, threading.TIMEOUT_MAX)


def _hold(connection: socket.socket) -> None:
    """Let the next wait on *connection* end in time; a system call is saved where it would all but do so."""
    seconds, set_to = left(), connection.gettimeout()
    if set_to is None or set_to > seconds + SLACK:
        connection.settimeout(seconds)


class _Plain(socket.socket):
    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        _hold(self)
        return super().recv_into(*args, **kwargs)


class _Secure(ssl.SSLSocket):
    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        _hold(self)
        return super().recv_into(*args, **kwargs)


class _Answer(HTTPResponse):
    """An answer after all the interim ones (103 and the like), of which the standard library skips only 100."""

    def begin(self) -> None:
        super().begin()
        while 101 < self.status < 200:
            vars(self).update(headers=None, msg=None)  # begin() does nothing while there are any
            super().begin()


def tls_context(certificates: str) -> ssl.SSLContext:
    """One context for all hosts: reading the file of trusted *certificates* takes longer than a request.

    Raises Problem if it cannot be read.
    """
    context = create_urllib3_context()
    try:
        context.load_verify_locations(**{"capath" if os.path.isdir(certificates) else "cafile": certificates})
    except OSError as error:
        raise Problem(
            f"{certificates}: expected trusted certificates (PEM): {error.strerror or error}"
        ) from None
    context.sslsocket_class = _Secure
    return context


def connector(allowed: Allowed, resolver: Resolver) -> Callable[[str, int], socket.socket]:
    """Host and port → a connection to one of the host's addresses, after all of them were checked."""

    def connect(host: str, port: int) -> socket.socket:
        failure: OSError = OSError(f"{host} has no address")
        for address in checked(host.strip("[]"), port, allowed, resolver):
            try:
                return _connected(address, port)
            except OSError as error:
                failure = error
        raise failure

    return connect


def _connected(address: str, port: int) -> socket.socket:
    # Numbers only: this asks no name server, so nothing can change between the check and the connection.
    family, kind, protocol, _, target = socket.getaddrinfo(
        address, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
    )[0]
    connection = _Plain(family, kind, protocol)
    try:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(left())
        connection.connect(target)
    except BaseException:
        connection.close()
        raise
    return connection


def pool_classes(
    connect: Callable[[str, int], socket.socket],
) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools by scheme, their connections made by *connect*; names in TLS and ``Host`` stay names."""

    class Connection(HTTPConnection):
        response_class = _Answer

        def _new_conn(self) -> socket.socket:
            return connect(self._dns_host, self.port)

    class SecureConnection(HTTPSConnection):
        response_class = _Answer

        def _new_conn(self) -> socket.socket:
            return connect(self._dns_host, self.port)

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    return {"http": Pool, "https": SecurePool}
