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

``list_rule`` functions look at one file alone, ``library_rule`` functions at all files of the run together;
what another part of the program checks is a ``special_rule``. The rule's name is the function's, with hyphens.

A page may hold several examples under ``Bad:`` and ``Good:``. One that needs several files names them, each on
a line of its own with its text indented below::

    Bad:
        lists/a.md:
            - **LoRA**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
        lists/b.md:
            - **LoRA**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

The page ends with ``Fix:`` and one of ``none``, ``safe`` and ``unsafe``, with what is to be said of it.
"""

import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib import import_module
from itertools import takewhile
from typing import NamedTuple, TypeVar

from peftlint.model import Finding, Library, PaperList, Source

SEVERITIES = ("error", "warning", "info")


class MergedReadme(NamedTuple):
    """The README as it is, and the function that says what it should be."""

    source: Source
    merged: Callable[[Library], str]


class Surroundings(NamedTuple):
    """What rules may know beside the lists: the day, whether a file exists, and the README to compare.

    ``exists`` takes a path relative to the working directory, with ``/``. ``readme`` is None where the
    lists of this run are not those that it is written from.
    """

    today: date
    exists: Callable[[str], bool]
    readme: MergedReadme | None = None


ListCheck = Callable[[PaperList, Surroundings], Iterator[Finding]]
LibraryCheck = Callable[[Library, Surroundings], Iterator[Finding]]


class Rule(NamedTuple):
    """A rule as it is registered. At most one of ``of_list`` and ``of_library`` is set.

    ``docstring`` is the rule's page as it stands in the code, ``command`` the command that looks for what the rule
    is about.
    """

    code: str
    name: str
    severity: str
    default: bool
    docstring: str
    of_list: ListCheck | None = None
    of_library: LibraryCheck | None = None
    command: str = "check"

    @property
    def page(self) -> str:
        """What the rule means, why, and how to mend it: its documentation as people read it."""
        from inspect import cleandoc

        return cleandoc(self.docstring)

    @property
    def summary(self) -> str:
        """The first line of the rule's page, without its period."""
        return self.page.partition("\n")[0].rstrip(".")

    @property
    def fix(self) -> str:
        """What the page says of the rule's fix: ``none``, ``safe`` or ``unsafe``, and more in words."""
        found = re.search(r"^Fix:\s*(.*)\Z", self.page, re.MULTILINE | re.DOTALL)
        return " ".join(found[1].split()) if found else "none"

    def examples(self, part: str) -> list[dict[str, str]]:
        """The examples under ``Bad`` or ``Good``, each as its files."""
        lines = self.page.split("\n")
        starts = [number for number, line in enumerate(lines, 1) if line == f"{part}:"]
        return [files_of("\n".join(takewhile(_is_indented, lines[start:]))) for start in starts]


def _is_indented(line: str) -> bool:
    return not line or line.startswith(" ")


def files_of(example: str) -> dict[str, str]:
    """The files that an example stands for, as text by name; ``list.md`` if it names none."""
    text = _as_file(example)
    name = re.compile(r"^(\S+\.\w+):\n", re.MULTILINE)
    if not name.match(text):
        return {"list.md": text}
    _, *parts = name.split(text)
    return {name: _as_file(part) for name, part in zip(parts[::2], parts[1::2], strict=True)}


def _as_file(text: str) -> str:
    from textwrap import dedent

    return dedent(text).strip("\n") + "\n"


_RULES: dict[str, Rule] = {}


def list_rule(
    code: str, *, severity: str = "warning", default: bool = True
) -> Callable[[ListCheck], ListCheck]:
    """Register a rule that needs one file only."""

    def register(check: ListCheck) -> ListCheck:
        _register(Rule(code, _name(check), severity, default, check.__doc__ or "", of_list=check))
        return check

    return register


def library_rule(
    code: str, *, severity: str = "warning", default: bool = True
) -> Callable[[LibraryCheck], LibraryCheck]:
    """Register a rule that compares works or files."""

    def register(check: LibraryCheck) -> LibraryCheck:
        _register(Rule(code, _name(check), severity, default, check.__doc__ or "", of_library=check))
        return check

    return register


_Check = TypeVar("_Check", bound=Callable[..., object])


def special_rule(
    code: str, *, severity: str = "warning", default: bool = True, command: str = "check"
) -> Callable[[_Check], _Check]:
    """Register a rule that is not asked by the linter itself, but by the part of the program that can tell."""

    def register(check: _Check) -> _Check:
        _register(Rule(code, _name(check), severity, default, check.__doc__ or "", command=command))
        return check

    return register


def _register(rule: Rule) -> None:
    if rule.code in _RULES:
        raise ValueError(f"{rule.code} is the code of two rules: {_RULES[rule.code].name} and {rule.name}")
    _RULES[rule.code] = rule


def _name(check: Callable[..., object]) -> str:
    return check.__name__.replace("_", "-")


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, sorted by code; imports the modules of this package."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return dict(sorted(_RULES.items()))
