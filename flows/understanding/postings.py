"""Postings: which families have a feature, and so which share most with a text.

Not here: what the features are (name_features, query), or which of the families found is meant (matching).
"""

import zlib
from array import array
from collections.abc import Iterable, Mapping

import numpy as np

_MOST = 36
"""So many families are looked at closely."""

_NEAR_ENOUGH, _LEAST_SHARED = 0.35, 1e-6
_BUCKETS = 1 << 18
"""Features are hashed into so many places; two in one place cost little at this size."""


class Postings:
    """The families by feature; made once, from the features of each family in the order of their numbers."""

    def __init__(self, features: Iterable[Iterable[str]]) -> None:
        self._count = 0
        buckets, families = array("i"), array("i")
        for number, found in enumerate(features):
            own = {_bucket(feature) for feature in found}
            buckets.extend(own)
            families.extend([number] * len(own))
            self._count += 1
        by_bucket = np.argsort(np.array(buckets, dtype=np.int32), kind="stable")
        self._posted = np.array(families, dtype=np.int32)[by_bucket]
        counts = np.bincount(np.array(buckets, dtype=np.int32), minlength=_BUCKETS)
        self._starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)

    def nearest(self, features: Mapping[str, float]) -> list[int]:
        """The families that share most with a text, by the weight of each of its features; best first."""
        buckets = [_bucket(feature) for feature in features]
        posted = [self._posted[self._starts[bucket] : self._starts[bucket + 1]] for bucket in buckets]
        if not posted:
            return []
        weights = np.repeat(list(features.values()), list(map(len, posted)))
        scores = np.bincount(np.concatenate(posted), weights, minlength=self._count)
        best = np.flatnonzero(scores >= max(float(scores.max(initial=0.0)) * _NEAR_ENOUGH, _LEAST_SHARED))
        if len(best) > _MOST:
            best = best[np.argpartition(scores[best], -_MOST)[-_MOST:]]
        return [int(family) for family in best[np.lexsort((best, -scores[best]))]]


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % _BUCKETS
