"""Which section of the canonical README a work belongs to. What topics there are, the configuration says."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from peftlint.config import Config, Topic
from peftlint.fields.patterns import late
from peftlint.model import Entry, Work

_BOUND = late(r"(.+\.(?:md|markdown|mdown|mkdn?))#(.+)", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def assign(work: Work, config: Config, lists: Mapping[str, str]) -> str:
    """The name of the topic that *work* belongs to.

    Each entry of the work votes for the topic that the nearest heading above it feeds; most votes win,
    and the order of the configuration breaks ties. Without a vote, the first topic with one of its words
    in the title; without that, ``config.other``. *lists* maps what entries call a list to its path
    relative to ``config.root``.
    """
    votes = Counter(
        topic for entry in work.entries if (topic := _fed_by(entry, config.topics, lists)) is not None
    )
    if votes:
        return config.topics[min(votes, key=lambda topic: (-votes[topic], topic))].name
    titles = [_words(title) for title in (work.title, *work.aliases)]
    named = (
        topic.name
        for topic, telling in zip(config.topics, _telling(config.topics), strict=True)
        if any(words in title for words in telling for title in titles)
    )
    return next(named, config.other)


def _fed_by(entry: Entry, topics: tuple[Topic, ...], lists: Mapping[str, str]) -> int | None:
    """The number of the topic that the section of *entry* feeds; a heading bound to the list goes first."""
    feeds = _feeds(topics)
    if not feeds:
        return None
    name = lists.get(entry.list, entry.list)
    homes = (name, posixpath.basename(name), "")
    for heading in map(_folded, reversed(entry.section)):
        for home in homes:
            if (home, heading) in feeds:
                return feeds[home, heading]
    return None


@cache
def _feeds(topics: tuple[Topic, ...]) -> dict[tuple[str, str], int]:
    """(list or ``""``, heading) → number of the topic; the first topic that claims a heading has it."""
    feeds: dict[tuple[str, str], int] = {}
    for number, topic in enumerate(topics):
        for section in topic.sections:
            bound = _BOUND.fullmatch(section) if "#" in section else None
            home, heading = bound.groups() if bound else ("", section)
            feeds.setdefault((home, _folded(heading)), number)
    return feeds


def _folded(heading: str) -> str:
    return " ".join(heading.casefold().split())


def _words(title: str) -> str:
    """The words of *title* with one blank on each side, so that whole words can be looked for."""
    return f" {_BETWEEN_WORDS.sub(' ', title.casefold()).strip()} "


@cache
def _telling(topics: tuple[Topic, ...]) -> tuple[tuple[str, ...], ...]:
    """For each topic what tells it where it stands in the words of a title."""
    return tuple(
        tuple(
            words
            for word in topic.words
            for words in (_words(word), *([word.casefold()] if _is_unspaced(word) else []))
        )
        for topic in topics
    )


def _is_unspaced(word: str) -> bool:
    """Whether *word* is of a script that puts no blanks between words."""
    return any("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" for letter in word)
