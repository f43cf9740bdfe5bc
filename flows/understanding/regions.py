"""Regions: how well a product's printed currency goes with the region or the currency that a text names.

Not here: regions that a name itself says (matching), or amounts (agreement).
"""

import numpy as np
from numpy.typing import NDArray

from flows.understanding.index import Index, Ints
from flows.understanding.lexicon import currency_of
from flows.understanding.matching import UNSAID
from flows.understanding.query import Query

_OTHER_CURRENCY, _NO_CURRENCY = 0.7, 0.95
_OTHER_REGION = 0.85
_EXPLAINED = 0.9


def placed(index: Index, query: Query, places: Ints, is_region_said: NDArray[np.bool_]) -> NDArray[np.float32]:
    """A factor for each product at these places; where its family says the region, its currency tells nothing more."""
    factors = np.ones(len(places), dtype=np.float32)
    printed = index.facts.currency_of[places]
    if query.currencies:
        is_meant = np.isin(printed, _codes(index, query.currencies))
        factors *= np.where(is_meant, 1.0, np.where(printed < 0, _NO_CURRENCY, _OTHER_CURRENCY)).astype(np.float32)
    local = {currency for region in query.regions if (currency := currency_of(region))}
    if local:
        is_local = np.isin(printed, _codes(index, local))
        told = 1 / UNSAID / (1 - _EXPLAINED * _share_of_regions(query))
        fits = np.where(is_local, told, np.where(printed < 0, 1.0, _OTHER_REGION))
        factors *= np.where(is_region_said, 1.0, fits).astype(np.float32)
    return factors


def _share_of_regions(query: Query) -> float:
    """How much of the query's weight is words for regions, which the name does not explain and the money does."""
    regions = sum(atom.weight for atom in query.atoms if any(each in query.regions for each in atom.meant))
    return regions / sum(atom.weight for atom in query.atoms)


def _codes(index: Index, currencies: set[str] | frozenset[str]) -> list[int]:
    return [code for (_, currency), code in index.facts.kinds.items() if currency in currencies]
