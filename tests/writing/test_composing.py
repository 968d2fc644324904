"""A new entry in a list's own form: each list beside the entry that is to come out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peftlint.engine import read_list
from peftlint.model import Entry, PaperList, Source
from peftlint.writing.composing import CannotWrite, compose
from peftlint.writing.placing import PlaceProblem
from peftlint.writing.units import units
from peftlint.writing.wanted import Wanted, differences, wanted_entry, wanted_link

LISTS = sorted((Path(__file__).parents[2] / "lists").glob("*.md"))

NUMBERED = """# Papers

## Adapters

1. **Sparse Adapters for Translation.** `ICML`
   *Ana Abaroa, Boris Castell* [[PDF](https://arxiv.org/abs/1901.00001)] [[Code](https://github.com/a/sparse)], 2019.

2. **Gated Prompts for Compression.** `ICLR`
   *Carla Dvorak, Elena Fontana* [[PDF](https://arxiv.org/abs/2001.00002)], 2020.

## Prompts

1. **Frozen Kernels for Recognition.** `ACL`
   *Greta Hartman* [[PDF](https://arxiv.org/abs/2101.00003)] [[Code](https://github.com/a/frozen)], 2021.
"""
TABLE = """# Papers

## 2024

| Title                                                                        | Venue | Code                                   |
|------------------------------------------------------------------------------|-------|----------------------------------------|
| [Sparse Adapters for Translation](https://arxiv.org/abs/2401.00001)          | ICML  | [Github](https://github.com/a/sparse)  |
| [Gated Prompts for Compression](https://arxiv.org/abs/2401.00002)            | arXiv |                                        |

## 2023

| Title                                                               | Venue | Code |
|---------------------------------------------------------------------|-------|------|
| [Frozen Kernels for Recognition](https://arxiv.org/abs/2301.00003)  | ACL   |      |
"""
HEADINGS = """# Papers

## Method

#### Sparse Adapters for Translation

tag: `Zorin` | `ICML24`

paper link: [here](https://arxiv.org/abs/2401.00001)

code link: [here](https://github.com/a/sparse)

citation:

```bibtex
@inproceedings{abaroa2024sparse,
      title={Sparse Adapters for Translation},
      author={Ana Abaroa and Boris Castell},
      booktitle={ICML},
      pages={1--12},
      year={2024}
}
```

#### Gated Prompts for Compression

tag: `Quibble` | `ICLR24`

paper link: [here](https://arxiv.org/abs/2401.00002)

citation:

```bibtex
@inproceedings{dvorak2024gated,
      title={Gated Prompts for Compression},
      author={Carla Dvorak and Elena Fontana},
      booktitle={ICLR},
      year={2024}
}
```
"""
NEWEST_FIRST = """# Papers

- [Sparse Adapters for Translation](https://arxiv.org/abs/2301.00001), ICML 2023
- [Gated Prompts for Compression](https://arxiv.org/abs/2101.00002), ICLR 2021
- [Frozen Kernels for Recognition](https://arxiv.org/abs/1901.00003), ACL 2019
"""
BADGES = """# Papers

- **Sparse Adapters for Translation,** ICML 2023. ![](https://img.shields.io/badge/Zorin-blue)

  *Ana Abaroa, Boris Castell*. [[pdf](https://arxiv.org/abs/2301.00001)]

- **Gated Prompts for Compression,** ICLR 2021. ![](https://img.shields.io/badge/Quibble-blue)

  *Carla Dvorak, Elena Fontana*. [[pdf](https://arxiv.org/abs/2101.00002)]
"""
HTML = """# Papers

<table>
<tr><th>Title</th><th>Venue</th><th>Year</th></tr>
<tr>
<td><a href="https://arxiv.org/abs/2301.00001">Sparse Adapters for Translation</a></td>
<td>ICML</td>
<td>2023</td>
</tr>
<tr>
<td><a href="https://arxiv.org/abs/2101.00002">Gated Prompts for Compression</a></td>
<td>ICLR</td>
<td>2021</td>
</tr>
</table>
"""
PAPER = wanted_link("https://arxiv.org/abs/2201.00009")
CODE = wanted_link("code=https://github.com/b/modular")
TITLE = "Modular Routers for Verification"


def a_list(text: str) -> PaperList:
    return read_list(Source("list.md", text))


@pytest.mark.parametrize(
    ("text", "wanted", "section", "expected"),
    [
        (
            NUMBERED,
            wanted_entry(TITLE, ("Irene Jansson", "Hugo Novak"), "EMNLP", 2022, (PAPER, CODE)),
            "Adapters",
            f"3. **{TITLE}.** `EMNLP`\n   *Irene Jansson, Hugo Novak* [[PDF](https://arxiv.org/abs/2201.00009)]"
            " [[Code](https://github.com/b/modular)], 2022.",
        ),
        (
            NUMBERED,
            wanted_entry(TITLE, ("Irene Jansson",), "EMNLP", 2022, (PAPER,)),
            "prompts",
            f"2. **{TITLE}.** `EMNLP`\n   *Irene Jansson* [[PDF](https://arxiv.org/abs/2201.00009)], 2022.",
        ),
        (
            NUMBERED,
            wanted_entry(TITLE, ("Irene Jansson",), None, 2022, (PAPER,)),
            "Prompts",
            f"2. **{TITLE}.**\n   *Irene Jansson* [[PDF](https://arxiv.org/abs/2201.00009)], 2022.",
        ),
        (
            TABLE,
            wanted_entry("Routers | Modular [v2]", (), "EMNLP", 2024, (PAPER, CODE)),
            None,
            r"| [Routers \| Modular \[v2\]](https://arxiv.org/abs/2201.00009)          | EMNLP  |"
            " [Github](https://github.com/b/modular)  |",
        ),
        (
            TABLE,
            wanted_entry(TITLE, (), "EMNLP", 2023, (PAPER,)),
            "2023",
            f"| [{TITLE}](https://arxiv.org/abs/2201.00009)  | EMNLP   |      |",
        ),
        (
            HEADINGS,
            wanted_entry(TITLE, ("Irene Jansson", "Hugo Novak"), "ICML", 2022, (PAPER, CODE), ("Trinoc",)),
            "Method",
            f"#### {TITLE}\n\ntag: `Trinoc` | `ICML22`\n\npaper link: [here](https://arxiv.org/abs/2201.00009)\n\n"
            "code link: [here](https://github.com/b/modular)\n\ncitation:\n\n```bibtex\n"
            "@inproceedings{jansson2022modular,\n"
            f"      title={{{TITLE}}},\n      author={{Irene Jansson and Hugo Novak}},\n"
            "      booktitle={ICML},\n      year={2022}\n}\n```",
        ),
        (
            NEWEST_FIRST,
            wanted_entry(TITLE, (), "EMNLP", 2022, (PAPER,)),
            None,
            f"- [{TITLE}](https://arxiv.org/abs/2201.00009), EMNLP 2022",
        ),
        (
            BADGES,
            wanted_entry(TITLE, ("Irene Jansson",), "EMNLP", 2020, (PAPER,), ("Two-Fold Name",)),
            None,
            f"- **{TITLE},** EMNLP 2020. ![](https://img.shields.io/badge/Two--Fold_Name-blue)\n\n"
            "  *Irene Jansson*. [[pdf](https://arxiv.org/abs/2201.00009)]",
        ),
        (
            HTML,
            wanted_entry("Routers & <b>Modules</b>", (), "EMNLP", 2020, (PAPER,)),
            None,
            '<tr>\n<td><a href="https://arxiv.org/abs/2201.00009">Routers &amp; &lt;b&gt;Modules&lt;/b&gt;</a></td>\n'
            "<td>EMNLP</td>\n<td>2020</td>\n</tr>",
        ),
    ],
    ids=[
        "numbered", "borrows nothing", "without venue", "table", "table without code", "heading", "bullet", "badge",
        "html",
    ],
)  # fmt: skip
def test_writes_in_the_form_of_the_list(
    text: str, wanted: Wanted, section: str | None, expected: str
) -> None:
    composed = compose(a_list(text), wanted, section)
    assert composed.entry_text == expected
    assert expected in composed.text
    assert not differences(wanted, composed.entry, 2024 if text == TABLE else None)


def titles(text: str) -> list[str]:
    return [entry.title for entry in a_list(text).entries]


def test_newest_first_stays_newest_first() -> None:
    wanted = wanted_entry(TITLE, (), "EMNLP", 2022, (PAPER,))
    assert titles(compose(a_list(NEWEST_FIRST), wanted, None).text)[1] == TITLE
    wanted = replace_year(wanted, 2024)
    assert titles(compose(a_list(NEWEST_FIRST), wanted, None).text)[0] == TITLE


def replace_year(wanted: Wanted, year: int) -> Wanted:
    return wanted._replace(year=year)


def test_numbers_go_on_behind_the_new_one() -> None:
    text = NEWEST_FIRST
    for number, old in enumerate(["- [Sparse", "- [Gated", "- [Frozen"], 1):
        text = text.replace(old, f"{number}. {old[2:]}")
    composed = compose(a_list(text), wanted_entry(TITLE, (), "EMNLP", 2022, (PAPER,)), None)
    starts = [line.partition(" ")[0] for line in composed.text.splitlines() if "](http" in line]
    assert starts == ["1.", "2.", "3.", "4."]
    assert composed.entry_text.startswith("2. ")


def test_borrows_the_form_of_a_link_from_another_entry() -> None:
    text = NUMBERED.replace(" [[Code](https://github.com/a/sparse)]", "")
    wanted = wanted_entry(TITLE, ("Irene Jansson",), "EMNLP", 2022, (PAPER, CODE))
    assert (
        "[[Code](https://github.com/b/modular)], 2022."
        in compose(a_list(text), wanted, "Adapters").entry_text
    )


def test_says_nothing_of_a_sibling_about_the_new_work() -> None:
    text = NEWEST_FIRST.replace("ICML 2023", "ICML 2023, winner of the Zorin prize")
    composed = compose(a_list(text), wanted_entry(TITLE, (), "EMNLP", 2024, (PAPER,)), None)
    assert "Zorin" not in composed.entry_text


@pytest.mark.parametrize(
    ("section", "told"),
    [
        (
            "Adaptors",
            r"no section 'Adaptors'; did you mean 'Adapters'\? its sections with entries are: Adapters; Prompts",
        ),
        (None, "several sections; choose one with --section: Adapters; Prompts"),
    ],
)
def test_an_unknown_section_is_told_with_those_that_there_are(section: str | None, told: str) -> None:
    with pytest.raises(PlaceProblem, match=told):
        compose(a_list(NUMBERED), wanted_entry(TITLE, ("Irene Jansson",)), section)


@pytest.mark.parametrize(
    "wanted",
    [
        wanted_entry(TITLE, ("Irene Jansson",), "EMNLP", 2022, (PAPER,)),
        wanted_entry(TITLE, (), "EMNLP", 2022, (PAPER,), ("a label",)),
    ],
    ids=["authors", "tags"],
)
def test_refuses_what_the_form_cannot_hold(wanted: Wanted) -> None:
    with pytest.raises(CannotWrite, match=r"list\.md"):
        compose(a_list(NEWEST_FIRST), wanted, None)


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script> for Adapters",
        "::error::injected *bold* `code` [x](javascript:x)",
        "Adapters \u202e reversed \x1b[31m red",
        "Two\nLines of Adapters",
        "| a | b | c |",
        "![](https://example.org/x.png)",
        "-->",
    ],
)
@pytest.mark.parametrize("text", [NUMBERED, TABLE, HTML], ids=["numbered", "table", "html"])
def test_hostile_text_stays_text(text: str, title: str) -> None:
    """What comes out reads as exactly what was asked, and every other entry as before; or nothing comes out."""
    paper_list = a_list(text)
    wanted = wanted_entry(title, (), "EMNLP", 2024, (PAPER,))
    try:
        composed = compose(
            paper_list, wanted, paper_list.entries[0].section[-1] if paper_list.entries[0].section else None
        )
    except CannotWrite:
        return
    assert composed.entry.title == wanted.title
    assert len(titles(composed.text)) == len(titles(text)) + 1
    assert not re.search(r"(?<!\\)<script", composed.entry_text)


WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9).map(str.capitalize)
NAMES = st.lists(st.tuples(WORD, WORD).map(" ".join), min_size=1, max_size=4, unique=True).map(tuple)


@settings(max_examples=25)
@given(
    st.sampled_from([NUMBERED, BADGES, HEADINGS]),
    st.lists(WORD, min_size=3, max_size=6).map(" for ".join),
    NAMES,
    st.sampled_from(["ICML", "EMNLP", "arXiv"]),
    st.integers(2018, 2025),
    st.booleans(),
)
def test_what_is_written_reads_back(
    text: str, title: str, names: tuple[str, ...], venue: str, year: int, code: bool
) -> None:
    paper_list = a_list(text)
    tags = () if text == NUMBERED else ("Trinoc",)
    wanted = wanted_entry(
        title, names, venue, year, (PAPER, CODE) if code and text != BADGES else (PAPER,), tags
    )
    try:
        composed = compose(paper_list, wanted, paper_list.entries[0].section[-1] if text != BADGES else None)
    except CannotWrite:
        return  # names that read as a title, say; what is never allowed is a wrong entry
    again = a_list(composed.text)
    new = [entry for entry in again.entries if entry.title == title]
    assert len(again.entries) == len(paper_list.entries) + 1
    assert [(entry.authors, entry.year) for entry in new] == [(names, year)]


def recreated(paper_list: PaperList, entry: Entry, text: str) -> bool | None:
    """Whether an entry that was taken out comes out again; None if it is refused."""
    links = tuple(
        dict.fromkeys(
            wanted_link(f"{link.kind}={link.url}")
            for link in entry.links
            if link.url and link.kind not in ("badge", "image")
        )
    )
    names = (*entry.authors, *["et al."] * entry.et_al)
    wanted = wanted_entry(entry.title, names, entry.venue, entry.year, links, entry.tags)
    without = read_list(paper_list.source._replace(text=text))
    try:
        composed = compose(without, wanted, " / ".join(entry.section) or None)
    except CannotWrite:
        return None
    after = read_list(paper_list.source._replace(text=composed.text))
    assert len(after.entries) == len(paper_list.entries)
    return composed.entry.section == entry.section


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_entries_of_the_lists_can_be_written_again(path: Path) -> None:
    paper_list = read_list(Source(path.name, path.read_text("utf-8")))
    text = paper_list.source.text
    outcomes = []
    for unit in units(paper_list)[1::4]:
        end = unit.span.end + len(text[unit.span.end :]) - len(text[unit.span.end :].lstrip("\n"))
        outcomes.append(recreated(paper_list, unit.entry, text[: unit.span.start] + text[end:]))
    assert False not in outcomes
    assert outcomes.count(None) <= 1
