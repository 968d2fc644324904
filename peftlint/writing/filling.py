"""Template + what is wanted → the text of a new entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from urllib.parse import quote

from peftlint.fields.identifier import identifiers_of_url
from peftlint.fixes import apply
from peftlint.model import Edit, Span
from peftlint.writing import markup
from peftlint.writing.bibtex_form import filled_block
from peftlint.writing.link_forms import address_at, assign, relabelled, repository, with_address
from peftlint.writing.names import written_names
from peftlint.writing.templates import LinkPart, Template, words_outside
from peftlint.writing.wanted import Wanted, WantedLink

_NAMED_KINDS = frozenset({"paper", "code", "project"})
"""Kinds of links that lists label with a word of their own."""
_BREAK = re.compile(r"[ \t]*<br\s*/?>", re.IGNORECASE)


def fill(
    template: Template, wanted: Wanted, donors: Sequence[Template], form: frozenset[str], number: int | None
) -> str | None:
    """The text of *template* with the parts *wanted* in place of its own; None if that cannot be done.

    Parts that are not wanted go with what belongs to them; links that the template lacks come, with their labels, from
    *donors*. Nothing is kept that is said about the template's own work: words that are not of the list's *form*.
    """
    filling = _Filling(template, wanted, donors)
    filling.texts()
    filling.links()
    filling.tags()
    filling.bibtex()
    filling.number(number)
    filling.images()
    filling.rest(form)
    return filling.result()


@dataclass
class _Filling:
    template: Template
    wanted: Wanted
    donors: Sequence[Template]
    edits: list[Edit] = field(default_factory=list)
    kept: list[Span] = field(default_factory=list)
    dropped: list[Span] = field(default_factory=list)
    failed: bool = False
    assigned: list[tuple[LinkPart, WantedLink]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.template.unit.text

    def escaped(self, value: str) -> str:
        return markup.escaped(value, html=self.template.unit.html, row=self.template.unit.row)

    def put(self, span: Span | None, value: str | None) -> None:
        """Write *value* at the place of a part, or let the part go; a part without a place is nothing to do."""
        if span is None:
            return
        if value:
            self.edits.append(Edit(span, value))
            self.kept.append(span)
        else:
            self.dropped.append(span)

    # -- title, names, venue, year

    def texts(self) -> None:
        entry, wanted, template = self.template.unit.entry, self.wanted, self.template
        self.put(template.title, self.escaped(wanted.title))
        names = None
        if template.authors and wanted.authors:
            names = written_names(self.text[slice(*template.authors)], entry, wanted)
        self.put(template.authors, self.escaped(names) if names else None)
        self.put(template.venue, self._in_place(template.venue, wanted.venue) if wanted.venue else None)
        year = None
        if template.year and wanted.year:
            short = template.year.end - template.year.start == 2
            year = str(wanted.year)[2:] if short else str(wanted.year)
        self.put(template.year, year)

    # -- links

    def links(self) -> None:
        parts = [part for part in self.template.links if part.kind not in ("badge", "image")]
        self.assigned = assign(parts, self.wanted.links)
        chosen = dict(self.assigned)
        for part in parts:
            self._link(part, chosen.get(part))
        taken = [link for _, link in self.assigned]
        for link in self.wanted.links:
            if link not in taken:
                self._borrow(link)

    def _link(self, part: LinkPart, link: WantedLink | None) -> None:
        for span, place in zip(part.spans, part.urls, strict=True):
            if link:
                self._address(place, link.url)
                self.kept.append(span)
            elif part.holds_title and span.start <= self.template.title.start < span.end:
                self._unlink(span)
            else:
                self.dropped.append(span)

    def _address(self, place: Span, url: str) -> None:
        written = address_at(self.text, place, url, row=self.template.unit.row)
        self.failed |= written is None
        self.edits.append(Edit(place, written or ""))

    def _unlink(self, span: Span) -> None:
        """Keep the title of a link and its markup: ``[**Title**](url)`` → ``**Title**``."""
        title = self.template.title
        opening, closing = self.text[span.start : title.start], self.text[title.end : span.end]
        bracket = closing.find("](")
        if not opening.startswith("[") or bracket < 0:
            self.failed = True
            return
        self.edits += [
            Edit(Span(span.start, span.start + 1), ""),
            Edit(Span(title.end + bracket, span.end), ""),
        ]

    def _borrow(self, link: WantedLink) -> None:
        """Take the form of a link from an entry that has one of its kind, at the place that it has there."""
        for donor in self.donors:
            part = next(
                (part for part in donor.links if part.kind == link.kind and not part.holds_title), None
            )
            if part and self.template.unit.row and self._borrow_cell(donor, part, link):
                return
            if part and not self.template.unit.row and self._borrow_piece(donor, part, link):
                return
        self.failed |= self.template.unit.row or not any(map(partial(self._relabel, link), self.donors))

    def _relabel(self, link: WantedLink, donor: Template) -> bool:
        """Where no entry has a link of the kind: take one whose label says its own kind, and say the other one."""
        parts = (part for part in donor.links if part.kind in _NAMED_KINDS and not part.holds_title)
        return any(self._borrow_piece(donor, part, link) for part in parts)

    def _borrow_cell(self, donor: Template, part: LinkPart, link: WantedLink) -> bool:
        theirs, ours = markup.cells(donor.unit.text), markup.cells(self.text)
        column = next(
            (at for at, cell in enumerate(theirs) if cell.start <= part.spans[0].start < cell.end), None
        )
        if not donor.unit.row or column is None or len(theirs) != len(ours):
            return False
        cell = ours[column]
        held = [span for span in self.template.spans if cell.start <= span.start < cell.end]
        if any(span in self.kept for span in held):
            return False
        written = with_address(donor, part, markup.content(donor.unit.text, theirs[column]), link)
        if written is None:
            return False
        self.dropped = [span for span in self.dropped if span not in held]
        self.edits.append(Edit(markup.content(self.text, cell), written))
        self.kept.append(Span(*cell))
        return True

    def _borrow_piece(self, donor: Template, part: LinkPart, link: WantedLink) -> bool:
        text = donor.unit.text
        taken = markup.piece(text, part.spans[0], donor.spans)
        written = with_address(donor, part, taken, link)
        written = relabelled(written, part.kind, link.kind) if written else None
        before = self._place_like(donor, taken)
        if written is None or before is None:
            return False
        if written.lstrip(" \t,;|·") == written and not written.startswith("\n"):
            written = f" {written}"
        at = markup.widened(self.text, before).end
        if written.startswith("\n"):
            newline = self.text.find("\n", at)
            at = len(self.text) if newline < 0 else newline
        self.edits.append(Edit(Span(at, at), written))
        return True

    def _place_like(self, donor: Template, taken: Span) -> Span | None:
        """The part of the template behind which stands what stands at *taken* in *donor*."""
        role = next((name for name, span in reversed(_in_order(donor)) if span.end <= taken.start), None)
        ours = [(name, span) for name, span in _in_order(self.template) if span in self.kept]
        links = [span for name, span in ours if name == "link"]
        if role == "link" and links:
            return links[-1]
        return next((span for name, span in ours if name == role), links[-1] if links else None)

    # -- tags, BibTeX, number

    def tags(self) -> None:
        ours, wanted = self.template.tags, self.wanted.tags
        if len(wanted) > len(ours):
            self._more_tags(wanted)
            return
        for number, span in enumerate(ours):
            self.put(span, self._in_place(span, wanted[number]) if number < len(wanted) else None)

    def _in_place(self, span: Span | None, value: str) -> str:
        """*value* as it can stand at *span*: in a badge's address (shields.io), in code, or in text."""
        start = span.start if span else 0
        if self.text.rfind("/badge/", max(0, start - 80), start) > self.text.rfind(" ", 0, start):
            return quote(value.replace("_", "__").replace("-", "--").replace(" ", "_"))
        code = self.text[start - 1 : start] == "`"
        return value.replace("`", "'") if code else self.escaped(value)

    def _more_tags(self, wanted: tuple[str, ...]) -> None:
        """Repeat the last two tags' distance for those that the template has no place for."""
        ours = self.template.tags
        if not ours:
            self.failed = True
            return
        for span, tag in zip(ours, wanted, strict=False):
            self.put(span, self._in_place(span, tag))
        last = markup.piece(self.text, ours[-1], self.template.spans)
        image = next((one for one in self.template.images if one.start <= ours[-1].start < one.end), None)
        last = Span(image.start - 1, image.end) if image else last
        head, tail = self.text[last.start : ours[-1].start], self.text[ours[-1].end : last.end]
        more = "".join(f"{head}{self._in_place(ours[-1], tag)}{tail}" for tag in wanted[len(ours) :])
        self.edits.append(Edit(Span(last.end, last.end), more))
        self.failed |= "\n" in head

    def bibtex(self) -> None:
        if self.template.bibtex:
            written = filled_block(self.text[slice(*self.template.bibtex)], self.wanted)
            self.failed |= written is None
            self.put(self.template.bibtex, written)

    def number(self, number: int | None) -> None:
        place = self.template.number
        if place and number is not None:
            self.edits.append(Edit(place, str(number)))
        self.failed |= (place is None) != (number is None)

    # -- what else stands there

    def images(self) -> None:
        """Keep the images that say a tag or count the stars of the new repository; the others go."""
        own = repository(self.template.links)
        new = repository(self.wanted.links)
        inside = [span for part, _ in self.assigned for span in part.spans]
        parts = [*self.template.tags, *([self.template.venue] if self.template.venue else [])]
        for image in self.template.images:
            if any(image.start <= part.start < image.end for part in parts):
                if not _holds_any(image, self.kept):
                    self.dropped = [
                        span for span in self.dropped if not image.start <= span.start < image.end
                    ]
                    self._drop_image(image)
            elif _holds_any(image, self.kept) or any(s.start <= image.start < s.end for s in inside):
                continue
            elif own and new and own in self.text[slice(*image)]:
                start = self.text.index(own, image.start)
                self.put(Span(start, start + len(own)), new)
            else:
                self._drop_image(image)
        for badge in (part for part in self.template.links if part.kind in ("badge", "image")):
            for span, place in zip(badge.spans, badge.urls, strict=True):
                if own and new and own in badge.url:
                    self._address(place, badge.url.replace(own, new))
                elif badge.url or not _holds_any(span, self.kept):
                    self._drop_image(span)

    def _drop_image(self, image: Span) -> None:
        end = image.end
        if following := _BREAK.match(self.text, end):
            end = following.end()
        self.dropped.append(Span(image.start, end))

    def rest(self, form: frozenset[str]) -> None:
        """Let go what is said about the template's own work, where it stands by itself; else this is no template."""
        gone = [self._piece(span) for span in self.dropped]
        row = self.template.unit.row
        for stretch in markup.cells(self.text) if row else _lines(self.text):
            inside = [span for span in self.kept if stretch.start <= span.start < stretch.end]
            outside = [*(edit.span for edit in self.edits), *gone, *self.template.images]
            words = words_outside(self.text, stretch, outside)
            if not words or (words <= form and (inside or not row)):
                continue  # of a row, a cell that holds no part says something about its own work
            if inside or stretch.start == 0:
                self.failed = True
                return
            self.dropped.append(markup.content(self.text, stretch) if row else stretch)

    def _piece(self, span: Span) -> Span:
        return span if self.template.unit.row else markup.piece(self.text, span, self.kept)

    def result(self) -> str | None:
        if self.failed:
            return None
        gone = _united([span for span in map(self._piece, self.dropped) if span.end > span.start])
        if any(one.start < span.end and span.start < one.end for one in gone for span in self.kept):
            return None
        edits = [Edit(span, "") for span in gone]
        edits += [
            edit for edit in self.edits if not any(one.start <= edit.span.start < one.end for one in gone)
        ]
        edits = sorted(set(edits), key=lambda edit: (edit.span, edit.text))
        if any(left.span.end > right.span.start for left, right in pairwise(edits)):
            return None
        return apply(self.text, edits)


def _holds_any(outer: Span, spans: Iterable[Span]) -> bool:
    return any(outer.start <= span.start < outer.end for span in spans)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield Span(max(0, start - 1), start + len(line))
        start += len(line) + 1


def _united(spans: Iterable[Span]) -> list[Span]:
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(span.end, result[-1].end))
        else:
            result.append(span)
    return result


def _in_order(template: Template) -> list[tuple[str, Span]]:
    """The parts of a template by name, in the order of their ends; a link that holds the title is no part of its own."""
    named = [
        ("title", template.title),
        ("authors", template.authors),
        ("venue", template.venue),
        ("year", template.year),
    ]
    found = [(name, span) for name, span in named if span]
    found += [("tag", span) for span in template.tags]
    found += [("link", span) for part in template.links if not part.holds_title for span in part.spans]
    return sorted(found, key=lambda part: part[1].end)


def names_other_work(text: str, template: Template, wanted: Wanted) -> bool:
    """Whether *text*, made from *template*, still holds an identifier of the template's own work."""
    mine = {one for link in wanted.links for one in identifiers_of_url(link.url)}
    return any(
        identifier not in mine and re.search(re.escape(identifier.value), text, re.IGNORECASE)
        for identifier in template.unit.entry.identifiers
    )
