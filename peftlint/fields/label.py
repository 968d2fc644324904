"""The visible text of a link → what it says the link is.

Labels are made of few words: ``[Paper]``, ``📄 PDF``, ``Code (PyTorch)``, ``项目主页``. A text is one only if
every word of it is known here; so titles are none, however many of these words they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from peftlint.fields.han import may_hold_han, runs_of_han
from peftlint.fields.patterns import late

LONGEST = 60
"""A text with more characters is no label."""

_NAMING = {
    "paper": """
        paper papers article publication preprint manuscript report thesis dissertation proceedings abstract abs
        arxiv alphaxiv openreview acl anthology aclanthology doi acm ieee ieeexplore springer springerlink
        elsevier sciencedirect nature pmlr jmlr cvf thecvf nips neurips aaai ijcai usenix ssrn biorxiv medrxiv
        pubmed wiley mdpi hal book fulltext
        论文 文章 原文 全文 文献 预印本 論文""",
    "code": """
        code codes codebase repo repos repository repositories github gitlab gitee git implementation
        implementations reimplementation software toolkit toolbox library package pypi scripts colab notebook
        代码 源码 源代码 代码库 仓库 开源 实现 复现 代碼 程式碼 原始碼""",
    "project": """
        project projects homepage home website websites webpage site demo demos playground app samples gallery
        docs doc documentation wiki gradio
        项目 主页 官网 网站 网页 首页 演示 体验 文档 專案 項目 網站""",
    "blog": """
        blog blogs blogpost weblog substack medium zhihu news announcement
        博客 博文 知乎 专栏 解读 公众号 微信 新闻 部落格""",
    "data": """
        data dataset datasets benchmark benchmarks corpus corpora annotations
        数据 数据集 语料 语料库 資料集 數據集""",
    "model": """
        model models weight weights checkpoint checkpoints ckpt ckpts
        模型 权重 检查点""",
    "video": """
        video videos youtube talk talks recording lecture bilibili slideslive vimeo
        视频 录像 讲座""",
    "slides": "slide slides ppt pptx deck slideshare 幻灯片 课件 讲稿 投影片",
    "tutorial": "tutorial tutorials course courses guide walkthrough 教程 课程 指南 讲义",
    "poster": "poster posters 海报",
    "other": """
        leaderboard competition challenge citation cite bib bibtex supp supplement supplementary supplemental
        appendix review reviews errata erratum licence license patent twitter tweet thread linkedin discord slack
        followup follow related
        引用 附录 补充材料 排行榜 榜单 评审 推特""",
}
KIND_OF_WORD = {word: kind for kind, words in _NAMING.items() for word in words.split()}

KIND_OF_FORMAT = {"pdf": "paper", "ps": "paper", "html": "paper", "page": "project", "pages": "project"}
"""What a word says when no other does: a ``Poster PDF`` is a poster, a ``Paper Page`` a paper."""

_SILENT = """
here link links url urls this click web source download downloads mirror details collection official
huggingface hf face modelscope drive gdrive onedrive dropbox kaggle zenodo figshare scholar paperswithcode
coming soon tbd tba todo none star stars more
链接 地址 点击 这里 此处 下载 网盘 云盘 百度云 阿里云 讯飞云 腾讯云 京东云 华为云 夸克 镜像 更多 暂无 待公布 即将
"""
SILENT = frozenset(_SILENT.split())
"""Words that make a label, but leave to the address what it leads to."""

_BESIDE = """
a an the our my see view read open get go visit check try it out available now show access external original
offical unofficial author authors s community third party online live interactive free new old latest updated
short full long extended version versions v conference journal workshop technical tech research main camera ready
supporting material materials info information card zoo hub files text post google baidu pan netdisk cloud box
hugging semantic pytorch torch tensorflow tf jax flax keras paddle paddlepaddle mindspore mxnet caffe theano
matlab lua python numpy julia cuda cpp onnx pre trained pretrained english chinese en zh cn na badge work works up
space spaces
官方 非官方 中文 英文 版 版本 查看 阅读 百度 谷歌 提取码 预训练 第三方
"""
BESIDE = frozenset(_BESIDE.split())
"""Words that stand beside others in labels, and make none alone: ``PyTorch`` may be a title."""

_TURNING = "and or for of with on in by from at to via & + / , | 和 与 及 或 的"
TURNING = frozenset(_TURNING.split())
"""Words after which a label goes on about something else: ``Code & Data``, ``Code for the paper``."""

WORDS = KIND_OF_WORD.keys() | KIND_OF_FORMAT.keys() | SILENT | BESIDE | TURNING
LONGEST_HAN = max(len(word) for word in WORDS if word > "\u4e00")

VENUES = frozenset(("aaai", "acl", "ijcai", "jmlr", "neurips", "nips", "nature", "pmlr", "usenix"))
"""Sites of papers that are venues too: with digits behind them (``ACL 2021``) they are no labels."""

_TAG_OR_EMOJI = r"<[^<>]{0,200}>|:[a-z][a-z0-9_+-]{0,40}:"
_DECORATION = late(_TAG_OR_EMOJI)
_DECORATION_OF_HAN = late(rf"{_TAG_OR_EMOJI}|(?<=[\u4e00-\u9fff])[\s:：-]{{1,3}}[a-z0-9]{{4}}$")
"""Tags, emoji by name, and the password behind the name of a Chinese file host."""
_TOKEN = re.compile(r"[a-z]+|[&+/,|]")
_TURN = late(r"\s+[-–—]\s|\s*[,:(（：&/+]|\s+(?:and|or)\s")
_LETTER = late(r"[^\W\d_]")


@lru_cache(maxsize=4096)
def label_kind(label: str) -> str | None:
    """The kind of link that a label names (``paper``, ``code``, ``project`` …), or None.

    None if it is a label that says nothing (``here``, ``🤗``, ``Google Drive``) and if it is no label at all,
    such as a title (``Code Llama: Open Foundation Models for Code``). In a label of several parts the first
    tells (``Code & Data``), within a part the last word (``Dataset Paper``).
    """
    for turning, part in groupby(_words(label) or (), TURNING.__contains__):
        words = [] if turning else list(part)
        kinds = [KIND_OF_WORD[word] for word in words if word in KIND_OF_WORD]
        kinds = kinds or [KIND_OF_FORMAT[word] for word in words if word in KIND_OF_FORMAT]
        if kinds:
            return kinds[-1]
    return None


def loose_label_kind(label: str) -> str | None:
    """The kind in the last of a few words, of which :func:`label_kind` need not know the others; None if it is none.

    ``IIW Dataset``, ``official code - c``: to be asked only of labels that cannot be titles.
    """
    words = _TURN.split(label.strip(), maxsplit=1)[0].lower().split()
    return KIND_OF_WORD.get(words[-1]) if 0 < len(words) <= 4 else None


def is_link_label(label: str) -> bool:
    """Whether a text is the label of a link rather than a title or a name.

    Wider than :func:`label_kind`: ``here``, ``百度网盘``, ``coming soon`` and mere decoration (``📄``, ``[1]``, an
    empty text) are labels as well.
    """
    words = _words(label)
    return words is not None and (not words or not BESIDE.issuperset(words))


def _words(label: str) -> tuple[str, ...] | None:
    """The words of a label, or None if the text is none: too long, or with a word that labels do not have."""
    if len(label) > 10 * LONGEST:
        return None
    text = label.lower()
    if text.isascii():
        if "<" in text or text.count(":") > 1:
            text = _DECORATION.sub(" ", text)
        first = text.split(None, 1)[:1]
        if len(text) > LONGEST or (first and first[0].isalpha() and first[0] not in WORDS):
            return None
        words = tuple(_TOKEN.findall(text))
        if not WORDS.issuperset(words):
            return None
    else:
        han = may_hold_han(label)
        if han and _may_end_with_password(text):
            text = _DECORATION_OF_HAN.sub(" ", text)
        elif "<" in text or text.count(":") > 1:
            text = _DECORATION.sub(" ", text)
        words, rest = _words_of_han(text) if han else (tuple(_TOKEN.findall(text)), _TOKEN.sub("", text))
        if len(text) > LONGEST or not WORDS.issuperset(words) or _LETTER.search(rest):
            return None
    return None if not VENUES.isdisjoint(words) and any(map(str.isdigit, text)) else words


def _may_end_with_password(text: str) -> bool:
    """Let through every text with a password for ``_DECORATION_OF_HAN`` at its end, and few others."""
    text = text.rstrip()
    return text[-4:].isalnum() and (text[-5:-4].isspace() or text[-5:-4] in (":", "：", "-"))


def _words_of_han(text: str) -> tuple[tuple[str, ...], str]:
    """The words of a text that holds Chinese, and what is left of it."""
    words: list[str] = []
    rest = []
    for han, start, end in runs_of_han(text):
        part = text[start:end]
        words += _cut_han(part) if han else _TOKEN.findall(part)
        rest += [] if han else [_TOKEN.sub("", part)]
    return tuple(words), "".join(rest)


def _cut_han(text: str) -> Iterator[str]:
    """Chinese text cut into the longest known words from the left; unknown characters stand alone."""
    start = 0
    while start < len(text):
        ends = range(min(len(text), start + LONGEST_HAN), start, -1)
        end = next((end for end in ends if text[start:end] in WORDS), start + 1)
        yield text[start:end]
        start = end
