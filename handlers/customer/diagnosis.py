"""Looking into it: what hinders somebody, by their own words or by a button, and what the buttons of that page do.

Not here: what is found (backend.diagnosis), or how it reads (flows.pages.diagnosis).
"""

from collections.abc import Mapping
from typing import Any

from backend import catalogue, complaints, connection, orders, payments, tickets
from backend.diagnosis import Diagnosis, diagnose
from backend.findings import Symptom, Wanted
from backend.orders import Order, OrderStatus
from backend.people import Role
from backend.tickets import Category, Opened, Side
from flows.pages import crossing
from flows.pages import diagnosis as pages
from flows.pages import tickets as ticket_pages
from flows.pages.orders import order_page
from flows.turn import Turn
from flows.understanding.intents import Intent
from flows.words import words
from handlers.audience import open_to
from handlers.customer import orders as own_orders

SYMPTOMS = {
    Intent.ORDER_STUCK: Symptom.ARRIVAL,
    Intent.CARD_INVALID: Symptom.CODE,
    Intent.ACCOUNT_FROZEN_OR_LOGIN: Symptom.LOGIN,
    Intent.CONNECTION_PROBLEM: Symptom.SLOW,
}
"""What is looked into at once, and its cause named with the remedy as a button."""

_CATEGORY = {Symptom.ARRIVAL: Category.NOT_ARRIVED, Symptom.CODE: Category.CODE_DEAD}
"""As what a human hears of it; of what is about no order they just hear that somebody wants them."""


@open_to(Role.CUSTOMER)
def ask(turn: Turn, args: Mapping[str, Any]) -> None:
    """Ask what is wrong; what is said of an order that is named needs no asking."""
    if "order" in args:
        about = orders.own_order(turn.db, turn.person, args["order"])
        symptom = Symptom.ARRIVAL if about.delivered_at is None else Symptom.CODE
        look(turn, {"symptom": symptom.value, "order": about.id})
    else:
        turn.show(pages.symptoms())


@open_to(Role.CUSTOMER)
def look(turn: Turn, args: Mapping[str, Any]) -> None:
    """Look into it now, and show what was found."""
    found, about, wanted = _look(turn, args)
    turn.show(pages.page(turn, found, order=about, wanted=wanted))


def look_into(turn: Turn, symptom: Symptom, *, wanted: Wanted | None) -> None:
    """Look into what somebody has written of, perhaps naming what they want to buy."""
    named = {} if wanted is None else {"product": wanted.product_id, "quantity": wanted.quantity}
    look(turn, {"symptom": symptom.value, **named})


def finds(turn: Turn, symptom: Symptom, *, wanted: Wanted | None = None) -> bool:
    """Whether looking into it would find anything."""
    found = diagnose(turn.db, turn.person, symptom, wanted=wanted, rules=turn.shop.risk, now=turn.now)
    return found.first is not None


@open_to(Role.CUSTOMER)
def ask_for_human(turn: Turn, args: Mapping[str, Any]) -> None:
    """Call a human, who reads on the ticket what was found; looked for anew, as it may have changed."""
    found, about, _ = _look(turn, args)
    if about is None and found.first is not None:
        about = found.first.order
    _hand_on(turn, found, about, category=None if about is None else _CATEGORY.get(found.symptom))


@open_to(Role.CUSTOMER)
def report_dead_code(turn: Turn, args: Mapping[str, Any]) -> None:
    """Have a human replace a code of this order that does not work."""
    found, about, _ = _look(turn, {"symptom": Symptom.CODE.value, "order": args["order"]})
    _hand_on(turn, found, about, category=Category.CODE_DEAD)


@open_to(Role.CUSTOMER)
def deliver(turn: Turn, args: Mapping[str, Any]) -> None:
    """Try at once to deliver a paid order that waits; look into it again if there is nothing to deliver."""
    waiting = orders.lock_own(turn.db, turn.person, args["order"])
    if waiting.status is OrderStatus.PAID and own_orders.try_now(turn, waiting):
        turn.toast("diagnosis-delivered")
        return
    look(turn, {"symptom": Symptom.ARRIVAL.value, "order": waiting.id})
    if turn.screen is not None and waiting.status is OrderStatus.PAID:
        turn.show(turn.screen.below(words("diagnosis-not-yet")))


@open_to(Role.CUSTOMER)
def ask_payment(turn: Turn, args: Mapping[str, Any]) -> None:
    """Have the gateways asked about the order's open payments; what they know comes as a notice like any other."""
    about = orders.own_order(turn.db, turn.person, args["order"])
    awaited = payments.awaited_for(turn.db, about)
    for payment in awaited:
        turn.start_job("payment-query", payment=payment.id)
    page = order_page(turn, about)
    turn.show(page.below(words("diagnosis-asked-gateway")) if awaited else page)


@open_to(Role.CUSTOMER)
def test_connection(turn: Turn, args: Mapping[str, Any]) -> None:
    """Send something to tap."""
    del args
    turn.show(pages.tap_here(asked=turn.event.id))


@open_to(Role.CUSTOMER)
def tapped(turn: Turn, args: Mapping[str, Any]) -> None:
    """Say how long it took to send it, and to get the tap."""
    trip = connection.round_trip(turn.db, asked=args["asked"], answered=turn.event.id, now=turn.now)
    turn.show(pages.connection(trip))


def _look(turn: Turn, args: Mapping[str, Any]) -> tuple[Diagnosis, Order | None, Wanted | None]:
    about = orders.own_order(turn.db, turn.person, args["order"]) if "order" in args else None
    wanted = _wanted(turn, args) if args["symptom"] == Symptom.ORDERING else None
    symptom, rules = Symptom(args["symptom"]), turn.shop.risk
    found = diagnose(turn.db, turn.person, symptom, order=about, wanted=wanted, rules=rules, now=turn.now)
    return found, about, wanted


def _wanted(turn: Turn, args: Mapping[str, Any]) -> Wanted | None:
    """What was named, or else what the order is about that the person is in the middle of."""
    if "product" in args:
        return Wanted(args["product"], args.get("quantity", 1))
    answers = next((each.answers for each in reversed(turn.conversation.frames) if each.flow == "checkout"), {})
    product = catalogue.product(turn.db, str(answers.get("product", "")))
    return None if product is None else Wanted(product.id, int(str(answers.get("quantity", 1))))


def _hand_on(turn: Turn, found: Diagnosis, about: Order | None, *, category: Category | None) -> None:
    """Open a ticket, or find the one there is, with the findings on it; from here on the person talks to staff."""
    opened = _ticket(turn, about, category)
    text = crossing.keep_words(pages.note(turn, found))
    if text not in [each.text for each in tickets.messages_of(turn.db, opened.ticket.id)]:
        tickets.say(turn.db, opened.ticket, side=Side.SHOP, author_id=None, text=text, now=turn.now)
    if opened.is_new:
        ticket_pages.hand_over(turn, opened.ticket)
    else:
        turn.refresh(ticket_pages.card(turn, opened.ticket))
    turn.conversation.is_talking = True
    turn.show(ticket_pages.customer_page(turn, opened.ticket).below(words("diagnosis-handed-on")))


def _ticket(turn: Turn, about: Order | None, category: Category | None) -> Opened:
    if about is None and (unresolved := tickets.unresolved_of(turn.db, turn.person)):
        return Opened(unresolved[0], is_new=False)
    return tickets.open_ticket(
        turn.db,
        turn.person,
        order_id=None if about is None else about.id,
        category=category,
        now=turn.now,
        promised_at=complaints.promised_at(turn.db, category, now=turn.now),
    )
