from __future__ import annotations

from collections.abc import Iterator

from peftlint.fields.link import canonical_form, clean_address
from peftlint.fields.patterns import late
from peftlint.hyperlinks import hyperlinks, is_written
from peftlint.model import Edit, Finding, Fix, PaperList
from peftlint.rules import Surroundings, list_rule

_VERSION = late(r"\d\.\d{4,5}v\d")


@list_rule("LNK006", severity="info", default=False)
def non_canonical_link(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A known address is written in another form than its canonical one.

    A paper's PDF on arXiv or OpenReview lacks the abstract, the versions and the reviews that its page
    has; `http://` and `.git` lead to redirects. One form for all makes entries easy to compare.

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/pdf/2106.09685.pdf)]

    Good:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

    Fix: safe, but unsafe where the address names one version of a preprint: the canonical one leads to the newest.
    """
    for shown in hyperlinks(paper_list.document):
        link = shown.link
        canonical = canonical_form(link.url)
        if canonical is None or canonical == link.url:
            continue
        if canonical == clean_address(link.url):  # junk is for another rule
            continue
        written = is_written(link, paper_list.source)
        edits = (Edit(link.url_span, canonical),)
        safe = not _VERSION.search(link.url)
        fix = Fix(edits, safe=safe, message=f"write {canonical}") if written else None
        span = link.url_span if written else link.span
        message = f"'{link.url}' has the canonical address '{canonical}'"
        yield Finding("LNK006", paper_list.path, span, message, link.url, fix=fix)
