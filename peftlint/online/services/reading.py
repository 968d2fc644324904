"""Answers of services as JSON, read without trust: whatever is missing or of another kind is simply not there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from peftlint.online.model import Reply
from peftlint.online.services.model import Unreadable

LONGEST = 1000
"""Characters of a title or name that are kept."""
MOST_AUTHORS = 200


def json_of(reply: Reply) -> Any:
    """The body as JSON. Raises Unreadable, also for an HTML page."""
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        kind = reply.headers.get("content-type", "").partition(";")[0].strip()
        raise Unreadable(f"no JSON but {kind or 'something else'}") from None


def table(value: Any) -> dict[str, Any]:
    """*value* if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def tables(value: Any) -> Iterator[dict[str, Any]]:
    """The JSON objects among the items of *value*, if it is an array."""
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def text(value: Any) -> str | None:
    """*value* with blanks collapsed, if it is a text and not empty; the first text of an array."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    collapsed = " ".join(value[: 4 * LONGEST].split())[:LONGEST] if isinstance(value, str) else ""
    return collapsed or None


def texts(values: Iterable[Any]) -> tuple[str, ...]:
    """Those of *values* that are texts, at most MOST_AUTHORS."""
    found = [name for value in values if (name := text(value))]
    return tuple(found[:MOST_AUTHORS])


def year(value: Any) -> int | None:
    """*value* if it is a year, as a number or as the beginning of a date."""
    if isinstance(value, str) and value[:4].isascii() and value[:4].isdigit():
        value = int(value[:4])
    is_year = isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999
    return value if is_year else None
