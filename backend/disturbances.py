"""Disturbances: what is wrong with the shop itself just now: incidents, suppliers that rest, gateways that say nothing.

Not here: maintenance, which is planned and refuses purchases (backend.refusals), or opening an incident (incidents).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from backend import incidents, stock, suppliers
from backend.findings import Cause, Finding, Wanted
from backend.incidents import IncidentStatus
from backend.orders import Order, OrderStatus
from backend.whereabouts import HEARD_AFTER
from storage import payments
from storage.database import Db
from storage.payments import PaymentStatus

INCIDENTS_LOOKED_AT = 5
PAYMENTS_LOOKED_AT = 50

SILENT_FROM = 3
"""So many people must have heard nothing of their payments before it is the gateway's fault, and not their own."""

SILENT_WITHIN = timedelta(minutes=30)


def of_shop(db: Db, looked_at: Sequence[Order], wanted: Wanted | None, *, now: datetime) -> Iterator[Finding]:
    products = {each.product_id for each in looked_at} | ({wanted.product_id} if wanted else set())
    for incident in incidents.newest(db, most=INCIDENTS_LOOKED_AT):
        if incident.status is IncidentStatus.OPEN and (incident.product_id is None or incident.product_id in products):
            yield Finding(Cause.INCIDENT, incident.since, product_id=incident.product_id)
    yield from _silent_suppliers(db, looked_at, now=now)
    if silent := _silent_since(db, now=now):
        yield Finding(Cause.GATEWAY_SILENT, silent)


def _silent_suppliers(db: Db, looked_at: Sequence[Order], *, now: datetime) -> Iterator[Finding]:
    """Suppliers that are left alone for a while, as far as an order waits for them and the shelf has none."""
    awaited = {each.product_id for each in looked_at if each.status is OrderStatus.PAID}
    missing = {product_id for product_id in awaited if not stock.on_shelf(db, product_id).available}
    for supplier in suppliers.everyone(db) if missing else ():
        if not supplier.is_on or supplier.rests_until is None or supplier.rests_until <= now:
            continue
        if any(offer.product_id in missing for offer in suppliers.offers_by(db, supplier.id)):
            yield Finding(Cause.SUPPLIER_SILENT, supplier.rests_until)


def _silent_since(db: Db, *, now: datetime) -> datetime | None:
    """Since when a gateway says nothing of any payment, though several people wait for its word; None if all do."""
    opened: dict[str, list[payments.Payment]] = {}
    for payment in payments.newest(db, most=PAYMENTS_LOOKED_AT):
        if now - SILENT_WITHIN <= payment.opened_at <= now - HEARD_AFTER:
            opened.setdefault(payment.gateway, []).append(payment)
    for waiting in opened.values():
        is_silent = all(each.status is PaymentStatus.OPEN for each in waiting)
        if is_silent and len({each.person_id for each in waiting}) >= SILENT_FROM:
            return min(each.opened_at for each in waiting)
    return None
