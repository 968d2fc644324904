"""What the header of a table's column says that the column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_ROLES = (
    ("links", r"code|github|git|repo\w*|source|links?|urls?|pdf|download|demo|project|homepage|website|web|page"
              r"|resources?|checkpoints?|weights|hugging\s?face|video|slides|poster|blog"
              r"|代码|源码|源地址|链接|下载|项目|地址|主页"),
    ("title", r"titles?|papers?(?: (?:title|name))?|names?|models?(?: name)?|methods?|works?|articles?"
              r"|publications?|datasets?|benchmarks?|题目|标题|论文|论文名称|论文标题|名称|模型|模型名称|方法|文章|数据集"),
    ("authors", r"authors?|author\(s\)|first author|作者|机构|第一作者"),
    ("venue", r"venues?|conferences?|conf\.?|journals?|published(?: (?:in|at))?|pub(?:lication)?\.?"
              r"|proceedings|publishers?|where|会议|期刊|会议/期刊|发表|出处|来源|刊物"),
    ("year", r"years?|dates?|time|(?:release|publication|published|publish|arxiv)[ _-]?(?:date|time|year)?"
             r"|when|年份|年|日期|时间|发布时间"),
    ("tag", r"tags?|keywords?|标签|关键词|关键字"),
    ("other", r"no\.?|#|id|index|notes?|comments?|remarks?|descriptions?|abstract|summary|tl;?dr|types?"
              r"|categor(?:y|ies)|institut(?:es?|ions?)|affiliations?|organi[sz]ations?|tasks?|size.*|params?.*|stars?|citations?|bibtex"
              r"|版本|备注|简介|描述|类型|任务|应用领域|序号|参数.*|规模"),
)  # fmt: skip
_PATTERNS = [(role, re.compile(words, re.IGNORECASE)) for role, words in _ROLES]


@lru_cache(maxsize=1024)
def header_role(header: str) -> str:
    """``title``, ``authors``, ``venue``, ``year``, ``links``, ``tag``, ``other``, or ``""`` if it says nothing.

    A header of several words (``Conference / Year``, ``Paper & Code``) has the role of its first known one.
    """
    text = " ".join(header.split()).strip(" *:：")
    for role, pattern in _PATTERNS:
        if pattern.fullmatch(text):
            return role
    for word in re.split(r"\s*[/&,+|()（）]\s*|\s+(?:and|or)\s+", text):
        for role, pattern in _PATTERNS:
            if word and pattern.fullmatch(word):
                return role
    return ""


_TITLE = re.compile(r"(?:paper )?titles?|题目|标题|论文名称|论文标题", re.IGNORECASE)
_NICKNAME = re.compile(r"methods?|works?|方法", re.IGNORECASE)


def title_column(headers: Sequence[str]) -> str | None:
    """The header of the column that holds the titles: one that says so, else the first that could.

    A column of methods gives nicknames where another could hold the titles.
    """
    able = [header for header in headers if header_role(header) == "title"]
    ranked = sorted(
        able,
        key=lambda header: (
            not _TITLE.fullmatch(header.strip(" *")),
            bool(_NICKNAME.fullmatch(header.strip(" *"))),
        ),
    )
    return ranked[0] if ranked else None
