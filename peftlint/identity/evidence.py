"""What speaks for and against two entries being accounts of one work.

Two works listed twice are told from one work listed twice by four comparisons: identifiers, titles, authors,
and time and place. The strength of what they must show follows Fellegi and Sunter (A Theory for Record Linkage,
JASA 1969): each field moves the balance by itself, and a field that is missing moves nothing. The balance is
kept in points of title likeness, so that it can be said in words: the less authors, year and venue agree, the
more alike two titles must be. The points were read off the share of true pairs by likeness among the candidate
pairs of DBLP-ACM and of copies of it with misspelt, cut and missing fields.
"""

from __future__ import annotations

from typing import NamedTuple

from peftlint.identity.differences import different_numbers, ends_within_word, is_about_other
from peftlint.identity.letters import edits, ratio
from peftlint.identity.people import Agreement, agreement
from peftlint.identity.profile import Profile, Series
from peftlint.identity.titles import (
    LIKE,
    LONG_PART,
    LONG_REST,
    SAME,
    UNLIKE,
    Likeness,
    Title,
    another_word,
    different_names,
    informative_words,
    is_generic,
    is_nickname,
    likeness,
    only_misspelt,
    shared_words,
)
from peftlint.identity.totals import NOTHING_KNOWN, Known

WANTED = {"all": 80.0, "half": 84.0, "one": 86.0, "few": 92.0, "none": 90.0, "apart": 91.0}
"""The likeness of titles that is wanted, by what the authors say."""
WANTED_BY_YEARS = {0: -4.0, 1: 8.0, 2: 12.0, 3: 12.0}
"""What is added for years so far apart; where a year is not known, nothing."""
WANTED_LATER = 18.0
WANTED_BY_VENUE = {"same": -3.0, "unknown": 0.0, "other": 10.0}
NEARLY_SAME = frozenset({"same", "form", "name", "slip"})
"""Kinds of likeness that leave two works under one title no room but chance."""
BY_LETTERS = frozenset({"alike", "cut", "part"})
"""Kinds of likeness that say little unless the titles are as alike as authors, years and venues ask for."""
MANY_WORDS = 5
"""Informative words of titles that are surely one title if they differ in nothing but misspelt words."""
MISSPELT = 85.0
"""Short names at least so alike are one name, if everything else says so."""
BASES = {"A": 300.0, "B": 200.0, "C": 100.0}
"""Strengths start here, so that no evidence of a lower level outweighs one of a higher level."""
WITHIN_LIST = 5.0
"""Taken from the strength of a pair in one list: lists repeat a work less often than they share it."""
TEAM = 4
"""Authors whom two works have in common that make one think of one work under two titles."""
AGAIN_WITHIN = 2
"""Years within which a work comes out again, perhaps under another title."""
KIND_NAMES = {"arxiv": "arXiv id", "doi": "DOI", "openreview": "OpenReview id", "acl": "ACL Anthology id"}
TITLES = {
    "same": "same title",
    "form": "same title but for a note of its form",
    "name": "same title but for the short name",
    "cut": "one title is the beginning of the other",
    "part": "one title is part of the other",
    "slip": "same title but for spelling and small words",
}


class Verdict(NamedTuple):
    """The judgement of one pair.

    ``level`` is ``A`` certain, ``B`` strong, ``C`` probable, ``D`` possible, ``X`` contradictory or "" (nothing
    to say). ``strength`` orders verdicts that join. ``reasons`` speak for one work, ``against`` for two;
    a pair with anything against it must not come into one work through a third entry.
    """

    level: str
    strength: float = 0.0
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def joins(self) -> bool:
        return self.level in BASES


NOTHING = Verdict("")


class Comparison:
    """Two profiles and what their fields say of each other; what is costly is looked at when it is asked for.

    ``years`` is how many years they are apart, None if a year is not known.
    """

    __slots__ = ("_people", "_titles", "left", "right", "years")

    def __init__(self, left: Profile, right: Profile) -> None:
        one, other = left.entry.year, right.entry.year
        self.left = left
        self.right = right
        self.years = None if one is None or other is None else abs(one - other)
        self._titles: Likeness | None = None
        self._people: Agreement | None = None

    @property
    def titles(self) -> Likeness:
        if self._titles is None:
            left, right = self.left, self.right
            known = bool(left.aliases or right.aliases) and _share_title(left, right)
            self._titles = SAME if known else likeness(left.title, right.title)
        return self._titles

    @property
    def people(self) -> Agreement:
        if self._people is None:
            self._people = agreement(self.left.people, self.right.people)
        return self._people

    @property
    def venues(self) -> str:
        """``same``, ``other`` or ``unknown``; a preprint server says nothing of where a work will be published."""
        return _venues(self.left.series, self.right.series)

    @property
    def informative(self) -> int:
        return min(informative_words(self.left.title), informative_words(self.right.title))

    @property
    def generic(self) -> bool:
        return is_generic(self.left.title) or is_generic(self.right.title)

    @property
    def one_list(self) -> bool:
        return self.left.entry.list == self.right.entry.list

    @property
    def versions(self) -> bool:
        """Whether one is at a conference and the other in a journal, in another year."""
        if not self.years or self.venues == "unknown":
            return False
        kinds = {self.left.series.kind, self.right.series.kind}
        return "journal" in kinds and not kinds.isdisjoint({"conference", "workshop"})


def _venues(one: Series, other: Series) -> str:
    if not one.name or not other.name or "preprint" in (one.kind, other.kind):
        return "unknown"
    return "same" if one.name == other.name else "other"


def compare(left: Profile, right: Profile, known: Known = NOTHING_KNOWN) -> Verdict:
    """Judge whether two entries are accounts of one work; which of them comes first makes no difference.

    ``known`` is what all entries of the run say of words and titles.
    """
    pair = Comparison(left, right)
    if share_identifier(left, right):
        return _by_identifier(pair)
    if _clash(left, right):
        if left.title.squashed != right.title.squashed and pair.titles is not SAME:
            return Verdict("", against=(_say_clash(left, right),))
        return _despite_clash(pair, known)
    if pair.titles is not UNLIKE:
        return _by_text(pair, known)
    return _as_retitled(pair) if _share_names(left, right) else NOTHING


def share_identifier(left: Profile, right: Profile) -> bool:
    """Whether both have an identifier of one paper."""
    ours, theirs = left.identifiers, right.identifiers
    if not ours or not theirs:
        return False
    return ours == theirs or not set(ours).isdisjoint(theirs)


def _share_names(left: Profile, right: Profile) -> bool:
    """Whether it is worth while to compare the authors of two titles that are not alike."""
    if len(left.entry.authors) < TEAM or len(right.entry.authors) < TEAM:
        return False
    return sum(family in right.families for family in left.families) > 1


def _share_title(left: Profile, right: Profile) -> bool:
    """Whether a list gives one of the two a further title that is a title of the other."""
    ours, theirs = {left.title.squashed, *left.aliases}, {right.title.squashed, *right.aliases}
    return bool((ours & theirs) - {""})


def _clash(left: Profile, right: Profile) -> bool:
    """Whether they have two identifiers of a kind that gives a work only one."""
    by_arxiv = left.arxiv and right.arxiv and left.arxiv != right.arxiv
    return bool(by_arxiv or (left.doi and right.doi and left.doi != right.doi))


def _by_identifier(pair: Comparison) -> Verdict:
    """An identifier is believed unless the rest contradicts it: lists copy links to the wrong line."""
    reason = _say_identifiers(pair)
    left, right = pair.left.title, pair.right.title
    strength = BASES["A"] + pair.titles.score / 2 - WITHIN_LIST * pair.one_list
    nicknames = is_nickname(left) + is_nickname(right)
    if pair.titles.kind == "same" or (nicknames == 1 and _nickname_fits(pair)):
        return Verdict("A", strength, (reason, _say_titles(pair)))
    if nicknames:
        return Verdict("D", 0.0, (reason, "a short title that is not in the other"))
    if _titles_agree(pair):
        return Verdict("A", strength, (reason, _say_titles(pair)))
    if _are_others(pair):
        return Verdict("X", 0.0, (reason,), ("the titles are of different works",))
    reasons = (reason, *_say_people(pair), "another title")
    return Verdict("D", 0.0, reasons) if pair.one_list else Verdict("A", strength, reasons)


def contradict_identifier(left: Profile, right: Profile) -> bool:
    """Whether :func:`compare` finds level ``X`` for two that have an identifier in common, asked by itself."""
    one, other = left.title, right.title
    if (
        one.squashed == other.squashed
        or is_nickname(one)
        or is_nickname(other)
        or _agree_in_words(one, other)
    ):
        return False
    pair = Comparison(left, right)
    return pair.titles.score < LIKE and _are_others(pair)


def _are_others(pair: Comparison) -> bool:
    return pair.people.share < 0.5


def _nickname_fits(pair: Comparison) -> bool:
    """Whether a title such as "GPT-3" can be short for the other: it stands in it, or nothing but the year tells."""
    short, long = sorted((pair.left.title, pair.right.title), key=lambda title: len(title.bare))
    if short.bare in long.bare or ratio(short.bare, long.name) >= MISSPELT:
        return True
    return not long.name and pair.years is not None and pair.years <= 1


def _titles_agree(pair: Comparison) -> bool:
    return pair.titles.score >= LIKE or _agree_in_words(pair.left.title, pair.right.title)


def _agree_in_words(left: Title, right: Title) -> bool:
    if left.name == right.name != "":
        return True
    words, share = shared_words(left, right)
    return words >= 2 and share >= 0.5


def _despite_clash(pair: Comparison, known: Known) -> Verdict:
    """One title and one author list under two identifiers: one of the links is wrong."""
    clash = _say_clash(pair.left, pair.right)
    if pair.titles is UNLIKE or pair.generic or pair.left.title.bare in known.recurring or pair.people.apart:
        return Verdict("", against=(clash,))
    reasons = (_say_titles(pair), *_say_people(pair))
    if pair.people.share >= 0.5:
        return Verdict("C", BASES["C"], (*reasons, clash))
    return Verdict("D", 0.0, reasons, (clash,))


def _by_text(pair: Comparison, known: Known) -> Verdict:
    balance = _balance(pair, known)
    if balance < 0 and pair.titles.kind not in NEARLY_SAME:
        return Verdict("", against=("the authors are others",)) if pair.people.apart else _as_retitled(pair)
    against = _guard(pair, known)
    if against:
        return Verdict("", against=(against,))
    if pair.generic or not known.recurring.isdisjoint((pair.left.title.bare, pair.right.title.bare)):
        return _by_generic_title(pair)
    if balance < 0:
        return _too_little(pair)
    if pair.versions:
        return Verdict("D", 0.0, _say_text(pair), ("a conference version and a journal version",))
    if pair.venues == "other" and pair.titles.kind != "same":
        return Verdict("D", 0.0, _say_text(pair))
    level = "B" if pair.titles.kind == "same" and not pair.people.apart else "C"
    return Verdict(level, BASES[level] + balance - WITHIN_LIST * pair.one_list, _say_text(pair))


def _balance(pair: Comparison, known: Known) -> float:
    """By how many points the titles are more alike than the rest asks for."""
    return pair.titles.score - _wanted_likeness(pair, known)


def _too_little(pair: Comparison) -> Verdict:
    """Titles that are nearly the same, and nothing else that says so."""
    if pair.people.apart:
        if pair.titles.kind == "same" and not pair.years:
            return Verdict("D", 0.0, _say_text(pair))
        return Verdict("", against=("the authors are others",))
    if (pair.years or 0) <= AGAIN_WITHIN and not is_nickname(pair.left.title):
        return Verdict("D", 0.0, _say_text(pair))
    return _as_retitled(pair)


def _by_generic_title(pair: Comparison) -> Verdict:
    """A title that many works have says nothing: authors and year must do it, and a list repeats no column."""
    team = pair.years is None and pair.people.share == 1 and pair.people.of > 1
    agreeing = pair.people.share >= 0.5 and (pair.years == 0 or team) and pair.venues != "other"
    if agreeing and pair.titles.score >= WANTED["half"] and not pair.one_list:
        strength = BASES["C"] - 50 + 10 * pair.people.share
        return Verdict("C", strength, _say_text(pair))
    return Verdict("", against=("a title that different works have",))


def _guard(pair: Comparison, known: Known) -> str:
    """Why two titles that look alike are of two works; "" if nothing says so."""
    left, right, kind = pair.left.title, pair.right.title, pair.titles.kind
    if pair.one_list and pair.venues == "other" and pair.years:
        return "one list has both, of different venues and years"
    if kind in {"same", "form"}:
        return ""
    if kind in {"slip", "alike"} and not _can_be_misspelt(pair):
        return "titles too short for a slip of the pen"
    if kind == "alike" and pair.one_list and not only_misspelt(left, right, known.words):
        return "one list has both titles"
    if different_numbers(left, right, kind):
        return "different numbers in the titles"
    if is_about_other(left, right):
        return "one is about the other, or a part of it"
    if different_names(left, right) and not _name_is_misspelt(pair):
        return f"different short names {_both(left.name, right.name)}"
    if left.name and left.name == right.name and kind == "alike" and not _rests_agree(pair):
        return f"the short name {left.name} with other words"
    return ""


def _can_be_misspelt(pair: Comparison) -> bool:
    """A letter more or less makes another short name, unless authors and other lists say that it is a slip."""
    left, right = pair.left.title, pair.right.title
    if not is_nickname(left) and not is_nickname(right):
        return True
    short = min(len(left.bare), len(right.bare))
    return short >= LONG_REST and pair.people.share >= 0.5 and not pair.one_list


def _name_is_misspelt(pair: Comparison) -> bool:
    left, right = pair.left.title, pair.right.title
    if edits(left.name, right.name, 2) > 2:
        return False
    if not pair.people.of:
        return left.rest == right.rest and len(left.rest) >= LONG_PART
    return pair.people.share >= 0.5 and ratio(left.rest, right.rest) >= MISSPELT + 10


def _rests_agree(pair: Comparison) -> bool:
    wanted = LIKE if pair.people.share >= 0.5 else 88.0
    return ratio(pair.left.title.rest, pair.right.title.rest) >= wanted


def _wanted_likeness(pair: Comparison, known: Known) -> float:
    """How alike the titles must be, given what authors, years and venues say; over 100 for: never."""
    people = _people_class(pair.people)
    if people == "apart" and not _supports_other_authors(pair):
        return 101.0
    if people == "none" and not _stands_alone(pair, known):
        return 101.0
    if people in {"apart", "none", "few"} and (pair.years or 0) > 3:
        return 101.0
    by_years = 0.0 if pair.years is None else WANTED_BY_YEARS.get(pair.years, WANTED_LATER)
    wanted = WANTED[people] + by_years + WANTED_BY_VENUE[pair.venues]
    enough = pair.people.share >= 0.5 or (people == "none" and (pair.years or 0) <= 2)
    return min(wanted, 100.0) if enough else wanted


def least_wanted(one: int | None, other: int | None) -> float:
    """The likeness of titles that is wanted at least for two years, whatever authors and venues say."""
    by_years = 0.0 if one is None or other is None else WANTED_BY_YEARS.get(abs(one - other), WANTED_LATER)
    return max(LIKE, WANTED["all"] + by_years + WANTED_BY_VENUE["same"])


def _people_class(people: Agreement) -> str:
    if people.apart:
        return "apart"
    if not people.of:
        return "none"
    if people.share == 1:
        return "all" if people.of > 1 else "one"
    return "half" if people.share >= 0.5 else "few"


def _supports_other_authors(pair: Comparison) -> bool:
    """Other authors are taken for wrong ones only under a telling title of the same time and place."""
    telling = pair.titles.kind in {"same", "form", "slip"} and pair.informative >= 3
    return telling and (pair.years == 0 or (pair.years is None and pair.venues == "same"))


def _stands_alone(pair: Comparison, known: Known) -> bool:
    """Whether the titles are near and telling enough to do without authors."""
    if pair.titles.kind == "same":
        return pair.informative >= 3
    if pair.titles.kind == "cut":
        torn = ends_within_word(pair.left.title, pair.right.title)
        return pair.informative >= 4 and (torn or pair.years == 0)
    if pair.titles.kind == "alike":
        return pair.informative >= MANY_WORDS and only_misspelt(
            pair.left.title, pair.right.title, known.words
        )
    if pair.titles.kind == "slip":
        misspelt = only_misspelt(pair.left.title, pair.right.title, known.words)
        return (misspelt and pair.informative >= 3) or (
            pair.informative >= 4 and not another_word(pair.left.title, pair.right.title, known.words)
        )
    return pair.titles.kind in {"form", "name"} and pair.informative >= 4


def _as_retitled(pair: Comparison) -> Verdict:
    """The same people wrote of the same matter: perhaps a preprint and its journal version under a new title."""
    if (pair.years or 0) > AGAIN_WITHIN:
        return NOTHING
    words, share = shared_words(pair.left.title, pair.right.title)
    if words < 3 or share < 0.5 or not _same_team(pair):
        return NOTHING
    both_published = pair.venues != "unknown" and not pair.versions
    if both_published or different_names(pair.left.title, pair.right.title):
        return NOTHING
    return Verdict(
        "D", 0.0, (*_say_people(pair), f"{words} words of the titles in common", *_say_time_and_place(pair))
    )


def _same_team(pair: Comparison) -> bool:
    left, right = pair.left.people, pair.right.people
    first = min(len(left), len(right)) >= TEAM and all(
        one.family == other.family for one, other in zip(left[:TEAM], right[:TEAM], strict=True)
    )
    return first or (pair.people.of >= 5 and pair.people.share >= 0.7)


def _say_identifiers(pair: Comparison) -> str:
    shared = [name for name in pair.left.identifiers if name in pair.right.identifiers]
    return "same " + " and ".join(f"{KIND_NAMES.get(kind, kind)} {value}" for kind, value in shared)


def _say_clash(left: Profile, right: Profile) -> str:
    if left.arxiv and right.arxiv and left.arxiv != right.arxiv:
        return f"different arXiv ids {_both(left.arxiv, right.arxiv)}"
    return f"different DOIs {_both(left.doi, right.doi)}"


def _both(one: str, other: str) -> str:
    """Two values in an order of their own, as a judgement has no direction."""
    return " and ".join(sorted((one, other)))


def _say_text(pair: Comparison) -> tuple[str, ...]:
    return (_say_titles(pair), *_say_people(pair), *_say_time_and_place(pair))


def _say_titles(pair: Comparison) -> str:
    return TITLES.get(pair.titles.kind, f"titles alike to {pair.titles.score:.0f} %")


def _say_people(pair: Comparison) -> tuple[str, ...]:
    people = pair.people
    if people.apart:
        return ("other authors",)
    return (f"{people.shared} of {people.of} authors",) if people.of else ()


def _say_time_and_place(pair: Comparison) -> tuple[str, ...]:
    said: list[str] = []
    if pair.years is not None:
        years = sorted({pair.left.entry.year or 0, pair.right.entry.year or 0})
        said.append(f"same year {years[0]}" if len(years) == 1 else f"years {years[0]} and {years[1]}")
    if pair.venues == "same":
        said.append("same venue")
    return tuple(said)
