"""What rules for all files want to know of each: found while its text and links are at hand, kept with its findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    repeated = _repeated_links(entries)
    alone = {
        number
        for number, entry in enumerate(entries if repeated else ())
        if number not in things and not cites_several(entry)
    }
    shared = (
        tuple(use for use in uses if use.entry in alone and _leads_to_one_thing(entries, use))
        for uses in repeated
    )
    return Facts(
        things,
        with_stray_year(paper_list),
        tuple(_twins(entries, repeated)),
        tuple(uses for uses in shared if len(uses) > 1),
        len(alone),
    )


def _repeated_links(entries: Sequence[Entry]) -> list[list[Use]]:
    """The paper and code links that stand on several entries, by what they lead to."""
    found: dict[str, list[Use]] = {}
    for number, entry in enumerate(entries):
        for place, (kind, url, *_) in enumerate(entry.links):
            if kind in ("paper", "code") and url:
                found.setdefault(link_identity(url), []).append(Use(number, place))
    return [uses for uses in found.values() if uses[0].entry != uses[-1].entry]


def _twins(entries: Sequence[Entry], repeated: Iterable[Sequence[Use]]) -> list[tuple[int, int]]:
    """Entries of one title and one paper link: the first of them, and each later one, in the order of their links."""
    found = []
    for uses in repeated:
        first: dict[str, int] = {}
        for use in uses:
            if entries[use.entry].links[use.link].kind == "paper":
                other = first.setdefault(squash(entries[use.entry].title), use.entry)
                if other != use.entry:
                    found.append((use, other))
    return list(dict.fromkeys((other, use.entry) for use, other in sorted(found)))


def _leads_to_one_thing(entries: Sequence[Entry], use: Use) -> bool:
    """Whether an address is more than a site, an anchor or nothing."""
    address = split_address(clean_address(entries[use.entry].links[use.link].url))
    return bool(address.host and (address.path.strip("/") or address.query))
