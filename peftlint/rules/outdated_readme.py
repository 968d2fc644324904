"""MRG001: the merged README."""

from __future__ import annotations

from collections.abc import Iterator

from peftlint.model import Finding, Library, Span
from peftlint.rules import Surroundings, library_rule


@library_rule("MRG001")
def outdated_readme(library: Library, surroundings: Surroundings) -> Iterator[Finding]:
    """README.md is not what `peftlint merge` would write.

    The part of a README between the markers is written from the lists. If a list changed since, or the part
    was edited by hand, readers of the page see something else than the lists say. Run `peftlint merge`.

    This is only looked for where the README has the markers and all configured lists are checked.

    Bad:
        list.md:
        - **Attention Is All You Need.** *Ashish Vaswani, Noam Shazeer.* NeurIPS 2017
        README.md:
        # Papers

        <!-- peftlint:begin -->
        <!-- peftlint:end -->

    Good:
        list.md:
        - **Attention Is All You Need.** *Ashish Vaswani, Noam Shazeer.* NeurIPS 2017
        README.md:
        # Papers

        See list.md.

    Fix: none (`peftlint merge` mends it).
    """
    readme = surroundings.readme
    if readme is None:
        return
    page = readme.merged(library)
    old = readme.source.text
    if page == old:
        return
    at = next(
        (i for i, (a, b) in enumerate(zip(old, page, strict=False)) if a != b), min(len(old), len(page))
    )
    start = old.rfind("\n", 0, at) + 1
    end = old.find("\n", at)
    yield Finding(
        code="MRG001",
        path=readme.source.path,
        span=Span(start, max(end if end >= 0 else len(old), start)),
        message="from this line on the page is not what the lists say; run: peftlint merge",
        subject=readme.source.path,
    )
