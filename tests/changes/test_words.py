"""What a change means, told to a terminal, a program and a page: what lists say takes effect in none of them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.changes import words
from peftlint.changes.meaning import Difference
from peftlint.changes.words import Summary

HOSTILE = "a | b <img src=x> `c` @someone #1 \x1b[31m \u202e [x](http://example.org)\n::error::x\n| # |"
TEXTS = st.text(st.sampled_from("|`<>@#:1a\\ \n\r*_[]()") | st.characters(), max_size=40)
DIFFERENCES = st.builds(
    Difference, st.sampled_from(["paper added", "moved", "venue", "code link"]), TEXTS, TEXTS, TEXTS, TEXTS
)


def summary(*differences: Difference) -> Summary:
    return Summary(differences)


@pytest.mark.parametrize(
    ("difference", "line"),
    [
        (
            Difference("paper added", "LoRA", "", "ICLR 2022, A", "a.md:3"),
            "+ a.md:3: paper added: LoRA: ICLR 2022, A",
        ),
        (Difference("venue", "LoRA", "", "ICLR", "a.md:3"), "~ a.md:3: venue: LoRA: none → ICLR"),
        (Difference("moved", "LoRA", "A", "B", "a.md:3"), "> a.md:3: moved: LoRA: A → B"),
        (
            Difference("entry added", "LoRA", "b.md:1", "ICLR", "a.md:3"),
            "+ a.md:3: entry added: LoRA: ICLR (also b.md:1)",
        ),
        (Difference("list removed", "", "a.md", "", "a.md"), "- a.md: list removed: a.md → none"),
    ],
)
def test_lines(difference: Difference, line: str) -> None:
    assert words.text(summary(difference)).splitlines()[1:] == [line]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["paper added"] * 2 + ["venue"] * 2, "+2 papers, 2 venues arXiv → ICLR, 0 removed"),
        (["paper removed", "code link", "paper link"], "2 links changed, 1 removed"),
        (["BibTeX year", "BibTeX key", "moved"], "1 moved, 2 BibTeX fields changed, 0 removed"),
        (["duplicate", "entry added"], "1 more entry of listed papers, 1 duplicate, 0 removed"),
    ],
)
def test_verdict(kinds: list[str], expected: str) -> None:
    assert (
        summary(*(Difference(kind, "LoRA", "arXiv", "ICLR", "a.md:3") for kind in kinds)).verdict == expected
    )


def test_a_stale_readme_is_in_the_verdict() -> None:
    assert Summary((), (), "README.md").verdict == "nothing changes, README.md out of date"


def test_hostile_text() -> None:
    told = summary(Difference("venue", HOSTILE, HOSTILE, HOSTILE, "a|b`.md:3"))
    for written in (words.text(told), words.markdown(told)):
        assert not set(written) & {"\x1b", "\u202e", "\r"}
        assert "\n::" not in written
    row = words.markdown(told).splitlines()[4]
    assert row.count("|") == 5
    assert "<" not in row
    assert json.loads(words.json(told))["changes"][0]["title"] == HOSTILE


@given(st.lists(DIFFERENCES, max_size=5))
def test_each_difference_has_one_line_and_one_row(differences: list[Difference]) -> None:
    told = summary(*differences)
    assert len(words.text(told).split("\n")) == len(differences) + 2
    rows = words.markdown(told).split("\n")[4:-1]
    assert len(rows) == len(differences)
    assert all(row.count(" | ") == 3 for row in rows)


def test_a_flood_is_counted() -> None:
    flood = [Difference("paper added", "😀" * 5000, "", "x" * 5000, "a.md:3")] * 10_000
    written = words.markdown(summary(*flood))
    assert len(written.encode()) < 700_000
    assert written.count("\n| paper added |") == words.ROWS
    assert "9800 more changes: 9800 paper added." in written
