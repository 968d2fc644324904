from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from peftlint.anchors import decoded
from peftlint.document import Document
from peftlint.fields.address import SCHEME, clean_address, with_scheme
from peftlint.fields.patterns import late
from peftlint.hyperlinks import hyperlinks, images, is_written
from peftlint.model import Finding, PaperList, Source, Span
from peftlint.rules import Surroundings, list_rule

_STANDARD_INPUT = frozenset({"-", "<stdin>"})
_ANY_SCHEME = late(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TEMPLATE = ("{{", "{%", "${")
_PAGES = """
actions archive blob commits compare contributors discussions edit fork graphs issues labels milestones network
packages projects pull pulls pulse raw releases security stargazers tags tree watchers wiki
"""
"""Parts of a repository's pages on GitHub that lists link as if they were folders: ``../../issues``."""


class _Target(NamedTuple):
    """A link or image to a file, and the place in the source to show."""

    kind: str
    url: str
    span: Span


@list_rule("LNK004", severity="error")
def missing_file(paper_list: PaperList, surroundings: Surroundings) -> Iterator[Finding]:
    """A link or image names a file that does not exist.

    The address has no scheme, so it is looked for beside the list: readers get an error page or a broken image.
    Often the list or the file was moved. Correct the path, add the file, or link to it on the web.
    Paths from the root of the site (`/docs`) and GitHub's own pages (`../../issues`) are not judged.

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Notes](notes/no-such-file.md)]

    Bad:
        ## <img src="figures/no-such-star.svg" width="25"> Adapters
        - **Parameter-Efficient Transfer Learning for NLP**, ICML 2019. [[Paper](https://arxiv.org/abs/1902.00751)]

    Good:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

    Fix: none.
    """
    if paper_list.path in _STANDARD_INPUT:
        return
    folder = posixpath.dirname(paper_list.path)
    for target in _targets(paper_list.document, paper_list.source):
        path = _path(target.url)
        if path and not _exists(folder, path, surroundings):
            looked_for = posixpath.normpath(posixpath.join(folder, unquote(path)))
            message = f"{target.kind} '{target.url}': there is no file '{looked_for}'{_hint(path)}"
            yield Finding("LNK004", paper_list.path, target.span, message, target.url)


def _hint(path: str) -> str:
    if "\\" in path:
        return "; folders are separated by '/', not by a backslash"
    return "; an e-mail address needs 'mailto:'" if "@" in path and "/" not in path else ""


def _targets(document: Document, source: Source) -> Iterator[_Target]:
    """What a document links and shows that is neither on the web nor in the file itself."""
    for shown in hyperlinks(document):
        link = shown.link
        if not link.bare and _is_relative(link.url):
            yield _Target("link", link.url, link.url_span if is_written(link, source) else link.span)
    for run in images(document):
        if run.image is not None and _is_relative(run.image):
            yield _Target("image", run.image, Span(run.start, run.end))


def _is_relative(url: str) -> bool:
    """Whether an address is a path from the list's folder, and not a web address that lacks its scheme."""
    if url.startswith(("https://", "http://", "#")):
        return False
    text = decoded(url).strip()
    if not text or text.startswith(("/", "#", "?")) or _ANY_SCHEME.match(text):
        return False
    if "://" in text or any(mark in text for mark in _TEMPLATE):
        return False
    return not with_scheme(text) and not SCHEME.match(clean_address(text))


def _path(url: str) -> str:
    return decoded(url).strip().partition("#")[0].partition("?")[0]


def _exists(folder: str, path: str, surroundings: Surroundings) -> bool:
    spellings = dict.fromkeys((path, unquote(path)))
    if any(surroundings.exists(posixpath.normpath(posixpath.join(folder, name))) for name in spellings):
        return True
    return _is_page_of_repository(path)


def _is_page_of_repository(path: str) -> bool:
    """A file of a repository is shown two folders deep, at ``blob/main``: above that, GitHub's pages begin."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    ups = next((index for index, part in enumerate(parts) if part != ".."), len(parts))
    return ups >= 2 and (ups == len(parts) or parts[ups] in _PAGES.split())
