"""How far a long run has come: a bar where somebody looks on, a line now and then where nobody does."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from typing import TypeVar

import click

from peftlint.cli.reading import warn

T = TypeVar("T")

EVERY = 30.0
"""Seconds between two lines."""


def told(
    items: Iterable[T], total: int, noun: str, clock: Callable[[], float] = time.monotonic
) -> Iterator[T]:
    """*items* as they come, telling on standard error how many of *total* there were."""
    if sys.stderr.isatty():
        return _beside_bar(items, total, noun)
    return _with_lines(items, total, noun, clock)


def _beside_bar(items: Iterable[T], total: int, noun: str) -> Iterator[T]:
    shown = click.progressbar(length=total, label=noun, file=sys.stderr) if total else nullcontext()
    with shown as bar:
        for item in items:
            yield item
            if bar is not None:
                bar.update(1)


def _with_lines(items: Iterable[T], total: int, noun: str, clock: Callable[[], float]) -> Iterator[T]:
    last = clock()
    for number, item in enumerate(items, 1):
        yield item
        if clock() - last >= EVERY and number < total:
            last = clock()
            warn(f"{number} of {total} {noun}")
