"""The console script, and ``python -m peftlint``: a process that does nothing but run one command."""

from __future__ import annotations

import gc
import os
import sys


def run() -> None:
    """Run the command that the command line names, and end the process.

    A run is short, and its values hold no cycles worth finding: to look for them takes a fifth of it, and to take
    all modules and values apart at the end a tenth.
    """
    gc.disable()
    from peftlint.cli import main  # late: click is loaded without looking for cycles, too

    try:
        main()
    except SystemExit as stop:
        if isinstance(stop.code, int) and _nothing_is_left_to_do():
            os._exit(stop.code)
        raise


def _nothing_is_left_to_do() -> bool:
    """Whether all is written, and no thread, profiler or debugger has a say at the end."""
    import threading

    if threading.active_count() > 1 or sys.getprofile() or sys.gettrace():
        return False
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return False
    return True


if __name__ == "__main__":  # processes that read lists may import this module again
    run()
