"""The sample catalogue keeps the promises that its own head makes to whoever edits it.

What the shop does with the catalogue is tested where it is loaded; here the file is read as plain TOML.
Each test lists all offenders, so one run names everything that is wrong.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import time
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Entry = dict[str, Any]  # Any: as typed by a person, nothing is certain before these tests

CATALOGUE = Path(__file__).parents[2] / "sandbox" / "shop" / "catalogue.toml"
CONTENT = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
SHOP: Entry = CONTENT["shop"]
CATEGORIES: list[Entry] = CONTENT["categories"]
PRODUCTS: list[Entry] = CONTENT["products"]

CATEGORY_FIELDS = {"id", "emoji", "name"}
OPTIONAL_FIELDS = {"face_value"}
PRODUCT_FIELDS = {
    "id",
    "category",
    "name",
    "about",
    "aliases",
    "account",
    "currency",
    "prices",
    "max_per_order",
    "sample_stock",
    "code_format",
}
LANGUAGES = {"zh-CN", "en"}
TIERS = {"retail", "silver", "gold"}
ACCOUNTS = {"none", "phone", "qq", "email", "game-id", "licence"}
CURRENCIES = {"CNY", "USD", "XTR"}

KEBAB_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_LENGTH = 40
AMOUNT = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]{1,2})?")
SAMPLE_CODE = re.compile(r"DEMO-[A-Z0-9-]+")
# Eight blanks leave at least 10^8 codes, so sixty drawn at random do not collide in practice.
BLANKS_IN_CODE = 8


def test_shop_has_a_name_a_notice_and_support_hours() -> None:
    hours = SHOP["support_hours"]

    assert untranslated([SHOP], "name", "notice") == []
    assert time.fromisoformat(hours["opens"]) < time.fromisoformat(hours["closes"])
    assert ZoneInfo(hours["time_zone"]).key == hours["time_zone"]


def test_shop_is_large_enough_to_browse() -> None:
    assert len(PRODUCTS) >= 60
    assert len(CATEGORIES) >= 8


def test_every_category_has_exactly_the_known_fields() -> None:
    assert [category for category in CATEGORIES if category.keys() != CATEGORY_FIELDS] == []


def test_every_product_has_exactly_the_known_fields() -> None:
    assert [product for product in PRODUCTS if product.keys() - OPTIONAL_FIELDS != PRODUCT_FIELDS] == []


def test_ids_are_unique() -> None:
    assert repeated(category["id"] for category in CATEGORIES) == []
    assert repeated(product["id"] for product in PRODUCTS) == []


def test_ids_are_short_and_kebab_case() -> None:
    ids = [entry["id"] for entry in CATEGORIES + PRODUCTS]

    assert [each for each in ids if len(each) > ID_LENGTH or not KEBAB_CASE.fullmatch(each)] == []


def test_products_stand_together_in_the_order_of_the_categories() -> None:
    shelves = [shelf for shelf, _ in groupby(product["category"] for product in PRODUCTS)]

    assert shelves == [category["id"] for category in CATEGORIES]


def test_every_text_is_written_in_both_languages() -> None:
    assert untranslated(CATEGORIES, "name") == []
    assert untranslated(PRODUCTS, "name", "about") == []


def test_every_category_has_an_emoji_of_its_own() -> None:
    assert [category["id"] for category in CATEGORIES if not category["emoji"].strip()] == []
    assert repeated(category["emoji"] for category in CATEGORIES) == []


def test_names_tell_products_apart() -> None:
    assert repeated(product["name"]["zh-CN"] for product in PRODUCTS) == []
    assert repeated(product["name"]["en"] for product in PRODUCTS) == []


def test_every_product_has_an_alias_and_none_means_two_products() -> None:
    aliases = [alias.casefold() for product in PRODUCTS for alias in product["aliases"]]

    assert [product["id"] for product in PRODUCTS if not product["aliases"]] == []
    assert [alias for alias in aliases if not alias.strip()] == []
    assert repeated(aliases) == []


def test_every_account_is_of_a_known_kind_and_every_kind_occurs() -> None:
    assert {product["account"] for product in PRODUCTS} == ACCOUNTS


def test_amounts_are_positive_decimal_strings_with_two_digits_at_most() -> None:
    assert [product["id"] for product in PRODUCTS if not all(map(is_amount, amounts_of(product)))] == []


def test_currencies_are_known() -> None:
    on_cards = {product["face_value"]["currency"] for product in PRODUCTS if "face_value" in product}

    assert {product["currency"] for product in PRODUCTS} == CURRENCIES
    assert on_cards == CURRENCIES - {"XTR"}  # nothing has a face value in Stars


def test_every_tier_has_a_price_and_a_better_tier_never_pays_more() -> None:
    assert [product["id"] for product in PRODUCTS if product["prices"].keys() != TIERS] == []
    assert [product["id"] for product in PRODUCTS if not has_ordered_tiers(product)] == []


def test_cheap_and_dear_products_are_there_to_try() -> None:
    yuan = [Decimal(product["prices"]["retail"]) for product in PRODUCTS if product["currency"] == "CNY"]

    assert min(yuan) < 20
    assert max(yuan) >= 300


def test_an_order_takes_one_to_ten() -> None:
    assert [product["id"] for product in PRODUCTS if not is_whole(product["max_per_order"], 1, 10)] == []


def test_stock_shows_sold_out_few_and_plenty() -> None:
    stocks = [product["sample_stock"] for product in PRODUCTS]

    assert [product["id"] for product in PRODUCTS if not is_whole(product["sample_stock"], 0, 60)] == []
    assert stocks.count(0) >= 1
    assert any(1 <= stock <= 3 for stock in stocks)
    assert any(stock >= 10 for stock in stocks)


def test_codes_are_marked_as_samples_and_leave_room_to_differ() -> None:
    formats = [product["code_format"] for product in PRODUCTS]

    assert [each for each in formats if not SAMPLE_CODE.fullmatch(each)] == []
    assert [each for each in formats if each.count("X") + each.count("9") < BLANKS_IN_CODE] == []


def untranslated(entries: Iterable[Entry], *fields: str) -> list[Entry]:
    return [entry for entry in entries if not all(is_translated(entry[field]) for field in fields)]


def is_translated(text: dict[str, str]) -> bool:
    return text.keys() == LANGUAGES and all(words.strip() for words in text.values())


def repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def amounts_of(product: Entry) -> list[object]:
    face = [product["face_value"]["amount"]] if "face_value" in product else []
    return [*product["prices"].values(), *face]


def is_amount(value: object) -> bool:
    return isinstance(value, str) and AMOUNT.fullmatch(value) is not None and Decimal(value) > 0


def has_ordered_tiers(product: Entry) -> bool:
    prices = {tier: Decimal(price) for tier, price in product["prices"].items()}
    return prices["gold"] <= prices["silver"] <= prices["retail"]


def is_whole(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most
