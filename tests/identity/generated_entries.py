"""Any number of entries that look like those of real lists: repeats, near titles, and titles that many works have.

Deterministic: a seed makes the same entries on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from peftlint.engine import read_list
from peftlint.model import Entry, Identifier, Link, Source, Span

LISTS = Path(__file__).parents[2] / "lists"
ENTRIES_PER_LIST = 1000
SYLLABLES = [first + second for first in "bdfgklmnprstvwz" for second in ("a", "en", "i", "or", "us")]
VENUES = [
    *(("ACL", "ACL"), ("NeurIPS", "NeurIPS"), ("ICLR", "ICLR"), ("CVPR", "CVPR"), ("EMNLP", "EMNLP")),
    *(("TPAMI", "TPAMI"), ("arXiv", "arXiv"), ("arXiv", "arXiv"), (None, None)),
]
COLUMNS = ("Introduction", "A Survey", "Editorial", "Guest Editor's Introduction")
SPAN = Span(0, 0)


def five_lists() -> list[Entry]:
    """The entries of the repository's own lists."""
    paths = sorted(LISTS.glob("*.md"))
    lists = [read_list(Source(f"lists/{path.name}", path.read_text("utf8"))) for path in paths]
    return [one for paper_list in lists for one in paper_list.entries]


def generated(count: int, seed: int = 7) -> list[Entry]:
    """*count* entries in lists of :data:`ENTRIES_PER_LIST`, in an order that scatters the accounts of a work."""
    random = Random(seed)
    told = list(islice(_accounts(random, _Words(random, count)), count))
    random.shuffle(told)
    return [
        one._replace(list=f"lists/{place // ENTRIES_PER_LIST:04}.md", line=line, end_line=line)
        for place, one in enumerate(told)
        for line in [place % ENTRIES_PER_LIST + 1]
    ]


class _Words:
    """Words of real titles beside made ones, by Zipf's law, and names of persons; the more, the more entries."""

    def __init__(self, random: Random, count: int) -> None:
        real = five_lists()
        told = list(dict.fromkeys(word for one in real for word in one.title.split() if word.isalpha()))
        made = (self._made(random, 2, 5) for _ in range(int(20 * count**0.6)))
        self.words = list(dict.fromkeys((*told, *made)))
        random.shuffle(self.words)
        families = [self._made(random, 2, 3).capitalize() for _ in range(int(20 * count**0.5))]
        self.families = list(dict.fromkeys(families))
        self.given = [name.split()[0] for one in real for name in one.authors]

    def _made(self, random: Random, least: int, most: int) -> str:
        return "".join(random.choices(SYLLABLES, k=random.randint(least, most)))

    def word(self, random: Random) -> str:
        """A word of rank r about as often as 1 / r."""
        return self.words[int(len(self.words) ** random.random()) - 1]

    def person(self, random: Random) -> str:
        return f"{random.choice(self.given)} {random.choice(self.families)}"


def _accounts(random: Random, words: _Words) -> Iterator[Entry]:
    """The accounts of one work after the other, without end."""
    before: Entry | None = None
    while True:
        work = _work(random, words, before)
        yield work
        while random.random() < 0.4:
            yield _retold(random, work)
        before = work


def _work(random: Random, words: _Words, before: Entry | None) -> Entry:
    """A new work; now and then one whose title is nearly, or just, that of another one."""
    title = " ".join(words.word(random) for _ in range(random.randint(4, 11))).capitalize()
    kind = random.random()
    if kind < 0.3:
        title = f"{words.word(random).capitalize()}{random.choice(['Net', 'LoRA', '', '2'])}: {title}"
    if kind > 0.98 and before:
        title = before.title + random.choice([" II", ": part 2", " revisited", " for speech", " 2"])
    elif kind > 0.975:
        title = random.choice(COLUMNS)
    elif kind > 0.965:
        title = words.word(random)
    venue, name = random.choice(VENUES)
    year = random.randint(2012, 2025)
    number = f"{year % 100:02}{random.randint(1, 12):02}.{random.randint(1, 99999):05}"
    arxiv = Identifier("arxiv", number) if random.random() < 0.5 else None
    url = f"https://arxiv.org/abs/{number}" if arxiv else f"https://example.org/{random.getrandbits(40):x}"
    people = tuple(dict.fromkeys(words.person(random) for _ in range(random.randint(1, 6))))
    return Entry(
        "",
        1,
        1,
        title,
        SPAN,
        authors=people if random.random() < 0.8 else (),
        venue=venue,
        venue_name=name,
        year=year if random.random() < 0.8 else None,
        links=(Link("paper", url, "PDF", SPAN, SPAN),),
        identifiers=(arxiv,) if arxiv else (),
    )


def _retold(random: Random, work: Entry) -> Entry:
    """Another account of a work: in another case, cut, misspelt, without fields, as a preprint."""
    title = random.choice([work.title, work.title, work.title.lower(), work.title.title(), work.title[:60]])
    if random.random() < 0.1 and len(title) > 20:
        place = random.randrange(len(title))
        title = title[:place] + title[place + 1 :]
    bare = random.random() < 0.3
    return work._replace(
        title=title,
        authors=() if random.random() < 0.3 else work.authors[: random.randint(1, 6)],
        venue="arXiv" if random.random() < 0.3 else work.venue,
        venue_name="arXiv" if random.random() < 0.3 else work.venue_name,
        year=None if random.random() < 0.3 else work.year,
        links=() if bare else work.links,
        identifiers=() if bare else work.identifiers,
    )


def _same_title(count: int) -> list[Entry]:
    return _each(count, lambda number: {"authors": (_name(number),), "year": 1990 + number % 30})


def _same_title_alone(count: int) -> list[Entry]:
    return _each(count, lambda _: {})


def _same_authors(count: int) -> list[Entry]:
    random = Random(11)
    people = ("Edward Hu", "Yelong Shen", "Phillip Wallis")
    return _each(count, lambda _: {"title": _title(random), "authors": people})


def _same_identifier(count: int) -> list[Entry]:
    random = Random(11)
    names = (Identifier("arxiv", "2106.09685"),)
    return _each(count, lambda _: {"title": _title(random), "identifiers": names})


def _same_work(count: int) -> list[Entry]:
    """One work, by another author list each time, so that no account is like another one."""
    people = ("Edward Hu", "Yelong Shen", "Phillip Wallis")
    names = (Identifier("arxiv", "2106.09685"),)
    return _each(
        count,
        lambda number: {
            "title": "Low-Rank Adaptation of Large Language Models",
            "authors": (*people, _name(number)),
            "identifiers": names,
        },
    )


def _same_words(count: int) -> list[Entry]:
    random = Random(11)
    words = ["sparse", "adapters", "prompt", "tuning", "speech", "vision"]
    return _each(
        count,
        lambda number: {"title": " ".join(random.sample(words, 5)), "authors": (_name(number),)},
    )


def _each(count: int, fields: Callable[[int], dict[str, Any]]) -> list[Entry]:
    return [
        Entry(f"lists/{number % 50}.md", number, number, "Introduction", SPAN)._replace(**fields(number))
        for number in range(1, count + 1)
    ]


def _name(number: int) -> str:
    syllables = [SYLLABLES[number // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(4)]
    return f"Ann {''.join(syllables).capitalize()}"


def _title(random: Random) -> str:
    return " ".join("".join(random.choices(SYLLABLES, k=3)) for _ in range(6)).capitalize()


HOSTILE: dict[str, Callable[[int], list[Entry]]] = {
    "one title": _same_title,
    "only one title": _same_title_alone,
    "one author list": _same_authors,
    "one identifier": _same_identifier,
    "one work": _same_work,
    "five of six words": _same_words,
}
"""Entries that all have the same: what makes a careless comparison of all with all."""
