"""Headings and ids are found under the names that GitHub gives them, and under no others."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.anchors import Anchors, anchors_of, fragment_of, slug
from peftlint.markdown import parse
from peftlint.model import Source


def anchors(text: str) -> Anchors:
    return anchors_of(parse(Source("list.md", text)))


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Low-Rank Adaptation", "low-rank-adaptation"),
        ("Low-rank adaptation (LoRA)", "low-rank-adaptation-lora"),
        ("Applications & Tools", "applications--tools"),
        ("Understanding / Generalization / Transfer", "understanding--generalization--transfer"),
        ("1. What's new? (v2.0)", "1-whats-new-v20"),
        ("snake_case and kebab-case", "snake_case-and-kebab-case"),
        ("C++", "c"),
        ("🤖 Model-Centric Methods", "-model-centric-methods"),
        ("Papers 🚀", "papers-"),
        ("A 🤖 B", "a--b"),
        (":rocket: Start", "rocket-start"),
        ("⚡️ News", "️-news"),
        ("参数高效微调简介", "参数高效微调简介"),
        ("大数据+大模型→新智能", "大数据大模型新智能"),
        ("基于 Encoder-only 架构的大语言模型", "基于-encoder-only-架构的大语言模型"),
        ("目录：论文（2023）", "目录论文2023"),
        ("Überblick, Ēra, ΑΒΓ, Ж", "überblick-ēra-αβγ-ж"),
        ("e\u0301", "e\u0301"),
        ("٣ and Ⅳ", "٣-and-ⅳ"),
        ("x² and ½", "x-and-"),
        ("a\u00a0b\u3000c\td", "abcd"),
        ("two  blanks", "two--blanks"),
        ("🎉", ""),
        ("", ""),
    ],
)
def test_slug(heading: str, name: str) -> None:
    assert slug(heading) == name


@given(st.text(max_size=80))
def test_a_slug_is_a_slug(text: str) -> None:
    name = slug(text)
    assert slug(name) == name
    assert not set(name) & set(" .,:;!?()[]{}<>\"'`*#&/\\|~+=@\n\t")
    assert len(name) <= len(text.lower())


@pytest.mark.parametrize(
    ("markdown", "names"),
    [
        ("# LoRA\n\n## *Low*-**Rank** `code` ~~x~~\n", ["lora", "low-rank-code-x"]),
        ("## [LoRA](https://x.org/a) ![Star](star.svg) x\n", ["lora--x"]),
        ("## <img src='a.svg' alt='Star'> Theory\n", ["-theory"]),
        ("## Theory <img src='a.svg'>\n", ["theory-"]),
        ("## A <sup>2</sup> &amp; B\\*\n", ["a-2--b"]),
        ("## <span id='head'> *Papers* </span>\n", ["-papers-", "head"]),
        ("LoRA\n====\n\nCode\n----\n", ["lora", "code"]),
        ("## A\n## A\n## a\n## A-1\n", ["a", "a-1", "a-2", "a-1"]),
        ("## 🎉\n## 🎉\n", ["", "-1"]),
        ("- ## In an item\n\n> ## In a quote\n", ["in-an-item", "in-a-quote"]),
        ("<h2>Papers</h2>\n\n<details>\n\n### Code\n\n</details>\n", ["papers", "code"]),
        ("```\n# no heading\n```\n\n    # none\n\n<!--\n# none\n-->\n", []),
        ('<a name="x"></a> <p id=y>z</p> <div ID=\'A b\' name="c">\n', ["x", "y", "A b", "c"]),
        ("<a name=x/>\n", ["x/"]),
        ("<a title='id = 3' href='name=x'>y</a>\n", []),
        ("`<a name='x'>` <!-- <a name='x'> -->\n\n```\n<a id='x'>\n```\n\n    <a id='x'>\n", []),
        ("<pre id='x'><a name='y'></a>z</pre>\n", ["x", "y"]),
        ("<a id='x\n", []),
    ],
)
def test_names(markdown: str, names: list[str]) -> None:
    assert [anchor.name for anchor in anchors(markdown).all] == names


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        ("papers", True),
        ("Papers", True),
        ("-tools", True),
        ("️-tools", True),
        ("user-content-papers", True),
        ("ID", True),
        ("User-content-id", True),
        ("caf\u00e9", True),
        ("cafe\u0301", True),
        ("indented", True),
        ("tools", False),
        ("papers-1", False),
        ("paper", False),
        ("papers-", False),
        ("", False),
    ],
)
def test_find(fragment: str, found: bool) -> None:
    page = "## Papers\n## 🛠️ Tools\n## Caf\u00e9\n<a id='id'></a>\n\n<h2>\n  Indented\n</h2>\n"
    assert bool(anchors(page).find(fragment)) == found


@pytest.mark.parametrize(
    ("url", "fragment"),
    [
        ("#papers", "papers"),
        ("#%E5%8F%82%E6%95%B0", "参数"),
        ("#a&amp;b", "a&b"),
        (r"#snake\_case", "snake_case"),
        ("#a#b", "a#b"),
        ("#100%", "100%"),
        ("a.md", ""),
    ],
)
def test_fragment_of(url: str, fragment: str) -> None:
    assert fragment_of(url) == fragment


@given(st.text("abc 参é🤖&#%\\", max_size=20))
def test_an_encoded_fragment_is_decoded(fragment: str) -> None:
    assert fragment_of(f"#{quote(fragment)}") == fragment


WORDS = st.text(st.sampled_from("abcABC 参数é🤖&-.1"), min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(WORDS.filter(lambda word: slug(word) not in ("", "-")), max_size=12))
def test_every_heading_is_found_by_its_name(headings: list[str]) -> None:
    headings = [f"x{heading}x" for heading in headings]
    page = anchors("".join(f"## {heading}\n\ntext\n\n" for heading in headings))
    assert [anchor.heading for anchor in page.all] == [" ".join(heading.split()) for heading in headings]
    for anchor in page.all:
        assert page.has(anchor.name)
        assert page.find(anchor.name)
        assert page.find(anchor.name.upper())
        assert anchor in page.headings_like(anchor.name.replace("-", ""))
    assert not page.find("no such heading")


def test_a_misspelt_name_is_guessed() -> None:
    page = anchors("## Addictive methods\n## Prompts\n<a name='Selective'></a>\n")
    assert [page.closest(name) for name in ("Additive-Methods", "prompt", "select", "video")] == [
        page.all[0], page.all[1], page.all[2], None,
    ]  # fmt: skip
