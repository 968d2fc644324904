"""List + what is wanted → the list with a new entry, which reads as exactly that and changes nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from peftlint.engine import read_list
from peftlint.errors import Problem
from peftlint.fields.year import read_year
from peftlint.fixes import apply
from peftlint.model import NEWLINE, Edit, Entry, Link, PaperList, Span, Spans
from peftlint.writing.filling import fill, names_other_work
from peftlint.writing.placing import Place, choose_section, place_in
from peftlint.writing.templates import Template, form_words, templates
from peftlint.writing.units import units
from peftlint.writing.wanted import Wanted, differences

MOST_TRIES = 16
"""Texts that are read back before giving up."""


class CannotWrite(Problem):
    """No entry of the list shows how to write what is wanted; the message says which part."""


class Composed(NamedTuple):
    """The new entry's text as it stands in the list, the whole new text of the list, and the entry as it reads."""

    entry_text: str
    text: str
    entry: Entry


def compose(paper_list: PaperList, wanted: Wanted, heading: str | None) -> Composed:
    """Write an entry into *paper_list*, below *heading*, in the list's own form.

    The entries that are most like what is wanted serve as templates, best first; what is written is read back, and
    taken only if it reads as what is *wanted*, all other entries reading as before. Raises CannotWrite and
    placing.PlaceProblem.
    """
    section = choose_section(paper_list, heading, wanted)
    found = templates(units(paper_list))
    if not found:
        raise CannotWrite(f"{paper_list.path} has no entry after which another one could be written")
    place = place_in(found, section, wanted)
    gaps = _gaps(paper_list, found, place)
    faults: Counter[str] = Counter()
    for text in _texts(found, place, wanted):
        for inserted, at, whole in _inserted(paper_list, place, gaps, text):
            after = read_list(paper_list.source._replace(text=whole))
            entry, wrong = _judged(paper_list, after, Span(at, at + len(inserted)), wanted, place)
            if entry and not wrong:
                return Composed(text, whole, entry)
            faults.update(wrong)
    raise CannotWrite(_refusal(paper_list, section, found, faults))


def _refusal(
    paper_list: PaperList, section: tuple[str, ...], found: Sequence[Template], faults: Counter[str]
) -> str:
    where = f"{paper_list.path}, section {section[-1]!r}" if section else paper_list.path
    example = next((one for one in found if one.unit.entry.section == section), found[0]).unit.entry
    if not faults:
        return (
            f"{where}: no entry there has all the parts that were asked for (see line {example.line}); "
            "leave out those that its entries do not have, or write the entry by hand"
        )
    parts = ", ".join(part for part, _ in faults.most_common(3))
    return (
        f"{where}: the form of its entries (see line {example.line}) cannot hold this {parts}: "
        "it would be read as something else; change or leave out that part, or write the entry by hand"
    )


# -- the text of the entry


def _texts(found: Sequence[Template], place: Place, wanted: Wanted) -> Iterator[str]:
    """What might be written, best first, each text once."""
    near = place.before or place.after
    line = near.unit.entry.line if near else 1
    same = [template for template in found if near is None or template.unit.row == near.unit.row]
    form = form_words(same)
    ranked = sorted(same, key=lambda template: _cost(template, wanted, place, form, line))
    donors = sorted(same, key=lambda template: _distance(template, place, line))
    seen: set[str] = set()
    for template in ranked:
        text = fill(template, wanted, donors, form, place.number)
        if text is None or text in seen or names_other_work(text, template, wanted):
            continue
        seen.add(text)
        yield text
        if len(seen) == MOST_TRIES:
            return


def _distance(template: Template, place: Place, line: int) -> tuple[int, int]:
    return int(template.unit.entry.section != place.section), abs(template.unit.entry.line - line)


def _cost(
    template: Template, wanted: Wanted, place: Place, form: frozenset[str], line: int
) -> tuple[int, int, int]:
    """How much has to be added to a template (dear), let go (cheap) or doubted."""
    entry = template.unit.entry
    pairs = [
        (bool(template.authors or template.bibtex), bool(wanted.authors)),
        (template.venue is not None, wanted.venue is not None),
        (template.year is not None, wanted.year is not None and _heading_year(place.section) is None),
        (bool(template.tags), bool(wanted.tags)),
    ]
    cost = sum(5 * (not has and wants) + (has and not wants) for has, wants in pairs)
    kinds = Counter(part.kind for part in template.links if part.kind not in ("badge", "image"))
    asked = Counter(link.kind for link in wanted.links)
    cost += 4 * (asked - kinds).total() + (kinds - asked).total()
    cost += abs(len(template.tags) - len(wanted.tags)) + (entry.et_al != wanted.et_al)
    cost += 2 * (not template.words <= form) + 2 * (entry.venue_name != (wanted.venue or None)) * bool(
        template.bibtex
    )
    return (cost, *_distance(template, place, line))


# -- the text of the list


def _inserted(
    paper_list: PaperList, place: Place, gaps: Sequence[str], text: str
) -> Iterator[tuple[str, int, str]]:
    """What is inserted, where it then stands, and the whole text."""
    source = paper_list.source
    newline = _newline(source.text)
    if place.before:
        at = place.before.unit.span.end
        pieces = [(gap + text, len(gap)) for gap in gaps]
    elif place.after:
        at = place.after.unit.span.start
        pieces = [(text + gap, 0) for gap in gaps]
    else:
        at = _below_heading(paper_list, place.section)
        pieces = [(f"{newline}{newline}{text}", 2 * len(newline)), (newline + text, len(newline))]
    for inserted, lead in pieces:
        moved = sum(
            len(edit.text) - (edit.span.end - edit.span.start)
            for edit in place.renumbered
            if edit.span.start < at
        )
        whole = apply(source.text, [Edit(Span(at, at), inserted), *place.renumbered])
        yield inserted[lead:], at + lead + moved, whole


def _newline(text: str) -> str:
    found = NEWLINE.search(text)
    return found[0] if found else "\n"


def _gaps(paper_list: PaperList, found: Sequence[Template], place: Place) -> list[str]:
    """The blank lines that stand between entries of the section, most usual first."""
    text = paper_list.source.text
    newline = _newline(text)
    if any(template.unit.row for template in (place.before, place.after) if template):
        return [newline]
    siblings = [template.unit for template in found if template.unit.entry.section == place.section]
    between = [text[one.span.end : other.span.start] for one, other in pairwise(siblings)]
    usual = Counter(newline * len(NEWLINE.findall(gap)) for gap in between if gap and not gap.strip())
    return [gap for gap, _ in usual.most_common(2)] or [newline * 2, newline]


def _below_heading(paper_list: PaperList, section: tuple[str, ...]) -> int:
    """Behind what a section without entries holds: its heading, or the head of an empty table."""
    source = paper_list.source
    found = next((one for one in paper_list.outline.sections if one.path == section), None)
    if found is None:
        return len(source.text.rstrip())
    children = [one.start for one in paper_list.outline.sections if one.parent is found]
    end = min([found.end, *children])
    starts = [*source.line_starts, len(source.text)]
    start = starts[found.start]
    return start + len(source.text[start : starts[min(end, len(starts) - 1)]].rstrip())


# -- read back


def _judged(
    before: PaperList, after: PaperList, written: Span, wanted: Wanted, place: Place
) -> tuple[Entry | None, tuple[str, ...]]:
    """The new entry, and what is wrong with it or with the others, in words."""
    new = [entry for entry in after.entries if written.start <= entry.span.start < written.end]
    if len(new) != 1 or len(after.entries) != len(before.entries) + 1:
        return None, ("title",)
    others = [_without_place(entry) for entry in after.entries if entry is not new[0]]
    if others != [_without_place(entry) for entry in before.entries]:
        return None, ("order of parts",)
    wrong = differences(wanted, new[0], _heading_year(place.section))
    return new[0], (*wrong, *(["section"] if new[0].section != place.section else []))


def _heading_year(section: Iterable[str]) -> int | None:
    return next((year for title in reversed(tuple(section)) if (year := read_year(title))), None)


def _without_place(entry: Entry) -> Entry:
    """An entry without where it stands."""
    nowhere = Span(0, 0)
    links = tuple(Link(link.kind, link.url, link.label, nowhere, nowhere) for link in entry.links)
    return entry._replace(line=0, end_line=0, span=nowhere, links=links, spans=Spans())


def _is_preprint(entry: Entry) -> bool:
    from peftlint.published import says_preprint

    return says_preprint(entry)


def _wants_preprint(wanted: Wanted) -> bool:
    return _is_preprint(Entry("", 1, 1, wanted.title, Span(0, 0), venue=wanted.venue))
