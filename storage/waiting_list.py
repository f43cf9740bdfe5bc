"""The waiting list: who waits for a sold-out product, in which lane, and to whom one is offered until when.

Not here: how long an offer stands or who is told (backend.waiting_list), or the cards (storage.stock, which leaves to
those on this list what is theirs).

    waiting ──> offered ──> served
       │           └──> lapsed
       └───────────┴──> left
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.database import Db, Table, columns, either, many, one
from storage.statements import prepared


class PlaceStatus(StrEnum):
    """What became of somebody's place."""

    WAITING = "waiting"
    OFFERED = "offered"
    SERVED = "served"
    LAPSED = "lapsed"
    LEFT = "left"


_IS_LIVE = sa.text("status in ('waiting', 'offered')")


class PlaceRow(Table):
    """One place; a person has at most one live one for a product. A higher `lane` is served first."""

    __tablename__ = "waiting_list"
    __table_args__ = (
        sa.CheckConstraint("status <> 'offered' or offered_until is not null", name="offered"),
        sa.Index(
            "uq_waiting_list_live",
            "product_id",
            "person_id",
            unique=True,
            sqlite_where=_IS_LIVE,
            postgresql_where=_IS_LIVE,
        ),
        sa.Index("ix_waiting_list_served", "product_id", "offered_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    lane: Mapped[int]
    status: Mapped[PlaceStatus] = mapped_column(choice(PlaceStatus, name="status"))
    joined_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    offered_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Place:
    """A place as it stood when it was read. `offered_until` is until when one piece is kept for the person."""

    id: int
    product_id: str
    person_id: int
    lane: int
    status: PlaceStatus
    joined_at: datetime
    offered_at: datetime | None
    offered_until: datetime | None


_PLACES = sa.select(*columns(PlaceRow, Place))
_LIVE_OF = _PLACES.where(
    PlaceRow.product_id == sa.bindparam("the_product"),
    PlaceRow.person_id == sa.bindparam("the_person"),
    sa.text("waiting_list.status in ('waiting', 'offered')"),
)
_WITH_ID = _PLACES.where(PlaceRow.id == sa.bindparam("the_id"))
_ADD = either(
    lambda insert: (
        insert(PlaceRow)
        .values(
            product_id=sa.bindparam("product_id"),
            person_id=sa.bindparam("person_id"),
            lane=sa.bindparam("lane"),
            status=sa.bindparam("status"),
            joined_at=sa.bindparam("joined_at"),
        )
        .on_conflict_do_nothing()
        .returning(PlaceRow.id)
    )
)
_BEFORE = (PlaceRow.lane > sa.bindparam("the_lane")) | (
    (PlaceRow.lane == sa.bindparam("the_lane")) & (PlaceRow.id < sa.bindparam("the_id"))
)
_COUNT_BEFORE = sa.select(sa.func.count()).where(
    PlaceRow.product_id == sa.bindparam("the_product"), sa.text("waiting_list.status = 'waiting'"), _BEFORE
)
_COUNT_OFFERED = sa.select(sa.func.count()).where(
    PlaceRow.product_id == sa.bindparam("the_product"), PlaceRow.offered_at >= sa.bindparam("since")
)
_END = (
    sa.update(PlaceRow)
    .where(
        PlaceRow.id == sa.bindparam("the_id"),
        sa.or_(PlaceRow.status == sa.bindparam("was"), PlaceRow.status == sa.bindparam("or_was")),
    )
    .values(status=sa.bindparam("to"), ended_at=sa.bindparam("now"))
)
_END_BY = _END.where(PlaceRow.offered_until <= sa.bindparam("until"))
_FREE = sa.table("cards", sa.column("product_id", sa.String()))
"""The stock, as far as an offer looks at it."""

_PREORDERS = sa.table("orders", sa.column("product_id", sa.String()), sa.column("quantity", sa.BigInteger()))
_IS_PREORDERED = sa.text("orders.status = 'paid' and orders.expected_on is not null")

_TO_SERVE = (
    sa.select(PlaceRow.product_id)
    .where(
        sa.text("waiting_list.status = 'waiting'"),
        sa.exists().where(_FREE.c.product_id == PlaceRow.product_id, sa.text("cards.status = 'free'")),
    )
    .distinct()
)


def _offer() -> sa.UpdateBase:
    """Offer to the next as many cards as are free, not on offer, and not for those who paid ahead of the stock."""
    product: sa.BindParameter[str] = sa.bindparam("the_product")
    free = sa.select(sa.func.count()).select_from(_FREE)
    free = free.where(_FREE.c.product_id == product, sa.text("cards.status = 'free'"))
    others = sa.alias(PlaceRow.__table__, "others")
    offered = sa.select(sa.func.count()).select_from(others)
    offered = offered.where(others.c.product_id == product, sa.text("others.status = 'offered'"))
    wanted = sa.cast(sa.func.coalesce(sa.func.sum(_PREORDERS.c.quantity), 0), sa.BigInteger())
    ahead = sa.select(wanted).select_from(_PREORDERS)
    ahead = ahead.where(_PREORDERS.c.product_id == product, _IS_PREORDERED)
    left = free.scalar_subquery() - offered.scalar_subquery() - ahead.scalar_subquery()
    waiting = PlaceRow.product_id == product, sa.text("waiting_list.status = 'waiting'")
    following = (
        sa.select(PlaceRow.id)
        .where(*waiting)
        .order_by(PlaceRow.lane.desc(), PlaceRow.id)
        .limit(sa.case((left > 0, left), else_=0))
        .with_for_update()
        .cte("following")
    )
    offer = sa.update(PlaceRow).where(PlaceRow.id.in_(sa.select(following.c.id)), *waiting)
    return offer.values(
        status=PlaceStatus.OFFERED, offered_at=sa.bindparam("now"), offered_until=sa.bindparam("until")
    ).returning(*columns(PlaceRow, Place))


_OFFER = _offer()
_PRODUCTS = sa.table("products", sa.column("id", sa.String()))
_TAKE_TURN = (
    sa.select(_PRODUCTS.c.id).where(_PRODUCTS.c.id == sa.bindparam("the_product")).with_for_update(key_share=True)
)
"""Who offers the same product waits here, and then sees what was offered before: the statement that offers could not,
since PostgreSQL goes on to the next in line for each that another has taken. Orders and cards of it don't wait."""


def add(db: Db, *, product_id: str, person_id: int, lane: int, now: datetime) -> bool:
    """Give the person the last place of their lane; False if they have a live one for the product."""
    place = {"product_id": product_id, "person_id": person_id, "lane": lane, "joined_at": now}
    return bool(prepared.rows(db, _ADD(db), place | {"status": PlaceStatus.WAITING}))


def live_of(db: Db, *, product_id: str, person_id: int) -> Place | None:
    """The person's place for the product, if they wait or have an offer."""
    return one(db, _LIVE_OF, Place, {"the_product": product_id, "the_person": person_id})


def with_id(db: Db, place_id: int) -> Place | None:
    """The place, whatever became of it."""
    return one(db, _WITH_ID, Place, {"the_id": place_id})


def count_before(db: Db, place: Place) -> int:
    """How many wait for the product and are served before."""
    given = {"the_product": place.product_id, "the_lane": place.lane, "the_id": place.id}
    count: int = prepared.rows(db, _COUNT_BEFORE, given)[0][0]
    return count


def count_offered_since(db: Db, product_id: str, since: datetime) -> int:
    """How many places for the product came to an offer since then."""
    count: int = prepared.rows(db, _COUNT_OFFERED, {"the_product": product_id, "since": since})[0][0]
    return count


def products_to_serve(db: Db) -> list[str]:
    """The products that somebody waits for and that have a free card."""
    return [product_id for (product_id,) in prepared.rows(db, _TO_SERVE, {})]


def offer(db: Db, product_id: str, *, now: datetime, until: datetime) -> list[Place]:
    """Offer what is free to those who are next, each one card; returns their places, in the order of the list."""
    prepared.rows(db, _TAKE_TURN, {"the_product": product_id})
    offered = many(db, _OFFER, Place, {"the_product": product_id, "now": now, "until": until})
    return sorted(offered, key=lambda place: (-place.lane, place.id))


def end(
    db: Db,
    place_id: int,
    *,
    was: tuple[PlaceStatus, ...],
    to: PlaceStatus,
    now: datetime,
    until: datetime | None = None,
) -> bool:
    """End a place that is still one of `was`, and with `until` only if its offer was over by then; False if not."""
    given = {"the_id": place_id, "was": was[0], "or_was": was[-1], "to": to, "now": now}
    if until is None:
        return prepared.change(db, _END, given) == 1
    return prepared.change(db, _END_BY, given | {"until": until}) == 1
