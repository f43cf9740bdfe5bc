"""Transcripts of a maintenance: planned, announced, on, put off, over, and what a customer notices."""

import pytest

from tests.conversations.chats import ADMIN, PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_summary, has_delivery, waits_for_payment


@pytest.fixture
def owner(shop: ShopInTest) -> PersonInTest:
    """The shop's admin, in Chinese."""
    owner = shop.person(ADMIN, "老板", "zh-hans")
    owner.says("/start")
    return owner


def plans(owner: PersonInTest, *, starts: str = "13:00", minutes: str = "60") -> None:
    """Plan a maintenance; the clock says 12:00."""
    owner.says("/maintenance")
    owner.taps("安排维护")
    if starts == "now":
        owner.taps("现在")
    else:
        owner.says(starts)
    owner.says(minutes)
    owner.says("系统升级")
    owner.says("an upgrade")
    owner.taps("确认，并通知")


def is_on(shop: ShopInTest, owner: PersonInTest) -> None:
    """Have begun one of an hour."""
    plans(owner, starts="now")
    shop.forward(seconds=1)
    shop.forward(seconds=1)


def test_everybody_is_told_beforehand_and_ordering_goes_on_until_it_begins(
    shop: ShopInTest, owner: PersonInTest, ana: PersonInTest
) -> None:
    ana.says("/start")

    plans(owner)
    owner.sees("已安排", "系统升级", "现在一切照常")
    shop.forward(seconds=1)
    shop.forward(seconds=1)

    ana.sees("Maintenance", "From Mar 2 13:00 to Mar 2 14:00", "an upgrade")
    waits_for_payment(ana)


def test_it_begins_and_ends_by_itself(shop: ShopInTest, owner: PersonInTest, ana: PersonInTest) -> None:
    plans(owner)

    shop.forward(minutes=60)
    owner.sees("维护开始了，暂停接单，3月2日 14:00 自动恢复")
    at_the_summary(ana)
    ana.taps("✅")
    ana.sees("under maintenance until about Mar 2 14:00", "check your order")
    shop.forward(minutes=55)
    owner.sees("来不及的话请现在延长", "进行中")
    shop.forward(minutes=5)
    owner.sees("维护结束，小店恢复接单。")

    ana.taps("✅")
    ana.sees("That price has lapsed, so here is a new one", "Steam ¥50 × 2")
    ana.taps("✅")
    ana.sees("Order placed")


def test_who_asks_for_it_is_told_when_orders_are_taken_again(
    shop: ShopInTest, owner: PersonInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    xiaomei.says("/start")
    is_on(shop, owner)
    at_the_summary(ana)
    ana.taps("✅")
    ana.sees("Tap /tellme")
    ana.says("/tellme")
    ana.sees("I’ll tell you the moment orders are open again")
    ana.says("/tellme")
    seen = len(xiaomei.messages)

    owner.says("/maintenance")
    owner.taps("现在就恢复接单")
    shop.forward(seconds=1)
    told = len(ana.messages)
    shop.forward(seconds=1)
    shop.forward(seconds=1)

    ana.sees("The shop takes orders again!")
    assert (len(ana.messages), len(xiaomei.messages)) == (told, seen)
    ana.says("continue")
    ana.sees("check your order")


def test_an_unpaid_order_is_not_paid_meanwhile_and_keeps_its_page(
    shop: ShopInTest, owner: PersonInTest, ana: PersonInTest
) -> None:
    ana.says("/start")
    shop.give(ana, "100")
    waits_for_payment(ana)
    page = ana.messages[-1]
    is_on(shop, owner)

    ana.taps("Pay from balance", message=page)

    assert "under maintenance" in page.text
    assert "waiting for payment" in page.text
    assert str(shop.balance_of(ana).amount) == "100.00"


def test_what_was_bought_can_be_opened_meanwhile(shop: ShopInTest, owner: PersonInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    is_on(shop, owner)

    ana.taps("Show codes")

    assert any("Codes of order" in each.text for each in ana.messages)


def test_an_end_that_was_put_off_is_kept_and_counted(shop: ShopInTest, owner: PersonInTest) -> None:
    is_on(shop, owner)
    owner.says("/maintenance")
    owner.taps("再延长 30 分钟")
    owner.sees("结束：3月2日 13:30", "进行中")

    shop.forward(minutes=60)
    shop.forward(minutes=30)

    owner.sees("比通知的时间晚了 30 分钟")


def test_the_reminder_follows_an_end_that_was_put_off(shop: ShopInTest, owner: PersonInTest) -> None:
    is_on(shop, owner)
    owner.says("/maintenance")
    owner.taps("再延长 30 分钟")
    shop.forward(seconds=1)
    owner.sees("群发 1 发完了")

    shop.forward(minutes=58)
    owner.sees("群发 1 发完了")
    shop.forward(minutes=27)

    owner.sees("维护将在 3月2日 13:30 结束")


def test_one_called_off_does_not_begin(shop: ShopInTest, owner: PersonInTest, ana: PersonInTest) -> None:
    plans(owner)
    owner.says("/maintenance")
    owner.taps("取消维护")
    owner.sees("已取消")

    shop.forward(minutes=61)

    waits_for_payment(ana)
    ana.sees("Order placed")


def test_there_is_only_one_at_a_time(shop: ShopInTest, owner: PersonInTest) -> None:
    plans(owner)

    owner.says("/maintenance")

    owner.sees("已安排")
    owner.misses("安排维护")


def test_nobody_waits_for_a_shop_that_is_open(ana: PersonInTest) -> None:
    ana.says("/tellme")

    ana.sees("The shop takes orders as usual right now")


def test_customers_can_not_plan_one(ana: PersonInTest) -> None:
    ana.says("/maintenance")

    ana.sees("for the shop’s staff")
