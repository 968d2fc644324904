"""One request against servers that misbehave: every answer and every silence is what it is, and in time."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from misbehaving import PAGE, Server, misbehaving

from peftlint.errors import Problem
from peftlint.online.addresses import CERTAIN_NAME, Allowed
from peftlint.online.model import Heard, NoReply, Reply, Request
from peftlint.online.transport import Transport, user_agent

HERE = Allowed.of(["127.0.0.0/8", "::1"])
TIME = 0.6


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with misbehaving() as running:
        yield running


@pytest.fixture(scope="module")
def transport() -> Iterator[Transport]:
    sender = Transport(HERE, contact="https://example.org/list")
    yield sender
    sender.close()


def ask(
    transport: Transport, url: str, method: str = "GET", limit: int = 65_536, seconds: float = TIME
) -> Heard:
    return transport.send(Request(method, url, limit=limit), time.monotonic() + seconds)


ANSWERS = {
    "ok": (200, PAGE, False),
    "status/404": (404, PAGE, False),
    "hop/301/|elsewhere": (301, PAGE, False),
    "cookies": (200, PAGE, False),
    "early": (200, PAGE, False),
    "no-reason": (200, b"", False),
    "endless": (200, None, True),
    "bomb": (200, bytes(65_536), True),
}
SILENCES = {
    "drip-headers": "timeout",
    "drip-body": "timeout",
    "wait/3": "timeout",
    "silent": "reset",
    "reset": "reset",
    "short": "reset",
    "garbage": "malformed",
    "long-line": "malformed",
    "many-headers": "malformed",
    "bad-gzip": "malformed",
    "bad-chunks": "reset",
}


@pytest.mark.parametrize("path", ANSWERS)
def test_answers(server: Server, transport: Transport, path: str) -> None:
    heard = ask(transport, f"{server.url}/{path}", seconds=5)
    assert isinstance(heard, Reply), heard
    status, body, cut = ANSWERS[path]
    assert (heard.status, heard.cut) == (status, cut)
    assert body is None or heard.body == body
    assert len(heard.body) <= 65_536


@pytest.mark.parametrize("path", SILENCES)
def test_silences(server: Server, transport: Transport, path: str) -> None:
    start = time.monotonic()
    heard = ask(transport, f"{server.url}/{path}")
    assert isinstance(heard, NoReply), heard
    assert heard.reason == SILENCES[path]
    assert time.monotonic() - start < TIME + 0.5


def test_a_bomb_is_not_unpacked(server: Server, transport: Transport) -> None:
    ask(transport, f"{server.url}/bomb", "HEAD", seconds=5)  # the server packs it
    tracemalloc.start()
    ask(transport, f"{server.url}/bomb", limit=1000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (
        peak < 40_000_000
    )  # beside what the server in this process holds: a tenth of what it would unpack to


def test_nothing_of_the_reader_is_sent(
    server: Server, transport: Transport, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    ask(transport, f"{server.url}/cookies")
    url = server.url.replace("//", "//me:secret@")
    assert isinstance(ask(transport, f"{url}/ok/plain?a=b#part"), Reply)
    head = server.asked[-1].head
    assert head.startswith("GET /ok/plain?a=b HTTP/1.1\r\n")
    assert f"User-Agent: {user_agent('https://example.org/list')}\r\n" in head
    assert "secret" not in head
    assert "Authorization" not in head
    assert "Cookie" not in head


def test_connections_are_used_again(transport: Transport) -> None:
    with misbehaving() as server:
        for number in range(5):
            ask(transport, f"{server.url}/ok/{number}", "HEAD")
            ask(transport, f"{server.url}/ok/{number}")
        assert (len(server.asked), server.most) == (10, 1)


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1/", "file:///etc/passwd", "mailto:a@b.org", "//127.0.0.1/", "a/b", ""]
)
def test_only_the_web_is_asked(transport: Transport, url: str) -> None:
    heard = ask(transport, url)
    assert isinstance(heard, NoReply)
    assert heard.reason == "forbidden"


@pytest.mark.parametrize(
    "url", ["http://", "http://a..b/", "http://x:99999/", "http://[::1/", f"http://{'a' * 70}.org/"]
)
def test_no_such_host_can_exist(transport: Transport, url: str) -> None:
    heard = ask(transport, url)
    assert isinstance(heard, NoReply)
    assert heard.reason == "no-host"


def resolved(*answers: list[str]) -> tuple[Transport, list[str]]:
    """A transport to which every name has the next of *answers* as its addresses, and what was looked up."""
    waiting, asked = list(answers), []

    def resolver(host: str, _: int) -> list[str]:
        if host == CERTAIN_NAME:
            return ["192.0.43.8"]
        asked.append(host)
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return found

    return Transport(Allowed.of(["127.0.0.1/32"]), resolver=resolver), asked


def reason(transport: Transport, url: str) -> str:
    heard = ask(transport, url)
    transport.close()
    return heard.reason if isinstance(heard, NoReply) else str(heard.status)


def test_every_address_of_a_name_counts(server: Server) -> None:
    url = f"http://list.example:{server.port}/ok"
    assert reason(resolved(["127.0.0.1"])[0], url) == "200"
    assert "Host: list.example:" in server.asked[-1].head
    assert reason(resolved(["127.0.0.1", "10.0.0.7"])[0], url) == "forbidden"
    assert reason(resolved(["127.0.0.1", "::1"])[0], url) == "forbidden"
    assert reason(resolved([])[0], url) == "no-host"


def test_the_connection_goes_to_the_checked_address(server: Server) -> None:
    """A name that is harmless when it is checked and private a moment later is looked up once only."""
    transport, asked = resolved(["127.0.0.1"], ["127.0.0.2"])
    assert reason(transport, f"http://rebinding.example:{server.port}/ok") == "200"
    assert asked == ["rebinding.example"]


def test_the_next_address_is_tried(server: Server) -> None:
    transport = Transport(HERE, resolver=lambda *_: ["127.0.0.9", "127.0.0.1"])
    assert reason(transport, f"http://two.example:{server.port}/ok") == "200"


def test_a_name_server_that_is_away_is_no_proof() -> None:
    def away(*_: object) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    assert reason(Transport(HERE, resolver=away), "http://list.example/") == "timeout"


def test_without_a_network_no_name_is_known_to_be_missing() -> None:
    def offline(*_: object) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    assert reason(Transport(HERE, resolver=offline), "http://list.org/") == "timeout"
    assert reason(Transport(HERE, resolver=offline), "http://list.invalid/") == "no-host"
    assert reason(resolved([])[0], "http://list.org/") == "no-host"


def test_certificates_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path / "none.pem", Path(__file__)):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))
        with pytest.raises(Problem, match="expected trusted certificates"):
            Transport()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
    ],
)
def test_this_machine_is_not_asked(url: str) -> None:
    assert reason(Transport(), url) == "forbidden"


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert reason(Transport(HERE), f"http://127.0.0.1:{port}/") == "refused"


def test_ipv6() -> None:
    try:
        with misbehaving("::1") as server:
            assert reason(Transport(HERE), f"{server.url}/ok") == "200"
            assert reason(Transport(), f"{server.url}/ok") == "forbidden"
    except OSError as error:
        pytest.skip(f"this machine has no IPv6: {error}")


def certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """A certificate of its own making for the host *name*."""
    program = shutil.which("openssl")
    if not program:
        pytest.skip("there is no openssl to make a certificate with")
    path = folder / f"{name}.pem"
    command = f"{program} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={name}"
    extension = f"subjectAltName=DNS:{name}"
    output = ("-keyout", str(path), "-out", f"{path}.crt")
    subprocess.run([*command.split(), "-addext", extension, *output], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{path}.crt", path)
    return Path(f"{path}.crt"), context


def test_tls(tmp_path: Path) -> None:
    trusted, context = certificate(tmp_path, "list.example")

    def sender(certificates: Path | None) -> Transport:
        return Transport(
            HERE, certificates=str(certificates) if certificates else None, resolver=lambda *_: ["127.0.0.1"]
        )

    with misbehaving(tls=context, name="list.example") as server:
        assert reason(sender(trusted), f"{server.url}/ok") == "200"
        assert reason(sender(trusted), f"{server.url}/drip-body") == "timeout"
        assert reason(sender(None), f"{server.url}/ok") == "tls"  # self-signed
        assert reason(sender(trusted), server.url.replace("list.", "other.") + "/ok") == "tls"  # another name
        assert reason(sender(trusted), server.url.replace("https:", "http:") + "/ok") in (
            "reset",
            "malformed",
        )
    with misbehaving(name="list.example") as plain:
        assert reason(sender(trusted), plain.url.replace("http:", "https:") + "/ok") in (
            "tls",
            "timeout",
            "reset",
        )


def test_messages_hold_no_secrets(server: Server, transport: Transport) -> None:
    url = server.url.replace("//", "//me:secret@")
    for path in SILENCES:
        heard = transport.send(Request("GET", f"{url}/{path}?token=secret"), time.monotonic() + 0.1)
        assert isinstance(heard, NoReply)
        assert "secret" not in heard.detail
