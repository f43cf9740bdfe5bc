"""The indexes that are kept: the same catalogue is not taken apart for each look-up.

Not here: what is in an index (index). A catalogue is known again by its products, so that a change needs no telling.
"""

from collections.abc import Sequence
from threading import Lock

from backend.catalogue import Product
from flows.understanding.index import Index

MOST_KEPT = 4
"""What is on sale, all there ever was, and both as they were before a change that another thread doesn't see yet."""


class _Kept:
    """The indexes used last, the latest first."""

    def __init__(self) -> None:
        self._indexes: list[Index] = []
        self._lock = Lock()

    def index_of(self, products: Sequence[Product]) -> Index:
        """The index of these products, made now if there is none."""
        with self._lock:
            found = next((each for each in self._indexes if each.is_of(products)), None)
            if found is None:
                found = next(filter(None, (each.shared_by(products) for each in self._indexes)), None)
            if found is None:
                found = Index(products)
            self._indexes = [found, *(each for each in self._indexes if each is not found)][:MOST_KEPT]
            return found


_KEPT = _Kept()
index_of = _KEPT.index_of
