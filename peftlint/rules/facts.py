"""What rules for all files want to know of each: found while its text and links are at hand, kept with its findings."""

from __future__ import annotations

from collections.abc import Sequence

from peftlint.fields.address import clean_address, split_address
from peftlint.fields.link import link_identity
from peftlint.identity.titles import squash
from peftlint.lint import Facts, Use
from peftlint.model import Entry, PaperList
from peftlint.rules.naming import cites_several
from peftlint.rules.siblings import named_things, with_stray_year


def facts_of(paper_list: PaperList) -> Facts:
    """Look at one file for what rules for all files ask."""
    entries, things = paper_list.entries, named_things(paper_list)
    shared = _shared(entries)
    alone = {
        number
        for number, entry in enumerate(entries if shared else ())
        if number not in things and not cites_several(entry)
    }
    repeated = (tuple(use for use in uses if use.entry in alone) for uses in shared)
    return Facts(
        things,
        with_stray_year(paper_list),
        _twins(entries),
        tuple(uses for uses in repeated if len(uses) > 1),
        len(alone),
    )


def _twins(entries: Sequence[Entry]) -> tuple[tuple[int, int], ...]:
    """Entries of one title and one paper link: the first of them, and each later one."""
    by_title: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        by_title.setdefault(squash(entry.title), []).append(number)
    found = []
    for numbers in by_title.values():
        first: dict[str, int] = {}
        for number in numbers if len(numbers) > 1 else ():
            papers = [link.url for link in entries[number].links if link.kind == "paper" and link.url]
            before = dict.fromkeys(first.setdefault(link_identity(url), number) for url in papers)
            found += [(other, number) for other in before if other != number]
    return tuple(found)


def _shared(entries: Sequence[Entry]) -> list[list[Use]]:
    """The paper and code links that stand on several entries, by what they lead to."""
    found: dict[str, list[Use]] = {}
    for number, entry in enumerate(entries):
        for place, (kind, url, *_) in enumerate(entry.links):
            if kind in ("paper", "code"):
                found.setdefault(link_identity(url), []).append(Use(number, place))
    several = (uses for uses in found.values() if uses[0].entry != uses[-1].entry)
    return [[use for use in uses if _leads_to_one_thing(entries, use)] for uses in several]


def _leads_to_one_thing(entries: Sequence[Entry], use: Use) -> bool:
    """Whether an address is more than a site, an anchor or nothing."""
    address = split_address(clean_address(entries[use.entry].links[use.link].url))
    return bool(address.host and (address.path.strip("/") or address.query))
