"""Purchases: what the shop bought of its suppliers for which order, each under an idempotency number of ours.

Not here: the suppliers (storage.suppliers), the call itself (bot.jobs.purchase), or the cards that came
(storage.stock).

    intended ──> asked ──> done                        an order has one open purchase at most, so nobody else
                   ├─────> rejected                    is asked before it is known what became of the first
                   └─────> unknown ──> done, rejected, abandoned (its order is given back; late codes are put aside)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, either, expect_rows, many, one
from storage.money import Money
from storage.statements import prepared


class PurchaseStatus(StrEnum):
    """Where a purchase stands."""

    INTENDED = "intended"
    ASKED = "asked"
    UNKNOWN = "unknown"
    DONE = "done"
    REJECTED = "rejected"
    ABANDONED = "abandoned"


OPEN = (PurchaseStatus.INTENDED, PurchaseStatus.ASKED, PurchaseStatus.UNKNOWN)
_IS_OPEN = sa.text("status in ('intended', 'asked', 'unknown')")


class PurchaseRow(Table):
    """One purchase. `number` is what the supplier knows it by; a second open one for the order can't be written.

    `account` is empty where codes are bought; `looks` counts how often we asked what became of it, `unseen` how often
    the supplier then knew nothing of it.
    """

    __tablename__ = "supplier_purchases"
    __table_args__ = (
        sa.UniqueConstraint("order_id", "nth"),
        sa.CheckConstraint("quantity > 0 and received >= 0", name="counts"),
        sa.CheckConstraint("asked_at is not null or status in ('intended', 'rejected', 'abandoned')", name="asked"),
        sa.CheckConstraint("(status in ('done', 'rejected', 'abandoned')) = (settled_at is not null)", name="settled"),
        sa.Index(
            "uq_supplier_purchases_open", "order_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    nth: Mapped[int]
    supplier_id: Mapped[str] = mapped_column(sa.ForeignKey("suppliers.id"))
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"))
    sku: Mapped[str]
    account: Mapped[str]
    quantity: Mapped[int]
    cost_minor: Mapped[int]
    currency: Mapped[str]
    status: Mapped[PurchaseStatus] = mapped_column(choice(PurchaseStatus, name="status"))
    received: Mapped[int]
    looks: Mapped[int]
    unseen: Mapped[int]
    reason: Mapped[str | None]
    intended_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Purchase:
    """A purchase, as it stood when it was read. `received` counts the codes that came and are ours alone."""

    id: int
    number: str
    order_id: int
    nth: int
    supplier_id: str
    product_id: str
    sku: str
    account: str
    quantity: int
    cost_minor: int
    currency: str
    status: PurchaseStatus
    received: int
    looks: int
    unseen: int
    reason: str | None
    intended_at: datetime
    asked_at: datetime | None
    settled_at: datetime | None

    @property
    def cost(self) -> Money:
        """What one is to cost us."""
        return Money(self.cost_minor, self.currency)

    @property
    def is_top_up(self) -> bool:
        """Whether it goes to an account and leaves no code."""
        return self.account != ""

    @property
    def is_open(self) -> bool:
        """Whether it may still bring something."""
        return self.status in OPEN


_PURCHASES = sa.select(*columns(PurchaseRow, Purchase))
_WITH_ID = _PURCHASES.where(PurchaseRow.id == sa.bindparam("the_id"))
_LOCK = _WITH_ID.with_for_update()
_WITH_NUMBER = _PURCHASES.where(PurchaseRow.number == sa.bindparam("the_number"))
_FOR_ORDER = _PURCHASES.where(PurchaseRow.order_id == sa.bindparam("the_order_id")).order_by(PurchaseRow.nth)
_ADD = either(lambda insert: insert(PurchaseRow).on_conflict_do_nothing().returning(*columns(PurchaseRow, Purchase)))
_ASK = (
    sa.update(PurchaseRow)
    .where(PurchaseRow.id == sa.bindparam("the_id"), PurchaseRow.status == PurchaseStatus.INTENDED)
    .values(status=PurchaseStatus.ASKED, asked_at=sa.bindparam("at"))
)


def add(
    db: Db,
    *,
    number: str,
    order_id: int,
    nth: int,
    supplier_id: str,
    product_id: str,
    sku: str,
    account: str,
    quantity: int,
    cost: Money,
    now: datetime,
) -> Purchase | None:
    """Write down what is going to be bought; None if the order has an open purchase, or one of this number."""
    row = {
        "number": number,
        "order_id": order_id,
        "nth": nth,
        "supplier_id": supplier_id,
        "product_id": product_id,
        "sku": sku,
        "account": account,
        "quantity": quantity,
        "cost_minor": cost.minor,
        "currency": cost.currency,
        "status": PurchaseStatus.INTENDED,
        "received": 0,
        "looks": 0,
        "unseen": 0,
        "intended_at": now,
    }
    return one(db, _ADD(db), Purchase, row)


def ask(db: Db, purchase_id: int, *, now: datetime) -> bool:
    """Note that the supplier is going to be asked; False if it may have been before."""
    return prepared.change(db, _ASK, {"the_id": purchase_id, "at": now}) == 1


def note_look(db: Db, purchase_id: int, *, was: PurchaseStatus, is_unseen: bool, why: str) -> None:
    """We looked, and what became of it is unknown."""
    changed = sa.update(PurchaseRow).where(PurchaseRow.id == purchase_id, PurchaseRow.status == was)
    values = {"status": PurchaseStatus.UNKNOWN, "looks": PurchaseRow.looks + 1, "reason": why}
    expect_rows(db.execute(changed.values({**values, "unseen": PurchaseRow.unseen + int(is_unseen)})), 1)


def note_received(db: Db, purchase_id: int, count: int) -> None:
    """So many more codes came of it, whatever it is by now."""
    more = sa.update(PurchaseRow).where(PurchaseRow.id == purchase_id)
    expect_rows(db.execute(more.values(received=PurchaseRow.received + count)), 1)


def settle(
    db: Db, purchase_id: int, *, was: PurchaseStatus, to: PurchaseStatus, reason: str | None, now: datetime
) -> None:
    """Say what became of it. Raises WrongRowCount if it is no longer `was`."""
    changed = sa.update(PurchaseRow).where(PurchaseRow.id == purchase_id, PurchaseRow.status == was)
    expect_rows(db.execute(changed.values(status=to, reason=reason, settled_at=now)), 1)


def with_id(db: Db, purchase_id: int) -> Purchase | None:
    """The purchase."""
    return one(db, _WITH_ID, Purchase, {"the_id": purchase_id})


def lock(db: Db, purchase_id: int) -> Purchase | None:
    """The purchase, kept from being changed by others. SQLite's one writer needs no lock."""
    return one(db, _LOCK, Purchase, {"the_id": purchase_id})


def with_number(db: Db, number: str) -> Purchase | None:
    """The purchase that a supplier knows by this number."""
    return one(db, _WITH_NUMBER, Purchase, {"the_number": number})


def for_order(db: Db, order_id: int) -> list[Purchase]:
    """All that was bought for the order, oldest first."""
    return many(db, _FOR_ORDER, Purchase, {"the_order_id": order_id})


def forgotten(db: Db, *, before: datetime, most: int) -> list[Purchase]:
    """Purchases intended before this moment that nobody has asked, the oldest first."""
    intended = _PURCHASES.where(PurchaseRow.status == PurchaseStatus.INTENDED, PurchaseRow.intended_at < before)
    return many(db, intended.order_by(PurchaseRow.id).limit(most), Purchase)


def count_open(db: Db, supplier_ids: Sequence[str]) -> dict[str, int]:
    """How many purchases of each supplier are open; one without any is missing."""
    counted = (
        sa.select(PurchaseRow.supplier_id, sa.func.count().label("open"))
        .where(PurchaseRow.supplier_id.in_(supplier_ids), PurchaseRow.status.in_(OPEN))
        .group_by(PurchaseRow.supplier_id)
    )
    return {row.supplier_id: row.open for row in db.execute(counted)}
