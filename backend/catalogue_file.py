"""The catalogue file: a shop owner's TOML, read into profile, categories and products, or a list of its problems.

Not here: what is done with them (backend.catalogue). sandbox/shop/catalogue.toml explains each field.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from backend.money import InvalidAmount, Money
from storage.catalogue import FIRST_LANGUAGE, AccountKind, Category, Product
from storage.shop_profile import ShopProfile

MOST_PER_ORDER = 10
LONGEST_ID = 40
LONGEST_TEXTS = {"name": 80, "about": 1000, "notice": 1000}
"""A name must fit a button's row or two, and a product card one message with all else it says."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TIME_OF_DAY = re.compile(r"\d\d:\d\d")
_SHOP_FIELDS = frozenset({"name", "notice", "support_hours"})
_HOURS_FIELDS = frozenset({"opens", "closes", "time_zone"})
_CATEGORY_FIELDS = frozenset({"id", "emoji", "name"})
_PRODUCT_FIELDS = frozenset(
    {
        "id",
        "category",
        "name",
        "about",
        "aliases",
        "account",
        "face_value",
        "currency",
        "prices",
        "max_per_order",
    }
)
_DEMO_FIELDS = frozenset({"sample_stock", "code_format"})
"""For whoever invents the demo's codes; the shop itself has no use for them."""

_Table = dict[str, Any]  # Any: a TOML table, before it is known to be what it should be


@dataclass(frozen=True)
class CatalogueFile:
    """What a file says, or every problem it has. `profile` is None for a file without a [shop] table."""

    profile: ShopProfile | None = None
    categories: tuple[Category, ...] = ()
    products: tuple[Product, ...] = ()
    problems: tuple[str, ...] = ()


def read(text: str) -> CatalogueFile:
    """Read a whole file; each problem names the row and the field it is in."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return CatalogueFile(problems=(f"not a TOML file: {error}",))
    reader = _Reader()
    profile = reader.profile(content["shop"]) if "shop" in content else None
    categories = [reader.category(number, row) for number, row in enumerate(reader.tables(content, "categories"), 1)]
    reader.category_ids = {each.id for each in categories}
    products = [reader.product(number, row) for number, row in enumerate(reader.tables(content, "products"), 1)]
    reader.find_doubles("categories", [each.id for each in categories])
    reader.find_doubles("products", [each.id for each in products])
    if reader.problems:
        return CatalogueFile(problems=tuple(reader.problems))
    return CatalogueFile(profile, tuple(categories), tuple(products))


class _Reader:
    """Reads rows and goes on after a problem; what it returns then only serves to find the next one."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.category_ids: set[str] = set()
        self._where = ""

    def profile(self, row: object) -> ShopProfile | None:
        """The shop's name, notice and hours."""
        self._where = "[shop]"
        if not isinstance(row, dict):
            self._complain("shop", "must be a table")
            return None
        self._look_for_unknown(row, _SHOP_FIELDS)
        name, notice = self._texts(row, "name"), self._texts(row, "notice")
        hours = row.get("support_hours")
        if not isinstance(hours, dict) or hours.keys() != _HOURS_FIELDS:
            self._complain("support_hours", 'must be as in { opens = "09:00", closes = "23:00", time_zone = "…" }')
            return None
        opens, closes = self._time_of_day(hours, "opens"), self._time_of_day(hours, "closes")
        return ShopProfile(name, notice, opens, closes, self._time_zone(hours))

    def tables(self, content: _Table, name: str) -> Iterator[_Table]:
        rows = content.get(name)
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            self.problems.append(f"[[{name}]]: there must be at least one")
            return
        yield from rows

    def category(self, number: int, row: _Table) -> Category:
        self._enter("category", number, row, _CATEGORY_FIELDS)
        return Category(
            id=self._id(row), emoji=self._text(row, "emoji"), name=self._texts(row, "name"), position=number
        )

    def product(self, number: int, row: _Table) -> Product:
        self._enter("product", number, row, _PRODUCT_FIELDS | _DEMO_FIELDS)
        currency = self._text(row, "currency")
        prices = {tier: self._price(row, tier, currency) for tier in ("retail", "silver", "gold")}
        if not 0 < prices["gold"] <= prices["silver"] <= prices["retail"]:
            self._complain("prices", "must be above zero, gold <= silver <= retail")
        face_value = self._face_value(row)
        return Product(
            id=self._id(row),
            category_id=self._category_id(row),
            name=self._texts(row, "name"),
            about=self._texts(row, "about"),
            aliases=self._aliases(row),
            account=self._account(row),
            face_value_minor=None if face_value is None else face_value.minor,
            face_value_currency=None if face_value is None else face_value.currency,
            currency=currency,
            retail_minor=prices["retail"],
            silver_minor=prices["silver"],
            gold_minor=prices["gold"],
            max_per_order=self._max_per_order(row),
            position=number,
            is_on_sale=True,
        )

    def find_doubles(self, name: str, ids: list[str]) -> None:
        doubles = sorted({each for each in ids if each and ids.count(each) > 1})
        self.problems.extend(f"[[{name}]]: id {each!r} appears twice" for each in doubles)

    def _enter(self, noun: str, number: int, row: _Table, fields: frozenset[str]) -> None:
        self._where = f"{noun} {number} ({row.get('id', 'no id')})"
        self._look_for_unknown(row, fields)

    def _look_for_unknown(self, row: _Table, fields: frozenset[str]) -> None:
        for unknown in sorted(row.keys() - fields):
            self._complain(unknown, "is no field the shop knows")

    def _complain(self, field: str, trouble: str) -> None:
        self.problems.append(f"{self._where}, {field}: {trouble}")

    def _text(self, row: _Table, field: str) -> str:
        text = row.get(field)
        if isinstance(text, str) and _is_text(text):
            return text
        self._complain(field, "must be a text")
        return ""

    def _id(self, row: _Table) -> str:
        text = self._text(row, "id")
        if text and (len(text) > LONGEST_ID or _ID.fullmatch(text) is None):
            self._complain("id", f"must be lower-case words joined by hyphens, up to {LONGEST_ID} characters")
        return text

    def _texts(self, row: _Table, field: str) -> dict[str, str]:
        texts = row.get(field)
        if not isinstance(texts, dict) or not all(map(_is_text, texts.values())):
            self._complain(field, f"must have a text for each language, as in {{ {FIRST_LANGUAGE} = … }}")
            return {}
        if FIRST_LANGUAGE not in texts:
            self._complain(field, f"has no text in {FIRST_LANGUAGE}")
        if any(len(text) > LONGEST_TEXTS[field] for text in texts.values()):
            self._complain(field, f"is longer than {LONGEST_TEXTS[field]} characters")
        return texts

    def _category_id(self, row: _Table) -> str:
        text = self._text(row, "category")
        if text and text not in self.category_ids:
            self._complain("category", f"there is no category {text!r}")
        return text

    def _aliases(self, row: _Table) -> list[str]:
        aliases = row.get("aliases", [])
        if not isinstance(aliases, list) or not all(map(_is_text, aliases)):
            self._complain("aliases", "must be a list of texts")
            return []
        return aliases

    def _account(self, row: _Table) -> AccountKind:
        kind = row.get("account")
        if kind not in list(AccountKind):
            self._complain("account", f"must be one of {', '.join(AccountKind)}")
            return AccountKind.NONE
        return AccountKind(kind)

    def _price(self, row: _Table, tier: str, currency: str) -> int:
        prices = row.get("prices")
        amount = prices.get(tier) if isinstance(prices, dict) else None
        return self._money(f"prices.{tier}", amount, currency).minor

    def _face_value(self, row: _Table) -> Money | None:
        face_value = row.get("face_value")
        if face_value is None:
            return None
        if not isinstance(face_value, dict):
            self._complain("face_value", 'must be as in { amount = "100", currency = "CNY" }')
            return None
        return self._money("face_value", face_value.get("amount"), face_value.get("currency"))

    def _money(self, field: str, amount: object, currency: object) -> Money:
        if not isinstance(amount, str) or not isinstance(currency, str):
            self._complain(field, 'must be an amount in quotes, such as "99.50"')
            return Money(1, "CNY")
        try:
            return Money.parse(amount, currency)
        except InvalidAmount as error:
            self._complain(field, str(error))
            return Money(1, "CNY")

    def _time_of_day(self, hours: _Table, field: str) -> str:
        found = hours[field]
        try:
            if isinstance(found, str) and _TIME_OF_DAY.fullmatch(found):
                return time.fromisoformat(found).strftime("%H:%M")
        except ValueError:
            pass  # 25:00 looks like a time of day and is none
        self._complain(f"support_hours.{field}", 'must be a time of day in quotes, such as "09:00"')
        return "00:00"

    def _time_zone(self, hours: _Table) -> str:
        found = hours["time_zone"]
        if isinstance(found, str) and found in _time_zones():
            return found
        self._complain("support_hours.time_zone", 'must be a time zone in quotes, such as "Asia/Shanghai"')
        return "UTC"

    def _max_per_order(self, row: _Table) -> int:
        most = row.get("max_per_order")
        if type(most) is not int or not 1 <= most <= MOST_PER_ORDER:
            self._complain("max_per_order", f"must be a number from 1 to {MOST_PER_ORDER}")
            return 1
        return most


@cache  # it reads the machine's whole zone folder
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _is_text(found: object) -> bool:
    return isinstance(found, str) and bool(found.strip())
