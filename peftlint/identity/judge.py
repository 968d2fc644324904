"""Judgements of pairs of entries, each made once for all entries that are alike in what it rests on.

Lists copy from one another: where two hundred have the same hundred entries, only the first copies are compared.
"""

from __future__ import annotations

from collections.abc import Callable

from peftlint.identity.evidence import Verdict, compare, contradict_identifier, share_identifier
from peftlint.identity.profile import Profile
from peftlint.identity.totals import Known

MOST_REMEMBERED = 1 << 15
"""Judgements that are kept for the next pair that is like another one."""


class Judge:
    """Compares entries, by index, with what is known of all of them."""

    def __init__(self, profile_at: Callable[[int], Profile], known: Known) -> None:
        self.profile_at = profile_at
        self._known = known
        self._faces: dict[int, int] = {}
        self._numbers: dict[object, int] = {}
        self._verdicts: dict[tuple[int, int, bool], Verdict] = {}

    def face(self, index: int) -> int:
        """A number for all that a judgement rests on but the list: that of the first entry that is the same in it."""
        known = self._faces.get(index)
        if known is None:
            profile = self.profile_at(index)
            entry = profile.entry
            venue = entry.venue_name or entry.venue
            told = (entry.title, entry.authors, profile.identifiers, entry.year, venue, entry.aliases)
            known = self._faces[index] = self._numbers.setdefault(told, index)
        return known

    def __call__(self, left: int, right: int) -> Verdict:
        """What is to be thought of two entries, as ``evidence.compare`` says it."""
        one, other = self.profile_at(left), self.profile_at(right)
        key = (self.face(left), self.face(right), one.entry.list == other.entry.list)
        verdict = self._verdicts.get(key)
        if verdict is None:
            if len(self._verdicts) >= MOST_REMEMBERED:
                self._verdicts.clear()
            verdict = self._verdicts[key] = compare(one, other, self._known)
        return verdict

    def parts(self, left: int, right: int) -> bool:
        """Whether anything speaks against one work."""
        one, other = self.profile_at(left), self.profile_at(right)
        if share_identifier(one, other):
            return contradict_identifier(one, other)
        return bool(self(left, right).against)
