"""What ``find`` found, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peftlint.lookup import Listed


def write(asked: str, found: Sequence[Listed]) -> str:
    """``{"asked": …, "listed": true, "works": [{"key": …, "sure": …, "entries": [{"list": …, …}]}]}``."""
    from peftlint.lookup import is_listed

    told = {"asked": asked, "listed": is_listed(found), "works": [_work(listed) for listed in found]}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _work(listed: Listed) -> dict[str, Any]:
    work = listed.work
    return {
        "key": work.key,
        "title": work.title,
        "venue": work.venue,
        "year": work.year,
        "sure": listed.level,
        "entries": [
            {"list": hit.entry.list, "line": hit.entry.line, "title": hit.entry.title, "reason": hit.reason}
            for hit in listed.hits
        ],
    }
