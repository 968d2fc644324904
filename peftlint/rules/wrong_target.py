"""LNK104: identifiers that belong to other works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from peftlint.model import Finding
from peftlint.rules import special_rule
from peftlint.rules.naming import shortened

if TYPE_CHECKING:
    from peftlint.online.model import Record, Verdict
    from peftlint.online.targets import Cited


@special_rule("LNK104", command="links")
def wrong_target(cited: Cited, record: Record, verdict: Verdict) -> Iterator[Finding]:
    """A link leads to another work than the one that the entry names.

    The registry says that the identifier belongs to a work with another title and, where both are known, other
    authors: the link was copied from another entry, or a digit is wrong. A title that has changed since is no
    fault, nor one that is shortened, translated or spelt otherwise. Look the work up and mend the link.

    This is looked for by `peftlint links`.

    Bad:
        - **Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021. [[Paper](https://arxiv.org/abs/2106.09685)]

    Good:
        - **Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]

    Fix: none.
    """
    entry, link = cited.entry, cited.link
    by = (
        f" by {record.authors[0]}{' and others' if len(record.authors) > 1 else ''}" if record.authors else ""
    )
    message = (
        f"'{verdict.url}' is '{shortened(record.title or '')}'{by}, says {record.source},"
        f" not '{shortened(entry.title)}'"
    )
    yield Finding("LNK104", entry.list, link.url_span, message, link.url, entry.id, verdict=verdict)
