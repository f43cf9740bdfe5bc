"""Utterances: a line as it is understood — what it wants, and the values it brings.

Not here: how either is found (intents, slots), or what is done about it (handlers).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.catalogue import Product
from flows.understanding.humans import asks_for_human
from flows.understanding.intents import Classifier, Guess, Intent
from flows.understanding.normalise import normalise
from flows.understanding.slots import Slots, bare, read_slots

_ABOUT_GOODS = (Intent.PLACE_ORDER, Intent.CATALOGUE_OR_PRICE, Intent.STOCK_AVAILABILITY)
_VAGUE = (Intent.OUT_OF_SCOPE, Intent.GREETING, Intent.THANKS_OR_BYE)
_TAKEN_FOR_AN_ORDER = 0.75
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Utterance:
    """What a line wants and says. `is_name`: it says nothing but what products are called."""

    text: str
    guess: Guess
    slots: Slots
    is_name: bool


def understand(classifier: Classifier, products: Sequence[Product], text: str) -> Utterance:
    """Understand a line as said in a shop with these products."""
    slots = read_slots(products, text)
    names = _names(products, slots)
    guess = classifier.guess(text, names=names)
    is_name = bool(names) and _words(text) <= _words(" ".join(names))
    return Utterance(text, _with_goods(guess, slots, text, names), slots, is_name)


def is_bare_name(text: str) -> bool:
    """Whether nothing is said around a name, so that somebody looks for it rather than orders it."""
    plain = normalise(text)
    return bare(plain) == plain


def _with_goods(guess: Guess, slots: Slots, text: str, names: Sequence[str]) -> Guess:
    """Who names a product with how many of it, or for whom, orders it, whatever words are around."""
    if not slots.product_ids or guess.intent in _ABOUT_GOODS:
        return guess
    if guess.intent is Intent.TALK_TO_HUMAN and not asks_for_human(text, names=names):
        return replace(guess, intent=Intent.PLACE_ORDER)
    orders = slots.quantity is not None or slots.account is not None or len(slots.items) > 1
    if guess.intent in _VAGUE or (orders and not guess.is_sure):
        confidence = max(guess.confidence, _TAKEN_FOR_AN_ORDER) if orders else guess.confidence
        return replace(guess, intent=Intent.PLACE_ORDER, confidence=confidence)
    return guess


def _words(text: str) -> set[str]:
    return set(_WORD.findall(normalise(text)))


def _names(products: Sequence[Product], slots: Slots) -> list[str]:
    found = {*slots.product_ids, *(product_id for item in slots.items for product_id in item.product_ids)}
    return [name for product in products if product.id in found for name in (*product.name.values(), *product.aliases)]
