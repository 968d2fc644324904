"""Planted defects: each rule on entries, venues and works finds its own where it was planted, and nowhere else.

A clean list is made of invented works, in one of several shapes. A defect is a change to one of its rows (and
perhaps to a second list); what is found then must be that rule's finding on that row, whatever else is on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linting import findings_in, linter, lists_of

from peftlint.fixes import mend
from peftlint.model import Source
from peftlint.rules import all_rules

CODES = [
    code for code, rule in all_rules().items() if code.startswith(("ENT", "DUP", "VEN")) and rule.default
]

SHORT_NAMES = (
    "Zorin Quibble Marvex Oltan Perdix Galbro Trinoc Velmar Sundra Korvid Plaxon Ruvani Embrix Hadrun"
)
GIVEN_NAMES = "Ana Boris Carla Dmitri Elena Farid Greta Hugo Irene Jonas Katya Liam Mona Nils"
FAMILY_NAMES = """
Abaroa Bergsund Castell Dvorak Eriksen Fontana Grigory Hartman Ibarra Jansson Kowalski Lindqvist Moreau Novak
"""
NOUNS = """
Adapters Prompts Kernels Routers Experts Masks Codebooks Sketches Probes Filters Ensembles Caches Schedules Embeddings
"""
MANNERS = (
    "Sparse Layered Gated Stochastic Rotated Frozen Modular Ordered Pruned Banded Shifted Nested Tied Coupled"
)
KINDS = """
Recurrent Recursive Bilinear Hashed Cyclic Sliding Convex Latent Harmonic Fourier Spectral Markov Gaussian Lattice
"""
NAMES, GIVEN, FAMILY, PARTS = (words.split() for words in (SHORT_NAMES, GIVEN_NAMES, FAMILY_NAMES, NOUNS))
HEADS = [f"{manner} {kind}" for manner, kind in zip(MANNERS.split(), KINDS.split(), strict=True)]
TASKS = (
    "Translation",
    "Compression",
    "Segmentation",
    "Classification",
    "Summarization",
    "Recognition",
    "Verification",
)
PLACES = (
    (2019, "ICML"),
    (2020, "arXiv"),
    (2021, "ICLR"),
    (2022, "NeurIPS"),
    (2023, "EMNLP"),
    (2024, "arXiv"),
    (2024, "COLM"),
)


@dataclass(frozen=True)
class Row:
    """One entry as a list shows it. ``number`` is None for the one that is due."""

    title: str
    authors: tuple[str, ...]
    venue: str
    year: int
    paper: str
    code: str
    tag: str = "Reparametrization"
    number: int | None = None
    glued: bool = False


def work(index: int) -> Row:
    """An invented work that has neither title words, authors nor links in common with the others but for its task."""
    year, venue = PLACES[index % len(PLACES)]
    title = f"{NAMES[index]}: {HEADS[index]} {PARTS[index]} for {TASKS[index // 2]}"
    people = tuple(f"{GIVEN[(index + step) % 14]} {FAMILY[index]}{'abcde'[step]}" for step in range(5))
    paper = f"https://arxiv.org/abs/{year % 100:02d}02.{10000 + index}"
    return Row(
        title,
        people,
        venue,
        year,
        paper,
        f"https://github.com/{FAMILY[index].lower()}/{NAMES[index].lower()}",
    )


def links(row: Row) -> str:
    return " ".join(f"[[{name}]({url})]" for name, url in (("PDF", row.paper), ("Code", row.code)) if url)


def numbered(row: Row, number: int) -> list[str]:
    mark = f"{row.number or number}.{'' if row.glued else ' '}"
    return [f"{mark}**{row.title}.** `{row.venue}` *{', '.join(row.authors)}.* {links(row)}, {row.year}.", ""]


def bulleted(row: Row, _: int) -> list[str]:
    return [f"- **{row.title}**, {row.venue} {row.year}. *{', '.join(row.authors)}.* {links(row)}"]


def table(row: Row, number: int) -> list[str]:
    head = ["| Title | Authors | Venue | Links |", "|---|---|---|---|"] if number == 1 else []
    return [*head, f"| {row.title} | {', '.join(row.authors)} | {row.venue} {row.year} | {links(row)} |"]


def headed(row: Row, _: int) -> list[str]:
    lines = [f"## {row.title}", "", f"tag: `{row.tag}` | `{row.venue} {row.year}`", ""]
    urls = [f"{name} link: [here]({url})" for name, url in (("paper", row.paper), ("code", row.code)) if url]
    return [*lines, f"*{', '.join(row.authors)}*", "", *(line for url in urls for line in (url, ""))]


Shape = Callable[[Row, int], list[str]]
SHAPES: tuple[Shape, ...] = (numbered, bulleted, table, headed)


class Written(NamedTuple):
    """A list as text, and for each row its first line and the one behind its last (1-based)."""

    text: str
    lines: list[range]


def write(rows: Sequence[Row], shape: Shape) -> Written:
    lines = ["# Adapters", ""]
    places = []
    for number, row in enumerate(rows, 1):
        block = shape(row, number)
        places.append(range(len(lines) + 1, len(lines) + 1 + len(block)))
        lines += block
    return Written("\n".join([*lines, ""]), places)


def found_rows(files: dict[str, Written]) -> set[tuple[str, str, int]]:
    """Code, file and row of every finding of the default rules on entries, venues and works."""
    texts = {path: written.text for path, written in files.items()}
    result = set()
    for finding in findings_in(texts, *CODES):
        line = Source("", texts[finding.path]).place(finding.span.start).line
        row = next(index for index, place in enumerate(files[finding.path].lines) if line in place)
        result.add((finding.code, finding.path, row))
    return result


works = st.lists(st.sampled_from(range(len(NAMES))), min_size=6, max_size=8, unique=True).map(
    lambda chosen: [work(index) for index in chosen]
)
shapes = st.sampled_from(SHAPES)
FEW = settings(max_examples=5, deadline=None)


@settings(max_examples=10, deadline=None)
@given(works, shapes, works, shapes)
def test_clean_lists_are_clean(rows: list[Row], shape: Shape, others: list[Row], other_shape: Shape) -> None:
    assert found_rows({"a.md": write(rows, shape), "b.md": write(others, other_shape)}) == set()


# -- defects of one row: (code, what becomes of the row, the shapes that can show it)


def hyphenated(row: Row) -> Row:
    return replace(row, title=row.title.replace("tion", "-tion").replace("sion", "-sion"))


def inverted(row: Row) -> Row:
    first, family = row.authors[0].split()
    return replace(row, authors=(family, first, *row.authors[1:]))


ALIASES = {
    "ICML": "Icml",
    "arXiv": "Arxiv",
    "ICLR": "ICRL",
    "NeurIPS": "NIPS",
    "EMNLP": "Emnlp",
    "COLM": "CoLM",
}

AMINER = "https://www.aminer.cn/pub/5fd8af0f91e0119b22c1f3a8"
FIRST_COLM = "https://arxiv.org/abs/2302.10000"
WITH_AUTHORS = (numbered, bulleted, table)

CHANGES: list[tuple[str, Callable[[Row], Row], tuple[Shape, ...]]] = [
    ("ENT001", lambda row: replace(row, title="", authors=()), (table,)),
    ("ENT002", lambda row: replace(row, paper="", code=""), (numbered, bulleted)),
    ("ENT002", lambda row: replace(row, paper=""), WITH_AUTHORS),
    ("ENT004", hyphenated, SHAPES),
    ("ENT006", inverted, WITH_AUTHORS),
    ("ENT007", lambda row: replace(row, glued=True), (numbered,)),
    ("ENT008", lambda row: replace(row, tag="Reparametirzation"), (headed,)),
    ("VEN001", lambda row: replace(row, venue=ALIASES[row.venue]), SHAPES),
    ("VEN004", lambda row: replace(row, venue="Journal of Imaginary Adapters"), WITH_AUTHORS),
    ("VEN005", lambda row: replace(row, venue=""), (numbered,)),
    ("VEN006", lambda row: replace(row, venue="arXiv", year=row.year - 1), SHAPES),
    ("VEN006", lambda row: replace(row, year=2031), SHAPES),
    ("VEN006", lambda row: replace(row, venue="COLM", year=2023, paper=FIRST_COLM), SHAPES),
    ("VEN008", lambda row: replace(row, venue="计算机科学", paper=AMINER), SHAPES),
]


@pytest.mark.parametrize(
    ("code", "change", "able"), CHANGES, ids=lambda value: value if isinstance(value, str) else ""
)
@FEW
@given(rows=works, data=st.data())
def test_planted_in_a_row(
    code: str, change: Callable[[Row], Row], able: tuple[Shape, ...], rows: list[Row], data: st.DataObject
) -> None:
    shape = data.draw(st.sampled_from(able))
    at = data.draw(st.integers(0, len(rows) - 1))
    if code == "ENT004":
        rows = [*rows, *(twin(row) for row in rows)]
    planted = [change(row) if index == at else row for index, row in enumerate(rows)]
    assert found_rows({"a.md": write(planted, shape)}) == {(code, "a.md", at)}


def twin(row: Row) -> Row:
    """A work with the same task and nothing else in common."""
    index = NAMES.index(row.title.partition(":")[0])
    name, head = NAMES[index][::-1].capitalize(), HEADS[index][::-1].title()
    people = tuple(person[::-1].title() for person in row.authors)
    paper = row.paper.replace(".1", ".2")
    return replace(
        row, title=f"{name}: {head} Tuning in {TASKS[index // 2]}", authors=people, paper=paper, code=""
    )


# -- defects of several rows or lists


@FEW
@given(works, st.sampled_from([0, 2]), st.data())
def test_planted_number(rows: list[Row], step: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(2, len(rows) - 1))
    planted = [replace(row, number=index + (step if index >= at else 1)) for index, row in enumerate(rows)]
    assert found_rows({"a.md": write(planted, numbered)}) == {("ENT003", "a.md", at)}


@FEW
@given(works, shapes, st.data())
def test_planted_twice(rows: list[Row], shape: Shape, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    later = data.draw(st.integers(at + 1, len(rows)))
    again = replace(rows[at], title=rows[at].title.lower())
    assert found_rows({"a.md": write([*rows[:later], again, *rows[later:]], shape)}) == {
        ("DUP001", "a.md", later)
    }


@FEW
@given(works, shapes, st.data())
def test_planted_paper_link(rows: list[Row], shape: Shape, data: st.DataObject) -> None:
    rows = [replace(row, venue="COLM", year=2024) for row in rows]
    at, owner = data.draw(st.lists(st.sampled_from(range(len(rows))), min_size=2, max_size=2, unique=True))
    planted = [
        replace(row, paper=rows[owner].paper) if index == at else row for index, row in enumerate(rows)
    ]
    assert found_rows({"a.md": write(planted, shape)}) == {("DUP003", "a.md", max(at, owner))}


@FEW
@given(works, st.sampled_from(WITH_AUTHORS), st.data())
def test_planted_code_link(rows: list[Row], shape: Shape, data: st.DataObject) -> None:
    at, owner = data.draw(st.lists(st.sampled_from(range(len(rows))), min_size=2, max_size=2, unique=True))
    planted = [replace(row, code=rows[owner].code) if index == at else row for index, row in enumerate(rows)]
    assert found_rows({"a.md": write(planted, shape)}) == {("DUP003", "a.md", at)}


@FEW
@given(works, st.sampled_from(WITH_AUTHORS), shapes, st.data())
def test_planted_authors(rows: list[Row], shape: Shape, other: Shape, data: st.DataObject) -> None:
    at, source = data.draw(st.lists(st.sampled_from(range(len(rows))), min_size=2, max_size=2, unique=True))
    planted = [
        replace(row, authors=rows[source].authors) if index == at else row for index, row in enumerate(rows)
    ]
    files = {"a.md": write(planted, shape), "b.md": write(rows, other)}
    assert found_rows(files) == {("ENT005", "a.md", at)}


@FEW
@given(works, st.sampled_from(WITH_AUTHORS), st.data())
def test_planted_journal_version(rows: list[Row], shape: Shape, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    preprint = replace(rows[at], venue="arXiv")
    head = preprint.title.partition(": ")[2]
    journal = replace(
        preprint, title=f"{head} on Limited Hardware with Shared Memory", venue="JMLR", year=preprint.year + 1,
        paper="https://jmlr.org/papers/v25/23-0001.html", code="",
    )  # fmt: skip
    files = {
        "a.md": write([preprint if row is rows[at] else row for row in rows], shape),
        "b.md": write([journal], shape),
    }
    assert found_rows(files) == {("DUP002", "b.md", 0)}


ACCOUNTS: list[tuple[str, Callable[[Row], Row], str]] = [
    ("VEN002", lambda row: replace(row, venue="TheWebConf"), "ICLR"),
    ("VEN002", lambda row: replace(row, venue="ACL"), "ICLR"),
    ("VEN003", lambda row: replace(row, venue="arXiv"), "ICLR"),
    ("VEN003", lambda row: replace(row, venue="Preprint"), "ACL"),
    ("VEN007", lambda row: replace(row, year=row.year + 1), "ICLR"),
]


@pytest.mark.parametrize(("code", "change", "venue"), ACCOUNTS)
@FEW
@given(rows=works, shape=shapes, other=shapes, data=st.data())
def test_planted_in_a_second_list(
    code: str,
    change: Callable[[Row], Row],
    venue: str,
    rows: list[Row],
    shape: Shape,
    other: Shape,
    data: st.DataObject,
) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    rows = [replace(row, venue=venue) for row in rows]
    planted = [change(row) if index == at else row for index, row in enumerate(rows)]
    files = {"a.md": write(rows, shape), "b.md": write(planted, other)}
    assert found_rows(files) == {(code, "b.md", at)}


# -- what can be mended safely is as it was before


@pytest.mark.parametrize("code", ["VEN001", "ENT007"])
@FEW
@given(rows=works, data=st.data())
def test_mended_as_it_was(code: str, rows: list[Row], data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from({"VEN001": SHAPES, "ENT007": (numbered,)}[code]))
    chosen = data.draw(st.sets(st.sampled_from(range(len(rows))), min_size=1))
    change = next(change for name, change, _ in CHANGES if name == code)
    planted = [change(row) if index in chosen else row for index, row in enumerate(rows)]
    files = {"a.md": write(planted, shape).text}
    outcome = mend(lists_of(files), linter(files, code))
    assert outcome.refused == ()
    assert outcome.lists[0].source.text == write(rows, shape).text
