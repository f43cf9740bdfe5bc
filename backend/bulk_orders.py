"""Bulk orders: a merchant's file of orders, checked row by row, confirmed once, then bought a few rows at a time.

Not here: reading a file (backend.sheets), what is wrong with a row (backend.bulk_check), when the next rows are bought
(bot.jobs.bulk), or the orders' own rules.
What a row becomes is written in the transaction that buys it, and its order has the row's key: however often buying is
cut off and begun again, no row is bought twice.

    reading ──> checked ──> buying <──> paused
       │           │           └──> done
       │           └──> dropped
       └──> unreadable
"""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend import bulk_check, fulfilment, ledger, orders, payments, people, pricing, sheets
from backend.bulk_check import HEADINGS as HEADINGS
from backend.bulk_check import NEEDED, Check
from backend.errors import (
    BulkOrderMoved,
    BulkOrderNotFound,
    ClosedForMaintenance,
    NotAMerchant,
    NotEnoughBalance,
    PriceRisen,
    Refused,
)
from backend.money import Money
from backend.orders import Order, OrderStatus
from backend.people import Person, Tier
from backend.sheets import Row, UnreadableSheet
from storage import audit_trail, deliveries, failpoints
from storage import bulk_orders as rows
from storage import stock as cards
from storage.bulk_orders import BulkLine as BulkLine
from storage.bulk_orders import BulkOrder as BulkOrder
from storage.bulk_orders import BulkRowStatus as BulkRowStatus
from storage.bulk_orders import BulkStatus as BulkStatus
from storage.database import Db, savepoint
from storage.secrets import Secret, Vault

MOST_ROWS = 10_000
LONGEST_NAME = 60
MOST_TROUBLES_NAMED = 10

KEPT_FOR = timedelta(hours=24)
"""How long a checked file waits for its sender's word; prices and stock will have moved on."""


@dataclass(frozen=True)
class Bought:
    """A row that was seen to, as the result file has it. `order` is None where it could not be bought."""

    line: BulkLine
    order: Order | None
    codes: list[Secret]


def is_merchant(person: Person) -> bool:
    """Whether the person may send files of orders: who has a trade tier."""
    return person.tier is not Tier.RETAIL


def require_merchant(person: Person) -> None:
    """Raise NotAMerchant unless the person may send files of orders."""
    if not is_merchant(person):
        raise NotAMerchant


def keep(db: Db, person: Person, content: bytes, *, name: str, key: str, vault: Vault, now: datetime) -> BulkOrder:
    """Keep a file, sealed, until it is read. `key` is unique to this sending of it. Raises NotAMerchant."""
    require_merchant(person)
    sealed = vault.seal(base64.b64encode(content).decode(), **_place(key))
    added = rows.add(db, key=key, person_id=person.id, name=name[:LONGEST_NAME], sealed_file=sealed, now=now)
    failpoints.reached("bulk.kept")
    _record(db, added, by=person.who, now=now)
    return added


def content_of(db: Db, bulk_id: int, *, vault: Vault) -> bytes | None:
    """The file that is to be read; None if it has been."""
    sealed = rows.sealed_file(db, bulk_id)
    if sealed is None:
        return None
    return base64.b64decode(vault.open(sealed, **_place(the_bulk_order(db, bulk_id).key)).reveal())


def read(content: bytes) -> list[Row]:
    """The file's rows, before it is known what they mean. Raises UnreadableSheet."""
    return sheets.read(content, headings=HEADINGS, needed=NEEDED, most_rows=MOST_ROWS)


def note_unreadable(db: Db, bulk_id: int, error: UnreadableSheet, *, now: datetime) -> BulkOrder:
    """Say why the file could not be read; one that was read before stays as it is."""
    moved = rows.move(
        db, bulk_id, was=BulkStatus.READING, to=BulkStatus.UNREADABLE, trouble=error.trouble, trouble_row=error.row
    )
    return the_bulk_order(db, bulk_id) if moved is None else _recorded(db, moved, by="shop", now=now)


def check(db: Db, bulk_id: int, read_rows: Sequence[Row], *, vault: Vault, now: datetime) -> BulkOrder:
    """Find out which rows can be bought and what they cost; a file that was checked before stays as it is."""
    bulk = the_bulk_order(db, bulk_id)
    if bulk.status is not BulkStatus.READING:
        return bulk
    checked = Check(db, people.the_person(db, bulk.person_id), vault, now).lines(read_rows)
    good = [line for line in checked if line.status is not BulkRowStatus.BAD]
    currency = bulk_check.currency_of(db, good)
    moved = rows.move(
        db,
        bulk_id,
        was=BulkStatus.READING,
        to=BulkStatus.CHECKED,
        lines=len(checked),
        bad=len(checked) - len(good),
        total_minor=sum(line.total_minor for line in good),
        currency=currency,
    )
    if moved is None:
        return the_bulk_order(db, bulk_id)
    rows.add_lines(db, bulk_id, checked)
    failpoints.reached("bulk.checked")
    return _recorded(db, moved, by="shop", now=now)


def the_bulk_order(db: Db, bulk_id: int) -> BulkOrder:
    """The bulk order, whoever asks: for the shop's own work. Raises BulkOrderNotFound."""
    found = rows.with_id(db, bulk_id)
    if found is None:
        raise BulkOrderNotFound
    return found


def own(db: Db, person: Person, bulk_id: int) -> BulkOrder:
    """The person's bulk order. Raises BulkOrderNotFound, also for somebody else's."""
    found = the_bulk_order(db, bulk_id)
    if found.person_id != person.id:
        raise BulkOrderNotFound
    return found


def latest_of(db: Db, person: Person, *, most: int) -> list[BulkOrder]:
    """The person's bulk orders, newest first."""
    return rows.latest_of(db, person.id, most=most)


def troubles(db: Db, bulk: BulkOrder, *, most: int | None = None) -> list[BulkLine]:
    """The rows that can't be or could not be bought, as they stand in the file."""
    return rows.lines_of(db, bulk.id, BulkRowStatus.BAD, BulkRowStatus.FAILED, most=most)


def missing(db: Db, bulk: BulkOrder) -> Money:
    """How much more the buyer's balance must have for all rows that are still to be bought; nothing if it suffices."""
    person = people.the_person(db, bulk.person_id)
    short = bulk.total - bulk.spent - ledger.balance(db, person, bulk.total.currency)
    return short if short.minor > 0 else Money(0, short.currency)


def begin(db: Db, person: Person, bulk_id: int, *, now: datetime) -> BulkOrder:
    """Begin to buy a checked file, on the person's word.

    Raises BulkOrderNotFound, NotAMerchant, NotEnoughBalance or, if it has moved on, BulkOrderMoved.
    """
    bulk = own(db, person, bulk_id)
    require_merchant(person)
    if missing(db, bulk).minor:
        raise NotEnoughBalance(balance=ledger.balance(db, person, bulk.total.currency), needed=bulk.total)
    return _move(db, bulk, was=BulkStatus.CHECKED, to=BulkStatus.BUYING, by=person.who, now=now)


def pause(db: Db, bulk: BulkOrder, *, by: str, why: str = "", now: datetime) -> BulkOrder:
    """Buy no further row until somebody says so. Raises BulkOrderMoved."""
    return _move(db, bulk, was=BulkStatus.BUYING, to=BulkStatus.PAUSED, by=by, why=why, now=now)


def go_on(db: Db, person: Person, bulk_id: int, *, now: datetime) -> BulkOrder:
    """Go on with what was paused. Raises BulkOrderNotFound, NotAMerchant or BulkOrderMoved."""
    require_merchant(person)
    bulk = own(db, person, bulk_id)
    return _move(db, bulk, was=BulkStatus.PAUSED, to=BulkStatus.BUYING, by=person.who, now=now)


def drop(db: Db, bulk: BulkOrder, *, by: str, now: datetime) -> BulkOrder:
    """Forget a checked file. Raises BulkOrderMoved."""
    return _move(db, bulk, was=BulkStatus.CHECKED, to=BulkStatus.DROPPED, by=by, now=now)


def buy_some(db: Db, bulk_id: int, *, most: int, now: datetime) -> BulkOrder:
    """Buy the next rows, each by itself: what one is refused, and why, does not touch the others.

    The last one makes it done. One that is not being bought (any more) stays as it is. While the shop is closed for
    maintenance it pauses.
    """
    bulk = rows.lock(db, bulk_id)
    if bulk is None or bulk.status is not BulkStatus.BUYING:
        return the_bulk_order(db, bulk_id)
    buyer = people.the_person(db, bulk.person_id)
    bought, failed, spent_minor = 0, 0, 0
    for before, line in enumerate(rows.waiting(db, bulk.id, most=most), start=bulk.done):
        try:
            order = _buy(db, bulk, line, buyer, before=before, now=now)
        except ClosedForMaintenance:
            bulk = rows.count_progress(db, bulk.id, bought=bought, failed=failed, spent_minor=spent_minor)
            return pause(db, bulk, by="shop", why="maintenance", now=now)
        except Refused as refusal:
            trouble = bulk_check.sentence(refusal.key, **refusal.arguments)
            rows.settle_line(db, bulk.id, line.number, to=BulkRowStatus.FAILED, trouble=trouble)
            failed += 1
        else:
            bought += 1
            spent_minor += order.total_minor
    bulk = rows.count_progress(db, bulk.id, bought=bought, failed=failed, spent_minor=spent_minor)
    failpoints.reached("bulk.counted")
    if bulk.done < bulk.good:
        return bulk
    return _move(db, bulk, was=BulkStatus.BUYING, to=BulkStatus.DONE, by="shop", now=now)


def undelivered(db: Db, bulk: BulkOrder, *, since: int) -> list[Order]:
    """The orders of the rows seen to after the first `since` that are paid and wait for their cards; they are held."""
    bought = rows.settled_after(db, bulk.id, since=since)
    found = [orders.the_order(db, order_id) for order_id in bought]
    return [orders.lock(db, each.id) for each in found if each.status is OrderStatus.PAID]


def note_revealed(db: Db, bulk: BulkOrder, *, now: datetime) -> None:
    """Record that the buyer is shown every code of the bulk order; before its result file is sent."""
    for line in rows.lines_of(db, bulk.id, BulkRowStatus.BOUGHT):
        sold = cards.sold_to(db, line.order_id) if line.order_id is not None else []
        if sold:
            deliveries.note_revealed(db, [card.id for card in sold], person_id=bulk.person_id, now=now)


def results(db: Db, bulk_id: int, *, person_id: int, vault: Vault) -> Iterator[Bought]:
    """Every row with its order and codes, for the file that its buyer is sent. Raises BulkOrderNotFound."""
    bulk = the_bulk_order(db, bulk_id)
    if bulk.person_id != person_id:
        raise BulkOrderNotFound
    for line in rows.lines_of(db, bulk.id, *BulkRowStatus):
        if line.order_id is None:
            yield Bought(line, None, [])
            continue
        codes = fulfilment.codes_to_show(db, line.order_id, person_id=person_id, vault=vault)
        yield Bought(line, orders.the_order(db, line.order_id), codes)


def _buy(db: Db, bulk: BulkOrder, line: BulkLine, buyer: Person, *, before: int, now: datetime) -> Order:
    """Make the row an order that is paid and delivered, or nothing at all. Raises Refused.

    `before` is how many rows were seen to before it: suppliers are asked for them first, so it is promised for later.

    No coupon is used: the price is the one that was confirmed.
    """
    with savepoint(db):
        offer = pricing.quote(
            db,
            person=buyer,
            product_id=line.product_id or "",
            quantity=line.quantity or 0,
            coupon_ids=(),
            now=now,
        )
        if offer.total_minor > line.total_minor:
            raise PriceRisen(before=Money(line.total_minor, offer.currency), now=offer.total)
        key = f"{orders.BULK_KEY}{bulk.id}:{line.number}"
        placed = orders.place(db, quote=offer, person=buyer, account=line.account, note=line.cells[3], key=key, now=now)
        paid = payments.pay_from_balance(db, placed, now=now)
        order = fulfilment.deliver(db, paid, before=before, now=now)
        rows.settle_line(db, bulk.id, line.number, to=BulkRowStatus.BOUGHT, order_id=order.id)
        failpoints.reached("bulk.row-bought")
        return order


def _move(
    db: Db, bulk: BulkOrder, *, was: BulkStatus, to: BulkStatus, by: str, why: str = "", now: datetime
) -> BulkOrder:
    moved = rows.move(db, bulk.id, was=was, to=to)
    if moved is None:
        raise BulkOrderMoved
    failpoints.reached("bulk.moved")
    return _recorded(db, moved, by=by, why=why, now=now)


def _recorded(db: Db, bulk: BulkOrder, *, by: str, why: str = "", now: datetime) -> BulkOrder:
    _record(db, bulk, by=by, why=why, now=now)
    return bulk


def _record(db: Db, bulk: BulkOrder, *, by: str, why: str = "", now: datetime) -> None:
    audit_trail.record(db, subject=f"bulk-order:{bulk.id}", what=bulk.status, by=by, why=why or bulk.name, now=now)


def _place(key: str) -> dict[str, str]:
    return {"table": "bulk_orders", "row": key, "column": "sealed_file"}
