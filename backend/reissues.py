"""Reissues: a delivered code that does not work is replaced from stock, once, when staff say so, within limits.

Not here: asking its supplier (bot.jobs.dead_code), or the complaint that begins it (flows.complaint).

    complained of, shown to its buyer ──> wanted ──> its supplier is asked, if it has one ──> given from the shelf
                                                                                 nothing there: staff try again
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend import orders, quarantine, stock, supplier_purchases
from backend.errors import CannotReplace, TooManyReplaced
from backend.orders import Order, OrderStatus
from backend.supplier_purchases import Purchase
from storage import audit_trail, deliveries, failpoints
from storage import reissues as rows
from storage import stock as cards
from storage.database import Db, WrongRowCount, expect_rows, savepoint
from storage.reissues import Reissue as Reissue
from storage.stock import Card

MOST_IN_PERIOD = 3
PERIOD = timedelta(days=30)
"""So many codes of one person are replaced in this time; of more a supervisor gives the money back instead."""

FROM_STOCK = "the shop's own stock"
"""What is known of a code that no supplier sold us."""

_HAVE_CODES = frozenset({OrderStatus.DELIVERED, OrderStatus.COMPLETED})


@dataclass(frozen=True)
class Suspect:
    """A code of an order that may be replaced: its place in the delivery, and what is known of it."""

    card: Card
    place: int
    reissue: Reissue | None


def suspects(db: Db, order: Order) -> list[Suspect]:
    """The codes of an order in the sequence in which its buyer sees them; none of one without codes."""
    if order.status not in _HAVE_CODES:
        return []
    asked = {each.card_id: each for each in rows.of_order(db, order.id)}
    return [Suspect(card, place, asked.get(card.id)) for place, card in enumerate(cards.sold_to(db, order.id), start=1)]


def count_lately(db: Db, person_id: int, *, now: datetime) -> int:
    """How many codes of this person's were replaced, or are to be, in the present period."""
    return rows.count_since(db, person_id, now - PERIOD)


def want(db: Db, order: Order, card_id: int, *, by: str, now: datetime) -> Reissue:
    """Decide that a code is replaced; the same decision for the same code again. A given one stays as it is.

    Raises CannotReplace for what is no code of the order, was never shown to its buyer, or took another's place, and
    TooManyReplaced.
    """
    rows.take_turn(db, order.person_id)
    order = orders.lock(db, order.id)
    suspect = next((each for each in suspects(db, order) if each.card.id == card_id), None)
    if suspect is None or deliveries.first_revealed_at(db, order.id) is None:
        raise CannotReplace(number=order.number)
    if suspect.reissue is not None:
        return suspect.reissue
    wanted = rows.add(
        db,
        card_id=card_id,
        order_id=order.id,
        person_id=order.person_id,
        asked_by=by,
        most=MOST_IN_PERIOD,
        since=now - PERIOD,
        now=now,
    )
    if wanted is None:
        raise TooManyReplaced(most=MOST_IN_PERIOD, days=PERIOD.days)
    failpoints.reached("reissue.wanted")
    why = f"code {suspect.place} does not work"
    audit_trail.record(db, subject=f"reissue:{wanted.id}", what="wanted", by=by, why=why, now=now)
    return wanted


def purchase_of(db: Db, wanted: Reissue) -> Purchase | None:
    """Where the code was bought; None for one of the shop's own."""
    card = next(each for each in cards.sold_to(db, wanted.order_id) if each.id == wanted.card_id)
    return supplier_purchases.with_number(db, cards.batches_of(db, [card.fingerprint])[card.fingerprint])


def with_id(db: Db, reissue_id: int) -> Reissue | None:
    """The reissue."""
    return rows.with_id(db, reissue_id)


def give(db: Db, reissue_id: int, *, proof: str, now: datetime) -> Reissue | None:
    """Hand over another code in the place of this one; None if that was done before. Raises OutOfStock."""
    wanted = rows.with_id(db, reissue_id)
    if wanted is None:
        return None
    order = orders.lock(db, wanted.order_id)
    if rows.with_id(db, reissue_id) != wanted or wanted.new_card_id is not None:
        return None
    with savepoint(db):
        card = _take_one(db, order, now=now)
        deliveries.add(db, order.id, [card.id], now=now)
        given = rows.give(db, reissue_id, new_card_id=card.id, proof=proof, now=now)
        if given is None:
            raise WrongRowCount(1, 0)
        failpoints.reached("reissue.given")
        audit_trail.record(db, subject=f"reissue:{given.id}", what="given", by=wanted.asked_by, why=proof, now=now)
    return given


def _take_one(db: Db, order: Order, *, now: datetime) -> Card:
    """One more card for an order that has its own. Raises OutOfStock."""
    quarantine.put_expired_aside(db, now=now)
    stock.hold(db, product_id=order.product_id, quantity=1, order_id=order.id, now=now)
    sold = stock.sell(db, order.id, quantity=1, now=now)
    expect_rows(len(sold), 1)
    return sold[0]
