from __future__ import annotations

from collections.abc import Iterator

from peftlint.fields.patterns import late
from peftlint.fields.venue_registry import name_key, says_venue
from peftlint.model import Entry, Finding, PaperList
from peftlint.published import says_preprint, venue_of
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.naming import shortened

_ACRONYM = late(r"[A-Z]{3,9}(?:[-/][A-Z]{2,9}){0,2}")
_NO_VENUES = """
AI AMD AWS BAAI BAIR CAS CMU CUHK DAMO EPFL ETH FAIR HKU HKUST IBM INRIA IDEA JHU KAIST KAUST LMSYS LG MIT MPI MSR
MSRA NLP NTU NUS NVIDIA NYU OPPO PDF PKU SAP SJTU TBA TBD THU UCAS UCB UCL UCLA UCSB UCSD UIUC UMD UNC USC USTC UW
WIP ZJU BOOK BLOG CODE DEMO DRAFT GITHUB HTML LINK MISC NEWS NONE ONLINE REPORT TALK THESIS TODO TUTORIAL WEB
"""
"""Acronyms of institutions, and other words in capitals, that stand where a venue might."""
_PART = late("[-/]")
_BESIDES = frozenset(
    {"book chapter", "conference paper", "journal paper", "workshop paper", "journal article"}
)
_FEWEST = 4
_MOST = 0.8


@list_rule("VEN004", severity="info")
def unknown_venue(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A venue that the registry does not know.

    It may be misspelt, or too rare to be known; then year and spelling cannot be checked. Compare it with
    what the publisher writes. GitHub, blogs, technical reports and companies are no venues, and not meant.

    Bad:
        - **IvyGPT: Interactive Chinese Pathway Language Model.** Journal of Imaginary Results, 2023. [[PDF](https://arxiv.org/abs/2307.10512)]

    Good:
        - **IvyGPT: Interactive Chinese Pathway Language Model.** Technical Report, 2023. [[PDF](https://arxiv.org/abs/2307.10512)]

    Fix: none.
    """
    named = [entry for entry in paper_list.entries if entry.venue]
    unknown = [entry for entry in named if venue_of(entry) is None]
    trusted = len(named) > _FEWEST and len(named) - len(unknown) >= _MOST * (len(named) - 1)
    for entry in unknown:
        if entry.venue and entry.spans.venue and _is_unknown(entry, trusted):
            message = f"no venue is known as '{entry.venue}'; check its spelling"
            subject = f"{shortened(entry.title)} {entry.venue}"
            yield Finding("VEN004", entry.list, entry.spans.venue, message, subject, entry.id)


def _is_unknown(entry: Entry, trusted: bool) -> bool:
    """Whether the venue, which the registry has not, looks like one: by a word of it, or as an acronym among known ones."""
    venue = entry.venue or ""
    if says_preprint(entry):
        return False
    key = name_key(venue)
    if says_venue(key) and len(key.split()) > 1 and key not in _BESIDES:
        return True
    if not trusted or _ACRONYM.fullmatch(venue) is None:
        return False
    return set(_NO_VENUES.split()).isdisjoint(_PART.split(venue))
