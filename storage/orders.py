"""Orders: what somebody bought, for which account, and where it stands.

Not here: which change of status is allowed (backend.orders), or the money (storage.payments, storage.ledger).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, WrongRowCount, columns, either, expect_rows, many, one
from storage.money import Money
from storage.statements import prepared


class OrderStatus(StrEnum):
    """Where an order stands; backend.orders draws which may follow which."""

    AWAITING_PAYMENT = "awaiting-payment"
    PAID = "paid"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUNDED = "refunded"


class Promise(StrEnum):
    """What a customer was told to have by an order's `promised_at`; backend.promises says how long each is."""

    PREORDER = "preorder"  # ordered ahead, and paid: by the end of the day it is expected on
    STOCK = "stock"  # paid, and nobody has it just now
    SUPPLIER = "supplier"  # it is being bought
    LATE = "late"  # the first promise was broken: by the second it is there, or the money is
    WISH = "wish"  # its buyer would rather wait than have the money
    DOUBT = "doubt"  # an account may have been topped up: somebody finds out
    REFUND = "refund"  # money is on its way back
    REFUND_LATE = "refund-late"  # and nobody knows yet whether it came there


_IS_UNPAID = sa.text("status = 'awaiting-payment'")
_IS_PROMISED = sa.text("promised_at is not null and chased_at is null")
_WAITS_FOR_STOCK = sa.text("status = 'paid' and expected_on is not null")
_IS_LIVE = sa.text("status not in ('cancelled', 'expired', 'refunded')")


class OrderRow(Table):
    """One row an order. `key` makes a repeated request the same order, `quote_id` a quote good for one.

    A coupon is on one live order at most; those that came to nothing only say that they once had it.
    """

    __tablename__ = "orders"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "key"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.CheckConstraint(
            "total_minor = unit_price_minor * quantity - discount_minor and total_minor > 0", name="total"
        ),
        sa.CheckConstraint("discount_minor >= 0 and (discount_minor > 0) = (coupon_id is not null)", name="discount"),
        sa.CheckConstraint(
            "status not in ('paid', 'delivered', 'completed', 'refunded') or paid_at is not null", name="paid"
        ),
        sa.Index("ix_orders_of_person", "person_id", "id"),
        sa.Index("ix_orders_lately", "person_id", "placed_at"),
        sa.Index("ix_orders_placed", "placed_at", "paid_at"),  # for reports, as the next one
        sa.Index("ix_orders_delivered", "delivered_at", "paid_at"),
        sa.Index("ix_orders_paid_at", "paid_at"),
        sa.Index("ix_orders_unpaid", "person_id", sqlite_where=_IS_UNPAID, postgresql_where=_IS_UNPAID),
        sa.Index("uq_orders_coupon", "coupon_id", unique=True, sqlite_where=_IS_LIVE, postgresql_where=_IS_LIVE),
        sa.Index(
            "ix_orders_open",
            "status",
            "pay_until",
            sqlite_where=sa.text("status in ('awaiting-payment', 'paid')"),
            postgresql_where=sa.text("status in ('awaiting-payment', 'paid')"),
        ),
        sa.Index("ix_orders_promised", "promised_at", sqlite_where=_IS_PROMISED, postgresql_where=_IS_PROMISED),
        sa.Index(
            "ix_orders_preordered",
            "product_id",
            "paid_at",
            sqlite_where=_WAITS_FOR_STOCK,
            postgresql_where=_WAITS_FOR_STOCK,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    quote_id: Mapped[int] = mapped_column(sa.ForeignKey("quotes.id"), unique=True)
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"))
    quantity: Mapped[int]
    unit_price_minor: Mapped[int]
    discount_minor: Mapped[int]
    total_minor: Mapped[int]
    currency: Mapped[str]
    coupon_id: Mapped[int | None] = mapped_column(sa.ForeignKey("coupons.id"))
    account: Mapped[str]
    note: Mapped[str]
    status: Mapped[OrderStatus] = mapped_column(choice(OrderStatus, name="status"))
    placed_at: Mapped[datetime]
    pay_until: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    attention: Mapped[str | None]
    hold_until: Mapped[datetime | None]
    promised_at: Mapped[datetime | None]
    promise: Mapped[str | None]
    chased_at: Mapped[datetime | None]
    expected_on: Mapped[str | None]


@dataclass(frozen=True)
class Order:
    """An order as it stood when it was read. `attention` says why staff must see to it, if they must.

    `hold_until` is until when an unpaid order's cards are set aside, None when none are. `promised_at` is by when the
    customer was told to have what `promise` says; both end with the status. `chased_at` is when it was found broken.
    `expected_on` is the day that a pre-order was expected on when it was placed, or as its buyer was told since.
    """

    id: int
    number: str
    person_id: int
    quote_id: int
    product_id: str
    quantity: int
    unit_price_minor: int
    discount_minor: int
    total_minor: int
    currency: str
    coupon_id: int | None
    account: str
    note: str
    status: OrderStatus
    placed_at: datetime
    pay_until: datetime
    paid_at: datetime | None
    delivered_at: datetime | None
    closed_at: datetime | None
    attention: str | None
    hold_until: datetime | None
    promised_at: datetime | None
    promise: str | None
    chased_at: datetime | None
    expected_on: str | None

    @property
    def unit_price(self) -> Money:
        """The price of one, as it was quoted."""
        return Money(self.unit_price_minor, self.currency)

    @property
    def discount(self) -> Money:
        """What the coupon took off."""
        return Money(self.discount_minor, self.currency)

    @property
    def total(self) -> Money:
        """What has to be paid, or was."""
        return Money(self.total_minor, self.currency)

    @property
    def needs_attention(self) -> bool:
        """Whether staff must see to it."""
        return self.attention is not None


_ORDERS = sa.select(*columns(OrderRow, Order))
_ADD = either(lambda insert: insert(OrderRow).on_conflict_do_nothing().returning(*columns(OrderRow, Order)))
_MOVE = (
    sa.update(OrderRow)
    .where(OrderRow.id == sa.bindparam("the_id"), OrderRow.status == sa.bindparam("was"))
    .returning(*columns(OrderRow, Order))
)
_SET_HOLD = (
    sa.update(OrderRow)
    .where(OrderRow.id == sa.bindparam("the_id"), sa.text("orders.status = 'awaiting-payment'"))
    .values(hold_until=sa.bindparam("until"))
    .returning(*columns(OrderRow, Order))
)
_PROMISE = (
    sa.update(OrderRow)
    .where(
        OrderRow.id == sa.bindparam("the_id"),
        OrderRow.status == sa.bindparam("was"),
        sa.func.coalesce(OrderRow.promise, "") == sa.bindparam("former", type_=sa.String()),
    )
    .values(chased_at=None)
    .returning(*columns(OrderRow, Order))
)
_IS_OVERDUE = sa.and_(
    sa.text("orders.promised_at is not null and orders.chased_at is null"), OrderRow.promised_at <= sa.bindparam("now")
)
_ANY_OVERDUE = sa.select(OrderRow.id).where(_IS_OVERDUE).limit(1)
_OVERDUE = (
    sa.select(OrderRow.id)
    .where(_IS_OVERDUE)
    .order_by(OrderRow.promised_at, OrderRow.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("overdue")
)
_CHASE = (
    sa.update(OrderRow)
    .where(OrderRow.id.in_(sa.select(_OVERDUE.c.id)), OrderRow.chased_at.is_(None))
    .values(chased_at=sa.bindparam("now"))
    .returning(*columns(OrderRow, Order))
)
_WITH_ID = _ORDERS.where(OrderRow.id == sa.bindparam("the_id"))
_KEY_OF = sa.select(OrderRow.key).where(OrderRow.id == sa.bindparam("the_id"))
_LOCK = _WITH_ID.with_for_update()
_LOCK_OWN = _WITH_ID.where(OrderRow.person_id == sa.bindparam("the_person_id")).with_for_update()
_WITH_KEY = _ORDERS.where(OrderRow.person_id == sa.bindparam("the_person_id"), OrderRow.key == sa.bindparam("the_key"))
_WITH_NUMBER = _ORDERS.where(
    OrderRow.person_id == sa.bindparam("the_person_id"), OrderRow.number == sa.bindparam("the_number")
)
_OF_PERSON = (
    _ORDERS.where(OrderRow.person_id == sa.bindparam("the_person_id"))
    .order_by(OrderRow.id.desc())
    .offset(sa.bindparam("offset"))
    .limit(sa.bindparam("most"))
)
_COUNT_OF_PERSON = sa.select(sa.func.count()).where(OrderRow.person_id == sa.bindparam("the_person_id"))


_NO_PROMISE: dict[str, None] = {"promised_at": None, "promise": None, "chased_at": None}


def add(db: Db, order: dict[str, Any]) -> Order | None:  # Any: a value for each column but id
    """Add the order, or None if its key, quote, number or coupon is taken."""
    return one(db, _ADD(db), Order, order)


def move(db: Db, order_id: int, *, was: OrderStatus, to: OrderStatus, **stamps: datetime | None) -> Order:
    """Change the status, and the times that go with it; what was promised ends. Raises WrongRowCount if not `was`."""
    change = {"the_id": order_id, "was": was, "status": to, "attention": None, **_NO_PROMISE, **stamps}
    order = one(db, _MOVE, Order, change)
    if order is None:
        raise WrongRowCount(1, 0)
    return order


def set_hold(db: Db, order_id: int, *, until: datetime | None) -> Order:
    """Say until when an unpaid order's cards are set aside. Raises WrongRowCount if it is not unpaid any more."""
    order = one(db, _SET_HOLD, Order, {"the_id": order_id, "until": until})
    if order is None:
        raise WrongRowCount(1, 0)
    return order


def promise(db: Db, order: Order, *, kept: Promise | None, until: datetime | None) -> Order | None:
    """Promise something of an order in place of what it was promised; None if either has changed since it was read."""
    change = {"the_id": order.id, "was": order.status, "former": order.promise or ""}
    return one(db, _PROMISE, Order, {**change, "promise": kept, "promised_at": until})


def chase(db: Db, *, most: int, now: datetime) -> list[Order]:
    """Find promises that are broken by now, each once; those of orders that somebody changes wait for the next time."""
    if not prepared.rows(db, _ANY_OVERDUE, {"now": now}):
        return []  # nearly every second: nothing is to be written then
    return many(db, _CHASE, Order, {"now": now, "most": most})


def count_unpaid_holds(db: Db, *, person_id: int) -> int:
    """How many unpaid orders of the person have cards set aside."""
    theirs = OrderRow.person_id == person_id, OrderRow.hold_until.is_not(None)
    unpaid = sa.select(sa.func.count()).where(*theirs, sa.text("orders.status = 'awaiting-payment'"))
    return db.execute(unpaid).scalar_one()


def set_attention(db: Db, order_id: int, *, was: OrderStatus, why: str) -> None:
    """Say why staff must see to the order, as long as it is still `was`."""
    flagged = sa.update(OrderRow).where(OrderRow.id == order_id, OrderRow.status == was)
    expect_rows(db.execute(flagged.values(attention=why)), 1)


def lock(db: Db, order_id: int) -> Order | None:
    """Read the order and make others who want to change it wait. SQLite's one writer needs no lock."""
    return one(db, _LOCK, Order, {"the_id": order_id})


def lock_own(db: Db, order_id: int, *, person_id: int) -> Order | None:
    """The same for an order of this person's; somebody else's is neither read nor locked."""
    return one(db, _LOCK_OWN, Order, {"the_id": order_id, "the_person_id": person_id})


def with_id(db: Db, order_id: int) -> Order | None:
    """The order, whoever asks."""
    return one(db, _WITH_ID, Order, {"the_id": order_id})


def key_of(db: Db, order_id: int) -> str:
    """The key of the request that became this order."""
    key: str = prepared.rows(db, _KEY_OF, {"the_id": order_id})[0][0]
    return key


def with_key(db: Db, *, person_id: int, key: str) -> Order | None:
    """The order that this request of the person's became."""
    return one(db, _WITH_KEY, Order, {"the_person_id": person_id, "the_key": key})


def with_number(db: Db, *, person_id: int, number: str) -> Order | None:
    """The person's order of this number."""
    return one(db, _WITH_NUMBER, Order, {"the_person_id": person_id, "the_number": number})


def latest_like(
    db: Db,
    *,
    person_id: int,
    product_id: str,
    quantity: int,
    account: str,
    placed_after: datetime,
    dead: Sequence[OrderStatus],
) -> Order | None:
    """The person's newest order of the same thing that is none of the `dead`."""
    like = {
        "the_person_id": person_id,
        "the_product_id": product_id,
        "the_quantity": quantity,
        "the_account": account,
        "placed_after": placed_after,
    }
    return one(db, _latest_like(tuple(dead)), Order, like)


def buyers_between(
    db: Db, since: datetime, until: datetime, *, product_id: str | None, after: int, most: int
) -> list[int]:
    """The people with an id above `after` who paid for the product, or for anything, in that time; by their ids."""
    buyers = sa.select(OrderRow.person_id).distinct().where(OrderRow.person_id > after)
    bought = _paid_between(buyers, since, until, product_id=product_id)
    return list(db.scalars(bought.order_by(OrderRow.person_id).limit(most)))


def paid_between(
    db: Db, since: datetime, until: datetime, *, product_id: str | None, person_ids: Sequence[int]
) -> list[Order]:
    """What these people paid for in that time, oldest first."""
    theirs = sa.select(*columns(OrderRow, Order)).where(OrderRow.person_id.in_(person_ids))
    return many(db, _paid_between(theirs, since, until, product_id=product_id).order_by(OrderRow.id), Order)


def of_person(db: Db, person_id: int, *, offset: int, most: int) -> list[Order]:
    """The person's orders, newest first."""
    return many(db, _OF_PERSON, Order, {"the_person_id": person_id, "offset": offset, "most": most})


def latest(db: Db, *, most: int) -> list[Order]:
    """The newest orders of the shop, newest first."""
    return many(db, sa.select(*columns(OrderRow, Order)).order_by(OrderRow.id.desc()).limit(most), Order)


def latest_of(
    db: Db, *, number_start: str | None, order_ids: Sequence[int], person_ids: Sequence[int], most: int
) -> list[Order]:
    """The newest orders whose number begins so, or which are among these, or one of these people's, newest first."""
    fits: list[sa.ColumnElement[bool]] = [OrderRow.id.in_(order_ids), OrderRow.person_id.in_(person_ids)]
    if number_start is not None:
        fits.append(OrderRow.number.startswith(number_start, autoescape=True))
    found = sa.select(*columns(OrderRow, Order)).where(sa.or_(*fits))
    return many(db, found.order_by(OrderRow.id.desc()).limit(most), Order)


def count_of_person(db: Db, person_id: int) -> int:
    """How many orders the person has ever placed."""
    count: int = prepared.rows(db, _COUNT_OF_PERSON, {"the_person_id": person_id})[0][0]
    return count


def count_bought(db: Db, *, person_id: int, product_id: str, since: datetime) -> int:
    """How many of the product the person has ordered since then, in orders that have not come to nothing."""
    bought = sa.select(sa.func.coalesce(sa.func.sum(OrderRow.quantity), 0)).where(
        OrderRow.person_id == person_id, OrderRow.product_id == product_id, OrderRow.placed_at > since, _IS_LIVE
    )
    return int(db.execute(bought).scalar_one())


@lru_cache
def _latest_like(dead: tuple[OrderStatus, ...]) -> sa.Select[Any]:  # Any: the columns of an order
    alike = _ORDERS.where(
        OrderRow.person_id == sa.bindparam("the_person_id"),
        OrderRow.product_id == sa.bindparam("the_product_id"),
        OrderRow.quantity == sa.bindparam("the_quantity"),
        OrderRow.account == sa.bindparam("the_account"),
        OrderRow.placed_at > sa.bindparam("placed_after"),
        *(OrderRow.status != each for each in dead),
    )
    return alike.order_by(OrderRow.placed_at.desc(), OrderRow.id.desc()).limit(1)


def _paid_between(
    statement: sa.Select[Any], since: datetime, until: datetime, *, product_id: str | None
) -> sa.Select[Any]:  # Any: whichever columns are asked for
    paid = statement.where(OrderRow.paid_at >= since, OrderRow.paid_at <= until)
    return paid if product_id is None else paid.where(OrderRow.product_id == product_id)
