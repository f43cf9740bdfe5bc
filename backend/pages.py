"""Pages: a long list, one part of it at a time.

Not here: what is listed, or how a page is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One part of a list. `number` counts from 1 and never exceeds `count`, which is at least 1."""

    items: Sequence[Item]
    number: int
    count: int

    @property
    def has_next(self) -> bool:
        """Whether there is more after this page."""
        return self.number < self.count

    @property
    def has_previous(self) -> bool:
        """Whether there is something before this page."""
        return self.number > 1


def turn_to(number: int, *, per_page: int, total: int, items: Callable[[int], Sequence[Item]]) -> Page[Item]:
    """The page of this number, or the nearest there is; `items` is asked with the offset of its first one."""
    count = max(1, -(-total // per_page))
    nearest = min(max(1, number), count)
    return Page(items((nearest - 1) * per_page), nearest, count)
