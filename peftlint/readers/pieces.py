"""Which part of a run is the title: what lists print before and behind it is cut off.

Only plain runs, headings and cells hold more than their title; bold text and links end where the markup does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from peftlint.document import Flow, Run
from peftlint.fields.authors import name_list_score, split_names
from peftlint.fields.patterns import late, may_hold
from peftlint.fields.venue import find_venue, read_venue
from peftlint.fields.year import read_year
from peftlint.model import Span
from peftlint.readers.paragraphs import NUMBER
from peftlint.readers.titles import titleness

EDGE = " \t\n\r\u00a0\u3000,.;:|·•–—-、，。；：[]()【】（）<>{}\"“”'‘’*_~/\\"
"""What separates the parts of an entry, and never begins or ends one."""

LONGEST = 1000
"""Characters beyond which a run is not cut at what may stand beside a title: it holds none."""

_BLANK = " \t\n\r\u00a0\u3000"
_LEAD = late(
    r"[\[(【（](?P<group>[^\[\]()【】（）]{1,60})[\])】）][ \t\u00a0]*[-–—:：.,|]?[ \t\u00a0]*"
    r"|(?P<date>(?:19|20)\d\d(?:[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?)?)\s*[-–—:：,.|]?\s+(?=\S)"
    r"|(?P<venue>[A-Za-z][^:：,.]{1,40}\d)(?:[:：]\s*|\s+(?:--+|[|—])\s+)(?=\S)"
    r"|(?P<joined>(?:19|20)\d\d-[A-Za-z][\w/]{1,14}|[A-Z][\w/]{1,14}-(?:19|20)\d\d"
    r"|\d\d-(?=[a-z]*[A-Z][a-z]*[A-Z])[A-Za-z/]{2,14})-\s?(?=\S)"
)
_CITATION_KEY = late(r"[A-Za-z+'’-]{2,30}(?<!['’])[ ,]?\d{2,4}[a-z]?")
_VENUE_AND_YEAR = late(r"[A-Za-z][\w&/+ -]{1,30}['’]\s?\d{2,4}")
_KEY_LEAD = late(rf"\s*\[{_CITATION_KEY.pattern}\]\s*")
_TYPE_MARK = late(r"\s*\[(?:J|C|D|M|R|S|P|N|Z|A|EB|CP|DB)(?:/OL)?\]")  # GB/T 7714-2015, appendix B
_TYPE_MARK_AT_END = late(_TYPE_MARK.pattern + "$")
_TYPE_MARK_INSIDE = late(_TYPE_MARK.pattern + r"\s*(?:\.|//)")
_DATED = late(
    r"[(（\[【][^()（）\[\]【】]{0,40}(?:(?<!\d)(?:19|20)\d\d(?!\d)|['’]\d\d(?!\d))[^()（）\[\]【】]{0,40}[)）\]】]"
)
_TITLE_LABEL = late(r"\s*(?:(?:paper )?title|paper|论文标题|论文|标题|题目)\s*[:：]\s*(?=\S)", re.IGNORECASE)
_TITLE_LABELS = ("title", "paper", "论文", "标题", "题目")
_LONGEST_LABEL = len("paper title")
_FIRST_AUTHOR = late(r"\s*([^.:：]{2,60}\bet\.? al\b)\.?[,.:]?\s+(?=\S)")
_SURNAME_FIRST = r"[^\W\d_][\w'’-]{0,30}(?:\s[^\W\d_][\w'’-]{1,30})?(?:\s[A-Z]{1,3}\b){1,4}"
_REFERENCE_NAMES = late(
    rf"\s*({_SURNAME_FIRST}(?:\s?,\s{_SURNAME_FIRST})*(?:\s?,\s?et\.? al)?)\.\s*(?=[^\W\d_a-z]|[A-Za-z0-9]*[A-Z])"
)
"""Family names before initials, as references print them (GB/T 7714-2015, §10): ``Xia F, Liu T Y, et al. Title``."""
_STAMP_FIRST = late(r"\s*[(（\[【]([^()（）\[\]【】]{2,60})[)）\]】]\s*(?=\S)")
_STAMP_LAST = late(r"(?<=\S)\s*[(（\[【]([^()（）\[\]【】]{2,60})[)）\]】]\s*\.?\s*$")
_SENTENCE = late(r"(?<=[.。])\s+(?=\S)")
_INITIAL = late(r"(?:^|[\s.])(?:[A-Z]|vs|et al)\.\s+$")
_LEFT_IN = late(r"(?<=[?!.])\s+(?:In|Proc\.)\s*$")
"""What is left of ``Title? In *ICML 2018*`` before the venue in other type."""

_LEFT_BEFORE = late(r"(?:[\s　\])）】>|｜]|[-–—*+]+(?=\s))+")
_DIGIT = late(r"\d")
_MAY_BE_YEAR = late(r"(?<!\d)\d\d(?!\d)|(?:19|20)\d\d(?!\d)")
_LONGEST_LEAD = 64
"""Characters within which a date or venue before a title has a digit."""
_OPENING, _CLOSING = tuple("[(【（"), tuple("])】）")
_BRACKETS = frozenset(_OPENING)
_DASHES, _COMMAS = frozenset("-–—"), frozenset(",;，；")
_BREAK = late(r"\s[-–—]\s|[,;，；]\s*")
_SURNAME = late(r"[A-Z][\w'’-]{1,24}")
_LONGEST_SURNAMES = 80
_LONGEST_SURNAME, _LONGEST_INITIALS = 80, 3
_VOLUME = late(r"[,\s]\s*(?:vol\.?\s*)?\d{1,5}\s?\(\d{1,5}\)?(?:\s?[:,]\s?[\d–-]{1,15})?$")
_LONGEST_VOLUME = 40
_TWO_WITH_INITIALS = 0.9
"""What ``G. Hinton and R. Salakhutdinov`` scores at least, and no title that only ends in two names."""
_FIELD_END = late(r"(?<=\s)(?:\||--+)(?=\s)")
_WIDE_BLANK = late(r"\s\s|[^\S ]")
"""White space that is more than one blank."""
_SEPARATORS = (" -- ", " | ", " / ", " · ", " — ", " – ", " - ", "; ", "｜")


class Piece:
    """Text at a place: ``text`` is ``flow.text[start:end]``."""

    __slots__ = ("end", "flow", "start", "text")

    def __init__(self, flow: Flow, start: int, end: int) -> None:
        self.flow, self.start, self.end = flow, start, end
        self.text = flow.text[start:end]

    @property
    def span(self) -> Span:
        return self.flow.span(self.start, self.end)

    def sub(self, start: int, end: int) -> Piece:
        """The part of this piece from *start* to *end*, counted from its own start."""
        return Piece(self.flow, self.start + start, self.start + end)

    def behind(self, start: int) -> Piece:
        """The part of this piece from *start* on, counted from its own start."""
        return Piece(self.flow, self.start + start, self.end)

    def find(self, text: str) -> Piece | None:
        """Where *text*, in which white space is collapsed, stands in this piece."""
        at = self.text.find(text)
        if at >= 0 and not _WIDE_BLANK.search(self.text, 0, at):
            return self.sub(at, at + len(text))
        words = [re.escape(word) for word in text.split()]
        found = re.search(r"\s+".join(words), self.text)
        return self.sub(*found.span()) if found else None

    def trimmed(self, edge: str = EDGE) -> Piece:
        """Without the characters of *edge* at its ends."""
        inner = self.text.strip(edge)
        if inner == self.text:
            return self
        start = self.start + self.text.index(inner) if inner else self.end
        return Piece(self.flow, start, start + len(inner))


def collapsed(text: str) -> str:
    """*text* with every run of white space as one blank."""
    return " ".join(text.split())


def title_in(piece: Piece, *, mixed: bool) -> Piece:
    """The title within *piece*; *mixed* if the piece may hold names, venue or year beside it."""
    return piece.sub(*_title_span(piece.text, mixed))


@lru_cache(maxsize=4096)
def _title_span(text: str, mixed: bool) -> Span:
    """Where the title stands in a text, whatever place the text has."""
    piece = without_number(Piece(Flow([Run(text, 0, len(text))]), 0, len(text)))
    piece = _without_label(_without_lone_bracket(piece))
    if len(piece.text) <= LONGEST:
        piece = _of_reference(_without_lead(piece) if mixed else _without_stamp(piece))
        piece = _without_trailer(_without_first_author(piece)) if mixed else piece
    piece = _without_period(piece)
    return Span(piece.start, piece.end)


def fields_of(piece: Piece) -> list[Piece]:
    """The fields of *piece*, parted by ``|`` or ``--`` between blanks, trimmed; itself if nothing parts it."""
    if len(piece.text) > LONGEST:
        return [piece]
    if "|" not in piece.text and "--" not in piece.text:
        field = piece.trimmed()
        return [field if field.text else piece]
    fields, at = [], 0
    for part in [*_FIELD_END.finditer(piece.text), None]:
        field = piece.sub(at, part.start() if part else len(piece.text)).trimmed()
        at = part.end() if part else at
        if field.end > field.start:
            fields.append(field)
    return fields or [piece]


def without_key(piece: Piece) -> Piece:
    """Without a citation key before the names: ``[Vaswani2017] Ashish Vaswani, …``."""
    is_bracketed = "]" in piece.text and piece.text.lstrip().startswith("[")
    found = _KEY_LEAD.match(piece.text) if is_bracketed else None
    is_key = found is not None and read_venue(found[0].strip(" []")) is None
    return piece.behind(found.end()) if found and is_key else piece


def without_mark(piece: Piece) -> Piece:
    """Without the type of document that Chinese references print behind a title: ``[J]``."""
    found = _TYPE_MARK.match(piece.text) if piece.text.lstrip().startswith("[") else None
    return piece.behind(found.end()) if found else piece


def without_volume(piece: Piece) -> Piece:
    """Without the volume and issue behind a journal: ``, 9(8)``."""
    found = _VOLUME.search(piece.text, max(0, len(piece.text) - _LONGEST_VOLUME))
    return piece.sub(0, found.start()) if found else piece


def without_number(piece: Piece) -> Piece:
    """Without the printed number before a title."""
    found = NUMBER.match(piece.text)
    return piece.behind(found.end()) if found else piece


def _without_lone_bracket(piece: Piece) -> Piece:
    """Without brackets and separators that what stands before the title left: ``[[CVPR](…)] Title``, ``**2012** | Title``."""
    found = _LEFT_BEFORE.match(piece.text)
    return piece.behind(found.end()) if found else piece


def _without_label(piece: Piece) -> Piece:
    """Without the word that says what follows: ``Paper: Title``."""
    text = piece.text
    if not (":" in text or "：" in text) or not may_hold(text.lstrip()[:_LONGEST_LABEL], _TITLE_LABELS):
        return piece
    found = _TITLE_LABEL.match(text)
    return piece.behind(found.end()) if found else piece


def _without_first_author(piece: Piece) -> Piece:
    """Without the names before a title that ``et al.`` closes: ``Vaswani et al., Attention Is All You Need``."""
    found = _FIRST_AUTHOR.match(piece.text) if "et al" in piece.text or "et. al" in piece.text else None
    return piece.behind(found.end()) if found and name_list_score(found[1]) >= 0.5 else piece


def _of_reference(piece: Piece) -> Piece:
    """The title of a reference: without the names before it, and without what follows the type of document."""
    text = piece.text
    if "[" in text and (mark := _TYPE_MARK_INSIDE.search(text, 1)):
        piece = piece.sub(0, mark.start())
    names = _REFERENCE_NAMES.match(text) if _may_open_with_surname(text) else None
    if names and not _goes_on_as_name(names, piece.text):
        piece = piece.behind(names.end())
    return piece


def _goes_on_as_name(names: re.Match[str], text: str) -> bool:
    """Whether what reads as family name and initial is the beginning of a name: ``Edgar F. Codd: A Tribute``."""
    following = text[names.end() :].split(None, 2)
    lone = "," not in names[0]
    return len(following) < 2 or (
        lone and name_list_score(f"{names[0].strip()} {following[0].strip(':,')}") > 0
    )


def _may_open_with_surname(text: str) -> bool:
    """Let through every text that opens with a family name and an initial, and few others."""
    words = [word.partition(".")[0].rstrip(",") for word in text[:_LONGEST_SURNAME].split(None, 3)[1:3]]
    return any(word.isupper() and len(word) <= _LONGEST_INITIALS for word in words)


def _without_stamp(piece: Piece) -> Piece:
    """Without the venue and year that marked text holds beside its title: in brackets, or joined (``16-ATC-``)."""
    text = piece.text
    if _may_open_with_lead(text) and (lead := _LEAD.match(text)) and lead["joined"]:
        return piece.behind(lead.end())
    last = _STAMP_LAST.search(text) if text.rstrip().rstrip(".").rstrip().endswith(_CLOSING) else None
    if last and last.start() and read_year(last[1]):
        return piece.sub(0, last.start())
    first = _STAMP_FIRST.match(text) if text.lstrip().startswith(_OPENING) else None
    for found in (first, last):
        venue = read_venue(found[1]) if found else None
        if found and venue and venue.certain and venue.year:
            return piece.sub(0, found.start()) if found.start() else piece.behind(found.end())
    return piece


def _may_open_with_lead(text: str) -> bool:
    """Let through every text that opens with brackets, or a date or venue with its digits, and few others."""
    return text.startswith(_OPENING) or _DIGIT.search(text, 0, _LONGEST_LEAD) is not None


def _without_lead(piece: Piece) -> Piece:
    """Without a venue, date or citation key before the title: ``[ACL 2021]``, ``2023.05``, ``2020-ICLR-``."""
    while _may_open_with_lead(text := piece.text.lstrip(_BLANK)) and (found := _LEAD.match(text)):
        group = (found["group"] or "").strip()
        if group and not (read_year(group) or read_venue(group) or _is_mark(group)):
            return piece
        if found["venue"] and not _is_dated_venue(found["venue"]):
            return piece
        blanks = len(piece.text) - len(text)
        rest = piece.behind(blanks + found.end())
        if not rest.text.strip(EDGE):
            return piece
        piece = rest
    return piece


def _is_dated_venue(text: str) -> bool:
    """Whether a text is a venue with its year, rather than a name of something else with a number (``GPT-4``)."""
    venue = read_venue(text) if _MAY_BE_YEAR.search(text) else None
    return venue is not None and venue.certain and bool(venue.year)


def _is_mark(group: str) -> bool:
    """Whether a text in brackets is a citation key, or an unknown venue with its year (``XYZ'2015``)."""
    return bool(_CITATION_KEY.fullmatch(group) or _VENUE_AND_YEAR.fullmatch(group))


def _without_trailer(piece: Piece) -> Piece:
    """Cut behind the title: at the next field, the first date in brackets, venue, sentence or name list."""
    if fields := _fields(piece):
        return max(fields, key=lambda field: titleness(collapsed(field.text)))
    piece = _around_date(piece)
    for start, _, venue in find_venue(piece.text):
        if start > 0 and venue.certain:
            piece = piece.sub(0, start)
            break
    return _best_sentence(piece)


def _may_be_parted(text: str) -> bool:
    """Let through every text that one of ``_SEPARATORS`` cuts, and few others."""
    return (
        "," in text
        or " -" in text
        or ";" in text
        or "|" in text
        or " /" in text
        or not (text.isascii() and text.isprintable())
    )


def _fields(piece: Piece) -> list[Piece]:
    """The parts of ``2018 | title | names | venue``; empty unless a separator stands there twice."""
    text = piece.text
    if not _may_be_parted(text):
        return []
    separator = max(_SEPARATORS, key=text.count)
    if text.count(separator) < 2:
        return []
    fields, at = [], 0
    for part in text.split(separator):
        fields.append(piece.sub(at, at + len(part)).trimmed(_BLANK))
        at += len(part) + len(separator)
    return fields


def _around_date(piece: Piece) -> Piece:
    """``Title (2016), names`` is cut before the date; of ``Names (2016). Title`` what follows it is kept."""
    may_be_dated = not _BRACKETS.isdisjoint(piece.text) and _DIGIT.search(piece.text)
    found = _DATED.search(piece.text) if may_be_dated else None
    if not found:
        return piece
    before = collapsed(piece.text[: found.start()]).strip(EDGE)
    if not before or name_list_score(before) >= 0.5 or are_surnames(before):
        return piece.behind(found.end()).trimmed(EDGE)
    return piece.sub(0, found.start())


def are_surnames(text: str) -> bool:
    """``Hochreiter & Schmidhuber``: two family names or more, and nothing else."""
    names = split_names(text).names if len(text) <= _LONGEST_SURNAMES else ()
    return len(names) > 1 and all(_SURNAME.fullmatch(name) for name in names)


def _best_sentence(piece: Piece) -> Piece:
    """Of ``Title. Names.`` or ``Names. Title.`` the sentence that is the title."""
    sentences = list(_sentences(piece)) if "." in piece.text or "。" in piece.text else []
    if len(sentences) < 2:
        return _without_names(piece)
    for sentence in sentences:
        text = collapsed(sentence.text)
        if name_list_score(text) < 0.5 and titleness(text) >= 0.5:
            return sentence
    return piece


def _sentences(piece: Piece) -> Iterator[Piece]:
    """Cut at periods, but not behind an initial: ``A. Vaswani``."""
    text = piece.text
    cuts = [
        cut.end()
        for cut in _SENTENCE.finditer(text)
        if _opens_sentence(text[cut.end()]) and not _INITIAL.search(text[max(0, cut.end() - 6) : cut.end()])
    ]
    return (piece.sub(start, end) for start, end in pairwise([0, *cuts, len(text)]))


def _opens_sentence(character: str) -> bool:
    return "A" <= character <= "Z" or character in '"“' or "\u3400" <= character <= "\u9fff"


def _without_names(piece: Piece) -> Piece:
    """Cut a name list off the end of ``Title - A. Author, B. Author``."""
    for cut in _BREAK.finditer(piece.text) if _may_break(piece.text) else ():
        tail = piece.text[cut.end() :]
        score = name_list_score(tail) if len(tail) > 8 else 0.0
        if score >= (0.75 if "," in tail or "et al" in tail else _TWO_WITH_INITIALS):
            return piece.sub(0, cut.start())
    return piece


def _may_break(text: str) -> bool:
    """Let through every text in which ``_BREAK`` finds something, and few others."""
    return not _COMMAS.isdisjoint(text) or not _DASHES.isdisjoint(text.split())


def _without_period(piece: Piece) -> Piece:
    """Trimmed, without the quotation marks around it and the period or comma that ends it."""
    piece = piece.trimmed(_BLANK + "*_")
    if piece.text.endswith(("In", "Proc.")) and (left := _LEFT_IN.search(piece.text)):
        piece = piece.sub(0, left.start())
    text = piece.text
    end = len(text.rstrip(" ,;；，。.-–—|/[(【（"))
    if text.endswith((":", "："), 0, end) and len(text.split()) >= 3:
        end = len(text[:end].rstrip(" :："))
    if text[:end].rstrip().endswith("]") and (mark := _TYPE_MARK_AT_END.search(text[:end])):
        end = mark.start()
    if end < len(text):
        piece = piece.sub(0, end)
        text = piece.text
    if text[-1:].isalnum():
        return piece
    for opening, closing in ("“”", '""', "《》", "「」", "''"):
        if len(text) > 2 and text[0] == opening and text[-1] == closing:
            return piece.sub(1, len(text) - 1).trimmed(" ,.")
    return piece
