"""Pre-orders: what was announced, what was paid ahead of its stock, and for whom there is stock by now.

Not here: the orders themselves (storage.orders), how many may be ordered ahead (backend.preorders), or the statements
that leave to those who have paid what is theirs (storage.stock, storage.waiting_list).
"""

from dataclasses import dataclass

import sqlalchemy as sa

from storage.database import Db, many, one
from storage.statements import prepared

# Other nouns' tables, as far as pre-orders look at them.
_PRODUCTS = sa.table(
    "products",
    sa.column("id", sa.String()),
    sa.column("expected_on", sa.String()),
    sa.column("most_preorders", sa.BigInteger()),
)
_ORDERS = sa.table(
    "orders",
    sa.column("id", sa.BigInteger()),
    sa.column("product_id", sa.String()),
    sa.column("quantity", sa.BigInteger()),
    sa.column("status", sa.String()),
    sa.column("promise", sa.String()),
    sa.column("expected_on", sa.String()),
    sa.column("paid_at"),
)
_CARDS = sa.table("cards", sa.column("product_id", sa.String()))
_PLACES = sa.table("waiting_list", sa.column("product_id", sa.String()))
_PURCHASES = sa.table("supplier_purchases", sa.column("order_id", sa.BigInteger()))
_IS_WAITING = sa.text("orders.status = 'paid' and orders.expected_on is not null")


@dataclass(frozen=True)
class Announcement:
    """When stock of a product is expected, as in 2027-01-15, and how many may be paid ahead of it at once."""

    expected_on: str
    most: int


@dataclass(frozen=True)
class Awaited:
    """A product that somebody has paid ahead for, and how many of it they can have now."""

    product_id: str
    free: int


@dataclass(frozen=True)
class Preorder:
    """A paid order that waits for its stock; one that is being bought has been asked of a supplier."""

    order_id: int
    quantity: int
    is_being_bought: bool


@dataclass(frozen=True)
class Moved:
    """A pre-order whose product is expected on another day than its buyer was told."""

    order_id: int
    expected_on: str


@dataclass(frozen=True)
class Ahead:
    """So many of a product are ordered ahead: unpaid, paid, and of the paid ones for today or a day that is over."""

    product_id: str
    unpaid: int
    paid: int
    due: int
    late: int


def _free() -> sa.ColumnElement[int]:
    free = sa.select(sa.func.count()).select_from(_CARDS)
    free = free.where(_CARDS.c.product_id == _ORDERS.c.product_id, sa.text("cards.status = 'free'"))
    offered = sa.select(sa.func.count()).select_from(_PLACES)
    offered = offered.where(_PLACES.c.product_id == _ORDERS.c.product_id, sa.text("waiting_list.status = 'offered'"))
    return free.correlate(_ORDERS).scalar_subquery() - offered.correlate(_ORDERS).scalar_subquery()


def _is_being_bought() -> sa.ColumnElement[bool]:
    asked = sa.text("supplier_purchases.status in ('intended', 'asked', 'unknown')")
    return sa.exists().where(_PURCHASES.c.order_id == _ORDERS.c.id, asked).correlate(_ORDERS)


_ANNOUNCED = sa.select(_PRODUCTS.c.expected_on, _PRODUCTS.c.most_preorders).where(
    _PRODUCTS.c.id == sa.bindparam("the_product"), sa.text("products.expected_on is not null")
)
_TAKE_TURN = _ANNOUNCED.with_for_update(key_share=True)
_COUNT_WAITING = sa.select(sa.cast(sa.func.coalesce(sa.func.sum(_ORDERS.c.quantity), 0), sa.BigInteger())).where(
    _ORDERS.c.product_id == sa.bindparam("the_product"), _IS_WAITING
)
_AWAITED = sa.select(_ORDERS.c.product_id, _free().label("free")).where(_IS_WAITING).group_by(_ORDERS.c.product_id)
_WAITING = (
    sa.select(_ORDERS.c.id, _ORDERS.c.quantity, _is_being_bought())
    .where(_ORDERS.c.product_id == sa.bindparam("the_product"), _IS_WAITING)
    .order_by(_ORDERS.c.paid_at, _ORDERS.c.id)
    .limit(sa.bindparam("most"))
)
_MOVED = (
    sa.select(_ORDERS.c.id, _PRODUCTS.c.expected_on)
    .join_from(_ORDERS, _PRODUCTS, _PRODUCTS.c.id == _ORDERS.c.product_id)
    .where(
        _IS_WAITING,
        _PRODUCTS.c.expected_on != _ORDERS.c.expected_on,
        sa.text("orders.promise in ('preorder', 'stock', 'late', 'wish')"),
    )
    .order_by(_ORDERS.c.product_id, _ORDERS.c.paid_at)  # as their index has them: they are looked for each second
    .limit(sa.bindparam("most"))
)
_IS_PAID = _ORDERS.c.status == "paid"


def _sum_where(name: str, *conditions: sa.ColumnElement[bool]) -> sa.Label[int]:
    pieces = sa.func.sum(sa.case((sa.and_(*conditions), _ORDERS.c.quantity), else_=0))
    return sa.cast(pieces, sa.BigInteger()).label(name)


_AHEAD = (
    sa.select(
        _ORDERS.c.product_id,
        _sum_where("unpaid", ~_IS_PAID),
        _sum_where("paid", _IS_PAID),
        _sum_where("due", _IS_PAID, _ORDERS.c.expected_on == sa.bindparam("today")),
        _sum_where("late", _IS_PAID, _ORDERS.c.expected_on < sa.bindparam("today")),
    )
    .where(sa.text("orders.status in ('awaiting-payment', 'paid') and orders.expected_on is not null"))
    .group_by(_ORDERS.c.product_id)
    .order_by(_ORDERS.c.product_id)
)
_SET_DAY = (
    sa.update(_ORDERS)
    .where(_ORDERS.c.id == sa.bindparam("the_id"), _IS_WAITING, _ORDERS.c.expected_on != sa.bindparam("day"))
    .values(expected_on=sa.bindparam("day"))
)


def announcement(db: Db, product_id: str) -> Announcement | None:
    """What is announced of the product; None if nothing is."""
    return one(db, _ANNOUNCED, Announcement, {"the_product": product_id})


def take_turn(db: Db, product_id: str) -> Announcement | None:
    """The same; whoever else takes room among its pre-orders waits from now on, and then counts this transaction's."""
    return one(db, _TAKE_TURN, Announcement, {"the_product": product_id})


def count_waiting(db: Db, product_id: str) -> int:
    """How many of the product were paid ahead and are not delivered."""
    count: int = prepared.rows(db, _COUNT_WAITING, {"the_product": product_id})[0][0]
    return count


def awaited(db: Db) -> list[Awaited]:
    """The products that somebody has paid ahead for; the free cards that are on offer to others are not counted."""
    return many(db, _AWAITED, Awaited, {})


def waiting(db: Db, product_id: str, *, most: int) -> list[Preorder]:
    """The pre-orders of the product that wait, in the order they were paid."""
    return many(db, _WAITING, Preorder, {"the_product": product_id, "most": most})


def moved(db: Db, *, most: int) -> list[Moved]:
    """Pre-orders whose buyers were told another day."""
    return many(db, _MOVED, Moved, {"most": most})


def ahead(db: Db, *, today: str) -> list[Ahead]:
    """What is ordered ahead of each product; due is what its buyers were told they have today, as in 2027-01-15."""
    return many(db, _AHEAD, Ahead, {"today": today})


def set_day(db: Db, order_id: int, day: str) -> bool:
    """Note that the buyer is told this day; False if they were, or the order does not wait any more."""
    return prepared.change(db, _SET_DAY, {"the_id": order_id, "day": day}) == 1
