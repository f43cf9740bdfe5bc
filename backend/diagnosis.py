"""Diagnosis: why somebody can't order, or has not got what they ordered; each finding is read from what is committed.

Not here: the words (flows.pages.diagnosis), or what is done about it (handlers.customer.diagnosis). Whether a purchase
is refused is asked of the very functions that refuse it, in the order in which buying asks them. Nothing is changed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from backend import (
    catalogue,
    complaints,
    freezes,
    incidents,
    licences,
    maintenance,
    orders,
    preorders,
    pricing,
    reissues,
    risk,
    stock,
    supplier_purchases,
    suppliers,
)
from backend.catalogue import Product
from backend.errors import (
    AccountFrozen,
    AllocationSpent,
    ClosedForMaintenance,
    LicenceLapsed,
    LicenceNeeded,
    OutOfStock,
    OutsideOrderingHours,
    ProductNotOnSale,
    PurchaseLimitReached,
    QuantityOutOfRange,
    Refused,
    TooManyUnpaid,
)
from backend.incidents import IncidentStatus
from backend.licences import LicenceStatus
from backend.orders import Order, OrderStatus
from backend.people import Person
from backend.promises import Promise
from backend.risk import Level
from backend.risk_rules import RiskRules
from storage import conversations, outbox, payments
from storage import orders as order_rows
from storage.database import Db
from storage.payments import PaymentStatus
from storage.stock import MOST_UNPAID_HOLDS

ORDERS_LOOKED_AT = 5
MOST_FURTHER = 3

HELD_LONG = timedelta(seconds=15)
"""A message that waits longer than that is held up, and not just on its way."""

MISSED_WITHIN = timedelta(days=7)

PAYMENTS_LOOKED_AT = 50
SILENT_FROM = 3
"""So many people must have heard nothing of their payments before it is the gateway's fault, and not their own."""

SILENT_WITHIN = timedelta(minutes=30)
HEARD_AFTER = timedelta(minutes=2)
"""A gateway's notice comes within seconds of paying; people take a minute or two to pay."""


class Symptom(StrEnum):
    """What somebody says is wrong."""

    ORDERING = "ordering"  # I can't order
    ARRIVAL = "arrival"  # it has not arrived
    LOGIN = "login"  # I am logged out, I am blocked
    SLOW = "slow"  # nothing happens
    CODE = "code"  # the code does not work


class Cause(StrEnum):
    """What hinders somebody, or is the matter with an order of theirs."""

    FROZEN = "frozen"
    OFF_SALE = "off-sale"
    LICENCE_NEEDED = "licence-needed"
    LICENCE_IN_REVIEW = "licence-in-review"
    LICENCE_ENDED = "licence-ended"
    OUTSIDE_HOURS = "outside-hours"
    ALLOCATION_SPENT = "allocation-spent"
    SOLD_OUT = "sold-out"
    LIMIT_REACHED = "limit-reached"
    QUANTITY = "quantity"
    MAINTENANCE = "maintenance"
    TOO_MANY_UNPAID = "too-many-unpaid"
    GATEWAY_SILENT = "gateway-silent"
    SUPPLIER_SILENT = "supplier-silent"
    INCIDENT = "incident"
    UNPAID = "unpaid"
    UNVERIFIED = "unverified"  # who pays must first show that it is they
    UNHEARD = "unheard"  # a payment was opened outside, and nobody has told us of money
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    CREDITED = "credited"
    BEING_BOUGHT = "being-bought"
    WAITING = "waiting"  # paid, and nobody has any
    PREORDERED = "preordered"
    LATE = "late"
    DOUBT = "doubt"
    REFUND_UNDER_WAY = "refund-under-way"
    REFUND_LATE = "refund-late"
    REFUNDED = "refunded"
    UNSENT = "unsent"  # delivered, and the message with it never left
    UNSEEN = "unseen"
    SEEN = "seen"
    REISSUE_WAITS = "reissue-waits"
    REISSUED = "reissued"
    MISSED = "missed"  # messages that could not be sent to somebody who had blocked us
    HELD = "held"  # messages that wait to be sent


@dataclass(frozen=True)
class Finding:
    """One thing that is so. `at` is the moment that matters for it: until when, or since when.

    `refusal` is what somebody is told who tries to buy all the same.
    """

    cause: Cause
    at: datetime | None = None
    order: Order | None = None
    product_id: str | None = None
    count: int = 0
    refusal: Refused | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to buy."""

    product_id: str
    quantity: int = 1


@dataclass(frozen=True)
class Diagnosis:
    """All that was found, what hinders most first. Nothing may have been found."""

    symptom: Symptom
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding | None:
        """The cause."""
        return self.findings[0] if self.findings else None

    @property
    def further(self) -> tuple[Finding, ...]:
        """What else there is."""
        return self.findings[1 : 1 + MOST_FURTHER]


_CAUSE_OF: dict[type[Refused], Cause] = {
    ProductNotOnSale: Cause.OFF_SALE,
    QuantityOutOfRange: Cause.QUANTITY,
    OutOfStock: Cause.SOLD_OUT,
    PurchaseLimitReached: Cause.LIMIT_REACHED,
    LicenceNeeded: Cause.LICENCE_NEEDED,
    LicenceLapsed: Cause.LICENCE_ENDED,
    OutsideOrderingHours: Cause.OUTSIDE_HOURS,
    AllocationSpent: Cause.ALLOCATION_SPENT,
    ClosedForMaintenance: Cause.MAINTENANCE,
}

_REFUSING = (Cause.FROZEN, *_CAUSE_OF.values(), Cause.LICENCE_IN_REVIEW)
"""What ends a purchase. The first of these is found first, and stays first."""

_STUCK = (Cause.DOUBT, Cause.LATE, Cause.WAITING, Cause.BEING_BOUGHT, Cause.PREORDERED)
_HANDED_OVER = (Cause.UNSENT, Cause.UNSEEN, Cause.REISSUE_WAITS)
_UNPAID = (Cause.UNVERIFIED, Cause.UNHEARD, Cause.UNPAID)
_MONEY_BACK = (Cause.REFUND_LATE, Cause.REFUND_UNDER_WAY, Cause.REFUNDED)
_CAME_TO_NOTHING = (Cause.CREDITED, Cause.LAPSED, Cause.CANCELLED)
_OF_SHOP = (Cause.INCIDENT, Cause.SUPPLIER_SILENT, Cause.GATEWAY_SILENT, Cause.MAINTENANCE)
_OF_MESSAGES = (Cause.HELD, Cause.MISSED)
_OF_ORDERS = (
    *_STUCK,
    *_HANDED_OVER,
    *_UNPAID,
    *_MONEY_BACK,
    *_CAME_TO_NOTHING,
    Cause.REISSUED,
    Cause.SEEN,
)

MATTERS: dict[Symptom, tuple[tuple[Cause, ...], ...]] = {
    Symptom.ORDERING: (
        _REFUSING,
        (Cause.TOO_MANY_UNPAID,),
        (Cause.GATEWAY_SILENT,),
        _UNPAID,
        (Cause.INCIDENT,),
        _OF_MESSAGES,
    ),
    Symptom.ARRIVAL: tuple((each,) for each in (*_OF_ORDERS, *_OF_SHOP, *_OF_MESSAGES, Cause.FROZEN)),
    Symptom.LOGIN: (
        (Cause.FROZEN,),
        (Cause.MISSED,),
        (Cause.HELD,),
        (Cause.MAINTENANCE,),
        (Cause.INCIDENT,),
        (Cause.LICENCE_IN_REVIEW,),
        (Cause.LICENCE_ENDED,),
    ),
    Symptom.SLOW: (
        (Cause.FROZEN,),
        (Cause.MAINTENANCE,),
        (Cause.HELD,),
        (Cause.MISSED,),
        *((each,) for each in (*_STUCK, Cause.UNSENT)),
        (Cause.INCIDENT,),
        (Cause.GATEWAY_SILENT,),
        (Cause.SUPPLIER_SILENT,),
    ),
    Symptom.CODE: (
        (Cause.REISSUE_WAITS,),
        (Cause.REISSUED,),
        (Cause.UNSENT,),
        (Cause.UNSEEN,),
        (Cause.SEEN,),
        *((each,) for each in (*_STUCK, *_UNPAID, *_MONEY_BACK, *_CAME_TO_NOTHING)),
        (Cause.INCIDENT,),
    ),
}
"""What matters for which symptom, what hinders most first. Of those in one group the one found first comes first."""

_PROMISED = {
    Promise.PREORDER: Cause.PREORDERED,
    Promise.STOCK: Cause.WAITING,
    Promise.SUPPLIER: Cause.BEING_BOUGHT,
    Promise.LATE: Cause.LATE,
    Promise.WISH: Cause.LATE,
    Promise.DOUBT: Cause.DOUBT,
}
_OWED = {Promise.REFUND: Cause.REFUND_UNDER_WAY, Promise.REFUND_LATE: Cause.REFUND_LATE}
_OVER = {
    complaints.Cause.LAPSED: Cause.LAPSED,
    complaints.Cause.CANCELLED: Cause.CANCELLED,
    complaints.Cause.CREDITED: Cause.CREDITED,
    complaints.Cause.REFUNDED: Cause.REFUNDED,
}


def diagnose(
    db: Db,
    person: Person,
    symptom: Symptom,
    *,
    order: Order | None = None,
    wanted: Wanted | None = None,
    rules: RiskRules | None = None,
    now: datetime,
) -> Diagnosis:
    """Look for what hinders the person: with their latest orders, or this one; with what they want to buy, if known.

    `rules` are those by which somebody who pays is asked who they are.
    """
    looked_at = [order] if order is not None else _worth_a_look(db, person, symptom)
    found = [
        *_of_account(person),
        *_of_purchase(db, person, wanted, now=now),
        *_of_licence(db, person, now=now),
        *(finding for each in looked_at for finding in _of_order(db, person, each, rules=rules, now=now)),
        *_of_shop(db, looked_at, wanted, now=now),
        *_of_messages(db, person, now=now),
    ]
    return Diagnosis(symptom, _ranked(symptom, found))


def refusals(db: Db, person: Person, wanted: Wanted, *, now: datetime) -> list[Refused]:
    """All that a purchase would be refused for now, in the order in which buying would say it."""
    product = catalogue.product(db, wanted.product_id)
    if product is None:
        return [ProductNotOnSale()]
    questions = (
        partial(_require_on_sale, product),
        partial(licences.require, db, person, product.id, now=now),
        partial(_require_left, db, person, product, 1, now=now),
        partial(pricing.require_allowed, db, person, product.id, 1, now=now),
        partial(_require_quantity, product, wanted.quantity),
        partial(_require_left, db, person, product, wanted.quantity, now=now),
        partial(pricing.require_allowed, db, person, product.id, wanted.quantity, now=now),
        partial(licences.require, db, person, product.id, quantity=wanted.quantity, now=now),
        partial(maintenance.require_open, db),
    )
    return list(_refused(questions))


def _ranked(symptom: Symptom, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """What matters for the symptom, each cause once, what hinders most first."""
    ranks = {cause: rank for rank, causes in reversed(list(enumerate(MATTERS[symptom]))) for cause in causes}
    once = {each.cause: each for each in reversed(found)}
    mattering = [each for each in found if each.cause in ranks and once[each.cause] is each]
    return tuple(sorted(mattering, key=lambda each: ranks[each.cause]))


def _of_account(person: Person) -> Iterator[Finding]:
    if person.frozen_at is not None:
        yield Finding(Cause.FROZEN, person.frozen_at, refusal=AccountFrozen())


def _of_purchase(db: Db, person: Person, wanted: Wanted | None, *, now: datetime) -> Iterator[Finding]:
    if wanted is None:
        refused = list(_refused((partial(maintenance.require_open, db),)))
    else:
        refused = refusals(db, person, wanted, now=now)
    in_review = _is_in_review(db, person)
    for each in refused:
        cause = _CAUSE_OF[type(each)]
        if cause is Cause.LICENCE_NEEDED and in_review:
            cause = Cause.LICENCE_IN_REVIEW
        at = each.arguments.get("until", each.arguments.get("opens", each.arguments.get("again")))
        moment = at if isinstance(at, datetime) else None
        yield Finding(cause, moment, product_id=None if wanted is None else wanted.product_id, refusal=each)


def _refused(questions: Sequence[Callable[[], None]]) -> Iterator[Refused]:
    """Each kind of refusal once, as it came first."""
    known: set[type[Refused]] = set()
    for question in questions:
        try:
            question()
        except Refused as refusal:
            if type(refusal) not in known:
                known.add(type(refusal))
                yield refusal


def _require_on_sale(product: Product) -> None:
    if not product.is_on_sale:
        raise ProductNotOnSale


def _require_quantity(product: Product, quantity: int) -> None:
    if not 1 <= quantity <= product.max_per_order:
        raise QuantityOutOfRange(least=1, most=product.max_per_order)


def _require_left(db: Db, person: Person, product: Product, quantity: int, *, now: datetime) -> None:
    left = preorders.for_sale(db, person, product.id, now=now).level.available
    if left < quantity:
        raise OutOfStock(wanted=quantity, left=left)


def _is_in_review(db: Db, person: Person) -> bool:
    licence = licences.of_person(db, person)
    return licence is not None and licence.status is LicenceStatus.SUBMITTED


def _of_licence(db: Db, person: Person, *, now: datetime) -> Iterator[Finding]:
    """A licence that keeps somebody from buying what needs one, whatever that is."""
    licence = licences.of_person(db, person)
    if licence is None:
        return
    if licence.status is LicenceStatus.APPROVED and licence.ends_on < licences.today(db, now):
        yield Finding(Cause.LICENCE_ENDED, refusal=LicenceLapsed(ended=licence.ends_on.isoformat()))


def _worth_a_look(db: Db, person: Person, symptom: Symptom) -> list[Order]:
    """The newest order, and of those shortly before it what is not done with; of dead codes, what was handed over."""
    recent = orders.orders_of(db, person, page=1, per_page=ORDERS_LOOKED_AT).items
    if symptom is Symptom.CODE:
        return [each for each in recent if each.delivered_at is not None] or list(recent[:1])
    open_ones = (OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID, OrderStatus.DELIVERED)
    return [each for place, each in enumerate(recent) if place == 0 or each.status in open_ones]


def _of_order(db: Db, person: Person, order: Order, *, rules: RiskRules | None, now: datetime) -> Iterator[Finding]:
    """What is the matter with it, which may be nothing but that it is as it should be."""
    if order.promise in _OWED:
        yield Finding(_OWED[Promise(order.promise)], order.promised_at, order)
    elif order.status is OrderStatus.PAID:
        yield _waiting(db, order)
    elif order.status is OrderStatus.AWAITING_PAYMENT:
        yield from _unpaid(db, person, order, rules=rules, now=now)
    elif order.delivered_at is not None:
        yield _handed_over(db, order)
    else:
        seen = complaints.diagnosis(db, order)
        yield Finding(_OVER[seen.cause], seen.at, order)


def _waiting(db: Db, order: Order) -> Finding:
    """Paid and not there: what was promised says why; without a promise it is about to be delivered."""
    promised = None if order.promise is None else _PROMISED[Promise(order.promise)]
    is_bought = supplier_purchases.open_for(db, order.id) is not None
    cause = promised or (Cause.BEING_BOUGHT if is_bought else Cause.WAITING)
    return Finding(cause, order.promised_at or order.paid_at, order)


def _must_verify(db: Db, person: Person, order: Order, *, rules: RiskRules | None, now: datetime) -> bool:
    if person.verified_at is not None:
        return False
    return risk.assess(db, person, order.total, rules, now=now).level is Level.VERIFY


def _unpaid(db: Db, person: Person, order: Order, *, rules: RiskRules | None, now: datetime) -> Iterator[Finding]:
    """That it has to be paid is no help to somebody who can't pay now: what keeps them from it is found by itself."""
    awaited = next(iter(payments.awaited_for(db, order.id)), None)
    if order.hold_until is None and not orders.is_preorder(order):
        held = order_rows.count_unpaid_holds(db, person_id=order.person_id)
        if held >= MOST_UNPAID_HOLDS:
            yield Finding(Cause.TOO_MANY_UNPAID, order.pay_until, order, refusal=TooManyUnpaid(count=held))
    if awaited is not None and now - awaited.opened_at >= HEARD_AFTER:
        yield Finding(Cause.UNHEARD, awaited.opened_at, order)
    if any(_refused((partial(freezes.require_good, person), partial(maintenance.require_open, db)))):
        return
    if _must_verify(db, person, order, rules=rules, now=now):
        yield Finding(Cause.UNVERIFIED, order.pay_until, order)
    yield Finding(Cause.UNPAID, order.pay_until, order)


def _handed_over(db: Db, order: Order) -> Finding:
    asked = [each.reissue for each in reissues.suspects(db, order) if each.reissue is not None]
    if any(each.given_at is None for each in asked):
        return Finding(Cause.REISSUE_WAITS, asked[-1].asked_at, order)
    seen = complaints.diagnosis(db, order)
    if asked and asked[-1].given_at is not None:
        return Finding(Cause.REISSUED, asked[-1].given_at, order)
    if seen.cause is complaints.Cause.SEEN:
        return Finding(Cause.SEEN, seen.at, order)
    told = conversations.screens_about(db, f"delivery:{order.id}", most=1)
    is_unsent = bool(told) and told[0].message_id is None
    return Finding(Cause.UNSENT if is_unsent else Cause.UNSEEN, seen.at, order)


def _of_shop(db: Db, looked_at: Sequence[Order], wanted: Wanted | None, *, now: datetime) -> Iterator[Finding]:
    products = {each.product_id for each in looked_at} | ({wanted.product_id} if wanted else set())
    for incident in incidents.newest(db, most=ORDERS_LOOKED_AT):
        if incident.status is IncidentStatus.OPEN and (incident.product_id is None or incident.product_id in products):
            yield Finding(Cause.INCIDENT, incident.since, product_id=incident.product_id)
    yield from _silent_suppliers(db, looked_at, now=now)
    if silent := _silent_since(db, now=now):
        yield Finding(Cause.GATEWAY_SILENT, silent)


def _silent_suppliers(db: Db, looked_at: Sequence[Order], *, now: datetime) -> Iterator[Finding]:
    """Suppliers that are left alone for a while, as far as an order waits for them and the shelf has none."""
    awaited = {each.product_id for each in looked_at if each.status is OrderStatus.PAID}
    missing = {product_id for product_id in awaited if not stock.on_shelf(db, product_id).available}
    for supplier in suppliers.everyone(db) if missing else ():
        if not supplier.is_on or supplier.rests_until is None or supplier.rests_until <= now:
            continue
        if any(offer.product_id in missing for offer in suppliers.offers_by(db, supplier.id)):
            yield Finding(Cause.SUPPLIER_SILENT, supplier.rests_until)


def _silent_since(db: Db, *, now: datetime) -> datetime | None:
    """Since when a gateway says nothing of any payment, though several people wait for its word; None if all do."""
    opened: dict[str, list[payments.Payment]] = {}
    for payment in payments.newest(db, most=PAYMENTS_LOOKED_AT):
        if now - SILENT_WITHIN <= payment.opened_at <= now - HEARD_AFTER:
            opened.setdefault(payment.gateway, []).append(payment)
    for waiting in opened.values():
        is_silent = all(each.status is PaymentStatus.OPEN for each in waiting)
        if is_silent and len({each.person_id for each in waiting}) >= SILENT_FROM:
            return min(each.opened_at for each in waiting)
    return None


def _of_messages(db: Db, person: Person, *, now: datetime) -> Iterator[Finding]:
    held = outbox.held(db, person.telegram_id)
    if held is not None and now - held.since >= HELD_LONG:
        until = held.until if held.until is not None and held.until > now else None
        yield Finding(Cause.HELD, until or now, count=held.count)
    missed = outbox.missed(db, person.telegram_id, since=now - MISSED_WITHIN)
    if missed is not None:
        yield Finding(Cause.MISSED, missed.at, count=missed.count)
