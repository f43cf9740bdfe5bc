"""Deliveries: which card was handed over for which order, each time its code was shown, and what was topped up.

Not here: the cards and their codes (storage.stock).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.append_only import append_only
from storage.database import Db, Table, columns, one
from storage.statements import prepared


@append_only
class DeliveryRow(Table):
    """A card handed over. `card_id` is unique: a card goes to one order, once and for ever."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"), index=True)
    card_id: Mapped[int] = mapped_column(sa.ForeignKey("cards.id"), unique=True)
    delivered_at: Mapped[datetime]


@append_only
class RevealRow(Table):
    """A code shown to a person."""

    __tablename__ = "reveals"

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(sa.ForeignKey("cards.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    revealed_at: Mapped[datetime]


@append_only
class TopUpRow(Table):
    """An account that a supplier topped up for an order, once; `receipt` is the supplier's number for it."""

    __tablename__ = "top_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"), unique=True)
    purchase_id: Mapped[int] = mapped_column(sa.ForeignKey("supplier_purchases.id"), unique=True)
    quantity: Mapped[int]
    receipt: Mapped[str]
    delivered_at: Mapped[datetime]


@dataclass(frozen=True)
class TopUp:
    """An account was topped up: under which number of the supplier's, and when."""

    receipt: str
    delivered_at: datetime


_ADD = sa.insert(DeliveryRow)
_NOTE_REVEALED = sa.insert(RevealRow)
_FIRST_REVEALED = sa.select(sa.func.min(RevealRow.revealed_at)).where(
    RevealRow.card_id.in_(sa.select(DeliveryRow.card_id).where(DeliveryRow.order_id == sa.bindparam("the_order_id")))
)


def add(db: Db, order_id: int, card_ids: Sequence[int], *, now: datetime) -> None:
    """Record that these cards were handed over for the order."""
    rows = [{"order_id": order_id, "card_id": card_id, "delivered_at": now} for card_id in card_ids]
    prepared.change_all(db, _ADD, rows)


def note_revealed(db: Db, card_ids: Sequence[int], *, person_id: int, now: datetime) -> None:
    """Record that these cards' codes were shown to the person."""
    rows = [{"card_id": card_id, "person_id": person_id, "revealed_at": now} for card_id in card_ids]
    prepared.change_all(db, _NOTE_REVEALED, rows)


def first_revealed_at(db: Db, order_id: int) -> datetime | None:
    """When a code of the order was first shown; None if none ever was."""
    first: datetime | None = prepared.rows(db, _FIRST_REVEALED, {"the_order_id": order_id})[0][0]
    return first


def add_top_up(db: Db, *, order_id: int, purchase_id: int, quantity: int, receipt: str, now: datetime) -> None:
    """Record that the order's account was topped up."""
    row = {"order_id": order_id, "purchase_id": purchase_id, "quantity": quantity, "receipt": receipt}
    db.execute(sa.insert(TopUpRow).values(**row, delivered_at=now))


def top_up_of(db: Db, order_id: int) -> TopUp | None:
    """How the order's account was topped up; None if it was not."""
    return one(db, sa.select(*columns(TopUpRow, TopUp)).where(TopUpRow.order_id == order_id), TopUp)
