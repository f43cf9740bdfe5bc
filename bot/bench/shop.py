"""A shop to measure: shelves and cards as many as a real one has, and customers with enough on their balance.

Not here: what the customers do (bot.bench.customers), or the measuring (bot.bench.turns).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from backend import catalogue, ledger, people, stock
from backend.money import Money
from bot.clock import Clock
from flows.engine import Engine
from flows.registry import FLOWS
from flows.shop import Shop
from handlers.router import Router
from storage.database import Database
from storage.schema import migrate
from storage.secrets import Vault, check_key

CATEGORIES = 12
PRODUCTS_EACH = 8
FIRST_CUSTOMER = 700_000_001

_PLENTY = Money(10**12, "CNY")
_KEY = Vault({"bench": bytes(range(32))})
_PRODUCT = """
[[products]]
id = "{id}"
category = "{category}"
name = {{ zh-CN = "Sample {id}", en = "Sample {id}" }}
about = {{ zh-CN = "A wallet code", en = "A wallet code; opened codes are not taken back" }}
aliases = ["{id}"]
account = "none"
currency = "CNY"
prices = {{ retail = "50.00", silver = "49.00", gold = "48.00" }}
max_per_order = 3
"""


@contextmanager
def open_bench_shop(
    url: str, *, customers: int, writers: int, now: datetime, language: str = "zh-CN"
) -> Iterator[Database]:
    """A new shop in the empty database that the URL names, with its shelves full and its customers met."""
    database = Database(url, writers=writers)
    try:
        migrate(database)
        with database.transaction() as db:
            check_key(db, _KEY)
            problems = catalogue.load(db, _catalogue(), now=now).problems
            if problems:
                raise ValueError(problems)
            for telegram_id in telegram_ids(customers):
                who = people.meet(
                    db, telegram_id=telegram_id, name=f"Mei {telegram_id}", username=None, language=language, now=now
                )
                ledger.credit(db, who, _PLENTY, ref=f"bench-{telegram_id}", why="bench", now=now)
        yield database
    finally:
        database.close()


def router_of_bench() -> Router:
    """The real router with the real conversations, wired as the bot wires it, but for edges that no purchase needs."""
    shop = Shop(
        vault=_KEY,
        token_key=bytes.fromhex(_KEY.fingerprint("button tokens")),
        bot_username="bench_bot",
        languages=("zh-CN", "en"),
        gateways={},
        admin_chats=(1,),
        keywords={"menu": "menu", "orders": "orders"},
        time_zone=ZoneInfo("Asia/Shanghai"),
    )
    return Router(shop, Engine(FLOWS))


def restock(database: Database, clock: Clock, *, cards_each: int) -> None:
    """Fill every shelf up to this many cards of each product."""
    now = clock.now()
    with database.transaction() as db:
        levels = stock.levels(db, product_ids())
        lacking = {each: cards_each - level.available for each, level in levels.items() if level.available < cards_each}
        for product_id, missing in lacking.items():
            codes = [f"{product_id}-{now.timestamp()}-{n}" for n in range(missing)]
            stock.load(db, product_id, codes, vault=_KEY, batch="bench", now=now)


def telegram_ids(customers: int) -> list[int]:
    """The customers' numbers on the platform."""
    return list(range(FIRST_CUSTOMER, FIRST_CUSTOMER + customers))


def product_ids() -> list[str]:
    """Everything on the shelves, shelf by shelf."""
    return [f"{_category(shelf)}-{n}" for shelf in range(CATEGORIES) for n in range(PRODUCTS_EACH)]


def category_of(product_id: str) -> str:
    """The shelf on which it stands."""
    return product_id.rpartition("-")[0]


def _category(shelf: int) -> str:
    return f"shelf-{shelf}"


def _catalogue() -> str:
    shelves = "".join(
        f'[[categories]]\nid = "{_category(shelf)}"\nemoji = "🎮"\n'
        f'name = {{ zh-CN = "Cards {shelf}", en = "Cards {shelf}" }}\n'
        for shelf in range(CATEGORIES)
    )
    profile = (
        '[shop]\nname = { zh-CN = "Xiaoer Digital", en = "Xiaoer Digital" }\n'
        'notice = { zh-CN = "Sample", en = "Sample" }\n'
        'support_hours = { opens = "09:00", closes = "23:00", time_zone = "Asia/Shanghai" }\n'
    )
    products = "".join(_PRODUCT.format(id=each, category=category_of(each)) for each in product_ids())
    return profile + shelves + products
