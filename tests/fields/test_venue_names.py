"""The table of names that is written beforehand is the one that ``venues.json`` stands for."""

from __future__ import annotations

import json

from peftlint.data import read_data
from peftlint.fields.venue_names import table_of_names
from peftlint.fields.venue_registry import VENUE_NAMES, VENUES


def test_the_table_is_up_to_date() -> None:
    """If not: ``python -m peftlint.fields.venue_names`` writes it anew."""
    assert read_data(VENUE_NAMES) == table_of_names(json.loads(read_data(VENUES)))


def test_another_alias_makes_another_table() -> None:
    data = json.loads(read_data(VENUES))
    before = table_of_names(data)
    data["venues"][0].setdefault("aliases", []).append("Quite Another Conference")
    assert table_of_names(data) != before
