"""A BibTeX entry that does not parse → the fields that can still be told, and what is wrong with it.

A reader that goes on after every fault: it trusts that a name, ``=`` and an opening brace or quote at the
beginning of a line or behind a comma start a field, whatever the braces before it say. Only for entries
that a parser refused or read wrongly: right entries may hold such text within a value.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from peftlint.fields.patterns import late
from peftlint.model import BibtexProblem

_HEAD = late(r"@\s*([A-Za-z]\w*)\s*[{(]\s*([^\s,={}\"]*)\s*")
_FIELD = late(r"([A-Za-z][\w:-]*)\s*=\s*")
_FIELD_START = late(r"(?<=[\n,])[ \t]*[A-Za-z][\w:-]*[ \t]*=[ \t]*[{\"\d]")
_GAP = late(r"[\s,]*")
_BARE = late(r"[^,\n{}]*")
_WORD = late(r"\w+")
_DELIMITER = late(r"[{}\"]")
_UNCLOSED = "is not closed"


class RawField(NamedTuple):
    """``value`` is what stands between the delimiters, ``line`` counts from 0 at the block's first line."""

    name: str
    value: str
    line: int


class Repaired(NamedTuple):
    """What could be read of an entry; ``type`` and field names are in lower case."""

    type: str
    key: str
    fields: tuple[RawField, ...]
    problems: tuple[BibtexProblem, ...]


class _Value(NamedTuple):
    """``end`` is the offset behind the value; ``fault`` says what is wrong with it, ``""`` if nothing is."""

    text: str
    end: int
    fault: str


def repair_entry(text: str, line: int) -> Repaired:
    """Read an entry that starts at the beginning of ``text``; ``line`` is what its first line counts as.

    ``text`` may go on behind the entry; ``problems`` are in order of their lines, and empty if none is seen.
    Takes time linear in the text.
    """
    return _Repair(text, line).entry()


class _Repair:
    """One pass over the text of an entry; ``position`` moves forward only."""

    def __init__(self, text: str, line: int) -> None:
        self.text = text
        self.position = 0
        self.needs_comma = False
        self.lines = [found.start() for found in re.finditer("\n", text)]
        self.first_line = line
        self.starts = [found.start() for found in _FIELD_START.finditer(text)]
        self.fields: list[RawField] = []
        self.problems: list[BibtexProblem] = []

    def entry(self) -> Repaired:
        kind, key = self._head()
        closed = False
        while not closed and self.position < len(self.text):
            closed = self._step()
        if not closed:
            self._report("the entry is not closed", len(self.text.rstrip()))
        return Repaired(kind, key, tuple(self.fields), tuple(sorted(self.problems, key=lambda p: p.line)))

    def _head(self) -> tuple[str, str]:
        head = _HEAD.match(self.text)
        if not head:
            self._report("no entry can be made out", 0)
            self.position = len(self.text)
            return "", ""
        self.position = head.end()
        behind = self.text[head.end() : head.end() + 1]
        if behind == "=" or not head[2]:
            self._report("the entry has no key", head.start(2))
            self.position = head.start(2)
            return head[1].lower(), ""
        if behind != ",":
            self._report(f"no comma behind the key {head[2]!r}", head.start(2))
        return head[1].lower(), head[2]

    def _step(self) -> bool:
        """Read the next field, or pass over what is none; True when the entry is closed."""
        gap = _GAP.match(self.text, self.position)
        start = gap.end() if gap else self.position
        commas = self.text.count(",", self.position, start)
        if commas > 1:
            self._report("two commas in a row", self.position)
        self.position = start
        field = _FIELD.match(self.text, start)
        if field:
            if self.needs_comma and not commas:
                self._report(f"no comma before {field[1]!r}", start)
            self._field(field)
        elif self.text.startswith(("}", ")"), start):
            return self._close()
        elif start < len(self.text):
            self._pass_over()
        return False

    def _field(self, field: re.Match[str]) -> None:
        value = self._value(field.end())
        if value.fault:
            self._report(f"the value of {field[1]!r} {value.fault}", field.start())
        self.fields.append(RawField(field[1].lower(), value.text, self._line(field.start())))
        self.position = value.end
        self.needs_comma = value.fault != _UNCLOSED

    def _value(self, start: int) -> _Value:
        opening = self.text[start : start + 1]
        if opening not in ("{", '"'):
            bare = _BARE.match(self.text, start)
            end = bare.end() if bare else start
            text = self.text[start:end].strip()
            return _Value(text, end, "" if _WORD.fullmatch(text) else "has neither braces nor quotes")
        limit = self._next_start(start)
        end = _closing(self.text, start, limit, opening)
        if not end:
            return _Value(self.text[start + 1 : limit].rstrip(" \t\n,"), limit, _UNCLOSED)
        text = self.text[start + 1 : end - 1]
        return _Value(text, end, "ends with a backslash" if text.endswith("\\") else "")

    def _close(self) -> bool:
        """A closing brace ends the entry unless fields follow it, or another one."""
        self.position += 1
        rest = self.text[self.position :].lstrip()[:1]
        if self._next_start(self.position) < len(self.text):
            self._report("a closing brace too many", self.position - 1)
            return False
        if rest in ("}", ","):
            self._report(f"{rest!r} after the end of the entry", self.position)
        return True

    def _pass_over(self) -> None:
        """Skip what is no field: a comment to the end of its line, else all up to the next field."""
        start = self.position
        self.needs_comma = False
        line_end = self.text.find("\n", start)
        if self.text.startswith("%", start) and line_end >= 0:
            self._report("a comment within the entry", start)
            self.position = line_end
            return
        snippet = self.text[start : start + 30].split("\n")[0].rstrip(", ")
        self._report(f"{snippet!r} is no field", start)
        self.position = self._next_start(start)

    def _next_start(self, position: int) -> int:
        """Where the next field starts for sure, the end of the text if none does."""
        index = bisect_left(self.starts, position)
        return self.starts[index] if index < len(self.starts) else len(self.text)

    def _line(self, position: int) -> int:
        return self.first_line + bisect_right(self.lines, position - 1)

    def _report(self, message: str, position: int) -> None:
        self.problems.append(BibtexProblem(message, self._line(position)))


def _closing(text: str, start: int, limit: int, opening: str) -> int:
    """The offset behind the delimiter that closes the value which opens at ``start``, 0 if none does."""
    depth = 0
    for found in _DELIMITER.finditer(text, start + 1, limit):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}" and depth:
            depth -= 1
        elif not depth and found[0] == ("}" if opening == "{" else '"'):
            return found.end()
    return 0
