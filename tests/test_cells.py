"""How wide text is on a terminal, and that nothing in it commands one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.cells import TAB, cells, excerpt, visible, width, wrapped

ANY = st.text(st.characters() | st.sampled_from("低代码 \t\x1b\u202e\u200d\ufe0fé🚀👩💻❤a"), max_size=60)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", 0),
        ("LoRA", 4),
        ("低秩适配", 8),
        ("「微调」，", 10),
        ("ＬＯＲＡ", 8),
        ("한국어", 6),
        ("\u1112\u1161\u11ab", 2),  # the same 한, decomposed
        ("é", 1),
        ("e\u0301", 1),
        ("🚀", 2),
        ("🚀🚀", 4),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("⭐\ufe0f", 2),  # wide already
        ("1\ufe0f\u20e3", 2),
        ("👩\u200d💻", 2),
        ("👍\U0001f3fd", 2),
        ("\U0001f1e8\U0001f1f3", 2),
        ("a\u200bb", 2),
        ("a\tb", TAB + 1),
        ("\t", TAB),
        ("低\tb", TAB + 1),
        ("\x1b[31m", 8),
        ("\u202e", 6),
    ],
)
def test_width(text: str, size: int) -> None:
    assert width(text) == size


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("LoRA 低秩 🚀 e\u0301", "LoRA 低秩 🚀 e\u0301"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("a\r\nb\tc\x07", "a b c\\x07"),
        ("a\u2028b\x85", "a\\u2028b\\x85"),
        ("\udcff", "\\udcff"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(shown) == shown


@given(ANY)
def test_what_is_printed_commands_nothing(text: str) -> None:
    for printed in (visible(text), "".join(cell.text for cell in cells(text))):
        assert not any(character < " " or "\x7f" <= character < "\xa0" for character in printed)
        assert not set(printed) & set(
            "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        )
        printed.encode("utf-8")


@pytest.mark.parametrize(
    ("line", "meant", "columns", "text", "mark"),
    [
        ("| [LoRA]() |", "[LoRA]()", 40, "| [LoRA]() |", "  ^^^^^^^^"),
        ("- 低秩 [代码]()", "[代码]()", 40, "- 低秩 [代码]()", "       ^^^^^^^^"),
        ("🚀 x", "x", 40, "🚀 x", "   ^"),
        ("e\u0301 x", "x", 40, "e\u0301 x", "  ^"),
        ("\tx", "x", 40, "    x", "    ^"),
        ("a\tx", "x", 40, "a   x", "    ^"),
        ("\x1b[1mx", "x", 40, "\\x1b[1mx", "       ^"),
        ("x\t|", "\t", 40, "x   |", " ^^^"),
        ("abcdefghijklmnopqrstuvwxyz", "m", 14, "…ijklmnopqrst…", "     ^"),
        ("abcdefghijklmnopqrstuvwxyz", "a", 14, "abcdefghijkl…", "^"),
        ("abcdefghijklmnopqrstuvwxyz", "z", 14, "…opqrstuvwxyz", "            ^"),
        ("低低低低低低低低x低低低低低低", "x", 14, "…低低x低低低…", "     ^"),
        ("abcdefghijklmnopqrstuvwxyz", "mnopqrstuvwxyz", 14, "…ijklmnopqrst…", "     ^^^^^^^^"),
    ],
)
def test_excerpt(line: str, meant: str, columns: int, text: str, mark: str) -> None:
    start = line.index(meant)
    shown = excerpt(line, start, start + len(meant), columns)
    assert shown.text == text
    assert " " * shown.before + "^" * shown.marked == mark


@given(ANY, st.data(), st.integers(12, 80))
def test_excerpts_fit_and_hold_what_is_meant(line: str, data: st.DataObject, columns: int) -> None:
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    shown = excerpt(line, start, end, columns)
    assert shown.marked >= 1
    assert shown.before <= width(shown.text)
    assert width(shown.text) <= columns + 1
    if width(line) <= columns:
        assert shown.before == width(line[:start])
        assert shown.marked == max(1, sum(cell.width for cell in cells(line)[start:end]))


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("one two three", 20, ["one two three"]),
        ("one two three", 8, ["one two", "three"]),
        ("one two three", 3, ["one", "two", "thr", "ee"]),
        ("低秩适配 方法", 6, ["低秩适", "配", "方法"]),
        ("低秩", 1, ["低", "秩"]),
        ("", 10, [""]),
    ],
)
def test_wrapped(text: str, columns: int, lines: list[str]) -> None:
    assert wrapped(text, columns) == lines


@given(st.text("ab 低e\u0301", max_size=60), st.integers(2, 30))
def test_wrapping_loses_nothing_and_fits(text: str, columns: int) -> None:
    lines = wrapped(text, columns)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= columns for line in lines)
