from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from peftlint.fields.identifier import arxiv_month
from peftlint.fields.patterns import late
from peftlint.fields.venue import Resolution, Venue, resolve_name
from peftlint.fields.venue_registry import is_acronym, name_key, registry
from peftlint.model import Edit, Entry, Finding, Fix, PaperList, Source, Span
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.naming import shortened, venue_place

_WORD = late(r"[^\W_]+")
_PART = late("[-/ ]")
_MARKUP = frozenset("*_`|<>[]\\")
_HABIT = 3
"""Times that a list uses an abbreviation before it is the list's own name for a venue."""
_OFFICIAL = frozenset({"Interspeech"})
"""Spellings that the venues themselves use beside the registry's."""


class _Correction(NamedTuple):
    """What is spelt wrongly in a printed venue, how it is spelt right, and why that is right."""

    wrong: str
    right: str
    reason: str


@list_rule("VEN001")
def venue_alias(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A venue is spelt otherwise than it is called.

    `NIPS`, `Neurips` and `NeurIPS` in one list part what belongs together for who searches or sorts it.
    Write the venue's own name; `peftlint check --fix` does. A name that was right in that year is fine
    (NIPS until 2017). So are full names, abbreviations that are used throughout, and `ACL Findings`, as
    long as the list keeps to them.

    Bad:
        - **QLoRA: Efficient Finetuning of Quantized LLMs.** `NIPS` 2023. [[PDF](https://arxiv.org/abs/2305.14314)]

    Bad:
        - **MerA: Merging Pretrained Adapters For Few-Shot Learning.** `CoRR` 2023. [[PDF](https://arxiv.org/abs/2308.15982)]

    Good:
        - **Attention Is All You Need.** `NIPS` 2017. [[PDF](https://arxiv.org/abs/1706.03762)]
        - **QLoRA: Efficient Finetuning of Quantized LLMs.** `NeurIPS` 2023. [[PDF](https://arxiv.org/abs/2305.14314)]

    Fix: safe in plain text.
    """
    venues = Counter(entry.venue for entry in paper_list.entries if entry.venue)
    meanings = {printed: meant for printed in venues if (meant := resolve_name(printed))}
    usual, kept = _usual_forms(paper_list, meanings), _kept_abbreviations(venues, meanings)
    for entry in paper_list.entries:
        if entry.venue is None or entry.venue not in meanings or entry.venue in kept:
            continue
        correction = _correction(entry.venue, _year(entry))
        if correction is None and usual:
            correction = _unusual(entry.venue, meanings[entry.venue], usual)
        if correction:
            wrong, right, reason = correction
            span = _place(entry, wrong, paper_list.source)
            fix = _fix(span, wrong, right, paper_list.source)
            subject = f"{shortened(entry.title)} {wrong}"
            yield Finding("VEN001", entry.list, span, reason, subject, entry.id, fix=fix)


def _year(entry: Entry) -> int | None:
    """The year of the entry, or else the one that its arXiv identifier names."""
    if entry.year:
        return entry.year
    month = arxiv_month(entry.identifier("arxiv") or "")
    return month[0] if month else None


@lru_cache(maxsize=4096)
def _correction(printed: str, year: int | None) -> _Correction | None:
    """How the printed venue is spelt right; None if it is right as it is, or nothing is known of it."""
    resolution = resolve_name(printed)
    if resolution is None:
        return None
    if resolution.how == "misspelt":
        return _Correction(
            printed, resolution.venue.name, f"'{printed}' is '{resolution.venue.name}' misspelt"
        )
    if found := _correction_of_name(printed, resolution, year):
        return found
    words = _WORD.findall(printed)
    within = (resolution.venue.id, resolution.venue.parent)
    meanings = ((word, resolve_name(word)) for word in words if len(words) > 1)
    corrections = (
        _correction_of_name(word, meant, year)
        for word, meant in meanings
        if meant and meant.venue.id in within and is_acronym(meant.venue.name)
    )
    return next(filter(None, corrections), None)


def _correction_of_name(printed: str, resolution: Resolution, year: int | None) -> _Correction | None:
    """How one name is spelt right that stands for the whole venue."""
    venue, how = resolution.venue, resolution.how
    if printed in (venue.name, *_OFFICIAL) or how not in ("name", "alias"):
        return None
    former = next((last for name, last in venue.renamed if name_key(name) == name_key(printed)), None)
    if former is not None:
        if year is None or year <= former:
            return None
        return _Correction(
            printed, venue.name, f"'{printed}' has been called '{venue.name}' since {former + 1}"
        )
    if _letters(printed) == _letters(venue.name):
        return _respelt(printed, venue)
    if how == "alias" and (_is_abbreviation(printed) or _is_archive(printed, venue)):
        return _Correction(printed, venue.name, f"'{printed}' is called '{venue.name}'")
    return None


def _respelt(printed: str, venue: Venue) -> _Correction | None:
    """Capitals and signs count in acronyms, not in names of words."""
    if " " in venue.name and not any(map(is_acronym, venue.name.split())):
        return None
    if " " in venue.name and _acronyms(printed) == _acronyms(venue.name):
        return None
    return _Correction(printed, venue.name, f"'{printed}' is spelt '{venue.name}'")


def _acronyms(name: str) -> list[str]:
    return [word for word in _WORD.findall(name) if is_acronym(word)]


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _is_abbreviation(printed: str) -> bool:
    """``Nat. Mach. Intell.`` and ``Nat Mach Intell``: words cut short, not a name of its own."""
    return ("." in printed[:-1] and " " in printed) or registry().name(name_key(printed)) is None


def _kept_abbreviations(venues: Mapping[str, int], meanings: Mapping[str, Resolution]) -> frozenset[str]:
    """The abbreviations that are a list's own name for a venue: used often, and nothing else for it.

    *venues* are all that are printed, with how often each is.
    """
    forms = Counter(meant.venue.id for meant in meanings.values())
    return frozenset(
        printed
        for printed, meant in meanings.items()
        if "." in printed[:-1] and venues[printed] >= _HABIT and forms[meant.venue.id] == 1
    )


def _is_archive(printed: str, venue: Venue) -> bool:
    """``CoRR`` and ``arXiv.org``: one word for a preprint server."""
    return venue.kind == "preprint" and " " not in printed


# --- full names, and tracks with their words in another order: fine where the list keeps to one form ---


def _usual_forms(paper_list: PaperList, meanings: Mapping[str, Resolution]) -> dict[str, tuple[str, int]]:
    """By venue, the form of its name that the list uses most, and how often; only where it uses several."""
    by_venue = Counter(meant.venue.id for meant in meanings.values())
    several = {printed for printed, meant in meanings.items() if by_venue[meant.venue.id] > 1}
    printed = (entry.venue for entry in paper_list.entries if entry.venue in several and entry.spans.venue)
    forms: dict[str, dict[str, int]] = {}
    for form, count in Counter(filter(None, printed)).items():
        if _is_form(form, meanings[form]):
            forms.setdefault(meanings[form].venue.id, {})[form] = count
    return {venue: _most_used(uses, venue) for venue, uses in forms.items() if len(uses) > 1}


def _most_used(counts: Mapping[str, int], venue: str) -> tuple[str, int]:
    known = registry().get(venue)
    name = known.name if known else ""
    form = max(counts, key=lambda form: (counts[form], form == name))
    return form, counts[form]


def _is_form(printed: str, resolution: Resolution) -> bool:
    """Whether a venue is printed by a name that could stand for any other of its names."""
    if resolution.how == "part" or (resolution.how == "alias" and _is_joint(printed, resolution.venue)):
        return False
    return printed == resolution.venue.name or resolution.how == "full" or " " in printed


def _is_joint(printed: str, venue: Venue) -> bool:
    """``NAACL-HLT``, ``IJCAI-ECAI``: the meeting's name in years when it met with another."""
    parts, names = set(_PART.split(printed)), set(_PART.split(venue.name))
    return venue.parent is None and (parts < names or names < parts)


def _unusual(
    printed: str, resolution: Resolution, usual: Mapping[str, tuple[str, int]]
) -> _Correction | None:
    form, count = usual.get(resolution.venue.id, (printed, 0))
    if name_key(form) == name_key(printed) or not _is_form(printed, resolution):
        return None
    times = "once" if count == 1 else f"{count} times"
    return _Correction(printed, form, f"'{printed}' is called '{form}' {times} in this list")


# --- where, and how to mend it ---


def _place(entry: Entry, wrong: str, source: Source) -> Span:
    """The place of what is spelt wrongly, or of the whole venue if it does not stand there in one piece."""
    span = venue_place(entry)
    printed = source.slice(span)
    if entry.spans.venue is None or printed.count(wrong) != 1:
        return span
    start = span.start + printed.index(wrong)
    return Span(start, start + len(wrong))


def _fix(span: Span, wrong: str, right: str, source: Source) -> Fix | None:
    """Write the right name; the period of an abbreviation goes with it."""
    if source.slice(span) != wrong or not _MARKUP.isdisjoint(right):
        return None
    end = span.end + ("." in wrong and "." not in right and source.text.startswith(".", span.end))
    return Fix((Edit(Span(span.start, end), right),), True, f"Write '{right}'")
