"""Card files sent into a chat: checked first, taken in once their sender says so, large ones part by part.

Not here: what a line must be like, or the stock itself (backend.stock).

    checked ──> loading ──> loaded
       └──────> dropped
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend import catalogue, products, stock
from backend.catalogue import Product
from backend.errors import AlreadyExpired, CostAbovePrice, StockFileGone
from backend.money import Money
from backend.people import Person
from backend.stock import CheckedCards
from storage import audit_trail, failpoints
from storage import stock_files as rows
from storage.database import Db
from storage.secrets import Vault
from storage.stock_files import Part
from storage.stock_files import StockFile as StockFile
from storage.stock_files import StockFileStatus as StockFileStatus

MOST_CODES = 50_000
"""Checking so many takes about a second, during which nobody else is answered."""

CODES_PER_PART = 2_500
"""Taking in so many takes a fraction of a second."""

MOST_REJECTED_NAMED = 10
LONGEST_NAME = 60

KEPT_FOR = timedelta(hours=24)
"""How long a checked file waits for its sender's word."""


def keep(
    db: Db, product_id: str, checked: CheckedCards, *, name: str, by: Person, vault: Vault, now: datetime
) -> StockFile:
    """Keep what was checked, its codes sealed, until it is taken in or dropped."""
    file = rows.add(
        db,
        {
            "product_id": product_id,
            "name": name[:LONGEST_NAME],
            "sent_by_id": by.id,
            "codes": len(checked.codes),
            "fresh": checked.added,
            "known": checked.duplicates,
            "rejected": len(checked.rejected),
            "rejected_lines": named_lines(checked),
            "sent_at": now,
        },
    )
    rows.add_parts(db, list(_sealed(file, checked.codes, vault)))
    failpoints.reached("stock-file.kept")
    _record(db, file, by=by.who, now=now)
    return file


def named_lines(checked: CheckedCards) -> list[list[int | str]]:
    """The first rejected lines as they are kept: number and name of the trouble, never the line."""
    return [[each.line, each.reason.name] for each in checked.rejected[:MOST_REJECTED_NAMED]]


def the_file(db: Db, file_id: int) -> StockFile:
    """The file. Raises StockFileGone if there never was one."""
    file = rows.with_id(db, file_id)
    if file is None:
        raise StockFileGone
    return file


def begin(db: Db, file_id: int, *, by: Person, now: datetime) -> StockFile:
    """Begin to take in a checked file. Raises StockFileGone if somebody did, or dropped it."""
    return _move(db, file_id, to=StockFileStatus.LOADING, by=by.who, now=now)


def waiting(db: Db, file_id: int) -> StockFile:
    """A file that was checked and waits for its sender's word. Raises StockFileGone for any other."""
    file = the_file(db, file_id)
    if file.status is not StockFileStatus.CHECKED:
        raise StockFileGone
    return file


def highest_cost(product: Product) -> Money:
    """What one may cost at most: the lowest of the product's prices."""
    return Money(product.gold_minor, product.currency)


def read_cost(text: str, product: Product) -> Money:
    """What one of the codes cost, in the product's currency. Raises NotAPrice or CostAbovePrice."""
    return require_covered(products.read_price(text, product.currency).minor, product)


def require_covered(cost_minor: int, product: Product) -> Money:
    """The cost, if no tier's price is below it. Raises CostAbovePrice."""
    cost = Money(cost_minor, product.currency)
    if cost_minor > highest_cost(product).minor:
        raise CostAbovePrice(cost=cost, price=highest_cost(product))
    return cost


def require_good(last_day: date, *, today: date) -> None:
    """Raise AlreadyExpired for codes whose last day is over."""
    if last_day < today:
        raise AlreadyExpired


def end_of(last_day: date | None, zone: ZoneInfo) -> datetime | None:
    """When the last day of a batch is over, in the shop's own time; None for one that stays good."""
    if last_day is None:
        return None
    return datetime.combine(last_day + timedelta(days=1), time(), zone).astimezone(UTC)


def last_day(expires_at: datetime, zone: ZoneInfo) -> date:
    """The day that `end_of` was told."""
    return (expires_at - timedelta(seconds=1)).astimezone(zone).date()


def describe(
    db: Db, file_id: int, *, cost_minor: int | None, expires_at: datetime | None, by: str, now: datetime
) -> StockFile:
    """Say what one of a checked file's codes cost, and from when on they are worth nothing.

    Raises StockFileGone if it was taken in or dropped, and CostAbovePrice.
    """
    file = the_file(db, file_id)
    if cost_minor is not None:
        require_covered(cost_minor, catalogue.the_product(db, file.product_id))
    described = rows.describe(db, file_id, cost_minor=cost_minor, expires_at=expires_at)
    if described is None:
        raise StockFileGone
    why = f"cost {cost_minor}, until {expires_at}"
    audit_trail.record(db, subject=f"stock-file:{file_id}", what="described", by=by, why=why, now=now)
    return described


def load_part(db: Db, file_id: int, *, by: Person, vault: Vault, now: datetime) -> StockFile:
    """Take in the next part of a file that is loading; the last part makes it loaded."""
    part = rows.take_part(db, file_id)
    if part is None:
        return the_file(db, file_id)
    failpoints.reached("stock-file.part-taken")
    codes = vault.open(part.sealed_codes, **_place(part.file_id, part.number)).reveal().split("\n")
    file = the_file(db, file_id)
    added = stock.load(
        db,
        file.product_id,
        codes,
        vault=vault,
        batch=file.name,
        expires_at=file.expires_at,
        cost=_cost_of(db, file),
        now=now,
    )
    failpoints.reached("stock-file.part-loaded")
    file = rows.note_progress(db, file_id, done=len(codes), added=added)
    if file.done < file.codes:
        return file
    stock.note_loaded(db, file.product_id, file.added, batch=file.name, by=by.who, now=now)
    return _move(db, file_id, was=StockFileStatus.LOADING, to=StockFileStatus.LOADED, by=by.who, now=now)


def drop(db: Db, file_id: int, *, by: str, now: datetime) -> StockFile:
    """Forget a checked file. Raises StockFileGone if it was taken in or dropped already."""
    file = _move(db, file_id, to=StockFileStatus.DROPPED, by=by, now=now)
    rows.drop_parts(db, file_id)
    return file


def _cost_of(db: Db, file: StockFile) -> Money | None:
    if file.cost_minor is None:
        return None
    return Money(file.cost_minor, catalogue.the_product(db, file.product_id).currency)


def _move(
    db: Db,
    file_id: int,
    *,
    was: StockFileStatus = StockFileStatus.CHECKED,
    to: StockFileStatus,
    by: str,
    now: datetime,
) -> StockFile:
    moved = rows.move(db, file_id, was=was, to=to)
    if moved is None:
        raise StockFileGone
    _record(db, moved, by=by, now=now)
    return moved


def _sealed(file: StockFile, codes: Sequence[str], vault: Vault) -> Iterator[Part]:
    for number, start in enumerate(range(0, len(codes), CODES_PER_PART), 1):
        text = "\n".join(codes[start : start + CODES_PER_PART])
        yield Part(file.id, number, vault.seal(text, **_place(file.id, number)))


def _place(file_id: int, number: int) -> dict[str, str]:
    return {"table": "stock_file_parts", "row": f"{file_id}:{number}", "column": "sealed_codes"}


def _record(db: Db, file: StockFile, *, by: str, now: datetime) -> None:
    why = f"{file.product_id}: {file.name}"
    audit_trail.record(db, subject=f"stock-file:{file.id}", what=file.status, by=by, why=why, now=now)
