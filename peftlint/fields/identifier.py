"""Address or running text → the identifiers that registries gave to works and resources, and back.

Values are in normal form: two addresses of one thing give equal identifiers, whatever version, file format
or mirror they lead to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from peftlint.fields.address import address_of, without_punctuation
from peftlint.fields.normal import arxiv_month as arxiv_month
from peftlint.fields.normal import normal_value
from peftlint.fields.patterns import late
from peftlint.fields.registries import ARXIV, identifiers_of_address
from peftlint.fields.registries import identifiers_of_doi as identifiers_of_doi
from peftlint.model import Identifier

WORK_KINDS = frozenset(
    {
        "arxiv",
        "doi",
        "openreview",
        "acl",
        "pmlr",
        "cvf",
        "neurips",
        "nips",
        "iclr",
        "mlsys",
        "ojs-aaai",
        "ijcai",
    }
    | {"jmlr", "usenix", "ieee", "nature", "ssrn", "pubmed", "pmc", "s2", "s2corpus", "aminer"}
)
"""Kinds that name a paper."""
RESOURCE_KINDS = frozenset(
    {"github", "hf-model", "hf-dataset", "hf-space", "hf-org", "hf-collection", "youtube", "zenodo"}
)
"""Kinds that name something else: code, a model, a video, an organization."""
KINDS: tuple[str, ...] = tuple(sorted(WORK_KINDS | RESOURCE_KINDS))
"""Every kind that can occur."""

_BETWEEN = r"[\s:.,()\[\]/-]"
_IN_TEXT = late(
    r"(?:doi(?:\.org/|\s?[:=]?\s?))?(?<![\w.])(?P<doi>10\.\d{4,9}/[-._()/:+\w]+)"
    rf"|(?<![a-z0-9])(?:arxiv|corr){_BETWEEN}{{0,4}}(?:(?:preprint|e-?print|arxiv|org|abs|pdf){_BETWEEN}{{1,4}}){{0,4}}"
    rf"(?P<arxiv>{ARXIV})(?:v\d+)?",
    re.IGNORECASE | re.ASCII,
)

_DIGITS = late(r"\d{4}[.\d]\d\d", re.ASCII)
"""What every arXiv identifier holds."""


def identifier_of_url(url: str) -> Identifier | None:
    """The identifier of what an address leads to, or None: the first of :func:`identifiers_of_url`."""
    found = identifiers_of_url(url)
    return found[0] if found else None


@lru_cache(maxsize=4096)
def identifiers_of_url(url: str) -> tuple[Identifier, ...]:
    """All identifiers that an address states, that of the work's own registry first.

    ``https://doi.org/10.48550/arXiv.2106.09685`` states an arXiv identifier and a DOI. Junk around the
    address, a missing or doubled scheme, versions and file endings do not matter. Empty for an address
    that names nothing known, or names it wrongly (an arXiv identifier of month 13).
    """
    return identifiers_of_address(address_of(url))


def identifiers_in_text(text: str) -> tuple[tuple[Identifier, int, int], ...]:
    """The DOIs and arXiv identifiers of running text, each with its start and end (0-based, end exclusive).

    An arXiv number counts only behind the word arXiv or CoRR: a bare ``2106.09685`` may be anything. The
    place covers prefix and version (``arXiv:2106.09685v2``). A DOI that states two identifiers gives both,
    at one place.
    """
    if "10." not in text:
        lower = text.lower()
        if ("arxiv" not in lower and "corr" not in lower) or not _DIGITS.search(text):
            return ()
    return tuple(
        [
            (identifier, found.start(), end)
            for found in _IN_TEXT.finditer(text)
            for identifier, end in _identifiers_of_match(found)
        ]
    )


def canonical_address(identifier: Identifier) -> str | None:
    """The address by which an identifier is best linked; None where it alone does not determine one."""
    kind, value = identifier
    make = ADDRESSES.get(kind)
    return make(value) if make else None


def _identifiers_of_match(found: re.Match[str]) -> Iterator[tuple[Identifier, int]]:
    """The identifiers of one match in a text, each with its end."""
    if found["arxiv"]:
        value = normal_value("arxiv", found["arxiv"])
        if value:
            yield Identifier("arxiv", value), found.end()
        return
    doi = without_punctuation(found["doi"]).rstrip("/")
    for identifier in identifiers_of_doi(doi):
        yield identifier, found.start("doi") + len(doi)


def _doi(value: str) -> str:
    """10.5555 is no registrant: ACM numbers with it what has no DOI."""
    return f"https://dl.acm.org/doi/{value}" if value.startswith("10.5555/") else f"https://doi.org/{value}"


def _cvf(value: str) -> str | None:
    """The folder is named after conference and year; before 2019 in small letters or capitals, as it came."""
    found = re.search(r"_([A-Z]+)_(\d{4})_paper$", value)
    if not found or int(found[2]) < 2019 or found[1].endswith("W"):  # workshops have folders of their own
        return None
    old = int(found[2]) < (2020 if found[1] == "ACCV" else 2021)
    folder = f"content_{found[1]}_{found[2]}" if old else f"content/{found[1]}{found[2]}"
    return f"https://openaccess.thecvf.com/{folder}/html/{value}.html"


def _neurips(value: str) -> str | None:
    """Since 2022 the end of the address tells the track, which the identifier does not."""
    year, _, hashed = value.partition("/")
    if int(year) > 2021:
        return None
    return f"https://proceedings.neurips.cc/paper_files/paper/{year}/hash/{hashed}-Abstract.html"


def _usenix(value: str) -> str | None:
    """Before 2018 the presentations stand in folders that differ from conference to conference."""
    conference, _, name = value.partition("/")
    return (
        f"https://www.usenix.org/conference/{conference}/presentation/{name}"
        if conference[-2:] > "17"
        else None
    )


def _jmlr(value: str) -> str:
    volume, _, key = value.partition("/")
    return f"https://jmlr.org/papers/v{volume}/{key}.html"


ADDRESSES: dict[str, Callable[[str], str | None]] = {
    "acl": "https://aclanthology.org/{}/".format,
    "aminer": "https://www.aminer.cn/pub/{}".format,
    "arxiv": "https://arxiv.org/abs/{}".format,
    "cvf": _cvf,
    "doi": _doi,
    "github": "https://github.com/{}".format,
    "hf-collection": "https://huggingface.co/collections/{}".format,
    "hf-dataset": "https://huggingface.co/datasets/{}".format,
    "hf-model": "https://huggingface.co/{}".format,
    "hf-org": "https://huggingface.co/{}".format,
    "hf-space": "https://huggingface.co/spaces/{}".format,
    "ieee": "https://ieeexplore.ieee.org/document/{}".format,
    "ijcai": "https://www.ijcai.org/proceedings/{}".format,
    "jmlr": _jmlr,
    "nature": "https://www.nature.com/articles/{}".format,
    "neurips": _neurips,
    "ojs-aaai": "https://ojs.aaai.org/index.php/AAAI/article/view/{}".format,
    "openreview": "https://openreview.net/forum?id={}".format,
    "pmc": "https://pmc.ncbi.nlm.nih.gov/articles/{}/".format,
    "pmlr": "https://proceedings.mlr.press/{}.html".format,
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/{}/".format,
    "s2": "https://www.semanticscholar.org/paper/{}".format,
    "s2corpus": "https://api.semanticscholar.org/CorpusID:{}".format,
    "ssrn": "https://papers.ssrn.com/sol3/papers.cfm?abstract_id={}".format,
    "usenix": _usenix,
    "youtube": "https://www.youtube.com/watch?v={}".format,
    "zenodo": "https://zenodo.org/records/{}".format,
}
"""The address of an identifier, by its kind; ``str.format`` leaves the value alone, whatever is in it."""
