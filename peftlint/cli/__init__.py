"""The command line. Each command is a module of this package with a function of the same name.

A command reads files, calls the core and prints; what is heavy it imports inside, so that ``--help`` and
``--version`` load nothing but click.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from peftlint import __version__

COMMANDS = {
    "merge": "Write all works of the lists, each once, into README.md.",
    "check": "Report what is wrong in the lists; mend what is safe to mend.",
    "diff": "Say what a change means for the papers in the lists.",
    "links": "Check the links of the lists over the network.",
    "export": "Print all entries and works as JSON.",
    "init": "Set up configuration, hooks and a workflow.",
    "explain": "Say what a rule finds, why, and how to mend it.",
    "explain-entry": "Say why a line was read as an entry or not.",
    "explain-works": "Say why two entries are one work or two.",
    "find": "Say whether a work is listed already, and where.",
    "new": "Print or insert an entry in a list's own form.",
    "absorb": "Carry hand edits of README.md back into the lists.",
}
"""What there is, and what it does in a line: to list the commands loads none of them."""

OK, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses: nothing to report, something was found (or is out of date), could not run, stopped by ^C."""


class Commands(click.Group):
    """Loads a command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"peftlint.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Without PATH, a command takes the lists that [tool.peftlint] of the nearest pyproject.toml "
    "names, by default lists/*.md.",
)
@click.version_option(__version__, prog_name="peftlint")
def cli() -> None:
    """Read curated lists of papers as they are, and keep them sound."""


def main() -> None:
    """Run a command, turn what went wrong into one line, and raise SystemExit with the exit status."""
    write_utf8()
    sys.exit(_status())


def _status() -> int:
    try:
        status = cli.main(standalone_mode=False, prog_name="peftlint")
    except click.ClickException as error:
        error.show()
        return FAILED
    except click.exceptions.Abort:
        click.echo("peftlint: interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except Exception as error:
        from errno import EDQUOT, ENOSPC

        from peftlint.errors import Problem

        if isinstance(error, Problem):
            click.echo(f"peftlint: {printable(str(error))}", err=True)
        elif isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT):
            click.echo(f"peftlint: cannot write: {error.strerror}", err=True)
        else:
            _tell_fault()
        return FAILED
    return status if isinstance(status, int) else OK


def _tell_fault() -> None:
    """What nobody foresaw: exit status 1 would say that something was found."""
    import traceback

    click.echo(printable(traceback.format_exc()), err=True, nl=False)
    click.echo(
        "peftlint: this is a fault of peftlint itself; please report it with the lines above", err=True
    )


def write_utf8() -> None:
    """Print UTF-8 whatever the locale: lists hold Chinese and accents, and a report must not fail on them."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def printable(text: str) -> str:
    """*text* without control characters, which a list's author could use to command the terminal."""
    return "".join(
        character if character.isprintable() or character in "\n\t" else f"\\x{ord(character):02x}"
        for character in text
    )
