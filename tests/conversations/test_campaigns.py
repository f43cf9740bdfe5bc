"""Transcripts of campaigns, codes, points and memberships: an admin makes them, customers take, redeem and use them."""

import pytest

from backend.money import Money
from backend.people import Role
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_summary, has_delivery, waits_for_payment


@pytest.fixture
def boss(shop: ShopInTest) -> PersonInTest:
    """An admin who reads English."""
    return shop.agent(601, "Boss", role=Role.ADMIN)


def begins_a_campaign(
    boss: PersonInTest, worth: str, *, way: str = "On their coupon page", together: str = "Alone", each: str = "1"
) -> None:
    """Begin a campaign for everything and everybody, 30 days, 100 coupons."""
    boss.says("/campaigns")
    boss.taps("New campaign")
    boss.says("Spring " + worth)
    boss.says(worth)
    boss.taps("Any order")
    boss.taps("Everything")
    boss.taps("Everybody")
    boss.taps("30")
    boss.taps("100")
    boss.taps(each)
    boss.taps(together)
    boss.taps(way)
    boss.taps("Begin")


def has_codes(shop: ShopInTest, boss: PersonInTest, prize: str, worth: str, count: str = "1") -> list[str]:
    """Have codes made; returns what stands in the file."""
    boss.says("/campaigns")
    boss.taps("Codes")
    boss.taps(prize)
    boss.says(worth)
    boss.says(count)
    boss.taps("90")
    boss.taps("Make")
    return codes_sent(shop)


def codes_sent(shop: ShopInTest) -> list[str]:
    """The codes in the file that was sent last."""
    document = next(call["document"] for method, call in reversed(shop.driver.calls) if method == "sendDocument")
    return str(document.content.decode("utf-8-sig")).split()


def test_an_admin_begins_a_campaign_and_a_customer_takes_a_coupon_that_applies_itself(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    boss.says("/campaigns")
    boss.sees("There is none yet", "Orders earn no points")
    boss.taps("New campaign")
    boss.sees("What shall the campaign be called?")
    boss.says("Spring")
    boss.says("a lot")
    boss.sees("Please write an amount, as in 5")
    boss.says("10% 20")
    boss.says("50")
    boss.says("steam")
    boss.taps("Everybody")
    boss.says("999")
    boss.sees("A number from 1 to 365, please")
    boss.says("30")
    boss.taps("100")
    boss.taps("1")
    boss.taps("Alone")
    boss.taps("On their coupon page")
    boss.sees("Spring", "10% off (up to CN¥20.00), for Steam ¥50, for orders from CN¥50.00", "Begin it now?")
    boss.taps("Begin")
    boss.sees("It’s on", "Given: 0 of 100, at most 1 to one person")

    ana.says("/coupons")
    ana.taps("Take: 10% off")
    ana.sees("It’s yours: 10% off (up to CN¥20.00), for Steam ¥50")
    ana.misses("You have none")
    at_the_summary(ana)
    ana.sees("Coupon (10% off (up to CN¥20.00)): −CN¥10.00", "The best of your coupons", "Total: CN¥90.00")
    ana.taps("Order for CN¥90.00")
    ana.sees("Order placed!")


def test_a_campaign_gives_each_only_so_many_and_none_once_it_is_closed(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    begins_a_campaign(boss, "5")
    ana.says("/coupons")
    offer = ana.messages[-1]
    xiaomei.says("优惠券")
    xiaomei_offer = xiaomei.messages[-1]
    ana.taps("Take")

    assert not any("Take" in label for label in ana.labels)
    boss.taps("Close")
    boss.sees("Closed: no more coupons are given", "Given: 1 of 100")
    xiaomei.taps("领取", message=xiaomei_offer)

    xiaomei.sees("这批券已经领完，或活动已结束")
    assert offer.message_id == ana.messages[-1].message_id


def test_the_customer_chooses_another_coupon_or_none(shop: ShopInTest, boss: PersonInTest, ana: PersonInTest) -> None:
    begins_a_campaign(boss, "5")
    begins_a_campaign(boss, "8")
    for _ in range(2):
        ana.says("/coupons")
        ana.taps("Take")

    at_the_summary(ana)
    ana.sees("−CN¥8.00", "Total: CN¥92.00")
    ana.taps("🎟 Coupon")
    ana.sees("Which coupon shall I use")
    ana.taps("CN¥5.00 off: −CN¥5.00")
    ana.sees("−CN¥5.00", "Total: CN¥95.00")
    ana.misses("The best of your coupons")
    ana.taps("🎟 Coupon")
    ana.taps("No coupon this time")
    ana.sees("Total: CN¥100.00")
    ana.taps("🎟 Coupon")
    ana.taps("The best, by itself")
    ana.sees("Total: CN¥92.00")


def test_coupons_that_go_together_are_taken_together_and_come_back_together(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    begins_a_campaign(boss, "5", together="Together with others")
    begins_a_campaign(boss, "10% 20", together="Together with others")
    for _ in range(2):
        ana.says("/coupons")
        ana.taps("Take")

    waits_for_payment(ana)
    ana.sees("−CN¥5.00", "−CN¥10.00", "Total: CN¥85.00")
    ana.taps("Cancel order")
    ana.taps("Yes, cancel")

    ana.sees("Coupon CN¥5.00 off: you have it back", "Coupon 10% off (up to CN¥20.00): you have it back")
    at_the_summary(ana)
    ana.sees("Total: CN¥85.00")


def test_codes_come_once_as_a_file_and_give_a_balance_to_the_first(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    codes = has_codes(shop, boss, "Money on the balance", "10", "3")
    boss.sees("Codes: 3. Each gives: CN¥10.00 to the balance", "This file is sent this once")
    assert len(set(codes)) == 3

    ana.says(f"/redeem {codes[0]}")
    ana.sees("CN¥10.00 was added to your balance")
    xiaomei.says("/start")
    xiaomei.says(codes[1].lower().replace("-", " "))
    xiaomei.sees("¥10.00 已加到您的余额")
    xiaomei.says(codes[0])
    used = xiaomei.screen
    xiaomei.says("XE-00000-00000-00000-00000")

    assert xiaomei.screen == used
    xiaomei.sees("这个码兑换不了")
    assert shop.balance_of(ana) == shop.balance_of(xiaomei) == Money(1000, "CNY")


def test_after_five_tries_an_hour_not_even_a_good_code_is_looked_at(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    [code] = has_codes(shop, boss, "Points", "500")
    ana.says("/redeem")
    ana.sees("Just send me the code")
    for _ in range(5):
        ana.says("XE-00000-00000-00000-00000")
        ana.sees("This code can’t be redeemed")

    ana.says(code)
    ana.sees("You have tried 5 codes within the hour")
    shop.forward(minutes=61)
    ana.says(code)

    ana.sees("500 points are yours")


def test_codes_of_a_campaign_are_set_aside_and_one_person_gets_only_so_many(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    begins_a_campaign(boss, "5", way="Only by code")
    boss.taps("Make codes")
    boss.taps("10")
    boss.taps("Make 10")
    codes = codes_sent(shop)
    boss.says("/campaigns")
    boss.taps("Spring 5")
    boss.sees("Given: 10 of 100", "Only by code")

    ana.says("/coupons")
    assert not any("Take" in label for label in ana.labels)
    ana.says(codes[0])
    ana.sees("It’s yours: CN¥5.00 off")
    ana.says(codes[1])
    ana.sees("The code is good, but you have had as many")
    xiaomei.says(codes[1])
    xiaomei.sees("领到了")


def test_orders_earn_points_which_are_taken_off_the_next_one(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    boss.says("/campaigns")
    boss.taps("Let orders earn points")
    boss.sees("Delivered orders earn one point for each ¥1")
    has_delivery(shop, ana)
    ana.says("/coupons")
    ana.sees("Points: 100")
    shop.forward(minutes=11)

    at_the_summary(ana)
    ana.taps("Use points: 100 (−CN¥1.00)")
    ana.sees("Points spent: 100", "Coupon (CN¥1.00 off): −CN¥1.00", "Total: CN¥99.00")
    ana.says("/coupons")
    ana.misses("Points: 100")


def test_points_are_exchanged_for_a_coupon_on_the_coupon_page(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    [code] = has_codes(shop, boss, "Points", "500")
    ana.says(code)
    ana.says("/coupons")
    page = ana.messages[-1]

    ana.taps("Points (500)")

    ana.sees("It’s yours: CN¥5.00 off")
    ana.misses("Points: 500")
    ana.taps_data(page.keyboard[0][0]["callback_data"], page.message_id)
    assert sum("CN¥5.00 off, for everything" in each.text for each in ana.messages) <= 1


def test_a_code_makes_a_member_who_is_reminded_and_pays_the_usual_price_in_the_end(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    codes = has_codes(shop, boss, "Gold membership", "30", "2")
    ana.says(codes[0])
    ana.sees("You are a gold member until", "pay gold prices from now on")
    at_the_summary(ana)
    ana.sees("Total: CN¥96.00")
    ana.says("cancel")

    shop.forward(days=27, minutes=1)
    ana.sees("Your gold membership ends at")
    ana.says(codes[1])
    shop.forward(days=3, minutes=1)
    ana.misses("is over")
    shop.forward(days=30)

    ana.sees("Your gold membership is over; you pay regular prices now")
    at_the_summary(ana)
    ana.sees("Total: CN¥100.00")


def test_a_code_for_another_membership_stays_good_until_this_one_is_over(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    [gold] = has_codes(shop, boss, "Gold membership", "30")
    [silver] = has_codes(shop, boss, "Silver membership", "30")
    ana.says(gold)

    ana.says(silver)
    ana.sees("The code is good, but it is for another membership")
    shop.forward(days=31)
    ana.says(silver)

    ana.sees("You are a silver member")


def test_campaigns_are_for_admins(shop: ShopInTest, ana: PersonInTest) -> None:
    supervisor = shop.agent(602, "Su", role=Role.SUPERVISOR)

    for person in (ana, supervisor):
        person.says("/campaigns")
        person.sees("for the shop’s staff")
        person.misses("New campaign")


def test_an_admin_sets_bulk_prices_and_limits_which_customers_see_explained(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    boss.says("/products steam")
    boss.taps("Bulk prices and limits")
    boss.sees("Steam ¥50: write all its rules in one line", "There are none now")
    boss.says("2=60")
    boss.sees("I can’t read “2=60”", "Nothing was changed")
    boss.says("2=45 max=2/30")
    boss.sees("From now on: 2=45.00 max=2/30")

    ana.says("steam50")
    ana.sees("From 2 at once: CN¥45.00 each", "At most 2 for one person within 30 days")
    ana.taps("🛒")
    ana.sees("How many?", "From 2 at once: CN¥45.00 each")
    ana.taps("2")
    ana.sees("Price: CN¥45.00 each (for buying 2; one alone is CN¥50.00)", "Total: CN¥90.00")
    ana.taps("Order for")
    ana.says("steam50")
    ana.taps("🛒")
    ana.sees("One person can buy 2 of this within 30 days, and you can have 0 more now")
