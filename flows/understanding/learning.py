"""Learning: from example sentences to weights, in seconds, the same ones every time.

Not here: the sentences (locales/<language>/intents), or what the weights are used for (intents).

A linear model (multinomial logistic regression) by accelerated gradient descent over all examples at once: no chance
in it, so the same examples always give the same bot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.understanding.concepts import Concepts, tokens_of
from flows.understanding.examples import Example
from flows.understanding.features import DIMENSIONS, features_of, without_numbers
from flows.understanding.intents import INTENTS, Intent, Weights

TEMPERATURE = 0.46
"""At which confidence is what it says: found by `calibrated` on sentences that were not learned from."""

_STEPS = 50
_STRIDE = 20.0
_DECAY = 3e-5
_FEWEST_TIMES = 3
"""What one or two examples have says nothing of the others."""

_FEWEST_SPELLINGS = 2

_MOST_MOMENTUM = 0.95
_PATTERN_WEIGHT = 0.35


@dataclass(frozen=True)
class _Rows:
    """The examples' features as one long list: which feature, how much of it, and where each example begins."""

    features: NDArray[np.int32]
    amounts: NDArray[np.float32]
    sizes: NDArray[np.int64]


def known_words(examples: Iterable[Example]) -> set[str]:
    """Words that are spelt right, since more than one example has them."""
    seen: dict[str, int] = {}
    for example in examples:
        for token in set(tokens_of(without_numbers(example.text))):
            seen[token] = seen.get(token, 0) + 1
    return {token for token, times in seen.items() if times >= _FEWEST_SPELLINGS}


def learn(examples: Sequence[Example], concepts: Concepts, *, temperature: float = TEMPERATURE) -> Weights:
    """The weights that tell the examples' intents apart best."""
    found = [features_of(example.text, concepts) for example in examples]
    places = _places_that_count(found)
    rows = _rows(found, places)
    goals = np.array([INTENTS.index(example.intent) for example in examples])
    shares = np.array([_PATTERN_WEIGHT if example.is_pattern else 1.0 for example in examples], dtype=np.float32)
    table = _descend(rows, goals, shares / shares.mean(), features=len(places))
    return Weights(places, table, temperature)


def _places_that_count(found: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    times = np.bincount(np.concatenate([np.array(each, dtype=np.int64) for each in found]), minlength=DIMENSIONS)
    return np.flatnonzero(times >= _FEWEST_TIMES).astype(np.int32)


def _rows(found: Sequence[Sequence[int]], places: NDArray[np.int32]) -> _Rows:
    row_of = np.full(DIMENSIONS, -1, dtype=np.int32)
    row_of[places] = np.arange(len(places), dtype=np.int32)
    kept = [_kept(row_of[np.array(each, dtype=np.int64)]) for each in found]
    sizes = np.array([len(each) for each in kept])
    amounts = np.repeat(1 / np.sqrt(sizes), sizes).astype(np.float32)
    return _Rows(np.concatenate(kept), amounts, sizes)


def _kept(rows: NDArray[np.int32]) -> NDArray[np.int32]:
    kept = rows[rows >= 0]
    return kept if len(kept) else np.zeros(1, dtype=np.int32)


def _descend(
    rows: _Rows, goals: NDArray[np.int64], shares: NDArray[np.float32], *, features: int
) -> NDArray[np.float32]:
    begins = np.concatenate([[0], np.cumsum(rows.sizes)[:-1]])
    amounts = rows.amounts[:, None]
    by_feature = np.argsort(rows.features, kind="stable")
    examples = np.repeat(np.arange(len(goals)), rows.sizes)[by_feature]
    amounts_by_feature = amounts[by_feature]
    touched, feature_begins = np.unique(rows.features[by_feature], return_index=True)
    wanted = np.eye(len(INTENTS), dtype=np.float32)[goals]
    table = np.zeros((features, len(INTENTS)), dtype=np.float32)
    pace = np.zeros_like(table)
    for step in range(_STEPS):
        momentum = np.float32(min(_MOST_MOMENTUM, 1 - 3 / (step + 5)))
        ahead = table + momentum * pace
        scores = np.add.reduceat(ahead[rows.features] * amounts, begins)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        errors = (raised / raised.sum(axis=1, keepdims=True) - wanted) * shares[:, None]
        slope = np.float32(_DECAY) * ahead
        slope[touched] += np.add.reduceat(errors[examples] * amounts_by_feature, feature_begins) / len(goals)
        pace = momentum * pace - np.float32(_STRIDE) * slope
        table = table + pace
    return table


def calibrated(scores: NDArray[np.float32], intents: Sequence[Intent]) -> float:
    """The temperature at which confidence is what it says, from scores of sentences that were not learned from."""
    goals = np.array([INTENTS.index(intent) for intent in intents])
    options = np.geomspace(0.2, 3.0, 60)
    return float(min(options, key=lambda each: _surprise(scores / np.float32(each), goals)))


def _surprise(scores: NDArray[np.float32], goals: NDArray[np.int64]) -> float:
    top = scores.max(axis=1, keepdims=True)
    logs = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return float(-logs[np.arange(len(goals)), goals].mean())
