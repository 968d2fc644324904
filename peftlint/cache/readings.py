"""What was read of files, kept by their path and their text: nothing in it depends on another file."""

from __future__ import annotations

from peftlint.cache.codec import Kept, decode
from peftlint.cache.folder import Folder, folder_called
from peftlint.model import Source


class ReadingStore:
    """What was read of this very text at this very path."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def get(self, source: Source) -> Kept | None:
        """What was read of *source*, or None."""
        data = self._folder.get((source.path, source.text))
        try:
            return None if data is None else decode(data, source.path)
        except (ValueError, LookupError, TypeError):
            return None

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""
        return self._folder.keeps

    def put(self, source: Source, data: bytes) -> None:
        """Keep what was read of *source*, as ``codec.encode`` writes it."""
        self._folder.put((source.path, source.text), data)

    def prune(self) -> None:
        """Keep the folder from growing without end."""
        self._folder.prune()


def default_store() -> ReadingStore:
    """The store of this user."""
    return ReadingStore(folder_called("read"))
