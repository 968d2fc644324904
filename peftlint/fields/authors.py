"""Text → names of authors, and how much a text looks like names.

Names come out as they are printed, but for what is no part of them: footnote marks, e-mail addresses,
institutions in brackets, ``et al.``. ``Last, First`` of BibTeX comes out as First Last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from peftlint.data import read_data
from peftlint.fields.han import is_han, may_hold_han
from peftlint.fields.latex import text_of_markdown
from peftlint.fields.patterns import late, may_hold

TITLE_WORDS = "title_words.txt"


class Authors(NamedTuple):
    """The names in order, and whether the text says that there are more (``et al.``)."""

    names: tuple[str, ...]
    et_al: bool


LONGEST_LIST = 60_000
"""A text with more characters is no list of authors; the longest known has 3,000 names."""

# --- what is no name ---

_PLAIN = re.compile(r"[A-Za-zÀ-ɏ ,.'’-]*")
"""What most lists of names are made of: it holds no marks, and only commas and *and* can part names in it."""
_WORDS_OF_NAMES = late(
    r"(?:(?:(?!(?:And|E[tl]|E[tl]al[a-z]*|Others|Colleagues)\b)[A-Z][a-z]++(?:-[A-Z]?[a-z]++)*+|[A-Z]\.?)"
    r"(?:,? (?:and )?|$))+"
)
"""What full names are made of, with nothing beside them."""
_ET_AL = r"[,;&]?\s*(?i:\band\s+)?(?:(?i:\be[tl]\.?\s?al(?:ii|ia|iae)?\b\.?|\bothers\b\.?|\bcolleagues\b\.?)|…|\.{3}"
_CLOSING = late(_ET_AL + ")")
_CLOSING_OF_HAN = late(_ET_AL + r"|等人?(?![\u4e00-\u9fff]))")
_MAY_CLOSE = re.compile(r"e[tl]\.?\s?al|others|colleagues|\.\.\.")
"""What closes a list, in lower case, beside ``…``: looked for first, as most lists are complete."""
_EMAIL = late(r"[(<\[]?[\w.+-]{1,64}@[\w.-]{1,255}[)>\]]?")
_TAG = late(r"<su[bp]>[^<>]{0,40}</su[bp]>|</?[A-Za-z][^<>]{0,200}>", re.IGNORECASE)
_BRACKETS = late(r"\s?[(（\[【]([^()（）\[\]【】]{0,200})[)）\]】](?=\s*(?:$|[,;，；、&*†‡]|and\b|\.\s*$))")
_OPEN_BRACKET = late(r"\s?[(（\[【][^()（）\[\]【】]{0,200}$")
_OPENING = frozenset("(（[【")
_MARKS = late(
    r"\^\d{1,2}|(?:[*∗⋆†‡#^✉📧♠♣♥♦★☆\u2070-\u2079]|(?<![Ãã])[§¶\u00b9\u00b2\u00b3])+"
    r"|(?<=[^\W\d_]{2})\d{1,2}(?![\w-])"
)
_MARK_SIGNS = frozenset("*∗⋆†‡§¶#^✉📧♠♣♥♦★☆\u00b9\u00b2\u00b3" + "".join(map(chr, range(0x2070, 0x207A))))
_NUMBERED = late(r"[^\W\d_]\d")
"""What ``_MARKS`` wants: a sign, or a number behind a letter."""
_LABEL = late(r"\s*(?:authors?|by|作者)\s*[:：]\s*|\s*by\s+(?=[A-Z])", re.IGNORECASE)
_LABELS = ("author", "by", "作者")
_LONGEST_LABEL = len("author")
_GROUP = late(r"\s*[A-Z][\w.-]{1,30}(?: (?:Team|AI|Group|Research))?\s*[:：]\s+(?=\w)")

# --- what stands between names ---

_ANDS = (", and ", ",and ", " and ")
_BETWEEN = r"[,，;；、|]\s?(?:(?:[Aa][Nn][Dd]|[&和与])\s)?|\s(?:[Aa][Nn][Dd]|[·•&和与])\s"
_SEPARATOR = late(_BETWEEN)
_SEPARATOR_OF_HAN = late(_BETWEEN + r"|(?<=[\u4e00-\u9fff])[和与](?=[\u4e00-\u9fff])")
_COMMA_AND = late(r"(?:\s*,)?\s+(?:and|&)\s+|\s*;\s*", re.IGNORECASE)
_HAN_SEPARATOR = late(r"[,，;；、.。\s和与]+")
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "V", "VI"})
_COMPANIES = frozenset({"Ltd", "Ltd.", "Inc", "Inc.", "LLC", "LLC.", "Corp", "Corp."})
_DEGREES = frozenset({"phd", "ph.d", "ph d", "ph. d", "md", "m.d", "msc", "bsc", "dr", "prof"})
_LONGEST_SUFFIX = 6
"""The most characters that a suffix, a degree or the kind of a company has."""
_INITIALS = late(r"(?:[A-Z]\.?[- ]?){1,4}")
_DOTTED_INITIAL = late(r"\b[^\W\d_]\.")
_FINAL_INITIAL = late(r"\b[^\W\d_]\.$")
_WORD_BREAKS = late(r"[\s'’.‐‑-]+")
_EDGES = ' \t,;:&|·"“”{}~'
_PARTICLE_WORDS = """
al bin da dal de del della den der di do dos du el ibn la las le los mac ten ter van vander von zu zur y
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())


@lru_cache(maxsize=2048)
def split_names(text: str) -> Authors:
    """Split a run of text that holds authors into their names.

    Names stand between commas, semicolons, ``、``, ``and``, ``&``, ``和``; the BibTeX form ``Last, First and
    Last, First and others`` and the form ``Last, F., Last, F.`` are put as First Last. A family name
    that alone stands before its comma in a list of full names (``Ding, Ning, Yujia Qin``) joins the
    given name behind it.
    """
    if len(text) > LONGEST_LIST:
        return Authors((), False)
    if text.isascii() and (full := _full_names(text)):
        return Authors(tuple(full), False)
    plain = _PLAIN.fullmatch(text) is not None
    bare = " ".join(text.split()) if plain else _without_marks(text_of_markdown(text))
    if not plain or bare[:2].casefold() == "by":
        bare = _without_group(_without_label(bare))
    bare, et_al = _without_et_al(bare)
    names = [part.strip(_EDGES) for part in _parts(bare, plain)]
    return Authors(
        tuple([name for name in names if name[:1].isalpha() or any(map(str.isalpha, name))]), et_al
    )


def _full_names(text: str) -> list[str] | None:
    """The names of ``Jane Doe, J. R. Roe and Richard Roe``, which can be split as they stand; None for all else."""
    if not _WORDS_OF_NAMES.fullmatch(text) or text.count(" and ") > 1:
        return None
    names = text.replace(", and ", ", ").replace(" and ", ", ").split(", ")
    return names if all(map(_ends_in_family_name, names)) else None


def _ends_in_family_name(name: str) -> bool:
    return " " in name and name[-1].islower()


def _without_marks(text: str) -> str:
    """Take away what is no part of a name, and collapse white space."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "@" in text:
        text = _EMAIL.sub(" ", text)
    if not _OPENING.isdisjoint(text):
        text = _OPEN_BRACKET.sub(" ", _BRACKETS.sub(" ", text))
    if not _MARK_SIGNS.isdisjoint(text) or _NUMBERED.search(text):
        text = _MARKS.sub(" ", text)
    return " ".join(text.split())


def _without_label(text: str) -> str:
    """The text without ``Authors:`` or ``by`` before the names."""
    label = _LABEL.match(text) if may_hold(text.lstrip()[:_LONGEST_LABEL], _LABELS) else None
    return text[label.end() :] if label else text


def _without_group(text: str) -> str:
    """The text without the group that the names belong to: ``Example Team: Jane Doe``."""
    group = _GROUP.match(text) if ":" in text or "：" in text else None
    return text[group.end() :] if group else text


def _without_et_al(text: str) -> tuple[str, bool]:
    han = "等" in text
    if not han and "…" not in text and not _MAY_CLOSE.search(text.casefold()):
        return text.strip(_AROUND), False
    bare, count = (_CLOSING_OF_HAN if han else _CLOSING).subn(", ", text)
    return bare.strip(_AROUND), count > 0


_AROUND = " ,;，；、&"


def _parts(text: str, plain: bool) -> list[str]:
    """The names as they stand in the list, ``Last, First`` turned round; *plain* texts match ``_PLAIN``."""
    if not plain and _is_han(text):
        return _HAN_SEPARATOR.split(text)
    records, found = (_parts_of_plain(text) if plain else None) or _parts_of_any(text)
    if _is_inverted(records):
        return [_turned(record) for record in _without_final_period(records)]
    return _regrouped(_without_final_period([part.strip() for part in found if part.strip(" .")]))


def _parts_of_any(text: str) -> tuple[list[str], list[str]]:
    """What stands between *and* or semicolons, and what between all that can part names."""
    separator = _SEPARATOR_OF_HAN if "和" in text or "与" in text else _SEPARATOR
    return _COMMA_AND.split(text), separator.split(f" {text} ")


def _parts_of_plain(text: str) -> tuple[list[str], list[str]] | None:
    """The same where only commas and at most one *and* part the names; None where it is not as simple."""
    padded = f" {text} "
    count = padded.casefold().count("and ")
    if not count:
        return [text], text.split(",")
    joint = next((joint for joint in _ANDS if joint in padded), "")
    if count > 1 or not joint or "  " in text:
        return None
    before, _, behind = text.partition(" and ")
    records = [before.removesuffix(",").rstrip(), behind] if " and " in text else [text]
    return records, padded.replace(joint, ",").split(",")


def _is_han(text: str) -> bool:
    """Chinese names need no more than blanks between them."""
    return (
        may_hold_han(text)
        and any("\u4e00" <= c <= "\u9fff" for c in text)
        and not any(char.isascii() and char.isalpha() for char in text)
    )


def _is_inverted(records: Sequence[str]) -> bool:
    """Tell ``Last, First and Last, First`` from ``First Last, First Last and First Last``.

    Most records then have just one comma. A single word before it is a family name; of two, only
    a record with one word behind it or companions in the same form tell.
    """
    commas = [record.count(",") for record in records]
    if 1 not in commas or max(commas) > 2:
        return False
    pairs = [record.split(",") for record in records if record.count(",") == 1]
    if len(pairs) <= sum("," not in record and len(record.split()) == 1 for record in records):
        return False  # family names alone: ``Bahdanau, Cho & Bengio``
    if 2 * len(pairs) <= len(records) - 1:
        return False
    surnames = sum(_is_family_name(last.strip(), first.strip()) for last, first in pairs)
    return 2 * surnames > len(pairs) or (surnames > 0 and len(pairs) == len(records) > 1)


def _is_family_name(last: str, first: str) -> bool:
    """Tell whether what stands before a comma can be a family name, and what is behind it the given names."""
    words = last.split()
    if last.islower() and len(words) > 1 and len(words[0]) <= _LONGEST_INITIALS:
        return False  # initials, as in ``da keim, h kriegel``
    plain = [word for word in words if word not in _PARTICLES]
    if not plain or not first or any(len(word.rstrip(".")) == 1 for word in plain):
        return False
    if first in _COMPANIES or first in _SUFFIXES or any(map(_has_inner_capitals, (last, first))):
        return False
    return len(plain) == 1 or len(first.split()) == 1


def _turned(record: str) -> str:
    """``Last, First`` or ``Last, Jr., First`` → First Last Jr."""
    parts = [part.strip() for part in record.split(",")]
    if len(parts) == 3 and parts[1] in _SUFFIXES:
        return f"{parts[2]} {parts[0]} {parts[1]}"
    return " ".join([*parts[1:], parts[0]])


def _regrouped(parts: list[str]) -> list[str]:
    """Join what a comma has parted: initials and suffixes with their names, a family name with its given name."""
    if parts and min(map(len, parts)) <= _LONGEST_SUFFIX:
        parts = _with_suffixes([part for part in parts if not _is_degree(part)])
    if _alternate_with_initials(parts):
        return [f"{first} {last}" for last, first in zip(parts[::2], parts[1::2], strict=True)]
    if len(parts) > 3 and _is_one_word(parts[0]) and _is_one_word(parts[1]) and _are_full_names(parts[2:]):
        return [f"{parts[1]} {parts[0]}", *parts[2:]]
    return parts


def _alternate_with_initials(parts: Sequence[str]) -> bool:
    """``Vaswani, A., Shazeer, N.``: every second part is initials, with periods or behind single words."""
    if len(parts) < 2 or len(parts) % 2 or not all(map(_are_initials, parts[1::2])):
        return False
    return "." in parts[1] or all(map(_is_one_word, parts[::2]))


def _with_suffixes(parts: list[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and part in _SUFFIXES:
            joined[-1] += f" {part}"
        elif joined and part in _COMPANIES:
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return joined


def _is_degree(part: str) -> bool:
    return len(part) <= _LONGEST_SUFFIX and part.casefold().removesuffix(".") in _DEGREES


def _are_initials(part: str) -> bool:
    return _INITIALS.fullmatch(part.strip()) is not None


def _is_one_word(part: str) -> bool:
    return part.isalpha() and len(part) > 1


def _are_full_names(parts: Sequence[str]) -> bool:
    return all(" " in part for part in parts)


def _has_inner_capitals(words: str) -> bool:
    """``OpenAI`` and ``LoRA`` are no names of persons; ``McCallum``, ``Al-Rfou`` and ``ZHANG`` may be."""
    return any(
        sum(map(str.isupper, word[2:])) > word.startswith(("Mc", "De", "Le", "La", "Di"))
        and not word.isupper()
        for word in _WORD_BREAKS.split(words)
    )


def _without_final_period(parts: list[str]) -> list[str]:
    """Drop the period that ends the list; one behind an initial stays if others have it too."""
    last = parts[-1] if parts else ""
    if not last.endswith(".") or last.endswith(("Jr.", "Sr.", "Ltd.", "Inc.", "Corp.")):
        return parts
    before = (*parts[:-1], last[:-1])
    if _FINAL_INITIAL.search(last) and any(_DOTTED_INITIAL.search(part) for part in before):
        return parts
    return [*parts[:-1], last.rstrip(". ")]


# --- how much a text looks like names ---

_ENDINGS = """
ation ations etion etions ition itions otion otions ution utions ption ptions ction ctions ssion ssions ness ional
istic ology ically ously less
"""
_TITLE_ENDINGS = (
    *_ENDINGS.split(),
    *(f"{first}{second}ity" for first in "ailrv" for second in ("", *"cltv")),
)
_QUESTION = late(r"\?(?:\s|$)")
_NAME_WORD = late(r"(?:[^\W\d_]|[?\ufffd'’`.‐‑-]|(?<=[ÃÄÅãäå])[\x80-\xbf])+")
"""Letters, and ``?`` or U+FFFD for a letter that was lost on the way (``J?rg``), or its bytes (``BÃ¶hm``)."""
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[A-Z]")

_SINGLE_WORD = 0.35
"""What one word such as ``Hu`` is worth: many titles begin with such a word and a comma."""
_OF_WORDS = (0.0, _SINGLE_WORD, 1.0, 1.0, 1.0, 0.7, 0.0)
"""What so many words are worth."""
_MOST_WORDS = len(_OF_WORDS) - 1


@lru_cache(maxsize=4096)
def name_list_score(text: str) -> float:
    """Say how much a run of text looks like a list of person names, from 0 (not at all) to 1.

    Only the form counts: the text is split as :func:`split_names` does, and each part is judged by its words. One to
    five words that are capitalized, initials or particles, or two to four Chinese characters, speak for a
    name; a word that titles are made of (``of``, ``learning``, ``…ization``) speaks against the
    whole list. The mean is weighed by the evidence that it is a list at all: three parts or more, ``et al.``,
    initials. A single name without more (``Jianxin Yang``) comes to 0.5, a single word to less.
    """
    if not text or len(text) > LONGEST_LIST or ("?" in text and _QUESTION.search(text)):
        return 0.0
    names, et_al = split_names(text)
    if not names or (len(names) < 3 and ":" in text and ":" in _without_label(text)):
        return 0.0
    if text.islower():
        return _score_in_lower_case(names, et_al)
    mean = max(0.0, sum(map(_name_value, names)) / len(names))
    if et_al:
        return min(1.0, 2 * mean) if len(names) == 1 else mean
    if len(names) > 2:
        return mean
    initials = any(map(_has_initials, names))
    return mean * ((0.85 if initials else 0.5) if len(names) == 1 else (0.95 if initials else 0.75))


def may_be_names(text: str) -> bool:
    """Whether a run of text can be names of persons where nothing else is expected (``paul cotton``, ``Jos? Blakeley``).

    At least half of its parts are of up to six words that titles are not made of.
    """
    if len(text) > LONGEST_LIST:
        return False
    names = split_names(text).names
    if text.islower():
        good = sum([_is_lower_name(name.replace(".", " ").split()) for name in names])
    else:
        good = sum([_name_value(name) > 0 for name in names])
    return bool(names) and 2 * good >= len(names)


def _name_value(name: str) -> float:
    """How much one part looks like a person's name, 0 to 1; -1 if it looks like a piece of a title."""
    if not name.isascii() and _is_han_name(name):
        return 0.9
    words = name.split()
    value = min(map(_word_value, words), default=0.0)
    return value * _OF_WORDS[min(len(words), _MOST_WORDS)] if value > 0 else value


def _score_in_lower_case(names: Sequence[str], et_al: bool) -> float:
    """What names in small letters throughout are worth (``m livny, r ramakrishnan``), 0 to 1.

    Capitals do not tell them from other words here. Initials do, or that there are several and hardly a word among
    them that titles are made of.
    """
    words = [name.replace(".", " ").split() for name in names]
    good = [parts for parts in words if _is_lower_name(parts)]
    if 3 * len(good) < 2 * len(names):
        return 0.0
    with_initials = sum(len(max(parts[:-1], key=len)) <= _LONGEST_INITIALS for parts in good) / len(names)
    if len(names) == 1 and not et_al:
        return 0.5 * with_initials
    return ((0.6 if len(names) > 2 else 0.5) + 0.3 * with_initials) * len(good) / len(names)


def _is_lower_name(words: Sequence[str]) -> bool:
    """Whether words in small letters may be given names or initials, and a family name."""
    return 2 <= len(words) <= 5 and len(words[-1]) > 1 and not any(map(_is_lower_title_word, words))


def _is_lower_title_word(word: str) -> bool:
    if len(word) == 1:
        return False
    return not _NAME_WORD.fullmatch(word) or word in title_words() or _ends_like_title_word(word)


_LONGEST_INITIALS = 3


def _is_han_name(name: str) -> bool:
    """Two to four characters, or a foreign name with ``·`` between its parts."""
    first, dot, last = name.partition("·")
    if not dot:
        return 2 <= len(name) <= 4 and is_han(name)
    return len(first) <= 8 >= len(last) and is_han(first) and is_han(last)


@lru_cache(maxsize=1)
def title_words() -> frozenset[str]:
    """Words that titles are made of and names hardly ever, in lower case (``data/title_words.txt``)."""
    return frozenset(read_data(TITLE_WORDS).split())


def _is_title_word(word: str) -> bool:
    """A word that is found in titles and hardly in names, whole or as a part (``Self-Consistent``)."""
    lower = word.casefold().rstrip(".")
    if len(lower) < 2 or (lower in _ALSO_NAMES and word[0].isupper()):
        return False
    if _ends_like_title_word(lower) or (len(lower) > 4 and lower.isalpha() and word[0].islower()):
        return word not in _PARTICLES
    if lower.isalpha():
        return lower in title_words()
    parts = _WORD_BREAKS.split(lower)
    return any(
        part in title_words() and (len(parts) == 1 or part not in _ALSO_NAMES)
        for part in parts
        if len(part) > 1
    )


def _ends_like_title_word(lower: str) -> bool:
    """``…ization``, ``…ment``, ``…ability`` behind three letters or more."""
    ending = lower[3:]
    return (
        ending.endswith(_TITLE_ENDINGS)
        or (ending.endswith("ment") and ending[-5:-4] not in ("", "e", "u"))
        or (ending.endswith("ments") and ending[-6:-5] not in ("", "s"))
    )


_ALSO_NAMES_WORDS = "an can do fast free high in long low no off on to we will you"
_ALSO_NAMES = frozenset(_ALSO_NAMES_WORDS.split())
"""Title words that are names when capitalized: An Yang, Bryan Low, Can Xu, Yang You."""


@lru_cache(maxsize=1 << 14)
def _word_value(word: str) -> float:
    """How much one word looks like a part of a name, 0 to 1; -1 if titles are made of it."""
    if _is_title_word(word):
        return -1.0
    if word in _PARTICLES or word in _SUFFIXES or _INITIAL.fullmatch(word):
        return 1.0
    if not (word.isalpha() or _NAME_WORD.fullmatch(word)):
        return 0.0
    if word[0].islower():
        prefixed = not word.isalpha() and _PREFIXED.fullmatch(word)
        return 1.0 if prefixed else 0.4 if len(word) < 5 else 0.0
    if word.isupper():
        return 0.7 if len(word) > 2 else 0.9
    if word[1:].islower() and word.isalpha():
        return 1.0
    inner = [part for part in _WORD_BREAKS.split(word) if _has_inner_capitals(part)]
    return (0.6 if all(map(_COMPOUND.fullmatch, inner)) else 0.0) if inner else 1.0


_PREFIXED = late(r"(?:[a-z]|al|el|ibn)['’-][A-Z]\w+")
_COMPOUND = late(r"[A-Z][a-z]+[A-Z][a-z]+")


def _has_initials(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and any(map(_INITIAL.fullmatch, words)) and any(len(word) > 1 for word in words)
