"""Purchases: buying of suppliers what a paid order lacks, and acting once on whatever they answer.

Not here: which supplier comes first (backend.suppliers), the call (bot.jobs.purchase), or handing over
(backend.fulfilment). Every answer is acted on with the order held; a code is the order's only while that is paid and
lacks it, any other is put aside.

    begin ──> asking ──call──> settle ──> Bought: hold, top up, put aside     Unknown, Unseen: look again, at set times
    (a turn)  (the job)        (a turn)   Rejected: somebody else may be asked
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from backend import orders, stock, suppliers
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.people import Person, Tier
from backend.suppliers import HOPELESS, NO_ANSWER, Answer, Ok, Refusal, Rejected, Unknown, Unseen
from storage import audit_trail, deliveries, failpoints
from storage import stock as cards
from storage import supplier_purchases as rows
from storage import suppliers as supplier_rows
from storage.database import Db
from storage.secrets import Vault
from storage.stock import NewCard
from storage.supplier_purchases import Purchase as Purchase
from storage.supplier_purchases import PurchaseStatus as PurchaseStatus

LOOKS = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 120, 300, 600))
"""After asking, when we ask what became of it; then every ten minutes."""

LATER_LOOKS = timedelta(minutes=10)
LAST_LOOK = timedelta(days=1)
"""After this long nobody looks any more; what still comes by a callback is put aside."""

UNSEEN_TIMES = 2
"""How often a supplier must know of nothing, once that is final, before it is taken for not having acted."""

MOST_PURCHASES = 12
"""For one order; a bound, so that suppliers who contradict themselves are not asked for ever."""

ASKED_AGAIN_AFTER = timedelta(minutes=5)
"""A supplier that could not deliver is passed over this long for the same order."""

LATE_AFTER = timedelta(minutes=10)
"""After paying, the buyer is told that it takes longer, and until when they have it or their money."""

PROMISED_WITHIN = timedelta(minutes=30)
"""After paying, an order that nobody could deliver is given back."""

NOT_AS_PROMISED = "not delivered as promised"
"""Why an order is given back when that time is over."""


class Urgency(IntEnum):
    """Which purchases go first where there are more than can be made at once."""

    BULK = -10
    NORMAL = 0
    VIP = 10
    EMERGENCY = 20


@dataclass(frozen=True)
class Bought:
    """What came, its codes sealed already."""

    cards: tuple[NewCard, ...] = ()
    receipt: str | None = None
    is_complete: bool = True


Outcome = Bought | Rejected | Unknown | Unseen


@dataclass(frozen=True)
class Asking:
    """A purchase about to be asked. Only the first time is it surely new to the supplier."""

    purchase: Purchase
    is_first: bool


@dataclass(frozen=True)
class Settled:
    """What an answer came to. `look_at` is when to ask again, None where that is not needed.

    `is_to_deliver`: the order may have all it needs now, or somebody else is to be asked. `put_aside` counts codes no
    order is waiting for, `repeated` those that the shop has had before. `rests` says that the supplier is left alone.
    """

    order: Order
    purchase: Purchase
    look_at: datetime | None = None
    is_to_deliver: bool = False
    put_aside: int = 0
    repeated: int = 0
    rests: bool = False


def begin(db: Db, order: Order, *, now: datetime) -> Purchase | None:
    """The order's open purchase, or a new one of what it lacks; None if no supplier can deliver.

    The caller holds the order.
    """
    bought = rows.for_order(db, order.id)
    waiting = next((each for each in bought if each.is_open), None)
    if waiting is not None or len(bought) >= MOST_PURCHASES:
        return waiting
    missing = order.quantity - stock.count_held(db, order.id)
    offer = suppliers.choose(
        db,
        order.product_id,
        quantity=missing,
        at_most=order.unit_price,
        passed_over=_passed_over(bought, now=now),
        now=now,
    )
    if offer is None or (offer.is_top_up and (not order.account or missing != order.quantity)):
        return None
    nth = len(bought) + 1
    intended = rows.add(
        db,
        number=f"{order.number}-S{nth}",
        order_id=order.id,
        nth=nth,
        supplier_id=offer.supplier_id,
        product_id=order.product_id,
        sku=offer.sku,
        account=order.account if offer.is_top_up else "",
        quantity=missing if offer.is_top_up else min(missing, offer.available),
        cost=offer.cost,
        now=now,
    )
    failpoints.reached("purchase.intended")
    return intended


def open_for(db: Db, order_id: int) -> Purchase | None:
    """What is being bought for the order now."""
    return next((each for each in rows.for_order(db, order_id) if each.is_open), None)


def with_id(db: Db, purchase_id: int) -> Purchase | None:
    """The purchase."""
    return rows.with_id(db, purchase_id)


def forgotten(db: Db, *, before: datetime, most: int) -> list[Purchase]:
    """Purchases that were intended before this moment where no turn could have them asked, the oldest first."""
    return rows.forgotten(db, before=before, most=most)


def with_number(db: Db, number: str) -> Purchase | None:
    """The purchase that a supplier knows by this number."""
    return rows.with_number(db, number)


def count_open(db: Db, supplier_ids: Sequence[str]) -> dict[str, int]:
    """How many purchases of each supplier are under way; one without any is missing."""
    return rows.count_open(db, supplier_ids)


def ask(db: Db, purchase_id: int, *, now: datetime) -> Asking | None:
    """Note that the supplier is going to be asked, before it is; None if there is nothing to ask any more.

    One that was given up is asked about too: its codes may have come after all, and are ours.
    """
    known = rows.with_id(db, purchase_id)
    if known is None:
        return None
    order = orders.lock(db, known.order_id)
    purchase = rows.lock(db, purchase_id) or known
    if purchase.status is PurchaseStatus.DONE:
        return None
    if purchase.asked_at is not None:
        return Asking(purchase, is_first=False)
    if order.status is not OrderStatus.PAID:
        if purchase.is_open:
            _settle(db, purchase, PurchaseStatus.ABANDONED, f"the order is {order.status}", now=now)
        return None
    is_first = rows.ask(db, purchase_id, now=now)
    failpoints.reached("purchase.asked")
    return Asking(purchase, is_first)


def settle(db: Db, purchase_id: int, outcome: Outcome, *, now: datetime) -> Settled | None:
    """Act on what a supplier answered, once however often it is heard; None for a purchase we don't have."""
    known = rows.with_id(db, purchase_id)
    if known is None:
        return None
    order = orders.lock(db, known.order_id)
    purchase = rows.lock(db, purchase_id) or known
    match outcome:
        case Bought():
            suppliers.note_answer(db, purchase.supplier_id)
            settled = _take_in(db, order, purchase, outcome, now=now)
        case Rejected():
            settled = _note_refusal(db, order, purchase, outcome, now=now)
        case Unseen(is_final=True) if purchase.is_open and purchase.unseen + 1 >= UNSEEN_TIMES:
            settled = _note_refusal(db, order, purchase, Rejected(Refusal.NEVER_ARRIVED), now=now)
        case _:
            settled = _note_doubt(db, order, purchase, outcome, now=now)
    failpoints.reached("purchase.settled")
    return settled


def abandon(db: Db, order: Order, *, now: datetime) -> Purchase | None:
    """Wait no longer for what is being bought for the order; what still comes is put aside. The caller holds the order.

    Not for a top-up that may have been made: the account can't give it back. Returns one that is still open.
    """
    waiting = open_for(db, order.id)
    if waiting is None:
        return None
    if waiting.is_top_up and waiting.asked_at is not None:
        return waiting
    _settle(db, waiting, PurchaseStatus.ABANDONED, "the promised time is over", now=now)
    return None


def urgency(db: Db, order: Order, buyer: Person, *, now: datetime) -> Urgency:
    """How urgent the order's purchase is: a late one first, then those of gold customers, bulk orders last."""
    if order.needs_attention:
        return Urgency.EMERGENCY
    if orders.is_bulk(db, order):
        return Urgency.BULK
    if order.paid_at is not None and now - order.paid_at >= LATE_AFTER:
        return Urgency.EMERGENCY
    return Urgency.VIP if buyer.tier is Tier.GOLD else Urgency.NORMAL


def to_json(answer: Answer, *, vault: Vault) -> dict[str, Any]:
    """An answer as a job brings it back: plain JSON in which no code can be read."""
    match answer:
        case Ok(codes, receipt, is_complete):
            sealed = [stock.seal(code.reveal(), vault) for code in codes]
            cards_ = [[card.fingerprint, card.sealed_code] for card in sealed]
            return {"is": "ok", "cards": cards_, "receipt": receipt, "is_complete": is_complete}
        case Rejected(reason, cost):
            asked = None if cost is None else [cost.minor, cost.currency]
            return {"is": "rejected", "reason": reason.value, "cost": asked}
        case Unknown(why):
            return {"is": "unknown", "why": why}
        case Unseen(is_final):
            return {"is": "unseen", "is_final": is_final}


def from_json(kept: Mapping[str, Any] | None) -> Outcome:
    """What `to_json` kept; of a job that was given up there is nothing, and nobody knows what it did."""
    if kept is None:
        return Unknown("the call was given up")
    match kept["is"]:
        case "ok":
            came = tuple(NewCard(fingerprint, sealed) for fingerprint, sealed in kept["cards"])
            return Bought(came, kept["receipt"], kept["is_complete"])
        case "rejected":
            return Rejected(Refusal(kept["reason"]), None if kept["cost"] is None else Money(*kept["cost"]))
        case "unseen":
            return Unseen(kept["is_final"])
        case _:
            return Unknown(kept["why"])


def _passed_over(bought: Sequence[Purchase], *, now: datetime) -> set[str]:
    """Who is not asked for this order now: those who can't deliver it, and who has just failed to.

    Some of it, or a new price, is no failure, unless it is the second new price in a row.
    """
    passed_over = set()
    for place, each in enumerate(bought):
        is_new_price = each.reason == Refusal.PRICE_CHANGED and (place == 0 or bought[place - 1].reason != each.reason)
        is_recent = each.settled_at is not None and now - each.settled_at < ASKED_AGAIN_AFTER
        is_part = each.status is PurchaseStatus.DONE and each.received > 0
        if each.reason in HOPELESS or (is_recent and not is_new_price and not is_part):
            passed_over.add(each.supplier_id)
    return passed_over


def _take_in(db: Db, order: Order, purchase: Purchase, came: Bought, *, now: datetime) -> Settled:
    if purchase.is_top_up:
        return _note_top_up(db, order, purchase, came, now=now)
    known = cards.batches_of(db, [card.fingerprint for card in came.cards])
    fresh = [card for card in came.cards if card.fingerprint not in known]
    own = [card for card in came.cards if known.get(card.fingerprint) == purchase.number]
    room = order.quantity - stock.count_held(db, order.id) if order.status is OrderStatus.PAID else 0
    held = _put_in(db, purchase, fresh[:room], order_id=order.id, now=now)
    put_aside = _put_in(db, purchase, fresh[room:], order_id=None, now=now)
    failpoints.reached("purchase.taken-in")
    repeated = len(came.cards) - len(own) - held - put_aside
    _record_oddities(db, purchase, put_aside=put_aside, repeated=repeated, now=now)
    if held or put_aside:
        rows.note_received(db, purchase.id, held + put_aside)
    look_at = _close_or_wait(db, purchase, came, now=now)
    is_to_deliver = order.status is OrderStatus.PAID and (came.is_complete or held == room)
    return Settled(order, purchase, look_at, is_to_deliver, put_aside, repeated)


def _note_top_up(db: Db, order: Order, purchase: Purchase, came: Bought, *, now: datetime) -> Settled:
    """An account that was topped up for an order given back meanwhile is staff's to settle."""
    look_at = _close_or_wait(db, purchase, came, now=now)
    if not purchase.is_open or not came.is_complete:
        return Settled(order, purchase, look_at)
    if order.status is not OrderStatus.PAID:
        _record_oddities(db, purchase, put_aside=purchase.quantity, repeated=0, now=now)
        return Settled(order, purchase, put_aside=purchase.quantity)
    deliveries.add_top_up(
        db,
        order_id=order.id,
        purchase_id=purchase.id,
        quantity=purchase.quantity,
        receipt=came.receipt or purchase.number,
        now=now,
    )
    return Settled(order, purchase, is_to_deliver=True)


def _put_in(db: Db, purchase: Purchase, fresh: Sequence[NewCard], *, order_id: int | None, now: datetime) -> int:
    return cards.put_in(
        db,
        purchase.product_id,
        fresh,
        order_id=order_id,
        batch=purchase.number,
        cost_minor=purchase.cost_minor,
        now=now,
    )


def _close_or_wait(db: Db, purchase: Purchase, came: Bought, *, now: datetime) -> datetime | None:
    if not purchase.is_open:
        return None
    if came.is_complete:
        _settle(db, purchase, PurchaseStatus.DONE, None, now=now)
        return None
    rows.note_look(db, purchase.id, was=purchase.status, is_unseen=False, why="more is to come")
    return _next_look(purchase, now=now)


def _note_refusal(db: Db, order: Order, purchase: Purchase, refused: Rejected, *, now: datetime) -> Settled:
    rests = False
    if refused.reason in NO_ANSWER:
        rests = suppliers.note_failure(db, purchase.supplier_id, now=now)
    else:
        suppliers.note_answer(db, purchase.supplier_id)
    if not purchase.is_open:
        return Settled(order, purchase, rests=rests)
    if refused.reason is Refusal.SOLD_OUT:
        supplier_rows.note_sold_out(db, purchase.supplier_id, purchase.product_id)
    if refused.cost is not None:
        supplier_rows.note_cost(db, purchase.supplier_id, purchase.product_id, refused.cost)
    _settle(db, purchase, PurchaseStatus.REJECTED, refused.reason, now=now)
    return Settled(order, purchase, is_to_deliver=order.status is OrderStatus.PAID, rests=rests)


def _note_doubt(db: Db, order: Order, purchase: Purchase, outcome: Outcome, *, now: datetime) -> Settled:
    rests = isinstance(outcome, Unknown) and suppliers.note_failure(db, purchase.supplier_id, now=now)
    if not purchase.is_open:
        return Settled(order, purchase, rests=rests)
    if purchase.asked_at is None:
        return Settled(order, purchase, now + LOOKS[0], rests=rests)
    why = outcome.why if isinstance(outcome, Unknown) else "the supplier knows nothing of it"
    if now - purchase.asked_at >= LAST_LOOK:
        _settle(db, purchase, PurchaseStatus.ABANDONED, why, now=now)
        return Settled(order, purchase, rests=rests)
    is_unseen = isinstance(outcome, Unseen) and outcome.is_final
    rows.note_look(db, purchase.id, was=purchase.status, is_unseen=is_unseen, why=why)
    return Settled(order, purchase, _next_look(purchase, now=now), rests=rests)


def _next_look(purchase: Purchase, *, now: datetime) -> datetime:
    """When to ask again; after a pause in which nobody looked, soon and not several times at once."""
    asked_at = purchase.asked_at or now
    due = (asked_at + after for after in LOOKS if asked_at + after > now)
    return next(due, now + LATER_LOOKS)


def _settle(db: Db, purchase: Purchase, to: PurchaseStatus, reason: str | None, *, now: datetime) -> None:
    rows.settle(db, purchase.id, was=purchase.status, to=to, reason=reason, now=now)
    _record(db, purchase, to, reason or "", now=now)


def _record_oddities(db: Db, purchase: Purchase, *, put_aside: int, repeated: int, now: datetime) -> None:
    if put_aside:
        _record(db, purchase, "put-aside", str(put_aside), now=now)
    if repeated:
        _record(db, purchase, "repeated", str(repeated), now=now)


def _record(db: Db, purchase: Purchase, what: str, why: str, *, now: datetime) -> None:
    by = f"supplier:{purchase.supplier_id}"
    audit_trail.record(db, subject=f"purchase:{purchase.number}", what=what, by=by, why=why, now=now)
