"""Is it listed? Asked in every form in which people name a work."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peftlint.engine import read_library
from peftlint.fields.identifier import WORK_KINDS, canonical_address
from peftlint.lookup import CERTAIN, LIKELY, POSSIBLY, ask, find, is_listed
from peftlint.model import Entry, Library, Source

LIST = """# Papers

## Adapters

1. **LoRA: Low-Rank Adaptation of Large Language Models.** `ICLR`
   *Edward J. Hu, Yelong Shen* [[PDF](https://arxiv.org/abs/2106.09685)]
   [[OpenReview](https://openreview.net/forum?id=nZeVKeeFYf9)] [[Code](https://github.com/microsoft/LoRA)], 2022.

2. **Prefix-Tuning: Optimizing Continuous Prompts for Generation.** `ACL`
   *Xiang Lisa Li, Percy Liang* [[PDF](https://aclanthology.org/2021.acl-long.353.pdf)], 2021.

3. **Attention Is All You Need.** `NeurIPS`
   *Ashish Vaswani, Noam Shazeer* [[PDF](https://papers.example.org/attention.pdf)], 2017.

4. **QLoRA: Efficient Finetuning of Quantized LLMs.** `NeurIPS`
   *Tim Dettmers, Artidoro Pagnoni* [[PDF](https://doi.org/10.5555/3666122.3666563)], 2023.
"""
OTHER = """# More papers

| Title | Venue |
|---|---|
| [LoRA: Low-rank adaptation of large language models](https://arxiv.org/pdf/2106.09685v2) | arXiv |
| [A Survey of Adapters](https://arxiv.org/abs/2303.15647) | arXiv |
"""


@cache
def library() -> Library:
    return read_library([Source("a.md", LIST), Source("b.md", OTHER)])


def found(text: str) -> list[tuple[str, list[str]]]:
    """Level and places of each work that is found."""
    listed = find(ask(text), library().works)
    return [(one.level, [hit.entry.id for hit in one.hits]) for one in listed]


@pytest.mark.parametrize(
    ("asked", "level", "places"),
    [
        ("LoRA: Low-Rank Adaptation of Large Language Models", CERTAIN, ["a.md:5", "b.md:5"]),
        ("lora low-rank adaptation of LARGE language models.", CERTAIN, ["a.md:5", "b.md:5"]),
        ("2106.09685", CERTAIN, ["a.md:5", "b.md:5"]),
        ("2106.09685v3", CERTAIN, ["a.md:5", "b.md:5"]),
        ("arXiv:2106.09685", CERTAIN, ["a.md:5", "b.md:5"]),
        ("https://arxiv.org/pdf/2106.09685v1.pdf", CERTAIN, ["a.md:5", "b.md:5"]),
        ("https://doi.org/10.48550/arXiv.2106.09685", CERTAIN, ["a.md:5", "b.md:5"]),
        ("10.48550/arXiv.2106.09685", CERTAIN, ["a.md:5", "b.md:5"]),
        ("https://huggingface.co/papers/2106.09685", CERTAIN, ["a.md:5", "b.md:5"]),
        ("nZeVKeeFYf9", CERTAIN, ["a.md:5", "b.md:5"]),
        ("openreview:nZeVKeeFYf9", CERTAIN, ["a.md:5", "b.md:5"]),
        ("https://openreview.net/pdf?id=nZeVKeeFYf9", CERTAIN, ["a.md:5", "b.md:5"]),
        ("2021.acl-long.353", CERTAIN, ["a.md:9"]),
        ("https://aclanthology.org/2021.acl-long.353/", CERTAIN, ["a.md:9"]),
        ("10.5555/3666122.3666563", CERTAIN, ["a.md:15"]),
        ("http://www.papers.example.org/attention.pdf?utm_source=x", CERTAIN, ["a.md:12"]),
        ("https://github.com/Microsoft/lora.git", LIKELY, ["a.md:5", "b.md:5"]),
        ("microsoft/LoRA", LIKELY, ["a.md:5", "b.md:5"]),
        ("LoRA", LIKELY, ["a.md:5", "b.md:5"]),
        ("prefix tuning", LIKELY, ["a.md:9"]),
        ("Atention is all you need", LIKELY, ["a.md:12"]),
        ("Low-Rank Adaptation of Large Language Models", LIKELY, ["a.md:5", "b.md:5"]),
        ("attention need", POSSIBLY, ["a.md:12"]),
    ],
)
def test_finds_a_work_however_it_is_named(asked: str, level: str, places: list[str]) -> None:
    assert found(asked)[0] == (level, places)


@pytest.mark.parametrize(
    "asked",
    [
        "2106.09686",
        "https://arxiv.org/abs/2106.0968",
        "https://papers.example.org/attention",
        "GPT-3",
        "Deep Residual Learning for Image Recognition",
        "microsoft/LoRA-2",
        "",
        "   ",
        "\x1b[31m\u202e::error::",
        "a" * 100_000,
        "((((" * 5000,
    ],
)
def test_does_not_find_what_is_not_there(asked: str) -> None:
    assert not is_listed(find(ask(asked), library().works))


def test_another_short_name_is_another_work() -> None:
    assert found("AdaLoRA: Low-Rank Adaptation of Large Language Models")[0][0] == POSSIBLY


def test_says_why() -> None:
    (listed, *_) = find(ask("nZeVKeeFYf9"), library().works)
    reasons = [hit.reason for hit in listed.hits]
    assert reasons[0] == "same OpenReview id nZeVKeeFYf9"
    assert reasons[1].startswith("the same work as a.md:5 (")


WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9)
TITLES = st.lists(WORDS, min_size=3, max_size=7).map(lambda words: " ".join(words).capitalize())
MONTH = st.tuples(st.integers(15, 23), st.integers(1, 12)).map(lambda date: 100 * date[0] + date[1])
ARXIV = st.tuples(MONTH, st.integers(1, 99999))
PAPERS = st.lists(st.tuples(TITLES, ARXIV), min_size=1, max_size=8, unique_by=lambda paper: paper[0])


def written(papers: list[tuple[str, tuple[int, int]]]) -> str:
    rows = [
        f"- [{title}](https://arxiv.org/abs/{month}.{number:05}), ICML 2019"
        for title, (month, number) in papers
    ]
    return "# Papers\n\n## All\n\n" + "\n".join(rows) + "\n"


def finds(asked: str, entry: Entry, read: Library) -> bool:
    listed = [one for one in find(ask(asked), read.works) if one.level == CERTAIN]
    return any(hit.entry.id == entry.id for one in listed for hit in one.hits)


@settings(max_examples=30)
@given(PAPERS)
def test_finds_every_entry_by_title_identifier_and_address(papers: list[tuple[str, tuple[int, int]]]) -> None:
    read = read_library([Source("list.md", written(papers))])
    assert len(list(read.entries)) == len(papers)
    for entry in read.entries:
        assert finds(entry.title, entry, read)
        assert finds(entry.title.upper(), entry, read)
        for identifier in entry.identifiers:
            assert identifier.kind in WORK_KINDS
            assert finds(str(identifier), entry, read)
            assert finds(identifier.value, entry, read)
            assert finds(canonical_address(identifier) or "", entry, read)
        for link in entry.links:
            assert finds(link.url, entry, read)


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    find(ask(text), library().works)
    find(ask("https://" + quote(text)), library().works)
