"""Agreement: how well the numbers of a query fit the facts of products — face value, length of time, pieces.

Not here: reading the numbers (measures), or the words around them (matching).
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from flows.understanding.facts import hundredths
from flows.understanding.index import Index, Ints
from flows.understanding.measures import DAYS_OF, Measure, Unit, in_days

MOST_PIECES = 10
"""A bare number up to this may be how many somebody wants, if it is no number of the goods."""

_MOST_MONTHS, _MONTHS = 24, 0.8
_DOUBT = 0.6
_CONTRADICTED, _ABSENT, _NOT_PIECES = 0.45, 0.77, 0.97
_WEIGHTS = {Unit.MONEY: 0.7, Unit.PLAIN: 0.7, Unit.DAYS: 0.4, Unit.PIECES: 0.0}
"""How much a number that agrees tells, beside the words; a character that few names have tells 1."""

_Floats = NDArray[np.float32]


def agreed(index: Index, measures: tuple[Measure, ...], places: Ints, words: _Floats, weight: float) -> _Floats:
    """The scores of the products at these places, given those of their words, which weigh so much.

    Numbers that all agree add to what the words tell; one that a product has otherwise, or not at all, takes away.
    """
    if not measures or not len(places):
        return words
    owners, facts = _facts(index, places)
    factors = np.ones(len(places), dtype=np.float32)
    told, most = np.zeros(len(places), dtype=np.float32), 0.0
    fits = np.ones(len(places), dtype=np.bool_)
    for measure in measures:
        strength = _strengths(index, measure, owners, facts, len(places))
        if _may_be_months(measure, measures):
            months = replace(measure, value=in_days(measure.value * DAYS_OF["month"]), unit=Unit.DAYS)
            strength = np.maximum(strength, _strengths(index, months, owners, facts, len(places)) * np.float32(_MONTHS))
        if _may_be_pieces(measure, strength):
            factors *= np.where(strength > 0, np.float32(1.0), np.float32(_NOT_PIECES))
            continue
        missing = _missing(index, measure, owners, facts, len(places))
        factors *= np.where(strength > 0, 1 - (1 - strength) * np.float32(_DOUBT), missing)
        fits &= strength > 0
        told += np.float32(_WEIGHTS[measure.unit]) * strength
        most += _WEIGHTS[measure.unit]
    both = (words * np.float32(weight) + told) / np.float32(weight + most)
    return np.where(fits, np.maximum(words, both), words) * factors


def most_told(measures: tuple[Measure, ...]) -> float:
    """What the numbers add at most to what the words tell."""
    return sum(_WEIGHTS[each.unit] for each in measures)


def _facts(index: Index, places: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every fact of these products: whose it is, as a number within `places`, and where it stands in the index."""
    starts = index.facts.starts[places].astype(np.int64)
    counts = index.facts.starts[places + 1] - starts
    owners = np.repeat(np.arange(len(places)), counts)
    firsts = np.cumsum(counts) - counts
    return owners, np.arange(int(counts.sum())) - np.repeat(firsts, counts) + np.repeat(starts, counts)


def _strengths(
    index: Index, measure: Measure, owners: NDArray[np.int64], facts: NDArray[np.int64], count: int
) -> _Floats:
    """How well the best of each product's facts is what the measure says; 0 where none is."""
    of_code = np.array([_strength(measure, unit, currency) for unit, currency in index.facts.kinds], dtype=np.float32)
    is_value = index.facts.values[facts] == hundredths(measure.value)
    return _best(of_code[index.facts.codes[facts]] * is_value, owners, count)


def _missing(
    index: Index, measure: Measure, owners: NDArray[np.int64], facts: NDArray[np.int64], count: int
) -> _Floats:
    """What a product is worth that has no such number: less if it has another of its kind."""
    rivals = set(_rivals(measure.unit))
    of_code = np.array([float(unit in rivals) for unit, _ in index.facts.kinds], dtype=np.float32)
    contradicted = _best(of_code[index.facts.codes[facts]], owners, count) > 0
    return np.where(contradicted, np.float32(_CONTRADICTED), np.float32(_ABSENT))


def _best(values: _Floats, owners: NDArray[np.int64], count: int) -> _Floats:
    best = np.zeros(count, dtype=np.float32)
    np.maximum.at(best, owners, values)
    return best


def _may_be_months(measure: Measure, measures: tuple[Measure, ...]) -> bool:
    """Whether a bare number may be months: 'netflix 3', where no other length of time is said."""
    is_few = measure.unit is Unit.PLAIN and measure.value <= _MOST_MONTHS and measure.value == int(measure.value)
    return is_few and not any(each.unit is Unit.DAYS for each in measures)


def _may_be_pieces(measure: Measure, strength: _Floats) -> bool:
    """Whether a number may be how many somebody wants, which says nothing of the goods."""
    is_small = measure.unit is Unit.PLAIN and measure.value <= MOST_PIECES
    return measure.unit is Unit.PIECES or (is_small and not strength.any())


def _rivals(unit: Unit) -> Iterator[Unit]:
    """The facts that contradict a number of this unit if none of them is it."""
    yield unit
    if unit is Unit.PLAIN:
        yield Unit.MONEY


def _strength(measure: Measure, unit: Unit, currency: str | None) -> float:
    """How well a fact of this kind and the same value is what the measure says."""
    match measure.unit, unit:
        case Unit.MONEY, Unit.MONEY:
            return _strength_of_money(measure.currency, currency)
        case (Unit.MONEY, Unit.PLAIN) | (Unit.PLAIN, Unit.DAYS):
            return 0.85
        case (Unit.MONEY, Unit.PIECES) | (Unit.PIECES, Unit.MONEY):
            return 0.6
        case (Unit.DAYS, other) | (other, Unit.DAYS) if other is not Unit.DAYS:
            return 0.0
        case _:
            return 1.0


def _strength_of_money(said: str | None, printed: str | None) -> float:
    if said == printed:
        return 1.0
    if said is None:
        return 1.0 if printed == "CNY" else 0.9
    return 0.95 if printed is None else 0.0
