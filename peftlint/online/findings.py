"""Lists + verdicts on their links → findings. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from peftlint.model import Entry, Finding, Identifier, Library
from peftlint.online.listed import address_of, web_links
from peftlint.online.model import Record, Verdict
from peftlint.online.services.model import Doubts
from peftlint.online.targets import Cited, citations, is_another_work
from peftlint.published import published_in, says_preprint
from peftlint.rules.dead_link import dead_link
from peftlint.rules.moved_link import moved_link
from peftlint.rules.naming import shortened, venue_place
from peftlint.rules.unverified_link import unverified_link
from peftlint.rules.wrong_target import wrong_target

Verdicts = Mapping[str, Verdict]
"""By address (``listed.address_of``)."""

_RULES = {"dead": dead_link, "moved": moved_link, "unverified": unverified_link}


def link_findings(library: Library, verdicts: Verdicts) -> Iterator[Finding]:
    """What the verdicts mean for the lists: LNK101 to LNK104, and VEN003 where a service tells of a publication."""
    for paper_list in library.lists:
        for listed in web_links(paper_list):
            verdict = verdicts.get(listed.address)
            if verdict and verdict.state in _RULES:
                yield from _RULES[verdict.state](listed, verdict)
    yield from _wrong_targets(library, verdicts)
    yield from _published_preprints(library, verdicts)


def doubts_of(library: Library) -> Doubts:
    """Whether a record of an identifier contradicts an entry that cites it."""
    citing: defaultdict[Identifier, list[Cited]] = defaultdict(list)
    for cited in citations(library):
        for identifier in cited.identifiers:
            citing[identifier].append(cited)

    def doubts(identifier: Identifier, record: Record) -> bool:
        return any(is_another_work(cited, record) for cited in citing.get(identifier, ()))

    return doubts


def preprints_of(library: Library) -> frozenset[Identifier]:
    """The identifiers of works that lists call preprints, and of which none says where they were published."""
    works = (work for work in library.works if not any(map(published_in, work.entries)))
    return frozenset(
        name for work in works if any(map(says_preprint, work.entries)) for name in work.identifiers
    )


def _wrong_targets(library: Library, verdicts: Verdicts) -> Iterator[Finding]:
    for cited in citations(library):
        verdict = _verdict_on(cited.link.url, verdicts)
        if verdict and verdict.record and is_another_work(cited, verdict.record):
            yield from wrong_target(cited, verdict.record, verdict)


def _published_preprints(library: Library, verdicts: Verdicts) -> Iterator[Finding]:
    """Entries that say preprint of what a service knows to be published; what lists know themselves, `check` says."""
    for work in library.works:
        if any(map(published_in, work.entries)):
            continue
        titles = (work.title, *work.aliases)
        for entry in filter(says_preprint, work.entries):
            verdict = _telling(entry, titles, verdicts)
            if verdict and verdict.record:
                record = verdict.record
                message = f"'{entry.venue}', but published: {record.published}, says {record.published_by or record.source}"
                span, subject = venue_place(entry), shortened(entry.title)
                yield Finding("VEN003", entry.list, span, message, subject, entry.id, verdict=verdict)


def _telling(entry: Entry, titles: tuple[str, ...], verdicts: Verdicts) -> Verdict | None:
    """The first verdict on a paper link of an entry that says where its work was published, and is of that work."""
    for link in entry.links:
        verdict = _verdict_on(link.url, verdicts) if link.kind == "paper" else None
        if verdict and verdict.record and verdict.record.published:
            cited = Cited(entry, (entry.title, *titles), link, entry.identifiers)
            return None if is_another_work(cited, verdict.record) else verdict
    return None


def _verdict_on(url: str, verdicts: Verdicts) -> Verdict | None:
    address = address_of(url)
    return verdicts.get(address) if address else None
