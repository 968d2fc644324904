"""The web as tests see it: every host is played by one server on 127.0.0.1, whatever its name."""

from __future__ import annotations

import requests

from peftlint.online.hosts import KNOWN_LIMITS, HostLimits, Limits
from peftlint.online.model import Conversation, Heard, NoReply, Reply, Request, Verdict
from peftlint.online.retries import Patience
from peftlint.online.web import Web

AT_ONCE = Limits(HostLimits(10, 0.0), dict.fromkeys(KNOWN_LIMITS, HostLimits(10, 0.0)))
IMPATIENT = Patience(tries=1)
PATIENT, HASTY = 30.0, 1.0
"""Seconds that an answer may take: as many as a busy machine needs, or few where one is slow by intent."""


class LocalSender:
    """Sends what is for ``https://arxiv.org/abs/…`` to ``{base}/arxiv.org/abs/…``."""

    def __init__(self, base: str, seconds: float) -> None:
        self.base, self.seconds = base, seconds

    def send(self, request: Request, deadline: float) -> Heard:
        url = f"{self.base}/{request.url.partition('://')[2]}"
        try:
            reply = requests.request(
                request.method,
                url,
                headers=dict(request.headers),
                data=request.body,
                timeout=self.seconds,
                allow_redirects=False,
            )
        except requests.Timeout:
            return NoReply(request, "timeout")
        except requests.ConnectionError as error:
            return NoReply(request, "reset", str(error))
        headers = {name.lower(): value for name, value in reply.headers.items()}
        return Reply(request, reply.status_code, headers, reply.content[: request.limit])

    def close(self) -> None:
        """Nothing is kept."""


def local_web(base: str, seconds: float = PATIENT) -> Web:
    return Web(LocalSender(base, seconds), AT_ONCE, IMPATIENT, request_time=seconds)


def by_status(url: str) -> Conversation[Verdict]:
    """Judges a page by the status of a HEAD request alone."""
    heard = yield Request("HEAD", url)
    if isinstance(heard, NoReply):
        return Verdict(url, "unverified", f"HEAD {url}", heard.reason, 1.0)
    state = {200: "ok", 404: "dead", 410: "dead"}.get(heard.status, "unverified")
    if heard.status == 301:
        return Verdict(url, "moved", f"HEAD {url}", "HTTP 301", 1.0, 301, target=f"{url}/new")
    assert state in ("ok", "dead", "unverified")
    return Verdict(url, state, f"HEAD {url}", f"HTTP {heard.status}", 1.0, heard.status)  # type: ignore[arg-type]
