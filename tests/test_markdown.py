"""The tree of a file and the exact places in it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from peftlint.document import BOLD, CODE, ITALIC, STRIKE, UNDERLINE, Block, Document
from peftlint.markdown import parse
from peftlint.model import Source
from peftlint.tree import MAX_NESTING

LISTS = sorted((Path(__file__).parents[1] / "lists").glob("*.md"))


def read(text: str) -> Document:
    return parse(Source("list.md", text))


def blocks(text: str, kind: str) -> list[Block]:
    return [block for block in read(text).root.walk() if block.kind == kind]


def assert_places(document: Document) -> int:
    """Every run stands where it says; returns how many were looked at."""
    text, count = document.source.text, 0
    for block in document.root.walk():
        for run in block.runs:
            count += 1
            assert 0 <= run.start <= run.end <= len(text)
            if run.image is None and run.text != "\n" and len(run.text) == run.end - run.start:
                written = text[run.start : run.end].replace("\0", "\ufffd")
                assert run.text in (
                    written,
                    re.sub("[\r\n]", " ", written),
                )  # HTML and code show blanks there
            if run.link:
                where = run.link.url_span
                assert text[where.start : where.end] == run.link.url or where.end > run.link.span.end - 1
    return count


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_places_in_real_lists(path: Path, newline: str) -> None:
    text = path.read_text("utf-8").replace("\n", newline)
    assert assert_places(read(text)) > 50


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", [("plain", 0)]),
        ("**b** *i* `c` <ins>u</ins>", [("b", BOLD), (" ", 0), ("i", ITALIC), (" ", 0), ("c", CODE), (" ", 0), ("u", UNDERLINE)]),
        ("a &amp; b", [("a ", 0), ("&", 0), (" b", 0)]),
        (r"a \* b", [("a ", 0), ("* b", 0)]),
        (r'Fran{\c c}ois G{\"o}del', [(r"Fran{\c c}ois G{", 0), ('"o}del', 0)]),
        ("~a~ ~~b~~ ~3 ~4", [("a", STRIKE), (" ", 0), ("b", STRIKE), (" ~3 ~4", 0)]),
        ("``a ` b``", [("a ` b", CODE)]),
        ("`a\r\nb`", [("a b", CODE)]),
        ("two  \nlines", [("two", 0), ("\n", 0), ("lines", 0)]),
        ("a<br>b", [("a", 0), ("\n", 0), ("b", 0)]),
        ("***both***", [("both", BOLD | ITALIC)]),
        ("<b>unclosed", [("unclosed", BOLD)]),
        ("</b>stray", [("stray", 0)]),
    ],
)  # fmt: skip
def test_styles(text: str, expected: list[tuple[str, int]]) -> None:
    [paragraph] = blocks(text, "paragraph")
    assert [(run.text, run.style) for run in paragraph.runs] == expected


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("[a](https://x.org/b)", "https://x.org/b"),
        ("[a](<https://x.org/b c>)", "https://x.org/b c"),
        ('[a]( https://x.org/b "title" )', "https://x.org/b"),
        ("[a](\nhttps://x.org/b)", "https://x.org/b"),
        ("[a]()", ""),
        ("[a [b](c) d](e)", "c"),
        (r"[a\](b)](c)", "c"),
        ("[`](`](c)", "c"),
        ("[a](b(c)d)", "b(c)d"),
        ("[a](x%20y)", "x%20y"),
        ("<https://x.org>", "https://x.org"),
        (r"[a](b\_c&amp;d)", r"b\_c&amp;d"),
        ("> [a](\n> b 'c')", "b"),
        ("[a](b '](b')", "b"),
        ("[![a](b 'c')](d 'e')", "d"),
        ("[b]( )", ""),
        ("see https://x.org/a_b_c.", "https://x.org/a_b_c"),
        ("(https://x.org/a(b))", "https://x.org/a(b)"),
        ("详见：https://x.org/a，谢谢", "https://x.org/a"),
        ("<a href=https://x.org/y.>t</a>", "https://x.org/y."),
        ("<a href='https://x.org'>t</a>", "https://x.org"),
        ("[![alt](img.svg)](https://x.org)", "https://x.org"),
        ("| t |\n|---|\n| [a](b\\|c) |", "b|c"),
    ],
)
def test_addresses_as_written(text: str, url: str) -> None:
    found = [run.link for block in read(text).root.walk() for run in block.runs if run.link]
    assert [link.url for link in dict.fromkeys(found)] == [url]


def test_no_link_in_code_or_comment() -> None:
    text = "`https://a.org` <!-- [b](https://b.org) -->\n\n<!-- [c](https://c.org) -->\n\n    [d](https://d.org)\n"
    assert not [run for block in read(text).root.walk() for run in block.runs if run.link]


def test_reference_link_is_found_at_its_use() -> None:
    [paragraph] = blocks("[a][r]\n\n[r]: https://x.org\n", "paragraph")
    assert paragraph.runs[0].link
    assert paragraph.runs[0].link.url == "https://x.org"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("| a\\|b | c |", ["a|b", "c"]),
        ("| a |  |", ["a", ""]),
        ("| a | b | c | d |", ["a", "b", "c", "d"]),
        ("| only |", ["only"]),
    ],
)
def test_cells(row: str, cells: list[str]) -> None:
    rows = blocks(f"| H | I |\n|---|---|\n{row}\n", "row")
    assert [cell.plain for cell in rows[1].children] == cells
    assert_places(read(f"| H | I |\n|---|---|\n{row}\n"))


@pytest.mark.parametrize("row", ["a | *b*", "a | `b` |", r"a\| | b"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_table_may_follow_a_line_of_text(row: str, newline: str) -> None:
    text = f"- Text\n  on\n  {row}\n  --|:-:\n  c | d\n- next\n".replace("\n", newline)
    item = blocks(text, "item")[0]
    assert [child.kind for child in item.children] == ["paragraph", "table"]
    assert item.children[0].plain == "Text on"
    assert (item.children[0].end, item.children[1].start) == (2, 2)
    assert [cell.plain for cell in blocks(text, "cell")][2:] == ["c", "d"]
    assert_places(read(text))


@pytest.mark.parametrize("row", ["a | b | c", "| a", "> a | b"])
def test_other_lines_of_text_go_on(row: str) -> None:
    assert not blocks(f"Text\n{row}\n--|--\nc | d\n", "table")


def test_a_list_after_a_line_with_a_bar_is_no_table() -> None:
    assert [child.kind for child in read("Text\na | b\n- | -\n").root.children] == ["paragraph", "list"]


@pytest.mark.parametrize(
    ("written", "title"),
    [("# A b\t", "A b"), ("## A b #\t", "A b"), ("#\tC#\t#", "C#"), ("# C#", "C#"), ("# A \\#", "A #")],
)
def test_what_ends_a_heading(written: str, title: str) -> None:
    [heading] = blocks(f"{written}\n", "heading")
    assert "".join(run.text for run in heading.runs) == title


def test_surplus_cells_have_their_places() -> None:
    text = "中 | H\n--|--\n中 | 文 | [中](b) \\| <!-- 中 --> 文 |  | \\\n"
    row = blocks(text, "row")[1]
    assert [cell.plain for cell in row.children] == ["中", "文", "中 | 文", "", "\\"]
    assert [text[cell.offset] for cell in row.children] == ["中", "文", "[", "|", "\\"]
    assert [text[slice(*span)] for span in read(text).comments] == ["<!-- 中 -->"]
    assert assert_places(read(text)) > 5


def test_html_table_is_a_table() -> None:
    text = (
        '<table>\n<tr><th>Model</th></tr>\n<tr><td rowspan="2">T5\n<td><a href="u">Paper</a></table>\n\nafter'
    )
    rows = blocks(text, "row")
    assert [[cell.plain for cell in row.children] for row in rows] == [["Model"], ["T5", "Paper"]]
    assert rows[1].children[0].rows == 2
    assert blocks(text, "paragraph")[-1].plain == "after"
    assert_places(read(text))


def test_html_around_markdown() -> None:
    text = "<details>\n<summary>More</summary>\n\n- **item**\n\n</details>\n\n# After\n"
    [details] = blocks(text, "details")
    assert [child.kind for child in details.children] == ["summary", "list"]
    assert [child.kind for child in read(text).root.children] == ["details", "heading"]


def test_html_left_open_in_an_item_ends_with_it() -> None:
    text = "- <details><summary>a</summary>\n\n  b\n\n- c\n"
    [listing] = blocks(text, "list")
    assert [child.kind for child in listing.children] == ["item", "item"]


def test_heading_in_heading_is_one() -> None:
    [heading] = blocks('### <h3 id="x">Title</h3>\n', "heading")
    assert heading.plain == "Title"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# a\n\n```bibtex\n@misc{\n", 3, "never closed"),
        ("a\n\n<!-- hidden\n\n- b\n", 3, "comment is never closed"),
        ("> " * (2 * MAX_NESTING) + "deep", 1, "nested deeper"),
    ],
)
def test_notices(text: str, line: int, words: str) -> None:
    [notice] = read(text).notices
    assert notice.line == line
    assert words in notice.message


def test_closed_fences_need_no_notice() -> None:
    assert not read("```\na\n```\n\n~~~~ x\n```\n~~~~\n\n- ```\n  in an item\n\nb\n").notices


@pytest.mark.parametrize(
    "text",
    ["- " * 10_000 + "x", "> " * 10_000 + "x", "\n".join("  " * level + "- x" for level in range(1_000))],
    ids=["items on a line", "quotes", "items on lines"],
)
def test_deep_nesting_is_read_without_failing(text: str) -> None:
    document = read(text)
    assert document.root.children
    assert "nested deeper" in document.notices[0].message


@pytest.mark.parametrize(
    "fragment",
    ["[", "![", "](", "[a](<b", "*", "**a ", "_a*b ", "`", "<", "<a ", "<a b='", "<!--", "&", "~~a", "|", "-|", "\n|-",
     "x\na|b\n-|-\n", "a<b>", "x <a href=y>z", "<td>", "<div>\n<", "[a]: b\n", "http://a)", "- ```\n\n", "\ta\n",
     "中*a*", "[a](b 'c')", "> <a\n> b=c>"],
)  # fmt: skip
def test_repetition_is_read_in_time(fragment: str) -> None:
    """Were anything quadratic, this would take a minute."""
    read(fragment * 5_000)
    read(f"|a|\n|-|\n|{fragment * 5_000}")


def test_what_no_file_can_hold_is_read() -> None:
    text = "- a\0b \ud800 [c](d\0e)\n\n<b>\0\n"
    assert [block.plain for block in blocks(text, "paragraph")] == ["a\ufffdb \ufffd c", "\ufffd"]


def test_a_carriage_return_ends_a_line_anywhere() -> None:
    text = "    code\ra\r\r<p>\rhtml\r\r# b\r"
    assert [(block.kind, block.start) for block in read(text).root.children] == [
        ("code", 0), ("paragraph", 1), ("paragraph", 3), ("heading", 6)
    ]  # fmt: skip


def test_an_address_in_a_link_s_text() -> None:
    [paragraph] = blocks("[a <https://b.org> c](d 'e') f", "paragraph")
    assert [run.link and run.link.url for run in paragraph.runs] == ["d", "https://b.org", "d", None]


FRAGMENTS = st.sampled_from(
    ["**", "*", "_", "`", "``", "[", "](", ")", "](https://a.org/x_y)", "<", ">", "<a href=b>", "</a>", "<br>",
     "<td>", "</table>", "<table>", "<!--", "-->", "&amp;", "&#0;", "\\", "\\|", "|", "\n", "\n\n", "\r\n", "\t",
     "  ", "# ", "- ", "1. ", "> ", "```\n", "~~", "!", "https://a.org/b", "www.a.org", "中文", "é", "😀", "\u202e",
     "word ", "|---|\n", "| a | b |\n"]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=40).map("".join))
@settings(max_examples=400, deadline=None)
def test_no_text_fails_and_every_place_is_right(text: str) -> None:
    assert_places(read(text))


@given(
    st.lists(st.sampled_from(["a", "中", "é", "😀", "**", " ", "文*b*", "[x](y)", "\n"]), max_size=300).map(
        "".join
    )
)
@settings(max_examples=50, deadline=None)
def test_places_in_long_texts_beyond_ascii(text: str) -> None:
    assert_places(read(text))


@given(st.lists(FRAGMENTS, max_size=30).map("".join))
@settings(max_examples=150, deadline=None)
def test_line_ends_do_not_matter(text: str) -> None:
    unix = re.sub(r"\r\n?", "\n", text)
    dos = unix.replace("\n", "\r\n")

    def shape(document: Document) -> list[tuple[str, str]]:
        return [(block.kind, "".join(run.text for run in block.runs)) for block in document.root.walk()]

    assert shape(read(unix)) == shape(read(dos))


class ExactMarkdown(MarkdownIt):
    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url


def seen_by_markdown_it(text: str) -> list[tuple[str, str, list[str]]]:
    """The block around each text, what is written in it, white space collapsed, and its addresses, in order."""
    kinds = {"heading_open": "heading", "paragraph_open": "paragraph", "td_open": "cell", "th_open": "cell"}
    tokens = ExactMarkdown("commonmark").enable(["table", "strikethrough"]).parse(text)
    seen = []
    for before, token in pairwise(tokens):
        if token.type == "inline":
            children = token.children or []
            words = "".join(
                "\n" if child.type.endswith("break") else child.content
                for child in children
                if child.type != "image"
            )
            urls = [str(child.attrs["href"]) for child in children if child.type == "link_open"]
            seen.append((kinds[before.type], " ".join(words.split()), urls))
    return seen


def seen_by_us(text: str) -> list[tuple[str, str, list[str]]]:
    texts = [block for block in read(text).root.walk() if block.kind in ("heading", "paragraph", "cell")]
    links = [
        [run.link for run in block.runs if run.link and run.link.span != run.link.url_span] for block in texts
    ]
    return [
        (block.kind, block.plain, [link.url for link in dict.fromkeys(found)])
        for block, found in zip(texts, links, strict=True)
    ]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_markdown_it_sees_the_same_in_real_lists(path: Path) -> None:
    text = re.sub("<[^>]*>", "", path.read_text("utf-8"))  # which it would tell as it is written
    assert seen_by_us(text) == seen_by_markdown_it(text)


INLINE = st.lists(
    st.sampled_from(
        ["word", " ", ", ", "**bold**", "*it*", "_it_", "***b** i*", "`code`", "``a ` b``", " ~~struck~~ ",
         "[a](b)", "[*a*](b 'c')", "[a][r]", "[[a](b)]", "![i](j)", "[![i](j)](k)", "<https://x.org>", "\\*", "\\|", r"\a",
         "&amp;", "中文", "，", "é", "😀", "**", "*", "_", "`", "[", "]", "(", "!", "<", "1.", "-"]
    ),
    min_size=1,
    max_size=6,
).map("".join)  # fmt: skip
BLOCK = st.builds(
    str.format,
    st.sampled_from(
        ["{0}", "{0}\n{1}", "# {0}", "{0}\n===", "- {0}\n- {1}", "- {0}\n\n- {1}", "1. {0}\n   {1}", "- {0}\n  - {1}",
         "> {0}\n> {1}", "> - {0}\n\n{1}",
         "| {0} | b |\n|---|---|\n| {1} | d |", "- {0}\n\n  | a | {1} |\n  |:-:|---|\n  | c |  |",
         "```\n{0}\n```", "    {0}"]
    ),
    INLINE,
    INLINE,
)  # fmt: skip


@given(st.lists(BLOCK, max_size=4).map("\n\n".join))
@settings(max_examples=200, deadline=None)
def test_markdown_it_sees_the_same(text: str) -> None:
    text += "\n\n[r]: s\n"
    assert seen_by_us(text) == seen_by_markdown_it(text)
