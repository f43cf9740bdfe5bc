"""The indexes that are kept: the same catalogue is not taken apart for each look-up.

Not here: what is in an index (index). A catalogue is known again by its products, so that a change needs no telling.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

from backend.catalogue import Product
from flows.understanding.index import Index

MOST_KEPT = 4
"""What is on sale, all there ever was, and both as they were before a change that another thread doesn't see yet."""

MOST_AT_ONCE = 2000
"""An index of no more products than that is made by whoever looks something up: it takes a fraction of a second."""


class _Kept:
    """The indexes used last, the latest first."""

    def __init__(self) -> None:
        self._indexes: list[Index] = []
        self._lock = Lock()
        self._making = Lock()
        self._ask: Callable[[], None] | None = None

    def index_of(self, products: Sequence[Product]) -> Index:
        """The index of these products, made now if there is none.

        While somebody else makes them (`made_elsewhere`), they are asked for it, and a former one stands in.
        """
        if (found := self._found(products)) is not None:
            return found
        if self._ask is not None and len(products) > MOST_AT_ONCE and (former := self._nearest(products)) is not None:
            self._ask()
            return former.standing_in_for(products)
        return self.make(products)

    def make(self, products: Sequence[Product]) -> Index:
        """The index of these products, made now if there is none, whoever else makes them."""
        with self._making:
            if (found := self._found(products)) is not None:
                return found
            made = Index(products)
            with self._lock:
                self._indexes = [made, *self._indexes][:MOST_KEPT]
            return made

    @contextmanager
    def made_elsewhere(self, ask: Callable[[], None]) -> Iterator[None]:
        """Meanwhile `ask` is called, from any thread, by whoever misses a large index; it should lead to `make`."""
        self._ask = ask
        try:
            yield
        finally:
            self._ask = None

    def _found(self, products: Sequence[Product]) -> Index | None:
        with self._lock:
            former = next((each for each in self._indexes if each.is_of(products)), None)
            found = former
            if found is None:
                found = next(filter(None, (each.shared_by(products) for each in self._indexes)), None)
            elif products and found.products[0] is not products[0]:
                # Another connection's copy: the same objects are compared a hundred times as quickly.
                found = found.shared_by(products)
            if found is not None:
                self._indexes = [found, *(each for each in self._indexes if each is not former)][:MOST_KEPT]
            return found

    def _nearest(self, products: Sequence[Product]) -> Index | None:
        """The index with about as many products: what is on sale is not looked up in what there ever was."""
        with self._lock:
            near = [each for each in self._indexes if 2 * len(products) > len(each.products) > len(products) // 2]
            return next(iter(near), None)


_KEPT = _Kept()
index_of, make_index, made_elsewhere = _KEPT.index_of, _KEPT.make, _KEPT.made_elsewhere
