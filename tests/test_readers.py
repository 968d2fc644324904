"""Lists of every shape are read for what they say, and what is no list is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import Case, read_cases
from hypothesis import given, settings
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
