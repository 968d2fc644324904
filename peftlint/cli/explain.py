"""``peftlint explain``: the pages of the rules, without a network."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import click

from peftlint.cli import OK
from peftlint.cli.reporting import view_of

if TYPE_CHECKING:
    from peftlint.reports.view import View
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
    """A line a rule; on a terminal too narrow for that, its name with what is to be said of it below."""
    from peftlint.cells import wrapped

    longest = max(len(rule.name) for rule in rules)
    for rule in rules:
        facts = f"{rule.severity:<7}  {'on' if rule.default else 'off':<3}  {_fix(rule):<6}"
        head = f"{rule.name:<{longest}}  {facts}  "
        code = view.style(rule.code, fg=_COLOURS[rule.severity], bold=True)
        indent = len(rule.code) + 2 + len(head)
        if view.columns is None:
            yield f"{code}  {head}{rule.summary}"
        elif view.columns - indent >= 30:
            first, *rest = wrapped(rule.summary, view.columns - indent)
            yield f"{code}  {head}{first}"
            yield from (" " * indent + row for row in rest)
        else:
            yield f"{code}  {rule.name}"
            below = f"({', '.join(facts.split())}) {rule.summary}"
            yield from (f"    {row}" for row in wrapped(below, view.columns - 4))


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
            yield from (view.style(line, dim=True) if line and not is_text else line for line in lines)
        else:
            yield from wrapped(" ".join(lines), min(view.columns, _READABLE))
