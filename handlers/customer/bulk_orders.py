"""Bulk orders, for merchants: a file sent, checked, confirmed, bought by jobs, and the files that come of it.

Not here: what a row must be like, or what buying one does (backend.bulk_orders).
"""

from collections.abc import Callable, Mapping
from typing import Any

from backend import bulk_orders
from backend.bulk_orders import BulkOrder, BulkStatus
from backend.errors import BulkOrderMoved
from backend.people import Role
from backend.supplier_purchases import Urgency
from flows.bulk_order import is_sheet
from flows.engine import Engine
from flows.events import FileRead, JobEnded, Sent
from flows.pages import bulk_orders as pages
from flows.turn import Turn
from handlers.audience import open_to
from handlers.customer import orders, purchases

READ_JOB = "bulk-read"
BUY_JOB = "bulk-buy"
LAPSE_TIMER = "bulk-lapse"


@open_to(Role.CUSTOMER)
def begin(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Ask for the file."""
    del args
    bulk_orders.require_merchant(turn.person)
    engine.start(turn, "bulk-order")


def begin_with(turn: Turn, sent: Sent, engine: Engine) -> bool:
    """Begin with a file that a merchant sent unasked; False if it is none, or they are not."""
    if not bulk_orders.is_merchant(turn.person) or not is_sheet(sent):
        return False
    engine.start(turn, "bulk-order", file=[sent.file_id, sent.file_name])
    return True


@open_to(Role.CUSTOMER)
def receive(turn: Turn, read: FileRead) -> None:
    """Have the file that was fetched read and checked; nothing is bought yet."""
    content = turn.bytes_of(read)
    if content is None:
        turn.show(pages.not_fetched(name=read.name, trouble=read.trouble or "gone"))
        return
    key = f"file:{read.sealed_in}"
    bulk = bulk_orders.keep(turn.db, turn.person, content, name=read.name, key=key, vault=turn.shop.vault, now=turn.now)
    turn.start_job(READ_JOB, bulk=bulk.id)
    turn.show(pages.bulk_order(turn, bulk))


@open_to(Role.CUSTOMER)
def show_checked(turn: Turn, ended: JobEnded) -> None:
    """Show what the check found, where the file's page stands; or why it could not be read."""
    bulk = bulk_orders.own(turn.db, turn.person, ended.asked["bulk"])
    if bulk.status is BulkStatus.CHECKED:
        turn.set_timer(LAPSE_TIMER, _subject(bulk), due_at=turn.now + bulk_orders.KEPT_FOR, bulk=bulk.id)
    turn.refresh(pages.bulk_order(turn, bulk))


@open_to(Role.CUSTOMER)
def page(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show where the bulk order stands."""
    turn.show(pages.bulk_order(turn, _own(turn, args)))


@open_to(Role.CUSTOMER)
def buy(turn: Turn, args: Mapping[str, Any]) -> None:
    """Begin to buy what was confirmed."""
    _act(turn, args, lambda bulk: bulk_orders.begin(turn.db, turn.person, bulk.id, now=turn.now))


@open_to(Role.CUSTOMER)
def pause(turn: Turn, args: Mapping[str, Any]) -> None:
    """Buy no further row; those that are bought stay bought."""
    _act(turn, args, lambda bulk: bulk_orders.pause(turn.db, bulk, by=turn.person.who, now=turn.now))


@open_to(Role.CUSTOMER)
def go_on(turn: Turn, args: Mapping[str, Any]) -> None:
    """Buy the rows that are left."""
    _act(turn, args, lambda bulk: bulk_orders.go_on(turn.db, turn.person, bulk.id, now=turn.now))


@open_to(Role.CUSTOMER)
def drop(turn: Turn, args: Mapping[str, Any]) -> None:
    """Forget a checked file."""
    _act(turn, args, lambda bulk: bulk_orders.drop(turn.db, bulk, by=turn.person.who, now=turn.now))


@open_to(Role.CUSTOMER)
def show_progress(turn: Turn, ended: JobEnded) -> None:
    """Show how far it is; have more rows bought, or say that it is done."""
    bulk = bulk_orders.own(turn.db, turn.person, ended.asked["bulk"])
    if ended.result is None and bulk.status is BulkStatus.BUYING:
        bulk = bulk_orders.pause(turn.db, bulk, by="shop", why=ended.failed_as or "", now=turn.now)
    turn.refresh(pages.bulk_order(turn, bulk))
    for paid in bulk_orders.undelivered(turn.db, bulk, since=ended.asked["since"]):
        if not purchases.ask(turn, paid):
            orders.deliver(turn, paid)
    if bulk.status is BulkStatus.BUYING:
        _buy_more(turn, bulk)
    elif bulk.status is BulkStatus.DONE:
        turn.notify(pages.finished(bulk))


@open_to(Role.CUSTOMER)
def template(turn: Turn, args: Mapping[str, Any]) -> None:
    """Send the file to fill in."""
    del args
    bulk_orders.require_merchant(turn.person)
    turn.notify(pages.template(turn))


@open_to(Role.CUSTOMER)
def troubles(turn: Turn, args: Mapping[str, Any]) -> None:
    """Send the rows that can't be or were not bought."""
    turn.notify(pages.troubles_file(_own(turn, args)))


@open_to(Role.CUSTOMER)
def results(turn: Turn, args: Mapping[str, Any]) -> None:
    """Send the orders with their codes; looking at them is recorded here, before they are sent."""
    bulk = _own(turn, args)
    bulk_orders.note_revealed(turn.db, bulk, now=turn.now)
    turn.notify(pages.results_file(bulk))


@open_to(Role.CUSTOMER)
def lapse(turn: Turn, args: Mapping[str, Any]) -> None:
    """Forget a file that nobody confirmed within a day."""
    bulk = bulk_orders.the_bulk_order(turn.db, args["bulk"])
    if bulk.status is BulkStatus.CHECKED:
        turn.refresh(pages.bulk_order(turn, bulk_orders.drop(turn.db, bulk, by="clock", now=turn.now)))


def _act(turn: Turn, args: Mapping[str, Any], move: Callable[[BulkOrder], BulkOrder]) -> None:
    """Move the person's bulk order along and show where it stands; one that has moved on says so."""
    try:
        bulk = move(_own(turn, args))
    except BulkOrderMoved as moved:
        turn.toast(moved.key)
        turn.update(pages.bulk_order(turn, _own(turn, args)))
        return
    turn.update(pages.bulk_order(turn, bulk))
    if bulk.status is BulkStatus.BUYING:
        _buy_more(turn, bulk)


def _buy_more(turn: Turn, bulk: BulkOrder) -> None:
    turn.start_job(BUY_JOB, priority=int(Urgency.BULK), bulk=bulk.id, since=bulk.done)


def _own(turn: Turn, args: Mapping[str, Any]) -> BulkOrder:
    return bulk_orders.own(turn.db, turn.person, args["bulk"])


def _subject(bulk: BulkOrder) -> str:
    return f"bulk-order:{bulk.id}"
