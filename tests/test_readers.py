"""Lists of every shape are read for what they say, and what is no list is left alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cases import Case, read_cases
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from peftlint.engine import read_list
from peftlint.model import Entry, Source

FOLDER = Path(__file__).parent / "readers"
LISTS = sorted((Path(__file__).parents[1] / "lists").glob("*.md"))


def entries(text: str) -> tuple[Entry, ...]:
    return read_list(Source("list.md", text)).entries


def told(entry: Entry) -> str:
    """What a case expects of an entry, in the form of the case files."""
    authors = ", ".join(entry.authors) + " et al." * entry.et_al
    venue = entry.venue_name or entry.venue
    fields = (entry.title, authors, venue, entry.year, " ".join(link.url for link in entry.links))
    return " | ".join(str(field) if field else "-" for field in fields)


@pytest.mark.parametrize("case", read_cases(FOLDER / "shapes.md"), ids=lambda case: case.name)
def test_shapes(case: Case) -> None:
    assert [told(entry) for entry in entries(case.text)] == case.expected


@pytest.mark.parametrize("case", read_cases(FOLDER / "not_lists.md"), ids=lambda case: case.name)
def test_ordinary_markdown_is_no_list(case: Case) -> None:
    assert not [told(entry) for entry in entries(case.text)]


@pytest.mark.parametrize("case", read_cases(FOLDER / "shapes.md"), ids=lambda case: case.name)
def test_line_ends_do_not_matter(case: Case) -> None:
    unix, dos = entries(case.text), entries(case.text.replace("\n", "\r\n"))
    assert [told(entry) for entry in unix] == [told(entry) for entry in dos]
    assert [(entry.line, entry.end_line) for entry in unix] == [(entry.line, entry.end_line) for entry in dos]


@pytest.mark.parametrize("case", read_cases(FOLDER / "shapes.md"), ids=lambda case: case.name)
def test_front_part_does_not_matter(case: Case) -> None:
    front, mark, rest = case.text.partition("## Papers\n")
    assert [told(entry) for entry in entries(mark + rest)] == case.expected
    assert front


def in_items(case: Case) -> bool:
    """Whether each entry of the case has an item or a table row for itself."""
    lines, found = case.text.split("\n"), entries(case.text)
    return all(re.match(r"[-*+|] |\d+\. ", lines[entry.line - 1]) and not entry.column for entry in found)


ITEMS = [case for case in read_cases(FOLDER / "shapes.md") if in_items(case)]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_another_entry_of_the_same_kind_changes_nothing(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(ITEMS), label="case")
    found = entries(case.text)
    copied = data.draw(st.integers(0, len(found) - 1), label="copied")
    before = data.draw(
        st.sampled_from([i for i, entry in enumerate(found) if entry.section == found[copied].section]),
        label="before",
    )
    lines = case.text.split("\n")
    copy = lines[found[copied].line - 1 : found[copied].end_line]
    lines[found[before].line - 1 : found[before].line - 1] = copy
    expected = [*case.expected[:before], case.expected[copied], *case.expected[before:]]
    assert [told(entry) for entry in entries("\n".join(lines))] == expected


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_shape_cut_between_entries_reads_the_same(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from([case for case in ITEMS if len(case.expected) > 3]), label="case")
    assume(case.name != "titles-linked-to-files")  # a few links to files alone are no list
    kept = data.draw(st.integers(3, len(case.expected) - 1), label="kept")
    line = entries(case.text)[kept].line
    cut = "\n".join(case.text.split("\n")[: line - 1]) + "\n"
    assert [told(entry) for entry in entries(cut)] == case.expected[:kept]


def test_entries_on_one_line_are_told_apart_by_their_column() -> None:
    first, second = (
        "[Attention Is All You Need](https://arxiv.org/abs/1706.03762)",
        "[A Method for Optimization]",
    )
    text = f"- {first}, {second}(https://arxiv.org/abs/1412.6980)\n" * 3
    ids = [entry.id for entry in entries(text)]
    assert ids == [f"list.md:{line}{column}" for line in (1, 2, 3) for column in ("", ":67")]


PLAIN_ITEMS = [
    f"- **{first} for {second}.** *{names}.* VLDB {1990 + number}"
    for number, (first, second, names) in enumerate(
        (first, second, names)
        for first in ("Fast Joins", "Query Plans", "Adaptive Indexes", "Storage Engines", "Approximate Views")
        for second, names in (
            ("Skewed Data", "Jane Doe, Richard Roe"),
            ("Moving Objects", "Wei Li"),
            ("Small Memories", "Maria Rossi, Hao Wang, Yu Chen"),
            ("Streams", "Ann Other"),
        )
    )
]
"""Twenty items of one form."""


def told_of(items: list[str]) -> list[str]:
    return [told(entry) for entry in entries("# My list\n\n" + "\n".join(items) + "\n")]


@pytest.mark.parametrize("item", ["- **Book reviews.**", "- **Objectivity exhibit.** *Objectivity.*"])
def test_where_nearly_all_items_are_entries_the_others_are_too(item: str) -> None:
    title = item[len("- **") :].partition(".**")[0]
    assert [one.partition(" | ")[0] for one in told_of([*PLAIN_ITEMS, item])][20:] == [title]
    assert len(told_of([*PLAIN_ITEMS[:4], item])) == 4


@pytest.mark.parametrize(
    "item",
    [
        "- **[Back to the top](#my-list)**",
        "- Feel free to open a pull request if we missed your work.",
        "- **Please** see our guidelines, which say how papers are added to this list and what we want of them.",
    ],
)
def test_what_speaks_against_it_stays_no_entry(item: str) -> None:
    assert len(told_of([*PLAIN_ITEMS, item])) == 20


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Jos? A. Blakeley", "Jos? A. Blakeley"),
        ("M. BÃ¶hm, T. HÃ¤rder", "M. BÃ¶hm, T. HÃ¤rder"),
        ("Best Paper Award", "-"),
        ("Survey of the state of the art", "-"),
    ],
)
def test_what_may_be_names_is_names_where_all_names_stand(printed: str, names: str) -> None:
    told_last = told_of([*PLAIN_ITEMS, f"- **Locks Considered Helpful.** *{printed}.* VLDB 2020"])[-1]
    assert told_last == f"Locks Considered Helpful | {names} | VLDB | 2020 | -"


def test_a_lone_name_in_small_letters_stands_where_names_stand() -> None:
    items = [item.lower() for item in PLAIN_ITEMS]
    assert told_of(items)[1] == "fast joins for moving objects | wei li | VLDB | 1991 | -"


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_spans_hold_what_they_say(path: Path) -> None:
    source = Source(path.name, path.read_text("utf-8"))
    for entry in read_list(source).entries:
        assert entry.spans.title
        squashed = " ".join(source.slice(entry.spans.title).split())
        assert entry.title in (squashed, squashed.replace("`", ""))
        if entry.spans.venue:
            assert entry.venue == " ".join(source.slice(entry.spans.venue).split())
        for link in entry.links:
            assert source.slice(link.url_span) == link.url


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_a_list_cut_between_entries_reads_the_same(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(LISTS))
    source = Source(path.name, path.read_text("utf-8"))
    whole = read_list(source).entries
    last = data.draw(st.integers(len(whole) // 2, len(whole) - 1))
    text = source.text[: source.offset(whole[last].line)]
    cut = read_list(Source(path.name, text)).entries
    kept = whole[: last - 1]  # the last one before the cut may hold what stands above the next
    assert [told(entry) for entry in cut[: len(kept)]] == [told(entry) for entry in kept]
