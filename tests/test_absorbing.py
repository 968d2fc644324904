"""Hand edits between the markers are told from staleness, and carried back into the lists where that is certain."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peftlint.absorbing import Absorption, absorb, suggestion
from peftlint.config import Config
from peftlint.engine import library_of, read_library
from peftlint.files import load_config, read_source
from peftlint.merging import merged_page
from peftlint.model import Library, Source
from peftlint.readme import layout, region
from peftlint.readme.changes import changes
from peftlint.readme.hand_edits import HandEdit, described, hand_edits
from peftlint.readme.items import Address, Item, Readme

ROOT = Path(__file__).parents[1]

LIST = """# Papers

## Adapters

1. **LoRA: Low-Rank Adaptation of Large Language Models.** `ICLR`
   *Edward J. Hu, Yelong Shen* [[PDF](https://arxiv.org/abs/2106.09685)]
   [[Code](https://github.com/microsoft/LoRA)], 2022.

2. **Attention Is All You Need.** `NeurIPS`
   *Ashish Vaswani, Noam Shazeer* [[PDF](https://arxiv.org/abs/1706.03762)], 2017.
"""
OTHER = """# More papers

## 2021

| Title | Venue |
|---|---|
| [LoRA: Low-Rank Adaptation of Large Language Models](https://arxiv.org/abs/2106.09685) | arXiv |
| [Sparse Adapters for Translation](https://arxiv.org/abs/2101.00001) | ACL |
"""
CONFIG = Config(ROOT)


def a_library(one: str = LIST, other: str = OTHER) -> Library:
    return read_library([Source("a.md", one), Source("b.md", other)])


def merged(library: Library, config: Config = CONFIG, page: str | None = None) -> tuple[str, Readme]:
    return merged_page(page or region.new_readme("Papers"), library, config)


def edited(page: str, old: str, new: str) -> str:
    """*page* with *old* replaced on its lines of the list, as a person edits it, the BibTeX entries left alone."""
    lines = [line.replace(old, new) if line.startswith("- **") else line for line in page.split("\n")]
    assert lines != page.split("\n"), old
    return "\n".join(lines)


def edits_of(page: str, library: Library) -> tuple[HandEdit, ...]:
    return hand_edits(page, library, merged(library, page=page)[1])


def absorbed(page: str, library: Library) -> Absorption:
    """With a history that never held what was typed in."""
    readme = merged(library, page=page)[1]
    return absorb(page, library, hand_edits(page, library, readme, lambda _: False), CONFIG)


@pytest.mark.parametrize(
    ("old", "new", "told", "sure"),
    [
        ("_ICLR_", "_ICML_", "venue ICLR → ICML", True),
        ("2022", "2023", "year 2022 → 2023", True),
        ("[LoRA: Low-Rank", "[LoRA: High-Rank", "title", True),
        (
            "2106.09685",
            "2106.09686",
            "paper link https://arxiv.org/abs/2106.09685 → https://arxiv.org/abs/2106.09686",
            True,
        ),
        ("microsoft/LoRA", "microsoft/LoRB", "code link", False),
        (
            " `a` `b`",
            " [project](https://lora.example.org) `a` `b`",
            "project link none → https://lora.example.org",
            False,
        ),
    ],
)
def test_names_what_was_typed_in(old: str, new: str, told: str, sure: bool) -> None:
    library = a_library()
    found = edits_of(edited(merged(library)[0], old, new), library)
    assert [(told in described(edit), edit.sure) for edit in found] == [(True, sure)]
    assert all(edit.entries or edit.field == "work" for edit in found)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("`ICLR`", "`ICML`"),
        lambda text: text.replace("], 2022.", "], 2023."),
        lambda text: text.replace("Low-Rank Adaptation", "High-Rank Adaptation"),
        lambda text: text.replace("2106.09685", "2106.09686"),
        lambda text: text.replace("*Edward J. Hu, Yelong Shen*", "*Edward J. Hu*"),
        lambda text: text[: text.index("2. **")],
    ],
    ids=["venue", "year", "title", "link", "authors", "gone"],
)
def test_a_stale_readme_was_not_edited(change: object) -> None:
    """The lists moved on: nothing of that is taken for certain, and what a list had before is no edit at all."""
    assert callable(change)
    page, _ = merged(a_library(other="# None\n"))
    library = a_library(change(LIST), "# None\n")
    readme = merged(library)[1]
    assert not any(edit.sure for edit in hand_edits(page, library, readme))
    assert not hand_edits(page, library, readme, lambda text: text.casefold() in LIST.casefold() or None)


def test_other_spellings_and_accounts_are_no_edits() -> None:
    library = a_library()
    assert not edits_of(merged(library)[0], library)
    assert not edits_of(edited(merged(library)[0], "_ICLR_", "_arXiv_"), library)


@pytest.mark.parametrize(
    ("old", "new", "places", "shows"),
    [
        ("_ICLR_", "_ICML_", ("a.md:5",), "`ICML`"),
        ("2022", "2023", ("a.md:5",), "], 2023."),
        ("2106.09685", "2106.09686", ("a.md:5", "b.md:7"), "abs/2106.09686"),
        ("microsoft/LoRA", "microsoft/peft", ("a.md:5",), "github.com/microsoft/peft"),
        ("Attention Is All", "Attention Was All", ("a.md:9",), "**Attention Was All You Need.**"),
        ("LoRA: Low-Rank", "LoRA: High-Rank", ("a.md:5", "b.md:7"), "**LoRA: High-Rank Adaptation"),
        ("_NeurIPS_", "_NIPS_", (), ""),
        ("_ACL_", "_EMNLP_", ("b.md:8",), "| EMNLP |"),
    ],
)
def test_carries_an_edit_back(old: str, new: str, places: tuple[str, ...], shows: str) -> None:
    library = a_library()
    page = edited(merged(library)[0], old, new)
    outcome = absorbed(page, library)
    assert not outcome.left
    assert [one.places for one in outcome.absorbed] == ([places] if places else [])
    assert not places or any(shows in paper_list.source.text for paper_list in outcome.lists)
    again = merged(library_of(outcome.lists), page=page)
    assert not hand_edits(again[0], library_of(outcome.lists), again[1])


def test_what_a_list_may_have_changed_is_not_carried_back() -> None:
    library = a_library()
    page = edited(merged(library)[0], "microsoft/LoRA", "microsoft/peft")
    outcome = absorb(page, library, edits_of(page, library), CONFIG)
    assert not outcome.absorbed
    assert [left.reason for left in outcome.left] == [
        "a list may have changed since; if it was typed in, edit it in a.md:5, b.md:7"
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2021", "2020", "b.md:8 does not print the year; it is that of the heading above it"),
        (
            " `a` `b`",
            " [project](https://lora.example.org) `a` `b`",
            "no list gives it a project link; add one in a.md:5, b.md:7",
        ),
    ],
)
def test_says_why_not(old: str, new: str, reason: str) -> None:
    library = a_library()
    outcome = absorbed(edited(merged(library)[0], old, new), library)
    assert [left.reason for left in outcome.left][:1] == [reason]
    assert outcome.lists == library.lists


def test_an_entry_made_by_hand_is_told_with_the_command_that_adds_it() -> None:
    library = a_library()
    page, _ = merged(library)
    made = "- **[A New; Paper $(touch x)](https://arxiv.org/abs/2401.00009)**, 2024, _ICML_. Hu [code](https://x.org)\n"
    page = page.replace("- **[LoRA", f"{made}- **[LoRA", 1)
    (edit,) = edits_of(page, library)
    assert (edit.field, edit.shown, page.split("\n")[edit.line - 1]) == (
        "work",
        "A New; Paper $(touch x)",
        made[:-1],
    )
    assert suggestion(edit, "a.md") == (
        "peftlint new --list a.md --title 'A New; Paper $(touch x)' --link https://arxiv.org/abs/2401.00009"
        " --link https://x.org"
    )


@pytest.mark.parametrize(
    "text", ["", "<!-- peftlint:begin -->\n", "::error::\n" * 500, "- **x\n- [a](b)\n- \x1b[31m"]
)
def test_strange_text_between_the_markers(text: str) -> None:
    library = a_library()
    page, _ = merged(library)
    at = page.index("## Contents") if "## Contents" in page else page.index("- **")
    broken = page[:at] + text.replace("<!-- peftlint:begin -->", "") + page[at:]
    absorb(broken, library, edits_of(broken, library), CONFIG)


@cache
def own() -> tuple[Library, Config, str, Readme]:
    """The five lists, merged."""
    config = load_config(ROOT)
    library = read_library(
        read_source(str(path))._replace(path=str(path)) for path in sorted((ROOT / "lists").glob("*.md"))
    )
    page, readme = merged(library, config, (ROOT / "README.md").read_text("utf-8"))
    return library, config, page, readme


FIELDS = st.sampled_from(["title", "venue", "year", "link"])


def changed(item: Item, field: str) -> Item:
    if field == "title":
        return item._replace(title=f"{item.title} Revisited")
    if field == "venue":
        return item._replace(venue="EMNLP" if item.venue != "EMNLP" else "ICML")
    if field == "year":
        return item._replace(year=(item.year or 2020) + 1)
    url = re.sub(
        r"[^/]+$", "2402.12345" if "arxiv" in item.links[0].url else "another-one", item.links[0].url
    )
    return item._replace(links=(Address(item.links[0].kind, url), *item.links[1:]))


@settings(max_examples=5)
@given(st.data(), FIELDS)
def test_lists_merge_to_the_edited_readme(data: st.DataObject, field: str) -> None:
    library, config, page, readme = own()
    item = data.draw(
        st.sampled_from([item for item in readme.items if item.links and item.venue and item.year])
    )
    wanted = changed(item, field)
    edited_page = page.replace(f"- {layout.line(item)}\n", f"- {layout.line(wanted)}\n")
    assert edited_page != page
    outcome = absorb(edited_page, library, hand_edits(edited_page, library, readme, lambda _: False), config)
    assert len(outcome.absorbed) + len(outcome.left) == 1
    after = merged(library_of(outcome.lists), config, page)[1]
    told = changes(readme, after)
    if outcome.left:
        assert not told
        return
    assert {change.title for change in told} <= {item.title, wanted.title}
    shown = next(one for one in after.items if one.title == wanted.title)
    assert (shown.venue, shown.year) == (wanted.venue, wanted.year)
    assert set(shown.links) == set(wanted.links)
