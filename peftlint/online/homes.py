"""Which identifiers stand for an address: where they exist, the address works, and no request to it is needed.

That is so only at home, on the hosts of the registry itself (for DOIs also at publishers, whose pages turn programs
away): that a preprint exists says nothing of its copy on another site.
"""

from __future__ import annotations

import re

from peftlint.fields.address import Address, clean_address, domains, split_address
from peftlint.fields.identifier import arxiv_month, identifiers_of_url
from peftlint.fields.link import KIND_OF_HOST
from peftlint.model import Identifier
from peftlint.online.model import Record

HOMES = {
    "acl": frozenset({"aclanthology.org"}),
    "arxiv": frozenset({"arxiv.org", "export.arxiv.org"}),
    "github": frozenset({"github.com"}),
    "openreview": frozenset({"openreview.net"}),
    "pmc": frozenset({"pmc.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov"}),
    "pubmed": frozenset({"pubmed.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov"}),
    "s2": frozenset({"semanticscholar.org"}),
    "s2corpus": frozenset({"api.semanticscholar.org"}),
}
"""The hosts of registries, without ``www.``, whose pages exist where the identifier does."""
RESOLVERS = frozenset({"doi.org", "dx.doi.org"})

_ARXIV_PAGE = re.compile(r"/(?:abs|pdf)/[^?]+?(?:v(?P<version>\d{1,3}))?(?:\.pdf)?/?", re.IGNORECASE)
_ARXIV_NUMBER = re.compile(r"/(?:abs|pdf)/(\d{4}\.\d{1,8})(?:v\d{1,3})?(?:\.pdf)?/?")
_DOI_PREFIX = re.compile(r"/(10\.\d{4,9})/?")


def identifiers_at_home(url: str) -> tuple[Identifier, ...]:
    """The identifiers whose existence says that *url* works; none if only the page can say so."""
    if clean_address(url) != url:  # with junk in it an address is another one
        return ()
    identifiers = identifiers_of_url(url)
    address = split_address(url)
    if not identifiers or address.port:
        return ()
    if address.host in RESOLVERS:
        return identifiers
    kind = identifiers[0].kind
    if kind == "doi":
        return identifiers if _is_publisher(address.host) else ()
    return identifiers if address.host in HOMES.get(kind, ()) and _is_main_page(kind, address) else ()


def _is_publisher(host: str) -> bool:
    return any(KIND_OF_HOST.get(domain) == "paper" for domain in domains(host))


def _is_main_page(kind: str, address: Address) -> bool:
    """Whether it is the page or file that everything with such an identifier has."""
    if kind == "arxiv":  # there is not an HTML version of every paper
        return _ARXIV_PAGE.fullmatch(address.path) is not None
    if kind == "github":  # ``tree/main`` need not be there
        return address.path.strip("/").count("/") == 1
    if kind == "openreview":
        return address.path in ("/forum", "/pdf")
    return True


def verifies(record: Record, url: str) -> bool:
    """Whether a record of an identifier says that *url* works: a later version than the last there is does not."""
    address = split_address(url)
    page = _ARXIV_PAGE.fullmatch(address.path) if address.host in HOMES["arxiv"] else None
    if not page or not page["version"]:
        return True
    latest = _ARXIV_PAGE.fullmatch(split_address(record.url).path) if record.url else None
    return bool(latest and latest["version"] and 0 < int(page["version"]) <= int(latest["version"]))


def malformed(url: str) -> str | None:
    """Why no registry can have what *url* asks it for; None if one may.

    arXiv's identifiers since 2007 name their month and have four digits behind it, since 2015 five; a DOI has a
    suffix behind its prefix.
    """
    address = split_address(url)
    if address.host in HOMES["arxiv"]:
        number = _ARXIV_NUMBER.fullmatch(address.path)
        if number and arxiv_month(number[1]) is None:
            return f"there can be no arXiv identifier {number[1]}"
    prefix = _DOI_PREFIX.fullmatch(address.path) if address.host in RESOLVERS else None
    return f"a DOI has a suffix, and {prefix[1]} has none" if prefix else None
