"""``peftlint explain``: the pages of the rules, without a network."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import click

from peftlint.cli import OK
from peftlint.cli.reporting import view_of

if TYPE_CHECKING:
    from peftlint.reports.text import View
    from peftlint.rules import Rule

_READABLE = 100
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


@click.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> int:
    """Say what a RULE finds, why that matters, and how to mend it; without RULE, list them all.

    RULE is a code (LNK001) or a name (empty-link).
    """
    from peftlint.rules import all_rules

    rules, view = all_rules().values(), view_of()
    lines = _table(rules, view) if rule is None else _page(_named(rule, rules), view)
    click.echo("\n".join(lines), color=True)
    return OK


def _named(word: str, rules: Collection[Rule]) -> Rule:
    from peftlint.selection import UnknownSelector, no_rule, rule_called

    rule = rule_called(word, rules)
    if rule is None:
        raise UnknownSelector(no_rule(word, rules))
    return rule


def _table(rules: Collection[Rule], view: View) -> Iterator[str]:
    """A line a rule; on a terminal its summary is wrapped, or stands below where there is no room beside."""
    from peftlint.cells import wrapped

    longest = max(len(rule.name) for rule in rules)
    for rule in rules:
        facts = f"{rule.severity:<7}  {'on ' if rule.default else 'off'}  {_fix(rule):<6}"
        code = view.style(rule.code, fg=_COLOURS[rule.severity], bold=True)
        indent = len(rule.code) + longest + len(facts) + 6
        beside = view.columns is None or view.columns - indent >= 30
        rows = (
            wrapped(rule.summary, view.columns - (indent if beside else 4))
            if view.columns
            else [rule.summary]
        )
        yield f"{code}  {rule.name:<{longest}}  {facts}  {rows.pop(0) if beside else ''}".rstrip()
        yield from (" " * (indent if beside else 4) + row for row in rows)


def _fix(rule: Rule) -> str:
    word = rule.fix.partition(" ")[0].strip(".,;:")
    return "" if word == "none" else word


def _page(rule: Rule, view: View) -> Iterator[str]:
    code = view.style(rule.code, fg=_COLOURS[rule.severity], bold=True)
    yield f"{code} {view.style(rule.name, bold=True)}"
    default = "on by default" if rule.default else f"off by default (--extend-select {rule.code})"
    yield view.style(f"{rule.severity}, {default}, looked for by: peftlint {rule.command}", dim=True)
    yield ""
    yield from _paragraphs(rule.page, view)
    yield ""
    yield f"To silence it for one entry, put before it: <!-- peftlint: ignore {rule.code} -->"


def _paragraphs(page: str, view: View) -> Iterator[str]:
    """The text of a page, wrapped on a terminal; its examples as they are."""
    from itertools import groupby

    from peftlint.cells import wrapped

    for is_text, lines in groupby(page.split("\n"), lambda line: bool(line) and not line.startswith(" ")):
        if not is_text or view.columns is None:
            yield from (view.style(line, dim=not is_text) for line in lines)
        else:
            yield from wrapped(" ".join(lines), min(view.columns, _READABLE))
