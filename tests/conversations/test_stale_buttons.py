"""Transcripts of buttons that are out of date, double, or somebody else's: what should be shown now is shown."""

from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_account, at_the_quantity, at_the_summary


def data_on(person: PersonInTest, label: str) -> str:
    """What the newest message's button with this label carries."""
    return next(
        str(key["callback_data"]) for row in person.messages[-1].keyboard for key in row if label in key["text"]
    )


def test_a_button_of_an_earlier_showing_shows_the_present_one(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    browse = data_on(ana, "Browse")
    ana.taps("My orders")

    ana.taps_data(browse, ana.messages[-1].message_id)

    ana.sees("You have no orders yet")
    assert shop.driver.toasts == ["That button is out of date; here is the current one."]
    assert len(ana.messages) == 1


def test_confirming_twice_orders_once(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    at_the_summary(xiaomei)
    confirm = data_on(xiaomei, "确认下单")
    xiaomei.taps_data(confirm, xiaomei.messages[-1].message_id)

    xiaomei.taps_data(confirm, xiaomei.messages[-1].message_id)

    xiaomei.sees("待付款")
    assert shop.driver.toasts == ["这个按钮已经过期，给您换成最新的了。"]
    xiaomei.says("订单")
    assert sum("Steam 50 元" in label for label in xiaomei.labels) == 1


def test_a_button_of_a_screen_that_was_left_leads_to_the_open_question(ana: PersonInTest) -> None:
    ana.says("/start")
    menu, browse = ana.messages[-1], data_on(ana, "Browse")
    at_the_account(ana)

    ana.taps_data(browse, menu.message_id)

    assert "Which mobile number" in menu.text
    assert len([message for message in ana.messages if message.keyboard]) == 1


def test_an_answer_to_a_question_that_is_over_changes_nothing(ana: PersonInTest) -> None:
    at_the_quantity(ana)
    three = data_on(ana, "3")
    ana.taps("2")

    ana.taps_data(three, ana.messages[-1].message_id)

    ana.sees("Please check your order", "Steam ¥50 × 2")


def test_somebody_elses_button_and_a_forged_one_do_nothing(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    at_the_summary(ana)
    xiaomei.says("/start")
    before = xiaomei.screen

    xiaomei.taps_data(data_on(ana, "Order for"), ana.messages[-1].message_id)
    xiaomei.taps_data("b:no-such-token:0", 4711)
    xiaomei.taps_data("confirm:1", xiaomei.messages[-1].message_id)

    assert xiaomei.screen == before
    ana.sees("Please check your order")
    assert shop.driver.toasts == ["这个按钮已经过期，给您换成最新的了。"] * 3


def test_a_month_old_button_still_works(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    shop.forward(days=30)

    ana.taps("Browse")

    ana.sees("What are you looking for?")
    assert len(ana.messages) == 1
