"""What the addresses of each registry look like: host and path → kind and value.

A row of ``ROWS`` is all it takes to know a registry: its hosts (and all hosts below them), the kind of its
identifiers, and a pattern for path and query (joined by ``?``) whose groups, joined by ``/``, are the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from peftlint.fields.address import Address, domains
from peftlint.fields.normal import normal_value
from peftlint.fields.patterns import late
from peftlint.model import Identifier

ARXIV = r"(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7})(?!\d)"
_ARXIV_PAGES = r"/(?:(?:abs|pdf|html|ps|format|overview|e-print|src|audio)/)?(?:arxiv[:.])?"
_ACL = r"([a-z]\d\d-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)(?!\d)(?:v\d+)?(?:\.pdf|\.bib)?/?(?:\?|$)"
_HASHED = r"/paper(?:_files/paper)?/(\d{4})/(?:hash|file)/([0-9a-f]{32})"
_PMLR_KEY = r"([a-z][\w-]*?\d\d[a-z]*)"


class Row(NamedTuple):
    """One way in which some hosts write a kind of identifier."""

    hosts: str
    kind: str
    pattern: str


ROWS = (
    Row("arxiv.org xxx.lanl.gov ar5iv.org alphaxiv.org 128.84.21.199", "arxiv", f"{_ARXIV_PAGES}({ARXIV})"),
    Row("arxiv-vanity.com papers.cool", "arxiv", f"/(?:papers|arxiv)/({ARXIV})"),
    Row("huggingface.co hf.co", "arxiv", f"/papers/({ARXIV})"),
    Row("semanticscholar.org", "arxiv", f"/arxiv:({ARXIV})"),
    Row(
        "openreview.net",
        "openreview",
        r"/(?:forum|pdf|attachment)/?\?(?!.*name=supp)(?:.*&(?:amp;)?)?id=([\w-]{5,24})(?:&|$)",
    ),
    Row("aclanthology.org aclanthology.info anthology.aclweb.org", "acl", r"/(?:.*/)?" + _ACL),
    Row("aclweb.org", "acl", r"/anthology/(?:.*/)?" + _ACL),
    Row("proceedings.mlr.press", "pmlr", rf"/(v\d+)/{_PMLR_KEY}(?:\.html|/|\?|$)"),
    Row("jmlr.org", "pmlr", rf"/proceedings/papers/(v\d+)/{_PMLR_KEY}(?:\.html|\.pdf)"),
    Row("raw.githubusercontent.com", "pmlr", rf"/mlresearch/(v\d+)/.*/assets/{_PMLR_KEY}/[^/]*\.pdf"),
    Row("openaccess.thecvf.com", "cvf", r"/content[^?]*/(?:html|papers)/([^/?]+_paper)\.(?:html|pdf)"),
    Row("papers.nips.cc papers.neurips.cc proceedings.neurips.cc neurips.cc", "neurips", _HASHED),
    Row("papers.nips.cc papers.neurips.cc", "nips", r"/paper/(\d+)-"),
    Row("proceedings.iclr.cc", "iclr", _HASHED),
    Row("proceedings.mlsys.org", "mlsys", _HASHED),
    Row("ojs.aaai.org", "ojs-aaai", r"/index\.php/aaai/article/(?:view|download|viewfile)/(\d+)"),
    Row("aaai.org", "ojs-aaai", r"/ojs/index\.php/aaai/article/(?:view|download|viewfile)/(\d+)"),
    Row("ijcai.org", "ijcai", r"/proceedings/(20(?:1[7-9]|[2-9]\d)/\d+)"),
    Row("jmlr.org", "jmlr", r"/papers/v(?:olume)?(\d+)/([\w-]+)"),
    Row("usenix.org", "usenix", r"/conference/([a-z]+\d\d)/(?:technical-sessions/)?presentation/([\w-]+)"),
    Row("usenix.org", "usenix", r"/system/files/(?:conference/[a-z0-9]+/)?([a-z]+\d\d)-([\w-]+)\.pdf"),
    Row("ieeexplore.ieee.org", "ieee", r"/(?:abstract/)?document/(\d+)"),
    Row("ieeexplore.ieee.org", "ieee", r"/[^?]*\?(?:.*&(?:amp;)?)?arnumber=(\d+)"),
    Row("ieeexplore.ieee.org", "ieee", r"/iel\w*/(?:\d+/)*(\d+)\.pdf"),
    Row("nature.com", "nature", r"/articles/([a-z0-9-]+)(?:\.pdf|/|\?|$)"),
    Row("nature.com", "nature", r"/[a-z]+/journal/v\d+/n\w+/(?:abs|full|pdf)/([a-z0-9.-]+)\.(?:html|pdf)"),
    Row("ssrn.com", "ssrn", r"/[^?]*\?(?:.*&(?:amp;)?)?abstract(?:_?id)?=(\d+)"),
    Row("ssrn.com", "ssrn", r"/abstract=(\d+)"),
    Row("pubmed.ncbi.nlm.nih.gov", "pubmed", r"/(\d+)"),
    Row("ncbi.nlm.nih.gov", "pubmed", r"/pubmed/(\d+)"),
    Row("ncbi.nlm.nih.gov", "pmc", r"/(?:pmc/)?articles/(pmc\d+)"),
    Row("semanticscholar.org", "s2", r"/(?:paper|reader)/(?:[^?]*/)?([0-9a-f]{40})"),
    Row("semanticscholar.org", "s2corpus", r"/corpusid:(\d+)"),
    Row("aminer.cn aminer.org", "aminer", r"/(?:pub|archive)/(?:[^/?]*/)?([0-9a-f]{24})"),
    Row("zenodo.org", "zenodo", r"/records?/(\d+)"),
    Row("youtube.com youtube-nocookie.com", "youtube", r"/watch/?\?(?:.*&(?:amp;)?)?v=([\w-]{11})(?![\w-])"),
    Row("youtube.com youtube-nocookie.com", "youtube", r"/(?:embed|shorts|live|v)/([\w-]{11})(?![\w-])"),
    Row("youtu.be", "youtube", r"/([\w-]{11})(?![\w-])"),
)

_ANTHOLOGY = (late(r"v1/(.+)"), "acl")
DOI_OWNERS: dict[str, tuple[re.Pattern[str], str]] = {
    "10.48550": (late(r"arxiv\.(.+)"), "arxiv"),
    "10.18653": _ANTHOLOGY,
    "10.3115": _ANTHOLOGY,
    "10.1609": (late(r"aaai\.v\d+i\d+\.(\d{1,6})"), "ojs-aaai"),
    "10.1038": (late(r"(.+)"), "nature"),
    "10.24963": (late(r"ijcai\.(\d{4}/\d+)"), "ijcai"),
    "10.2139": (late(r"ssrn\.(\d+)"), "ssrn"),
    "10.5281": (late(r"zenodo\.(\d+)"), "zenodo"),
}
"""DOIs that say the name which another registry gave: they and its addresses are one identifier.

The beginning of a DOI → what may stand behind its ``/``, and the registry.
"""

_DOI = late(r"(?<![\w.-])10\.\d{4,9}/[-._;()/:<>+\w]+", re.ASCII)
_APPENDED = late(
    r"(?:/(?:full|abstract|pdf|epdf|html|meta|summary|references|figures)|(?:\.full)?\.pdf|\.full|\.html?|\.svg|\.png)$"
)
"""What sites append to a DOI in their addresses."""
_NUMBER_AND_TITLE = late(r"/\d+(?:/[^/]*)?$")
_VERSION = late(r"v\d+$")
_REPOSITORY = late(r"[\w.-]+/[\w.-]+")

_NO_OWNERS = """
about apps collections contact customer-stories enterprise explore features issues login marketplace new
notifications orgs pricing pulls readme search security settings sponsors stars topics trending users
"""
NO_OWNERS = frozenset(_NO_OWNERS.split())
"""First parts of GitHub's paths that name its own pages."""
_NO_MODELS = "blog docs papers learn posts tasks join login pricing organizations settings chat new models"
NO_MODELS = frozenset(_NO_MODELS.split())
"""First parts of the Hugging Face hub's paths that name its own pages."""
OLD_MODELS = late(
    r"(?:bert|distilbert|distilroberta|roberta|albert|xlnet|xlm|t5|transfo-xl|camembert)-[\w.-]+"
    r"|gpt2(?:-[a-z]+)?|distilgpt2|openai-gpt|ctrl"
)
"""Models that the hub knows by one word still, from before models had owners."""
_OLD_WORDS = "bert distil roberta albert xl t5 transfo camembert gpt2 openai ctrl"
_OLD_STARTS = tuple(_OLD_WORDS.split())
DEFAULT_BRANCHES = ("main", "master", "HEAD")

Parser = Callable[[Address], Identifier | None]


def identifiers_of_address(address: Address) -> tuple[Identifier, ...]:
    """The identifier that a registry's own address states, or else the DOI that any address holds."""
    for parse in _parsers(address.host):
        identifier = parse(address)
        if identifier:
            return (identifier,)
    return identifiers_of_doi(_embedded_doi(address))


def identifiers_of_doi(doi: str) -> tuple[Identifier, ...]:
    """The identifier that the owner of a DOI gave, if known, and the DOI itself; ``()`` if it is none."""
    doi = normal_value("doi", doi)
    if not _DOI.fullmatch(doi):
        return ()
    registrant, _, name = doi.lower().partition("/")
    if registrant in DOI_OWNERS:
        pattern, kind = DOI_OWNERS[registrant]
        found = pattern.fullmatch(name)
        value = normal_value(kind, found[1]) if found else ""
        if value:
            return Identifier(kind, value), Identifier("doi", doi)
    return (Identifier("doi", doi),)


def _embedded_doi(address: Address) -> str:
    """The DOI in the path or the query of any site, without what the site appends, or ``""``."""
    path = _unquoted(address.path)
    found = _search_doi(path) or _search_doi(_unquoted(address.query))
    if not found:
        return ""
    doi = found[0]
    if not address.host.endswith("doi.org"):
        doi = _APPENDED.sub("", doi)
    if "/article/doi/" in path:  # there the number of an issue or article follows, and a title
        doi = _NUMBER_AND_TITLE.sub("", doi)
    if doi.startswith("10.1101/"):  # bioRxiv and medRxiv append a version
        doi = _VERSION.sub("", doi)
    return doi


def _unquoted(text: str) -> str:
    return unquote(text) if "%" in text else text


def _search_doi(text: str) -> re.Match[str] | None:
    return _DOI.search(text) if "10." in text else None


@lru_cache(maxsize=1024)
def _parsers(host: str) -> tuple[Parser, ...]:
    """The parsers of a host, or else those of the nearest domain above it."""
    return next((PARSERS[domain] for domain in domains(host) if domain in PARSERS), ())


def _parser(row: Row) -> Parser:
    pattern = late(row.pattern, re.IGNORECASE | re.ASCII)  # most hosts never occur

    def parse(address: Address) -> Identifier | None:
        found = pattern.match(f"{address.path}?{address.query}" if address.query else address.path)
        value = normal_value(row.kind, "/".join(found.groups())) if found else ""
        return Identifier(row.kind, value) if value else None

    return parse


def _github(address: Address) -> Identifier | None:
    """``owner/repository`` in lower case, and behind it the path of a folder, file or page within it."""
    owner, repository, rest = _owner_name_rest(address.path)
    repository = repository.removesuffix(".git")
    if address.host != "github.com" or owner.lower() in NO_OWNERS:
        return None
    value = f"{owner}/{repository}"
    possible = _REPOSITORY.fullmatch(value) and not value.endswith((".", ".git"))
    return Identifier("github", value.lower() + rest) if possible else None


def _raw_github(address: Address) -> Identifier | None:
    """A file by its raw address is the file that GitHub shows under ``blob``."""
    owner, _, rest = address.path.lstrip("/").partition("/")
    repository, _, path = rest.partition("/")
    shown = f"/{owner}/{repository}/blob/{path.removeprefix('refs/heads/')}"
    return _github(address._replace(host="github.com", path=shown))


def _hub(address: Address) -> Identifier | None:
    """A model, data set, space, collection or organization of the Hugging Face hub itself."""
    first, _, rest = address.path.strip("/").partition("/")
    if not first or first in NO_MODELS or address.host not in ("huggingface.co", "hf.co"):
        return None
    kind = {"datasets": "hf-dataset", "spaces": "hf-space", "collections": "hf-collection"}.get(first)
    if kind:
        owner, name, path = _owner_name_rest(rest)
        known = name or (owner and kind == "hf-dataset")
        return Identifier(kind, f"{owner}/{name}{path}" if name else owner) if known else None
    owner, name, path = _owner_name_rest(address.path)
    if owner.startswith(_OLD_STARTS) and OLD_MODELS.fullmatch(owner):
        return Identifier("hf-model", owner)
    return Identifier("hf-model", f"{owner}/{name}{path}") if name else Identifier("hf-org", owner)


def _owner_name_rest(path: str) -> tuple[str, str, str]:
    """``/o/n/tree/main/x`` → ``o``, ``n``, ``/tree/main/x``; the root of a default branch is but ``o/n``."""
    parts = [part for part in path.split("/") if part]
    if len(parts) == 4 and parts[2] in ("tree", "blob") and parts[3] in DEFAULT_BRANCHES:
        del parts[2:]
    owner, name, *rest = [*parts, "", ""][: max(2, len(parts))]
    return owner, name, "".join(f"/{part}" for part in rest)


def _table() -> dict[str, tuple[Parser, ...]]:
    """Host → its parsers: those of ``ROWS`` first, in order."""
    table: dict[str, tuple[Parser, ...]] = {}
    rows = [(host, _parser(row)) for row in ROWS for host in row.hosts.split()]
    for host, parse in [*rows, *OWN_PARSERS.items()]:
        table[host] = (*table.get(host, ()), parse)
    return table


OWN_PARSERS: dict[str, Parser] = {
    "github.com": _github,
    "raw.githubusercontent.com": _raw_github,
    "huggingface.co": _hub,
    "hf.co": _hub,
}
PARSERS = _table()
