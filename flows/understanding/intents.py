"""Intents: what a sentence wants, how sure that is, what else it wants, and whether somebody is angry.

Not here: how the weights are found (learning), what the sentence is about (slots), or what is answered (handlers).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from flows.understanding.concepts import Concepts, tokens_of
from flows.understanding.features import DIMENSIONS, features_of, without_numbers
from flows.understanding.humans import asks_for_human, declines_human, insists_on_human


class Intent(StrEnum):
    """What people come to a shop for; the names are public, they stand in files and on the command line."""

    PLACE_ORDER = "place_order"
    ORDER_STATUS = "order_status"
    ORDER_STUCK = "order_stuck"
    DUPLICATE_CHARGE = "duplicate_charge"
    REFUND = "refund"
    CANCEL_ORDER = "cancel_order"
    COMPLAINT = "complaint"
    TALK_TO_HUMAN = "talk_to_human"
    COUPON_OR_COMPENSATION = "coupon_or_compensation"
    REDEEM_CODE = "redeem_code"
    BALANCE_OR_TOPUP = "balance_or_topup"
    ACCOUNT_FROZEN_OR_LOGIN = "account_frozen_or_login"
    LICENCE_OR_VERIFICATION = "licence_or_verification"
    CONNECTION_PROBLEM = "connection_problem"
    CATALOGUE_OR_PRICE = "catalogue_or_price"
    STOCK_AVAILABILITY = "stock_availability"
    DELIVERY_TIME_ETA = "delivery_time_eta"
    INVOICE_OR_RECEIPT = "invoice_or_receipt"
    CHANGE_LANGUAGE = "change_language"
    GREETING = "greeting"
    THANKS_OR_BYE = "thanks_or_bye"
    HOW_TO_USE_CARD = "how_to_use_card"
    CARD_INVALID = "card_invalid"
    MAINTENANCE_INFO = "maintenance_info"
    FEEDBACK_PRAISE = "feedback_praise"
    OUT_OF_SCOPE = "out_of_scope"


INTENTS = tuple(Intent)

SURE_ENOUGH = 0.6
"""Below this confidence a guess is asked about and not acted on."""

KNOWN_ENOUGH = 0.25
"""Below this confidence it is taken for nothing we know of."""

ALSO_ENOUGH = 0.6
"""What a part of a sentence must reach by itself to count as a further wish."""

_HUMAN_ENOUGH, _HARDLY_HUMAN = 0.2, 0.05
"""From the first on it is a call for a human, whatever is likelier: of 2,356 other sentences two had that much."""

_CALLED = 0.97
_HUMAN = INTENTS.index(Intent.TALK_TO_HUMAN)
_SPEAKS_OF_STAFF = frozenset(
    {
        Intent.PLACE_ORDER,
        Intent.CATALOGUE_OR_PRICE,
        Intent.STOCK_AVAILABILITY,
        Intent.HOW_TO_USE_CARD,
        Intent.REDEEM_CODE,
        Intent.COUPON_OR_COMPENSATION,
        Intent.FEEDBACK_PRAISE,
        Intent.THANKS_OR_BYE,
    }
)
"""Who surely wants one of these may speak of staff without calling for them; who tells of trouble calls."""

POLITE = (Intent.GREETING, Intent.THANKS_OR_BYE)
"""What people say around what they want."""

_CERTAIN = 0.9
"""From here on a sentence is not split in search of another wish, nor is a word for staff in it a call for them."""

_MOST_GUESSES = 3
_FEWEST_TOKENS = 2
_BETWEEN_CLAUSES = re.compile(
    r"(?<=[\u3400-\u9fff]{3})\s+(?=[\u3400-\u9fff]{3})|[,，。.!！?？;；、\n~…]+|\s(?:and|but|also|then)\s|还有|另外|顺便|而且|但是|然后"
)
_SHOUTING = re.compile(r"[!！]{3,}|\b[A-Z]{4,}(?:\s+[A-Z]{2,}){2,}")
_ANGRY = frozenset({"bad", "scam"})
_HAPPY = frozenset({Intent.FEEDBACK_PRAISE, Intent.THANKS_OR_BYE, Intent.GREETING})
"""Who surely says one of these is not angry, however loud."""
_SAYS_ANYTHING = re.compile(r"[^\W_]")
"""A letter or a digit; of what has none, as an emoji or a row of points, nothing was learned that could be wanted."""

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """What was learned: a row of weights, one for each intent, for every feature that counts; `places` are sorted."""

    places: NDArray[np.int32]
    table: NDArray[np.float32]
    temperature: float = 1.0


@dataclass(frozen=True)
class Guess:
    """What a sentence wants: the likeliest intent, how likely, the runners-up, and what it wants besides."""

    intent: Intent
    confidence: float
    likely: tuple[Intent, ...]
    also: tuple[Intent, ...] = ()
    is_angry: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether it may be acted on without asking."""
        return self.confidence >= SURE_ENOUGH


class Classifier:
    """Guesses intents; made once from what was learned, and safe to share between threads."""

    def __init__(self, concepts: Concepts, weights: Weights) -> None:
        self._concepts = concepts
        self._table = weights.table
        self._temperature = weights.temperature
        self._row_of = np.full(DIMENSIONS, -1, dtype=np.int32)
        self._row_of[weights.places] = np.arange(len(weights.places), dtype=np.int32)

    @property
    def concepts(self) -> Concepts:
        """The words it knows the meaning of."""
        return self._concepts

    def guess(self, text: str, *, names: Sequence[str] = ()) -> Guess:
        """What the text wants. `names` are product names in it, in which a word for a human is no call for one."""
        chances = self.chances(text)
        if not _SAYS_ANYTHING.search(text):
            chance = float(chances[INTENTS.index(Intent.OUT_OF_SCOPE)])
            return Guess(Intent.OUT_OF_SCOPE, chance, _likely(chances), is_angry=self._is_angry(text))
        if is_declined := declines_human(text):
            chances = _without_human(chances)
        likely = _likely(chances)
        confidence = float(chances.max())
        is_certain = confidence >= _CERTAIN
        further = self._of_clauses(text, likely[0])
        if is_declined:
            further = [each for each in further if each is not Intent.TALK_TO_HUMAN]
        if confidence >= SURE_ENOUGH and likely[0] is not Intent.OUT_OF_SCOPE:
            further = [likely[0], *further]
        if called := _calls_for_human(text, names, chances):
            wished, confidence = Intent.TALK_TO_HUMAN, called
        elif likely[0] in POLITE and not is_certain and (matters := [each for each in further if each not in POLITE]):
            wished = matters[0]
        else:
            wished = likely[0] if confidence >= KNOWN_ENOUGH else Intent.OUT_OF_SCOPE
        also = tuple(dict.fromkeys(each for each in further if each is not wished))
        is_happy = wished in _HAPPY and confidence >= SURE_ENOUGH
        return Guess(wished, confidence, likely, also, is_angry=not is_happy and self._is_angry(text))

    def chances(self, text: str) -> Scores:
        """How likely each intent is, in the order of `INTENTS`; they sum to one."""
        return self.chances_from(features_of(text, self._concepts))

    def chances_from(self, features: Sequence[int] | NDArray[np.int32]) -> Scores:
        """The chances of a text that was taken apart into these features already."""
        return chances_of(self._scores_from(features), self._temperature)

    def scores(self, text: str) -> Scores:
        """The weights of the text's features, summed up for each intent."""
        return self._scores_from(features_of(text, self._concepts))

    def _scores_from(self, features: Sequence[int] | NDArray[np.int32]) -> Scores:
        rows = self._row_of[features]
        rows = rows[rows >= 0]
        if not len(rows):
            return np.zeros(len(INTENTS), dtype=np.float32)
        total: Scores = self._table[rows].sum(axis=0) / np.float32(np.sqrt(len(rows)))
        return total

    def _is_angry(self, text: str) -> bool:
        if _SHOUTING.search(text):
            return True
        mentions = self._concepts.mentioned_in(tokens_of(without_numbers(text)))
        return any(mention.concept in _ANGRY and mention.is_sure for mention in mentions)

    def _of_clauses(self, text: str, main: Intent) -> list[Intent]:
        clauses = [clause for clause in _BETWEEN_CLAUSES.split(text) if len(tokens_of(clause)) >= _FEWEST_TOKENS]
        found = [] if len(clauses) < _FEWEST_TOKENS else [self.chances(clause) for clause in clauses]
        sure = [INTENTS[int(each.argmax())] for each in found if each.max() >= ALSO_ENOUGH]
        return [each for each in dict.fromkeys(sure) if each not in (main, Intent.OUT_OF_SCOPE)]


def _likely(chances: Scores) -> tuple[Intent, ...]:
    return tuple(INTENTS[place] for place in np.argsort(-chances)[:_MOST_GUESSES])


def _calls_for_human(text: str, names: Sequence[str], chances: Scores) -> float | None:
    """How surely a human is called for; None if not. In doubt one is: the way back is a tap."""
    human = float(chances[_HUMAN])
    likeliest = INTENTS[int(chances.argmax())]
    speaks_of_else = human <= _HARDLY_HUMAN and chances.max() >= _CERTAIN and likeliest in _SPEAKS_OF_STAFF
    if (not speaks_of_else or insists_on_human(text, names=names)) and asks_for_human(text, names=names):
        return max(human, _CALLED)
    return max(human, SURE_ENOUGH) if human >= _HUMAN_ENOUGH else None


def _without_human(chances: Scores) -> Scores:
    """The chances of everything else, where somebody says that nobody is needed."""
    others = chances.copy()
    others[_HUMAN] = 0
    rest: Scores = others / others.sum()
    return rest


def chances_of(scores: Scores, temperature: float) -> Scores:
    """Scores as chances that sum to one; the lower the temperature, the bolder."""
    heated = scores / np.float32(temperature)
    raised = np.exp(heated - heated.max())
    chances: Scores = raised / raised.sum()
    return chances
