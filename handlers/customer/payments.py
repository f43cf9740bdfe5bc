"""Payments that need looking after: consent to one in the chat, one that nothing is heard of, top-ups, the statement.

Not here: money that came for an order (handlers.customer.orders), or money going back (handlers.customer.refunds).
"""

from collections.abc import Mapping
from typing import Any

from backend import freezes, payments
from backend.errors import NotAnAmount, Refused
from backend.money import STARS, InvalidAmount, Money
from backend.payments import PaymentStatus
from backend.people import Role
from flows.events import CheckoutAsked
from flows.pages import payments as pages
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to

IN_THE_CHAT = "stars"
"""The gateway whose payments the platform asks our consent to."""


def consent(turn: Turn, asked: CheckoutAsked) -> None:
    """Let a payment in the chat through, or say why not: the order may have lapsed since the invoice was sent."""
    amount = asked.amount or Money(0, STARS)
    try:
        payments.approve(turn.db, turn.person, asked.payload, amount, gateway=IN_THE_CHAT, now=turn.now)
    except Refused as refusal:
        turn.answer_checkout(refusal=words(refusal.key, **refusal.arguments))
    else:
        turn.answer_checkout(refusal=None)


@open_to(Role.CUSTOMER)
def ask_gateway(turn: Turn, args: Mapping[str, Any]) -> None:
    """Nothing was heard of a payment so far: have its gateway asked. What it knows comes back as a notice."""
    payment = payments.the_payment(turn.db, args["payment"])
    if payment.status is PaymentStatus.OPEN:
        turn.start_job("payment-query", payment=payment.id)
        pages.await_money(turn, payment)


@open_to(Role.CUSTOMER)
def balance(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show what the person has with the shop."""
    del args
    turn.show(pages.balance_page(turn))


@open_to(Role.CUSTOMER)
def statement(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show what moved the person's balance."""
    turn.show(pages.statement(turn, page=args.get("page", 1)))


@open_to(Role.CUSTOMER)
def top_up(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask how much to put on the balance; `/topup 88` says it at once.

    Raises NotAnAmount, TopUpOutOfRange or AccountFrozen.
    """
    freezes.require_good(turn.person)
    wanted = str(args.get("argument", "")).strip()
    if wanted:
        _choose_way(turn, _amount(wanted))
    else:
        turn.show(pages.top_up_page(turn))


@open_to(Role.CUSTOMER)
def choose_amount(turn: Turn, args: Mapping[str, Any]) -> None:
    """An offered amount was chosen."""
    _choose_way(turn, Money(args["minor"], pages.CURRENCY))


@open_to(Role.CUSTOMER)
def open_top_up(turn: Turn, args: Mapping[str, Any]) -> None:
    """Lead to the gateway that was chosen. Raises TopUpOutOfRange."""
    _pay_at(turn, args["gateway"], Money(args["minor"], pages.CURRENCY))


def _choose_way(turn: Turn, amount: Money) -> None:
    ways = pages.ways_to_top_up(turn)
    if len(ways) == 1:
        _pay_at(turn, ways[0], amount)
    else:
        turn.show(pages.top_up_choice(turn, amount))


def _pay_at(turn: Turn, gateway: str, amount: Money) -> None:
    key = f"event:{turn.event.id}"
    fee = turn.shop.gateways[gateway].fee
    payment = payments.open_top_up(turn.db, turn.person, amount, gateway=gateway, fee=fee, key=key, now=turn.now)
    turn.show(pages.top_up_payment(turn, payment))


def _amount(text: str) -> Money:
    try:
        amount = Money.parse(text, pages.CURRENCY)
    except InvalidAmount:
        raise NotAnAmount(currency=pages.CURRENCY) from None
    if amount.minor <= 0:
        raise NotAnAmount(currency=pages.CURRENCY)
    return amount
