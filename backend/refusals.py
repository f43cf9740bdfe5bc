"""Refusals: what keeps somebody from buying now: their account, their licence, the product, its hours, the shop.

Not here: refusing a purchase; the very functions that do are asked, in the order in which buying asks them. Nothing is
changed.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from backend import catalogue, freezes, licences, maintenance, preorders, pricing
from backend.catalogue import Product
from backend.errors import (
    AccountFrozen,
    AllocationSpent,
    ClosedForMaintenance,
    LicenceLapsed,
    LicenceNeeded,
    OutOfStock,
    OutsideOrderingHours,
    ProductNotOnSale,
    PurchaseLimitReached,
    QuantityOutOfRange,
    Refused,
)
from backend.findings import Cause, Finding, Wanted
from backend.licences import LicenceStatus
from backend.people import Person
from storage.database import Db

CAUSE_OF: dict[type[Refused], Cause] = {
    ProductNotOnSale: Cause.OFF_SALE,
    QuantityOutOfRange: Cause.QUANTITY,
    OutOfStock: Cause.SOLD_OUT,
    PurchaseLimitReached: Cause.LIMIT_REACHED,
    LicenceNeeded: Cause.LICENCE_NEEDED,
    LicenceLapsed: Cause.LICENCE_ENDED,
    OutsideOrderingHours: Cause.OUTSIDE_HOURS,
    AllocationSpent: Cause.ALLOCATION_SPENT,
    ClosedForMaintenance: Cause.MAINTENANCE,
}
"""All that a purchase is refused for."""


def of_person(db: Db, person: Person, wanted: Wanted | None, *, now: datetime) -> Iterator[Finding]:
    """What keeps the person from buying this, or, where nobody knows what they want, from buying anything."""
    yield from _of_account(person)
    yield from _of_purchase(db, person, wanted, now=now)
    if wanted is None:
        yield from _of_licence(db, person, now=now)


def keep_from_paying(db: Db, person: Person) -> bool:
    """Whether the person couldn't pay now for what they have ordered."""
    return any(_refused((partial(freezes.require_good, person), partial(maintenance.require_open, db))))


def _of_account(person: Person) -> Iterator[Finding]:
    if person.frozen_at is not None:
        yield Finding(Cause.FROZEN, person.frozen_at, refusal=AccountFrozen())


def _of_purchase(db: Db, person: Person, wanted: Wanted | None, *, now: datetime) -> Iterator[Finding]:
    if wanted is None:
        refused = list(_refused((partial(maintenance.require_open, db),)))
    else:
        refused = _refusals_of(db, person, wanted, now=now)
    in_review = _is_in_review(db, person)
    for each in refused:
        cause = CAUSE_OF[type(each)]
        if cause is Cause.LICENCE_NEEDED and in_review:
            cause = Cause.LICENCE_IN_REVIEW
        at = each.arguments.get("until", each.arguments.get("opens", each.arguments.get("again")))
        moment = at if isinstance(at, datetime) else None
        yield Finding(cause, moment, product_id=None if wanted is None else wanted.product_id, refusal=each)


def _refusals_of(db: Db, person: Person, wanted: Wanted, *, now: datetime) -> list[Refused]:
    """All that a purchase would be refused for now, in the order in which buying would say it."""
    product = catalogue.product(db, wanted.product_id)
    if product is None:
        return [ProductNotOnSale()]
    questions = (
        partial(_require_on_sale, product),
        partial(licences.require, db, person, product.id, now=now),
        partial(_require_left, db, person, product, 1, now=now),
        partial(pricing.require_allowed, db, person, product.id, 1, now=now),
        partial(_require_quantity, product, wanted.quantity),
        partial(_require_left, db, person, product, wanted.quantity, now=now),
        partial(pricing.require_allowed, db, person, product.id, wanted.quantity, now=now),
        partial(licences.require, db, person, product.id, quantity=wanted.quantity, now=now),
        partial(maintenance.require_open, db),
    )
    return list(_refused(questions))


def _refused(questions: Sequence[Callable[[], None]]) -> Iterator[Refused]:
    """Each kind of refusal once, as it came first."""
    known: set[type[Refused]] = set()
    for question in questions:
        try:
            question()
        except Refused as refusal:
            if type(refusal) not in known:
                known.add(type(refusal))
                yield refusal


def _require_on_sale(product: Product) -> None:
    if not product.is_on_sale:
        raise ProductNotOnSale


def _require_quantity(product: Product, quantity: int) -> None:
    if not 1 <= quantity <= product.max_per_order:
        raise QuantityOutOfRange(least=1, most=product.max_per_order)


def _require_left(db: Db, person: Person, product: Product, quantity: int, *, now: datetime) -> None:
    left = preorders.for_sale(db, person, product.id, now=now).level.available
    if left < quantity:
        raise OutOfStock(wanted=quantity, left=left)


def _is_in_review(db: Db, person: Person) -> bool:
    licence = licences.of_person(db, person)
    return licence is not None and licence.status is LicenceStatus.SUBMITTED


def _of_licence(db: Db, person: Person, *, now: datetime) -> Iterator[Finding]:
    """A licence that may keep somebody from buying, where nobody knows whether what they want needs one."""
    licence = licences.of_person(db, person)
    if licence is None:
        return
    if licence.status is LicenceStatus.SUBMITTED:
        yield Finding(Cause.LICENCE_IN_REVIEW)
    elif licence.status is LicenceStatus.APPROVED and licence.ends_on < licences.today(db, now):
        yield Finding(Cause.LICENCE_ENDED, refusal=LicenceLapsed(ended=licence.ends_on.isoformat()))
