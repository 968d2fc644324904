from __future__ import annotations

from collections.abc import Iterator

from peftlint.model import Finding, PaperList
from peftlint.published import is_doubtful
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.naming import shortened, venue_place


@list_rule("VEN008")
def doubtful_venue(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A venue that an aggregator is known to give to preprints by mistake, beside a link to it.

    AMiner files some arXiv papers under 计算机科学, or under Intelligent Systems in Accounting, Finance
    and Management, where they never appeared. Look up where the work was published.

    Bad:
        - **Parameter-Efficient Transfer Learning with Diff Pruning**. **计算机科学'2021**. [paper](https://www.aminer.cn/pub/5fd8af0f91e0119b22c1f3a8)

    Good:
        - **Parameter-Efficient Transfer Learning with Diff Pruning**. **ACL'2021**. [paper](https://www.aminer.cn/pub/5fd8af0f91e0119b22c1f3a8)

    Fix: none.
    """
    for entry in paper_list.entries:
        if is_doubtful(entry):
            message = f"'{entry.venue}' is a venue that AMiner gives to preprints by mistake; look it up"
            subject = f"{shortened(entry.title)} {entry.venue}"
            yield Finding("VEN008", entry.list, venue_place(entry), message, subject, entry.id)
