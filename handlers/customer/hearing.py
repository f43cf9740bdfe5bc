"""Free text that is neither a keyword nor a number: what it wants is done, asked about, or left to a human.

Not here: how it is understood (flows.understanding), or any of the pages it leads to.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from backend import catalogue
from backend.catalogue import AccountKind, Product
from backend.people import Role
from flows.conversation import Answer
from flows.engine import Engine
from flows.pages import hearing as pages
from flows.pages import shelves
from flows.screens import Screen
from flows.turn import Turn
from flows.understanding.concepts import tokens_of
from flows.understanding.intents import Guess, Intent
from flows.understanding.search import look_up
from flows.understanding.slots import Slots, only_number
from flows.understanding.utterance import Utterance, is_bare_name, understand
from flows.words import words
from handlers.audience import open_to
from handlers.customer import complaint, coupons, human, orders, payments, shopping, start
from storage import conversations

_TROUBLES = (
    Intent.ORDER_STUCK,
    Intent.DUPLICATE_CHARGE,
    Intent.REFUND,
    Intent.COMPLAINT,
    Intent.CARD_INVALID,
)
"""What is looked into order by order, with the remedy as a button, before a human is bothered."""

_PAGES = {
    Intent.ORDER_STATUS: orders.order_list,
    Intent.CANCEL_ORDER: orders.order_list,
    Intent.BALANCE_OR_TOPUP: payments.balance,
    Intent.COUPON_OR_COMPENSATION: coupons.coupon_page,
    Intent.CATALOGUE_OR_PRICE: shopping.categories,
    Intent.STOCK_AVAILABILITY: shopping.categories,
    Intent.PLACE_ORDER: shopping.categories,
    Intent.CHANGE_LANGUAGE: start.languages,
    Intent.GREETING: start.menu,
    Intent.TALK_TO_HUMAN: human.ask_for_human,
}

_ABOUT_GOODS = (Intent.PLACE_ORDER, Intent.CATALOGUE_OR_PRICE, Intent.STOCK_AVAILABILITY)
"""Where the goods are not sure, the nearest are asked about before all shelves are shown."""

_IDLE = (Intent.OUT_OF_SCOPE, Intent.GREETING, Intent.THANKS_OR_BYE)
"""What in the middle of a question is no wish to turn aside."""

_MAY_BE_LEFT = ("checkout", "complaint")
"""Conversations of customers in which a sentence may be about something else."""

_FEWEST_TOKENS = 2
"""A single word in answer to a question is a wrong answer, not a wish."""

_IN_WORDS = re.compile(r"[^<>\-−./\\]*[^\W\d_][^<>\-−/\\]*")
"""A sentence; what is only digits and signs is read as it stands, so that -1 is never taken for 1."""

_SLOT_STEPS = ("quantity", "account")
"""Steps of an order that a longer text may answer."""


def listen(turn: Turn, text: str, engine: Engine) -> None:
    """Act on what the text wants; ask where that is not sure, and call a human the second time in a row."""
    classifier = turn.shop.classifier
    if classifier is None:
        shopping.look_for(turn, text)
        return
    products = catalogue.products(turn.db)
    heard = understand(classifier, products, text)
    if _is_about_goods(heard):
        _take_order(turn, heard, engine)
    elif heard.guess.intent in _ABOUT_GOODS and look_up(products, text).hits:
        shopping.look_for(turn, text)
    elif heard.guess.is_sure and heard.guess.intent is not Intent.OUT_OF_SCOPE:
        _follow(turn, heard.guess.intent, engine)
        _add_what_else(turn, heard.guess)
    elif look_up(products, text).hits:
        shopping.look_for(turn, text)
    elif pages.is_unsure(_former_screen(turn)):
        human.ask_for_human(turn, {})
    else:
        turn.show(pages.unsure(text, heard.guess.likely))


def turn_aside(turn: Turn, text: str, engine: Engine) -> bool:
    """In the middle of a question: do what the text wants besides; False if it is an answer, right or wrong."""
    classifier = turn.shop.classifier
    frame = turn.conversation.open
    if classifier is None or frame is None or frame.flow not in _MAY_BE_LEFT or engine.accepts(turn, text):
        return False
    heard = understand(classifier, catalogue.products(turn.db), text)
    if (answer := _answer_in(turn, text, heard.slots)) is not None and heard.guess.intent not in _TROUBLES:
        engine.hear(turn, answer)
        return True
    if not heard.guess.is_sure or heard.guess.intent in _IDLE or len(tokens_of(text)) < _FEWEST_TOKENS:
        return False
    if frame.flow == "complaint" and heard.guess.intent in _TROUBLES:
        return False
    if heard.guess.intent is Intent.PLACE_ORDER and not heard.slots.product_ids:
        return False
    if _is_about_goods(heard):
        _take_order(turn, heard, engine)
    else:
        _follow(turn, heard.guess.intent, engine)
        _add_what_else(turn, heard.guess)
    return True


@open_to(Role.CUSTOMER)
def follow(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Do what was meant, by a button of the question what that was."""
    _follow(turn, Intent(args["intent"]), engine)


def _is_about_goods(heard: Utterance) -> bool:
    wanted = (Intent.PLACE_ORDER, Intent.CATALOGUE_OR_PRICE, Intent.STOCK_AVAILABILITY)
    return bool(heard.slots.product_ids) and (heard.guess.intent in wanted or not heard.guess.is_sure)


def _take_order(turn: Turn, heard: Utterance, engine: Engine) -> None:
    """Begin to buy with all that was said; where it is not sure which product is meant, show those it may be."""
    slots = heard.slots
    if len(slots.items) > 1:
        turn.show(pages.several(turn, slots))
    elif _is_order(heard) and len(slots.product_ids) == 1:
        engine.start(turn, "checkout", **_answers(turn, slots))
    elif heard.is_name or is_bare_name(heard.text):
        shopping.look_for(turn, heard.text)
    elif len(slots.product_ids) == 1:
        shopping.product(turn, {"product": slots.product_ids[0]})
    else:
        turn.show(shelves.found(turn, heard.text, _products(turn, slots.product_ids)))


def _is_order(heard: Utterance) -> bool:
    if heard.is_name:  # which may have an amount in it
        return False
    says_more = heard.slots.quantity is not None or heard.slots.account is not None
    return heard.guess.intent is Intent.PLACE_ORDER and (says_more or not is_bare_name(heard.text))


def _answers(turn: Turn, slots: Slots) -> dict[str, Answer]:
    product = catalogue.the_product(turn.db, slots.product_ids[0])
    said: dict[str, Answer] = {"product": product.id}
    if slots.quantity is not None:
        said["quantity"] = slots.quantity
    if slots.account is not None and product.account is not AccountKind.NONE:
        said["account"] = slots.account
    return said


def _products(turn: Turn, ids: Sequence[str]) -> list[Product]:
    return [catalogue.the_product(turn.db, product_id) for product_id in ids]


def _follow(turn: Turn, intent: Intent, engine: Engine) -> None:
    if intent in _TROUBLES:
        complaint.complain(turn, {}, engine)
    elif intent in _PAGES:
        _PAGES[intent](turn, {})
    else:
        turn.show(pages.answer(intent))


def _add_what_else(turn: Turn, guess: Guess) -> None:
    """Say sorry to who is angry, and offer a button for each further wish."""
    if turn.screen is None:
        return
    if guess.is_angry and guess.intent is not Intent.TALK_TO_HUMAN:
        turn.show(turn.screen.below(words("heard-angry")))
    if guess.also:
        turn.show(pages.with_further(_shown(turn), guess.also))


def _shown(turn: Turn) -> Screen:
    if turn.screen is None:
        raise LookupError("nothing is shown yet")
    return turn.screen


def _answer_in(turn: Turn, text: str, slots: Slots) -> str | None:
    """What a longer text says for the open question of an order: 'make it three, please'."""
    frame = turn.conversation.open
    if frame is None or frame.flow != "checkout" or frame.step not in _SLOT_STEPS or slots.product_ids:
        return None
    if not _IN_WORDS.fullmatch(text):
        return None
    said = slots.account if frame.step == "account" else slots.quantity or only_number(text)
    return None if said is None else str(said)


def _former_screen(turn: Turn) -> Mapping[str, Any] | None:
    """The content of what stands before the person now."""
    screen_id = turn.conversation.screen_id
    return None if screen_id is None else conversations.the_screen(turn.db, screen_id).content
