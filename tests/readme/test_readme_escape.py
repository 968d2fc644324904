"""Text of strangers stays text, for three parsers that share no code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import mistune
import pyromark
import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from readme_works import hostile_text, urls

from peftlint.readme import escape

GITHUB = pyromark.Options.ENABLE_GFM | pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES
GITHUB |= pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TASKLISTS

Seen = list[tuple[str, str]]
"""What a parser makes of a text: (element, its text or address), text between two elements joined."""


class ExactMarkdown(MarkdownIt):
    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url


def markdown_it(markdown: str) -> Seen:
    names = {"heading_open": "heading", "strong_open": "strong", "em_open": "em", "code_inline": "code"}
    seen: Seen = []
    for token in ExactMarkdown("commonmark").parse(markdown):
        for part in [token, *(token.children or [])]:
            if part.type == "link_open":
                seen.append(("link", unquote(str(part.attrs["href"]))))
            elif part.type in names:
                seen.append((names[part.type], part.content))
            elif part.type == "text":
                seen.append(("text", part.content))
            elif part.type not in ("inline", "bullet_list_open", "list_item_open", "paragraph_open"):
                seen += [(part.type, "")] * (not part.type.endswith("_close"))
    return joined(seen)


def by_mistune(markdown: str) -> Seen:
    names = {"emphasis": "em", "codespan": "code"}

    def walk(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
        name = names.get(node["type"], node["type"])
        if name not in ("list", "list_item", "paragraph", "block_text", "blank_line"):
            yield name, unquote(node["attrs"]["url"]) if name == "link" else node.get("raw", "")
        for child in node.get("children", ()):
            yield from walk(child)

    blocks = mistune.create_markdown(renderer=None, plugins=["strikethrough", "table", "footnotes"])(markdown)
    assert isinstance(blocks, list)
    return joined([part for block in blocks for part in walk(block)])


def by_pyromark(markdown: str) -> Seen:
    names = {"Strong": "strong", "Emphasis": "em"}
    seen: Seen = []
    for event in pyromark.Markdown(options=GITHUB).events(markdown):
        match event:
            case {"Start": {"Link": {"dest_url": str(url)}}}:
                seen.append(("link", unquote(url)))
            case {"Start": {"Heading": _}}:
                seen.append(("heading", ""))
            case {"Start": "Strong" | "Emphasis" as name}:
                seen.append((names[name], ""))
            case {"Text": str(text)}:
                seen.append(("text", text))
            case {"Code": str(text)}:
                seen.append(("code", text))
            case {"End": _} | {"Start": "Item" | "Paragraph" | {"List": _}}:
                pass
            case other:
                seen.append((str(other), ""))
    return joined(seen)


def joined(seen: Seen) -> Seen:
    result: Seen = []
    for name, text in seen:
        if name == "text" and result and result[-1][0] == "text":
            result[-1] = "text", result[-1][1] + text
        elif text or name != "text":
            result.append((name, text))
    return result


PARSERS = [markdown_it, by_mistune, by_pyromark]


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("LoRA: Low-Rank Adaptation (v2), 50% & more!", "LoRA: Low-Rank Adaptation (v2), 50% & more!"),
        ("ernie_1.0_skep", "ernie_1.0_skep"),
        ("_a_ b_", r"\_a\_ b\_"),
        ("Q*: A* [x]", r"Q\*: A\* \[x\]"),
        ("a\\", "a\\\\"),
        ("AT&T &copy &copy; &#42;", r"AT&T &copy \&copy; \&\#42;"),
        ("x<1 < 2 <b> <!-- </i>", r"x<1 < 2 \<b> \<!-- \</i>"),
        ("C# ~x~ `y`", r"C\# \~x\~ \`y\`"),
        ("see https://x.org or www.x.org", r"see https\://x.org or www\.x.org"),
        ("低秩：*适配*", r"低秩：\*适配\*"),
        ("$x$ @user :tada:", "$x$ @user :tada:"),
    ],
)
def test_escapes_what_is_markup_and_nothing_else(plain: str, written: str) -> None:
    assert escape.text(plain) == written


@pytest.mark.parametrize(
    "start", ["1. x", "12) x", "- x", "+ x", "> x", "# x", "===", "---", ": x", "| a |", "~~~"]
)
@pytest.mark.parametrize("parser", PARSERS)
def test_a_paragraph_stays_one(start: str, parser: Any) -> None:
    assert parser(f"x\n\n{escape.paragraph(start)}\n\ny\n") == [("text", f"x{start}y")]


@given(hostile_text)
@settings(max_examples=80, deadline=None)
def test_text_is_read_as_text(dirty: str) -> None:
    plain = escape.clean(dirty)
    if not plain:
        return
    written = escape.text(plain)
    for parser in PARSERS:
        assert parser(f"- **{written}**, *{written}*. x\n") == [
            *[("strong", ""), ("text", f"{plain}, ")],
            *[("em", ""), ("text", f"{plain}. x")],
        ]
        assert parser(f"## {written}\n") == [("heading", ""), ("text", plain)]
        assert parser(f"x\n\n{escape.paragraph(plain)}\n") == [("text", "x" + plain)]


@given(hostile_text, urls)
@settings(max_examples=80, deadline=None)
def test_a_link_leads_where_it_should(label: str, url: str) -> None:
    label, url = escape.clean(label) or "x", escape.clean_address(url)
    for parser in PARSERS:
        shown = parser(f"- **{escape.link(label, url)}**, `x`\n")
        assert shown == [("strong", ""), ("link", unquote(url)), ("text", label + ", "), ("code", "x")]


@given(hostile_text)
@settings(max_examples=60, deadline=None)
def test_a_code_span_holds_its_text(dirty: str) -> None:
    plain = escape.clean(dirty) or "x"
    for parser in PARSERS:
        assert parser(f"- x {escape.code(plain)} y\n") == [("text", "x "), ("code", plain), ("text", " y")]


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://x.org/a_b?c=1&d=2#e", "https://x.org/a_b?c=1&d=2#e"),
        ("https://x.org/a%20b|c", "https://x.org/a%20b|c"),
        ("https://x.org/A_(b)", "<https://x.org/A_(b)>"),
        ("https://x.org/a)b>\\", r"<https://x.org/a)b\>\\>"),
        ("https://x.org/<a>", r"https://x.org/\<a>"),
        ("https://x.org/?a=1&copy;=2", "https://x.org/?a=1&amp;copy;=2"),
        ("https://x.org/a b", "<https://x.org/a b>"),
        ("https://x.org/<a> b\\", r"<https://x.org/\<a\> b\\>"),
        ("", "<>"),
    ],
)
def test_addresses(url: str, written: str) -> None:
    assert escape.destination(url) == written


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        (" a\t b\r\nc\u2028d\u00a0e ", "a b c d e"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("x\u202egnp.exe\u2066y\u2069", "xgnp.exey"),
        ("\ufeffשלום é e\u0301 👩\u200d🔬", "שלום é e\u0301 👩\u200d🔬"),
        ("\ud800", ""),
    ],
)
def test_clean(dirty: str, cleaned: str) -> None:
    assert escape.clean(dirty) == cleaned


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        (" https://x.org/a b ", "https://x.org/a b"),
        ("https://x.org/\n\u2028\x00é", "https://x.org/%0A%E2%80%A8é"),
        ("../a.ipynb#x", "../a.ipynb#x"),
        ("JavaScript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("database.html", "database.html"),
    ],
)
def test_clean_address(dirty: str, cleaned: str) -> None:
    assert escape.clean_address(dirty) == cleaned
