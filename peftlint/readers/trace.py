"""Why a line of a list was read as it was: what ``collect``, ``roles`` and ``judge`` made of it, in words."""

from __future__ import annotations

from collections.abc import Iterator

from peftlint.document import Document
from peftlint.outline import outline
from peftlint.readers import Draft, decide
from peftlint.readers.judge import ENOUGH
from peftlint.readers.pieces import collapsed

_KEPT = ("authors", "venue", "year")
"""Roles of which the entry keeps what it says."""


def trace(document: Document, line: int) -> Iterator[str]:
    """Say of the 1-based *line* which records hold it, innermost first, and why each is an entry or none."""
    drafts = [draft for draft in decide(document, outline(document)) if _holds(draft, line)]
    drafts.sort(key=lambda draft: draft.reading.record.end - draft.reading.record.start)
    if not drafts:
        yield (
            f"line {line} belongs to nothing that could be an entry: no item, table row, paragraph or heading"
            " stands there, or it is code or a comment"
        )
    for draft in drafts:
        yield from _told(draft)


def _holds(draft: Draft, line: int) -> bool:
    record = draft.reading.record
    return record.start < line <= record.end


def _told(draft: Draft) -> Iterator[str]:
    record = draft.reading.record
    lines = (
        f"lines {record.start + 1} to {record.end}" if record.end - record.start > 1 else f"line {record.end}"
    )
    yield f"{record.shape}, {lines}: " + (f"an entry by {draft.accepted}" if draft.accepted else "no entry")
    if draft.verdict:
        yield f"  evidence {draft.verdict.score:+.1f}, enough is {ENOUGH:.1f}"
        yield from (f"    {weight:+.1f}  {reason}" for reason, weight in draft.verdict.reasons)
    yield from _titles(draft)
    for chunk in draft.reading.chunks:
        role = {"tag": "a tag"}.get(chunk.role, chunk.role if chunk.role in _KEPT else "nothing")
        why = "by the column's header" if chunk.forced else f"as {chunk.slot}"
        yield f"  {role}: {_shown(chunk.piece.text)} ({why}, strength {chunk.strength:.1f})"
    for link in draft.clues.links if draft.clues else ():
        yield f"  link: {link.kind}, labelled {link.label!r}: {_shown(link.url)}"


def _titles(draft: Draft) -> Iterator[str]:
    """The title, and the candidates that lost to it."""
    title = draft.reading.title
    readable = [one for one in draft.reading.candidates if one.titleness > 0]
    for candidate in sorted(readable, key=lambda candidate: -candidate.score)[:6]:
        name = "title" if candidate is title else "  not the title"
        yield (
            f"  {name}: {_shown(candidate.piece.text)} ({candidate.slot}, score {candidate.score:.1f},"
            f" reads as a title {candidate.titleness:.2f})"
        )


def _shown(text: str) -> str:
    text = collapsed(text)
    return repr(text if len(text) <= 90 else text[:89] + "…")
