"""The shape of a README that ``merge`` wrote: read exactly, as it was written exactly."""

from __future__ import annotations

from peftlint.document import Document
from peftlint.model import PaperList, Parts
from peftlint.outline import outline


def read_canonical_list(document: Document) -> PaperList | None:
    """The works between the markers as entries; None if the markers make no pair."""
    from peftlint.readme.read import read_canonical
    from peftlint.readme.region import RegionError

    try:
        entries = read_canonical(document.source)
    except RegionError:
        return None
    parts = Parts(document, outline(document))
    return PaperList(document.source, entries, lambda: parts, document.notices)
