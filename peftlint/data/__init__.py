"""The files of data that come with the package."""

from __future__ import annotations

import os

FOLDER = os.path.dirname(__file__)


def read_data(name: str) -> str:
    """The text of one of the files: ``pathlib`` and ``importlib.resources`` take longer to import than to read it."""
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read()
