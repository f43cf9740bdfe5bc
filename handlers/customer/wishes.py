"""Wishes: where each of them leads, by itself, with the order that is named, or by a button.

Not here: how a wish is understood (flows.understanding), or any of the pages.
"""

from collections.abc import Mapping
from typing import Any

from backend.orders import find as find_order
from backend.people import Role
from flows.engine import Engine
from flows.pages import hearing as pages
from flows.pages import questions as question_pages
from flows.turn import Turn
from flows.understanding.intents import Intent
from handlers.audience import open_to
from handlers.customer import complaint, coupons, diagnosis, human, orders, payments, questions, shopping, start

COMPLAINTS = (Intent.DUPLICATE_CHARGE, Intent.REFUND, Intent.COMPLAINT)
"""What needs to be told which order it is about, before anything can be looked into."""

PAGES = {
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

_OF_AN_ORDER = (Intent.ORDER_STATUS, Intent.CANCEL_ORDER, Intent.INVOICE_OR_RECEIPT, Intent.DELIVERY_TIME_ETA)
"""What the page of an order answers, where its number is said."""


@open_to(Role.CUSTOMER)
def follow(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Do what was meant, by a button of the question what that was."""
    lead(turn, Intent(args["intent"]), engine)


def lead(turn: Turn, intent: Intent, engine: Engine, *, number: str | None = None) -> None:
    """Lead to where the wish is settled; with the order of that number, if the person has one."""
    own = None if number is None else find_order(turn.db, turn.person, number)
    about = {} if own is None else {"order": own.id}
    if intent in COMPLAINTS:
        complaint.complain(turn, about, engine)
    elif intent in diagnosis.SYMPTOMS:
        diagnosis.look(turn, {"symptom": diagnosis.SYMPTOMS[intent].value, **about})
    elif own is not None and intent in _OF_AN_ORDER:
        orders.order(turn, about)
    elif intent in PAGES:
        PAGES[intent](turn, {})
    elif intent is Intent.THANKS_OR_BYE:
        turn.show(pages.thanks())
    elif intent is Intent.FEEDBACK_PRAISE:
        turn.show(pages.praise())
    elif (question := questions.about(turn, intent)) is not None:
        turn.show(question_pages.answer(turn, question))
    else:
        questions.question_list(turn, {})
