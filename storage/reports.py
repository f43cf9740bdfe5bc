"""What a report counts: orders, delivery times and complaints of a span of time, each by an index of its own.

Not here: which spans those are, or what is made of the numbers (backend.reports).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Db, many, one
from storage.orders import OrderRow
from storage.tickets import TicketRow


@dataclass(frozen=True)
class OrderCount:
    """How many orders were placed, and how many of those have been paid."""

    placed: int
    paid: int


@dataclass(frozen=True)
class ComplaintCount:
    """How many complaints there were about a product; None for those about no order."""

    product_id: str | None
    complaints: int


def orders_placed(db: Db, *, since: datetime, until: datetime) -> OrderCount:
    """The orders placed from `since` until before `until`."""
    placed = sa.select(
        sa.func.count(OrderRow.placed_at).label("placed"), sa.func.count(OrderRow.paid_at).label("paid")
    ).where(OrderRow.placed_at >= since, OrderRow.placed_at < until)
    return one(db, placed, OrderCount) or OrderCount(0, 0)


def delivery_seconds(db: Db, *, since: datetime, until: datetime) -> dict[int, int]:
    """How many orders were delivered within the span so many whole seconds after they were paid; none ordered ahead."""
    seconds = _seconds_between(db, OrderRow.paid_at, OrderRow.delivered_at).label("seconds")
    counted = (
        sa.select(seconds, sa.func.count().label("orders"))
        .where(OrderRow.delivered_at >= since, OrderRow.delivered_at < until, OrderRow.expected_on.is_(None))
        .group_by(seconds)
    )
    return {row.seconds: row.orders for row in db.execute(counted)}


def complaints(db: Db, *, since: datetime, until: datetime) -> list[ComplaintCount]:
    """The complaints of the span by product, most first. Who only wants a human complains of nothing."""
    count = sa.func.count().label("complaints")
    counted = (
        sa.select(OrderRow.product_id, count)
        .select_from(sa.outerjoin(TicketRow, OrderRow, TicketRow.order_id == OrderRow.id))
        .where(TicketRow.opened_at >= since, TicketRow.opened_at < until, TicketRow.category.is_not(None))
        .group_by(OrderRow.product_id)
    )
    return many(db, counted.order_by(count.desc(), OrderRow.product_id), ComplaintCount)


def pieces_paid(db: Db, *, since: datetime) -> dict[str, int]:
    """How many pieces of each product were in orders paid since then."""
    pieces = sa.func.sum(OrderRow.quantity).label("pieces")
    counted = sa.select(OrderRow.product_id, pieces).where(OrderRow.paid_at >= since).group_by(OrderRow.product_id)
    return {row.product_id: int(row.pieces) for row in db.execute(counted)}


def _seconds_between(db: Db, start: Any, end: Any) -> sa.ColumnElement[int]:  # Any: any column of moments
    """Whole seconds, rounded; the databases reckon with moments each in its own way."""
    if db.dialect.name == "sqlite":
        seconds = (sa.func.julianday(end) - sa.func.julianday(start)) * 86_400
    else:
        seconds = sa.func.extract("epoch", end - start)
    return sa.cast(sa.func.round(seconds), sa.Integer)
