"""Which author list of its entries a work is shown with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from peftlint.identity.people import agreement, read_people
from peftlint.model import Entry

MOST_JUDGES = 24
"""Different author lists that each one is compared with; all of them would make big works quadratic."""


def choose_authors(entries: Sequence[Entry]) -> tuple[tuple[str, ...], bool]:
    """The author list and whether it is open ("et al."); an empty and closed one if no entry has any.

    Entries copy author lists to the wrong work: what other entries agree with goes before what is longest.
    """
    listed = [entry for entry in entries if entry.authors]
    if not listed:
        return (), False
    counts = Counter([entry.authors for entry in listed])
    if len(counts) == 1:
        return listed[0].authors, all(entry.et_al for entry in listed)
    people = {authors: read_people(authors) for authors in counts}
    judges = counts.most_common(MOST_JUDGES)
    supporters = {
        authors: sum([times for other, times in judges if agreement(own, people[other]).share >= 0.5])
        for authors, own in people.items()
    }

    def worth(entry: Entry) -> tuple[int, int, bool]:
        return supporters[entry.authors], len(people[entry.authors]), not entry.et_al

    most = max(map(worth, listed))
    best = {entry.authors: entry for entry in reversed(listed) if worth(entry) == most}
    if len(best) > 1:
        authors = max(reversed(best), key=lambda authors: (*_spelling(authors), counts[authors]))
        return authors, best[authors].et_al
    return next(iter(best)), not most[2]


def written(entry: Entry) -> str:
    """The author list of an entry as one text."""
    return ", ".join(entry.authors) + (" et al." if entry.et_al else "")


@lru_cache(maxsize=1 << 10)
def _spelling(authors: tuple[str, ...]) -> tuple[int, ...]:
    """How well names are spelled: in the order of speech, in full, with accents, clean, with periods."""
    names = " ".join(authors)
    in_full = sum(len(part.strip(".")) > 1 for part in names.split())
    accents = sum(letter.isalpha() and not letter.isascii() for letter in names)
    stray = sum(not sign.isalnum() and sign not in " .-'" for sign in names)
    return -sum("," in name for name in authors), in_full, accents, -stray, names.count(".")
