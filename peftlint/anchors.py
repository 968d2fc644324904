"""Document → the places in it that a ``#fragment`` can lead to on GitHub.

GitHub names each heading after its text content, as html-pipeline's TableOfContentsFilter does, and keeps
every ``id`` and ``name`` in HTML. Its pages look for a fragment as written, then in lower case.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from peftlint.blocks import blocks_of
from peftlint.document import CODE, Block, Document
from peftlint.fields.patterns import late
from peftlint.model import Source, Span

OF_THE_PAGE = frozenset(
    {"", "top", "readme", "start-of-content", "js-repo-pjax-container", "repo-content-pjax-container"}
)
"""Fragments that lead somewhere in every file: to its top, and to parts of GitHub's own page."""

MOST_COMPARED = 1000
"""So many anchors a misspelt fragment is compared with: a file may hold as many such fragments as headings."""
LIKE = 75.0
"""The similarity, 0 to 100, from which a name is probably meant."""

_KEPT = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Nd", "Mn", "Mc", "Me", "Pc"})
_NAMED_TAG = late(r"<(?=[a-z][^<>]*?\b(?:id|name)\s*=)", re.IGNORECASE)
_LONGEST_TAG = 4000
_PUNCTUATION = late(r"[\W_]+")
_UNSEEN = late("[\u200d\ufe00-\ufe0f]")
_ESCAPED = late(r"\\([!-/:-@\[-`{-~])")


class Anchor(NamedTuple):
    """A place with a name: ``name`` as GitHub spells it, ``heading`` the text of its heading (``""`` for an id)."""

    name: str
    heading: str


class Anchors:
    """All anchors of a file in order, headings first, and how they are found."""

    def __init__(self, headings: Sequence[tuple[Anchor, str]], ids: Sequence[Anchor]) -> None:
        """*headings* come with the other name that each may be found by."""
        self._headings = [anchor for anchor, _ in headings]
        self.all = (*self._headings, *ids)
        self._by_key: dict[str, Anchor] = {}
        for anchor, other_name in [*headings, *((anchor, anchor.name) for anchor in ids)]:
            self._by_key.setdefault(_key(anchor.name), anchor)
            if other_name != anchor.name:
                self._by_key.setdefault(_key(other_name), anchor)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(anchor.name for anchor in self.all)

    @cached_property
    def _by_letters(self) -> Mapping[str, Sequence[Anchor]]:
        found: dict[str, list[Anchor]] = {}
        for anchor in self._headings:
            found.setdefault(_letters(anchor.name), []).append(anchor)
        return found

    def find(self, fragment: str) -> Anchor | None:
        """Where GitHub goes for a decoded fragment; None if it goes nowhere."""
        key = _key(fragment)
        return self._by_key.get(key) or self._by_key.get(key.removeprefix("user-content-"))

    def has(self, fragment: str) -> bool:
        """Whether an anchor has exactly this name, so that every renderer finds it."""
        return fragment in self._names

    def headings_like(self, fragment: str) -> Sequence[Anchor]:
        """The headings whose names differ from *fragment* in nothing but case and signs."""
        letters = _letters(fragment)
        return self._by_letters.get(letters, ()) if letters else ()

    def closest(self, fragment: str) -> Anchor | None:
        """The anchor that a misspelt fragment probably means, among the first of a file."""
        from rapidfuzz import fuzz, process

        names = [anchor.name.lower() for anchor in self.all[:MOST_COMPARED]]
        found = process.extractOne(fragment.lower(), names, scorer=fuzz.ratio, score_cutoff=LIKE)
        return self.all[found[2]] if found else None


def anchors_of(document: Document) -> Anchors:
    """Find the anchors of a document."""
    return Anchors(list(_headings(document)), [Anchor(name, "") for name in _ids(document)])


def slug(text: str) -> str:
    """The name that GitHub gives to a heading with this text content.

    Lower case; letters, marks, digits, ``_`` and ``-`` stay, each blank becomes a ``-``, all else is dropped:
    ``🤖 Q&A: LoRA`` → ``-qa-lora`` (html-pipeline 2.14, toc_filter.rb).
    """
    return text.lower().translate(_SLUGS)


class _Slugs(dict[int, str | None]):
    """What becomes of a character in a slug, learnt as characters are met."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        self[code] = letter if unicodedata.category(letter) in _KEPT else None
        return self[code]


_SLUGS = _Slugs({ord(" "): "-", ord("-"): "-"})


def fragment_of(url: str) -> str:
    """What an address asks for behind its ``#``, decoded as a browser would."""
    from urllib.parse import unquote

    fragment = decoded(url).partition("#")[2]
    return unquote(fragment) if "%" in fragment else fragment


def decoded(url: str) -> str:
    """An address as written in Markdown or HTML, without its backslash escapes and entities."""
    if "\\" in url:
        url = _ESCAPED.sub(r"\1", url)
    if "&" not in url:
        return url
    from html import unescape

    return unescape(url)


def _key(name: str) -> str:
    """What names are compared by: without case, and without joiners and selectors in emoji.

    Whether GitHub keeps those, which nobody sees, has changed over time.
    """
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", _UNSEEN.sub("", name)).casefold()


def _letters(name: str) -> str:
    return _PUNCTUATION.sub("", _key(name))


def _headings(document: Document) -> Iterator[tuple[Anchor, str]]:
    """The anchor of each heading, and another name that it may be found by.

    Blanks beside an image or an emoji belong to the text. In HTML, and beside a comment, that is not certain.
    """
    source = document.source
    given: Counter[str] = Counter()
    for block in blocks_of(document, "heading"):
        text = "".join([run.text for run in block.runs if run.image is None])
        base = slug(text)
        is_certain = not _is_html(block, source) and source.text.find("<!--", *_lines(block, source)) < 0
        trimmed = base if is_certain else slug(text.strip())
        number = f"-{given[base]}" if given[base] else ""
        given[base] += 1
        yield Anchor(base + number, " ".join(text.split())), trimmed + number


def _ids(document: Document) -> Iterator[str]:
    """The values of ``id`` and ``name`` in the HTML of a document, in order, each as often as it stands there."""
    text = document.source.text
    starts = [found.start() for found in _NAMED_TAG.finditer(text)]
    if not starts:
        return
    from peftlint import html

    for start in _outside(starts, _hidden(document)):
        tag = html.tag_at(text[start : start + _LONGEST_TAG])
        for name in ("id", "name"):
            if tag and name in tag.attributes:
                yield tag.attributes[name].value


def _outside(offsets: Sequence[int], spans: Sequence[Span]) -> Iterator[int]:
    """The *offsets* in none of the sorted *spans*."""
    starts = [span.start for span in spans]
    for offset in offsets:
        index = bisect_right(starts, offset) - 1
        if index < 0 or offset >= spans[index].end:
            yield offset


def _hidden(document: Document) -> list[Span]:
    """Where HTML is no HTML: in comments and code."""
    spans = list(document.comments)
    for block in document.root.walk():
        spans += [Span(run.start, run.end) for run in block.runs if run.style & CODE]
        if block.kind == "code" and not _is_html(block, document.source):
            spans.append(_lines(block, document.source))
    return sorted(spans)


def _is_html(block: Block, source: Source) -> bool:
    """Whether a heading or code is an HTML element: its text begins behind a tag."""
    return source.text.endswith(">", 0, block.offset)


def _lines(block: Block, source: Source) -> Span:
    starts = source.line_starts
    return Span(starts[block.start], starts[block.end] if block.end < len(starts) else len(source.text))
