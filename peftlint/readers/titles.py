"""What a title looks like, judged from the text alone; ``roles.py`` adds where and how it stands."""

from __future__ import annotations

import re
from functools import lru_cache

from peftlint.fields.authors import name_list_score
from peftlint.fields.han import count_between
from peftlint.fields.link import label_kind
from peftlint.fields.patterns import late
from peftlint.fields.venue import read_venue
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
_UNFINISHED = late(
    r"^(?:it|this|these|here|there|see|read) (?:is|are|was|were|the|our|also)\b"
    r"|\b(?:in|by|of|the|a|an|at|to|with|for|from|and|or|is|are|see|on|our|use|using|called)$",
    re.IGNORECASE,
)
_BROKEN_OFF = late(r"\b(?:in|by|of|the|a|an|at|to|with|for|from|via|and|or|on|using)$")
_ONLY_NAMES = late(r"^[^:：]{1,40}\bet\.? al\.?,?$")
_SENTENCE_END = late(r"[.!?]\s+(?=[A-Z])|[。！？]")


def is_unfinished(text: str) -> bool:
    """Whether a text breaks off before its last words: ``Accelerating Training by``."""
    return _BROKEN_OFF.search(text) is not None


@lru_cache(maxsize=1 << 14)
def titleness(text: str) -> float:
    """How much *text* (white space collapsed, no number before it) reads as the title of a work, 0 to 1.

    Titles have three to thirty words, are no name list, venue, date, address or link label, and do not
    talk to the reader.
    """
    if not text or len(text) > _LONGEST or _ADDRESS.fullmatch(text) or text.endswith((":", "：")):
        return 0.0
    if _ONLY_NAMES.search(text):
        return 0.0
    if len(text) <= 40 and (label_kind(text) or read_year(text)):
        return 0.0
    if len(text) <= 80 and (venue := read_venue(text)) and venue.certain:
        return 0.0
    score = _by_length(len(_WORD.findall(text)) + sum(count_between(text, *block) for block in _CJK) // 2)
    if "," in text or len(text) < 40:
        score *= 1 - 0.7 * name_list_score(text)
    if _TALK.search(text) and not ("?" in text or "？" in text):
        score *= 0.45
    if _UNFINISHED.search(text):
        score *= 0.3
    if len(_SENTENCE_END.findall(text)) >= 2:
        score *= 0.5
    return score


def _by_length(words: int) -> float:
    if words <= 0:
        return 0.0
    if words < 4:
        return (0.35, 0.55, 0.8)[words - 1]
    if words <= 30:
        return 1.0
    return 0.5 if words <= 45 else 0.1
