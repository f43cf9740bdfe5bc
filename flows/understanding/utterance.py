"""Utterances: a line as it is understood — what it wants, and the values it brings.

Not here: how either is found (intents, slots), or what is done about it (handlers).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.catalogue import Product
from flows.understanding.concepts import tokens_of
from flows.understanding.corrections import settled
from flows.understanding.counting import counted
from flows.understanding.coupon_hints import take_hint
from flows.understanding.fillers import bare
from flows.understanding.humans import asks_for_human
from flows.understanding.intents import Classifier, Guess, Intent
from flows.understanding.kept import index_of
from flows.understanding.normalise import normalise
from flows.understanding.slots import Slots, read_slots

_ABOUT_GOODS = (Intent.PLACE_ORDER, Intent.CATALOGUE_OR_PRICE, Intent.STOCK_AVAILABILITY)
_VAGUE = (Intent.OUT_OF_SCOPE, Intent.GREETING, Intent.THANKS_OR_BYE)
_NOT_OF_GOODS = (
    Intent.ORDER_STATUS,
    Intent.ORDER_STUCK,
    Intent.DUPLICATE_CHARGE,
    Intent.REFUND,
    Intent.COMPLAINT,
    Intent.TALK_TO_HUMAN,
    Intent.ACCOUNT_FROZEN_OR_LOGIN,
    Intent.LICENCE_OR_VERIFICATION,
    Intent.CONNECTION_PROBLEM,
    Intent.INVOICE_OR_RECEIPT,
    Intent.CHANGE_LANGUAGE,
    Intent.CARD_INVALID,
    Intent.MAINTENANCE_INFO,
    Intent.FEEDBACK_PRAISE,
    *_VAGUE,
)
"""What may name a good, and wants none: it is worth two searches, and no more."""

_SPEAKS_OF_ELSE = (
    Intent.ORDER_STUCK,
    Intent.COMPLAINT,
    Intent.DELIVERY_TIME_ETA,
    Intent.MAINTENANCE_INFO,
    Intent.FEEDBACK_PRAISE,
    Intent.GREETING,
    Intent.THANKS_OR_BYE,
)
"""What words that also stand in a good's name may be about by themselves: five stars, three hours, the second time."""

_FEW_TOKENS = 2
_SURELY_NOT = 0.97
_TAKEN_FOR_AN_ORDER = 0.75
_SURELY_ASKED = 0.8
_FEWEST_TOKENS = 2
_SHORTEST_PART = 4
_ASKS = re.compile(r"[?？吗么呢]|多少|几块|有没有|有货|\b(?:how|what|which|do you|is there|price|any)\b", re.IGNORECASE)
_TROUBLED = re.compile(
    r"怎么|怎样|如何|咋|为什么|为啥|谁|多久|多长|没用|没到|没收|没有?反应|失效|无效|不能|无法|[?？]"
    r"|\b(?:how|why|where|when|who|steps|have ?n.?t|did ?n.?t|does ?n.?t|not work\w*|never|placed|bought|paid)\b",
    re.IGNORECASE,
)
"""Who says so asks or complains, even if goods and numbers are named."""

_NUMBERED = re.compile(
    r"(?:licen[cs]e|许可证号?|证号|id|uid|账号|号码?)?[\s:]*[a-z]{0,3}-?\d[\d.]*\s?(?:[张个份件套枚单刀块元]|pcs)?|&"
)
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
    guess = classifier.guess(text)
    slots = read_slots(products, text, is_aside=guess.intent in _NOT_OF_GOODS and guess.confidence >= _SURELY_NOT)
    names = _names(products, slots)
    if names and guess.intent is Intent.TALK_TO_HUMAN:
        guess = classifier.guess(text, names=names)
    is_name = bool(names) and (_words(text) <= _words(" ".join(names)) or _is_within(text, names))
    return Utterance(text, _with_goods(classifier, guess, slots, text, names), slots, is_name)


def is_bare_name(text: str) -> bool:
    """Whether nothing is said around a name, so that somebody looks for it rather than orders it."""
    plain = normalise(text)
    return bare(plain) == plain


def _with_goods(classifier: Classifier, guess: Guess, slots: Slots, text: str, names: Sequence[str]) -> Guess:
    """Who names a product with how many of it, or for whom, orders it, unless the words around say otherwise."""
    if not slots.product_ids or guess.intent is Intent.PLACE_ORDER:
        return guess
    if guess.intent is Intent.TALK_TO_HUMAN:
        return guess if asks_for_human(text, names=names) or not _is_named(text, names) else _ordered(guess)
    if slots.account is None and _is_of_else(classifier, guess, text, names):
        return guess
    orders = (slots.quantity, slots.account, slots.coupon_hint) != (None, None, None) or len(slots.items) > 1
    if guess.intent in _ABOUT_GOODS:
        return _ordered(guess) if orders and guess.confidence < _SURELY_ASKED and not _ASKS.search(text) else guess
    if not (slots.is_certain or (orders and slots.quantity != 1)) or _TROUBLED.search(text):
        return guess
    if orders and (not guess.is_sure or not _wants_else(classifier, text, names)):
        return _ordered(guess)
    return _ordered(guess, least=0.0) if guess.intent in (*_VAGUE, Intent.FEEDBACK_PRAISE) else guess


def _ordered(guess: Guess, *, least: float = _TAKEN_FOR_AN_ORDER) -> Guess:
    also = tuple(each for each in guess.also if each is not Intent.PLACE_ORDER)
    return replace(guess, intent=Intent.PLACE_ORDER, confidence=max(guess.confidence, least), also=also)


def _wants_else(classifier: Classifier, text: str, names: Sequence[str]) -> bool:
    """Whether a line still wants something if the goods and numbers are left out, and what was taken back."""
    left = [word for word, is_named in _told(text, names) if not is_named]
    rest = classifier.guess(" ".join(left))
    return len(left) >= _FEWEST_TOKENS and rest.is_sure and rest.intent not in (*_ABOUT_GOODS, *_VAGUE)


def _is_of_else(classifier: Classifier, guess: Guess, text: str, names: Sequence[str]) -> bool:
    """Whether the one or two words that a line shares with a good are everyday ones, which speak of something else."""
    shared = [word for word, is_named in _told(text, names) if is_named]
    if not shared:
        return guess.intent in _SPEAKS_OF_ELSE and guess.confidence >= _SURELY_ASKED
    alone = classifier.guess(" ".join(shared))
    return len(shared) <= _FEW_TOKENS and alone.is_sure and alone.intent in _SPEAKS_OF_ELSE


def _told(text: str, names: Sequence[str]) -> list[tuple[str, bool]]:
    """The words of a line, without numbers and what was taken back, each with whether goods are called so."""
    plain = _NUMBERED.sub(" ", bare(settled(counted(take_hint(text).rest))))
    known = _words(" ".join(names)) | set(normalise(" ".join(names)))
    return [(word, word in known) for word in tokens_of(plain)]


def _is_named(text: str, names: Sequence[str]) -> bool:
    """Whether a good's whole name stands in the text, or nothing else does."""
    said = normalise(text)
    return _words(text) <= _words(" ".join(names)) or any(normalise(name) in said for name in names)


def _is_within(text: str, names: Sequence[str]) -> bool:
    """Whether the text is a part of a name, with other blanks or none."""
    said = normalise(text).replace(" ", "")
    return len(said) >= _SHORTEST_PART and any(said in normalise(name).replace(" ", "") for name in names)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(normalise(text)))


def _names(products: Sequence[Product], slots: Slots) -> list[str]:
    ids = (*slots.product_ids, *(product_id for item in slots.items for product_id in item.product_ids))
    by_id = index_of(products).by_id
    found = (by_id[product_id] for product_id in dict.fromkeys(ids) if product_id in by_id)
    return [name for product in found for name in (*product.name.values(), *product.aliases)]
