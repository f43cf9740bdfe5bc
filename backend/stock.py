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
from backend.errors import OutOfStock
from storage import audit_trail
from storage import stock as rows
from storage.database import Db, savepoint
from storage.secrets import Vault
from storage.stock import Card, NewCard

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


def load(db: Db, product_id: str, codes: Sequence[str], *, vault: Vault, batch: str, now: datetime) -> int:
    """Take in these codes and return how many were new; a load of several parts is noted once, at its end."""
    return rows.load(db, product_id, [_seal(code, vault) for code in codes], batch=batch, now=now)


def note_loaded(db: Db, product_id: str, added: int, *, batch: str, by: str, now: datetime) -> None:
    """Put into the audit trail who took in how many."""
    audit_trail.record(db, subject=f"stock:{product_id}", what="loaded", by=by, why=f"{added}: {batch}", now=now)


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
    return {product_id: StockLevel(count) for product_id, count in free.items()}


def hold(db: Db, *, product_id: str, quantity: int, order_id: int) -> None:
    """Hold exactly `quantity` cards for the order. Raises OutOfStock, and then holds none.

    The caller holds the order. First come cards nobody is busy with; only if those don't suffice are the ones
    waited for that another order may yet give back, so nobody is told 'sold out' for a sale that fails.
    """
    for waiting in (False, True):
        try:
            # One card is held or not: nothing could have to be undone.
            with savepoint(db) if quantity > 1 else nullcontext():
                _hold_or_give_up(db, product_id=product_id, quantity=quantity, order_id=order_id, waiting=waiting)
        except _Short:
            continue
        return
    raise OutOfStock(wanted=quantity, left=on_shelf(db, product_id).available)


def release(db: Db, order_id: int) -> int:
    """Give back what the order holds; returns how many. The caller holds the order."""
    return rows.release(db, order_id)


def count_held(db: Db, order_id: int) -> int:
    """How many cards the order holds."""
    return rows.count_held(db, order_id)


def sell(db: Db, order_id: int, *, quantity: int) -> list[Card]:
    """Make what the order holds its own for ever, or nothing if it holds not so many. The caller holds the order."""
    return rows.sell(db, order_id, quantity=quantity)


class _Short(Exception):
    """Fewer cards than needed: whatever was held is given back with the savepoint."""


def _hold_or_give_up(db: Db, *, product_id: str, quantity: int, order_id: int, waiting: bool) -> None:
    held = rows.hold(db, product_id=product_id, quantity=quantity, order_id=order_id, waiting=waiting)
    if held != quantity:
        raise _Short


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


def _seal(code: str, vault: Vault) -> NewCard:
    """Seal a code for the row its fingerprint names: the row's number isn't known before it is written."""
    fingerprint = vault.fingerprint(code)
    return NewCard(fingerprint, vault.seal(code, table="cards", row=fingerprint, column="sealed_code"))
