"""The canonical README is a list again: what it says can be read back, whatever strangers wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readme_works import HOSTILE, LISTS, library, truth_works, works

from peftlint.config import Config, Topic
from peftlint.model import Bibtex, BibtexField, Identifier, Source, Work
from peftlint.readme import region
from peftlint.readme.arrange import arrange
from peftlint.readme.escape import clean, clean_address
from peftlint.readme.items import Address, Item, Readme, Section, SourceList
from peftlint.readme.layout import render
from peftlint.readme.read import read, read_canonical
from peftlint.readme.verify import verify

ARXIV = Address("paper", "https://arxiv.org/abs/2106.09685")
CONFIG = Config(
    root=Path("/"),
    topics=(
        Topic("Low-rank [x] <b>", "低秩", words=("lora",)),
        Topic("C#", "1. *x*", words=("code",)),
        Topic("Contents", words=("paper",)),
    ),
)


def page(readme: Readme) -> str:
    """A whole README, with more than the region."""
    head = f"# Title\n\n```\n{region.BEGIN}\n```\n\n- [x]: y\n\n{region.BEGIN}\n{region.END}\n\n- **[a](b)** <a id='x'></a>\n"
    return region.replace(head, render(readme))


@given(library())
@settings(max_examples=25, deadline=None)
def test_reads_back_what_was_written(some_works: list[Work]) -> None:
    readme = arrange(some_works, CONFIG, LISTS)
    text = page(readme)
    found = read(text)
    assert found == readme
    assert page(found) == text
    verify(text, readme)


@given(works())
@settings(max_examples=30, deadline=None)
def test_nothing_of_a_work_is_lost(work: Work) -> None:
    readme = arrange([work], CONFIG, {})
    text = page(readme)
    source = Source("README.md", text)
    (entry,) = read_canonical(source)
    assert entry.title == clean(work.title)
    assert entry.authors == tuple(filter(None, map(clean, work.authors)))
    assert entry.et_al == work.et_al
    assert entry.venue == (clean(work.venue or "") or None)
    assert entry.year == work.year
    addresses = [(link.kind, clean_address(link.url)) for link in work.links]
    assert [(link.kind, link.url) for link in entry.links] == [pair for pair in addresses if pair[1]]
    assert entry.tags == tuple(filter(None, map(clean, work.tags)))
    assert entry.aliases == tuple(filter(None, map(clean, work.aliases)))
    found = {(identifier.kind, clean(identifier.value)) for identifier in work.identifiers}
    assert {(identifier.kind, identifier.value) for identifier in entry.identifiers} == found
    assert entry.bibtex is not None
    assert entry.bibtex.key == next(readme.items).key


def test_keys_and_sources_of_ordinary_works_come_back() -> None:
    some_works = truth_works()
    lists = {entry.list: entry.list for work in some_works for entry in work.entries}
    readme = read(page(arrange(some_works, Config(Path("/")), lists)))
    paths = {source.code: source.path for source in readme.lists}
    assert {item.key: sorted(paths[code] for code in item.codes) for item in readme.items} == {
        work.key: sorted({entry.list for entry in work.entries}) for work in some_works
    }


def test_entries_know_their_places() -> None:
    readme = arrange(truth_works(), CONFIG, {})
    for text in (page(readme), page(readme).replace("\n", "\r\n")):
        source = Source("README.md", text)
        entries = read_canonical(source)
        assert [entry.bibtex and entry.bibtex.key for entry in entries] == [item.key for item in readme.items]
        for entry in entries:
            line = source.slice(entry.span)
            assert (entry.line, entry.end_line) == (source.place(entry.span.start).line, entry.line)
            assert line.startswith("- **")
            assert line.endswith("</a>")
            assert entry.section[0] in ("Low-rank [x] <b>", "C#", "Contents", CONFIG.other)
            shown = [source.slice(link.span) for link in entry.links]
            assert all(part.startswith("[") and part.endswith(")") for part in shown)
            assert sorted(shown, key=line.index) == shown
            assert [source.slice(link.url_span).replace("\\", "") for link in entry.links] == [
                link.url for link in entry.links
            ]


@pytest.mark.parametrize(
    ("written", "changed", "values"),
    [
        ("**[T](", "**[New *title*](", {"title": "New title"}),
        (
            "**[T](https://arxiv.org/abs/2106.09685)**",
            "**T**",
            {"links": (Address("code", "https://x.org/c"),)},
        ),
        (", 2022, ", ", 2023, ", {"year": 2023}),
        ("_ICLR_", "*ACL*", {"venue": "ACL"}),
        ("_ICLR_", "ICLR", {"venue": None}),
        ("https://x.org/c", "https://x.org/d", {"links": (ARXIV, Address("code", "https://x.org/d"))}),
        ("[code]", "[slides]", {"links": (ARXIV, Address("slides", "https://x.org/c"))}),
        ("`a`", "`b` `c`", {"codes": ("b", "c")}),
        ("{Ann Bee}", "{Bee, Ann and others}", {"authors": ("Bee, Ann",), "et_al": True}),
        ("  keywords = {PEFT},\n", "  keywords = {PEFT, {\\'E}t},\n", {"tags": ("PEFT", "Ét")}),
        ("@inproceedings{k,", "@article{k,", {"type": "article"}),
        ("@inproceedings{k,", "@misc{j,", {"authors": (), "tags": (), "type": "misc", "identifiers": ()}),
        ("## ", "### ", {}),
        ("- **", "* **", {}),
        ("https://arxiv.org/abs/2106.09685)", "<https://arxiv.org/abs/2106.09685>)", {}),
    ],
)
def test_what_is_changed_by_hand_is_read(written: str, changed: str, values: dict[str, Any]) -> None:
    item = Item(
        key="k",
        title="T",
        authors=("Ann Bee",),
        venue="ICLR",
        year=2022,
        links=(ARXIV, Address("code", "https://x.org/c")),
        identifiers=(Identifier("arxiv", "2106.09685"),),
        tags=("PEFT",),
        codes=("a",),
        type="inproceedings",
    )
    text = page(Readme((SourceList("a", "a.md"),), (Section("S", "", (item,)),)))
    assert written in text
    assert list(read(text.replace(written, changed)).items) == [item._replace(**values)]


PARTS_OF_A_REGION = [
    "\n## H\n",
    "\n- **[a](b)**, 2020, _X_. ",
    '<a id="k"></a>',
    "\n```bibtex\n@misc{k, title={x}}\n```\n",
]
HAND = st.lists(st.sampled_from([*HOSTILE, *PARTS_OF_A_REGION]), max_size=15).map("".join)


@given(HAND)
@settings(max_examples=50, deadline=None)
def test_whatever_stands_in_the_region_is_read_without_an_error(text: str) -> None:
    readme = f"{region.BEGIN}\n{text}\n{region.END}\n"
    try:
        read(readme)
        read_canonical(Source("README.md", readme))
    except region.RegionError:
        assert "peftlint:" in text or "`" in text or "~" in text or "<" in text


def test_carried_fields_come_back() -> None:
    fields = (("volume", "{V}"), ("pages", "1--2"), ("publisher", r"{\'E}d. \& B, 50%"))
    bibtex = Bibtex(
        "k", "article", tuple(BibtexField(*pair, 0) for pair in (("journal", "TMLR"), *fields)), ""
    )
    readme = arrange([Work("k", "T", (), venue="TMLR", bibtex=bibtex)], CONFIG, {})
    (item,) = read(page(readme)).items
    assert (item.type, item.carried) == ("article", fields)
    assert item._replace(carried=()) == next(readme.items)._replace(carried=())
