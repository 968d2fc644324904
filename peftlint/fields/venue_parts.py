"""Names of venues among other words: tracks, workshops, joint meetings, titles of proceedings."""

from __future__ import annotations

import re
from typing import NamedTuple

from peftlint.fields.patterns import late
from peftlint.fields.venue_registry import (
    TELLING_WORDS,
    Name,
    Resolution,
    Venue,
    is_acronym,
    name_key,
    registry,
)
from peftlint.fields.venue_spelling import misspelt_acronym

MOST_WORDS_MISSPELT = 5
"""In a longer text, a word that is nearly an acronym is a word of its own."""


class _Words(NamedTuple):
    """The words of a text, in parallel: lower case, as spelled, and what stands between each and the word before."""

    lower: list[str]
    spelled: list[str]
    before: list[str]


class Match(NamedTuple):
    """A name: the positions of its first word and behind its last, the venue, whether it is misspelt or long."""

    start: int
    end: int
    venue: Venue
    misspelt: bool
    phrase: bool


_WORD = re.compile(r"(&|[^\W_]+)")
_BREAK = late(r"[,:;()\[\]|@]")

_FILLER_WORDS = """
a abstracts accepted and annual appear april aug august at by camera cvf collocated conf conference dec
december edition elsevier event extended feb february for full hybrid ieee ifip acm aaai in int international
intl jan january july june located long main mar march may meeting mdpi nov november oct october of on online
paper papers part poster posters pp pages presentation presented proc proceedings published ready regular
research rsj sep sept september session short siam springer the to track usenix version virtual vol volume
with issue
"""
_FILLERS = frozenset(_FILLER_WORDS.split())
"""Words and months that say nothing of which venue it is."""

_EMPHASIS = frozenset(
    ("proceedings", "proc", "conference", "symposium", "workshop", "workshops", "advances", "meeting")
)


class _Track(NamedTuple):
    """A part of a venue with a name of its own: by which words it is known, and what it is called."""

    words: str
    id: str
    name: str
    full: str
    kind: str = "conference"


_STUDENTS = _Track("srw student", "{}-srw", "{} SRW", "{}: Student Research Workshop", "workshop")
_FINDINGS = _Track("findings", "findings-{}", "Findings of {}", "Findings of the {}")
_WORKSHOP = _Track(
    "workshop workshops ws wksp wkshp 研讨会", "{}-ws", "{} Workshop", "Workshop at the {}", "workshop"
)
_DEMOS = _Track(
    "demo demos demonstration demonstrations",
    "{}-demo",
    "{} (System Demonstrations)",
    "{}: System Demonstrations",
)
_INDUSTRY = _Track("industry industrial", "{}-industry", "{} (Industry Track)", "{}: Industry Track")
_DATASETS = _Track(
    "datasets dataset benchmarks benchmark db",
    "{}-db",
    "{} Datasets and Benchmarks",
    "{}: Datasets and Benchmarks",
)
_TRACKS = (_STUDENTS, _FINDINGS, _WORKSHOP, _DEMOS, _INDUSTRY, _DATASETS)
_SETTING_OFF = _EMPHASIS.union(_WORKSHOP.words.split())
_TRACKS_OF_WORDS = {word: index for index, track in enumerate(_TRACKS) for word in track.words.split()}
_KNOWN_WORDS = _FILLERS.union({"d", "b", "system", "systems"}, _TRACKS_OF_WORDS)


def name_among_words(text: str) -> Resolution | None:
    """Find the one venue that a text with other words in it names, or None.

    The text has no year, ordinal or lead (see :func:`venue_name.bare_name`). Words left over make the
    resolution incomplete, unless they name a workshop.
    """
    if text.isascii() and _opens_otherwise(text):
        return None
    words = _words(text)
    matches = _matches(words)
    venue = _one_venue([match.venue for match in matches]) if matches else None
    if venue is None:
        return None
    rest = words.lower.copy()
    for match in reversed(matches):
        del rest[match.start : match.end]
    unknown = not all(word in _KNOWN_WORDS or word.isdigit() for word in rest)
    track = _track(rest, words, matches, unknown)
    misspelt = matches[0].misspelt
    if unknown and track is not _WORKSHOP and (misspelt or not _stands_out(words, matches)):
        return None
    if track and venue.kind != "conference":
        return None
    complete = not unknown or (track is _WORKSHOP and _is_workshop_name(words, matches))
    how = "misspelt" if misspelt else "part"
    return Resolution(_part_of(venue, track) if track else venue, how, complete=complete)


def _opens_otherwise(text: str) -> bool:
    """Whether a text opens with an unknown word, and has nothing that sets a name behind it off: ``Jane Doe. ACL``."""
    words = name_key(text).split()
    if not words or "@" in text or not _SETTING_OFF.isdisjoint(words):
        return False
    first = words[0]
    if first in _KNOWN_WORDS or first.isdigit() or first in registry().longest or first[-1] == "w":
        return False
    return len(words) > MOST_WORDS_MISSPELT or (len(words) > 1 and not is_acronym(text.split(None, 1)[0]))


def _words(text: str) -> _Words:
    parts = _WORD.split(text)
    spelled = parts[1::2]
    lower = list(map(str.casefold, spelled))
    if "&" in lower:
        lower = ["and" if word == "&" else word for word in lower]
    return _Words(lower, spelled, parts[::2])


def _matches(words: _Words) -> list[Match]:
    """The names among the words, the longest first at each place; misspelt ones only if there is no other."""
    found = _right_matches(words)
    return found or misspelt_matches(words.spelled)


def misspelt_matches(words: list[str]) -> list[Match]:
    """The misspelt acronyms among the words of a short text."""
    if len(words) > MOST_WORDS_MISSPELT:
        return []
    return [
        Match(position, position + 1, venue, True, False)
        for position, word in enumerate(words)
        if (len(words) == 1 or is_acronym(word)) and (venue := misspelt_acronym(word))
    ]


def _right_matches(words: _Words) -> list[Match]:
    longest = registry().longest
    found: list[Match] = []
    end = 0
    for position, word in enumerate(words.lower):
        if position < end or not (word in longest or word[-1] == "w"):
            continue
        match = _match_at(words, position) or _workshop_suffix(words, position)
        if match:
            found.append(match)
            end = match.end
    return found


def _match_at(words: _Words, start: int) -> Match | None:
    longest = registry().longest.get(words.lower[start], 0)
    for end in range(min(start + longest, len(words.lower)), start, -1):
        key = " ".join(words.lower[start:end])
        name = registry().name(key)
        if name and _counts_among_words(name, key, words.spelled[start:end]):
            return Match(start, end, registry().venue(name.venue), False, end - start > 2)
    return None


def _counts_among_words(name: Name, key: str, spelled: list[str]) -> bool:
    if name.ordinary or (name.topical and len(spelled) < TELLING_WORDS):
        return False
    if len(spelled) > 1:
        return True
    word = spelled[0]
    if not is_acronym(name.spelled) or word in (name.spelled, name.spelled.upper()):
        return is_acronym(name.spelled)
    return len(key) > 3 and word in (name.spelled.lower(), name.spelled.capitalize())


def _workshop_suffix(words: _Words, position: int) -> Match | None:
    """``ICCVW`` is a workshop at ICCV."""
    word = words.spelled[position]
    if len(word) < 5 or word[-1] != "W":
        return None
    name = registry().name(word[:-1].casefold())
    if name is None or name.ordinary or not is_acronym(word[:-1]):
        return None
    venue = registry().venue(name.venue)
    if venue.kind != "conference":
        return None
    return Match(position, position + 1, _part_of(venue, _WORKSHOP), False, False)


def _one_venue(venues: list[Venue]) -> Venue | None:
    """The venue that all the names together mean, or None if they disagree.

    A preprint server beside another venue does not count, nor a venue beside its own track or joint
    meeting, nor the conference that a workshop is held at; two venues that meet together mean the joint
    meeting.
    """
    distinct = {venue.id: venue for venue in venues}
    if len(distinct) == 1 and not (venues[0].parent or venues[0].joint):
        return venues[0]
    left = [venue for venue in distinct.values() if venue.kind != "preprint"] or list(distinct.values())
    wider = {part for venue in left for part in (venue.parent, *venue.joint) if part != venue.id}
    left = [venue for venue in left if venue.id not in wider]
    left = [venue for venue in left if venue.kind == "workshop"] or left
    if len(left) == 2:
        return registry().joint(frozenset(venue.id for venue in left))
    return left[0] if len(left) == 1 else None


def _track(rest: list[str], words: _Words, matches: list[Match], unknown: bool) -> _Track | None:
    """The track that the words left over name, or a workshop in ``NAME @ ICML``."""
    named = [_TRACKS_OF_WORDS[word] for word in rest if word in _TRACKS_OF_WORDS]
    if named:
        return _TRACKS[min(named)]
    if "d" in rest and "b" in rest:  # D&B
        return _DATASETS
    at_venue = unknown and any("@" in words.before[match.start] for match in matches)
    return _WORKSHOP if at_venue else None


def _is_workshop_name(words: _Words, matches: list[Match]) -> bool:
    """``ICML Workshop on X``, ``Workshop on X at ICML``, ``X @ ICML``; not ``Report on the X Workshop at ICML``."""
    start = min(match.start for match in matches)
    before = [position for position in range(start) if words.lower[position] not in _FILLERS]
    if words.before[start].endswith("@") or all(is_acronym(words.spelled[position]) for position in before):
        return True
    return words.lower[before[0]] in _WORKSHOP.words


def _stands_out(words: _Words, matches: list[Match]) -> bool:
    """A long name, or an acronym set off by punctuation in what is clearly a venue's text."""
    emphasis = not _EMPHASIS.isdisjoint(words.lower)
    for match in matches:
        if match.phrase and emphasis:
            return True
        if match.start and not (emphasis and _BREAK.search(words.before[match.start])):
            continue
        if match.end == len(words.lower) or _BREAK.search(words.before[match.end]):
            return True
    return False


def _part_of(venue: Venue, track: _Track) -> Venue:
    """The venue that is this track of ``venue``: of the registry, or made after its pattern."""
    known = registry().get(track.id.format(venue.id))
    return known or venue._replace(
        id=track.id.format(venue.id),
        name=track.name.format(venue.name),
        full=track.full.format(venue.full),
        kind=track.kind,
        aliases=(),
        renamed=(),
        parent=venue.id,
        joint=(),
    )
