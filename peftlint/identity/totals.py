"""What only all entries of a run together say: how rare a word is, and which titles different works have.

Both are sums: of entries in parts, the totals of the parts add up to those of the whole, as long as no list is in
two parts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from peftlint.identity.people import agreement
from peftlint.identity.profile import Profile
from peftlint.identity.titles import informative_words

MOST_COMPARED = 8
"""Entries of one title in one list that are looked at to see whether the title recurs."""
TELLING_WORDS = 4
"""Informative words that the title of a column hardly has."""
STEM = 5
"""Letters of a stem."""
FEW = 6
"""Titles that a stem stands in which leads from each of them to the others by itself."""


class Totals(NamedTuple):
    """How often each word, and each stem of a word, stands in titles, and the bare titles that recur."""

    words: Counter[str]
    stems: Counter[str]
    recurring: frozenset[str]

    def merged(self, other: Totals) -> Totals:
        """The totals of two sets of lists."""
        return Totals(self.words + other.words, self.stems + other.stems, self.recurring | other.recurring)


def totals_of(profiles: Sequence[Profile]) -> Totals:
    """The totals of entries; all entries of a list must be among them."""
    words = Counter(chain.from_iterable([profile.title.words for profile in profiles]))
    stems: Counter[str] = Counter()
    for word, count in words.items():
        stems[stem(word)] += count
    return Totals(words, stems, recurring_titles(profiles))


def stem(word: str) -> str:
    """The beginning of a word, which is left when its end is misspelt, cut or inflected."""
    return word[:STEM]


class Known(NamedTuple):
    """What is known of all entries when two of them are compared.

    ``words`` says how often those stand in titles that do so twice or more. ``ranks`` has the words whose
    stem stands there twice or more, with the place of the stem among those stems, rarest first: another word leads
    to no other title. Stems below ``few`` stand in :data:`FEW` titles at most. ``recurring`` are the bare titles
    that different works have.
    """

    words: Mapping[str, int]
    ranks: Mapping[str, int]
    few: int
    recurring: frozenset[str]


NOTHING_KNOWN = Known({}, {}, 0, frozenset())


def known_of(totals: Totals) -> Known:
    """What the totals of all entries say of words and titles."""
    words = {word: count for word, count in totals.words.items() if count > 1}
    ordered = sorted([(count, word) for word, count in totals.stems.items() if count > 1])
    few = sum([count <= FEW for count, _ in ordered])
    places = {part: place for place, (_, part) in enumerate(ordered)}
    ranks = {word: places[part] for word in totals.words if (part := stem(word)) in places}
    return Known(words, ranks, few, totals.recurring)


def recurring_titles(profiles: Sequence[Profile]) -> frozenset[str]:
    """The bare titles that are columns rather than works: one list has them for different works.

    The sign is that entries of one list under the title are of three or more years, or of two years and
    of authors who have nothing in common ("Editor's Notes", "Reminiscences on Influential Papers"). A title of many
    words needs such authors too: else it is one work, whose year is not certain.
    """
    counts = Counter([profile.title.bare for profile in profiles])
    repeated = {bare for bare, count in counts.items() if count > 1}
    together: defaultdict[tuple[str, str], list[Profile]] = defaultdict(list)
    for profile in profiles if repeated else ():
        if profile.title.bare in repeated:
            together[profile.entry.list, profile.title.bare].append(profile)
    return frozenset(bare for (_, bare), some in together.items() if len(some) > 1 and _recurs(some))


def _recurs(entries: Sequence[Profile]) -> bool:
    years = {profile.entry.year for profile in entries if profile.entry.year}
    if len(years) > 2 and informative_words(entries[0].title) < TELLING_WORDS:
        return True
    pairs = combinations(entries[:MOST_COMPARED], 2)
    return len(years) > 1 and any(agreement(one.people, other.people).apart for one, other in pairs)
