from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from peftlint.fields.patterns import late
from peftlint.model import Finding, PaperList
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.naming import shortened

_MARKUP = late(r"[*_`~\s]+")
_INNER_CAPITAL = late(r"[a-z]{2}[A-Z]|[A-Z]{3}")
"""``OpenAI``, ``IBM``: no family name."""
_ONE_WORD = late(r"^[A-Z][a-z]+$", re.MULTILINE)
"""A name of one word, by itself on a line."""
_FEWEST = 4
"""Entries with authors that show how a list writes names."""
_MOST = 0.8
_LONGEST_NAME = 8
"""Words of a name."""


@list_rule("ENT006")
def author_format(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A name stands family name first among given-first names, or is split at its comma.

    In `Ding, Ning, Yujia Qin` readers and programs see an author "Ding" and an author "Ning". Write
    all names of a list in one order. A list that writes `Ding, Ning and Qin, Yujia` throughout is fine.

    Bad:
        - **Delta Tuning: A Study of Parameter Efficient Methods.** *Ding, Ning, Yujia Qin, Guang Yang, Fuchao Wei.* 2023. [[PDF](https://arxiv.org/abs/2203.06904)]

    Good:
        - **Delta Tuning: A Study of Parameter Efficient Methods.** *Ning Ding, Yujia Qin, Guang Yang, Fuchao Wei.* 2023. [[PDF](https://arxiv.org/abs/2203.06904)]

    Good:
        - **Delta Tuning: A Study of Parameter Efficient Methods.** *Ding, Ning and Qin, Yujia and Yang, Guang.* 2023. [[PDF](https://arxiv.org/abs/2203.06904)]

    Fix: none.
    """
    source = paper_list.source
    entries = [(entry, span) for entry in paper_list.entries if (span := entry.spans.authors)]
    turned = [_turned(entry.authors, source.slice(span)) for entry, span in entries]
    straight = turned.count(())
    habit = len(turned) > _FEWEST and straight >= _MOST * (len(turned) - 1)
    for (entry, span), names in zip(entries, turned, strict=True):
        few = 2 * len(names) < len(entry.authors)
        if names and (habit or few):
            others = "the other names" if few else "the names of the other entries"
            message = f"'{names[0]}' stands family name first, unlike {others}"
            yield Finding("ENT006", entry.list, span, message, shortened(entry.title), entry.id)
        elif pair := _parted(entry.authors):
            message = f"'{pair[0]}, {pair[1]}' reads as two authors; write '{pair[1]} {pair[0]}'"
            yield Finding("ENT006", entry.list, span, message, shortened(entry.title), entry.id)


def _turned(names: Sequence[str], source: str) -> tuple[str, ...]:
    """The names that are printed family name first, as they are printed in the *source*."""
    missing = [name for name in names if name not in source]
    if not missing:
        return ()
    printed = _MARKUP.sub(" ", source)
    persons = (name for name in missing if name not in printed and not _INNER_CAPITAL.search(name))
    able = ((name, inverted) for name in persons for inverted in _inversions(name))
    return tuple(dict(able_ for able_ in able if able_[1] in printed).values())


def _inversions(name: str) -> list[str]:
    """The ways to write a name family name first, whichever of its words are the family name."""
    words = name.split()
    return [
        f"{' '.join(words[cut:])}, {' '.join(words[:cut])}"
        for cut in range(1, min(len(words), _LONGEST_NAME))
    ]


def _parted(names: Sequence[str]) -> tuple[str, str] | None:
    """Two neighbours of one word among full names: a family name and its given name."""
    if len(names) < 3:
        return None
    single = _ONE_WORD.findall("\n".join(names))
    if len(single) != 2:
        return None
    first = names.index(single[0])
    return (single[0], single[1]) if names[first + 1 :][:1] == (single[1],) else None
