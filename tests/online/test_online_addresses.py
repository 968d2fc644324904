"""Which addresses may be talked to, and what of an address is sent or shown."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.online.addresses import (
    PUBLIC_ONLY,
    Allowed,
    Forbidden,
    NotAnAddress,
    checked,
    host_of,
    is_public,
    printable_address,
    sendable,
)

_PUBLIC = """
8.8.8.8 151.101.1.140 172.15.255.255 172.32.0.1 100.63.255.255 100.128.0.1 192.167.255.255
2606:4700::1 2001:4860:4860::8888 64:ff9b::808:808 ::ffff:8.8.8.8 2002:808:808::1
"""
_NOT_PUBLIC = """
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.1.1
169.254.169.254 100.64.0.1 100.127.255.255 100.100.100.200 168.63.129.16 192.0.0.192 192.0.2.1 198.18.0.1
198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1 ff0e::1 2001:db8::1 100::1
::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
64:ff9b:1::7f00:1 2002:7f00:1::1 2002:a00:1::1 2001:0:4136:e378:8000:63bf:80ff:fffe
"""


@pytest.mark.parametrize("address", _PUBLIC.split())
def test_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", _NOT_PUBLIC.split())
def test_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_an_embedded_address_counts_as_itself(address: IPv4Address) -> None:
    for form in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_public(IPv6Address(form)) == is_public(address)


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "::1", "0"])
def test_other_notations_of_this_machine(host: str) -> None:
    with pytest.raises(Forbidden):
        checked(host, 80, PUBLIC_ONLY)


def test_one_bad_address_is_enough() -> None:
    def resolver(*_: object) -> list[str]:
        return ["8.8.8.8", "192.168.0.1", "8.8.4.4"]

    with pytest.raises(Forbidden, match=r"list\.example has the address 192\.168\.0\.1"):
        checked("list.example", 80, PUBLIC_ONLY, resolver)
    for allowed in (["192.168.0.0/16"], ["192.168.0.1"], ["list.example"], ["LIST.example."]):
        assert len(checked("list.example", 80, Allowed.of(allowed), resolver)) == 3
    with pytest.raises(Forbidden):
        checked("list.example", 80, Allowed.of(["192.168.1.0/24", "example"]), resolver)


SENT = {
    "https://arxiv.org/abs/2106.09685": "https://arxiv.org/abs/2106.09685",
    "HTTPS://ArXiv.org": "https://arxiv.org/",
    "http://site.org:80/a": "http://site.org/a",
    "https://site.org:8443/a": "https://site.org:8443/a",
    "https://site.org/a#part": "https://site.org/a",
    "https://me:secret@site.org/a": "https://site.org/a",
    "https://me@site.org:secret@site.org/a": "https://site.org/a",
    "https://site.org/a b/ü?q=ä|b": "https://site.org/a%20b/%C3%BC?q=%C3%A4|b",
    "https://site.org/a%20b?q=%zz": "https://site.org/a%20b?q=%zz",
    "https://bücher.example/": "https://xn--bcher-kva.example/",
    "https://论文.example/": "https://xn--7dv436f.example/",
    "http://１２７.0.0.1/": "http://127.0.0.1/",
    "http://[::1]:80/x": "http://[::1]/x",
    "http://[fe80::1%25eth0]/x": "http://[fe80::1]/x",
    "https://site.org./a": "https://site.org./a",
    " https://site.org/a ": "https://site.org/a",
}


@pytest.mark.parametrize("url", SENT)
def test_sendable(url: str) -> None:
    assert sendable(url) == SENT[url]
    assert sendable(sendable(url)) == SENT[url]


@pytest.mark.parametrize(
    "url", ["ftp://a.org/", "javascript:alert(1)", "file:///etc/passwd", "a.org/b", "//a.org", ""]
)
def test_other_schemes(url: str) -> None:
    with pytest.raises(Forbidden):
        sendable(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///a",
        "http://a..b/",
        "http://a.org:0/",
        "http://a.org:70000/",
        "http://[1::2::3]/",
        "http://a b.org/",
    ],
)
def test_no_host(url: str) -> None:
    with pytest.raises(NotAnAddress):
        sendable(url)


@given(st.text() | st.text().map("http://{}".format) | st.text().map("https://site.org/{}".format))
def test_whatever_is_sent_is_plain(url: str) -> None:
    with suppress(Forbidden, NotAnAddress):
        sent = sendable(url)
        assert sent.isascii()
        assert sent.isprintable()
        assert " " not in sent
        assert "@" not in host_of(sent)
        assert urlsplit(sent).scheme in ("http", "https")
        assert sendable(sent) == sent


SHOWN = {
    "https://me:secret@site.org/a": "https://site.org/a",
    "https://me:sec@ret@site.org/a@b": "https://site.org/a@b",
    "https://me:secret@site.org": "https://site.org",
    "//me:secret@site.org?a@b": "//site.org?a@b",
    "https://site.org/@me": "https://site.org/@me",
    "mailto:me@site.org": "mailto:me@site.org",
}


@pytest.mark.parametrize("url", SHOWN)
def test_printable(url: str) -> None:
    assert printable_address(url) == SHOWN[url]
