"""Suppliers: who delivers what the shop has no cards of, what each offers, and whether it answers at present.

Not here: what was bought of them (storage.supplier_purchases), or which of them is asked (backend.suppliers).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, expect_rows, insert_or_ignore, many
from storage.money import Money
from storage.revisions import kept, raise_number


class SupplierRow(Table):
    """A supplier. While it rests (`rests_until`), nothing is bought of it.

    `failures` are those in a row, without an answer between. `position` is the owner's order of preference.
    """

    __tablename__ = "suppliers"
    __table_args__ = (sa.CheckConstraint("failures >= 0", name="failures"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    is_on: Mapped[bool]
    failures: Mapped[int]
    rests_until: Mapped[datetime | None]
    synced_at: Mapped[datetime | None]


class OfferRow(Table):
    """A product that a supplier has: under which name, at which cost, and how many of it at its last word.

    What is withheld costs more than some customer pays, so it is not on the shelf.
    """

    __tablename__ = "supplier_offers"
    __table_args__ = (
        sa.UniqueConstraint("supplier_id", "product_id"),
        sa.CheckConstraint("cost_minor >= 0 and available >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[str] = mapped_column(sa.ForeignKey("suppliers.id"))
    product_id: Mapped[str] = mapped_column(sa.ForeignKey("products.id"))
    sku: Mapped[str]
    is_top_up: Mapped[bool]
    cost_minor: Mapped[int]
    currency: Mapped[str]
    available: Mapped[int]
    is_withheld: Mapped[bool]


@dataclass(frozen=True)
class Supplier:
    """A supplier, as it stood when it was read."""

    id: str
    position: int
    is_on: bool
    failures: int
    rests_until: datetime | None
    synced_at: datetime | None


@dataclass(frozen=True)
class Offer:
    """What a supplier has of a product. A top-up goes to an account and leaves no code."""

    supplier_id: str
    product_id: str
    sku: str
    is_top_up: bool
    cost_minor: int
    currency: str
    available: int
    is_withheld: bool

    @property
    def cost(self) -> Money:
        """What one costs us."""
        return Money(self.cost_minor, self.currency)


@dataclass(frozen=True)
class Supplied:
    """A product that some supplier has: how many the best stocked one has, and whether it is topped up."""

    product_id: str
    available: int
    is_top_up: bool


_KEPT = "supplied"
_SUPPLIED = (
    sa.select(
        OfferRow.product_id,
        sa.func.max(OfferRow.available).label("available"),
        sa.func.max(sa.cast(OfferRow.is_top_up, sa.Integer)).label("is_top_up"),
    )
    .join(SupplierRow, SupplierRow.id == OfferRow.supplier_id)
    .where(SupplierRow.is_on, SupplierRow.rests_until.is_(None), OfferRow.is_withheld.is_(False))
    .group_by(OfferRow.product_id)
)


def declare(db: Db, supplier_id: str, *, position: int) -> None:
    """Have this supplier, at this place in the order of preference; what is known of it stays."""
    fresh = {"id": supplier_id, "position": position, "is_on": True, "failures": 0}
    added = insert_or_ignore(db, SupplierRow).values(fresh)
    same = {"position": position}
    db.execute(added.on_conflict_do_update(index_elements=["id"], set_=same, where=SupplierRow.position != position))


def withdraw_others(db: Db, supplier_ids: Sequence[str]) -> int:
    """Take back every offer of suppliers that are none of these; returns how many were taken back."""
    withdrawn = db.execute(sa.delete(OfferRow).where(OfferRow.supplier_id.not_in(supplier_ids))).rowcount
    if withdrawn:
        raise_number(db)
    return withdrawn


def set_offers(db: Db, supplier_id: str, offers: Sequence[Offer], *, now: datetime) -> bool:
    """Make these what the supplier has, as it says now; False if it said the same before."""
    db.execute(sa.update(SupplierRow).where(SupplierRow.id == supplier_id).values(synced_at=now))
    if sorted(_offers(db, OfferRow.supplier_id == supplier_id), key=_by_product) == sorted(offers, key=_by_product):
        return False
    db.execute(sa.delete(OfferRow).where(OfferRow.supplier_id == supplier_id))
    if offers:
        db.execute(sa.insert(OfferRow), [vars(offer) for offer in offers])
    raise_number(db)
    return True


def note_sold_out(db: Db, supplier_id: str, product_id: str) -> None:
    """The supplier has none of the product, whatever it said before; its next word counts again."""
    _change_offer(db, supplier_id, product_id, available=0)


def note_cost(db: Db, supplier_id: str, product_id: str, cost: Money) -> None:
    """The supplier asks another price than it said before."""
    _change_offer(db, supplier_id, product_id, cost_minor=cost.minor, currency=cost.currency)


def supplied(db: Db) -> dict[str, Supplied]:
    """What the suppliers have that are switched on and answer, from memory as long as nothing of it has changed."""
    return kept(db, _KEPT, lambda: _read_supplied(db))


def offers_of(db: Db, product_id: str) -> list[Offer]:
    """Who offers the product, in the owner's order of preference."""
    return _offers(db, OfferRow.product_id == product_id)


def offers_by(db: Db, supplier_id: str) -> list[Offer]:
    """What the supplier offers."""
    return _offers(db, OfferRow.supplier_id == supplier_id)


def everyone(db: Db) -> list[Supplier]:
    """All suppliers, in the owner's order of preference."""
    return many(db, sa.select(*columns(SupplierRow, Supplier)).order_by(SupplierRow.position, SupplierRow.id), Supplier)


def with_id(db: Db, supplier_id: str) -> Supplier | None:
    """The supplier."""
    found = many(db, sa.select(*columns(SupplierRow, Supplier)).where(SupplierRow.id == supplier_id), Supplier)
    return found[0] if found else None


def switch(db: Db, supplier_id: str, *, is_on: bool) -> bool:
    """Switch the supplier on, rested, or off; False if it was so already."""
    fresh = {"is_on": is_on, "failures": 0, "rests_until": None}
    changed = sa.update(SupplierRow).where(SupplierRow.id == supplier_id, SupplierRow.is_on.is_not(is_on))
    if db.execute(changed.values(fresh)).rowcount == 0:
        return False
    raise_number(db)
    return True


def note_answer(db: Db, supplier_id: str) -> None:
    """The supplier answered: what failed before is forgotten. Touches nothing if nothing had."""
    failed = sa.update(SupplierRow).where(SupplierRow.id == supplier_id, SupplierRow.failures > 0)
    if db.execute(failed.values(failures=0, rests_until=None)).rowcount:
        raise_number(db)


def note_failure(db: Db, supplier_id: str) -> int:
    """The supplier gave no answer; returns how often in a row that is now."""
    failed = (
        sa.update(SupplierRow)
        .where(SupplierRow.id == supplier_id)
        .values(failures=SupplierRow.failures + 1)
        .returning(SupplierRow.failures)
    )
    return db.scalar(failed) or 0


def let_rest(db: Db, supplier_id: str, *, until: datetime) -> None:
    """Buy nothing of the supplier until then."""
    expect_rows(db.execute(sa.update(SupplierRow).where(SupplierRow.id == supplier_id).values(rests_until=until)), 1)
    raise_number(db)


def take_trial(db: Db, supplier_id: str, *, rests_until: datetime, until: datetime) -> bool:
    """Be the one who tries a supplier whose rest is over; others take it for resting until then."""
    trial = sa.update(SupplierRow).where(SupplierRow.id == supplier_id, SupplierRow.rests_until == rests_until)
    return db.execute(trial.values(rests_until=until)).rowcount == 1


def _change_offer(db: Db, supplier_id: str, product_id: str, **change: int | str) -> None:
    offer = sa.update(OfferRow).where(OfferRow.supplier_id == supplier_id, OfferRow.product_id == product_id)
    if db.execute(offer.values(change)).rowcount:
        raise_number(db)


def _offers(db: Db, which: sa.ColumnElement[bool]) -> list[Offer]:
    preferred = sa.select(*columns(OfferRow, Offer)).join(SupplierRow, SupplierRow.id == OfferRow.supplier_id)
    return many(db, preferred.where(which).order_by(SupplierRow.position, SupplierRow.id, OfferRow.product_id), Offer)


def _by_product(offer: Offer) -> str:
    return offer.product_id


def _read_supplied(db: Db) -> dict[str, Supplied]:
    rows = db.execute(_SUPPLIED)
    return {row.product_id: Supplied(row.product_id, row.available, bool(row.is_top_up)) for row in rows}
