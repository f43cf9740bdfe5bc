"""Card stock: the sealed codes of each product, and whose each of them is.

Not here: when a card may be held or sold (backend.stock, backend.orders). No code leaves this module open.

    free ──> held (by an order) ──> sold
      ^───────┤
      └─ quarantined (came late or expired; somebody has to look at it) ──> free, written off
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
from storage.database import Db, Table, UtcDateTime, columns, insert_or_ignore, many
from storage.statements import prepared

ROWS_PER_INSERT = 500
"""Nine values a row: well below the 32,766 that one SQLite statement takes."""


class CardStatus(StrEnum):
    """Whose a card is."""

    FREE = "free"
    HELD = "held"
    SOLD = "sold"
    QUARANTINED = "quarantined"
    WRITTEN_OFF = "written-off"


_MAY_EXPIRE = sa.text("status = 'free' and expires_at is not null")


class CardRow(Table):
    """One code. Its fingerprint is unique, so no code is ever loaded, and thus sold, twice.

    From `expires_at` on it is worth nothing and never sold; `cost_minor` is what it cost us, in its product's currency.
    """

    __tablename__ = "cards"
    __table_args__ = (
        sa.CheckConstraint("(status in ('held', 'sold')) = (order_id is not null)", name="owned_if_held"),
        sa.CheckConstraint("sealed_code like 'v1:%'", name="sealed"),
        sa.Index(
            "ix_cards_free",
            "product_id",
            "id",
            sqlite_where=sa.text("status = 'free'"),
            postgresql_where=sa.text("status = 'free'"),
        ),
        sa.Index(
            "ix_cards_held",
            "product_id",
            sqlite_where=sa.text("status = 'held'"),
            postgresql_where=sa.text("status = 'held'"),
        ),
        sa.Index(
            "ix_cards_expiring",
            "expires_at",
            sqlite_where=_MAY_EXPIRE,
            postgresql_where=_MAY_EXPIRE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"))
    fingerprint: Mapped[str] = mapped_column(unique=True)
    sealed_code: Mapped[str]
    status: Mapped[CardStatus] = mapped_column(choice(CardStatus, name="status"))
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"), index=True)
    batch: Mapped[str]
    loaded_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    cost_minor: Mapped[int | None]


class StockCountRow(Table):
    """How many cards of a product were ever loaded: what the stock is counted against."""

    __tablename__ = "stock_counts"

    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"), primary_key=True)
    loaded: Mapped[int]


@dataclass(frozen=True)
class NewCard:
    """A code about to be loaded, sealed already."""

    fingerprint: str
    sealed_code: str


@dataclass(frozen=True)
class Card:
    """A card of an order, still sealed."""

    id: int
    fingerprint: str
    sealed_code: str


@dataclass(frozen=True)
class Aside:
    """Cards of a batch that were put aside; `last_id` is the newest of them."""

    batch: str
    expires_at: datetime | None
    cost_minor: int | None
    count: int
    last_id: int


MOST_UNPAID_HOLDS = 3
"""For so many unpaid orders at once a person has cards set aside."""


class Fairness(StrEnum):
    """What a hold leaves to others; backend.stock says which order may have which."""

    CALM = "calm"  # with it no more than half of the product is unpaid
    BUSY = "busy"  # a fifth of the product is left to those who pay at once, and nobody has two such holds
    QUEUED = "queued"  # whatever nobody waits for
    PAID = "paid"  # whatever nobody paid for ahead of its stock, and before this order
    PREORDERED = "preordered"  # the same, and nothing that is on offer to somebody who waits in line
    ANY = "any"  # any card


_IS_HELD_BY_ANY = sa.text("cards.status = 'held'")
_IS_FREE = sa.text("cards.status = 'free'")  # no parameter: a plan made once can use the index of free cards


_KEEPS = sa.or_(CardRow.expires_at.is_(None), CardRow.expires_at > sa.bindparam("at", type_=UtcDateTime()))

_QUANTITY = sa.bindparam("most", type_=sa.BigInteger())

# Other nouns' tables, as far as a fair hold looks at them in the statement that holds.
_ORDERS = sa.table(
    "orders",
    *map(sa.column, ("id", "person_id", "product_id", "quantity", "hold_until", "paid_at")),
    sa.column("status", sa.String()),
)
_MINE = sa.alias(_ORDERS, "mine")
_WAITING = sa.table("waiting_list", sa.column("product_id"), sa.column("status", sa.String()))
_WAITS = sa.text("waiting_list.status in ('waiting', 'offered')")
_IS_PREORDERED = sa.text("orders.status = 'paid' and orders.expected_on is not null")


def _free_but_for(others: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether more cards are free than these; it counts no further than it must."""
    free = sa.select(sa.literal_column("1", sa.Integer())).where(
        CardRow.product_id == sa.bindparam("of_product"), _IS_FREE
    )
    return sa.exists(free.limit(1).offset(others))


def _queued(product: sa.BindParameter[str]) -> sa.ColumnElement[int]:
    """How many cards are for those who wait in line, who take theirs by the offer, or have paid ahead of the stock."""
    waiting = sa.select(sa.func.count()).select_from(_WAITING).where(_WAITING.c.product_id == product, _WAITS)
    return waiting.scalar_subquery() + _preordered(_ORDERS.c.product_id == product)


def _preordered(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """How many cards are for pre-orders that are paid."""
    wanted = sa.cast(sa.func.coalesce(sa.func.sum(_ORDERS.c.quantity), 0), sa.BigInteger())
    return sa.select(wanted).select_from(_ORDERS).where(*conditions, _IS_PREORDERED).scalar_subquery()


def _paid_before(*, is_preorder: bool) -> sa.ColumnElement[int]:
    """How many cards are for pre-orders that were paid before this order; to another one also what is on offer."""
    mine_is_first = sa.exists().where(
        _MINE.c.id == sa.bindparam("for_order"),
        sa.or_(
            _MINE.c.paid_at < _ORDERS.c.paid_at,
            sa.and_(_MINE.c.paid_at == _ORDERS.c.paid_at, _MINE.c.id <= _ORDERS.c.id),
        ),
    )
    product: sa.BindParameter[str] = sa.bindparam("of_product")
    ahead = _preordered(_ORDERS.c.product_id == product, ~mine_is_first.correlate(_ORDERS))
    if not is_preorder:
        return ahead
    offered = sa.select(sa.func.count()).select_from(_WAITING).where(_WAITING.c.product_id == product)
    return ahead + offered.where(sa.text("waiting_list.status = 'offered'")).scalar_subquery()


def _conditions(fairness: Fairness) -> tuple[sa.ColumnElement[bool], ...]:
    """What must be true of stock, queue and person for a hold of this fairness.

    With H held, F free beyond those for the queue and Q wanted, CALM is H + Q <= (H + F + 1) / 2 and BUSY
    H + Q <= (H + F) * 4 / 5; both are written as so many cards that must be free.
    """
    if fairness is Fairness.ANY:
        return ()
    queued = _queued(sa.bindparam("of_product"))
    if fairness is Fairness.QUEUED:
        return (_free_but_for(_QUANTITY - 1 + queued),)
    if fairness in (Fairness.PAID, Fairness.PREORDERED):
        ahead = _paid_before(is_preorder=fairness is Fairness.PREORDERED)
        return (_free_but_for(_QUANTITY - 1 + ahead),)
    held = sa.select(sa.func.count()).where(CardRow.product_id == sa.bindparam("of_product"), _IS_HELD_BY_ANY)
    theirs = (
        _ORDERS.c.person_id == sa.bindparam("of_person"),
        _ORDERS.c.id != sa.bindparam("for_order"),
        _ORDERS.c.hold_until.is_not(None),
        sa.text("orders.status = 'awaiting-payment'"),
    )
    unpaid = sa.select(sa.func.count()).select_from(_ORDERS).where(*theirs)
    has_few = unpaid.scalar_subquery() < MOST_UNPAID_HOLDS
    others = held.scalar_subquery()
    if fairness is Fairness.CALM:
        return _free_but_for(others + 2 * _QUANTITY - 2 + queued), has_few
    same = unpaid.where(_ORDERS.c.product_id == sa.bindparam("of_product"))
    fifth = _free_but_for((others + 5 * _QUANTITY - 1) // 4 + queued)
    return fifth, has_few, same.scalar_subquery() == 0


def _hold(fairness: Fairness, *, waiting: bool) -> sa.Executable:
    free = (
        sa.select(CardRow.id)
        .where(CardRow.product_id == sa.bindparam("of_product"), _IS_FREE, _KEEPS, *_conditions(fairness))
        .order_by(CardRow.id)
        .limit(_QUANTITY)
        .with_for_update(skip_locked=not waiting)
        .cte("picked")
    )
    held = sa.update(CardRow).where(CardRow.id.in_(sa.select(free.c.id)), _IS_FREE)
    return held.values(status=CardStatus.HELD, order_id=sa.bindparam("for_order")).returning(CardRow.id)


_COUNT_FREE = (
    sa.select(CardRow.product_id, sa.func.count().label("free"))
    .where(CardRow.product_id.in_(sa.bindparam("product_ids", expanding=True)), _IS_FREE)
    .group_by(CardRow.product_id)
)
_COUNT_FREE_OF = sa.select(sa.func.count()).where(CardRow.product_id == sa.bindparam("of_product"), _IS_FREE)
_HOLD = {(each, waiting): _hold(each, waiting=waiting) for each in Fairness for waiting in (False, True)}
_IS_HELD = CardRow.order_id == sa.bindparam("of_order"), CardRow.status == CardStatus.HELD
_RELEASE = sa.update(CardRow).where(*_IS_HELD).values(status=CardStatus.FREE, order_id=None)
_COUNT_HELD = sa.select(sa.func.count()).where(*_IS_HELD)
_SELL = (
    sa.update(CardRow)
    .where(*_IS_HELD, _COUNT_HELD.where(_KEEPS).scalar_subquery() == sa.bindparam("quantity"))
    .values(status=CardStatus.SOLD)
    .returning(*columns(CardRow, Card))
)
_SOLD_TO = (
    sa.select(*columns(CardRow, Card))
    .where(CardRow.order_id == sa.bindparam("of_order"), CardRow.status == CardStatus.SOLD)
    .order_by(CardRow.id)
)


def load(
    db: Db,
    product_id: str,
    cards: Sequence[NewCard],
    *,
    batch: str,
    expires_at: datetime | None = None,
    cost_minor: int | None = None,
    now: datetime,
) -> int:
    """Add the cards that are not in stock yet; returns how many were."""
    # Counting first makes two imports for one product wait for each other instead of meeting card by card.
    _count_loaded(db, product_id, 0)
    added = 0
    for start in range(0, len(cards), ROWS_PER_INSERT):
        rows = [
            {
                "product_id": product_id,
                "fingerprint": card.fingerprint,
                "sealed_code": card.sealed_code,
                "status": CardStatus.FREE,
                "batch": batch,
                "loaded_at": now,
                "expires_at": expires_at,
                "cost_minor": cost_minor,
            }
            for card in cards[start : start + ROWS_PER_INSERT]
        ]
        inserted = insert_or_ignore(db, CardRow).values(rows).on_conflict_do_nothing().returning(CardRow.id)
        added += len(db.execute(inserted).all())
    _count_loaded(db, product_id, added)
    return added


def count_known(db: Db, fingerprints: Sequence[str]) -> int:
    """How many of these codes were ever loaded, for whichever product."""
    known = 0
    for start in range(0, len(fingerprints), ROWS_PER_INSERT):
        some = fingerprints[start : start + ROWS_PER_INSERT]
        known += db.execute(sa.select(sa.func.count()).where(CardRow.fingerprint.in_(some))).scalar_one()
    return known


def count_free(db: Db, product_ids: Sequence[str]) -> dict[str, int]:
    """How many cards of each product can be had now; a product without any is missing."""
    return {row.product_id: row.free for row in db.execute(_COUNT_FREE, {"product_ids": product_ids})}


def count_free_of(db: Db, product_id: str) -> int:
    """How many cards of this product can be had now."""
    count: int = prepared.rows(db, _COUNT_FREE_OF, {"of_product": product_id})[0][0]
    return count


def count_free_up_to(db: Db, product_ids: Sequence[str], *, most: int) -> dict[str, int]:
    """How many cards of each product nobody waits for, counted no further than `most`: however many there are."""
    if not product_ids:
        return {}
    asked: dict[str, Any] = {f"product_{place}": product_id for place, product_id in enumerate(product_ids)}
    counted = prepared.rows(db, _counts_up_to(most, len(product_ids)), asked)
    return {product_ids[place]: max(0, free) for place, free in counted}


def hold(
    db: Db,
    *,
    product_id: str,
    quantity: int,
    order_id: int,
    person_id: int,
    fairness: Fairness,
    waiting: bool,
    now: datetime,
) -> int:
    """Hold up to `quantity` free cards that are good, if that is as fair as asked; returns how many the order got.

    Cards that another transaction is about to take are passed over, or with `waiting` waited for: that
    transaction may yet give them back. SQLite has one writer, so there is nothing to pass over.
    """
    wanted = {"of_product": product_id, "most": quantity, "for_order": order_id, "at": now}
    if fairness is not Fairness.ANY:
        wanted["of_person"] = person_id
    # Counted by what it returns: Python's sqlite3 knows no row count of a statement that begins with WITH.
    return len(prepared.rows(db, _HOLD[fairness, waiting], wanted))


def release(db: Db, order_id: int) -> int:
    """Give back every card held for the order; returns how many."""
    return prepared.change(db, _RELEASE, {"of_order": order_id})


def count_held(db: Db, order_id: int) -> int:
    """How many cards are held for the order."""
    count: int = prepared.rows(db, _COUNT_HELD, {"of_order": order_id})[0][0]
    return count


def sell(db: Db, order_id: int, *, quantity: int, now: datetime) -> list[Card]:
    """Turn the cards held for the order into ones sold to it, if so many of them are still good; else none of them."""
    sold = many(db, _SELL, Card, {"of_order": order_id, "quantity": quantity, "at": now})
    return sorted(sold, key=lambda card: card.id)


def put_in(
    db: Db,
    product_id: str,
    cards: Sequence[NewCard],
    *,
    order_id: int | None,
    batch: str,
    cost_minor: int,
    now: datetime,
) -> int:
    """Add bought cards, held for the order, or quarantined without one; those known already are left. Returns how many.

    They are counted as loaded like any other.
    """
    rows = [
        {
            "product_id": product_id,
            "fingerprint": card.fingerprint,
            "sealed_code": card.sealed_code,
            "status": CardStatus.QUARANTINED if order_id is None else CardStatus.HELD,
            "order_id": order_id,
            "batch": batch,
            "loaded_at": now,
            "cost_minor": cost_minor,
        }
        for card in cards
    ]
    if not rows:
        return 0
    inserted = insert_or_ignore(db, CardRow).values(rows).on_conflict_do_nothing().returning(CardRow.id)
    added = len(db.execute(inserted).all())
    _count_loaded(db, product_id, added)
    return added


def batches_of(db: Db, fingerprints: Sequence[str]) -> dict[str, str]:
    """In which batch each of these codes came, by its fingerprint; one that is unknown is missing."""
    known = sa.select(CardRow.fingerprint, CardRow.batch).where(CardRow.fingerprint.in_(fingerprints))
    return {row.fingerprint: row.batch for row in db.execute(known)}


def quarantine_expired(db: Db, *, now: datetime) -> int:
    """Put aside every free card that is worth nothing any more; returns how many."""
    expired = sa.update(CardRow).where(_IS_FREE, CardRow.expires_at <= now)
    return db.execute(expired.values(status=CardStatus.QUARANTINED)).rowcount


def drop_expired(db: Db, order_id: int, *, now: datetime) -> int:
    """Put aside what the order holds and is worth nothing any more; returns how many."""
    held = CardRow.order_id == order_id, CardRow.status == CardStatus.HELD
    expired = sa.update(CardRow).where(*held, CardRow.expires_at <= now)
    return db.execute(expired.values(status=CardStatus.QUARANTINED, order_id=None)).rowcount


def count_quarantined(db: Db) -> dict[str, int]:
    """How many cards of each product are put aside; a product without any is missing."""
    counted = sa.select(CardRow.product_id, sa.func.count().label("aside")).group_by(CardRow.product_id)
    aside = counted.where(CardRow.status == CardStatus.QUARANTINED).order_by(CardRow.product_id)
    return {row.product_id: row.aside for row in db.execute(aside)}


def aside_of(db: Db, product_id: str) -> list[Aside]:
    """What is put aside of the product, batch by batch, what came last in front."""
    of_batch = CardRow.batch, CardRow.expires_at, CardRow.cost_minor
    counted = sa.select(*of_batch, sa.func.count().label("count"), sa.func.max(CardRow.id).label("last_id"))
    aside = counted.where(CardRow.product_id == product_id, CardRow.status == CardStatus.QUARANTINED)
    return many(db, aside.group_by(*of_batch).order_by(sa.func.max(CardRow.id).desc()), Aside)


def write_off(db: Db, product_id: str, *, up_to: int) -> list[int | None]:
    """Give up what is put aside of the product, but for cards after this one; returns what each had cost."""
    aside = CardRow.product_id == product_id, CardRow.status == CardStatus.QUARANTINED, CardRow.id <= up_to
    gone = sa.update(CardRow).where(*aside).values(status=CardStatus.WRITTEN_OFF)
    return list(db.scalars(gone.returning(CardRow.cost_minor)))


def free_quarantined(db: Db, product_id: str, *, now: datetime) -> int:
    """Put what was put aside of the product on the shelf, but for what has expired; returns how many."""
    aside = sa.update(CardRow).where(CardRow.product_id == product_id, CardRow.status == CardStatus.QUARANTINED)
    keeps = sa.or_(CardRow.expires_at.is_(None), CardRow.expires_at > now)
    return db.execute(aside.where(keeps).values(status=CardStatus.FREE)).rowcount


def sold_to(db: Db, order_id: int) -> list[Card]:
    """The cards sold to the order, always in the same sequence."""
    return many(db, _SOLD_TO, Card, {"of_order": order_id})


@lru_cache
def _counts_up_to(most: int, products: int) -> sa.CompoundSelect[Any]:  # Any: a product's place, and the count
    """A count for each of so many products."""
    counts = []
    for place in range(products):
        product: sa.BindParameter[str] = sa.bindparam(f"product_{place}")
        apart = sa.select(_queued(product).label("count")).cte(f"queued_{place}")  # named, so counted once
        queued = sa.select(apart.c["count"]).scalar_subquery()
        free = sa.select(CardRow.id).where(CardRow.product_id == product, _IS_FREE)
        some = free.limit(sa.literal_column(f"{most}", sa.Integer()) + queued).subquery(f"free_{place}")
        left = sa.func.count() - queued
        counts.append(sa.select(sa.literal_column(f"{place}", sa.Integer()), left).select_from(some))
    return sa.union_all(*counts)


def _count_loaded(db: Db, product_id: str, added: int) -> None:
    counted = insert_or_ignore(db, StockCountRow).values(product_id=product_id, loaded=added)
    db.execute(
        counted.on_conflict_do_update(index_elements=["product_id"], set_={"loaded": StockCountRow.loaded + added})
    )
