"""Readme → Markdown. One line a work, one BibTeX entry a work, so that a change shows as just that.

Left out on purpose, as each would change with every work that joins: counts, dates, running numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from urllib.parse import urlsplit

from peftlint.fields.identifier import WORK_KINDS, identifier_of_url
from peftlint.fields.link import KINDS
from peftlint.fields.patterns import late
from peftlint.readme import bibliography
from peftlint.readme.escape import code, html, link, paragraph, text
from peftlint.readme.items import Address, Item, Readme, Section

CONTENTS = "Contents"
UNTITLED = "untitled"
YEAR_UNKNOWN = "year unknown"
VENUE_UNKNOWN = "venue unknown"
LISTS = "Merged from "
AT = " at "

SIZE_LIMIT = 512_000
"""Bytes of a README that GitHub shows on a repository's front page; the rest is cut."""

_SIZE_NEAR_LIMIT = 450_000
_PUBLISHERS = WORK_KINDS - {"arxiv", "s2", "s2corpus", "aminer"}
_END_OF_PATH = late(r"[?#]")
_NOT_IN_ANCHORS = late(r"[^\w\-\u0300-\u036f]")
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LINTERS_OFF = "<!-- markdownlint-disable MD013 MD033 -->"
_CONFLICTS = "<!-- After a merge conflict take either side and run `peftlint merge` again. -->"
_LINTERS_ON = "<!-- markdownlint-enable MD013 MD033 -->"


def render(readme: Readme) -> str:
    """The Markdown of *readme*, to stand between the markers; lines end with ``\\n``."""
    blocks = [_LINTERS_OFF, _CONFLICTS, *_lists(readme), *_contents(readme)]
    blocks += chain.from_iterable(map(_section, readme.sections))
    return "\n\n".join([*blocks, _LINTERS_ON]) + "\n"


def size_warning(page: str) -> str | None:
    """What to tell the user when *page*, a whole README, comes near GitHub's limit; None if it does not."""
    size = len(page.encode("utf-8"))
    if size < _SIZE_NEAR_LIMIT:
        return None
    state = "is over" if size > SIZE_LIMIT else "comes near"
    return (
        f"the README has {size:,} bytes and {state} the {SIZE_LIMIT:,} that GitHub shows on the front page; "
        "merge fewer lists into it, or write some of them to a file of their own with -o"
    )


def anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading (a first one of its name)."""
    name = heading.lower().replace(" ", "-")
    return name if name.replace("-", "").isalnum() else _NOT_IN_ANCHORS.sub("", name)


def shown_links(item: Item) -> tuple[tuple[str, str], ...]:
    """The (text, address) pairs of the links of an item's line, in order."""
    titled = _linked_parts(item)
    labels = [item.title or UNTITLED, item.venue or VENUE_UNKNOWN][:titled]
    labels += map(_label, item.links[titled:])
    return tuple(zip(labels, (address.url for address in item.links), strict=True))


def line(item: Item) -> str:
    """The line of the list, without the bullet."""
    links = [link(label, url) for label, url in shown_links(item)]
    linked = _linked_parts(item)
    title = links[0] if linked else text(item.title or UNTITLED)
    title = f"**{title}**" if item.title else f"_{title}_"
    venue = links[1] if linked > 1 else text(item.venue or "")
    venue = f"_{venue}_" if item.venue else VENUE_UNKNOWN
    year = YEAR_UNKNOWN if item.year is None else str(item.year)
    tail = [*_byline(item), *links[linked:], *map(code, item.codes), f'<a id="{item.key}"></a>']
    return f"{title}, {year}, {venue}. {' '.join(tail)}"


def _linked_parts(item: Item) -> int:
    """How many of title and venue are links themselves: the first ones to the work.

    The second is that of the venue where it leads to the publication itself: a publisher's page.
    """
    if not item.links or item.links[0].kind != "paper":
        return 0
    if len(item.links) < 2 or item.type == "misc" or item.links[1].kind != "paper":
        return 1
    identifier = identifier_of_url(item.links[1].url)
    return 2 if identifier is not None and identifier.kind in _PUBLISHERS else 1


def _label(address: Address) -> str:
    """What a link says: its kind, and of papers where. One of no known kind says only where it leads."""
    if address.kind not in ("paper", "other"):
        return address.kind
    where = _where(address.url)
    if address.kind == "paper" and where:
        return f"paper{AT}{where}"
    if address.kind == "other" and where and kind_of_label(where) == "other":
        return where
    return address.kind


def kind_of_label(label: str) -> str:
    """The kind of a link from its text, as :func:`shown_links` gives it to links behind the venue."""
    kind = label.partition(AT)[0]
    return kind if kind in KINDS else "other"


def _where(url: str) -> str:
    """The host of an address, or the file that a relative one leads to."""
    try:
        where = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        where = ""
    if not where:
        where = _END_OF_PATH.split(url, maxsplit=1)[0].rstrip("/").rpartition("/")[2]
    return " ".join(where.split())


def _byline(item: Item) -> list[str]:
    """The authors as a line names them; in full they are in the BibTeX entry."""
    if len(item.authors) > 2 or item.et_al:
        return [text(" ".join([*map(family_name, item.authors[:1]), "et al."]))]
    names = [family_name(author) for author in item.authors]
    return [text(" and ".join(names)).removesuffix(".") + "."] if names else []


def family_name(author: str) -> str:
    """``Laurens van der Maaten`` → ``van der Maaten``; a name of one word is that word."""
    words = [
        word
        for word in author.partition(",")[0].split()
        if word.lower().removesuffix(".") not in _GENERATIONS
    ]
    first = len(words) - 1
    while first > 0 and words[first - 1].islower():
        first -= 1
    return " ".join(words[max(first, 0) :]) or author


def _lists(readme: Readme) -> list[str]:
    named = [f"{code(item.code)} {link(item.path, item.path)}" for item in readme.lists]
    return [f"{LISTS}{', '.join(named)}."] if named else []


def _contents(readme: Readme) -> list[str]:
    """A list of the sections, where there is more than one."""
    if len(readme.sections) < 2:
        return []
    anchors = _anchors(readme)
    lines = [
        f"- {link(section.name, '#' + target)} {text(section.translation)}".rstrip()
        for section, target in zip(readme.sections, anchors, strict=True)
    ]
    return [f"## {CONTENTS}", "\n".join(lines)]


def _anchors(readme: Readme) -> Iterator[str]:
    """GitHub numbers the anchors of headings that are equal but for punctuation."""
    uses = {anchor(CONTENTS): 1}
    for section in readme.sections:
        target = anchor(section.name)
        uses[target] = uses.get(target, 0) + 1
        yield target if uses[target] == 1 else f"{target}-{uses[target] - 1}"


def _section(section: Section) -> Iterator[str]:
    yield f"## {text(section.name)}"
    if section.translation:
        yield paragraph(section.translation)
    yield "\n".join(f"- {line(item)}" for item in section.items)
    yield f"<details>\n<summary>BibTeX for {html(section.name)}</summary>"
    yield "```bibtex\n" + "\n\n".join(map(bibliography.entry, section.items)) + "\n```"
    yield "</details>"
