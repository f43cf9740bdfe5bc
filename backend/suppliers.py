"""Suppliers: what one may answer, which of them is asked for a product, and who is left alone for a while.

Not here: buying for an order (backend.supplier_purchases), or any supplier's own dialect (bot.suppliers).
What is 'not provably refused' is Unknown: it may have acted, so nobody else is asked until that is known.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.catalogue import Product
from backend.money import Money
from storage import audit_trail
from storage import suppliers as rows
from storage.database import Db
from storage.secrets import Secret
from storage.suppliers import Offer as Offer
from storage.suppliers import Supplied as Supplied
from storage.suppliers import Supplier as Supplier

FAILURES_BEFORE_REST = 5
SHORTEST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=15)
TRIAL = timedelta(minutes=1)
"""How long the one who tries a rested supplier has it to itself."""


class Refusal(StrEnum):
    """Why a supplier has surely not acted."""

    SOLD_OUT = "sold-out"
    PRICE_CHANGED = "price-changed"
    BAD_ACCOUNT = "bad-account"
    REFUSED = "refused"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    NEVER_ARRIVED = "never-arrived"


NO_ANSWER = frozenset({Refusal.BUSY, Refusal.UNREACHABLE})
"""Refusals that say something about the supplier's health and nothing about the goods."""

HOPELESS = frozenset({Refusal.BAD_ACCOUNT, Refusal.REFUSED})
"""What the same supplier would say of the same order again."""


@dataclass(frozen=True)
class Ok:
    """The supplier acted: codes came, or an account was topped up (`receipt`); unless `is_complete` more is to come."""

    codes: tuple[Secret, ...] = ()
    receipt: str | None = None
    is_complete: bool = True


@dataclass(frozen=True)
class Rejected:
    """The supplier has surely not acted, and will not. `cost` is what one costs by now, where that is why."""

    reason: Refusal
    cost: Money | None = None


@dataclass(frozen=True)
class Unknown:
    """It may have acted. `why` is for the log and for staff."""

    why: str


@dataclass(frozen=True)
class Unseen:
    """Asked what became of it, the supplier knows of nothing; `is_final` says that nothing can come of it any more."""

    is_final: bool


Answer = Ok | Rejected | Unknown | Unseen


@dataclass(frozen=True)
class Listed:
    """What a supplier says of one of its articles."""

    sku: str
    cost: Money
    available: int


@dataclass(frozen=True)
class Sold:
    """Which product of ours a supplier sells under which name of its own."""

    product_id: str
    sku: str
    is_top_up: bool


@dataclass(frozen=True)
class Catalogued:
    """A supplier as the owner names it, with what it is to be asked for."""

    supplier_id: str
    sells: tuple[Sold, ...]


def declare(db: Db, named: Sequence[Catalogued]) -> None:
    """Have these suppliers, in this order of preference; of others nothing is bought any more."""
    for position, each in enumerate(named):
        rows.declare(db, each.supplier_id, position=position)
    rows.withdraw_others(db, [each.supplier_id for each in named])


def sync(
    db: Db, named: Catalogued, listed: Sequence[Listed], products: Sequence[Product], *, now: datetime
) -> list[Offer]:
    """Take over what a supplier says that it has, of these products of ours; returns what is withheld from now on.

    Withheld is what costs more than the lowest of the product's prices, or is sold in another currency: somebody
    would have it at a loss.
    """
    ours = {product.id: product for product in products}
    by_sku = {each.sku: each for each in listed}
    offers = [
        _offer(named.supplier_id, sold, by_sku[sold.sku], ours[sold.product_id])
        for sold in named.sells
        if sold.product_id in ours and sold.sku in by_sku
    ]
    known = {offer.product_id for offer in rows.offers_by(db, named.supplier_id) if offer.is_withheld}
    note_answer(db, named.supplier_id)
    rows.set_offers(db, named.supplier_id, offers, now=now)
    return [offer for offer in offers if offer.is_withheld and offer.product_id not in known]


def available(db: Db, product_id: str) -> int:
    """How many of the product one supplier could deliver now, as far as we know."""
    found = rows.supplied(db).get(product_id)
    return 0 if found is None else found.available


def is_topped_up(db: Db, product_id: str) -> bool:
    """Whether suppliers deliver the product straight to an account."""
    found = rows.supplied(db).get(product_id)
    return found is not None and found.is_top_up


def everyone(db: Db) -> list[Supplier]:
    """All suppliers, in the owner's order of preference."""
    return rows.everyone(db)


def offers_by(db: Db, supplier_id: str) -> list[Offer]:
    """What the supplier offers at its last word."""
    return rows.offers_by(db, supplier_id)


def choose(
    db: Db, product_id: str, *, quantity: int, at_most: Money, passed_over: Collection[str], now: datetime
) -> Offer | None:
    """Whom to ask for so many of the product: the first in the owner's order who has them all, else who has any.

    Nobody is asked at a loss, in another currency, or while they rest. A supplier whose rest is over is tried by one.
    """
    fitting = [
        offer
        for offer in rows.offers_of(db, product_id)
        if offer.supplier_id not in passed_over
        and offer.currency == at_most.currency
        and offer.cost_minor <= at_most.minor
        and offer.available >= (quantity if offer.is_top_up else 1)
    ]
    ranked = sorted(fitting, key=lambda offer: offer.available < quantity)
    return next((offer for offer in ranked if _may_be_asked(db, offer.supplier_id, now=now)), None)


def note_answer(db: Db, supplier_id: str) -> None:
    """The supplier answered, whatever it said."""
    rows.note_answer(db, supplier_id)


def note_failure(db: Db, supplier_id: str, *, now: datetime) -> bool:
    """The supplier gave no answer. Returns whether it rests from now on, which it did not before."""
    failures = rows.note_failure(db, supplier_id)
    if failures < FAILURES_BEFORE_REST:
        return False
    rest = min(SHORTEST_REST * 2 ** min(failures - FAILURES_BEFORE_REST, 10), LONGEST_REST)
    rows.let_rest(db, supplier_id, until=now + rest)
    if failures > FAILURES_BEFORE_REST:
        return False
    audit_trail.record(
        db, subject=f"supplier:{supplier_id}", what="rests", by="shop", why=f"{failures} failures", now=now
    )
    return True


def switch(db: Db, supplier_id: str, *, is_on: bool, by: str, now: datetime) -> bool:
    """Switch a supplier on or off; False if it was so already, or is none of ours."""
    if not rows.switch(db, supplier_id, is_on=is_on):
        return False
    what = "switched-on" if is_on else "switched-off"
    audit_trail.record(db, subject=f"supplier:{supplier_id}", what=what, by=by, why="", now=now)
    return True


def _offer(supplier_id: str, sold: Sold, said: Listed, product: Product) -> Offer:
    return Offer(
        supplier_id,
        sold.product_id,
        sold.sku,
        sold.is_top_up,
        said.cost.minor,
        said.cost.currency,
        max(0, said.available),
        is_withheld=said.cost.currency != product.currency or said.cost.minor > product.gold_minor,
    )


def _may_be_asked(db: Db, supplier_id: str, *, now: datetime) -> bool:
    supplier = rows.with_id(db, supplier_id)
    if supplier is None or not supplier.is_on:
        return False
    if supplier.rests_until is None:
        return True
    if supplier.rests_until > now:
        return False
    return rows.take_trial(db, supplier_id, rests_until=supplier.rests_until, until=now + TRIAL)
