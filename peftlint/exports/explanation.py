"""Why two entries are one work, or two, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peftlint.identity.explaining import Explanation
    from peftlint.model import Entry, Evidence, Work


def write(told: Explanation) -> str:
    """The explanation as one JSON object, ending in a newline."""
    model = {
        "together": told.together,
        "entries": [
            _entry(entry, work) for entry, work in zip((told.left, told.right), told.works, strict=True)
        ],
        "direct": [_evidence(one) for one in told.direct],
        "path": [_evidence(one) for one in told.path],
        "obstacles": [_evidence(one) for one in told.obstacles],
        "overrule": told.overrule,
    }
    return json.dumps(model, ensure_ascii=False, indent=1) + "\n"


def _entry(entry: Entry, work: Work) -> dict[str, Any]:
    from peftlint.identity.differences import numbers_of
    from peftlint.identity.profile import profile_of

    profile = profile_of(entry)
    return {
        "entry": entry.id,
        "work": work.key,
        "title": entry.title,
        "name": profile.title.name,
        "numbers": sorted(numbers_of(profile.title)),
        "authors": [person.family for person in profile.people],
        "year": entry.year,
        "venue": profile.series.name or entry.venue,
        "identifiers": sorted(map(str, profile.identifiers)),
    }


def _evidence(one: Evidence) -> dict[str, str]:
    return one._asdict()
