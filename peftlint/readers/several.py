"""Several papers in one item: ``- [Title](paper), [Title](paper)`` is cut into a part for each.

An item is cut only where nothing else can be meant: each title is linked or bold and reads as one, each has an
identifier of a paper that no other has, and between one paper and the next stand a line's end or a separator. What
leads over in words (``extends [Title](paper)``) mentions the other paper, it does not list it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from peftlint.document import Run
from peftlint.fields.authors import name_list_score
from peftlint.fields.identifier import WORK_KINDS, identifiers_of_url
from peftlint.fields.patterns import late
from peftlint.fields.venue import find_venue
from peftlint.fields.year import find_years
from peftlint.model import Identifier
from peftlint.readers.labels import is_label, labelled
from peftlint.readers.records import Atom, Part
from peftlint.readers.titles import titleness

_BULLET = late(r"[-*+]\s")
_SURE = 0.8
_FEWEST_WORDS = 4
_SEPARATORS = (",", ";", "|", "•", "·", "/", "，", "；", "、", ".", ")", "）", "]")
_FEW_WORDS = 3
"""More words than these between two papers must be names, a venue or a date."""


def bullets_in(part: Part) -> list[Part]:
    """*part* cut before each line that opens with a bullet: indented so far, Markdown takes it for running text."""
    if not any(run.text == "\n" for run in part.runs):
        return [part]
    lines: list[list[Run]] = [[]]
    for before, run in pairwise([None, *part.runs]):
        if run and before and before.text == "\n" and run.link is None and _BULLET.match(run.text):
            lines.append([])
        if run:
            lines[-1].append(run)
    return [Part(part.place, line, part.header) for line in lines] if len(lines) > 1 else [part]


def papers_in(part: Part) -> list[Part]:
    """*part* cut into one part for each paper that it lists; just itself if it does not list several."""
    if len({id(run.link) for run in part.runs if run.link}) < 2:
        return [part]
    atoms, _ = labelled(part)
    able = [index for index, atom in enumerate(atoms) if _stands_out(atom)]
    titles = [index for index in able if _reads_as_title(atoms[index])] if len(able) > 1 else able
    if len(titles) < 2 or not all(_leads_over(atoms[left + 1 : right]) for left, right in pairwise(titles)):
        return [part]
    starts = [0, *(_start_of_line(atoms, left, right) for left, right in pairwise(titles))]
    groups = [atoms[start:end] for start, end in pairwise([*starts, len(atoms)])]
    if not _are_different([_works(group) for group in groups]):
        return [part]
    return [
        Part(part.place, [run for atom in group for run in atom.flow.runs], part.header) for group in groups
    ]


def _stands_out(atom: Atom) -> bool:
    """Whether an atom is linked to a paper, or bold, and of as many words as a title."""
    if atom.link is None and (atom.kind != "text" or atom.style != "bold"):
        return False
    if len(atom.text.split()) < _FEWEST_WORDS:
        return False
    return atom.link is None or (not is_label(atom) and not atom.link.bare and bool(_works([atom])))


def _reads_as_title(atom: Atom) -> bool:
    return titleness(" ".join(atom.text.split())) >= _SURE


def _works(atoms: Sequence[Atom]) -> frozenset[Identifier]:
    """The papers that the links of *atoms* lead to."""
    urls = [atom.link.url for atom in atoms if atom.kind == "link" and atom.link]
    return frozenset(i for url in urls for i in identifiers_of_url(url) if i.kind in WORK_KINDS)


def _are_different(works: Sequence[frozenset[Identifier]]) -> bool:
    return all(works) and len(frozenset().union(*works)) == sum(map(len, works))


def _leads_over(between: Sequence[Atom]) -> bool:
    """Whether the atoms between two titles end one paper and open the next, without talking of either."""
    if not between or between[-1].kind == "link":
        return False  # run together: two items whose line end was lost
    text = "".join("\n" if atom.kind == "break" else atom.text for atom in between if atom.kind != "link")
    before, line_end, lead = text.rpartition("\n")
    said = before if line_end else lead
    if line_end and lead.strip() and not _is_evident(lead):
        return False
    if not line_end and lead.strip() not in ("and", "&", "") and not lead.rstrip().endswith(_SEPARATORS):
        return False
    return (bool(line_end) or bool(lead.strip())) and _is_evident(said)


def _is_evident(text: str) -> bool:
    """Whether a text is short, or names people, a venue or a date."""
    words = text.split()
    return (
        len(words) <= _FEW_WORDS
        or name_list_score(" ".join(words)) >= 0.5
        or (len(words) <= 4 * _FEW_WORDS and bool(find_years(text) or find_venue(text)))
    )


def _start_of_line(atoms: Sequence[Atom], left: int, right: int) -> int:
    """Where the paper with the title at *right* begins: behind the last line end since the title at *left*."""
    ends = [index for index in range(left, right) if atoms[index].kind == "break"]
    return ends[-1] + 1 if ends else right
