"""Stock: taking in card codes, saying how much is left, and holding exactly what an order needs.

Not here: which order may hold or sell (backend.orders, backend.fulfilment). Codes are sealed on their way in.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from backend.catalogue_file import MOST_PER_ORDER
from backend.errors import OutOfStock, ShelfCrowded
from backend.money import Money
from backend.people import Person
from storage import audit_trail, catalogue, failpoints, preorders, suppliers, waiting_list
from storage import stock as rows
from storage.database import Db, savepoint
from storage.secrets import Vault
from storage.stock import Card, Fairness, NewCard
from storage.suppliers import Supplied
from storage.waiting_list import PlaceStatus

LONGEST_CODE = 200
FEW = 5
"""Up to this many are called few, so that nobody counts on them."""

_HEADINGS = frozenset({"code", "codes", "card", "cards", "卡密", "卡号"})


class Supply(StrEnum):
    """How much is left, in one word."""

    PLENTY = "plenty"
    FEW = "few"
    SOLD_OUT = "sold-out"


@dataclass(frozen=True)
class StockLevel:
    """How many can be had now."""

    available: int

    @property
    def word(self) -> Supply:
        """The number as people want to hear it."""
        if self.available == 0:
            return Supply.SOLD_OUT
        return Supply.FEW if self.available <= FEW else Supply.PLENTY


class LineTrouble(StrEnum):
    """Why a line of a card file is no code."""

    TOO_LONG = f"longer than {LONGEST_CODE} characters"
    UNREADABLE = "has characters that can't be seen"


@dataclass(frozen=True)
class RejectedLine:
    """A line of a card file that was not taken, and why. It may be a code, so it is not repeated."""

    line: int
    reason: LineTrouble


@dataclass(frozen=True)
class CheckedCards:
    """What taking in a card file would do: its codes, each once, and how many of its lines are known already."""

    codes: tuple[str, ...] = field(repr=False)
    added: int
    duplicates: int
    rejected: tuple[RejectedLine, ...]


@dataclass(frozen=True)
class CardImport:
    """What a card file did."""

    added: int
    duplicates: int
    rejected: tuple[RejectedLine, ...]


def import_cards(
    db: Db, product_id: str, text: str, *, vault: Vault, batch: str, by: str = "shop", now: datetime
) -> CardImport:
    """Take in one code a line, TXT or CSV of one column. One that is in stock already is counted and left."""
    codes, rejected = _sort(text)
    added = load(db, product_id, list(dict.fromkeys(codes)), vault=vault, batch=batch, now=now)
    note_loaded(db, product_id, added, batch=batch, by=by, now=now)
    return CardImport(added, len(codes) - added, rejected)


def check_cards(db: Db, text: str, *, vault: Vault) -> CheckedCards:
    """What `import_cards` would do with this text; nothing is changed."""
    codes, rejected = _sort(text)
    once = tuple(dict.fromkeys(codes))
    known = rows.count_known(db, [vault.fingerprint(code) for code in once])
    return CheckedCards(once, len(once) - known, len(codes) - len(once) + known, rejected)


def load(
    db: Db,
    product_id: str,
    codes: Sequence[str],
    *,
    vault: Vault,
    batch: str,
    expires_at: datetime | None = None,
    cost: Money | None = None,
    now: datetime,
) -> int:
    """Take in these codes and return how many were new; a load of several parts is noted once, at its end.

    From `expires_at` on they are worth nothing and never sold; `cost` is what one cost us, in the product's currency.
    """
    sealed = [seal(code, vault) for code in codes]
    cost_minor = None if cost is None else cost.minor
    return rows.load(db, product_id, sealed, batch=batch, expires_at=expires_at, cost_minor=cost_minor, now=now)


def note_loaded(db: Db, product_id: str, added: int, *, batch: str, by: str, now: datetime) -> None:
    """Put into the audit trail who took in how many."""
    audit_trail.record(db, subject=f"stock:{product_id}", what="loaded", by=by, why=f"{added}: {batch}", now=now)


def seal(code: str, vault: Vault) -> NewCard:
    """Seal a code for the row its fingerprint names: the row's number isn't known before it is written."""
    fingerprint = vault.fingerprint(code)
    return NewCard(fingerprint, vault.seal(code, table="cards", row=fingerprint, column="sealed_code"))


def level(db: Db, product_id: str) -> StockLevel:
    """How many of the product can be had now."""
    return StockLevel(rows.count_free_of(db, product_id))


def levels(db: Db, product_ids: Sequence[str]) -> dict[str, StockLevel]:
    """How many of each product can be had now."""
    free = rows.count_free(db, product_ids)
    return {product_id: StockLevel(free.get(product_id, 0)) for product_id in product_ids}


def on_shelf(db: Db, product_id: str) -> StockLevel:
    """How many of the product a customer can have now: counted no further than one order may take."""
    return on_shelves(db, [product_id])[product_id]


def on_shelves(db: Db, product_ids: Sequence[str]) -> dict[str, StockLevel]:
    """How many of each product a customer can have now: counted no further than one order may take."""
    free = rows.count_free_up_to(db, product_ids, most=MOST_PER_ORDER)
    supplied = suppliers.supplied(db)
    return {
        # One order comes from the shelf or from a supplier, so they don't add up.
        product_id: StockLevel(max(count, min(_available(db, supplied[product_id]), MOST_PER_ORDER)))
        if product_id in supplied
        else StockLevel(count)
        for product_id, count in free.items()
    }


def on_shelf_for(db: Db, person: Person, product_id: str) -> StockLevel:
    """How many this person can have now: of what is sold out to others, the one that is on offer to them."""
    level = on_shelf(db, product_id)
    if level.available:
        return level
    place = waiting_list.live_of(db, product_id=product_id, person_id=person.id)
    return StockLevel(1 if place is not None and place.status is PlaceStatus.OFFERED else 0)


def hold(db: Db, *, product_id: str, quantity: int, order_id: int, is_preorder: bool = False, now: datetime) -> None:
    """Hold exactly `quantity` cards for an order that money came for. Raises OutOfStock, and then holds none.

    The caller holds the order. First come cards nobody is busy with; only if those don't suffice are the ones
    waited for that another order may yet give back, so nobody is told 'sold out' for a sale that fails. What pre-orders
    paid before this order wait for is left to them, and by a pre-order also what is on offer to somebody in line.
    """
    fairness = Fairness.PREORDERED if is_preorder else Fairness.PAID
    wanted = _Wanted(product_id, quantity, order_id, person_id=0, now=now)
    if not any(_is_held(db, wanted, fairness, waiting=waiting) for waiting in (False, True)):
        raise OutOfStock(wanted=quantity, left=on_shelf(db, product_id).available)


def hold_to_pay(db: Db, *, product_id: str, quantity: int, order_id: int, person_id: int, now: datetime) -> None:
    """The same for an order about to be paid, which leaves to those who wait in line what is theirs.

    Where a supplier can deliver them all it is no matter that there are none.
    """
    wanted = _Wanted(product_id, quantity, order_id, person_id, now)
    left = 0
    for waiting in (False, True):
        if _is_held(db, wanted, Fairness.QUEUED, waiting=waiting):
            return
        left = on_shelf(db, product_id).available
        if left < quantity:
            break  # nor is there a card that anybody could give back to this order
    if not (_takes_offer(db, wanted, now=now) or _is_supplied(db, wanted)):
        raise OutOfStock(wanted=quantity, left=left)


def hold_fairly(db: Db, *, product_id: str, quantity: int, order_id: int, person_id: int, now: datetime) -> Fairness:
    """The same for an order nobody has paid yet: as long as few do so it is CALM, then BUSY.

    Where a supplier can deliver them all, that is CALM too, and none may be held. Raises OutOfStock, or ShelfCrowded
    if there is enough but too much of it is unpaid, all of it or this person's. Transactions under way at once don't
    see each other's holds: together they may overstep a share by theirs.
    """
    wanted = _Wanted(product_id, quantity, order_id, person_id, now)
    left = 0
    for waiting in (False, True):
        for fairness in (Fairness.CALM, Fairness.BUSY):
            if _is_held(db, wanted, fairness, waiting=waiting):
                return fairness
        left = on_shelf(db, product_id).available
        if left < quantity:
            break  # nor is there a card that anybody could give back to this order
    if _takes_offer(db, wanted, now=now):
        return Fairness.BUSY
    if _is_supplied(db, wanted):
        return Fairness.CALM
    if left < quantity:
        raise OutOfStock(wanted=quantity, left=left)
    raise ShelfCrowded


def release(db: Db, order_id: int) -> int:
    """Give back what the order holds; returns how many. The caller holds the order."""
    return rows.release(db, order_id)


def count_held(db: Db, order_id: int) -> int:
    """How many cards the order holds."""
    return rows.count_held(db, order_id)


def sell(db: Db, order_id: int, *, quantity: int, now: datetime) -> list[Card]:
    """Make what the order holds its own for ever, or nothing if too few of it are good. The caller holds the order."""
    return rows.sell(db, order_id, quantity=quantity, now=now)


@dataclass(frozen=True)
class _Wanted:
    """Cards for an order."""

    product_id: str
    quantity: int
    order_id: int
    person_id: int
    now: datetime


class _Short(Exception):
    """Fewer cards than needed: whatever was held is given back with the savepoint."""


def _is_held(db: Db, wanted: _Wanted, fairness: Fairness, *, waiting: bool) -> bool:
    """Hold all that is wanted, or nothing."""
    try:
        # One card is held or not: nothing could have to be undone.
        with savepoint(db) if wanted.quantity > 1 else nullcontext():
            _hold_or_give_up(db, wanted, fairness, waiting=waiting)
    except _Short:
        return False
    return True


def _hold_or_give_up(db: Db, wanted: _Wanted, fairness: Fairness, *, waiting: bool) -> None:
    held = rows.hold(
        db,
        product_id=wanted.product_id,
        quantity=wanted.quantity,
        order_id=wanted.order_id,
        person_id=wanted.person_id,
        fairness=fairness,
        waiting=waiting,
        now=wanted.now,
    )
    if held != wanted.quantity:
        raise _Short


def _is_supplied(db: Db, wanted: _Wanted) -> bool:
    """Whether a supplier can deliver all that is wanted."""
    supplied = suppliers.supplied(db).get(wanted.product_id)
    return supplied is not None and _available(db, supplied) >= wanted.quantity


def _available(db: Db, supplied: Supplied) -> int:
    """How many a supplier can deliver, but for what is announced and was paid ahead."""
    product = catalogue.product_with_id(db, supplied.product_id)
    if product is None or product.expected_on is None:
        return supplied.available
    return max(0, supplied.available - preorders.count_waiting(db, supplied.product_id))


def _takes_offer(db: Db, wanted: _Wanted, *, now: datetime) -> bool:
    """Hold the one card that is on offer to the person, and thereby serve them."""
    if wanted.quantity > 1:
        return False
    place = waiting_list.live_of(db, product_id=wanted.product_id, person_id=wanted.person_id)
    if place is None:
        return False
    try:
        with savepoint(db):
            _serve(db, place.id, now=now)
            _hold_or_give_up(db, wanted, Fairness.ANY, waiting=True)
    except _Short:
        return False
    return True


def _serve(db: Db, place_id: int, *, now: datetime) -> None:
    if not waiting_list.end(db, place_id, was=(PlaceStatus.OFFERED,), to=PlaceStatus.SERVED, now=now):
        raise _Short
    failpoints.reached("place.served")


def _sort(text: str) -> tuple[list[str], tuple[RejectedLine, ...]]:
    """The codes as often as they come, and the lines that are none."""
    codes: list[str] = []
    rejected: list[RejectedLine] = []
    for line, code in _lines(text):
        reason = _trouble_with(code)
        if reason is None:
            codes.append(code)
        else:
            rejected.append(RejectedLine(line, reason))
    return codes, tuple(rejected)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The codes with their line numbers; neither empty lines nor a heading at the top are codes."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        code = _unquoted(line.strip())
        if code and not (number == 1 and code.casefold() in _HEADINGS):
            yield number, code


def _unquoted(line: str) -> str:
    """A CSV cell without its quotes; a line that is not wholly one quoted cell is a code as it stands."""
    if not line.startswith('"'):
        return line
    cells = next(csv.reader(io.StringIO(line)))
    return cells[0].strip() if len(cells) == 1 else line


def _trouble_with(code: str) -> LineTrouble | None:
    if len(code) > LONGEST_CODE:
        return LineTrouble.TOO_LONG
    return None if code.isprintable() else LineTrouble.UNREADABLE
