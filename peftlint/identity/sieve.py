"""Which candidate pairs can have anything to say of each other: told in bulk, before entry is compared with entry.

Most candidates have two words in common and nothing else. What two entries must have at least, so that
``evidence.compare`` gives their pair a level, is looked for here in all candidates of an entry at once. No pair that
has a level is lost (the tests hold it to that), and few others are left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from peftlint.identity.evidence import AGAIN_WITHIN, TEAM, WANTED_BY_YEARS, least_wanted
from peftlint.identity.letters import common_letters, ratio, ratios
from peftlint.identity.profile import Profile
from peftlint.identity.titles import BEGINNING, CUT, LIKE, LONG_REST, SLIP, only_slips
from peftlint.model import Identifier

SLIGHT = 1e-6
"""By so much a number may be less, as it was reckoned otherwise."""
FAR = max(WANTED_BY_YEARS) + 1
"""Years apart from which on only titles that are nearly the same count."""
WANTED_APART = [least_wanted(0, apart) for apart in range(256)]
"""The likeness of titles that is wanted at least for years so far apart."""
FIRST_YEAR, LAST_YEAR = 1800, 2054
"""What a byte can hold; of other years nothing is known, as of none."""


class Sieve:
    """What is looked at of entries, in columns. The entries stand in the order of :func:`by_length`."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = profiles
        self._bare = [profile.title.bare for profile in profiles]
        self._ordered = [profile.title.ordered for profile in profiles]
        self._lengths = [-len(bare) for bare in self._bare]
        self._year = bytearray(map(_year_in_a_byte, profiles))
        self._has_arxiv = bytearray([profile.arxiv != "" for profile in profiles])
        self._teams = [profile.families if len(profile.entry.authors) >= TEAM else () for profile in profiles]
        self._namesakes = {index for index, team in enumerate(self._teams) if len(set(team)) < len(team)}
        self._bearers = _bearers(profiles)

    def passed(self, index: int, others: set[int]) -> set[int]:
        """Those of *others*, none of which comes after *index*, that the entry there is to be compared with."""
        found: set[int] = set()
        for name in _names_of(self._profiles[index]):
            if name in self._bearers:
                found |= others & self._bearers[name]
        rest = self._near(index, others)
        if rest:
            found.update(self._by_letters(index, rest))
            found.update(self._by_team(index, rest))
        return found

    def _near(self, index: int, others: Iterable[int]) -> list[int]:
        """Those that have no other arXiv id, and whose title may be alike enough for what the years are."""
        if self._has_arxiv[index]:
            has_arxiv = self._has_arxiv
            others = [other for other in others if not has_arxiv[other]]
        year, years = self._year[index], self._year
        if not year:
            return list(others)
        longest = len(self._ordered[index]) * (200 / WANTED_APART[FAR] - 1)
        first = bisect_left(self._lengths, -longest)
        return [
            other
            for other in others
            if other >= first or not (theirs := years[other]) or -FAR < theirs - year < FAR
        ]

    def _by_letters(self, index: int, others: Sequence[int]) -> Iterator[int]:
        """Where the titles may be alike enough for what the years are."""
        bare, ordered = self._bare, self._ordered
        ours, length = bare[index], len(bare[index])
        if not length:
            return
        texts = [bare[other] for other in others]
        found: dict[int, float] = {}
        for place, common in common_letters(ours, texts, ceil(LIKE / 100 * length - SLIGHT)):
            score = 200 * common / (length + len(texts[place])) + SLIGHT
            if score >= LIKE:
                found[place] = score
            if 100 * common + SLIGHT >= BEGINNING * length and _is_in(ours, texts[place]):
                found[place] = max(score, CUT)
        for place, score in ratios(ordered[index], [ordered[other] for other in others], LIKE):
            if score > found.get(place, 0.0):
                found[place] = score
        year, years = self._year[index], self._year
        for place, score in found.items():
            theirs = years[others[place]]
            apart = abs(year - theirs) if year and theirs else 0
            if score >= WANTED_APART[apart] or (
                apart <= AGAIN_WITHIN and self._may_be_again(index, others[place], score)
            ):
                yield others[place]

    def _may_be_again(self, index: int, other: int, score: float) -> bool:
        """Whether there may be one team, or but slips of the pen in the title."""
        one, two = self._profiles[index], self._profiles[other]
        if len(one.entry.authors) >= TEAM and len(two.entry.authors) >= TEAM:
            return True
        return score >= SLIP and only_slips(one.title, two.title)

    def _by_team(self, index: int, others: Sequence[int]) -> Iterator[int]:
        """Where two of the first authors are the same, whatever the titles are."""
        teams, namesakes = self._teams, self._namesakes
        year, years = self._year[index], self._year
        if not teams[index]:
            return
        common = set(teams[index]).intersection
        least = 1 if index in namesakes else 2
        for other in others:
            shared = common(teams[other])
            if shared and (len(shared) >= least or other in namesakes):
                theirs = years[other]
                if not year or not theirs or abs(year - theirs) <= AGAIN_WITHIN:
                    yield other


def by_length(profiles: Sequence[Profile]) -> list[int]:
    """The indices of the profiles in the order that a sieve wants: the longest titles first."""
    return sorted(range(len(profiles)), key=lambda index: -len(profiles[index].title.bare))


def _year_in_a_byte(profile: Profile) -> int:
    """0 for none."""
    year = profile.entry.year or 0
    return year - FIRST_YEAR + 1 if FIRST_YEAR <= year <= LAST_YEAR else 0


def _is_in(short: str, long: str) -> bool:
    """Whether a title is a part of another one, or nearly its beginning."""
    return short in long or ratio(short, long[: len(short)], BEGINNING) > 0


def _names_of(profile: Profile) -> tuple[Identifier | str, ...]:
    """What two entries have something to say of each other by, if both have it: identifiers and forms of the title."""
    title = profile.title
    if title.rest is title.bare is title.squashed:
        return (*profile.identifiers, title.bare, *profile.aliases)
    rest = title.rest if len(title.rest) >= LONG_REST else title.bare
    return (*profile.identifiers, title.bare, title.squashed, rest, *profile.aliases)


def _bearers(profiles: Sequence[Profile]) -> dict[Identifier | str, set[int]]:
    """Which entries have each of the names that several have."""
    first: dict[Identifier | str, int] = {}
    found: dict[Identifier | str, set[int]] = {}
    for index, profile in enumerate(profiles):
        for name in _names_of(profile):
            before = first.setdefault(name, index)
            if before != index:
                found.setdefault(name, {before}).add(index)
    return found
