"""The rules: one module a rule (or a small family), found by themselves.

A rule is a function with a docstring that is its page of documentation::

    @list_rule("LNK001", severity="error")
    def empty_link(paper_list: PaperList, surroundings: Surroundings) -> Iterator[Finding]:
        \"\"\"A link has a label but no address.

        Why this is bad, in a paragraph, and how to mend it.

        Bad:
            - **LoRA**, ICLR 2022. [[Code]()]

        Good:
            - **LoRA**, ICLR 2022. [[Code](https://github.com/microsoft/LoRA)]

        Fix: none (the address cannot be known).
        \"\"\"

``list_rule`` functions look at one file alone, ``library_rule`` functions at all files of the run together.
The rule's name is the function's, with hyphens.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module

from peftlint.model import Finding, Library, PaperList

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rules may know beside the lists: the day, and whether a file exists.

    ``exists`` takes a path relative to the working directory, with ``/``.
    """

    today: date
    exists: Callable[[str], bool]


ListCheck = Callable[[PaperList, Surroundings], Iterator[Finding]]
LibraryCheck = Callable[[Library, Surroundings], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is registered. Exactly one of ``of_list`` and ``of_library`` is set."""

    code: str
    name: str
    severity: str
    default: bool
    page: str
    of_list: ListCheck | None = None
    of_library: LibraryCheck | None = None

    @property
    def summary(self) -> str:
        """The first line of the rule's page, without its period."""
        return self.page.partition("\n")[0].rstrip(".")


_RULES: dict[str, Rule] = {}


def list_rule(
    code: str, *, severity: str = "warning", default: bool = True
) -> Callable[[ListCheck], ListCheck]:
    """Register a rule that needs one file only."""

    def register(check: ListCheck) -> ListCheck:
        _register(Rule(code, _name(check), severity, default, _page(check), of_list=check))
        return check

    return register


def library_rule(
    code: str, *, severity: str = "warning", default: bool = True
) -> Callable[[LibraryCheck], LibraryCheck]:
    """Register a rule that compares works or files."""

    def register(check: LibraryCheck) -> LibraryCheck:
        _register(Rule(code, _name(check), severity, default, _page(check), of_library=check))
        return check

    return register


def _register(rule: Rule) -> None:
    if rule.code in _RULES:
        raise ValueError(f"{rule.code} is the code of two rules: {_RULES[rule.code].name} and {rule.name}")
    _RULES[rule.code] = rule


def _name(check: Callable[..., object]) -> str:
    return check.__name__.replace("_", "-")


def _page(check: Callable[..., object]) -> str:
    from inspect import cleandoc

    return cleandoc(check.__doc__ or "")


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, sorted by code; imports the modules of this package."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return dict(sorted(_RULES.items()))
