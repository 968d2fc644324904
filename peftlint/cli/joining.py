"""What commands share that need works: the lists joined as the maintainer wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peftlint.cli.reading import Lists, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peftlint.config import Config
    from peftlint.identity.overrules import Overrules
    from peftlint.model import Cluster, Library, PaperList


def joined(read: Lists) -> Library:
    """The library of the lists; tells of overrules that could not be followed."""
    from peftlint.engine import library_of

    library = library_of(read.lists, overrules_of(read.config), processes_for(read.lists))
    tell_unheeded(read.config, library.clusters)
    return library


def processes_for(lists: Sequence[PaperList]) -> int:
    """How many processes pay for joining the entries of *lists*."""
    from peftlint.identity.processes import processes_for

    return processes_for(sum([len(one.entries) for one in lists]))


def overrules_of(config: Config) -> Overrules | None:
    """What the configuration says of works; None if nothing."""
    if not config.same and not config.different:
        return None
    from peftlint.identity.overrules import Overrules

    return Overrules(config.same, config.different)


def tell_unheeded(config: Config, clusters: Sequence[Cluster]) -> None:
    """Warn of each overrule that *clusters* do not follow: what it names is gone, or is not clear."""
    overrules = overrules_of(config)
    if overrules:
        from peftlint.identity.overrules import unheeded

        for message in unheeded(overrules, clusters):
            warn(f"[tool.peftlint] {message}")
