"""A cheap question that is asked before a pattern lets through every text in which the pattern finds something.

The texts are made from the patterns themselves, so that a word that is added to one of the two is missed by the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from peftlint import published
from peftlint.fields import (
    authors,
    badge,
    bibtex_names,
    label,
    venue_name,
    venue_registry,
    venue_text,
    venue_traits,
)
from peftlint.fields.patterns import may_hold
from peftlint.readers import entries, headers, judge, pieces, roles, titles


class Guard(NamedTuple):
    """*pattern* finds something in a text only if *lets_through* says of it that it may.

    *where* says what it is asked of: the ``whole`` text, its ``beginning``, or any place ``within``.
    """

    pattern: re.Pattern[str]
    lets_through: Callable[[str], object]
    where: str = "within"


def words(text: str) -> list[str]:
    return venue_registry.name_key(text).split()


def shape_of(header: str) -> Guard:
    shape = next(row[-1] for row in headers._SHAPES if row[0] == header)
    return Guard(shape, headers._role, "whole")


GUARDS = {
    "running text beside an entry": Guard(judge._TALK, judge._may_talk),
    "titles that talk": Guard(titles._TALK, lambda text: titles._talks(text, words(text))),
    "titles that break off": Guard(titles._UNFINISHED, lambda text: titles._is_broken_off(text, words(text))),
    "lines that break off": Guard(titles._BROKEN_OFF, titles.is_unfinished),
    "labels of venues": Guard(
        venue_text._LABEL,
        venue_text._may_open_with_label,
        "beginning",
    ),
    "what stands beside venues": Guard(venue_text._BESIDE, venue_text._may_hold_beside),
    "forms of venues": Guard(
        venue_traits._FORM, lambda text: venue_traits.traits_of_word(text) & venue_traits.FORM
    ),
    "awards": Guard(
        venue_text._AWARD, lambda text: venue_traits.traits_of_word(text) & venue_traits.AWARD, "whole"
    ),
    "awards beside an entry": Guard(entries._AWARD, lambda text: len(text) > 40 or entries._award(text)),
    "unpublished, by name": Guard(venue_name._UNPUBLISHED, venue_name._says_unpublished),
    "unpublished, by key": Guard(
        published._UNPUBLISHED,
        lambda key: key != venue_registry.name_key(key) or published._says_unpublished(key),
    ),
    "publishers": Guard(
        venue_name._PUBLISHER, lambda text: venue_name._without_publisher(text + "X") == "X", "whole"
    ),
    "labels of names": Guard(
        authors._LABEL,
        lambda text: authors._without_label(text) != text,
        "beginning",
    ),
    "marks of names": Guard(
        authors._MARKS,
        lambda text: not authors._MARK_SIGNS.isdisjoint(text) or authors._NUMBERED.search(text),
    ),
    "badges": Guard(badge._STATIC, lambda text: badge.read_badge(text + "a-b-blue"), "whole"),
    "suffixes of names": Guard(bibtex_names._SUFFIX, bibtex_names._is_suffix, "whole"),
    "passwords": Guard(
        label._DECORATION_OF_HAN,
        lambda text: "<" in text or text.count(":") > 1 or label._may_end_with_password(text),
    ),
    "fillers": Guard(roles._FILLER, roles._is_filler, "whole"),
    "labels of titles": Guard(
        pieces._TITLE_LABEL,
        lambda text: may_hold(text.lstrip()[: pieces._LONGEST_LABEL], pieces._TITLE_LABELS),
        "beginning",
    ),
    "breaks": Guard(pieces._BREAK, pieces._may_break),
    "dates in brackets": Guard(
        pieces._DATED,
        lambda text: not pieces._BRACKETS.isdisjoint(text) and pieces._DIGIT.search(text),
    ),
    **{f"headers: {role}": shape_of(role) for role in ("links", "year", "other")},
}


@pytest.mark.parametrize("name", GUARDS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_nothing_that_a_pattern_finds_is_kept_from_it(name: str, data: st.DataObject) -> None:
    pattern, lets_through, where = GUARDS[name]
    start = r"\A" if where == "beginning" else ""
    compiled = re.compile(f"{start}(?:{pattern.pattern})", pattern.flags)
    text = data.draw(st.from_regex(compiled, fullmatch=where != "beginning"), label="found")
    if where == "within":
        sides = st.sampled_from(("", " ", "a ", " b", "会", ". "))
        text = data.draw(sides, label="before") + text + data.draw(sides, label="after")
        assume(compiled.search(text))
    assert lets_through(text)
