"""What a title looks like, judged from the text alone; ``roles.py`` adds where and how it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from peftlint.fields.authors import name_list_score
from peftlint.fields.han import count_between
from peftlint.fields.link import label_kind
from peftlint.fields.patterns import late, may_hold
from peftlint.fields.venue import read_venue
from peftlint.fields.venue_registry import name_key
from peftlint.fields.year import read_year

_LONGEST = 600
_WORD = late(r"[^\W_]+(?:['’.-][^\W_]+)*")
_CJK = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7af"))
"""Japanese syllables, Chinese characters, Korean syllables."""
_ADDRESS = late(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_TALK = late(
    r"\b(?:please|welcome|we|our|us|this (?:repo|repository|list|project|page)|thanks?|released?|accepted (?:by|to|at)"
    r"|click (?:here|on|the)|see also|for more|feel free|pull requests?|issues?|contribut\w+|maintained)\b"
    r"|欢迎|我们|本项目|本仓库|更新|感谢",
    re.IGNORECASE,
)
_TALKING = """
please welcome we our us this thank thanks release released accepted click also more free pull issue issues maintained
"""
_TALKING_WORDS = frozenset(_TALKING.split())
_TALKING_PARTS = (*_TALKING_WORDS, "contribut", "欢迎", "我们", "本项目", "本仓库", "更新", "感谢")
"""The words that ``_TALK`` wants one of, whole but for those that start with ``contribut``."""
_UNFINISHED = late(
    r"^(?:it|this|these|here|there|see|read) (?:is|are|was|were|the|our|also)\b"
    r"|\b(?:in|by|of|the|a|an|at|to|with|for|from|and|or|is|are|see|on|our|use|using|called)$",
    re.IGNORECASE,
)
_FIRST_WORDS = frozenset({"it", "this", "these", "here", "there", "see", "read"})
_LAST = "in by of the a an at to with for from and or is are see on our use using called"
_LAST_WORDS = frozenset(_LAST.split())
"""The first and the last words of what ``_UNFINISHED`` finds."""
_LONGEST_FIRST, _LONGEST_LAST = (max(map(len, words)) for words in (_FIRST_WORDS, _LAST_WORDS))
_LAST_BROKEN = "in by of the a an at to with for from via and or on using"
_MAY_BREAK_OFF = tuple(_LAST_BROKEN.split())
_BROKEN_OFF = late(rf"\b(?:{'|'.join(_MAY_BREAK_OFF)})$")
_ONLY_NAMES = late(r"^[^:：]{1,40}\bet\.? al\.?,?$")
_SENTENCE_END = late(r"[.!?]\s+(?=[A-Z])|[。！？]")


def is_unfinished(text: str) -> bool:
    """Whether a text breaks off before its last words: ``Accelerating Training by``."""
    return text.rstrip().endswith(_MAY_BREAK_OFF) and _BROKEN_OFF.search(text) is not None


@lru_cache(maxsize=1 << 14)
def titleness(text: str) -> float:
    """How much *text* (white space collapsed, no number before it) reads as the title of a work, 0 to 1.

    Titles have three to thirty words, are no name list, venue, date, address or link label, and do not
    talk to the reader.
    """
    if not text or len(text) > _LONGEST or text.endswith((":", "：")):
        return 0.0
    words = name_key(text).split()
    if (" " not in text and _is_address(text)) or (words[-1:] == ["al"] and _ONLY_NAMES.search(text)):
        return 0.0
    if len(text) <= 40 and (label_kind(text) or read_year(text)):
        return 0.0
    if len(text) <= 80 and (venue := read_venue(text)) and venue.certain:
        return 0.0
    score = _by_length(_word_count(text, len(words)))
    if "," in text or len(text) < 40:
        score *= 1 - 0.7 * name_list_score(text)
    if _talks(text, words) and not ("?" in text or "？" in text):
        score *= 0.45
    if _is_broken_off(text, words):
        score *= 0.3
    if _may_hold_sentences(text) and len(_SENTENCE_END.findall(text)) >= 2:
        score *= 0.5
    return score


def _is_address(text: str) -> bool:
    return (text.startswith(("http", "www.")) or "@" in text) and _ADDRESS.fullmatch(text) is not None


def _word_count(text: str, parts: int) -> int:
    """How many words a text of so many *parts* has; it counts only whether they are as many as a title has."""
    if not text.isascii():
        return len(_WORD.findall(text)) + sum(count_between(text, *block) for block in _CJK) // 2
    joined = text.count("-") + text.count("'") + text.count(".")
    both = parts - text.count("&")
    return both if both - joined >= _FEWEST and both <= _MOST else len(_WORD.findall(text))


def _talks(text: str, words: Sequence[str]) -> bool:
    """Whether a text talks to the reader."""
    if text.isascii():
        may_talk = not _TALKING_WORDS.isdisjoint(words) or "contribut" in text.lower()
    else:
        may_talk = may_hold(text, _TALKING_PARTS)
    return may_talk and _TALK.search(text) is not None


def _is_broken_off(text: str, words: Sequence[str]) -> bool:
    if text.isascii():
        may_be = bool(words) and (words[0] in _FIRST_WORDS or words[-1] in _LAST_WORDS)
    else:
        may_be = may_hold(text[:_LONGEST_FIRST], _FIRST_WORDS) or may_hold(
            text.rstrip()[-_LONGEST_LAST:], _LAST_WORDS
        )
    return may_be and _UNFINISHED.search(text) is not None


def _may_hold_sentences(text: str) -> bool:
    periods = text.count(".") + text.count("!") + text.count("?")
    return periods + (0 if text.isascii() else sum(map(text.count, "。！？"))) > 1


_FEWEST, _MOST = 4, 30
"""Words of a title."""


def _by_length(words: int) -> float:
    if words <= 0:
        return 0.0
    if words < _FEWEST:
        return (0.35, 0.55, 0.8)[words - 1]
    if words <= _MOST:
        return 1.0
    return 0.5 if words <= 45 else 0.1
