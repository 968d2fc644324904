"""Library + README → the page that ``merge`` writes. Pure."""

from __future__ import annotations

from typing import NamedTuple

from peftlint.config import Config
from peftlint.model import Library
from peftlint.readme.items import Readme


class Merged(NamedTuple):
    """A page and what it shows between its markers."""

    page: str
    readme: Readme


def merged_page(text: str, library: Library, config: Config) -> Merged:
    """Put the works of *library* between the markers of the README *text*. Raises RegionError."""
    from peftlint.files import relative_to
    from peftlint.readme import layout, region
    from peftlint.readme.arrange import arrange

    names = {paper_list.path: relative_to(paper_list.path, config.root) for paper_list in library.lists}
    readme = arrange(library.works, config, names)
    return Merged(region.replace(text, layout.render(readme)), readme)
