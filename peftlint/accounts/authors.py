"""Which author list of its entries a work is shown with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from peftlint.identity.people import agreement, read_people
from peftlint.model import Entry


def choose_authors(entries: Sequence[Entry]) -> tuple[tuple[str, ...], bool]:
    """The author list and whether it is open ("et al."); an empty and closed one if no entry has any.

    Entries copy author lists to the wrong work: what other entries agree with goes before what is longest.
    """
    listed = [entry for entry in entries if entry.authors]
    if not listed:
        return (), False
    if len(listed) == 1:
        return listed[0].authors, listed[0].et_al
    counts = Counter(entry.authors for entry in listed)
    people = {entry.authors: read_people(entry.authors) for entry in listed}

    def worth(entry: Entry) -> tuple[object, ...]:
        own = people[entry.authors]
        supporters = sum(agreement(own, people[other.authors]).share >= 0.5 for other in listed)
        return (supporters, len(own), not entry.et_al, *_spelling(entry.authors), counts[entry.authors])

    best = max(listed, key=worth)
    return best.authors, best.et_al


def written(entry: Entry) -> str:
    """The author list of an entry as one text."""
    return ", ".join(entry.authors) + (" et al." if entry.et_al else "")


def _spelling(authors: Sequence[str]) -> tuple[int, ...]:
    """How well names are spelled: in the order of speech, in full, with accents, clean, with periods."""
    names = " ".join(authors)
    in_full = sum(len(part.strip(".")) > 1 for part in names.split())
    accents = sum(letter.isalpha() and not letter.isascii() for letter in names)
    stray = sum(not sign.isalnum() and sign not in " .-'" for sign in names)
    return -sum("," in name for name in authors), in_full, accents, -stray, names.count(".")
