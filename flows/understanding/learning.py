"""Learning: from example sentences to weights, in seconds, the same ones every time.

Not here: the sentences (locales/<language>/intents), or what the weights are used for (intents).

A linear model (multinomial logistic regression) by stochastic gradient descent with a rate of its own for each weight
(AdaGrad), half of the features of a sentence hidden whenever it is looked at. The order and what is hidden come from a
fixed seed: the same examples always give the same bot.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.understanding.concepts import Concepts, tokens_of
from flows.understanding.examples import Example
from flows.understanding.features import DIMENSIONS, features_of, without_numbers
from flows.understanding.intents import INTENTS, Intent, Weights

TEMPERATURE = 0.75
"""At which confidence is what it says: found by `calibrated` on sentences that were not learned from."""

ROUNDS = 12
"""How often all examples are gone through; more of them tell the examples apart better, and nothing else."""

_RATE = 0.6
_AT_ONCE = 64
_HIDDEN_SHARE = 0.5
"""What is learned with half of a sentence hidden relies on no single word of it: of sentences that were kept back, two
in a hundred more are right."""

_FEWEST_TIMES = 3
"""What one or two examples have says nothing of the others."""

_FEWEST_SPELLINGS = 2

_PATTERN_WEIGHT = 0.2
_BEFORE_THE_FIRST = np.float32(1e-6)

_ROUNDS_OF_MORE = 8
_RATE_OF_MORE = 0.1
_STEEP_ALREADY = np.float32(1e-4)
"""Weights that were learned already are moved by less than new ones."""

_TIMES_TAUGHT = 8
"""How often a taught sentence is come by in a round: measured, with fewer of them some are not learned."""


def _nobody(done: int) -> None:
    """Who wants to know of no round."""
    del done


@dataclass(frozen=True)
class _Course:
    """How weights are changed: how often all examples are gone through, how far each step leads."""

    rounds: int = ROUNDS
    rate: float = _RATE
    before_the_first: np.float32 = _BEFORE_THE_FIRST
    after_round: Callable[[int], object] = _nobody


@dataclass(frozen=True)
class _Batch:
    """Some examples: their features as one long list, how much of each, whose it is; and what each example wants."""

    features: NDArray[np.int32]
    amounts: NDArray[np.float32]
    sizes: NDArray[np.int64]
    goals: NDArray[np.int64]
    shares: NDArray[np.float32]


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
    after_round: Callable[[int], object] | None = None,
) -> Weights:
    """The weights that tell the examples' intents apart best; `after_round` is told how many of `ROUNDS` are done."""
    found = [features_of(example.text, concepts) for example in examples]
    places = _places_that_count(found)
    rows = _rows(found, places)
    goals = np.array([INTENTS.index(example.intent) for example in examples])
    shares = np.array([_PATTERN_WEIGHT if example.is_pattern else 1.0 for example in examples], dtype=np.float32)
    table = np.zeros((len(places), len(INTENTS)), dtype=np.float32)
    _descend(table, rows, goals, shares / shares.mean(), _Course(after_round=after_round or _nobody))
    return Weights(places, table, temperature)


def learn_more(
    weights: Weights, taught: Sequence[Example], reminders: Sequence[Example], concepts: Concepts
) -> Weights:
    """The same weights, changed so that the taught sentences are understood too.

    They are gone through many times among `reminders`, examples of what was known before: without these the rest
    would be forgotten. Every feature of a taught sentence counts, however rare. The same sentences always give the same
    weights.
    """
    found = [features_of(example.text, concepts) for example in [*reminders, *taught]]
    of_taught = {place for features in found[len(reminders) :] for place in features}
    places = np.union1d(weights.places, np.array(sorted(of_taught), dtype=np.int32)).astype(np.int32)
    table = np.zeros((len(places), len(INTENTS)), dtype=np.float32)
    table[np.searchsorted(places, weights.places)] = weights.table
    times = [1] * len(reminders) + [_TIMES_TAUGHT] * len(taught)
    again = np.repeat(np.arange(len(found)), times)
    rows = _rows(found, places)
    goals = np.array([INTENTS.index(example.intent) for example in [*reminders, *taught]])
    shares = np.ones(len(again), dtype=np.float32)
    course = _Course(rounds=_ROUNDS_OF_MORE, rate=_RATE_OF_MORE, before_the_first=_STEEP_ALREADY)
    _descend(table, [rows[each] for each in again], goals[again], shares, course)
    return Weights(places, table, weights.temperature)


def _places_that_count(found: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    times = np.bincount(np.concatenate([np.array(each, dtype=np.int64) for each in found]), minlength=DIMENSIONS)
    return np.flatnonzero(times >= _FEWEST_TIMES).astype(np.int32)


def _rows(found: Sequence[Sequence[int]], places: NDArray[np.int32]) -> list[NDArray[np.int32]]:
    """Of each example the rows of the table that speak for it."""
    row_of = np.full(DIMENSIONS, -1, dtype=np.int32)
    row_of[places] = np.arange(len(places), dtype=np.int32)
    return [_kept(row_of[np.array(each, dtype=np.int64)]) for each in found]


def _kept(rows: NDArray[np.int32]) -> NDArray[np.int32]:
    kept = rows[rows >= 0]
    return kept if len(kept) else np.zeros(1, dtype=np.int32)


def _descend(
    table: NDArray[np.float32],
    rows: Sequence[NDArray[np.int32]],
    goals: NDArray[np.int64],
    shares: NDArray[np.float32],
    course: _Course,
) -> None:
    """Change the weights of the table until they tell the examples apart."""
    steepness = np.full_like(table, course.before_the_first)
    for done in range(1, course.rounds + 1):
        chance = np.random.default_rng(done)
        order = chance.permutation(len(rows))
        for chosen in np.array_split(order, range(_AT_ONCE, len(order), _AT_ONCE)):
            batch = _batch([rows[each] for each in chosen], goals[chosen], shares[chosen], chance)
            _step(table, steepness, batch, rate=course.rate)
        course.after_round(done)


def _batch(
    rows: Sequence[NDArray[np.int32]],
    goals: NDArray[np.int64],
    shares: NDArray[np.float32],
    chance: np.random.Generator,
) -> _Batch:
    sizes = np.array([len(each) for each in rows])
    features = np.concatenate(rows)
    is_seen = chance.random(len(features), dtype=np.float32) >= _HIDDEN_SHARE
    amounts = np.repeat(1 / np.sqrt(sizes), sizes).astype(np.float32) * is_seen / np.float32(1 - _HIDDEN_SHARE)
    return _Batch(features, amounts, sizes, goals, shares)


def _step(table: NDArray[np.float32], steepness: NDArray[np.float32], batch: _Batch, *, rate: float) -> None:
    """Move the weights of the batch's features against its errors; the steeper it was so far, the less."""
    errors = _errors(table, batch)
    by_feature = np.argsort(batch.features, kind="stable")
    touched, begins = np.unique(batch.features[by_feature], return_index=True)
    example = np.repeat(np.arange(len(batch.goals)), batch.sizes)[by_feature]
    slope = np.add.reduceat(errors[example] * batch.amounts[by_feature, None], begins)
    steepness[touched] += slope * slope
    table[touched] -= np.float32(rate) * slope / np.sqrt(steepness[touched])


def _errors(table: NDArray[np.float32], batch: _Batch) -> NDArray[np.float32]:
    """Of each example of the batch, how far the chances are from what it wants."""
    begins = np.concatenate([[0], np.cumsum(batch.sizes)[:-1]])
    scores = np.add.reduceat(table[batch.features] * batch.amounts[:, None], begins)
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    errors = raised / raised.sum(axis=1, keepdims=True)
    errors[np.arange(len(batch.goals)), batch.goals] -= 1
    weighed: NDArray[np.float32] = errors * batch.shares[:, None] / np.float32(len(batch.goals))
    return weighed


def calibrated(scores: NDArray[np.float32], intents: Sequence[Intent]) -> float:
    """The temperature at which confidence is what it says, from scores of sentences that were not learned from."""
    goals = np.array([INTENTS.index(intent) for intent in intents])
    options = np.geomspace(0.2, 3.0, 60)
    return float(min(options, key=lambda each: _surprise(scores / np.float32(each), goals)))


def _surprise(scores: NDArray[np.float32], goals: NDArray[np.int64]) -> float:
    top = scores.max(axis=1, keepdims=True)
    logs = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return float(-logs[np.arange(len(goals)), goals].mean())
