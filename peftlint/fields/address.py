"""Web address → its parts, or the same address without what is no part of it.

Addresses are text that people pasted: nothing here raises, and everything is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from peftlint.fields.patterns import late

BLANKS = " \t\r\n\f\v\xa0\u2002\u2003\u2009\u202f\u3000\u200b\u200c\u200d\u2060\ufeff"
ENCODED_BLANKS = (
    "%20", "%09", "%0a", "%0d", "%c2%a0", "%e2%80%8b", "%e2%80%8c", "%e2%80%8d", "%e3%80%80", "%ef%bb%bf",
)  # fmt: skip
PUNCTUATION = ".,;:'\"`*<>\\，。；：、！？”’」』…"
"""No address ends with these unless it says so: a closing bracket is junk only when it opens nowhere."""
BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【"}

_FOLLOWING = """
_hsenc _hsmi casa_token dclid fbclid gbraid gclid hss_channel igsh igshid lipi mc_cid mc_eid mkt_tok
msclkid ref_src spm spm_id_from trackingid trk trkinfo twclid vd_source vero_id via%3dihub wbraid yclid
"""
TRACKING = frozenset(_FOLLOWING.split())
"""Query parameters that are there to follow people, whatever the host; all that start with utm_ as well."""
TRACKING_OF_HOST: dict[str, frozenset[str]] = {
    "bilibili.com": frozenset({"from_spmid", "share_from", "share_medium", "share_plat", "share_source"}),
    "medium.com": frozenset({"source"}),
    "openreview.net": frozenset({"referrer"}),
    "towardsdatascience.com": frozenset({"source"}),
    "twitter.com": frozenset({"ref_url", "s", "t"}),
    "x.com": frozenset({"ref_url", "s", "t"}),
    "youtu.be": frozenset({"ab_channel", "feature", "si"}),
    "youtube.com": frozenset({"ab_channel", "feature", "si"}),
}
_MAY_TRACK = TRACKING.union(("ref",), *TRACKING_OF_HOST.values())

_GENERIC = """
academy agency app apple art arpa asia berlin bio biz blog cat center chat city click cloud club codes com
community computer coop dev digital earth edu email engineering foundation fun fyi games global google gov
group guide guru health host icu inc info ink institute int io land life link live llc lol london ltd me
media mil mobi moe museum name net network news ninja one online org page paris plus press pro pub rocks
run school science shop site social software solutions space store stream studio systems team tech
technology today tokyo tools top university video vip website wiki work works world xyz zone
"""
_OF_COUNTRIES = """
ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz
ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk
fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir
is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk
ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl
pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc
td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
_ALSO_FILES = "am as bz cc in la md mk ml mm pl pm ps pt py rs sh so st tf vi"
DOMAINS = frozenset(_GENERIC.split() + _OF_COUNTRIES.split())
"""Top-level domains: the two-letter ones of ISO 3166 and those of three or more in wide use."""
FILE_ENDINGS = frozenset(_ALSO_FILES.split())
"""Country domains that are endings of file names too: ``readme.md``, ``train.py``."""

_CLEAN = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9./~_-]*[A-Za-z0-9/])?")
"""What most addresses look like, and of which nothing is to be taken away."""
SCHEME = re.compile(r"(?:https?:/+|ftp:/+|//)", re.IGNORECASE)
WRONG_SCHEME = late(r"(?:https?:?/*(?=https?:/))*(https?)(?::/+|//+)", re.IGNORECASE)
HOST = late(r"(?:[a-z0-9][a-z0-9-]*\.)+([a-z][a-z0-9-]+)(?::\d{1,5})?(?=[/?#]|$)", re.IGNORECASE)
PARAMETER = late(r"(?:^|&amp;|&)([^&=]*)(?:=([^&]*))?")


class Address(NamedTuple):
    """An address taken apart: ``host`` in lower case and without ``www.``, empty for a relative path.

    ``port`` is text (``"8080"``) or empty. ``path`` is as written, with its leading slash; ``query`` and
    ``fragment`` come without ``?`` and ``#``.
    """

    host: str
    port: str
    path: str
    query: str
    fragment: str


def split_address(url: str) -> Address:
    """Take an address apart; a host without a scheme (``arxiv.org/abs/…``) is recognized as one."""
    if not url.startswith(("https://", "http://")):
        url = with_scheme(url) or url
    rest, _, fragment = url.partition("#")
    rest, _, query = rest.partition("?")
    scheme = SCHEME.match(rest)
    if not scheme:
        return Address("", "", rest, query, fragment)
    authority, slash, path = rest[scheme.end() :].partition("/")
    host, _, port = authority.rpartition("@")[2].lower().partition(":")
    return Address(host.removeprefix("www."), port, slash + path, query, fragment)


def parameters(query: str) -> Iterator[tuple[str, str]]:
    """The name and value of each parameter of a query, in order, undecoded (``&amp;`` separates too)."""
    return ((name, value or "") for name, value in PARAMETER.findall(query) if name)


def domains(host: str) -> Iterator[str]:
    """A host and the domains above it, nearest first: ``a.b.org``, ``b.org``, ``org`` (six at most)."""
    names = host.split(".")[-6:]
    return iter([".".join(names[index:]) for index in range(len(names))])


def with_scheme(url: str) -> str | None:
    """Give an address that lacks its scheme one: ``github.com/x/y`` → ``https://github.com/x/y``.

    None for all that is right as it stands: an address with a scheme, a relative path (``../a.ipynb``,
    ``docs/readme.md``), a file name (``readme.md``, though ``.md`` is Moldova), an anchor, ``mailto:``.
    """
    text = url.strip(BLANKS)
    host = HOST.match(text)
    if not host:
        return None
    domain = host[1].lower()
    if domain not in DOMAINS:
        return None
    has_path = text.startswith("/", host.end()) or text.lower().startswith("www.")
    return f"https://{text}" if has_path or domain not in FILE_ENDINGS else None


@lru_cache(maxsize=256)
def address_of(url: str) -> Address:
    """An address taken apart when what is no part of it has been taken away."""
    return split_address(clean_address(url))


@lru_cache(maxsize=4096)
def clean_address(url: str) -> str:
    """Take away what is surely no part of an address; returned unchanged when there is nothing such.

    That is: blanks at the ends (``%C2%A0`` too), ``<>``, a doubled or mistyped scheme, punctuation at the
    end that belongs to the sentence around it, and query parameters that only track people. A closing
    bracket stays if it opens within the address, and a full stop in the name of a wiki's page.
    """
    if _CLEAN.fullmatch(url):
        return url
    text = url.strip(BLANKS)
    if text.startswith("<"):
        text = text.strip("<>" + BLANKS)
    text = WRONG_SCHEME.sub(lambda found: f"{found[1]}://", text, count=1) if _is_misspelt(text) else text
    if not SCHEME.match(text) and not with_scheme(text):
        return text
    return without_punctuation(_without_tracking(without_punctuation(text)))


def _is_misspelt(text: str) -> bool:
    """Whether the scheme stands twice or has too few or too many slashes."""
    scheme = WRONG_SCHEME.match(text)
    return scheme is not None and scheme[0].lower() not in ("http://", "https://")


def without_punctuation(text: str) -> str:
    """An address or identifier without the blanks and the punctuation that were glued to its end."""
    if (text[-1:].isalnum() or text.endswith("/")) and "%" not in text[-9:]:
        return text
    unopened = {close: text.count(close) - text.count(opening) for close, opening in BRACKETS.items()}
    strip = PUNCTUATION.replace(".", "") if "/wiki/" in text else PUNCTUATION
    end = len(text)
    while end:
        last = text[end - 1]
        if last in strip or last in BLANKS:
            end -= 1
        elif unopened.get(last, 0) > 0:
            unopened[last] -= 1
            end -= 1
        elif width := _encoded_blank(text, end):
            end -= width
        else:
            break
    return text[:end]


def _encoded_blank(text: str, end: int) -> int:
    """The length of the percent-encoded blank that ends at ``end``, 0 if there is none."""
    tail = text[max(0, end - 9) : end].lower()
    return next((len(blank) for blank in ENCODED_BLANKS if tail.endswith(blank)), 0)


def _without_tracking(text: str) -> str:
    head, hash_sign, fragment = text.partition("#")
    path, question, query = head.partition("?")
    if not query:
        return text
    if not any(map(_may_track, PARAMETER.findall(query))):
        return text
    host = split_address(path).host
    kept = "".join(
        found[0] for found in PARAMETER.finditer(query) if not _is_tracking(host, found[1], found[2] or "")
    )
    if len(kept) == len(query):
        return text
    left = kept.removeprefix("&amp;").removeprefix("&")
    return path + (question + left if left else "") + hash_sign + fragment


def _may_track(parameter: tuple[str, str]) -> bool:
    name = parameter[0].lower()
    return name.startswith("utm_") or name in _MAY_TRACK


def _is_tracking(host: str, name: str, value: str) -> bool:
    name = name.lower()
    if name == "ref":  # a branch or a section elsewhere; only the name of a site tells where people came from
        return with_scheme(value) is not None
    of_host = TRACKING_OF_HOST.get(".".join(host.split(".")[-2:]), frozenset())
    return name.startswith("utm_") or name in TRACKING or name in of_host
