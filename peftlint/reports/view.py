"""How a report is to be shown to people."""

from __future__ import annotations

from typing import NamedTuple


class View(NamedTuple):
    """How findings are shown: ``columns`` is the width of the terminal, None where there is none.

    On a terminal they are grouped by file. ``unsafe`` tells that fixes that are not safe were asked for.
    """

    colour: bool = False
    columns: int | None = None
    unsafe: bool = False

    def style(self, text: str, **style: bool | str) -> str:
        """*text* in colour, where there is colour."""
        if not self.colour:
            return text
        from click import style as styled

        return styled(text, **style)  # type: ignore[arg-type]
