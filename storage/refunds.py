"""Refunds: what goes back to where a payment came from, how often the gateway was asked, and what came of it.

Not here: how much may go back (storage.payments counts it), or the asking (bot.jobs.refunds).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, WrongRowCount, columns, either, many, one
from storage.money import Money
from storage.statements import prepared


class RefundStatus(StrEnum):
    """How far a refund has come."""

    WANTED = "wanted"  # decided on; the gateway was not asked yet
    ASKED = "asked"  # the gateway was asked, and what it did is not known yet
    STUCK = "stuck"  # it has been asked for long enough: a person has to find out
    DONE = "done"  # the gateway has given it back
    REJECTED = "rejected"  # the gateway did not and won't: it is on the person's balance


class RefundRow(Table):
    """A sum on its way back. `key` lets one reason give back once, `number` is the gateway's name for it for ever."""

    __tablename__ = "refunds"
    __table_args__ = (
        sa.CheckConstraint("amount_minor > 0", name="amount"),
        sa.CheckConstraint("(status in ('done', 'rejected')) = (settled_at is not null)", name="settled"),
        sa.Index("ix_refunds_payment", "payment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str] = mapped_column(unique=True)
    payment_id: Mapped[int] = mapped_column(sa.ForeignKey("payments.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    gateway: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    status: Mapped[RefundStatus] = mapped_column(choice(RefundStatus, name="status"))
    attempts: Mapped[int]
    wanted_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    answer: Mapped[str | None]


@dataclass(frozen=True)
class Refund:
    """A sum on its way back. `asked_at` is when the gateway was first asked, `attempts` how often it was."""

    id: int
    number: str
    key: str
    payment_id: int
    person_id: int
    gateway: str
    amount_minor: int
    currency: str
    status: RefundStatus
    attempts: int
    wanted_at: datetime
    asked_at: datetime | None
    settled_at: datetime | None
    answer: str | None

    @property
    def amount(self) -> Money:
        """What goes back."""
        return Money(self.amount_minor, self.currency)

    @property
    def is_settled(self) -> bool:
        """Whether it is known what became of it."""
        return self.settled_at is not None


_REFUNDS = sa.select(*columns(RefundRow, Refund))
_UNSETTLED = (RefundStatus.WANTED, RefundStatus.ASKED, RefundStatus.STUCK)
_ADD = either(lambda insert: insert(RefundRow).on_conflict_do_nothing().returning(*columns(RefundRow, Refund)))
_WITH_ID = _REFUNDS.where(RefundRow.id == sa.bindparam("the_id"))
_COUNT = sa.select(sa.func.count()).where(RefundRow.payment_id == sa.bindparam("the_payment"))
_BEGIN = (
    sa.update(RefundRow)
    .where(RefundRow.id == sa.bindparam("the_id"), RefundRow.status.in_(_UNSETTLED))
    .values(
        status=sa.case((RefundRow.status == RefundStatus.STUCK, RefundRow.status), else_=RefundStatus.ASKED),
        attempts=RefundRow.attempts + 1,
        asked_at=sa.func.coalesce(RefundRow.asked_at, sa.bindparam("at")),
    )
    .returning(*columns(RefundRow, Refund))
)


def add(
    db: Db, *, number: str, key: str, payment_id: int, person_id: int, gateway: str, amount: Money, now: datetime
) -> Refund | None:
    """Add a refund, or None if one for the same reason (`key`) is there already."""
    refund = {
        "number": number,
        "key": key,
        "payment_id": payment_id,
        "person_id": person_id,
        "gateway": gateway,
        "amount_minor": amount.minor,
        "currency": amount.currency,
        "status": RefundStatus.WANTED,
        "attempts": 0,
        "wanted_at": now,
        "asked_at": None,
        "settled_at": None,
        "answer": None,
    }
    return one(db, _ADD(db), Refund, refund)


def begin(db: Db, refund_id: int, *, now: datetime) -> Refund | None:
    """Count an attempt, before the gateway is asked; None if the refund is settled.

    What a person was called for stays theirs until it is known what became of it.
    """
    return one(db, _BEGIN, Refund, {"the_id": refund_id, "at": now})


def settle(db: Db, refund_id: int, *, to: RefundStatus, answer: str, now: datetime) -> Refund | None:
    """Say what became of it; None if that is known already."""
    settled = (
        sa.update(RefundRow)
        .where(RefundRow.id == refund_id, RefundRow.status.in_(_UNSETTLED))
        .values(status=to, answer=answer, settled_at=now)
    )
    return one(db, settled.returning(*columns(RefundRow, Refund)), Refund)


def give_up(db: Db, refund_id: int, *, answer: str) -> Refund:
    """Leave it to a person to find out what the gateway did. Raises WrongRowCount if that is known."""
    stuck = (
        sa.update(RefundRow)
        .where(RefundRow.id == refund_id, RefundRow.status.in_(_UNSETTLED))
        .values(status=RefundStatus.STUCK, answer=answer)
    )
    refund = one(db, stuck.returning(*columns(RefundRow, Refund)), Refund)
    if refund is None:
        raise WrongRowCount(1, 0)
    return refund


def the_refund(db: Db, refund_id: int) -> Refund:
    """The refund, known to be there."""
    refund = one(db, _WITH_ID, Refund, {"the_id": refund_id})
    if refund is None:
        raise LookupError(f"there is no refund {refund_id}")
    return refund


def with_key(db: Db, key: str) -> Refund | None:
    """The refund for this reason."""
    return one(db, _REFUNDS.where(RefundRow.key == key), Refund)


def of_payment(db: Db, payment_id: int) -> list[Refund]:
    """All that went or goes back of a payment, oldest first."""
    return many(db, _REFUNDS.where(RefundRow.payment_id == payment_id).order_by(RefundRow.id), Refund)


def count_of_payment(db: Db, payment_id: int) -> int:
    """How many refunds the payment has had, of any status."""
    count: int = prepared.rows(db, _COUNT, {"the_payment": payment_id})[0][0]
    return count


def with_number(db: Db, number: str) -> Refund | None:
    """The refund that the gateway knows by this number."""
    return one(db, _REFUNDS.where(RefundRow.number == number), Refund)


def done_between(db: Db, *, gateway: str, since: datetime, until: datetime) -> list[Refund]:
    """What went back through the gateway from `since` until before `until`, oldest first."""
    done = _REFUNDS.where(
        RefundRow.gateway == gateway,
        RefundRow.status == RefundStatus.DONE,
        RefundRow.settled_at >= since,
        RefundRow.settled_at < until,
    )
    return many(db, done.order_by(RefundRow.id), Refund)
