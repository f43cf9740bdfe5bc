"""Directions: for each of some kinds the direction in which its examples lie, found for all kinds at once.

Not here: what the places of a sentence's vector stand for, or which kinds there are (questions).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SMOOTHNESS = 1.0

Row = NDArray[np.float32]


@dataclass(frozen=True)
class Vector:
    """A sentence: which places of a long row are not nothing, and what stands there."""

    places: NDArray[np.int32]
    values: Row


def directions_of(vectors: Sequence[Vector], goals: Row, *, places: int) -> Row:
    """What comes closest to the goals for all vectors at once (ridge regression), a row for each place."""
    every = np.concatenate([vector.places for vector in vectors])
    values = np.concatenate([vector.values for vector in vectors])
    begins = np.cumsum([0, *(len(vector.places) for vector in vectors[:-1])])
    row = np.zeros(places, np.float32)
    alike = np.empty((len(vectors), len(vectors)), np.float32)
    for place, vector in enumerate(vectors):
        row[vector.places] = vector.values
        later = begins[place]  # with the earlier ones it was compared before
        alike[place, place:] = np.add.reduceat(row[every[later:]] * values[later:], begins[place:] - later)
        alike[place:, place] = alike[place, place:]
        row[vector.places] = 0
    alike[np.diag_indices(len(vectors))] += _SMOOTHNESS
    shares = np.linalg.solve(alike, goals)
    directions = np.zeros((places, goals.shape[1]), np.float32)
    for vector, share in zip(vectors, shares, strict=True):
        directions[vector.places] += np.outer(vector.values, share)
    return directions
