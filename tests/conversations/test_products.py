"""Transcripts of an admin's products: looking, on and off sale, new prices, and what customers see of it."""

import pytest

from backend import catalogue
from backend.people import Role
from storage import audit_trail
from tests.conversations.chats import CATALOGUE, PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_summary, waits_for_payment


@pytest.fixture
def boss(shop: ShopInTest) -> PersonInTest:
    """An admin who reads English."""
    return shop.agent(601, "Boss", role=Role.ADMIN)


def at_the_amount(boss: PersonInTest, tier: str = "Retail") -> None:
    """Be asked for the new price of the Steam card."""
    boss.says("/products steam")
    boss.taps("New price")
    boss.taps(tier)


def changes_of(shop: ShopInTest, product_id: str) -> list[tuple[str, str]]:
    """What was changed about the product, and by whom."""
    with shop.database.read() as db:
        return [(act.what, act.by.partition(":")[0]) for act in audit_trail.acts_on(db, f"product:{product_id}")]


def test_all_products_are_listed_and_one_is_found_by_its_name(shop: ShopInTest, boss: PersonInTest) -> None:
    boss.says("/products")
    boss.sees("All products (page 1 of 1)")
    boss.offers("🟢 Steam ¥50 · 5 left", "🟢 Mobile top-up ¥100 · 5 left", "Menu")

    boss.taps("Steam")

    boss.sees("Steam ¥50", "steam-50 · 🟢 on sale", "Retail CN¥50.00 · silver CN¥49.00 · gold CN¥48.00", "In stock: 5")
    boss.taps("All products")
    boss.says("/products hf100")
    boss.sees("Mobile top-up ¥100")
    boss.says("/products zzz")
    boss.sees("No product found")
    boss.offers("All products")


def test_who_is_no_admin_sees_none_of_it(shop: ShopInTest, ana: PersonInTest) -> None:
    supervisor = shop.agent(602, "Su", role=Role.SUPERVISOR)

    for person in (ana, supervisor):
        for command in ("/products", "/stock"):
            person.says(command)
            person.sees("for the shop’s staff")
            person.misses("All products")


def test_off_sale_means_out_of_sight_and_the_reason_is_told_to_who_is_just_ordering(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    number = waits_for_payment(xiaomei)
    at_the_summary(ana)

    boss.says("/products steam")
    boss.taps("Take off sale")

    boss.sees("⏸ Off sale. Customers don’t see it any more", "Existing orders stay", "steam-50 · ⏸ off sale")
    ana.taps("Order for")
    ana.sees("not on sale at the moment")
    ana.says("cancel")
    ana.says("steam50")
    ana.misses("Steam ¥50")
    xiaomei.says(number)
    xiaomei.offers("💳")
    boss.taps("Put on sale")
    boss.sees("🟢 On sale: customers can buy it now")
    ana.says("steam50")
    ana.offers("Buy")
    assert changes_of(shop, "steam-50") == [("off sale", "admin"), ("on sale", "admin")]


def test_a_new_price_holds_at_once_and_a_quoted_one_is_kept(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    at_the_summary(ana)

    at_the_amount(boss)
    boss.sees("The retail price of Steam ¥50 is CN¥50.00", "such as 49.50")
    boss.says("￥52.5")

    boss.sees("✅ New retail price: CN¥50.00 → CN¥52.50", "quoted in the last 10 minutes", "Retail CN¥52.50")
    ana.taps("Order for")
    ana.sees("Total: CN¥100.00")
    xiaomei.says("steam50")
    xiaomei.sees("¥52.50")
    assert changes_of(shop, "steam-50") == [("retail price", "admin")]


@pytest.mark.parametrize("typed", ["abc", "0", "-5", "49.505", "1e3", ""])
def test_what_is_no_price_is_explained_and_asked_again(shop: ShopInTest, boss: PersonInTest, typed: str) -> None:
    at_the_amount(boss)

    boss.says(typed or "…")

    boss.sees("Please send an amount above zero in CNY", "The retail price of Steam ¥50 is CN¥50.00")
    assert changes_of(shop, "steam-50") == []


def test_the_tiers_stay_in_order(shop: ShopInTest, boss: PersonInTest) -> None:
    at_the_amount(boss, "Gold")

    boss.says("49.50")

    boss.sees("Gold must not cost more than silver", "CN¥48.00, CN¥49.00 and CN¥50.00")
    boss.says("49.00")
    boss.sees("New gold price: CN¥48.00 → CN¥49.00")


def test_a_change_by_more_than_half_is_asked_about_once_more(shop: ShopInTest, boss: PersonInTest) -> None:
    at_the_amount(boss)

    boss.says("500")

    boss.sees("would go from CN¥50.00 to CN¥500.00, a change by more than half")
    assert changes_of(shop, "steam-50") == []
    boss.says("yes")
    boss.sees("Please choose one of the buttons")
    boss.taps("Back")
    boss.says("5000")
    boss.sees("to CN¥5,000.00")
    boss.taps("Yes, CN¥5,000.00")
    boss.sees("CN¥50.00 → CN¥5,000.00")


def test_a_change_by_half_is_made_at_once(boss: PersonInTest) -> None:
    at_the_amount(boss)

    boss.says("75")

    boss.sees("CN¥50.00 → CN¥75.00")


def test_a_button_of_an_earlier_large_change_does_not_confirm_another_one(shop: ShopInTest, boss: PersonInTest) -> None:
    at_the_amount(boss)
    boss.says("500")
    first = boss.messages[-1]
    data = first.keyboard[0][0]["callback_data"]
    boss.taps("Back")
    boss.says("5000")

    boss.taps_data(data, first.message_id)

    assert changes_of(shop, "steam-50") == []


def test_who_is_dismissed_half_way_changes_nothing(shop: ShopInTest, boss: PersonInTest) -> None:
    at_the_amount(boss)
    shop.agent(601, "Boss", role=Role.AGENT)

    boss.says("45")

    assert changes_of(shop, "steam-50") == []
    boss.misses("New retail price")


def test_the_next_catalogue_file_decides_again_and_says_so(shop: ShopInTest, boss: PersonInTest) -> None:
    boss.says("/products steam")
    boss.taps("Take off sale")

    with shop.database.transaction() as db:
        first = catalogue.load(db, CATALOGUE, now=shop.clock.now())
        second = catalogue.load(db, CATALOGUE, now=shop.clock.now())

    assert (first.overruled, second.overruled) == (("steam-50",), ())
    assert changes_of(shop, "steam-50")[-1] == ("loaded", "shop")


def test_in_chinese(shop: ShopInTest) -> None:
    laoban = shop.agent(603, "老板", role=Role.ADMIN, language="zh-CN")
    laoban.says("/products")
    laoban.sees("全部商品", "第 1/1 页")
    laoban.taps("Steam")
    laoban.sees("Steam 50 元", "🟢 在售", "普通 ¥50.00 · 银卡 ¥49.00 · 金卡 ¥48.00")
    laoban.taps("改价")
    laoban.taps("普通")

    laoban.says("51元")

    laoban.sees("✅ 普通价：¥50.00 → ¥51.00，即刻生效", "10 分钟内已报出的价格")
