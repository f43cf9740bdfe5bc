"""Order search: what staff look for among everybody's orders, by any number or by the customer's name.

Not here: what a customer finds of their own (backend.orders).
"""

from backend.orders import Order, read_number
from backend.people import readable_name
from storage import orders, payments, people
from storage.database import Db

MOST_PEOPLE = 50
SHORTEST_NUMBER = 3
"""Fewer characters of an order's number say too little."""

_MOST_TELEGRAM_ID = 2**53


def search(db: Db, text: str, *, most: int) -> list[Order]:
    """The newest orders that fit: the start of an order's number, a payment's or gateway's number, a name, a username
    or a Telegram number. An empty text finds the newest of all.
    """
    wanted = readable_name(text)
    if not wanted:
        return orders.latest(db, most=most)
    plain = "".join(char for char in wanted.upper() if char.isalnum())
    ours = read_number(plain)
    return orders.latest_of(
        db,
        number_start=ours if len(ours) >= SHORTEST_NUMBER else None,
        order_ids=payments.orders_named(db, plain) if plain else [],
        person_ids=_people(db, wanted),
        most=most,
    )


def _people(db: Db, wanted: str) -> list[int]:
    found = people.called(db, wanted.removeprefix("@"), most=MOST_PEOPLE)
    if wanted.isascii() and wanted.isdigit() and int(wanted) < _MOST_TELEGRAM_ID:
        by_number = people.with_telegram_id(db, int(wanted))
        found += [by_number.id] if by_number else []
    return found
