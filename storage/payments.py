"""Payments: what was to be paid for an order or as a top-up, what came, and every notice a gateway ever gave.

Not here: what a payment does to an order (backend.payments), where the money went (storage.ledger), or how it goes
back (storage.refunds).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, WrongRowCount, columns, either, expect_rows, many, one
from storage.money import Money
from storage.statements import prepared


class PaymentStatus(StrEnum):
    """What became of a payment."""

    OPEN = "open"  # asked for, nothing came yet
    CAPTURED = "captured"  # came, and the order took it
    CREDITED = "credited"  # came, and went to the person's balance: a top-up, or the order could not take it
    REFUNDED = "refunded"  # was captured, and the order gave all of it back later


class Outcome(StrEnum):
    """What became of a gateway's notice."""

    CAPTURED = "captured"  # the order is paid
    CAPTURED_LATE = "captured-late"  # the order had expired, there was stock again, and it is paid
    CREDITED = "credited"  # the order could not take the money: it went to the person's balance
    TOPPED_UP = "topped-up"  # it was for the person's balance, and is there
    RETURNED = "returned"  # the order was paid before: this goes back to where it came from
    REPEATED = "repeated"  # known already; nothing done
    REFUSED = "refused"  # no such payment, or another amount: kept for staff


class PaymentRow(Table):
    """One row for each sum of money asked for or received. An order captures at most one."""

    __tablename__ = "payments"
    __table_args__ = (
        sa.UniqueConstraint("gateway", "provider_txn"),
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.CheckConstraint("(status = 'open') = (settled_at is null)", name="settled"),
        sa.CheckConstraint("refunded_minor between 0 and amount_minor", name="refunded"),
        sa.CheckConstraint("fee_minor >= 0 and fee_minor < amount_minor", name="fee"),
        sa.Index(
            "uq_payments_captured",
            "order_id",
            unique=True,
            sqlite_where=sa.text("status = 'captured'"),
            postgresql_where=sa.text("status = 'captured'"),
        ),
        sa.Index(
            "uq_payments_open",
            "order_id",
            "gateway",
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        ),
        sa.Index("ix_payments_person", "person_id"),
        sa.Index("ix_payments_order", "order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    gateway: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    status: Mapped[PaymentStatus] = mapped_column(choice(PaymentStatus, name="status"))
    provider_txn: Mapped[str | None]
    opened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    refunded_minor: Mapped[int] = mapped_column(server_default="0")
    approved_at: Mapped[datetime | None]
    fee_minor: Mapped[int] = mapped_column(server_default="0")


class NoticeRow(Table):
    """One row a notice, whatever came of it. `outcome` is None only until its transaction has found out."""

    __tablename__ = "payment_notices"
    __table_args__ = (sa.UniqueConstraint("gateway", "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gateway: Mapped[str]
    event_id: Mapped[str]
    payment_number: Mapped[str]
    provider_txn: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    paid_at: Mapped[datetime]
    received_at: Mapped[datetime]
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome, name="outcome"))
    why: Mapped[str | None]


@dataclass(frozen=True)
class Payment:
    """A sum asked for or received. `gateway` is "balance" for what was paid from the person's balance.

    A top-up is for no order. `refunded_minor` is what went back, or is on its way back, to where it came from.
    `fee_minor` is what of the amount is for this way of paying.
    """

    id: int
    number: str
    order_id: int | None
    person_id: int
    gateway: str
    amount_minor: int
    currency: str
    status: PaymentStatus
    provider_txn: str | None
    opened_at: datetime
    settled_at: datetime | None
    refunded_minor: int
    fee_minor: int = 0

    @property
    def amount(self) -> Money:
        """What is to be paid, or what came."""
        return Money(self.amount_minor, self.currency)

    @property
    def fee(self) -> Money:
        """What of the amount is for this way of paying."""
        return Money(self.fee_minor, self.currency)

    @property
    def without_fee(self) -> Money:
        """What of the amount is for the order or the balance."""
        return self.amount - self.fee


@dataclass(frozen=True)
class GatewayNotice:
    """A gateway says that money came. Its signature has been checked before it gets here.

    `event_id` names this notice, `provider_txn` the gateway's transaction, which may be told of repeatedly.
    """

    gateway: str
    payment_number: str
    provider_txn: str
    event_id: str
    amount: Money
    paid_at: datetime


_ADD = either(lambda insert: insert(PaymentRow).on_conflict_do_nothing().returning(*columns(PaymentRow, Payment)))
_IS_FOR = PaymentRow.order_id == sa.bindparam("the_order_id")
_PAYMENTS = sa.select(*columns(PaymentRow, Payment))
_CAPTURED_FOR = _PAYMENTS.where(_IS_FOR, PaymentRow.status == PaymentStatus.CAPTURED)
_OPEN_FOR = _PAYMENTS.where(
    _IS_FOR, PaymentRow.gateway == sa.bindparam("the_gateway"), PaymentRow.status == PaymentStatus.OPEN
)
_WITH_NUMBER = _PAYMENTS.where(PaymentRow.number == sa.bindparam("the_number"))
_WITH_TXN = _PAYMENTS.where(
    PaymentRow.gateway == sa.bindparam("the_gateway"), PaymentRow.provider_txn == sa.bindparam("the_txn")
)
_SETTLE = (
    sa.update(PaymentRow)
    .where(PaymentRow.id == sa.bindparam("the_id"), PaymentRow.status == sa.bindparam("was"))
    .values(provider_txn=sa.func.coalesce(sa.bindparam("the_txn", type_=sa.String()), PaymentRow.provider_txn))
    .returning(*columns(PaymentRow, Payment))
)
_TAKE_BACK = (
    sa.update(PaymentRow)
    .where(
        PaymentRow.id == sa.bindparam("the_id"),
        PaymentRow.status != PaymentStatus.OPEN,
        PaymentRow.refunded_minor + sa.bindparam("taken", type_=sa.BigInteger())
        <= PaymentRow.amount_minor - sa.bindparam("kept", type_=sa.BigInteger()),
    )
    .values(refunded_minor=PaymentRow.refunded_minor + sa.bindparam("taken", type_=sa.BigInteger()))
)
_APPROVE = (
    sa.update(PaymentRow)
    .where(
        PaymentRow.id == sa.bindparam("the_id"),
        PaymentRow.status == PaymentStatus.OPEN,
        sa.or_(PaymentRow.approved_at.is_(None), PaymentRow.approved_at < sa.bindparam("before")),
    )
    .values(approved_at=sa.bindparam("at"))
)
_KEEP_NOTICE = either(lambda insert: insert(NoticeRow).on_conflict_do_nothing().returning(NoticeRow.id))
_SETTLE_NOTICE = sa.update(NoticeRow).where(NoticeRow.id == sa.bindparam("the_id"), NoticeRow.outcome.is_(None))
_COUNT_FOR = sa.select(sa.func.count()).where(_IS_FOR)


def add(
    db: Db,
    *,
    number: str,
    order_id: int | None,
    person_id: int,
    gateway: str,
    amount: Money,
    fee_minor: int = 0,
    status: PaymentStatus,
    provider_txn: str | None = None,
    now: datetime,
) -> Payment | None:
    """Add a payment, or None if its number or the gateway's transaction is there already.

    `fee_minor` is what of the amount is for this way of paying.
    """
    payment = {
        "number": number,
        "order_id": order_id,
        "person_id": person_id,
        "gateway": gateway,
        "amount_minor": amount.minor,
        "currency": amount.currency,
        "status": status,
        "provider_txn": provider_txn,
        "opened_at": now,
        "settled_at": None if status is PaymentStatus.OPEN else now,
        "refunded_minor": 0,
        "fee_minor": fee_minor,
    }
    return one(db, _ADD(db), Payment, payment)


def settle(
    db: Db,
    payment_id: int,
    *,
    was: PaymentStatus,
    to: PaymentStatus,
    provider_txn: str | None = None,
    now: datetime,
) -> Payment:
    """Say what became of the payment. Raises WrongRowCount if it is no longer `was`."""
    settled = {"the_id": payment_id, "was": was, "the_txn": provider_txn, "status": to, "settled_at": now}
    payment = one(db, _SETTLE, Payment, settled)
    if payment is None:
        raise WrongRowCount(1, 0)
    return payment


def take_back(db: Db, payment_id: int, amount: Money, *, kept: Money) -> bool:
    """Count this as going back to where the payment came from; False if less than `kept` would be left of it."""
    return prepared.change(db, _TAKE_BACK, {"the_id": payment_id, "taken": amount.minor, "kept": kept.minor}) == 1


def approve(db: Db, payment_id: int, *, before: datetime, now: datetime) -> bool:
    """Let somebody pay an open payment now; False if it was settled, or was let through since `before`."""
    return prepared.change(db, _APPROVE, {"the_id": payment_id, "before": before, "at": now}) == 1


def the_payment(db: Db, payment_id: int) -> Payment:
    """The payment, known to be there."""
    found = one(db, _PAYMENTS.where(PaymentRow.id == payment_id), Payment)
    if found is None:
        raise LookupError(f"there is no payment {payment_id}")
    return found


def settled_between(db: Db, *, gateway: str, since: datetime, until: datetime) -> list[Payment]:
    """What came through the gateway from `since` until before `until`, oldest first."""
    came = _PAYMENTS.where(PaymentRow.gateway == gateway, PaymentRow.settled_at >= since, PaymentRow.settled_at < until)
    return many(db, came.order_by(PaymentRow.id), Payment)


def captured_for(db: Db, order_id: int) -> Payment | None:
    """The payment that the order took."""
    return one(db, _CAPTURED_FOR, Payment, {"the_order_id": order_id})


def taken_for(db: Db, order_id: int) -> Payment | None:
    """The payment that the order took, also if all of it was given back since."""
    took = PaymentRow.order_id == order_id, PaymentRow.status.in_((PaymentStatus.CAPTURED, PaymentStatus.REFUNDED))
    return one(db, _PAYMENTS.where(*took), Payment)


def credited_for(db: Db, order_id: int) -> list[Payment]:
    """The payments for this order that went to the person's balance instead, oldest first."""
    credited = _PAYMENTS.where(PaymentRow.order_id == order_id, PaymentRow.status == PaymentStatus.CREDITED)
    return many(db, credited.order_by(PaymentRow.id), Payment)


def open_for(db: Db, order_id: int, *, gateway: str) -> Payment | None:
    """The payment that is being waited for at this gateway."""
    return one(db, _OPEN_FOR, Payment, {"the_order_id": order_id, "the_gateway": gateway})


def awaited_for(db: Db, order_id: int) -> list[Payment]:
    """The payments of the order that are being waited for, the newest first."""
    awaited = _PAYMENTS.where(PaymentRow.order_id == order_id, PaymentRow.status == PaymentStatus.OPEN)
    return many(db, awaited.order_by(PaymentRow.id.desc()), Payment)


def newest(db: Db, *, most: int) -> list[Payment]:
    """The payments that were opened last, the newest first."""
    return many(db, _PAYMENTS.order_by(PaymentRow.id.desc()).limit(most), Payment)


def with_number(db: Db, number: str) -> Payment | None:
    """The payment of this number."""
    return one(db, _WITH_NUMBER, Payment, {"the_number": number})


def with_provider_txn(db: Db, *, gateway: str, provider_txn: str) -> Payment | None:
    """The payment that this transaction of the gateway paid."""
    return one(db, _WITH_TXN, Payment, {"the_gateway": gateway, "the_txn": provider_txn})


def of_person_named(db: Db, *, person_id: int, plain_number: str) -> Payment | None:
    """The person's latest payment of this number, ours or the gateway's, in capitals, no dashes or spaces."""
    return one(
        db,
        _PAYMENTS.where(
            PaymentRow.person_id == person_id,
            sa.or_(
                _plain(PaymentRow.number) == plain_number,
                _plain(PaymentRow.provider_txn) == plain_number,
            ),
        )
        .order_by(PaymentRow.id.desc())
        .limit(1),
        Payment,
    )


def orders_named(db: Db, plain_number: str) -> list[int]:
    """The orders with a payment of this number, ours or the gateway's, whoever's they are."""
    is_named = sa.or_(_plain(PaymentRow.number) == plain_number, _plain(PaymentRow.provider_txn) == plain_number)
    named = sa.select(PaymentRow.order_id).where(is_named, PaymentRow.order_id.is_not(None)).distinct()
    return [order_id for order_id in db.scalars(named) if order_id is not None]


def count_for(db: Db, order_id: int) -> int:
    """How many payments the order has had, of any status."""
    count: int = prepared.rows(db, _COUNT_FOR, {"the_order_id": order_id})[0][0]
    return count


def keep_notice(db: Db, notice: GatewayNotice, *, now: datetime) -> int | None:
    """Keep a notice before anything is made of it; returns its id, or None if it was kept before."""
    told = {
        "gateway": notice.gateway,
        "event_id": notice.event_id,
        "payment_number": notice.payment_number,
        "provider_txn": notice.provider_txn,
        "amount_minor": notice.amount.minor,
        "currency": notice.amount.currency,
        "paid_at": notice.paid_at,
        "received_at": now,
    }
    kept = prepared.rows(db, _KEEP_NOTICE(db), told)
    return kept[0][0] if kept else None


def settle_notice(db: Db, notice_id: int, *, outcome: Outcome, why: str | None) -> None:
    """Say what became of the notice."""
    expect_rows(prepared.change(db, _SETTLE_NOTICE, {"the_id": notice_id, "outcome": outcome, "why": why}), 1)


def _plain(column: sa.ColumnElement[str] | Mapped[str] | Mapped[str | None]) -> sa.ColumnElement[str]:
    return sa.func.upper(sa.func.replace(sa.func.replace(column, "-", ""), " ", ""))
