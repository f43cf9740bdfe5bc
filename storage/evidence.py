"""Evidence: what the tables say became of events, orders and messages, for whoever compares it with the outside world.

Not here: the comparison (bot.chaos.verdict), or what must hold within the tables (storage.invariants).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.conversations import ScreenRow
from storage.database import Db, many
from storage.deliveries import DeliveryRow
from storage.inbox import InboxRow, InboxStatus
from storage.jobs import JOBS, JobStatus
from storage.orders import OrderRow
from storage.outbox import OutboxRow, OutboxStatus
from storage.payments import PaymentRow
from storage.people import PersonRow
from storage.refunds import RefundRow, RefundStatus
from storage.schema import METADATA
from storage.stock import CardRow
from storage.supplier_purchases import PurchaseRow, PurchaseStatus
from storage.ticket_messages import MessageRow


@dataclass(frozen=True)
class Bought:
    """An order, by its buyer's number on the platform."""

    telegram_id: int
    order_id: int
    person_id: int
    quantity: int
    status: str


@dataclass(frozen=True)
class Returned:
    """A refund through a gateway; `provider_txn` is the gateway's number of the payment it is of."""

    number: str
    provider_txn: str | None
    amount_minor: int
    currency: str
    status: RefundStatus

    @property
    def amount(self) -> tuple[int, str]:
        """How much, in minor units and currency."""
        return self.amount_minor, self.currency

    @property
    def is_done(self) -> bool:
        """Whether the gateway is known to have given it."""
        return self.status is RefundStatus.DONE

    @property
    def is_refused(self) -> bool:
        """Whether the gateway is known not to have given it, or was not asked yet."""
        return self.status in (RefundStatus.REJECTED, RefundStatus.WANTED)


@dataclass(frozen=True)
class Supplied:
    """A purchase from a supplier: for which order, how many that wants, and how it stands."""

    number: str
    order_id: int
    wanted: int
    status: PurchaseStatus

    @property
    def is_done(self) -> bool:
        """Whether all that it brought is known."""
        return self.status is PurchaseStatus.DONE


@dataclass(frozen=True)
class Sent:
    """A message of somebody's, as the platform numbers it."""

    chat_id: int
    message_id: int


def updates_stored(db: Db, numbers: Sequence[str]) -> dict[str, str]:
    """Those of the platform's updates that were stored, and how each stands."""
    is_wanted = InboxRow.source.startswith("telegram:"), InboxRow.key.in_(numbers)
    stored = sa.select(InboxRow.key, InboxRow.status).where(*is_wanted)
    return {row.key: row.status for row in db.execute(stored)}


def is_idle(db: Db) -> bool:
    """Whether nothing waits to be answered, sent or done, and nothing is under way."""
    waiting = sa.select(InboxRow.id).where(InboxRow.status == InboxStatus.NEW)
    open_calls = sa.select(OutboxRow.id).where(OutboxRow.status.in_([OutboxStatus.WAITING, OutboxStatus.CLAIMED]))
    is_to_do = sa.and_(JOBS.c.status == JobStatus.TODO, JOBS.c.scheduled_at.is_(None))
    open_jobs = sa.select(JOBS.c.id).where(sa.or_(is_to_do, JOBS.c.status == JobStatus.DOING))
    return all(db.scalar(each.limit(1)) is None for each in (waiting, open_calls, open_jobs))


def last_screen_id(db: Db) -> int:
    """The newest screen; 0 if there is none."""
    return db.scalar(sa.select(sa.func.max(ScreenRow.id))) or 0


def screens_sent(db: Db, *, after: int = 0) -> Counter[int]:
    """How many of the screens after that one stand in a message, by chat."""
    sent = sa.select(ScreenRow.chat_id, sa.func.count().label("times")).where(
        ScreenRow.id > after, ScreenRow.message_id.is_not(None)
    )
    return Counter({row.chat_id: row.times for row in db.execute(sent.group_by(ScreenRow.chat_id))})


def orders(db: Db) -> list[Bought]:
    """Every order."""
    placed = sa.select(PersonRow.telegram_id, OrderRow.id, OrderRow.person_id, OrderRow.quantity, OrderRow.status).join(
        PersonRow, PersonRow.id == OrderRow.person_id
    )
    return [Bought(*row) for row in db.execute(placed.order_by(OrderRow.id))]


def owners_of_codes(db: Db, fingerprints: Sequence[str]) -> dict[str, int]:
    """To whom the card with each fingerprint was delivered, by their number on the platform; others are left out."""
    owner = (
        sa.select(CardRow.fingerprint, PersonRow.telegram_id)
        .join(DeliveryRow, DeliveryRow.card_id == CardRow.id)
        .join(OrderRow, OrderRow.id == DeliveryRow.order_id)
        .join(PersonRow, PersonRow.id == OrderRow.person_id)
    )
    return {row.fingerprint: row.telegram_id for row in db.execute(owner.where(CardRow.fingerprint.in_(fingerprints)))}


def cards_of_products(db: Db) -> Counter[str]:
    """How many cards there are of each product, whatever became of them, but for those that suppliers sold us."""
    is_supplied = CardRow.batch.in_(sa.select(PurchaseRow.number))
    counted = sa.select(CardRow.product_id, sa.func.count().label("cards")).where(~is_supplied)
    counted = counted.group_by(CardRow.product_id)
    return Counter({row.product_id: row.cards for row in db.execute(counted)})


def money_through(db: Db, gateway: str) -> dict[str, tuple[int, str]]:
    """What came through a gateway, in minor units and currency, by the gateway's numbers."""
    taken = sa.select(PaymentRow.provider_txn, PaymentRow.amount_minor, PaymentRow.currency)
    came = taken.where(PaymentRow.gateway == gateway, PaymentRow.provider_txn.is_not(None))
    return {row.provider_txn: (row.amount_minor, row.currency) for row in db.execute(came)}


def refunds_through(db: Db, gateway: str) -> list[Returned]:
    """Every refund that a gateway was or is to give."""
    wanted = sa.select(
        RefundRow.number, PaymentRow.provider_txn, RefundRow.amount_minor, RefundRow.currency, RefundRow.status
    ).join(PaymentRow, PaymentRow.id == RefundRow.payment_id)
    return many(db, wanted.where(RefundRow.gateway == gateway).order_by(RefundRow.id), Returned)


def purchases(db: Db) -> dict[str, Supplied]:
    """Every purchase from a supplier, by its number."""
    bought = sa.select(
        PurchaseRow.number, PurchaseRow.order_id, OrderRow.quantity.label("wanted"), PurchaseRow.status
    ).join(OrderRow, OrderRow.id == PurchaseRow.order_id)
    return {each.number: each for each in many(db, bought, Supplied)}


def fingerprints_known(db: Db, fingerprints: Sequence[str]) -> set[str]:
    """Those of the fingerprints that a card has, whatever became of it."""
    return set(db.scalars(sa.select(CardRow.fingerprint).where(CardRow.fingerprint.in_(fingerprints))))


def heard(db: Db, written: Mapping[str, Sent]) -> set[str]:
    """Those of the platform's updates, each a message, that caused a call or stand in exactly one ticket."""
    if not written:
        return set()
    causing = (
        sa.select(InboxRow.key)
        .where(InboxRow.source.startswith("telegram:"), InboxRow.key.in_(written))
        .where(sa.exists().where(OutboxRow.cause == InboxRow.id))
    )
    chats = {sent.chat_id for sent in written.values()}
    kept = sa.select(MessageRow.chat_id, MessageRow.message_id).where(MessageRow.chat_id.in_(chats))
    times = Counter(Sent(row.chat_id, row.message_id) for row in db.execute(kept))
    return {*db.scalars(causing), *(number for number, sent in written.items() if times[sent] == 1)}


def unknown(db: Db) -> dict[str, int]:
    """Of how many refunds and purchases that were asked for it is not known what became of them, by what they are."""
    asked = RefundRow.status.in_([RefundStatus.ASKED, RefundStatus.STUCK])
    refunds = sa.select(sa.func.count()).where(asked)
    # As the index has it: SQLite uses one only where the status stands in the statement itself.
    under_way = sa.text("status in ('intended', 'asked', 'unknown')")
    bought = sa.select(sa.func.count()).select_from(PurchaseRow).where(under_way)
    return {"refund": db.scalar(refunds) or 0, "purchase": db.scalar(bought) or 0}


def numbers_known(db: Db, numbers: Sequence[str]) -> set[str]:
    """Those of the numbers that something has: an order, a payment, or whatever else has a number for people."""
    having = [each.c.number for each in METADATA.sorted_tables if _has(each, "number", sa.String)]
    return {known for number in having for known in db.scalars(sa.select(number).where(number.in_(numbers)))}


def newest_rows(db: Db) -> dict[str, int]:
    """The highest id in each table whose rows have one, by the table's name."""
    return {table.name: db.scalar(sa.select(sa.func.max(table.c.id))) or 0 for table in _numbered()}


def tables_holding(db: Db, patterns: Sequence[str], *, after: Mapping[str, int]) -> list[str]:
    """The tables in which some text is LIKE one of the patterns, in a row above the id that `after` has for it."""
    return [table.name for table in METADATA.sorted_tables if _holds(db, table, patterns, after.get(table.name))]


def _numbered() -> list[sa.Table]:
    return [table for table in METADATA.sorted_tables if _has(table, "id", sa.Integer)]


def _has(table: sa.Table, column: str, kind: type[sa.types.TypeEngine[Any]]) -> bool:
    return column in table.c and isinstance(table.c[column].type, kind)


def _holds(db: Db, table: sa.Table, patterns: Sequence[str], after: int | None) -> bool:
    texts: list[sa.ColumnElement[Any]] = [
        sa.cast(column, sa.Text) for column in table.c if isinstance(column.type, sa.String | sa.JSON)
    ]
    wanted = sa.or_(sa.false(), *(text.like(pattern) for text in texts for pattern in patterns))
    is_new = sa.true() if after is None else table.c.id > after
    return db.scalar(sa.select(sa.literal(1)).select_from(table).where(wanted, is_new).limit(1)) is not None
