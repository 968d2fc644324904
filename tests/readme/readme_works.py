"""Works for the tests of the README: those of the five lists, from their hand-checked truth, and any others."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from peftlint.fields.identifier import identifiers_of_url
from peftlint.model import Entry, Identifier, Link, Span, Work

SHARED = Path(__file__).parents[2] / "../shared"
NOWHERE = Span(0, 0)


def link(kind: str, url: str) -> Link:
    return Link(kind, url, "", NOWHERE, NOWHERE)


def entry(list_: str, line: int = 1, *section: str, links: Iterable[Link] = ()) -> Entry:
    return Entry(list_, line, line, "", NOWHERE, section=section, links=tuple(links))


def truth_works() -> list[Work]:
    """The 92 works of the five lists, each with the first account of every field."""
    if not (SHARED / "truth").is_dir():
        pytest.skip("the hand-checked truth of the five lists is not here")
    works = json.loads((SHARED / "truth/works.json").read_text(encoding="utf-8"))["works"]
    entries: dict[str, dict[str, Any]] = {}
    for path in sorted((SHARED / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if "entries" in truth:
            entries |= {f"{truth['list']}:{fact['line']}": fact for fact in truth["entries"]}
    return [_work(number, work, entries) for number, work in enumerate(works)]


def _work(number: int, work: dict[str, Any], entries: dict[str, dict[str, Any]]) -> Work:
    facts = [entries[name] for name in work["entries"]]
    urls = {fact_link["url"]: fact_link for fact in facts for fact_link in fact["links"] if fact_link["url"]}
    links = [link(fact_link["kind"], url) for url, fact_link in urls.items()]
    links.sort(key=lambda shown: (shown.kind != "paper", "arxiv" not in shown.url))
    return Work(
        key=next((fact["bibtex_key"] for fact in facts if fact["bibtex_key"]), f"work{number}"),
        title=work["title"],
        entries=tuple(
            entry(name.rpartition(":")[0], fact["line"], *fact["section"])
            for name, fact in zip(work["entries"], facts, strict=True)
        ),
        authors=max((tuple(map(str, fact["authors"])) for fact in facts), key=len),
        venue=next((fact["venue_canonical"] for fact in facts if fact["venue_canonical"]), None),
        year=next((fact["year"] for fact in facts if fact["year"]), None),
        links=tuple(links),
        identifiers=tuple(i for url in urls for i in identifiers_of_url(url)),
        tags=tuple(dict.fromkeys(tag for fact in facts for tag in fact["tags"])),
    )


HOSTILE = [
    "[", "]", "*", "_", "\\", "`", "|", "<", ">", "&", "$", "#", "~", "!", "(", ")", "{", "}", "%", "^", "@",
    ":", ";", ",", ".", "-", "+", "=", "/", "?", "'", '"', " ", "  ", "\t", "\n", "\r\n", "\u2028", "\u00a0",
    "a", "B", "LoRA", "é", "e\u0301", "中文", "שלום", "مرحبا", "🎉", "👩‍🔬", "\u200b", "\u00ad", "12", "1.", "1)",
    "- ", "+ ", "# ", "> ", "---", "===", "```", "~~~", "**", "__", "``", "''", "--", "?`", ",,", "<b>", "</a>",
    "<!--", "-->", "<!-- peftlint:end -->", "peftlint:begin", '<a id="x">', "&amp;", "&lt;", "&#42;", "&copy",
    "https://x.org/a_b", "www.x.org", "a@b.org", "@user", "#12", ":tada:", "$x$", "\\alpha", "\\&", "\\{", "{\\'e}",
    "](", "[x](y)", "![i](j)", "[^1]", "[x]: y", "<https://x>", " and ", "and", "others", "et al.", "untitled",
    "venue unknown", "year unknown", "Contents", ", 2020, ", "2020-01-01", "\x00", "\x07", "\u202e", "\u2066", "\ufeff",
    "@misc{x,", "}", "javascript:", " at ", "paper", "code",
]  # fmt: skip
"""What might break out of the place where it is written."""

fragments = st.sampled_from(HOSTILE)
letters = st.integers(0, 0xD7FF) | st.integers(0xE000, 0x10FFFF)
words = st.lists(fragments | letters.map(chr), max_size=6).map("".join)
hostile_text = words | fragments | fragments.map(lambda text: (text + "x" * 12) * 20)
kinds = st.sampled_from(
    ["paper", "code", "project", "blog", "data", "model", "video", "slides", "badge", "image", "other"]
)
urls = (
    st.builds("https://{}/{}".format, st.sampled_from(["arxiv.org", "github.com", "x.org", "例.cn"]), words)
    | st.sampled_from(
        [
            "https://arxiv.org/abs/2106.09685",
            "https://arxiv.org/pdf/2106.09685v2.pdf",
            "https://openreview.net/forum?id=nZeVKeeFYf9",
            "https://aclanthology.org/2021.acl-long.353/",
            "https://doi.org/10.1002/(SICI)1097-0258(19980815)17:15<1661::AID>3.0.CO;2-2",
            "https://en.wikipedia.org/wiki/A_(b)",
            "https://github.com/Microsoft/LoRA",
            "",
        ]
    )
    | words
)
identifiers = st.builds(
    Identifier, st.sampled_from(["arxiv", "doi", "acl", "github"]), hostile_text.filter(str.strip)
)
LISTS = {"lists/a.md": "lists/a.md", "lists/b c.md": "lists/b c.md", "other/[x](y)`z.md": "other/[x](y)`z.md"}


@st.composite
def works(draw: st.DrawFn) -> Work:
    """Any work, as hostile as can be."""
    return Work(
        key=draw(st.from_regex(r"[a-z]{2,6}(20[12]\d)?", fullmatch=True) | hostile_text),
        title=draw(hostile_text),
        entries=tuple(map(entry, draw(st.sets(st.sampled_from(sorted(LISTS)))))),
        authors=tuple(draw(st.lists(hostile_text, max_size=4))),
        et_al=draw(st.booleans()),
        venue=draw(st.none() | st.sampled_from(["ICLR", "TMLR", "arXiv"]) | hostile_text),
        year=draw(st.none() | st.integers(1900, 2100)),
        links=tuple(draw(st.lists(st.builds(link, kinds, urls), max_size=4))),
        identifiers=tuple(draw(st.lists(identifiers, max_size=2))),
        tags=tuple(draw(st.lists(hostile_text, max_size=3))),
        aliases=tuple(draw(st.lists(hostile_text, max_size=3))),
    )


def library(max_size: int = 4) -> st.SearchStrategy[list[Work]]:
    return st.lists(works(), max_size=max_size)
