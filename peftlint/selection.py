"""Which rules run: selectors, as the command line and the configuration give them → :class:`Selection`.

A selector is a rule's code (``DUP001``) or name (``duplicate-entry``), the beginning of codes (``DUP``), or
``ALL``. As in ruff, the more specific selector wins, and where two are equal, the rule is left out:
``--select DUP --ignore DUP002``, ``--ignore LNK --select LNK001``. A rule that is off by default runs only
where it is selected by its own code or name, or by ``ALL``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from posixpath import basename
from types import MappingProxyType
from typing import NamedTuple

from peftlint.config import Config
from peftlint.errors import Problem
from peftlint.rules import Rule

ALL = "ALL"
_EXACT = 100


class UnknownSelector(Problem):
    """A selector that stands for no rule; the message says where it stands and what was probably meant."""


class Selection(NamedTuple):
    """The rules that run, sorted by code, and the codes of those that are left out in a file, by its path."""

    rules: tuple[Rule, ...]
    left_out: Mapping[str, frozenset[str]] = MappingProxyType({})

    def runs(self, code: str, path: str) -> bool:
        """Whether the rule is looked for in that file."""
        return any(rule.code == code for rule in self.rules) and code not in self.left_out.get(path, ())


class Choice(NamedTuple):
    """What the command line says: selectors, each maybe several of them separated by commas."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def select_rules(
    rules: Collection[Rule],
    config: Config,
    choice: Choice,
    names: Mapping[str, str],
    *,
    command: str = "check",
) -> Selection:
    """Choose from *rules* those that *command* looks for.

    *names* are the files: their path as findings have it → their path relative to ``config.root``. A
    ``--select`` replaces all that the configuration says of select, extend-select and ignore. Raises
    UnknownSelector.
    """
    _check_config(rules, config)
    wanted, more, dropped = _settled(rules, config, choice)
    chosen = [rule for rule in rules if rule.command == command and _is_chosen(rule, wanted, more, dropped)]
    left_out = {path: _left_out(rules, config, name) for path, name in names.items()}
    return Selection(tuple(sorted(chosen, key=lambda rule: rule.code)), left_out)


def _settled(
    rules: Collection[Rule], config: Config, choice: Choice
) -> tuple[tuple[str, ...] | None, tuple[str, ...], tuple[str, ...]]:
    """select, extend-select and ignore of command line and configuration together."""
    select, more, ignore = (
        _checked(rules, _separated(selectors), f"--{option}")
        for option, selectors in (
            ("select", choice.select),
            ("extend-select", choice.extend_select),
            ("ignore", choice.ignore),
        )
    )
    if select:
        return select, more, ignore
    return config.select, (*config.extend_select, *more), (*config.ignore, *ignore)


def _separated(selectors: Iterable[str]) -> tuple[str, ...]:
    return tuple(part.strip() for selector in selectors for part in selector.split(",") if part.strip())


def _check_config(rules: Collection[Rule], config: Config) -> None:
    table = "[tool.peftlint]"
    _checked(rules, config.select or (), f"{table} select")
    _checked(rules, config.extend_select, f"{table} extend-select")
    _checked(rules, config.ignore, f"{table} ignore")
    for pattern, selectors in config.per_file_ignores.items():
        _checked(rules, selectors, f"{table} per-file-ignores.{pattern}")


def _checked(rules: Collection[Rule], selectors: tuple[str, ...], where: str) -> tuple[str, ...]:
    for selector in selectors:
        if all(_weight(selector, rule) is None for rule in rules):
            raise UnknownSelector(f"{where}: {no_rule(selector, rules)}")
    return selectors


def rule_called(word: str, rules: Iterable[Rule]) -> Rule | None:
    """The rule whose code or name *word* is, in whatever case."""
    return next((rule for rule in rules if word.upper() == rule.code or word.lower() == rule.name), None)


def no_rule(word: str, rules: Iterable[Rule]) -> str:
    """What to say of a word that stands for no rule: which one was probably meant, or where to look."""
    from difflib import get_close_matches

    words = [known for rule in rules for known in (rule.code, rule.name)]
    close = get_close_matches(word.lower() if "-" in word else word.upper(), words, n=1)
    hint = f"did you mean '{close[0]}'?" if close else "all rules are listed by: peftlint explain"
    return f"no rule is called '{word}'; {hint}"


def _weight(selector: str, rule: Rule) -> int | None:
    """How specific *selector* is if it stands for *rule*, else None."""
    if selector.upper() == ALL:
        return 0
    if rule_called(selector, [rule]):
        return _EXACT
    return len(selector) if rule.code.startswith(selector.upper()) else None


def _selecting_weight(selector: str, rule: Rule) -> int | None:
    """As ``_weight``, but the beginning of its code does not select a rule that is off by default."""
    weight = _weight(selector, rule)
    return weight if rule.default or weight in (0, _EXACT) else None


def _heaviest(weights: Iterable[int | None]) -> int | None:
    return max((weight for weight in weights if weight is not None), default=None)


def _is_chosen(
    rule: Rule, wanted: tuple[str, ...] | None, more: tuple[str, ...], dropped: tuple[str, ...]
) -> bool:
    weights = [_selecting_weight(selector, rule) for selector in (*(wanted or ()), *more)]
    if wanted is None and rule.default:
        weights.append(0)
    chosen = _heaviest(weights)
    against = _heaviest(_weight(selector, rule) for selector in dropped)
    return chosen is not None and (against is None or chosen > against)


def _left_out(rules: Iterable[Rule], config: Config, name: str) -> frozenset[str]:
    if not config.per_file_ignores:
        return frozenset()
    from fnmatch import fnmatchcase

    selectors = [
        selector
        for pattern, listed in config.per_file_ignores.items()
        if fnmatchcase(name, pattern) or fnmatchcase(basename(name), pattern)
        for selector in listed
    ]
    return frozenset(
        rule.code for rule in rules if any(_weight(selector, rule) is not None for selector in selectors)
    )
