"""One request over HTTP: no redirects, no cookies, no ``.netrc``, no retries, everything bounded.

``requests`` and ``urllib3`` do the talking, one level below a ``requests.Session``, which would follow, remember
and look up what must not be. Proxies of the environment are not used: a proxy resolves names itself, which would
defeat the check of addresses.
"""

from __future__ import annotations

import os
import ssl
import time
from collections.abc import Iterator
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from socket import gaierror
from typing import Any

import certifi
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, PoolManager
from urllib3 import HTTPResponse as RawResponse
from urllib3.exceptions import DecodeError, HTTPError

from peftlint import __version__
from peftlint.online.addresses import (
    NO_SUCH_NAME,
    PUBLIC_ONLY,
    Allowed,
    Forbidden,
    Names,
    NotAnAddress,
    Resolver,
    resolve,
    sendable,
)
from peftlint.online.model import Heard, NoReply, Reply, Request, Silence
from peftlint.online.sockets import connector, pool_classes, tls_context, until

HOSTS_KEPT = 64
"""Hosts whose connections are kept open for the next request; those used last, so that files do not run out."""


def user_agent(contact: str = "") -> str:
    """What peftlint calls itself: with an address of the web or of mail, operators can tell whom to write to."""
    plain = "".join(character for character in contact if " " < character <= "~")
    return f"peftlint/{__version__}" + (f" (+{plain})" if plain else "")


class _Adapter(HTTPAdapter):
    """requests' adapter over our own connections, all of them with one TLS context."""

    def __init__(self, classes: dict[str, type[HTTPConnectionPool]], context: ssl.SSLContext) -> None:
        self._classes = classes
        self._context = context
        super().__init__(pool_connections=HOSTS_KEPT, pool_maxsize=64)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        self.poolmanager = PoolManager(connections, maxsize=maxsize, ssl_context=self._context, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = self._classes

    def get_connection_with_tls_context(
        self, request: PreparedRequest, *args: Any, **kwargs: Any
    ) -> HTTPConnectionPool:
        pool: HTTPConnectionPool = self.poolmanager.connection_from_url(str(request.url))
        return pool

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """The context verifies; requests would read its file of certificates anew for every host."""

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        response = Response()  # without cookies, which nothing here keeps
        response.raw = resp
        return response


class Transport:
    """Sends single requests, from any number of threads; keeps connections open for the next one."""

    def __init__(
        self,
        allowed: Allowed = PUBLIC_ONLY,
        contact: str = "",
        certificates: str | None = None,
        resolver: Resolver = resolve,
    ) -> None:
        """*certificates* is a PEM file (or folder) of those to trust.

        By default it is what ``REQUESTS_CA_BUNDLE`` names, as everywhere with requests, else certifi's. Raises
        Problem if it cannot be read.
        """
        context = tls_context(certificates or os.environ.get("REQUESTS_CA_BUNDLE") or certifi.where())
        self._adapter = _Adapter(pool_classes(connector(allowed, Names(resolver))), context)
        self._headers = {
            "User-Agent": user_agent(contact),
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": "gzip, deflate",
        }

    def send(self, request: Request, deadline: float) -> Heard:
        """Send *request* and wait for its answer until *deadline* (by ``time.monotonic``). Raises nothing."""
        try:
            prepared = self._prepared(request)
            with until(deadline):
                response = self._adapter.send(
                    prepared, stream=True, timeout=max(deadline - time.monotonic(), 0.001)
                )
                return _read(request, response.raw)
        except NotAnAddress as error:
            return NoReply(request, "no-host", str(error))
        except (OSError, HTTPError, HTTPException, ValueError) as error:
            return NoReply(request, *_reason(error))

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._adapter.close()

    def _prepared(self, request: Request) -> PreparedRequest:
        prepared = PreparedRequest()
        prepared.method = request.method
        prepared.url = sendable(request.url)
        prepared.prepare_headers({**self._headers, **request.headers})
        prepared.prepare_body(request.body, None)
        return prepared


def _read(request: Request, raw: RawResponse) -> Reply:
    headers = {name.lower(): ", ".join(raw.headers.getlist(name)) for name in raw.headers}
    try:
        body = raw.read(request.limit + 1, decode_content=True)
    except BaseException:
        raw.close()
        raise
    if len(body) > request.limit:
        raw.close()  # what is left would have to be read before another request could use the connection
    else:
        raw.release_conn()
    return Reply(request, raw.status, headers, body[: request.limit], len(body) > request.limit)


def _reason(error: BaseException) -> tuple[Silence, str]:
    """Why there is no answer, in words that hold nothing of the request or the answer."""
    chain = list(_chain(error))
    for kind, reason, words in _REASONS:
        for cause in chain:
            if isinstance(cause, kind):
                return reason, words or str(cause)
    for cause in chain:
        if isinstance(cause, gaierror):
            if cause.errno in NO_SUCH_NAME:
                return "no-host", "the name of the host does not exist"
            return "timeout", "the name of the host could not be looked up"
    return "reset", "the connection failed"


_REASONS: tuple[tuple[type[BaseException], Silence, str], ...] = (
    (Forbidden, "forbidden", ""),
    (ConnectionRefusedError, "refused", "nobody listens there"),
    (ssl.SSLEOFError, "reset", "the connection was closed in the handshake"),
    (ssl.SSLCertVerificationError, "tls", "the certificate is not trusted"),
    (ssl.SSLError, "tls", "no secure connection could be made"),
    (TimeoutError, "timeout", "no answer in time"),
    (RemoteDisconnected, "reset", "the connection was closed without an answer"),
    (ConnectionError, "reset", "the connection was broken off"),
    (IncompleteRead, "reset", "the answer was broken off"),
    (DecodeError, "malformed", "the body is not in the encoding it says"),
    (HTTPException, "malformed", "the answer is not HTTP"),
)
"""The first kind that stands in the chain of causes decides."""


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it was made of."""
    seen: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting:
        found = waiting.pop()
        if isinstance(found, BaseException) and not any(found is one for one in seen):
            seen.append(found)
            waiting += [found.__cause__, found.__context__, getattr(found, "reason", None), *found.args]
    yield from seen
