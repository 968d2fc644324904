from __future__ import annotations

from typing import Any

import pytest

from peftlint.model import Identifier
from peftlint.readme.changes import Change, changes, described, summary
from peftlint.readme.items import Address, Item, Readme, Section

CODE = Address("code", "https://x.org/c")
PAPER = Address("paper", "https://x.org/p")
LORA = Item(
    key="hu2022",
    title="LoRA: Low-Rank",
    authors=("Edward Hu",),
    venue="arXiv",
    year=2021,
    links=(PAPER, CODE),
    identifiers=(Identifier("arxiv", "2106.09685"), Identifier("github", "a/b")),
    codes=("a",),
)
OTHER = Item(key="other", title="Another Paper")


def readme(*items: Item, name: str = "S") -> Readme:
    return Readme((), (Section(name, "", items),))


@pytest.mark.parametrize(
    ("values", "found", "told"),
    [
        ({}, [], "no work changed"),
        ({"venue": "ICLR"}, [("venue", "arXiv", "ICLR")], "1 venue arXiv → ICLR"),
        ({"venue": None}, [("venue", "arXiv", "")], "1 venue arXiv → none"),
        ({"year": None}, [("year", "2021", "")], "1 year 2021 → none"),
        ({"title": "LoRA"}, [("title", "LoRA: Low-Rank", "LoRA")], "1 title"),
        ({"et_al": True}, [("author list", "Edward Hu", "Edward Hu, et al.")], "1 author list"),
        ({"codes": ("a", "b")}, [("source", "a", "a, b")], "1 source"),
        ({"aliases": ("X",)}, [("other title", "", "X")], "1 other title"),
        ({"key": "hu2021"}, [("key", "hu2022", "hu2021")], "1 key"),
        ({"carried": (("pages", "1"),)}, [("BibTeX field", "", "pages = 1")], "1 BibTeX field"),
        (
            {"links": (PAPER, Address("code", "https://y.org"))},
            [("code link", "https://x.org/c", "https://y.org")],
            "1 code link",
        ),
        ({"links": (CODE, PAPER)}, [], "no work changed"),
        (
            {"links": (CODE, Address("data", "https://y.org"))},
            [("data link", "", "https://y.org"), ("paper link", "https://x.org/p", "")],
            "1 data link, 1 paper link",
        ),
    ],
)
def test_tells_what_changed(values: dict[str, Any], found: list[tuple[str, str, str]], told: str) -> None:
    after = LORA._replace(**values)
    seen = changes(readme(LORA, OTHER), readme(OTHER, after))
    assert seen == tuple(Change(field, after.title, *sides) for field, *sides in found)
    assert summary(seen) == told


def test_added_removed_and_moved() -> None:
    new = LORA._replace(key="new", title="New", identifiers=())
    assert changes(readme(LORA), readme(LORA, new)) == (Change("work", "New", "", "New"),)
    assert changes(readme(LORA, new), readme(LORA)) == (Change("work", "New", "New", ""),)
    assert changes(readme(LORA), readme(LORA, name="T")) == (Change("topic", LORA.title, "S", "T"),)
    both = changes(readme(LORA), readme(new, OTHER))
    assert summary(both) == "+2 works, 1 removed"
    assert [described(change) for change in both] == [
        "added: New",
        "added: Another Paper",
        f"removed: {LORA.title}",
    ]


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (LORA, LORA._replace(key="x", title="Else"), True),
        (LORA, LORA._replace(key="x", title="lora low rank", identifiers=()), True),
        (LORA, LORA._replace(key="x", title="Else", aliases=("LoRA, Low-Rank",), identifiers=()), True),
        (LORA, LORA._replace(title="Else", identifiers=()), True),
        (LORA, LORA._replace(key="x", title="Else", identifiers=LORA.identifiers[1:]), False),
        (LORA._replace(title="?"), LORA._replace(key="x", title="!", identifiers=()), False),
    ],
)
def test_what_is_the_same_work(before: Item, after: Item, same: bool) -> None:
    found = changes(readme(before), readme(after))
    assert ("work" in {change.field for change in found}) is not same


def test_each_old_work_is_taken_once() -> None:
    twin = LORA._replace(key="twin")
    assert [change.field for change in changes(readme(LORA), readme(LORA, twin))] == ["work"]
    assert [change.field for change in changes(readme(LORA, twin), readme(twin))] == ["work"]


def test_counts_and_values_of_a_summary() -> None:
    items = [OTHER._replace(key=str(number), title=f"P {number}", venue="arXiv") for number in range(3)]
    published = [
        item._replace(venue=venue) for item, venue in zip(items, ["ICLR", "ICLR", "ACL"], strict=True)
    ]
    assert summary(changes(readme(*items[:2]), readme(*published[:2]))) == "2 venues arXiv → ICLR"
    assert summary(changes(readme(*items), readme(*published))) == "3 venues"
    assert described(Change("venue", "T", "", "ICLR")) == "T: venue none → ICLR"
