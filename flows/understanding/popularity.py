"""Popularity: how many pieces of each product were sold lately, as it was noted last; it decides between equals.

Not here: counting them (backend.popularity), or how often that is done (bot.understanding.warming).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager


class _Noted:
    """What was noted last; a mapping is put in the place of another, never changed, so any thread may look."""

    def __init__(self) -> None:
        self._pieces: Mapping[str, int] = {}

    def popular(self) -> Mapping[str, int]:
        """Pieces by product; nothing where nothing was noted."""
        return self._pieces

    def note(self, pieces: Mapping[str, int]) -> None:
        """From now on it is these."""
        self._pieces = pieces

    @contextmanager
    def forgotten_afterwards(self) -> Iterator[None]:
        """What is noted meanwhile counts no longer than that."""
        try:
            yield
        finally:
            self._pieces = {}


_NOTED = _Noted()
popular, note, forgotten_afterwards = _NOTED.popular, _NOTED.note, _NOTED.forgotten_afterwards
