"""What the header of a table's column says that the column holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from peftlint.fields.patterns import late

_WORDS = {
    "links": """code/github/git/source/link/links/url/urls/pdf/download/demo/project/homepage/website/web/page/resource
        /resources/checkpoint/checkpoints/weights/huggingface/hugging face/video/slides/poster/blog
        /代码/源码/源地址/链接/下载/项目/地址/主页""",
    "title": """title/titles/paper/papers/paper title/papers title/paper name/papers name/name/names/model/models
        /model name/models name/method/methods/work/works/article/articles/publication/publications/dataset/datasets
        /benchmark/benchmarks/题目/标题/论文/论文名称/论文标题/名称/模型/模型名称/方法/文章/数据集""",
    "authors": "author/authors/author(s)/first author/作者/机构/第一作者",
    "venue": """venue/venues/conference/conferences/conf/conf./journal/journals/published/published in/published at
        /pub/pub./publication./proceedings/publisher/publishers/where
        /会议/期刊/会议\\期刊/发表/出处/来源/刊物""",
    "year": "year/years/date/dates/time/when/年份/年/日期/时间/发布时间",
    "tag": "tag/tags/keyword/keywords/标签/关键词/关键字",
    "other": """no/no./#/id/index/note/notes/comment/comments/remark/remarks/description/descriptions/abstract/summary
        /tl;dr/tldr/type/types/category/categories/institute/institutes/institution/institutions/affiliation
        /affiliations/organisation/organisations/organization/organizations/task/tasks/star/stars/citation/citations
        /bibtex/版本/备注/简介/描述/类型/任务/应用领域/序号/规模""",
}
"""What a header says that is nothing but one of these words, parted by ``/`` (``\\\\`` stands for one)."""

_ROLES = {
    word.strip().replace("\\", "/"): role for role, words in _WORDS.items() for word in words.split("/")
}
_SHAPES = (
    ("links", ("repo",), late(r"repo\w*")),
    (
        "year",
        ("release", "publi", "arxiv"),
        late(r"(?:release|publication|published|publish|arxiv)[ _-]?(?:date|time|year)?"),
    ),
    ("other", ("size", "param", "参数"), late(r"size.*|params?.*|参数.*")),
)
"""Roles, the beginnings of headers that may have them, and the whole headers that do."""
_SIGNS_BETWEEN = frozenset("/&,+|()（）")
_BETWEEN_WORDS = late(r"\s*[/&,+|()（）]\s*|\s+(?:and|or)\s+")


@lru_cache(maxsize=1024)
def header_role(header: str) -> str:
    """``title``, ``authors``, ``venue``, ``year``, ``links``, ``tag``, ``other``, or ``""`` if it says nothing.

    A header of several words (``Conference / Year``, ``Paper & Code``) has the role of its first known one.
    """
    text = " ".join(header.split()).strip(" *:：").lower()
    role = _role(text)
    if role or not (" and " in text or " or " in text or not _SIGNS_BETWEEN.isdisjoint(text)):
        return role
    return next(filter(None, map(_role, _BETWEEN_WORDS.split(text))), "")


def _role(text: str) -> str:
    """The role of a header, or a word of one, in small letters."""
    if not text:
        return ""
    return _ROLES.get(text) or next(
        (role for role, starts, shape in _SHAPES if text.startswith(starts) and shape.fullmatch(text)), ""
    )


_TITLES = frozenset(
    {"title", "titles", "paper title", "paper titles", "题目", "标题", "论文名称", "论文标题"}
)
_NICKNAMES = frozenset({"method", "methods", "work", "works", "方法"})


def title_column(headers: Sequence[str]) -> str | None:
    """The header of the column that holds the titles: one that says so, else the first that could.

    A column of methods gives nicknames where another could hold the titles.
    """
    able = [header for header in headers if header_role(header) == "title"]
    ranked = sorted(
        able,
        key=lambda header: (
            header.strip(" *").lower() not in _TITLES,
            header.strip(" *").lower() in _NICKNAMES,
        ),
    )
    return ranked[0] if ranked else None
