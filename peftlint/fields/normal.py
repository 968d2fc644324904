"""Identifiers as people write them → their one normal form, without version, or nothing if none can be."""

from __future__ import annotations

import re
from collections.abc import Callable

from peftlint.fields.address import without_punctuation
from peftlint.fields.patterns import late

_ARXIV = late(r"(?:(\d\d)(\d\d)\.(\d{4,5})|([a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2})?/((\d\d)(\d\d)\d{3}))(?:v\d+)?")
_ACL = late(r"[a-z]\d\d-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+")

_ARCHIVES = """
acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs
dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics
plasm-ph q-alg q-bio quant-ph solv-int supr-con
"""
ARCHIVES = frozenset(_ARCHIVES.split())
"""The archives that prefix arXiv's identifiers of before April 2007."""

CAPITAL_REGISTRANTS = ("10.1109/", "10.5244/", "10.15607/")
"""Who writes the letters of its DOIs in capitals (IEEE, BMVC, RSS); to resolvers case means nothing."""


def normal_value(kind: str, value: str) -> str:
    """The normal form of an identifier's value; ``""`` if its registry could not have given such a value."""
    return NORMAL_FORMS.get(kind, str)(value)


def arxiv_month(value: str) -> tuple[int, int] | None:
    """The (year, month) that an arXiv identifier names, or None if it is malformed.

    Since April 2007 ``YYMM.NNNN``, since January 2015 ``YYMM.NNNNN``; before, ``archive/YYMMNNN`` from
    July 1991 on (https://info.arxiv.org/help/arxiv_identifier.html).
    """
    found = _ARXIV.fullmatch(value.lower())
    return _month(found) if found else None


def _month(found: re.Match[str]) -> tuple[int, int] | None:
    new_year, new_month, number, archive, _, old_year, old_month = found.groups()
    year, month = int(new_year or old_year), int(new_month or old_month)
    year += 1900 if archive and year > 90 else 2000
    if not 1 <= month <= 12:
        return None
    if archive:
        right = archive in ARCHIVES and (1991, 7) <= (year, month) <= (2007, 3)
    else:
        right = (year, month) >= (2007, 4) and len(number) == (5 if year >= 2015 else 4)
    return (year, month) if right else None


def _arxiv(value: str) -> str:
    """Without version and, in an old identifier, without the subject class: ``cs.CL/0501001v2``."""
    found = _ARXIV.fullmatch(value.lower())
    if not found or not _month(found):
        return ""
    return f"{found[4]}/{found[5]}" if found[4] else f"{found[1]}{found[2]}.{found[3]}"


def _acl(value: str) -> str:
    """The Anthology writes its old identifiers in capitals (``P19-1234``), its new ones small."""
    if not _ACL.fullmatch(value.lower()):
        return ""
    return value.upper() if value[0].isalpha() else value.lower()


def _doi(value: str) -> str:
    """Lower case, but for what its owner always writes otherwise."""
    doi = without_punctuation(value).rstrip("/").lower()
    registrant, _, suffix = doi.partition("/")
    if len(suffix) < 2:
        return ""
    if doi.startswith("10.48550/arxiv."):
        number = suffix.removeprefix("arxiv.")
        return f"{registrant}/arXiv.{_arxiv(number) or number}"
    if doi.startswith(("10.18653/v1/", "10.3115/v1/")):
        name = suffix.removeprefix("v1/")
        return f"{registrant}/v1/{_acl(name) or name}"
    return doi.upper() if doi.startswith(CAPITAL_REGISTRANTS) else doi


def _numbers(value: str) -> str:
    """Without the zeros before each number: ``2020/0123`` and ``2020/123`` are one paper."""
    return "/".join(part.lstrip("0") for part in value.split("/"))


def _usenix(value: str) -> str:
    """File names say ``sec21`` where the pages of the conference say ``usenixsecurity21``."""
    value = value.lower()
    return f"usenixsecurity{value[3:]}" if value.startswith("sec") and value[3:4].isdecimal() else value


NORMAL_FORMS: dict[str, Callable[[str], str]] = {
    "acl": _acl,
    "aminer": str.lower,
    "arxiv": _arxiv,
    "doi": _doi,
    "iclr": str.lower,
    "ieee": _numbers,
    "ijcai": _numbers,
    "mlsys": str.lower,
    "neurips": str.lower,
    "pmlr": str.lower,
    "pmc": str.upper,
    "s2": str.lower,
    "usenix": _usenix,
}
"""Kinds that are not here are written in one way only."""
