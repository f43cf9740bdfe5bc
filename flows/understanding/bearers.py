"""Bearers: numbers that say how many people or devices one good serves — six users, ten devices, 两屏.

Not here: how many goods are ordered (counting, items).
"""

import re
from decimal import Decimal

from backend.catalogue import Product
from flows.understanding.measures import Measure, measures_in
from flows.understanding.normalise import normalise
from flows.understanding.order_words import any_of

_BEARERS = any_of("count.bearers")
_BEARER = re.compile(rf"[\s-]?{_BEARERS}(?:(?<=[a-z])(?![a-z])|(?<![a-z]))")
_ON_LABEL = re.compile(rf"[\s-]?(?:{_BEARERS}|{any_of('count.or_held')}|pc)(?![a-z])")


def serves(line: str, measure: Measure) -> bool:
    """Whether the measure counts who may use a good, and so neither goods nor money."""
    return _BEARER.match(line, measure.end) is not None


def served_by(product: Product) -> set[Decimal]:
    """How many people or devices the product's names say that it serves."""
    lines = [normalise(name) for name in product.name.values()]
    return {
        each.value for line in lines for each in measures_in(line) if _ON_LABEL.match(line, _digits_end(line, each))
    }


def _digits_end(line: str, measure: Measure) -> int:
    """Where the digits end: 3 PC are pieces to those who measure, and machines on a label."""
    found = re.match(r"[\d.]+", line[measure.start :])
    return measure.end if found is None else measure.start + found.end()
