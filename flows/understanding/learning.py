"""Learning: from example sentences to weights, in seconds, the same ones every time.

Not here: the sentences (locales/<language>/intents), or what the weights are used for (intents).

A linear model (multinomial logistic regression) by accelerated gradient descent over all examples at once, half of
their features hidden in each step: no chance in it, so the same examples always give the same bot.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.understanding.concepts import Concepts, tokens_of
from flows.understanding.examples import Example
from flows.understanding.features import DIMENSIONS, features_of, without_numbers
from flows.understanding.intents import INTENTS, Intent, Weights

TEMPERATURE = 0.46
"""At which confidence is what it says: found by `calibrated` on sentences that were not learned from."""

STEPS = 100
"""After more of them the examples are told apart better, and other sentences worse."""

_STRIDE = 20.0
_DECAY = 3e-5
_FEWEST_TIMES = 3
"""What one or two examples have says nothing of the others."""

_FEWEST_SPELLINGS = 2

_MOST_MOMENTUM = 0.95
_PATTERN_WEIGHT = 0.5


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


def learn(
    examples: Sequence[Example],
    concepts: Concepts,
    *,
    temperature: float = TEMPERATURE,
    after_step: Callable[[int], object] | None = None,
) -> Weights:
    """The weights that tell the examples' intents apart best; `after_step` is told how many of `STEPS` are done."""
    found = [features_of(example.text, concepts) for example in examples]
    places = _places_that_count(found)
    rows = _rows(found, places)
    goals = np.array([INTENTS.index(example.intent) for example in examples])
    shares = np.array([_PATTERN_WEIGHT if example.is_pattern else 1.0 for example in examples], dtype=np.float32)
    table = _descend(rows, goals, shares / shares.mean(), places, after_step or _nobody)
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
    rows: _Rows,
    goals: NDArray[np.int64],
    shares: NDArray[np.float32],
    places: NDArray[np.int32],
    after_step: Callable[[int], object],
) -> NDArray[np.float32]:
    begins = np.concatenate([[0], np.cumsum(rows.sizes)[:-1]])
    amounts = rows.amounts[:, None]
    by_feature = np.argsort(rows.features, kind="stable")
    examples = np.repeat(np.arange(len(goals)), rows.sizes)[by_feature]
    amounts_by_feature = amounts[by_feature]
    touched, feature_begins = np.unique(rows.features[by_feature], return_index=True)
    wanted = np.eye(len(INTENTS), dtype=np.float32)[goals]
    table = np.zeros((len(places), len(INTENTS)), dtype=np.float32)
    pace = np.zeros_like(table)
    for step in range(STEPS):
        momentum = np.float32(min(_MOST_MOMENTUM, 1 - 3 / (step + 5)))
        ahead = table + momentum * pace
        seen = _seen(places, step)
        scores = np.add.reduceat((ahead * seen)[rows.features] * amounts, begins)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        errors = (raised / raised.sum(axis=1, keepdims=True) - wanted) * shares[:, None]
        slope = np.float32(_DECAY) * ahead
        slopes = np.add.reduceat(errors[examples] * amounts_by_feature, feature_begins) / len(goals)
        slope[touched] += slopes * seen[touched]
        pace = momentum * pace - np.float32(_STRIDE) * slope
        table = table + pace
        after_step(step + 1)
    return table


def _nobody(step: int) -> None:
    """Who wants to know of no step."""
    del step


def _seen(places: NDArray[np.int32], step: int) -> NDArray[np.float32]:
    """Which features count in a step, and how much: another half of them each time, the same ones every time we learn.

    What is learned with half of a sentence hidden relies on no single word of it: of sentences that were kept back,
    two in a hundred more are right.
    """
    mixed = places.astype(np.uint32) * np.uint32(0x9E3779B1) ^ np.uint32((step + 1) * 0x85EBCA6B & 0xFFFFFFFF)
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
        mixed = (mixed ^ (mixed >> np.uint32(shift))) * np.uint32(factor)
    hidden = (mixed >> np.uint32(17)) & np.uint32(1)
    return (2.0 * (1 - hidden.astype(np.float32)))[:, None]


def calibrated(scores: NDArray[np.float32], intents: Sequence[Intent]) -> float:
    """The temperature at which confidence is what it says, from scores of sentences that were not learned from."""
    goals = np.array([INTENTS.index(intent) for intent in intents])
    options = np.geomspace(0.2, 3.0, 60)
    return float(min(options, key=lambda each: _surprise(scores / np.float32(each), goals)))


def _surprise(scores: NDArray[np.float32], goals: NDArray[np.int64]) -> float:
    top = scores.max(axis=1, keepdims=True)
    logs = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return float(-logs[np.arange(len(goals)), goals].mean())
