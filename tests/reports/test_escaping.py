from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from unicodedata import category
from xml.etree import ElementTree

import pyromark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peftlint.reports.escaping import json_text, markdown_block, markdown_code, markdown_text, printable

ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("低秩适配 𝓛 é 👩‍💻\u00a0x\t\r\n", "低秩适配 𝓛 é 👩‍💻\u00a0x\t\r\n"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\x00\x08\x0b\x0c\x7f\x85\x9b", "\ufffd" * 7),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("a\u2028b\u2029c", "a\ufffdb\ufffdc"),
        ("caf\udce9.md", "caf\ufffd.md"),
        ("\ufffe\uffff", "\ufffd\ufffd"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(ANY_TEXT)
def test_printable_text_can_be_encoded_and_stand_in_xml(text: str) -> None:
    shown = printable(text)
    shown.encode()
    element = ElementTree.Element("a", value=shown)
    assert ElementTree.fromstring(ElementTree.tostring(element, encoding="unicode")).get("value") == shown
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"标题": "低秩\n"}, '{\n "标题": "低秩\\n"\n}\n'),
        ("\x1b\x7f\u202e", '"\\u001b\\u007f\\u202e"\n'),
        ("caf\udce9", '"caf\\udce9"\n'),
    ],
)
def test_json_text(value: object, text: str) -> None:
    assert json_text(value) == text


@settings(max_examples=50)
@given(st.dictionaries(ANY_TEXT, st.lists(ANY_TEXT, max_size=3), max_size=3))
def test_json_gives_back_what_went_in(value: object) -> None:
    text = json_text(value)
    assert json.loads(text.encode()) == value
    assert printable(text) == text


GITHUB = pyromark.Options.ENABLE_GFM | pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES
GITHUB |= pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TASKLISTS
ACTIVE_ON_GITHUB = re.compile(r"@\w|#\d|\bGH-\d|://|www\.|\b[0-9a-f]{7,40}\b|\$|:[a-z]+:", re.IGNORECASE)
ANY_MARKDOWN = st.text(
    st.sampled_from("\\`*_~[](){}<>#+-=.!|&;:@$%^'\" \t\n\r019abfwGH/低\x1b\u200b\u202e\u200d")
    | st.characters(),
    max_size=40,
)
HOSTILE = (
    "`$` a `$`",
    "\\`a\\`",
    "a\\|@b",
    "www.x.y@z.example#1",
    "&#64;all",
    "<!-- x --> | --- |",
    "[^1]: x",
    "``` a\n```",
)


class Page(HTMLParser):
    """The tags of a page, its text, and the text that is in no code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text, self.outside = "", ""
        self.in_code = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.in_code = self.in_code or tag == "code"
        self.outside += "\0" * (tag == "code")

    def handle_endtag(self, tag: str) -> None:
        self.in_code = self.in_code and tag != "code"

    def handle_data(self, data: str) -> None:
        self.text += data
        self.outside += "" if self.in_code else data


def shown(markdown: str) -> Page:
    return Page(pyromark.html(markdown, options=GITHUB))


def on_one_line(text: str) -> str:
    """The text without line breaks, with U+FFFD for what is not seen."""
    kept = "\u200c\u200d \t\r\n"
    seen = (c if c in kept or category(c) not in ("Cf", "Cc") else "\ufffd" for c in printable(text))
    return " ".join("".join(seen).split())


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("LoRA: Low-Rank Adaptation", "LoRA: Low-Rank Adaptation"),
        ("a | b", "a &#124; b"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("*a* _b_ ~c~ [d](e) `f`", r"\*a\* \_b\_ \~c\~ \[d\](e) &#96;f&#96;"),
        ("ping @all, see #1 and a/b#2", "ping `@all,` see `#1` and `a/b#2`"),
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("> quote", "&gt; quote"),
        ("https://a.b/c_d?e=f&g", "`https://a.b/c_d?e=f&g`"),
        ("https://a|b`c", "`https://a`&#124;`b`&#96;`c`"),
        ("mail me@example.org", "mail `me@example.org`"),
        ("deadbeef GH-12 :tada: $x$", "`deadbeef` `GH-12` `:tada:` `$x$`"),
        ("line\r\nbreak\n\n| a |\n|---|", "line break &#124; a &#124; &#124;---&#124;"),
        ("\x1b[31m\u202egnp\u200b", "\ufffd\\[31m\ufffdgnp\ufffd"),
        ("a.md:12: x", "a.md:12: x"),
        ("低秩 👩‍💻", "低秩 👩‍💻"),
        ("&amp;", "&amp;amp;"),
        ("", ""),
    ],
)
def test_markdown_text(text: str, markdown: str) -> None:
    assert markdown_text(text) == markdown


@settings(max_examples=200)
@given(st.sampled_from(HOSTILE) | ANY_MARKDOWN, st.sampled_from([markdown_text, markdown_code]))
def test_inline_markdown_is_just_the_text_and_does_nothing(text: str, write: Callable[[str], str]) -> None:
    for page, around in (
        (shown(write(text)), {"p"}),
        (shown(f"- {write(text)}\n"), {"ul", "li"}),
        (shown(f"| |\n|-|\n| {write(text)} |\n"), {"table", "thead", "tbody", "tr", "th", "td"}),
    ):
        assert page.tags <= around | {"code"}
        assert page.text.strip() == on_one_line(text)
        assert not ACTIVE_ON_GITHUB.search(page.outside)


@settings(max_examples=100)
@given(st.sampled_from(HOSTILE) | ANY_MARKDOWN)
def test_a_block_is_one_block(text: str) -> None:
    page = shown(markdown_block(f"+{text}", "diff"))
    assert page.tags == {"pre", "code"}
    assert page.outside.strip("\0\n") == ""


def test_a_block_keeps_its_lines() -> None:
    assert markdown_block("+a\tb\r\n+```\x1b\n", "diff") == "````diff\n+a\tb\n+```\ufffd\n````\n"
