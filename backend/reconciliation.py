"""Reconciliation: what a gateway says moved, held against our payments and refunds, and those against the ledger.

Not here: asking the gateway (bot.jobs.reconciliation), or who is told (handlers.admin.reconciliation).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from backend import orders
from backend.money import Money
from backend.orders import OrderStatus
from storage import audit_trail, failpoints, ledger, payments, refunds
from storage import reconciliations as rows
from storage.database import Db
from storage.payments import Payment, PaymentStatus
from storage.reconciliations import Case as Case
from storage.reconciliations import DifferenceKind as DifferenceKind
from storage.reconciliations import Reconciliation as Reconciliation
from storage.refunds import Refund, RefundStatus

MARGIN_BEFORE = timedelta(days=2)
MARGIN_AFTER = timedelta(hours=4)
"""So much more of a statement is looked at than of our books: their clock is not ours, and a silent payment is found
up to a day later."""

AT_ONCE = 500
"""So many movements are looked up in the ledger by one statement."""

_PAID = (OrderStatus.PAID, OrderStatus.DELIVERED, OrderStatus.COMPLETED)


class LineKind(StrEnum):
    """Which way money moved."""

    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True)
class Line:
    """One movement of a gateway's statement. `number` is ours, `reference` the gateway's own."""

    kind: LineKind
    number: str
    reference: str
    amount: Money
    at: datetime


@dataclass(frozen=True)
class Difference:
    """Something a person has to look into. `number` is our name for what moved, `reference` the gateway's.

    `theirs` is how much moved as they say, `ours` as we say.
    """

    kind: DifferenceKind
    number: str
    reference: str
    theirs: Money
    ours: Money


def reconcile(db: Db, *, gateway: str, statement: Sequence[Line], since: datetime, until: datetime) -> list[Difference]:
    """Every difference between what the gateway, our books and our orders say moved from `since` until before `until`.

    The statement has to have the margins as well: a movement is looked for by its own name, as the two clocks differ.
    """
    came = [line for line in statement if line.kind is LineKind.PAYMENT]
    went = [line for line in statement if line.kind is LineKind.REFUND]
    settled = payments.settled_between(db, gateway=gateway, since=since, until=until)
    taken = [payment for payment in settled if payment.status is not PaymentStatus.OPEN]
    given = refunds.done_between(db, gateway=gateway, since=since, until=until)
    return [
        *_compare_payments(db, gateway, came, taken, since=since, until=until),
        *_compare_refunds(db, gateway, went, given, since=since, until=until),
        *_compare_ledger(db, taken, given),
        *_compare_orders(db, taken),
    ]


def open_case(db: Db, gateway: str, difference: Difference, *, now: datetime) -> Case | None:
    """Keep the difference as a case for staff, and mark the order whose money it is; None if it is known."""
    case = rows.add_case(
        db,
        {
            "gateway": gateway,
            "kind": difference.kind,
            "number": difference.number,
            "reference": difference.reference,
            "theirs_minor": difference.theirs.minor,
            "ours_minor": difference.ours.minor,
            "currency": difference.theirs.currency,
            "found_at": now,
        },
    )
    if case is None:
        return None
    failpoints.reached("difference.kept")
    why = f"{gateway}: {difference.number} is {difference.kind}, {difference.theirs} there, {difference.ours} here"
    audit_trail.record(db, subject=f"difference:{case.id}", what="found", by="reconciliation", why=why, now=now)
    _mark_order(db, difference.number, why=why, now=now)
    return case


def note(
    db: Db, gateway: str, *, since: datetime, until: datetime, movements: int, differences: int, now: datetime
) -> None:
    """Keep that this day of the gateway was looked at."""
    rows.note(db, Reconciliation(gateway, since, until, movements, differences, now))
    failpoints.reached("books.compared")


def unsettled(db: Db, *, most: int) -> list[Case]:
    """The cases that nobody has settled yet, the oldest first."""
    return rows.unsettled(db, most=most)


def latest(db: Db) -> list[Reconciliation]:
    """The latest day of each gateway that was looked at."""
    return rows.latest(db)


def settle_case(db: Db, case_id: int, *, by: str, now: datetime) -> bool:
    """Say that somebody has seen to a difference; False if it was settled before."""
    if not rows.settle(db, case_id, by=by, now=now):
        return False
    failpoints.reached("difference.settled")
    audit_trail.record(db, subject=f"difference:{case_id}", what="settled", by=by, why="", now=now)
    return True


def to_json(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """A statement as plain JSON."""
    return [
        {
            "kind": line.kind.value,
            "number": line.number,
            "reference": line.reference,
            "minor": line.amount.minor,
            "currency": line.amount.currency,
            "at": line.at.isoformat(),
        }
        for line in lines
    ]


def from_json(kept: Iterable[Mapping[str, Any]]) -> list[Line]:
    """The statement that `to_json` wrote."""
    return [
        Line(
            LineKind(each["kind"]),
            each["number"],
            each["reference"],
            Money(each["minor"], each["currency"]),
            datetime.fromisoformat(each["at"]),
        )
        for each in kept
    ]


def _mark_order(db: Db, number: str, *, why: str, now: datetime) -> None:
    refund = refunds.with_number(db, number)
    payment = payments.with_number(db, number) if refund is None else payments.the_payment(db, refund.payment_id)
    if payment is not None and payment.order_id is not None:
        order = orders.lock(db, payment.order_id)
        orders.call_for_attention(db, order, why=why, by="reconciliation", now=now)


def _compare_payments(
    db: Db, gateway: str, came: Sequence[Line], taken: Sequence[Payment], *, since: datetime, until: datetime
) -> Iterable[Difference]:
    for line in (line for line in came if since <= line.at < until):
        ours = payments.with_provider_txn(db, gateway=gateway, provider_txn=line.reference)
        if ours is None:
            yield Difference(DifferenceKind.UNHEARD, line.number, line.reference, line.amount, _nothing(line.amount))
        elif ours.amount != line.amount:
            yield Difference(DifferenceKind.AMOUNT, ours.number, line.reference, line.amount, ours.amount)
    seen = {line.reference for line in came}
    for payment in taken:
        name = payment.provider_txn or ""
        if name not in seen:
            yield Difference(DifferenceKind.UNSEEN, payment.number, name, _nothing(payment.amount), payment.amount)


def _compare_refunds(
    db: Db, gateway: str, went: Sequence[Line], given: Sequence[Refund], *, since: datetime, until: datetime
) -> Iterable[Difference]:
    for line in (line for line in went if since <= line.at < until):
        ours = _our_refund(db, gateway, line)
        if ours is None or ours.gateway != gateway or ours.status is RefundStatus.REJECTED:
            yield Difference(DifferenceKind.UNASKED, line.number, line.reference, line.amount, _nothing(line.amount))
        elif ours.amount != line.amount:
            yield Difference(DifferenceKind.AMOUNT, ours.number, line.reference, line.amount, ours.amount)
    seen = {ours.number for line in went if (ours := _our_refund(db, gateway, line)) is not None}
    for refund in given:
        if refund.number not in seen:
            yield Difference(
                DifferenceKind.UNGIVEN, refund.number, refund.answer or "", _nothing(refund.amount), refund.amount
            )


def _compare_ledger(db: Db, taken: Sequence[Payment], given: Sequence[Refund]) -> Iterable[Difference]:
    """What each payment and refund moved, held against what the ledger has under its number."""
    moved = [(each.number, each.provider_txn, each.amount) for each in taken]
    moved += [(each.number, each.answer, -each.amount) for each in given]
    for first in range(0, len(moved), AT_ONCE):
        some = moved[first : first + AT_ONCE]
        booked = ledger.through_gateways(db, [number for number, _, _ in some])
        for number, reference, amount in some:
            ours = Money(booked.get(number, 0), amount.currency)
            if ours != amount:
                yield Difference(DifferenceKind.UNBOOKED, number, reference or "", amount, ours)


def _compare_orders(db: Db, taken: Sequence[Payment]) -> Iterable[Difference]:
    """An order that took money stands as paid, for as much and the fee; one that gave it back as refunded."""
    for payment in taken:
        if payment.order_id is None or payment.status is PaymentStatus.CREDITED:
            continue
        order = orders.the_order(db, payment.order_id)
        wanted = _PAID if payment.status is PaymentStatus.CAPTURED else (OrderStatus.REFUNDED,)
        if order.status not in wanted or order.total != payment.without_fee:
            ours = order.total + payment.fee if order.status in wanted else _nothing(payment.amount)
            yield Difference(DifferenceKind.UNMATCHED, payment.number, payment.provider_txn or "", payment.amount, ours)


def _nothing(amount: Money) -> Money:
    return Money(0, amount.currency)


def _our_refund(db: Db, gateway: str, line: Line) -> Refund | None:
    """The refund by our number; where a gateway has none, by the payment that it gave back."""
    if line.number:
        return refunds.with_number(db, line.number)
    payment = payments.with_provider_txn(db, gateway=gateway, provider_txn=line.reference)
    given = [] if payment is None else refunds.of_payment(db, payment.id)
    return next((each for each in given if each.status is not RefundStatus.REJECTED), None)
