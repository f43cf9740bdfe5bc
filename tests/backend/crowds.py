"""Crowds: many people with an order each that came late, written straight into the tables, since buying takes a while.

Not here: orders as they really come about (tests.backend.given).
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from backend import incidents, people
from backend.incidents import Incident, Severity
from backend.people import Person, Role, Tier
from storage.database import Db
from storage.orders import OrderRow, OrderStatus
from storage.people import PersonRow
from storage.quotes import QuoteRow
from tests.backend.given import CARD, PRICE

FIRST_CHAT = 10_000


def late_orders(db: Db, count: int, *, now: datetime, minutes_late: int = 45) -> None:
    """So many people, each with one delivered order that took so long; the shelves must be there."""
    numbers = range(1, count + 1)
    met = [
        {
            "telegram_id": FIRST_CHAT + n,
            "name": f"Late {n}",
            "language": "en" if n % 2 else "zh-CN",
            "tier": Tier.RETAIL,
            "created_at": now,
            "role": Role.CUSTOMER,
            "wants_follow_ups": True,
            "wants_news": True,
        }
        for n in numbers
    ]
    person_ids = list(db.scalars(sa.insert(PersonRow).returning(PersonRow.id), met))
    price = {
        "product_id": CARD,
        "quantity": 1,
        "unit_price_minor": PRICE.minor,
        "discount_minor": 0,
        "total_minor": PRICE.minor,
        "currency": PRICE.currency,
    }
    quotes = [price | {"person_id": each, "created_at": now, "locked_until": now} for each in person_ids]
    quote_ids = list(db.scalars(sa.insert(QuoteRow).returning(QuoteRow.id), quotes))
    paid_at = now - timedelta(minutes=minutes_late + 10)
    orders = [
        price
        | {
            "number": f"LATE{n:06}",
            "key": "late",
            "person_id": person_id,
            "quote_id": quote_id,
            "account": "",
            "note": "",
            "status": OrderStatus.DELIVERED,
            "placed_at": paid_at,
            "pay_until": paid_at,
            "paid_at": paid_at,
            "delivered_at": paid_at + timedelta(minutes=minutes_late),
        }
        for n, person_id, quote_id in zip(numbers, sorted(person_ids), sorted(quote_ids), strict=True)
    ]
    db.execute(sa.insert(OrderRow), orders)


def closed_incident(db: Db, *, chat_id: int, now: datetime) -> Incident:
    """A serious incident of the last hours, over now, opened by an admin with this chat."""
    met = people.meet(db, telegram_id=chat_id, name="Boss", username=None, language="en", now=now)
    boss: Person = people.appoint(db, met, Role.ADMIN, by="test", now=now)
    opened = incidents.open_incident(
        db,
        title="Slow deliveries",
        product_id=None,
        severity=Severity.SERIOUS,
        since=now - timedelta(hours=3),
        by=boss,
        now=now,
    )
    return incidents.close(db, opened.id, by=boss.who, now=now)
