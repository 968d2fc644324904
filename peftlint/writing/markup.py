"""What stands around a part of an entry: its markup, its cell, its line, and what separates it from its neighbours."""

from __future__ import annotations

import re
from html import escape as escape_html
from itertools import pairwise

from peftlint.model import Span
from peftlint.readme.escape import destination
from peftlint.readme.escape import text as escape_markdown

_PAIRS = {
    "[": "]", "(": ")", "{": "}", "<": ">", "【": "】", "（": "）", "“": "”", "《": "》",
    "*": "*", "_": "_", "`": "`", '"': '"', "'": "'",
}  # fmt: skip
_BEFORE_CLOSING = ".,;:。，"
_SEPARATORS = " \t,;|·•/–—-，、；\xa0"
_OPENING_TAG = re.compile(r"<(\w+)(?:\s[^<>]{0,200})?>$")
_LABEL = re.compile(r"[\w][\w ]{0,20}[:：]\s?$")
_LIST_MARK = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])?\s*")
_PIPE = re.compile(r"(?<!\\)\|")


def escaped(value: str, *, html: bool, row: bool) -> str:
    """*value* as text of a list: it shows exactly itself, and makes no markup, row or link of its own."""
    if html:
        return escape_html(value, quote=False)
    text = escape_markdown(value)
    return text.replace("|", "\\|") if row else text


def address(url: str, before: str, after: str, *, row: bool) -> str | None:
    """*url* as it can be written between the characters *before* and *after*; None if it cannot."""
    url = url.replace("|", "%7C") if row else url
    if before in ('"', "'"):
        return None if before in url or "<" in url else url
    if before == "=" or not (before == "(" and after in ") "):  # HTML without quotes, or an address by itself
        return None if re.search(r"[\s<>()\"'`]", url) else url
    return destination(url)


def widened(text: str, span: Span) -> Span:
    """*span* with the markup and brackets that stand around nothing else."""
    start, end = span
    while True:
        close = end
        if start > 0 and close < len(text) and text[close] in _BEFORE_CLOSING:
            close += 1
        tag = _OPENING_TAG.search(text[max(0, start - 210) : start])
        if tag and text.startswith(f"</{tag[1]}>", end):
            start, end = start - len(tag[0]), end + len(tag[1]) + 3
        elif start > 0 and end < len(text) and _PAIRS.get(text[start - 1]) == text[end]:
            start, end = start - 1, end + 1
        elif start > 0 and close < len(text) and _PAIRS.get(text[start - 1]) == text[close] and close > end:
            start, end = start - 1, close + 1
        else:
            return Span(start, end)


def piece(text: str, span: Span, others: list[Span]) -> Span:
    """What has to go with the part at *span* if it goes, or to come with it: up to its whole line.

    *others* are the places of the parts that stay.
    """
    start, end = widened(text, span)
    if label := _LABEL.search(text, max(0, text.rfind("\n", 0, start) + 1), start):
        start = label.start()
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    alone = not any(line_start <= other.start < line_end for other in others if other != span)
    beside = text[line_start:start] + text[end:line_end]
    if line_start and alone and not re.search(r"\w", _without_labels(beside)):
        return Span(len(text[:line_start].rstrip()), line_end)
    left = len(text[:start].rstrip(_SEPARATORS))
    mark = _LIST_MARK.match(text, line_start)
    if left > (mark.end() if mark else line_start):
        return Span(left, end)
    right = end + len(text[end:line_end]) - len(text[end:line_end].lstrip(_SEPARATORS + "."))
    return Span(start, right)


def _without_labels(text: str) -> str:
    from peftlint.fields.label import is_link_label

    return "" if is_link_label(text.strip(" \t-*+:：|")) else text


def cells(text: str) -> list[Span]:
    """The cells of a row of a Markdown table, with their padding."""
    pipes = [found.start() for found in _PIPE.finditer(text)]
    inner = pipes if text.lstrip().startswith("|") else [-1, *pipes]
    inner = inner if text.rstrip().endswith("|") else [*inner, len(text)]
    return [Span(left + 1, right) for left, right in pairwise(inner)]


def content(text: str, cell: Span) -> Span:
    """A cell without its padding; of an empty one the place where its content would begin."""
    inside = text[cell.start : cell.end]
    if not inside.strip():
        return Span(cell.start + min(1, len(inside)), cell.start + min(1, len(inside)))
    start = cell.start + len(inside) - len(inside.lstrip())
    return Span(start, start + len(inside.strip()))
