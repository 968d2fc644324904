"""Verdicts by page on every address of a file, as a program of its own: for benchmarks, which stop and kill it.

    python tests/online/page_links.py ADDRESSES [STORE]

One line of JSON for each verdict as it comes. Addresses of this machine (127.0.0.0/8) may be asked.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path

from peftlint.online.addresses import Allowed
from peftlint.online.pages import verdict_of
from peftlint.online.store import Store
from peftlint.online.transport import Transport
from peftlint.online.web import Web

WEEK = 7 * 86_400.0


def main(addresses: Path, store_path: Path | None) -> None:
    """Judge the addresses that stand in a file, one a line, those that the store knows excepted."""
    urls = addresses.read_text("utf-8").split()
    with ExitStack() as stack:
        store = stack.enter_context(Store(store_path, warn)) if store_path else None
        known = store.known(urls, WEEK) if store else {}
        web = Web(Transport(Allowed.of(["127.0.0.0/8"])))
        for _, verdict in web.run([verdict_of(url) for url in urls if url not in known]):
            if store:
                store.add(verdict)
            print(
                json.dumps({"url": verdict.url, "state": verdict.state, "answered": verdict.answered}),
                flush=True,
            )


def warn(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else None)
