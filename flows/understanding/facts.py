"""Facts of products: the numbers they have, those of a whole catalogue side by side for numpy.

Not here: reading them from names (parsing), or how well they agree with a text's (agreement).
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from flows.understanding.measures import Measure, Unit

_SEVERAL = 127


@dataclass(frozen=True, order=True)
class Fact:
    """A number a product has: `value` in hundredths, `unit` as in measures, the currency of money if it is said."""

    value: int
    unit: Unit
    currency: str | None = None


class Facts:
    """The facts of products by place: those of one stand in `values` and `codes`, from its `starts` to the next one's.

    `kinds` says which number stands for which kind. Products are added first, one after the other, and then looked at.
    """

    def __init__(self) -> None:
        self.kinds: dict[tuple[Unit, str | None], int] = {(unit, None): code for code, unit in enumerate(Unit)}
        self._values, self._codes, self._starts = array("q"), array("b"), array("i", [0])

    def add(self, facts: Iterable[Fact]) -> None:
        """Add the next product, of which these are the facts."""
        for fact in facts:
            self._values.append(fact.value)
            self._codes.append(self.kinds.setdefault((fact.unit, fact.currency), len(self.kinds)))
        self._starts.append(len(self._values))

    @cached_property
    def values(self) -> NDArray[np.int64]:
        """What each number is, in hundredths."""
        return np.array(self._values, dtype=np.int64)

    @cached_property
    def codes(self) -> NDArray[np.int8]:
        """Of which kind each number is."""
        return np.array(self._codes, dtype=np.int8)

    @cached_property
    def starts(self) -> NDArray[np.int32]:
        """Where the numbers of each product begin; one more, where the last one's end."""
        return np.array(self._starts, dtype=np.int32)

    @cached_property
    def currency_of(self) -> NDArray[np.int8]:
        """For each product the code of the currency that is printed on it; -1 where none is, or more than one."""
        owners = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        printed = np.array([currency is not None for _, currency in self.kinds], dtype=np.bool_)[self.codes]
        least = np.full(len(self.starts) - 1, _SEVERAL, dtype=np.int8)
        most = np.full(len(self.starts) - 1, -1, dtype=np.int8)
        np.minimum.at(least, owners[printed], self.codes[printed])
        np.maximum.at(most, owners[printed], self.codes[printed])
        return np.where(least == most, most, np.int8(-1))

    def plain_numbers(self, place: int) -> list[int]:
        """The numbers of a product that count nothing that is known, in hundredths."""
        own = slice(self.starts[place], self.starts[place + 1])
        return [int(value) for value in self.values[own][self.codes[own] == self.kinds[Unit.PLAIN, None]]]


def fact_of(measure: Measure) -> Fact:
    """The measure as a product has it."""
    return Fact(hundredths(measure.value), measure.unit, measure.currency)


def hundredths(value: Decimal) -> int:
    """The number in whole hundredths, which every amount of the trade is."""
    return int(value * 100)
