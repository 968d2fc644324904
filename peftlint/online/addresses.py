"""Which addresses may be talked to: only those of the public internet, and those that are allowed by name.

A list is other people's text, and a link in it may lead into the network of whoever checks it (server-side request
forgery). So a name is resolved once, *all* its addresses are checked, and the connection goes to a checked one:
there is no second look-up that could answer differently. Facts: the IANA special-purpose registries, as
``ipaddress`` knows them; RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo), RFC 6598 (shared address space).
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urlsplit

IPAddress = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], list[str]]
"""Host and port → all its addresses as text. Raises OSError (``socket.gaierror``) when there are none."""

NAT64 = ip_network("64:ff9b::/96")
GLOBAL_UNICAST = ip_network("2000::/3")
"""All that has been given out of IPv6's addresses so far (RFC 4291 §2.4, IANA)."""

NO_SUCH_NAME = frozenset(
    {socket.EAI_NONAME, -5}
)  # -5: EAI_NODATA of Linux and others, a name without addresses
CERTAIN_NAME = "www.iana.org"
"""A name that exists wherever names can be looked up: that of the keepers of the root."""
RESERVED_DOMAINS = frozenset({"example", "invalid", "localhost", "test"})
"""Domains without names in public (RFC 6761): what does not resolve there does not exist."""

METADATA = frozenset(
    map(ip_address, ("169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254"))
)
"""Where clouds tell their machines secrets; one of them (Azure's) is an ordinary public address."""

SAFE_IN_ADDRESS = "%/:=&?~#+!$,;'@()*[]|"
PORTS = {"http": 80, "https": 443}


class Forbidden(OSError):
    """A host must not be talked to, or not in this way; the message says why."""


class NotAnAddress(ValueError):
    """A text names no host that could exist; the message says why."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be talked to beside the public internet: hosts by name (lower case) and networks."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str]) -> Allowed:
        """Read ``["127.0.0.0/8", "::1", "wiki.example.org"]``: networks, addresses and hosts."""
        networks: list[Network] = []
        hosts: list[str] = []
        for name in names:
            try:
                networks.append(ip_network(name, strict=False))
            except ValueError:
                hosts.append(name.strip().rstrip(".").lower())
        return cls(frozenset(hosts), tuple(networks))

    def host(self, host: str) -> bool:
        return host.rstrip(".").lower() in self.hosts

    def address(self, address: IPAddress) -> bool:
        return any(address in network for network in self.networks)


PUBLIC_ONLY = Allowed()


def is_public(address: IPAddress) -> bool:
    """Whether *address*, and every address that it is another form of, belongs to the public internet."""
    return all(_is_ordinary(form) for form in _forms(address))


def _is_ordinary(address: IPAddress) -> bool:
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    return (
        address.is_global and not address.is_multicast and not address.is_reserved and address not in METADATA
    )


def _forms(address: IPAddress) -> Iterator[IPAddress]:
    """What packets to *address* may reach: itself, or the IPv4 addresses that it embeds."""
    if isinstance(address, IPv4Address):
        yield address
        return
    bare = IPv6Address(int(address))  # without a zone, which decides nothing here
    low = IPv4Address(int(bare) & 0xFFFF_FFFF)
    if bare.ipv4_mapped:
        yield bare.ipv4_mapped
    elif bare in NAT64:
        yield low
    else:
        yield bare
        if bare.sixtofour:
            yield bare.sixtofour
        if bare.teredo:
            yield from bare.teredo


def resolve(host: str, port: int) -> list[str]:
    """All addresses that the system knows for *host*, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Names:
    """Looks names up, and believes that one does not exist only where looking up works at all.

    Without a network, many systems say of every name that it does not exist; no link is dead for that.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._works: bool | None = None

    def __call__(self, host: str, port: int) -> list[str]:
        try:
            return self._resolver(host, port)
        except UnicodeError:
            raise NotAnAddress("the name of the host is not one that could exist") from None
        except socket.gaierror as error:
            if error.errno not in NO_SUCH_NAME or _is_reserved(host) or self._look_up():
                raise
            raise socket.gaierror(socket.EAI_AGAIN, "no name can be looked up") from None

    def _look_up(self) -> bool:
        if self._works is None:
            try:
                self._works = bool(self._resolver(CERTAIN_NAME, 443))
            except OSError:
                self._works = False
        return self._works


def _is_reserved(host: str) -> bool:
    return host.rstrip(".").rpartition(".")[2].lower() in RESERVED_DOMAINS


def checked(host: str, port: int, allowed: Allowed, resolver: Resolver = resolve) -> list[str]:
    """The addresses of *host* (a name or an address in any notation) that a connection may go to.

    Raises Forbidden if only one of them must not be talked to: such a name is a trap, or names an inner host.
    Raises OSError if it has none.
    """
    found = resolver(host, port)
    if not allowed.host(host):
        for text in found:
            address = ip_address(text)
            if not allowed.address(address) and not is_public(address):
                raise Forbidden(f"{host} has the address {address}, which is not public")
    return found


def sendable(url: str) -> str:
    """The address as it may be sent: no credentials, no fragment, host in lower case and in IDNA, path quoted.

    Any port may be asked: one HTTP request to a public host is nothing that its list could not send elsewhere.
    Raises Forbidden for other schemes than http and https, NotAnAddress where nothing could be asked.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise NotAnAddress(str(error)) from None
    if parts.scheme not in PORTS:
        raise Forbidden(f"only http and https are asked, not {parts.scheme[:20] or 'a relative address'}")
    if not host or port == 0:
        raise NotAnAddress("there is no host in it" if not host else "there is no port 0")
    place = _written(host) + (f":{port}" if port and port != PORTS[parts.scheme] else "")
    query = f"?{quote(parts.query, SAFE_IN_ADDRESS)}" if parts.query else ""
    return f"{parts.scheme}://{place}{quote(parts.path, SAFE_IN_ADDRESS) or '/'}{query}"


def host_of(url: str) -> str:
    """Scheme, host and port of a sendable address, as one text: what is queued together."""
    return url[: url.index("/", url.index("//") + 2)]


def _written(host: str) -> str:
    """*host* as it stands in an address: IPv6 in brackets, names in IDNA 2008 (UTS 46)."""
    if ":" in host:
        try:
            return f"[{IPv6Address(host.partition('%')[0])}]"
        except ValueError:
            raise NotAnAddress(f"{host[:60]!r} is no address of a host") from None
    if host.isascii() and all(character.isalnum() or character in "-._" for character in host):
        if any(not 0 < len(label) < 64 for label in host.rstrip(".").split(".")) or len(host) > 254:
            raise NotAnAddress("a part of the host is empty or too long")
        return host
    return _idna(host)


def _idna(host: str) -> str:
    import idna  # comes with requests; late: few hosts are written in other scripts

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise NotAnAddress(f"{host[:60]!r} is no name of a host: {error}") from None


def printable_address(url: str) -> str:
    """*url* without credentials, for messages and for the store; never raises."""
    scheme, slashes, rest = url.partition("//")
    if not slashes:
        return url
    end = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    return scheme + slashes + rest[:end].rpartition("@")[2] + rest[end:]
