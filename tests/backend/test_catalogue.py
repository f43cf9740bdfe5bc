"""The shelves, and the owner's file they come from."""

from dataclasses import replace
from pathlib import Path

import pytest

from backend import catalogue
from backend.money import Money
from storage.database import Db
from tests.backend import given
from tests.backend.given import CARD, NOW, SHELVES, TOP_UP

SAMPLE_SHOP = Path(__file__).parents[2] / "sandbox" / "shop" / "catalogue.toml"


def test_the_sample_shop_loads_and_loading_it_again_changes_nothing(db: Db) -> None:
    text = SAMPLE_SHOP.read_text(encoding="utf-8")

    first = catalogue.load(db, text, now=NOW)
    again = catalogue.load(db, text, now=NOW)

    assert first.problems == ()
    assert len(first.added) >= 60
    assert again == catalogue.CatalogueImport(unchanged=first.added)


def test_a_file_with_changes_is_taken_over_and_tells_what_changed(db: Db) -> None:
    given.shelves(db)
    text = SHELVES.replace('"mobile-100"', '"mobile-200"').replace("Steam ¥50", "Steam 50")

    result = catalogue.load(db, text, now=NOW)

    assert result == catalogue.CatalogueImport(added=("mobile-200",), changed=(CARD,), withdrawn=(TOP_UP,))
    assert [product.id for product in catalogue.products(db)] == [CARD, "mobile-200"]
    assert catalogue.the_product(db, CARD).name_in("en") == "Steam 50"
    assert not catalogue.the_product(db, TOP_UP).is_on_sale


def test_only_categories_with_something_on_sale_are_shown_in_order(db: Db) -> None:
    given.shelves(db)
    both = [category.id for category in catalogue.categories(db)]
    without = SHELVES[: SHELVES.index('[[products]]\nid = "mobile-100"')]

    catalogue.load(db, without, now=NOW)

    assert both == ["wallets", "mobile"]
    assert [category.id for category in catalogue.categories(db)] == ["wallets"]


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ('id = "steam-50"', 'id = "Steam 50"', "product 1 (Steam 50), id: must be lower-case"),
        ('id = "steam-50"', 'id = "mobile-100"', "[[products]]: id 'mobile-100' appears twice"),
        ('category = "wallets"', 'category = "purses"', "product 1 (steam-50), category: there is no"),
        ('en = "Steam ¥50"', 'en = ""', "product 1 (steam-50), name: must have a text for each"),
        ('en = "Steam ¥50"', f'en = "{"S" * 81}"', "product 1 (steam-50), name: is longer than 80"),
        ('zh-CN = "Steam 50 元"', 'fr = "Steam"', "product 1 (steam-50), name: has no text in zh-CN"),
        ('account = "none"', 'account = "fax"', "product 1 (steam-50), account: must be one of none"),
        ('retail = "50.00"', "retail = 50.0", "product 1 (steam-50), prices.retail: must be an amount"),
        ('retail = "50.00"', 'retail = "5e1"', "product 1 (steam-50), prices.retail: '5e1' is not"),
        ('retail = "50.00"', 'retail = "1.00"', "product 1 (steam-50), prices: must be above zero"),
        ('gold = "49.00"', 'gold = "0.00"', "product 1 (steam-50), prices: must be above zero"),
        ('amount = "50"', 'amount = "50.001"', "product 1 (steam-50), face_value: 50.001 has more"),
        ("max_per_order = 5", "max_per_order = 11", "product 1 (steam-50), max_per_order: must be"),
        ("max_per_order = 5", "max_order = 5", "product 1 (steam-50), max_order: is no field"),
        ("max_per_order = 5", "preorder = 5", "product 1 (steam-50), preorder: must be as in"),
        ("max_per_order = 5", "preorder = { most = 5 }", "product 1 (steam-50), preorder: must be as in"),
        (
            "max_per_order = 5",
            "preorder = { expected = 2027-01-15, most = 0 }",
            "product 1 (steam-50), preorder.most: must be a number",
        ),
        (
            "max_per_order = 5",
            'preorder = { expected = "2027-02-30", most = 5 }',
            "product 1 (steam-50), preorder.expected: must be a day",
        ),
        (
            "max_per_order = 5",
            "preorder = { expected = 2027-01-15T12:00:00, most = 5 }",
            "product 1 (steam-50), preorder.expected: must be a day",
        ),
        ('aliases = ["steam50"]', "aliases = [5]", "product 1 (steam-50), aliases: must be a list"),
        ('emoji = "🕹️"', 'emoji = ""', "category 1 (wallets), emoji: must be a text"),
        ("[[products]]", "[[goods]]", "[[products]]: there must be at least one"),
        ("[[products]]", "[[products", "not a TOML file"),
    ],
)
def test_a_problem_is_named_by_row_and_field_and_nothing_is_written(
    db: Db, right: str, wrong: str, problem: str
) -> None:
    result = catalogue.load(db, SHELVES.replace(right, wrong), now=NOW)

    assert any(found.startswith(problem) for found in result.problems), result.problems
    assert catalogue.products(db) == []


def test_a_page_of_a_category_is_the_nearest_there_is(db: Db) -> None:
    given.shelves(db)

    page = catalogue.products_in(db, "wallets", page=7, per_page=5)
    empty = catalogue.products_in(db, "nothing", page=1, per_page=5)

    assert ([product.id for product in page.items], page.number, page.count) == ([CARD], 1, 1)
    assert (empty.items, empty.number, empty.count) == ([], 1, 1)


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Mobile"), ("en-GB", "Mobile"), ("zh-CN", "话费"), ("zh-TW", "话费"), ("fr", "话费")],
)
def test_a_name_falls_back_to_the_nearest_language(db: Db, language: str, name: str) -> None:
    given.shelves(db)

    assert catalogue.categories(db)[1].name_in(language) == name


def test_a_product_tells_its_face_value(db: Db) -> None:
    given.shelves(db)
    card = catalogue.the_product(db, CARD)

    assert card.face_value == Money(5000, "CNY")
    assert replace(card, face_value_minor=None).face_value is None
    assert catalogue.product(db, "no-such") is None
