"""A receipt: each fact of an order that is over on a line of its own, with the same lines as a PDF.

Not here: the facts (backend.receipts), or drawing them (bot.receipts).
"""

from datetime import datetime
from typing import Any

from backend.money import Money
from backend.orders import Order
from backend.payments import BALANCE, BY_HAND
from backend.receipts import Receipt, receipt_for
from backend.refunds import Refund, RefundStatus
from flows.pages.coupons import name_of
from flows.pages.payments import name_of_way
from flows.screens import Screen, Sheet, button
from flows.turn import Turn
from flows.words import Words, words
from storage.catalogue import nearest

KIND = "receipt"


def receipt(turn: Turn, order: Order) -> Screen:
    """The receipt of an order, to be kept and shown to others. Raises NoReceipt."""
    facts = receipt_for(turn.db, order)
    language = turn.person.language
    shop_name = nearest(facts.shop_name, language) if facts.shop_name else turn.shop.bot_username
    return Screen(
        words("receipt", shop=shop_name, lines=_lines(turn, facts), note=words("receipt-note")),
        (
            (
                button("button-order-page", "order.beside", order=order.id),
                button("button-human", "human", order=order.id),
            ),
        ),
        sheet=Sheet(KIND, f"receipt-{order.number}.pdf", of=order.id),
    )


def _lines(turn: Turn, facts: Receipt) -> list[Words]:
    order, language = facts.order, turn.person.language
    what = words("receipt-goods", product=facts.product.name_in(language), quantity=order.quantity)
    lines = [
        _line(words("receipt-number"), order.number),
        _line(words("receipt-placed"), _moment(turn, order.placed_at)),
        _line(words("receipt-what"), what),
    ]
    if order.account:
        lines.append(_line(words("receipt-account"), order.account))
    lines.append(_line(words("receipt-price"), order.unit_price))
    lines += [
        _line(words("receipt-coupon", coupon=name_of(each.coupon)), Money(-each.amount.minor, each.amount.currency))
        for each in facts.discounts
    ]
    lines.append(_line(words("receipt-total"), order.total))
    if facts.payment.fee_minor:
        lines.append(_line(words("receipt-fee"), facts.payment.fee))
    lines.append(_line(words("receipt-paid"), _paid(turn, facts)))
    if order.delivered_at is not None:
        lines.append(_line(words("receipt-delivered"), _moment(turn, order.delivered_at)))
    return [*lines, *_given_back(turn, facts)]


def _paid(turn: Turn, facts: Receipt) -> Words:
    payment = facts.payment
    return words(
        "receipt-paid-by",
        amount=payment.amount,
        way=_way(turn, payment.gateway),
        number=payment.number,
        at=_moment(turn, payment_moment(facts)),
    )


def payment_moment(facts: Receipt) -> datetime:
    """When the order was paid; a payment that was given back says only when that was."""
    return facts.order.paid_at or facts.payment.opened_at


def _way(turn: Turn, gateway: str) -> Words | str:
    if gateway in turn.shop.gateways:
        return name_of_way(turn, gateway)
    return words("receipt-way", way=gateway if gateway in (BALANCE, BY_HAND) else "other")


def _given_back(turn: Turn, facts: Receipt) -> list[Words]:
    if facts.to_balance is not None:
        at = _moment(turn, facts.order.closed_at or facts.order.placed_at)
        return [_line(words("receipt-refund"), words("receipt-refund-balance", amount=facts.to_balance, at=at))]
    return [_line(words("receipt-refund"), _refund(turn, each)) for each in facts.refunds]


def _refund(turn: Turn, refund: Refund) -> Words:
    at = _moment(turn, refund.settled_at or refund.wanted_at)
    if refund.status is RefundStatus.REJECTED:
        return words("receipt-refund-balance", amount=refund.amount, at=at)
    is_there = "yes" if refund.status is RefundStatus.DONE else "no"
    return words("receipt-refund-source", amount=refund.amount, at=at, number=refund.number, is_there=is_there)


def _line(label: Words, value: Any) -> Words:
    return words("receipt-line", label=label, value=value)


def _moment(turn: Turn, moment: datetime) -> str:
    """With its year, as a receipt is kept; in the shop's zone."""
    return f"{moment.astimezone(turn.shop.time_zone):%Y-%m-%d %H:%M}"
