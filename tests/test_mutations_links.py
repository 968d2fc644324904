"""Each defect of links, sections and BibTeX, planted anywhere in a clean list, is found there and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linting import findings_in, linter, lists_of, told

from peftlint.anchors import slug
from peftlint.fixes import mend

CODES = (
    "LNK003", "LNK004", "LNK005", "LNK006", "LNK007", "SEC001", "SEC003", "SEC004", "SEC005",
    "BIB001", "BIB002", "BIB003", "BIB004",
)  # fmt: skip
SECTIONS = [
    "Adapters & Tools",
    "Soft Prompts (Prefix)",
    "🚀 Low-Rank",
    "参数选择方法",
    "Surveys",
    "Vision: 2D/3D",
]
METHODS = [
    "Sparse",
    "Gradient",
    "Orthogonal",
    "Hyperbolic",
    "Bayesian",
    "Quantized",
    "Spectral",
    "Causal",
    "Federated",
]
THINGS = ["Adapters", "Prompting", "Pruning", "Distillation", "Routing", "Merging", "Decoding", "Alignment"]
FIELDS = [
    "Robotics",
    "Translation",
    "Medicine",
    "Chemistry",
    "Speech",
    "Navigation",
    "Law",
    "Finance",
    "Music",
]
PEOPLE = [
    "Ada Lovelace",
    "Alan Turing",
    "Grace Hopper",
    "Emmy Noether",
    "Kurt Gödel",
    "Mary Cartwright",
    "Karl Weierstrass",
]

Lines = list[str]
SEEDS = st.integers(0, 2**32).map(Random)


class Paper(NamedTuple):
    title: str
    number: int
    author: str

    @property
    def links(self) -> str:
        return f"[[Paper](https://arxiv.org/abs/2106.{self.number})] [[Code](https://github.com/owner/repo{self.number})]"


class Planted(NamedTuple):
    """A list with one defect, and the line on which it is to be found (from 1)."""

    lines: Lines
    line: int


def papers(random: Random, count: int) -> list[Paper]:
    triples = [(method, thing, field) for method in METHODS for thing in THINGS for field in FIELDS]
    chosen = random.sample(triples, count)
    numbers = random.sample(range(10000, 20000), count)
    titles = [f"{method} {thing} of Models for {field}" for method, thing, field in chosen]
    return [Paper(*one, random.choice(PEOPLE)) for one in zip(titles, numbers, strict=True)]


def as_bullets(chosen: list[Paper]) -> Lines:
    return [f"- **{paper.title}**, *{paper.author}*, ICLR 2022. {paper.links}" for paper in chosen]


def as_table(chosen: list[Paper]) -> Lines:
    rows = [f"| {paper.title} | {paper.author} | ICLR 2022 | {paper.links} |" for paper in chosen]
    return ["| Title | Authors | Venue | Links |", "|---|:---:|---|---|", *rows]


def as_records(chosen: list[Paper]) -> Lines:
    lines: Lines = []
    for paper in chosen:
        lines += [f"### {paper.title}", "", paper.links, "", "```bibtex", f"@article{{key{paper.number},"]
        lines += [f"  title = {{{paper.title}}},", f"  author = {{{paper.author}}},"]
        lines += [
            f"  journal = {{arXiv preprint arXiv:2106.{paper.number}}},",
            "  year = {2021}",
            "}",
            "```",
            "",
        ]
    return lines


def clean(random: Random) -> Lines:
    """A list with a table of contents, and a section of each shape at least."""
    shapes = [as_bullets, as_table, as_records, random.choice([as_bullets, as_table])]
    random.shuffle(shapes)
    names = random.sample(SECTIONS, len(shapes))
    chosen = papers(random, 3 * len(shapes))
    lines = ["# Papers", "", *(f"- [{name}](#{slug(name)})" for name in names), ""]
    for index, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        lines += [f"## {name}", "", *shape(chosen[3 * index : 3 * index + 3]), ""]
    return lines


def pick(random: Random, lines: Lines, *words: str, skip: int = 0) -> int:
    """The index of a line that holds all *words*, not one of the first *skip* of those."""
    return random.choice([at for at, line in enumerate(lines) if all(word in line for word in words)][skip:])


def changed(lines: Lines, at: int, old: str, new: str) -> Planted:
    assert old in lines[at]
    return Planted([*lines[:at], lines[at].replace(old, new, 1), *lines[at + 1 :]], at + 1)


def inserted(lines: Lines, at: int, new: Lines, line: int) -> Planted:
    """*new* lines before the one at *at*; the defect stands in the one of them at *line*."""
    return Planted([*lines[:at], *new, *lines[at:]], at + line + 1)


def junk_in_address(random: Random, lines: Lines) -> Planted:
    at = pick(random, lines, "/repo")
    if random.random() < 0.2:
        return changed(lines, at, "https://github.com", "https://https://github.com")
    junk = random.choice([".", "%C2%A0", "?utm_source=chat", "?spm=a2.b3", "，"])
    end = lines[at].index(")", lines[at].index("/repo"))
    return Planted([*lines[:at], lines[at][:end] + junk + lines[at][end:], *lines[at + 1 :]], at + 1)


def file_that_is_missing(random: Random, lines: Lines) -> Planted:
    at = pick(random, lines, "https://arxiv.org")
    if random.random() < 0.5:
        return changed(lines, at, "[[Code]", '<img src="figures/star.svg"> [[Code]')
    return changed(
        lines, at, f"https://{lines[at].split('https://')[1].split(')')[0]}", "notes/paper%20a.md#top"
    )


def anchor_that_is_broken(random: Random, lines: Lines) -> Planted:
    return changed(lines, pick(random, lines, "](#"), "](#", random.choice(["](#no-", "](#No/"]))


def anchor_with_punctuation(random: Random, lines: Lines) -> Planted:
    return changed(lines, pick(random, lines, "](#"), "](#", random.choice(["](#.", "](#--", "](#:-"]))


def pdf_instead_of_page(random: Random, lines: Lines) -> Planted:
    return changed(lines, pick(random, lines, "arxiv.org/abs"), "arxiv.org/abs", "arxiv.org/pdf")


def anchor_in_capitals(random: Random, lines: Lines) -> Planted:
    at = pick(random, [line if line.isascii() else "" for line in lines], "](#")
    fragment = lines[at].partition("](#")[2]
    return changed(lines, at, fragment, fragment.upper())


def heading_again(random: Random, lines: Lines) -> Planted:
    heads = [at for at, line in enumerate(lines) if line.startswith("## ")]
    first = random.choice(heads)
    at = random.choice([*(head for head in heads if head > first), len(lines)])
    return inserted(lines, at, [lines[first].upper(), "", *as_bullets(papers(random, 1)), ""], 0)


def table_without_rows(random: Random, lines: Lines) -> Planted:
    at = random.choice([at for at, line in enumerate(lines) if line.startswith("## ")])
    return inserted(lines, at, ["", "| Title | Venue |", "|---|---|", ""], 1)


def level_that_is_skipped(random: Random, lines: Lines) -> Planted:
    return changed(lines, pick(random, lines, "### "), "###", "#####")


def cells_that_do_not_fit(random: Random, lines: Lines) -> Planted:
    at = pick(random, lines, "| ICLR 2022 |")
    new = random.choice(["| ICLR 2022 | x |", "|", "| ICLR | 2022 | x |"])
    return changed(lines, at, "| ICLR 2022 |", new)


def comma_that_is_missing(random: Random, lines: Lines) -> Planted:
    at = pick(random, lines, "= {", "},")
    return Planted(changed(lines, at, "},", "}").lines, at + 2)


def field_given_twice(random: Random, lines: Lines) -> Planted:
    at = pick(random, lines, "= {", "},")
    return inserted(lines, at, [lines[at]], 1)


def key_of_another(random: Random, lines: Lines) -> Planted:
    at = pick(random, lines, "@article{", skip=1)
    return changed(lines, at, lines[at], next(line for line in lines if line.startswith("@article{")))


def field_that_is_missing(random: Random, lines: Lines) -> Planted:
    at = pick(random, lines, "@article{")
    gone = random.choice([2, 3])
    return Planted([*lines[: at + gone], *lines[at + gone + 1 :]], at + 1)


def title_of_another(random: Random, lines: Lines) -> Planted:
    at = pick(random, lines, "  title = {")
    return changed(lines, at, lines[at], "  title = {Unsupervised Parsing with Recurrent Grammars},")


PLANTS = [
    ("LNK003", junk_in_address),
    ("LNK004", file_that_is_missing),
    ("LNK005", anchor_that_is_broken),
    ("LNK005", anchor_with_punctuation),
    ("LNK006", pdf_instead_of_page),
    ("LNK007", anchor_in_capitals),
    ("SEC001", heading_again),
    ("SEC003", table_without_rows),
    ("SEC004", level_that_is_skipped),
    ("SEC005", cells_that_do_not_fit),
    ("BIB001", comma_that_is_missing),
    ("BIB001", field_given_twice),
    ("BIB002", key_of_another),
    ("BIB003", field_that_is_missing),
    ("BIB004", title_of_another),
]


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_a_clean_list_is_clean(random: Random) -> None:
    assert findings_in("\n".join(clean(random)), *CODES) == ()


@pytest.mark.parametrize(("code", "plant"), PLANTS, ids=lambda value: getattr(value, "__name__", value))
@settings(max_examples=7, deadline=None)
@given(SEEDS, st.sampled_from(["\n", "\r\n"]))
def test_a_defect_is_found_there_and_nowhere_else(
    code: str, plant: Callable[[Random, Lines], Planted], random: Random, newline: str
) -> None:
    planted = plant(random, clean(random))
    text = newline.join(planted.lines)
    found = [told(finding, text) for finding in findings_in(text, *CODES)]
    assert [(place.split(":")[0], place.split(" ")[1]) for place in found] == [(str(planted.line), code)]


FIXED = [plant for _, plant in PLANTS if plant in (
    junk_in_address, anchor_with_punctuation, pdf_instead_of_page, anchor_in_capitals
)]  # fmt: skip


@pytest.mark.parametrize("plant", FIXED, ids=lambda plant: plant.__name__)
@settings(max_examples=4, deadline=None)
@given(SEEDS, st.sampled_from(["\n", "\r\n"]))
def test_a_safe_fix_gives_the_clean_list_back(
    plant: Callable[[Random, Lines], Planted], random: Random, newline: str
) -> None:
    lines = clean(random)
    files = {"list.md": newline.join(plant(random, lines).lines)}
    outcome = mend(lists_of(files), linter(files, *CODES))
    assert outcome.refused == ()
    assert outcome.lists[0].source.text == newline.join(lines)
