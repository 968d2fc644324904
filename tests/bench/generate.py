"""Lists of any size, made from the entries of ``lists/``: to see what reading and joining cost.

    python tests/bench/generate.py FOLDER ENTRIES [FILES]

Titles are put together from halves of real ones, names from given and family names of real authors, venues and years
are real pairs; 15 of 100 entries
are accounts of a work that was listed before (in other case, hyphenated, without its subtitle, with another venue or
without identifier), some titles differ from another by one word, and five of 1,000 are works of other people that all are
called "Introduction". Each file is written in one of four manners. The same arguments give the same bytes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from peftlint.engine import read_list
from peftlint.files import read_source

ROOT = Path(__file__).parents[2]
SEED = 20_240_229
REMEMBERED = 20_000
"""Works that may be listed again: so many of the last ones."""


class Made(NamedTuple):
    """One made-up work."""

    title: str
    authors: tuple[str, ...]
    venue: str
    year: int
    arxiv: str


class Words(NamedTuple):
    """What works are made of."""

    heads: tuple[str, ...]
    tails: tuple[str, ...]
    singles: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    published: tuple[tuple[str, int], ...]


def words() -> Words:
    """The parts of the entries in ``lists/``, each once, in an order that does not change."""
    entries = [
        entry
        for path in sorted((ROOT / "lists").glob("*.md"))
        for entry in read_list(read_source(str(path))).entries
    ]
    titles = [entry.title.replace("|", " ").split() for entry in entries]
    names = [name.split() for entry in entries for name in entry.authors if len(name.split()) == 2]
    return Words(
        _once(" ".join(title[: len(title) // 2]) for title in titles if len(title) > 4),
        _once(" ".join(title[len(title) // 2 :]) for title in titles if len(title) > 4),
        _once(word.strip(":,") for title in titles for word in title if len(word) > 4),
        _once(name[0] for name in names),
        _once(name[1] for name in names),
        tuple(
            sorted({(entry.venue_name, entry.year) for entry in entries if entry.venue_name and entry.year})
        ),
    )


def _once(values: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def works(count: int, parts: Words, chance: random.Random) -> Iterator[Made]:
    """*count* accounts of works."""
    known: list[Made] = []
    for number in range(count):
        draw = chance.random()
        if known and draw < 0.15:
            yield _again(chance.choice(known), parts, chance)
            continue
        made = _new(number, parts, chance)
        if draw < 0.155:
            made = made._replace(title="Introduction")
        elif known and draw < 0.19:
            near = chance.choice(known).title.split()
            near[chance.randrange(len(near))] = chance.choice(parts.singles)
            made = made._replace(title=" ".join(near))
        if len(known) < REMEMBERED:
            known.append(made)
        else:
            known[chance.randrange(REMEMBERED)] = made
        yield made


def _new(number: int, parts: Words, chance: random.Random) -> Made:
    title = f"{chance.choice(parts.heads)} {chance.choice(parts.singles)} {chance.choice(parts.tails)}"
    if chance.random() < 0.5:
        title = f"{chance.choice(parts.singles).title()}{chance.randrange(1000)}: {title}"
    authors = tuple(
        f"{chance.choice(parts.given)} {chance.choice(parts.family)}" for _ in range(chance.randint(1, 6))
    )
    venue, year = chance.choice(parts.published)
    arxiv = f"{year % 100 - 1:02d}{number % 12 + 1:02d}.{number % 100_000:05d}" if year > 2015 else ""
    return Made(title, authors, venue, year, arxiv)


def _again(made: Made, parts: Words, chance: random.Random) -> Made:
    """Another account of the same work."""
    kind = chance.randrange(6)
    if kind == 0:
        return made._replace(title=made.title.lower())
    if kind == 1 and ": " in made.title:
        return made._replace(title=made.title.partition(": ")[0] + " - " + made.title.partition(": ")[2])
    if kind == 2:
        return made._replace(venue="arXiv")
    if kind == 3:
        return made._replace(arxiv="")
    if kind == 4:
        venue, year = chance.choice(parts.published)
        return made._replace(venue=venue, year=year, authors=made.authors[:2])
    return made


def _bullet(made: Made) -> str:
    link = f"https://arxiv.org/abs/{made.arxiv}" if made.arxiv else ""
    title = f"[{made.title}]({link})" if link else f"**{made.title}**"
    return f"- {title}, {', '.join(made.authors)}, *{made.venue} {made.year}*"


def _citation(made: Made) -> str:
    link = f" [[paper]](https://arxiv.org/pdf/{made.arxiv})" if made.arxiv else ""
    return f"1. **{made.title}**. {', '.join(made.authors)}. {made.venue} {made.year}.{link}"


def _row(made: Made) -> str:
    link = f"[Link](https://arxiv.org/abs/{made.arxiv})" if made.arxiv else ""
    return f"| {made.title} | {', '.join(made.authors)} | {made.venue} | {made.year} | {link} |"


def _badge(made: Made) -> str:
    link = f" [[PDF](https://arxiv.org/abs/{made.arxiv})]" if made.arxiv else ""
    return f"- **{made.title}**{link} `{made.venue} {made.year}`\n\n  *{', '.join(made.authors)}*\n"


_MANNERS = (_bullet, _citation, _row, _badge)
_TABLE = "| Title | Authors | Venue | Year | Paper |\n|---|---|---|---|---|"


def write(folder: Path, entries: int, files: int) -> None:
    """Write *entries* entries into *files* files below *folder*, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    chance, parts = random.Random(SEED), words()
    made = works(entries, parts, chance)
    for number in range(files):
        manner = _MANNERS[number % len(_MANNERS)]
        share = entries * (number + 1) // files - entries * number // files
        lines = [manner(next(made)) for _ in range(share)]
        head = [f"# Papers, part {number}", "", "## Methods", "", *([_TABLE] if manner is _row else [])]
        (folder / f"list-{number:04}.md").write_text("\n".join([*head, *lines, ""]), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Write the lists that the command line asks for."""
    if not 2 <= len(arguments) <= 3:
        print((__doc__ or "").split("\n\n")[1].strip())
        return 2
    entries = int(arguments[1])
    write(Path(arguments[0]), entries, int(arguments[2]) if arguments[2:] else max(1, entries // 1000))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
