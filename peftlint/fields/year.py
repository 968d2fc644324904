"""Text → year of publication.

Years are whole numbers of four digits in 1900..2099; a year of two digits is read as
:func:`full_year` says. All offsets are 0-based positions in the text that was given.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from peftlint.fields.patterns import late

LONGEST_DATE = 40
"""A text with more characters is no date: ``(Wednesday, 30 September 2020)`` has 31."""

_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NUMERIC = late(
    rf"""
    (?P<plain>{_YEAR}) \ ?年? (?: \ ?[-/.]\ ?{_MONTH} (?: \ ?[-/.]\ ?{_DAY} )? )?    # 2023, 2023年, 2023-10-05
  | (?P<han>{_YEAR}) \ ?年\ ?{_MONTH}\ ?月 (?: \ ?{_DAY}\ ?[日号] )?                 # 2023年10月5日
  | (?: {_DAY} [-/.] ){{1,2}} (?P<counted>{_YEAR})                                    # 05/10/2023
  | ['’‘] (?P<short>\d\d)                                                             # '23
    """,
    re.VERBOSE,
)
_NAMED = late(
    rf"""
    (?P<first>{_YEAR}) [-/.,\ ]{{1,2}} {MONTH_NAME} (?: [-/.,\ ]{{1,2}} {_DAY} )?          # 2023 Oct 5
  | (?: {_DAY} (?:st|nd|rd|th)? [-/.\ ]{{1,2}} )? {MONTH_NAME} [-/.,\ ]{{0,2}}             # 5 Oct 2023, Oct '23
    (?: {_DAY} (?:st|nd|rd|th)? ,?\  )? (?: (?P<last>{_YEAR}) | ['’](?P<short_last>\d\d) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERS = "0123456789 -./,'’‘年月日号"
_WORDS = frozenset(
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
        "st",
        "nd",
        "rd",
        "th",
    ]
)
"""The beginnings of what a date may hold beside its numbers."""

_STANDALONE = late(
    rf"""
    {_YEAR}
    (?<![A-Za-z0-9_/=\#@$€£¥+~^\-–—].{{4}}) (?<!\d[.,:].{{4}})    # no part of a name, an amount, a span of years
    (?! [A-Za-z0-9_=@%+*×–—]
      | /(?!{_MONTH}(?![A-Za-z0-9]) | [A-Za-z]{{1,10}}>)          # 2023/05 is a date, 2023/ins> a broken tag
      | -(?!{_MONTH}(?![A-Za-z0-9]))                              # 2023-05 likewise, 2019-2023 and 2020-based not
      | \.[0-9]{{3}} | \.[A-Za-z] | ,[0-9]{{3}} )
    """,
    re.VERBOSE | re.DOTALL,
)
_ADDRESS = late(r"(?:https?://|www\.)\S+")


class FoundYear(NamedTuple):
    """A year in running text: ``start`` and ``end`` of its four digits, and the year."""

    start: int
    end: int
    year: int


def full_year(digits: str) -> int:
    """Read two digits as a year: up to 49 of this century, from 50 of the last."""
    short = int(digits)
    return 2000 + short if short < 50 else 1900 + short


def read_year(text: str) -> int | None:
    """Read a short text that is nothing but a year or a date as its year, else None.

    Brackets and closing punctuation around it do not matter: ``2023``, ``(2023)``, ``2023-10-05``,
    ``2023.05``, ``Oct 2023``, ``2023年10月``, ``'23``. A number of more digits, an arXiv id such as
    ``2005.14165`` and a span of years are no year.
    """
    if len(text) > LONGEST_DATE:
        return None
    bare = text.strip(" \t\r\n\xa0.,;:()[]{}（）［］【】，。")
    if not (bare[:1].isdecimal() or bare[-1:].isdecimal()):
        return None
    beside = bare.strip(_NUMBERS)
    if not beside:
        match = _NUMERIC.fullmatch(bare)
    elif not beside.isascii():
        match = _NUMERIC.fullmatch(bare)
        if match is None and beside.lower() != beside.upper():  # letters of a script that has small ones
            match = _NAMED.fullmatch(bare)
    elif _WORDS.isdisjoint((beside[:3].lower(), beside[:2].lower())):
        match = None
    else:
        match = _NAMED.fullmatch(bare)
    if match is None:
        return None
    digits = match[match.lastgroup or 0]
    return full_year(digits) if len(digits) == 2 else int(digits)


def find_years(text: str) -> list[FoundYear]:
    """Find the years of four digits that stand alone in running text, in order.

    A year within an address, an identifier, a name (``Llama-2023B``), an amount (``$2000``) or a span
    of years (``2019–2023``) tells no year of its own and is left out. A date (``2023.8``,
    ``2023-10-05``) counts, with the place of its year.
    """
    if "19" not in text and "20" not in text:
        return []
    found = [FoundYear(match.start(), match.end(), int(match[0])) for match in _STANDALONE.finditer(text)]
    if found and ("://" in text or "www." in text):
        addresses = [address.span() for address in _ADDRESS.finditer(text)]
        return [year for year in found if not any(start < year.start < end for start, end in addresses)]
    return found
