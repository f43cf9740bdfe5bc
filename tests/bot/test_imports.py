"""Imports: every file is taken in whole or not at all, names each problem by its row, and may be taken in again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend import catalogue, licences, people, pricing, products, stock
from backend.people import Tier
from bot import imports
from bot.cannot_do import CannotDo
from storage.database import Database, Db
from storage.schema import METADATA
from storage.secrets import Vault
from tests.backend.workbooks import workbook
from tests.clock import StoppedClock
from tests.conversations.chats import CATALOGUE

NOW = StoppedClock().now()

SHEET = (
    "id,category,category_name,category_name_en,name,name_en,about,aliases,account,currency,retail,silver,gold,"
    "max_per_order\n"
    "steam-50,cards,点卡,Game cards,Steam 50 元,Steam ¥50,充值码,steam50|st50,none,CNY,50.00,49.00,48.00,3\n"
    "qq-10,cards,,,Q 币 10 元,,充值,,qq,CNY,9.8,9.7,9.6,10\n"
)
PRICES = "product,from,retail,silver,gold\nsteam-50,,51,,47.5\nsteam-50,3,46,45,44\nmobile-100,1,,,\n"
LICENCES = "telegram_id,number,ends_on,tier\n501,AB12-CD34,2027-01-31,gold\n502,ZZ999999,46418,silver\n"


@pytest.fixture
def shop(sqlite_database: Database, tmp_path: Path) -> Database:
    """A shop with two products, and two people who have written."""
    imports.load_catalogue(sqlite_database, written(tmp_path, "catalogue.toml", CATALOGUE), now=NOW)
    with sqlite_database.transaction() as db:
        for number in (501, 502):
            people.meet(db, telegram_id=number, name="Ana", username=None, language="en", now=NOW)
    return sqlite_database


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def everything(database: Database) -> str:
    """Every row there is."""
    with database.read() as db:
        return "\n".join(str(tuple(row)) for table in METADATA.sorted_tables for row in db.execute(sa.select(table)))


def as_workbook(text: str) -> bytes:
    return workbook([line.split(",") for line in text.splitlines()])


def as_json(text: str) -> str:
    first, *others = [line.split(",") for line in text.splitlines()]
    return json.dumps([dict(zip(first, each, strict=True)) for each in others])


def licence_of(db: Db, telegram_id: int) -> tuple[str | None, Tier]:
    person = people.with_telegram_id(db, telegram_id)
    assert person is not None
    licence = licences.of_person(db, person)
    return None if licence is None else licence.ends_on.isoformat(), person.tier


def test_a_byte_order_mark_is_no_part_of_a_file(sqlite_database: Database, tmp_path: Path) -> None:
    file = written(tmp_path, "catalogue.toml", CATALOGUE.encode("utf-8-sig"))

    assert imports.load_catalogue(sqlite_database, file, now=NOW).startswith("Products added: 2")


def test_a_catalogue_says_which_changes_of_the_chat_it_set_back(shop: Database, tmp_path: Path) -> None:
    with shop.transaction() as db:
        products.set_on_sale(db, "steam-50", is_on_sale=False, by="admin:1", now=NOW)

    done = imports.load_catalogue(shop, tmp_path / "catalogue.toml", now=NOW)

    assert done.splitlines() == [
        "Products added: 0, changed: 1, taken off sale: 0, as before: 1.",
        "Changed in the chat before, and now as the file has them: steam-50.",
    ]


@pytest.mark.parametrize(("name", "make"), [("c.csv", str.encode), ("c.xlsx", as_workbook)])
def test_a_catalogue_may_be_a_sheet(shop: Database, tmp_path: Path, name: str, make: Callable[[str], bytes]) -> None:
    file = written(tmp_path, name, make(SHEET))

    done = imports.load_catalogue(shop, file, now=NOW)

    assert done == "Products added: 1, changed: 1, taken off sale: 1, as before: 0."
    with shop.read() as db:
        steam, qq = catalogue.the_product(db, "steam-50"), catalogue.the_product(db, "qq-10")
        assert catalogue.shop_name(db, "en") == "Xiaoer Digital"
    assert (steam.aliases, qq.retail_minor, qq.name) == (["steam50", "st50"], 980, {"zh-CN": "Q 币 10 元"})
    assert imports.load_catalogue(shop, file, now=NOW).startswith("Products added: 0, changed: 0, taken off sale: 0")


def test_a_sheet_describes_its_categories_once_for_all_their_rows(sqlite_database: Database, tmp_path: Path) -> None:
    done = imports.load_catalogue(sqlite_database, written(tmp_path, "c.csv", SHEET), now=NOW)

    assert done == "Products added: 2, changed: 0, taken off sale: 0, as before: 0."
    with sqlite_database.read() as db:
        assert [each.name for each in catalogue.categories(db)] == [{"zh-CN": "点卡", "en": "Game cards"}]


def test_every_kind_of_catalogue_file_may_announce_a_product(sqlite_database: Database, tmp_path: Path) -> None:
    heading, *rows = SHEET.splitlines()
    sheet = "\n".join([f"{heading},preorder expected,preorder most", f"{rows[0]},2027-01-15,100", f"{rows[1]},,"])
    imports.load_catalogue(sqlite_database, written(tmp_path, "c.csv", sheet), now=NOW)
    with sqlite_database.read() as db:
        from_sheet = catalogue.the_product(db, "steam-50")
        assert catalogue.the_product(db, "qq-10").expected_on is None
    assert (from_sheet.expected_on, from_sheet.most_preorders) == ("2027-01-15", 100)

    toml = CATALOGUE.replace("max_per_order = 3", "max_per_order = 3\npreorder = { expected = 2027-02-01, most = 7 }")
    imports.load_catalogue(sqlite_database, written(tmp_path, "c.toml", toml), now=NOW)
    with sqlite_database.read() as db:
        from_toml = catalogue.the_product(db, "steam-50")
    assert (from_toml.expected_on, from_toml.most_preorders) == ("2027-02-01", 7)


@pytest.mark.parametrize("content", ["{}", "[1]", "[", "[" * 100_000])
def test_rows_of_json_that_are_none_are_refused_in_a_sentence(shop: Database, tmp_path: Path, content: str) -> None:
    with pytest.raises(CannotDo, match=r'must be JSON: a list with an object for each row, as in \[\{"product"'):
        imports.load_prices(shop, written(tmp_path, "prices.json", content), now=NOW)


def test_more_of_something_costs_less_than_one_alone(shop: Database, tmp_path: Path) -> None:
    file = written(tmp_path, "prices.csv", "product,from,retail,silver\nsteam-50,5,50,49.01\n")
    before = everything(shop)

    with pytest.raises(CannotDo) as refused:
        imports.load_prices(shop, file, now=NOW)

    assert str(refused.value).splitlines()[1:] == [
        "steam-50: from 5 on retail must cost less than one alone",
        "steam-50: from 5 on silver must cost less than one alone",
    ]
    assert everything(shop) == before


def test_a_catalogue_may_be_json(sqlite_database: Database, tmp_path: Path) -> None:
    product = {
        "id": "a",
        "category": "c",
        "name": {"zh-CN": "甲"},
        "about": {"zh-CN": "乙"},
        "account": "none",
        "currency": "CNY",
        "prices": {"retail": "3.00", "silver": "2.00", "gold": "1.00"},
        "max_per_order": 1,
    }
    content = {"categories": [{"id": "c", "emoji": "🎮", "name": {"zh-CN": "丙"}}], "products": [product]}

    done = imports.load_catalogue(sqlite_database, written(tmp_path, "c.json", json.dumps(content)), now=NOW)

    assert done == "Products added: 1, changed: 0, taken off sale: 0, as before: 0."


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("c.csv", SHEET.replace("9.8", "free"), "row 3 (qq-10), prices.retail"),
        ("c.csv", SHEET.replace("qq-10,cards", "qq-10,other"), "row 3 (qq-10), category: there is no category"),
        ("c.csv", SHEET.replace("qq-10", "steam-50"), "id 'steam-50' appears twice"),
        ("c.csv", "id,name\na,b\n", "lacks a column: the first row must name id, category, name"),
        ("c.json", "[]", "must be an object"),
        ("c.json", "{", "not a JSON file"),
    ],
)
def test_a_bad_catalogue_is_not_taken_in_at_all(
    shop: Database, tmp_path: Path, name: str, content: str, problem: str
) -> None:
    before = everything(shop)

    with pytest.raises(CannotDo) as refused:
        imports.load_catalogue(shop, written(tmp_path, name, content), now=NOW)

    assert problem in str(refused.value)
    assert everything(shop) == before


@pytest.mark.parametrize(
    ("name", "make"), [("p.csv", str.encode), ("p.xlsx", as_workbook), ("p.json", lambda text: as_json(text).encode())]
)
def test_prices_of_one_and_of_more(shop: Database, tmp_path: Path, name: str, make: Callable[[str], bytes]) -> None:
    file = written(tmp_path, name, make(PRICES))

    done = imports.load_prices(shop, file, now=NOW)

    assert done == "Products with new prices: 1, as before: 1."
    with shop.read() as db:
        steam = catalogue.the_product(db, "steam-50")
        gold = [pricing.price_of_one(db, steam, Tier.GOLD, quantity=count).minor for count in (1, 2, 3)]
    assert (steam.retail_minor, steam.silver_minor, gold) == (5100, 4900, [4750, 4750, 4400])
    again = everything(shop)
    assert imports.load_prices(shop, file, now=NOW) == "Products with new prices: 0, as before: 2."
    assert everything(shop) == again


def test_every_bad_price_is_named_and_none_is_taken(shop: Database, tmp_path: Path) -> None:
    rows = "steam-50,,48.50,,\nxbox,,1,1,1\nmobile-100,,,-1,\nmobile-100,0,1,1,1\nmobile-100,5,,,\n"
    file = written(tmp_path, "p.csv", "product,from,retail,silver,gold\n" + rows)
    before = everything(shop)

    with pytest.raises(CannotDo) as refused:
        imports.load_prices(shop, file, now=NOW)

    assert str(refused.value).splitlines() == [
        "Nothing was changed, the file has problems:",
        "row 3: there is no product 'xbox'",
        "row 4: silver must be an amount of CNY such as 49.50, and is '-1'",
        "row 5: from must be a whole number from 1 on, and is '0'",
        "row 6: has no price in it",
        "steam-50: prices must be gold <= silver <= retail",
    ]
    assert everything(shop) == before


def test_cards_of_one_product_or_of_many(shop: Database, vault: Vault, tmp_path: Path) -> None:
    plain = written(tmp_path, "a.txt", "A-1\nA-2\n")
    sheet = written(tmp_path, "b.csv", "product,code\nsteam-50,A-2\nsteam-50,B-1\nmobile-100,B-2\n")
    book = written(tmp_path, "c.xlsx", workbook([["code"], ["C-1"]]))

    done = [
        imports.load_cards(shop, vault, "steam-50", plain, now=NOW),
        imports.load_cards(shop, vault, None, sheet, now=NOW),
        imports.load_cards(shop, vault, "steam-50", book, now=NOW),
        imports.load_cards(shop, vault, None, sheet, now=NOW),
    ]

    assert done == [
        "Codes taken in: 2, known already: 0.",
        "Codes taken in: 2, known already: 1.",
        "Codes taken in: 1, known already: 0.",
        "Codes taken in: 0, known already: 3.",
    ]
    with shop.read() as db:
        assert [stock.level(db, each).available for each in ("steam-50", "mobile-100")] == [4, 1]


def test_a_bad_card_keeps_all_of_them_out_and_is_not_repeated(shop: Database, vault: Vault, tmp_path: Path) -> None:
    file = written(tmp_path, "a.txt", f"GOOD-1\n{'x' * 201}\nzero\u200bwidth\n")

    with pytest.raises(CannotDo) as refused:
        imports.load_cards(shop, vault, "steam-50", file, now=NOW)

    assert str(refused.value).splitlines()[1:] == [
        "line 2: longer than 200 characters",
        "line 3: has characters that can't be seen",
    ]
    with shop.read() as db:
        assert stock.level(db, "steam-50").available == 0


def test_cards_of_a_product_there_is_none_of(shop: Database, vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="There is no product 'xbox'"):
        imports.load_cards(shop, vault, None, written(tmp_path, "b.csv", "product,code\nxbox,1\n"), now=NOW)


@pytest.mark.parametrize(
    ("name", "make"), [("l.csv", str.encode), ("l.xlsx", as_workbook), ("l.json", lambda text: as_json(text).encode())]
)
def test_licences_count_as_approved(
    shop: Database, vault: Vault, tmp_path: Path, name: str, make: Callable[[str], bytes]
) -> None:
    file = written(tmp_path, name, make(LICENCES))

    assert imports.load_licences(shop, vault, file, now=NOW) == "Licences taken in: 2, as before: 0."

    with shop.read() as db:
        assert licence_of(db, 501) == ("2027-01-31", Tier.GOLD)
        assert licence_of(db, 502) == ("2027-01-31", Tier.SILVER)
    assert imports.load_licences(shop, vault, file, now=NOW) == "Licences taken in: 0, as before: 2."
    renewed = written(tmp_path, "r.csv", LICENCES.replace("2027-01-31", "2028-01-31"))
    assert imports.load_licences(shop, vault, renewed, now=NOW) == "Licences taken in: 1, as before: 1."


def test_every_bad_licence_is_named_and_none_is_taken(shop: Database, vault: Vault, tmp_path: Path) -> None:
    rows = (
        "404,AB12CD34,2027-01-31,gold\n501,AB1,2027-01-31,gold\n501,AB12CD34,soon,gold\n501,AB12CD34,2020-01-31,gold\n"
        "501,AB12CD34,2027-01-31,brass\n501,AB12CD34,2027-01-31,gold\n502,AB12CD34,2027-01-31,gold\n"
    )
    file = written(tmp_path, "l.csv", "telegram_id,number,ends_on,tier\n" + rows)
    before = everything(shop)

    with pytest.raises(CannotDo) as refused:
        imports.load_licences(shop, vault, file, now=NOW)

    assert str(refused.value).splitlines()[1:] == [
        "row 2: nobody with the number '404' has written to the bot yet",
        "row 3: the number must be 8 to 20 letters or digits",
        "row 4: the last day must be written as in 2027-01-31, and is 'soon'",
        "row 5: 2020-01-31 is over, or too far away",
        "row 6: the tier must be one of retail, silver, gold, and is 'brass'",
        "row 8: the number is bound to somebody else",
    ]
    assert "AB12CD34" not in str(refused.value)
    assert everything(shop) == before


def test_a_dry_run_says_the_same_and_changes_nothing(shop: Database, vault: Vault, tmp_path: Path) -> None:
    sheet, prices = written(tmp_path, "c.csv", SHEET), written(tmp_path, "p.csv", PRICES)
    codes, held = written(tmp_path, "a.txt", "A-1\n"), written(tmp_path, "l.csv", LICENCES)
    before = everything(shop)

    done = [
        imports.load_catalogue(shop, sheet, is_dry_run=True, now=NOW),
        imports.load_prices(shop, prices, is_dry_run=True, now=NOW),
        imports.load_cards(shop, vault, "steam-50", codes, is_dry_run=True, now=NOW),
        imports.load_licences(shop, vault, held, is_dry_run=True, now=NOW),
    ]

    assert [each.splitlines()[-1] for each in done] == ["A dry run: nothing was changed."] * 4
    assert [each.partition(",")[0].split(": ")[1] for each in done] == ["1", "1", "1", "2"]
    assert everything(shop) == before
