"""Runs under the styles and links that HTML tags open and close, and the addresses that stand bare in text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peftlint import html
from peftlint.document import BOLD, CODE, ITALIC, RAISED, STRIKE, UNDERLINE, Hyperlink, Run
from peftlint.fields.patterns import late
from peftlint.model import Span

_STYLES = {
    "strong": BOLD, "b": BOLD, "em": ITALIC, "i": ITALIC, "cite": ITALIC, "s": STRIKE, "del": STRIKE,
    "strike": STRIKE, "u": UNDERLINE, "ins": UNDERLINE, "code": CODE, "kbd": CODE, "tt": CODE,
    "sup": RAISED, "sub": RAISED,
}  # fmt: skip
_BARE_URL = late(r"(?<![^\W_])(?:https?://|www\.)[^\s<>“”‘’，。；：、！？（）【】《》]+", re.IGNORECASE)
_OPENING = {")": "(", "]": "[", "}": "{"}


class Styled:
    """Collects the runs of one text, in ``runs``, where HTML tags stand between them.

    ``markup`` and ``link`` are what Markdown says of the text that comes next; ``style`` adds what tags do.
    """

    def __init__(self, runs: list[Run]) -> None:
        self.runs = runs
        self.markup = 0
        self.link: Hyperlink | None = None
        self._tags = 0  # the bits of the tags that are open
        self._open: dict[str, int] = {}  # how many of each
        self._anchor: tuple[int, html.Tag] | None = None  # the first run inside it, the tag

    @property
    def style(self) -> int:
        return self.markup | self._tags

    def text(self, text: str, start: int, end: int) -> None:
        """Add some text."""
        if text:
            self.runs.append(Run(text, start, end, self.style, self.link))

    def tag(self, tag: html.Tag) -> None:
        """Take an inline tag whose places are offsets in the source."""
        name = tag.name
        if name == "br":
            self.runs.append(Run("\n", tag.start, tag.end, self.style, self.link))
        elif name == "img":
            source, alternative = (
                tag.attributes[key].value if key in tag.attributes else "" for key in ("src", "alt")
            )
            self.runs.append(Run(alternative, tag.start, tag.end, self.style, self.link, source))
        elif name == "a":
            self._close_anchor(tag.end if tag.closes else tag.start)
            if not tag.closes and "href" in tag.attributes and self.link is None:
                self._anchor = (len(self.runs), tag)
        elif name in _STYLES:
            self._style_tag(name, tag.closes)

    def _style_tag(self, name: str, closes: bool) -> None:
        depth = max(0, self._open.get(name, 0) + (-1 if closes else 1))
        self._open[name] = depth
        self._tags = 0
        for other, count in self._open.items():
            self._tags |= _STYLES[other] if count else 0

    def _close_anchor(self, end: int) -> None:
        """Make the runs since ``<a href>`` a link; one without any text keeps an empty run."""
        if self._anchor is None:
            return
        (first, tag), self._anchor = self._anchor, None
        href = tag.attributes["href"]
        link = Hyperlink(href.raw, Span(tag.start, end), Span(href.start, href.end))
        inside = [run._replace(link=link) for run in self.runs[first:]]
        self.runs[first:] = inside or [Run("", tag.start, end, 0, link)]

    def finish(self) -> None:
        """The text ends, and with it a link that is still open."""
        if self._anchor:
            self._close_anchor(max(self._anchor[1].end, self.runs[-1].end if self.runs else 0))


def may_hold_addresses(text: str) -> bool:
    """Whether it is worth looking for bare addresses."""
    return "://" in text or "www." in text


def with_bare_links(runs: list[Run]) -> list[Run]:
    """Plain runs cut at the addresses that GitHub shows as links (GFM 0.29 §6.9)."""
    return [piece for run in runs for piece in _pieces(run)]


def _pieces(run: Run) -> Iterator[Run]:
    text, start, end, style, link, image = run
    if link or image is not None or style & CODE or not may_hold_addresses(text) or len(text) != end - start:
        yield run
        return
    at = 0
    for found in _BARE_URL.finditer(text):
        url = _without_tail(found[0])
        begin = found.start()
        if begin > at:
            yield Run(text[at:begin], start + at, start + begin, style)
        at = begin + len(url)
        span = Span(start + begin, start + at)
        yield Run(url, span.start, span.end, style, Hyperlink(url, span, span, bare=True))
    if at < len(text):
        yield Run(text[at:], start + at, end, style)


def _without_tail(url: str) -> str:
    """Drop the punctuation that ends a sentence rather than the address, and closing brackets too many."""
    end = len(url)
    surplus = {close: url.count(close) - url.count(_OPENING[close]) for close in _OPENING if close in url}
    while end:
        last = url[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in "?!.,:;*_~'\"`|":
            break
        end -= 1
    return url[:end]
