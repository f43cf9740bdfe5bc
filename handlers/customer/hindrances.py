"""Who says that they can't order: what hinders them, where they name a good or are in the middle of an order.

Not here: what can hinder anybody (backend.diagnosis).
"""

from backend import catalogue
from backend.findings import Symptom, Wanted
from flows.turn import Turn
from flows.understanding.hindered import cannot_order, what_is_named
from flows.understanding.intents import Intent
from flows.understanding.normalise import normalise
from flows.understanding.slots import read_slots
from flows.understanding.utterance import Utterance
from handlers.customer import diagnosis, order_lines

_MOST_LOOKED_AT = 4
"""Goods of which one may be meant by who can't order."""


def is_hindered(heard: Utterance) -> bool:
    """Whether somebody says that they can't order; whoever wants a human for that gets one."""
    return heard.guess.intent is not Intent.TALK_TO_HUMAN and cannot_order(heard.text)


def has_cause(turn: Turn, heard: Utterance) -> bool:
    """Whether somebody says that they can't order, and something is found that hinders them."""
    return is_hindered(heard) and bool(diagnosis.finds(turn, Symptom.ORDERING, wanted=hindered_good(turn, heard)))


def look_into(turn: Turn, heard: Utterance) -> None:
    """Say why somebody can't order: what they name, or are in the middle of."""
    diagnosis.look_into(turn, Symptom.ORDERING, wanted=hindered_good(turn, heard))


def hindered_good(turn: Turn, heard: Utterance) -> Wanted | None:
    """The good they can't order, if they name it; of several that it may be, the first that something hinders."""
    slots = read_slots(catalogue.products(turn.db), what_is_named(heard.text))
    ids = dict.fromkeys((*slots.product_ids[:_MOST_LOOKED_AT], *heard.slots.product_ids[:_MOST_LOOKED_AT]))
    named, said = order_lines.products_of(turn, list(ids)), normalise(heard.text)
    whole = [each for each in named if any(normalise(name) in said for name in each.name.values())]
    if whole:  # which may have a number in its name that is no quantity
        return Wanted(whole[0].id, 1)
    wanted = [Wanted(each.id, slots.quantity or heard.slots.quantity or 1) for each in named]
    if len(wanted) <= 1:
        return next(iter(wanted), None)
    return next((each for each in wanted if diagnosis.finds(turn, Symptom.ORDERING, wanted=each)), None)
