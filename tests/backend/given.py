"""What the tests of the backend start from: a shelf, cards, people, and orders on their way.

Not here: databases (tests.conftest).
"""

from datetime import UTC, datetime, timedelta

from backend import audit, catalogue, coupons, fulfilment, ledger, orders, payments, people, pricing, stock
from backend.compensation import Cause, GiftKind
from backend.compensation_policy import Gift, Policy, Rule
from backend.coupons import Coupon
from backend.money import Money
from backend.orders import Order
from backend.payments import GatewayNotice, Payment
from backend.people import Person
from backend.pricing import Quote
from storage.database import Database, Db
from storage.incidents import Severity
from storage.secrets import Vault

NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
CARD = "steam-50"
TOP_UP = "mobile-100"
PRICE = Money(5000, "CNY")

SHELVES = """
[[categories]]
id = "wallets"
emoji = "🕹️"
name = { zh-CN = "钱包", en = "Wallets" }

[[categories]]
id = "mobile"
emoji = "📱"
name = { zh-CN = "话费", en = "Mobile" }

[[products]]
id = "steam-50"
category = "wallets"
name = { zh-CN = "Steam 50 元", en = "Steam ¥50" }
about = { zh-CN = "充值卡", en = "A wallet code" }
aliases = ["steam50"]
account = "none"
face_value = { amount = "50", currency = "CNY" }
currency = "CNY"
prices = { retail = "50.00", silver = "49.50", gold = "49.00" }
max_per_order = 5

[[products]]
id = "mobile-100"
category = "mobile"
name = { zh-CN = "话费 100 元", en = "Mobile ¥100" }
about = { zh-CN = "充到手机号", en = "Credited to a number" }
aliases = []
account = "phone"
currency = "CNY"
prices = { retail = "99.50", silver = "99.50", gold = "99.50" }
max_per_order = 10
"""


def shelves(db: Db) -> None:
    """Two categories with a product each."""
    catalogue.load(db, SHELVES, now=NOW)


def cards(db: Db, vault: Vault, count: int, *, product_id: str = CARD) -> None:
    """So many more cards in stock."""
    start = stock.level(db, product_id).available
    codes = "\n".join(f"{product_id}-{number:04}" for number in range(start, start + count))
    stock.import_cards(db, product_id, codes, vault=vault, batch="test", now=NOW)


def person(db: Db, telegram_id: int = 1, *, balance: Money | None = None) -> Person:
    """A person, with this much on their balance."""
    someone = people.meet(db, telegram_id=telegram_id, name=f"Ana {telegram_id}", username=None, language="en", now=NOW)
    if balance is not None:
        ledger.credit(db, someone, balance, ref=f"top-up-{telegram_id}", why="test", now=NOW)
    return someone


def coupon(db: Db, owner: Person, *, minor: int = 500, ref: str = "test", expires_at: datetime | None = None) -> Coupon:
    """A coupon for any order of the owner's; a week of it unless it is said otherwise."""
    until = expires_at or NOW + timedelta(days=7)
    amount, nothing = Money(minor, "CNY"), Money(0, "CNY")
    granted = coupons.give(
        db,
        owner,
        amount=amount,
        percent=None,
        threshold=nothing,
        expires_at=until,
        ref=ref,
        by="shop",
        why="",
        now=NOW,
    )
    assert granted is not None
    return granted


def balance(db: Db, owner: Person) -> Money:
    """What the person has with the shop."""
    return ledger.balance(db, owner, "CNY")


def held(db: Db, placed: Order) -> int:
    """How many cards the order holds."""
    return stock.count_held(db, placed.id)


def quote(db: Db, buyer: Person, *, quantity: int = 1, product_id: str = CARD, now: datetime = NOW) -> Quote:
    """A price promised to the buyer."""
    return pricing.quote(db, person=buyer, product_id=product_id, quantity=quantity, now=now)


def order(db: Db, buyer: Person, *, quantity: int = 1, key: str = "first", now: datetime = NOW) -> Order:
    """An order that waits for its payment."""
    offer = quote(db, buyer, quantity=quantity, now=now)
    return orders.place(db, quote=offer, person=buyer, account="", note="", key=key, now=now)


def paid(db: Db, placed: Order, *, now: datetime) -> Order:
    """The order, as it is now, paid from its buyer's balance."""
    return payments.pay_from_balance(db, orders.lock(db, placed.id), now=now)


def delivered(db: Db, placed: Order, *, now: datetime) -> Order:
    """The order, as it is now, with its cards handed over."""
    return fulfilment.deliver(db, orders.lock(db, placed.id), now=now)


def notice(
    payment: Payment, *, event: str = "event-1", txn: str = "TXN-1", amount: Money | None = None
) -> GatewayNotice:
    """The gateway's word that the payment came."""
    return GatewayNotice(payment.gateway, payment.number, txn, event, amount or payment.amount, NOW)


def open_payment(db: Db, placed: Order) -> Payment:
    """A payment of the order that the gateway has been asked for."""
    return payments.open_gateway_payment(db, placed, gateway="sandbox", now=NOW)


def a_shop(database: Database, vault: Vault, *, cards_in_stock: int = 3) -> None:
    """Shelves and cards, committed."""
    with database.transaction() as db:
        shelves(db)
        cards(db, vault, cards_in_stock)


def broken(database: Database, *, now: datetime = NOW) -> list[str]:
    """The numbers of the invariants that a fresh look at the database finds broken."""
    with database.read() as db:
        return [violation.id for violation in audit.check(db, now=now)]


def broken_in(db: Db, *, now: datetime = NOW) -> list[str]:
    """The numbers of the invariants that are broken in this transaction."""
    return [violation.id for violation in audit.check(db, now=now)]


def policy(kind: GiftKind, *, minor: int = 500, cause: Cause = Cause.LATE_DELIVERY) -> Policy:
    """A policy that makes up for the trouble with a gift of this kind."""
    amount = Money(0 if kind is GiftKind.POINTS else minor, "CNY")
    gift = Gift(kind, amount, threshold=Money(0, "CNY"), days=30, points=7 if kind is GiftKind.POINTS else 0)
    is_late, is_incident = cause is Cause.LATE_DELIVERY, cause is Cause.INCIDENT
    late = Rule(Cause.LATE_DELIVERY, gift, after_minutes=10)
    rule = Rule(cause, gift, severity=Severity.SERIOUS if is_incident else None)
    return Policy(2, Money(2000, "CNY"), (late,) if is_late else (late, rule))
