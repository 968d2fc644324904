"""Findings that are known and not to be told, remembered in a file.

What a finding is known by is what ``findings.py`` knows it by, as far as that goes without the old lists: rule,
entry and subject, never its line. The file is JSON with one finding a line, sorted, so that branches which change
it seldom conflict. Finding by finding it only ever loses what was mended; it grows when it is written anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from peftlint.changes.places import Places, about
from peftlint.errors import Problem
from peftlint.fields.identifier import WORK_KINDS
from peftlint.model import Entry, Finding, PaperList

VERSION = 1


class BaselineError(Problem):
    """A file is no baseline that can be used; the message says why."""


class Record(NamedTuple):
    """One known finding: ``path`` is relative to the configuration's root, ``entry`` its entry's title and
    ``work`` an identifier of that (both empty for a finding of no entry)."""

    path: str
    rule: str
    entry: str
    subject: str
    work: str


Baseline = Counter[Record]
"""Known findings, each with how many equal ones there are."""


class Compared(NamedTuple):
    """What is told in spite of a baseline, and what the baseline holds now.

    ``current`` are the records of the hidden findings as they read today, ``gone`` those of which there is no
    finding any more.
    """

    told: tuple[Finding, ...]
    current: Baseline
    gone: Baseline


def read(text: str, path: str) -> Baseline:
    """Read the *text* of the baseline at *path*. Raises BaselineError."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{path}: expected a baseline (JSON): {error}; write it anew") from None
    version = document.get("version") if isinstance(document, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise BaselineError(
            f"{path}: this baseline is of version {version}, newer than {VERSION}; update peftlint"
        )
    if version != VERSION or not isinstance(document.get("findings"), list):
        raise BaselineError(
            f"{path}: expected a baseline with 'version': {VERSION} and 'findings'; write it anew"
        )
    found: Baseline = Counter()
    for number, item in enumerate(document["findings"], 1):
        record, count = _record(item, f"{path}: finding {number}")
        found[record] += count
    return found


def _record(item: Any, where: str) -> tuple[Record, int]:
    known = {*Record._fields, "count"}
    if not isinstance(item, dict) or not known.issuperset(item):
        raise BaselineError(f"{where}: expected an object with {', '.join(Record._fields)} and count")
    values = [item.get(name, "") for name in Record._fields]
    count = item.get("count", 1)
    if not all(isinstance(value, str) for value in values) or not item.get("rule") or "path" not in item:
        raise BaselineError(f"{where}: expected at least a rule and a path, all of it strings")
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise BaselineError(f"{where}: expected a count of 1 or more, found {count!r}")
    return Record(*values), count


def write(baseline: Baseline) -> str:
    """The text of the file: sorted, one finding a line."""
    items = [_item(record, count) for record, count in sorted(baseline.items()) if count > 0]
    lines = ",\n".join(json.dumps(item, ensure_ascii=True) for item in items)
    return f'{{"version": {VERSION}, "findings": [\n{lines}\n]}}\n'


def _item(record: Record, count: int) -> dict[str, str | int]:
    """Without what is empty, and without a count of 1."""
    item: dict[str, str | int] = {name: value for name, value in record._asdict().items() if value}
    return {**item, "count": count} if count > 1 else item


def records(
    findings: Iterable[Finding], lists: Sequence[PaperList], names: Mapping[str, str]
) -> list[Record]:
    """What each of the *findings* in *lists* is known by; *names* are the paths from the root of the configuration."""
    places = Places(lists)
    return [
        _record_of(finding, places.entry_of(finding), names.get(finding.path, finding.path))
        for finding in findings
    ]


def _record_of(finding: Finding, entry: Entry | None, path: str) -> Record:
    title = entry.title if entry else ""
    works = (
        (str(identifier) for identifier in entry.identifiers if identifier.kind in WORK_KINDS)
        if entry
        else ()
    )
    return Record(path, finding.code, title, finding.subject, min(works, default=""))


def compare(
    baseline: Baseline, findings: Sequence[Finding], found: Sequence[Record], files: Set[str]
) -> Compared:
    """Part *findings* into those that the *baseline* knows and the others.

    *found* are their records, *files* the paths of all files that were looked at, as records have them.
    """
    left = Counter(baseline)
    waiting = list(range(len(findings)))
    for key in (_exactly, _by_entry, _by_work):
        waiting = _unknown(left, list(left), waiting, found, key)
    without_file = [record for record in left if record.path not in files]
    told = set(_unknown(left, without_file, waiting, found, _by_subject))
    return Compared(
        tuple(finding for index, finding in enumerate(findings) if index in told),
        Counter(record for index, record in enumerate(found) if index not in told),
        +left,
    )


Key = Callable[[Record], Hashable]


def _exactly(record: Record) -> Hashable:
    return record


def _by_entry(record: Record) -> Hashable:
    """On the same entry, though it stands in another list, or the list has another name."""
    return (record.rule, record.entry, record.subject) if record.entry else None


def _by_work(record: Record) -> Hashable:
    """On the same entry under another title."""
    told = about(record.subject, record.entry)
    return (record.path, record.rule, record.work, told) if record.work else None


def _by_subject(record: Record) -> Hashable:
    """Of no entry, in a list that goes by another name now."""
    return None if record.entry else (record.rule, record.subject)


def _unknown(
    left: Baseline, among: Iterable[Record], waiting: Sequence[int], found: Sequence[Record], key: Key
) -> list[int]:
    """The indices, of those *waiting*, of findings of which there is none *among* these records by that key.

    Of the others, *left* loses one each.
    """
    known: dict[Hashable, list[Record]] = {}
    for record in sorted(among, reverse=True):
        known.setdefault(key(record), []).append(record)
    unknown = []
    for index in waiting:
        records = known.get(key(found[index]), []) if key(found[index]) is not None else []
        while records and left[records[-1]] < 1:
            records.pop()
        if records:
            left[records[-1]] -= 1
        else:
            unknown.append(index)
    return unknown
