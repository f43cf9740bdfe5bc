"""The catalogue file: a shop owner's TOML, JSON or sheet, read into profile, categories and products, or its problems.

Not here: what is done with them (backend.catalogue). sandbox/shop/catalogue.toml explains each field; JSON has the same
ones, and a sheet a product a row, with a column for each (SHEET_HEADINGS).
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from backend.money import InvalidAmount, Money
from backend.sheets import Row
from storage.catalogue import FIRST_LANGUAGE, AccountKind, Category, Product
from storage.licences import LicenceTerms, Period
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
        "licensed",
        "preorder",
    }
)
SHEET_HEADINGS: Mapping[str, Sequence[str]] = {
    name: (name, name.replace("_", " "))
    for name in (
        "id",
        "category",
        "category_name",
        "category_name_en",
        "category_emoji",
        "name",
        "name_en",
        "about",
        "about_en",
        "aliases",
        "account",
        "face_value",
        "face_value_currency",
        "currency",
        "retail",
        "silver",
        "gold",
        "max_per_order",
        "preorder_expected",
        "preorder_most",
    )
}
"""The columns of a sheet. Names and texts are in the first language unless they end in `en`; aliases have | between."""

SHEET_NEEDED = (
    "id",
    "category",
    "name",
    "about",
    "account",
    "currency",
    "retail",
    "silver",
    "gold",
    "max_per_order",
)
"""The others may be left out; a category that is new needs `category_name` in the first of its rows."""

_EMOJI = "🏷️"
_TERMS_FIELDS = frozenset({"period", "retail", "silver", "gold", "windows"})
_WINDOW_FIELDS = frozenset({"days", "opens", "closes"})
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOST_ALLOCATED = 1_000_000
_PREORDER_FIELDS = frozenset({"expected", "most"})
MOST_PREORDERS = 1_000_000
_DEMO_FIELDS = frozenset({"sample_stock", "code_format"})
"""For whoever invents the demo's codes; the shop itself has no use for them."""

_Table = dict[str, Any]  # Any: a TOML table, before it is known to be what it should be


@dataclass(frozen=True)
class CatalogueFile:
    """What a file says, or every problem it has. `profile` is None for a file without a [shop] table.

    `licence_terms` are those of the products that are sold on licence alone; None for a sheet, which can't say.
    """

    profile: ShopProfile | None = None
    categories: tuple[Category, ...] = ()
    products: tuple[Product, ...] = ()
    licence_terms: tuple[LicenceTerms, ...] | None = ()
    problems: tuple[str, ...] = ()


def read(text: str) -> CatalogueFile:
    """Read a whole file; each problem names the row and the field it is in."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return CatalogueFile(problems=(f"not a TOML file: {error}",))
    return _read(content)


def read_json(text: str) -> CatalogueFile:
    """Read a whole file of JSON with the same tables."""
    try:
        content = json.loads(text)
    except ValueError as error:
        return CatalogueFile(problems=(f"not a JSON file: {error}",))
    if not isinstance(content, dict):
        return CatalogueFile(problems=('must be an object, as in {"categories": […], "products": […]}',))
    return _read(content)


def read_sheet(rows: Sequence[Row], *, known: Sequence[Category]) -> CatalogueFile:
    """Read the rows of a sheet; a category that none of them describes must be `known` to the shop."""
    reader = _Reader()
    described = list({each["id"]: each for each in map(_category_of, reversed(rows)) if each["name"]}.values())[::-1]
    categories = [reader.category(number, row) for number, row in enumerate(described, 1)]
    reader.category_ids = {each.id for each in (*known, *categories)}
    products = [reader.product(row.number, _product_of(row), noun="row") for row in rows]
    reader.find_doubles("products", [each.id for each in products])
    if reader.problems:
        return CatalogueFile(problems=tuple(reader.problems))
    return CatalogueFile(None, tuple(categories), tuple(products), None)


def _read(content: _Table) -> CatalogueFile:
    reader = _Reader()
    profile = reader.profile(content["shop"]) if "shop" in content else None
    categories = [reader.category(number, row) for number, row in enumerate(reader.tables(content, "categories"), 1)]
    reader.category_ids = {each.id for each in categories}
    products = [reader.product(number, row) for number, row in enumerate(reader.tables(content, "products"), 1)]
    reader.find_doubles("categories", [each.id for each in categories])
    reader.find_doubles("products", [each.id for each in products])
    if reader.problems:
        return CatalogueFile(problems=tuple(reader.problems))
    return CatalogueFile(profile, tuple(categories), tuple(products), tuple(reader.licence_terms))


class _Reader:
    """Reads rows and goes on after a problem; what it returns then only serves to find the next one."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.category_ids: set[str] = set()
        self.licence_terms: list[LicenceTerms] = []
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

    def product(self, number: int, row: _Table, *, noun: str = "product") -> Product:
        self._enter(noun, number, row, _PRODUCT_FIELDS | _DEMO_FIELDS)
        currency = self._text(row, "currency")
        prices = {tier: self._price(row, tier, currency) for tier in ("retail", "silver", "gold")}
        if not 0 < prices["gold"] <= prices["silver"] <= prices["retail"]:
            self._complain("prices", "must be above zero, gold <= silver <= retail")
        face_value = self._face_value(row)
        expected_on, most_preorders = self._preorder(row)
        if "licensed" in row:
            self._read_terms(row)
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
            expected_on=expected_on,
            most_preorders=most_preorders,
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

    def _time_of_day(self, hours: _Table, field: str, of: str = "support_hours") -> str:
        found = hours[field]
        try:
            if isinstance(found, str) and _TIME_OF_DAY.fullmatch(found):
                return time.fromisoformat(found).strftime("%H:%M")
        except ValueError:
            pass  # 25:00 looks like a time of day and is none
        self._complain(f"{of}.{field}", 'must be a time of day in quotes, such as "09:00"')
        return "00:00"

    def _time_zone(self, hours: _Table) -> str:
        found = hours["time_zone"]
        if isinstance(found, str) and found in _time_zones():
            return found
        self._complain("support_hours.time_zone", 'must be a time zone in quotes, such as "Asia/Shanghai"')
        return "UTC"

    def _preorder(self, row: _Table) -> tuple[str | None, int | None]:
        """The day that the product is expected on and how many may be ordered ahead; nothing if it is not announced."""
        announced = row.get("preorder")
        if announced is None:
            return None, None
        if not isinstance(announced, dict) or announced.keys() != _PREORDER_FIELDS:
            self._complain("preorder", "must be as in { expected = 2027-01-15, most = 100 }")
            return None, None
        most = announced["most"]
        if type(most) is not int or not 1 <= most <= MOST_PREORDERS:
            self._complain("preorder.most", f"must be a number from 1 to {MOST_PREORDERS}")
        day = _day(announced["expected"])
        if day is None:
            self._complain("preorder.expected", "must be a day, such as 2027-01-15")
        return day, most

    def _read_terms(self, row: _Table) -> None:
        """What the product allows to those who have a licence; nobody else may have it."""
        terms = row["licensed"]
        if not isinstance(terms, dict) or terms.get("period") not in list(Period):
            self._complain("licensed", 'must be as in { period = "week", silver = 50, gold = 200 }')
            return
        for unknown in sorted(terms.keys() - _TERMS_FIELDS):
            self._complain(f"licensed.{unknown}", "is no field the shop knows")
        allocation = {tier: self._allocation(terms, tier) for tier in ("retail", "silver", "gold")}
        read = LicenceTerms(self._id(row), Period(terms["period"]), **allocation, windows=self._windows(terms))
        self.licence_terms.append(read)

    def _allocation(self, terms: _Table, tier: str) -> int:
        count = terms.get(tier, 0)
        if type(count) is not int or not 0 <= count <= _MOST_ALLOCATED:
            self._complain(f"licensed.{tier}", f"must be a number from 0 to {_MOST_ALLOCATED}")
            return 0
        return count

    def _windows(self, terms: _Table) -> list[list[int | str]]:
        windows = terms.get("windows", [])
        if not isinstance(windows, list) or not all(map(_is_window, windows)):
            example = '[{ days = ["mon", "fri"], opens = "09:00", closes = "18:00" }]'
            self._complain("licensed.windows", f"must be as in {example}")
            return []
        return [
            [
                _WEEKDAYS.index(day),
                self._time_of_day(window, "opens", "licensed"),
                self._time_of_day(window, "closes", "licensed"),
            ]
            for window in windows
            for day in window["days"]
        ]

    def _max_per_order(self, row: _Table) -> int:
        most = row.get("max_per_order")
        if type(most) is not int or not 1 <= most <= MOST_PER_ORDER:
            self._complain("max_per_order", f"must be a number from 1 to {MOST_PER_ORDER}")
            return 1
        return most


def _day(found: object) -> str | None:
    """The day as in 2027-01-15, which TOML knows and JSON and sheets write; None for anything else."""
    if type(found) is date:
        return found.isoformat()
    try:
        return date.fromisoformat(found).isoformat() if isinstance(found, str) else None
    except ValueError:
        return None


def _is_window(found: object) -> bool:
    """Whether it says on which days something opens and closes; the times themselves are looked at later."""
    if not isinstance(found, dict) or found.keys() != _WINDOW_FIELDS:
        return False
    days = found["days"]
    return isinstance(days, list) and bool(days) and all(day in _WEEKDAYS for day in days)


def _category_of(row: Row) -> _Table:
    """The category that the row names, described if the row does."""
    name = _by_language(row, "category_name")
    return {"id": row.cells.get("category", ""), "emoji": row.cells.get("category_emoji") or _EMOJI, "name": name}


def _product_of(row: Row) -> _Table:
    """The row as the table that a TOML file has."""
    cells = row.cells
    table: _Table = {name: cells.get(name, "") for name in ("id", "category", "account", "currency")}
    table["name"], table["about"] = _by_language(row, "name"), _by_language(row, "about")
    table["aliases"] = [alias.strip() for alias in cells.get("aliases", "").split("|") if alias.strip()]
    table["prices"] = {tier: cells.get(tier, "") for tier in ("retail", "silver", "gold")}
    table["max_per_order"] = _number_in(cells.get("max_per_order", ""))
    if expected := cells.get("preorder_expected"):
        table["preorder"] = {"expected": expected, "most": _number_in(cells.get("preorder_most", ""))}
    if face_value := cells.get("face_value"):
        table["face_value"] = {"amount": face_value, "currency": cells.get("face_value_currency") or table["currency"]}
    return table


def _number_in(cell: str) -> int | str:
    """The number that a cell is; the cell itself if it is none that fits."""
    return int(cell) if cell.isdecimal() and len(cell) < 8 else cell


def _by_language(row: Row, field: str) -> dict[str, str]:
    texts = {FIRST_LANGUAGE: row.cells.get(field, ""), "en": row.cells.get(f"{field}_en", "")}
    return {language: text for language, text in texts.items() if text}


@cache  # it reads the machine's whole zone folder
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _is_text(found: object) -> bool:
    return isinstance(found, str) and bool(found.strip())
