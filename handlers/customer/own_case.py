"""The person's own case: whether there is anything of theirs to look into, so that its page says more than an answer.

Not here: what a sentence wants (handlers.customer.hearing), or the pages themselves.
"""

from backend import coupons, ledger, points
from flows.turn import Turn
from flows.understanding.asking import asks_when
from flows.understanding.intents import Intent
from flows.understanding.utterance import Utterance
from handlers.customer import diagnosis, orders

_OF_ORDERS = (
    Intent.ORDER_STATUS,
    Intent.CANCEL_ORDER,
    Intent.DUPLICATE_CHARGE,
    Intent.REFUND,
    Intent.COMPLAINT,
    Intent.INVOICE_OR_RECEIPT,
)
_OF_GOODS = (Intent.PLACE_ORDER, Intent.CATALOGUE_OR_PRICE, Intent.STOCK_AVAILABILITY)


def has_case(turn: Turn, heard: Utterance) -> bool:
    """Whether what they want has something of their own to it: an order, money, a coupon, a cause that is found."""
    intent = heard.guess.intent
    if intent is Intent.TALK_TO_HUMAN:
        return not asks_when(heard.text)
    if intent is Intent.CHANGE_LANGUAGE:  # whose page is short and can be read in either
        return True
    if intent in diagnosis.SYMPTOMS:
        return orders.has_any(turn) or diagnosis.finds(turn, diagnosis.SYMPTOMS[intent])
    if intent in _OF_ORDERS:
        return orders.has_any(turn)
    if intent is Intent.BALANCE_OR_TOPUP:
        return any(each.amount for each in ledger.balances(turn.db, turn.person))
    if intent is Intent.COUPON_OR_COMPENSATION:
        held = coupons.unspent_of(turn.db, turn.person, now=turn.now)
        return bool(held or points.of_person(turn.db, turn.person))
    return intent in _OF_GOODS and bool(heard.slots.product_ids)
