"""What services say in words of where a preprint appeared: only what leaves no doubt counts."""

from __future__ import annotations

import re

from peftlint.fields.venue import find_venue, read_venue, resolve, resolve_name
from peftlint.identity.titles import word_set

LONGEST = 300
"""Characters of a note that are looked at."""

_CLAUSE_END = re.compile(r"[.,;:|](?=\s|$)|\n|\s[-–—]\s")
_DOUBTS = re.compile(
    r"submit|submission|review|reject|withdr|extend|extension|previous|preliminary|earlier|supersed|challenge|competition"
    r"|winn|solution|shared task|workshop|poster abstract|\bours?\b|based on|part of|revis|resubmi|\bnot\b",
    re.IGNORECASE,
)
"""What may stand in a note beside a venue at which the work itself did not appear."""
_LEAD = word_set(
    "a accepted an and appear appearing appears as at been by camera camera-ready conference for full has in is long "
    "main paper poster presented proceedings published publication ready regular short the this to version will be"
)
_SAYS_SO = frozenset({"accepted", "appear", "appearing", "appears", "camera-ready", "presented", "published"})
_PUBLISHED = frozenset({"conference", "journal"})


def published_venue(name: str | None) -> str | None:
    """The registry's name of a conference or journal that a field for nothing but venues holds in full."""
    found = resolve_name(name) if name else None
    certain = found is not None and found.complete and found.clear and found.venue.kind in _PUBLISHED
    return found.venue.name if found and certain else None


def reference(text: str | None) -> str | None:
    """Venue and year that a journal reference states (``arxiv:journal_ref``), as ``ICLR 2024``."""
    if not text or _DOUBTS.search(text[:LONGEST]):
        return None
    return _mention(text[:LONGEST])


def accepted_at(note: str | None) -> str | None:
    """Venue and year at which an author's note (``arxiv:comment``) says that the work was accepted.

    The venue makes up a clause of its own, with its year or behind a word such as *accepted*. None where the note
    names two, or says anything that could mean a submission, a workshop or another work.
    """
    if not note or _DOUBTS.search(note[:LONGEST]):
        return None
    text = note[:LONGEST]
    named = {found.mention.name for found in find_venue(text)} - {None}
    told = [where for clause in _CLAUSE_END.split(text) if (where := _clause(clause))]
    return told[0] if len(set(told)) == 1 and len(named) <= 1 else None


def _clause(clause: str) -> str | None:
    words = clause.split()
    lead = 0
    while lead < len(words) and words[lead].lower() in _LEAD:
        lead += 1
    told = _mention(" ".join(words[lead:]))
    says_so = not _SAYS_SO.isdisjoint(word.lower() for word in words[:lead])
    return told if told and (says_so or told[-4:].isdigit()) else None


def _mention(text: str) -> str | None:
    mention = read_venue(text)
    if mention is None or not mention.certain or not mention.name:
        return None
    venue = resolve(mention.name)
    if venue is None or venue.kind not in _PUBLISHED:
        return None
    return f"{venue.name} {mention.year}" if mention.year else venue.name
