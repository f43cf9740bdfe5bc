"""Transcripts of complaining: what the shop sees first, the ticket at once, photos, and the ways in and out."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from backend import tickets
from backend.tickets import Category, Side, Ticket
from storage.stock import CardRow
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_quantity, goes_to_the_gateway, has_delivery, waits_for_payment

PHOTO = [{"file_id": "small"}, {"file_id": "PHOTO-1"}]


@pytest.fixture
def bo(shop: ShopInTest) -> PersonInTest:
    """An agent, in a shop with a staff group."""
    shop.group()
    return shop.agent(601, "Bo")


def open_tickets(shop: ShopInTest, person: PersonInTest) -> list[Ticket]:
    with shop.database.read() as db:
        return tickets.unresolved_of(db, person.known_as(db))


def said(shop: ShopInTest, ticket: Ticket) -> list[tuple[str, str | None]]:
    """What the customer said and sent, in order."""
    with shop.database.read() as db:
        messages = tickets.messages_of(db, ticket.id)
    return [(message.text, message.file_id) for message in messages if message.side is Side.CUSTOMER]


def complains_about_delivery(shop: ShopInTest, person: PersonInTest) -> None:
    """Have complained about a delivery, up to the words."""
    has_delivery(shop, person)
    person.taps("Report a problem")
    person.taps("Still complain")
    person.taps("A code doesn’t work")


def test_from_the_order_to_a_ticket_with_number_and_promise(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest
) -> None:
    has_delivery(shop, ana)
    number = ana.order_number()
    ana.says("/complain")
    ana.sees("Which order is it about?")
    ana.offers("delivered · 2 × Steam ¥50", "not about an order", "Cancel", "Human")

    ana.taps("delivered · 2 × Steam")
    ana.sees(f"Order {number}: this is what I see", "the codes haven’t been opened yet")
    ana.offers("Show codes", "Still complain", "Back")
    ana.taps("Still complain")
    ana.sees("What is wrong?")
    ana.taps("A code doesn’t work")
    ana.sees("Tell us what happened")
    ana.says("The second code is used up")

    ana.sees("Your complaint is in", "T-1", "code doesn’t work", "next in line", "answer by Mar 2 12:30")
    [ticket] = open_tickets(shop, ana)
    assert ticket.category is Category.CODE_DEAD
    assert said(shop, ticket) == [("The second code is used up", None)]
    bo.in_topic("ticket:1").sees("The second code is used up")
    ana.says("and the first one too")
    bo.in_topic("ticket:1").sees("and the first one too")
    assert len(said(shop, ticket)) == 2


def test_a_photo_says_it_too_and_more_may_follow(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    complains_about_delivery(shop, ana)

    ana.sends(photo=PHOTO, caption="look")
    ana.sees("Your complaint is in", "T-1")
    ana.sends(photo=PHOTO)

    [ticket] = open_tickets(shop, ana)
    assert said(shop, ticket) == [("look", "PHOTO-1"), ("", "PHOTO-1")]
    assert [message.method for message in bo.in_topic("ticket:1").messages][-2:] == ["sendPhoto"] * 2


def test_an_album_at_the_words_arrives_whole(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    del bo
    complains_about_delivery(shop, ana)

    with shop.at_once():
        for number in range(3):
            ana.sends(photo=[{"file_id": f"PHOTO-{number}"}], media_group_id="album")

    [ticket] = open_tickets(shop, ana)
    assert said(shop, ticket) == [("", "PHOTO-0"), ("", "PHOTO-1"), ("", "PHOTO-2")]


def test_who_has_nothing_to_add_has_complained_all_the_same(shop: ShopInTest, ana: PersonInTest) -> None:
    complains_about_delivery(shop, ana)

    ana.taps("Nothing to add")

    ana.sees("Your complaint is in", "T-1")
    assert [said(shop, ticket) for ticket in open_tickets(shop, ana)] == [[]]


def test_who_writes_instead_of_tapping_has_said_it_already(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    has_delivery(shop, xiaomei)
    xiaomei.taps("有问题")

    xiaomei.says("第二张是死卡")
    xiaomei.sees("是哪方面的问题")
    xiaomei.taps("卡密用不了")

    xiaomei.sees("投诉已登记", "T-1")
    assert [said(shop, ticket) for ticket in open_tickets(shop, xiaomei)] == [[("第二张是死卡", None)]]


def test_without_an_order_there_is_nothing_to_look_at(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/help")
    ana.taps("Report a problem")
    ana.sees("What is wrong?")  # no order to choose from

    ana.taps("Something else")
    ana.says("Your link is broken")

    ana.sees("Your complaint is in", "answer by Mar 2 13:00")
    assert [ticket.order_id for ticket in open_tickets(shop, ana)] == [None]


def test_it_may_be_about_no_order_although_there_are_some(shop: ShopInTest, ana: PersonInTest) -> None:
    waits_for_payment(ana)
    ana.says("/complain")

    ana.taps("not about an order")

    ana.sees("What is wrong?")
    ana.taps("Back")
    ana.sees("Which order is it about?")


@pytest.mark.parametrize("spelling", ["{0}", "{0}-1", "TXN-1"])
def test_the_order_is_found_by_any_number(shop: ShopInTest, ana: PersonInTest, spelling: str) -> None:
    address = goes_to_the_gateway(ana)
    number = ana.order_number()
    shop.has_paid(address)
    ana.says("/complain")

    ana.says(spelling.format(number))

    ana.sees(f"Order {number}: this is what I see")


def test_a_number_that_is_nobodys_or_somebody_elses_is_asked_for_again(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    waits_for_payment(ana)
    waits_for_payment(xiaomei)
    ana.says("/complain")

    for number in ("0000000000", xiaomei.order_number(), "my number is A50B0C1D2E"):
        ana.says(number)

        ana.sees("I can’t find that order", "Which order is it about?")
    assert open_tickets(shop, ana) == []


def unpaid(shop: ShopInTest, person: PersonInTest) -> None:
    del shop
    waits_for_payment(person)


def lapsed(shop: ShopInTest, person: PersonInTest) -> None:
    waits_for_payment(person)
    shop.forward(minutes=15)
    person.taps("Order details")


def cancelled(shop: ShopInTest, person: PersonInTest) -> None:
    unpaid(shop, person)
    person.taps("Cancel order")
    person.taps("Yes, cancel")


def credited(shop: ShopInTest, person: PersonInTest) -> None:
    address = goes_to_the_gateway(person)
    person.taps("Back")
    person.taps("Cancel order")
    person.taps("Yes, cancel")
    shop.has_paid(address)
    person.taps("Order details")


def seen(shop: ShopInTest, person: PersonInTest) -> None:
    has_delivery(shop, person)
    person.taps("Show codes")


@pytest.mark.parametrize(
    ("situation", "sight", "remedy"),
    [
        (unpaid, "It isn’t paid yet, so nothing has been sent", "To payment"),
        (lapsed, "Nobody paid in time, so it closed at Mar 2 12:15", "Order again"),
        (cancelled, "It was cancelled at Mar 2 12:00", "Order again"),
        (credited, "CN¥100.00, is on your balance", "Balance"),
        (seen, "the codes were first opened at Mar 2 12:00", "Show codes"),
    ],
)
def test_the_shop_says_what_it_sees_with_the_remedy_as_a_button(
    shop: ShopInTest, ana: PersonInTest, situation: Callable[[ShopInTest, PersonInTest], None], sight: str, remedy: str
) -> None:
    situation(shop, ana)

    ana.taps("Report a problem")

    ana.sees("this is what I see", sight)
    ana.offers(remedy, "Still complain", "Cancel", "Human")
    ana.taps(remedy)
    assert open_tickets(shop, ana) == []


def test_a_paid_order_that_waits_for_stock_says_since_when(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    shop.give(ana, "100")
    waits_for_payment(ana)
    with shop.database.transaction() as db:
        db.execute(sa.delete(CardRow))
    ana.taps("Pay from balance")

    ana.taps("Report a problem")

    ana.sees("It is paid since Mar 2 12:00, and we’ve run out of stock", "We look again every minute")
    ana.offers("Order details", "Still complain")


def test_from_a_delivery_the_delivery_stays(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    delivery = ana.messages[-1]
    ana.sees("is here!")

    ana.taps("Report a problem", message=delivery)

    ana.sees("this is what I see")
    assert "is here!" in delivery.text
    ana.taps("Show codes", message=delivery)
    assert "Codes of order" in delivery.text


def test_a_second_complaint_about_the_same_order_is_the_same_ticket(shop: ShopInTest, ana: PersonInTest) -> None:
    complains_about_delivery(shop, ana)
    ana.says("dead")
    ana.says("/complain")
    ana.taps("delivered · 2 × Steam")
    ana.says("still dead")
    ana.taps("A code doesn’t work")

    ana.sees("There is an open ticket about this already", "T-1")
    [ticket] = open_tickets(shop, ana)
    assert said(shop, ticket) == [("dead", None), ("still dead", None)]


def test_cancelling_opens_no_ticket_and_what_was_open_before_goes_on(shop: ShopInTest, ana: PersonInTest) -> None:
    at_the_quantity(ana)
    ana.says("/complain")
    ana.sees("What is wrong?")

    ana.taps("Cancel")

    assert open_tickets(shop, ana) == []
    ana.says("/continue")
    ana.sees("How many?")


def test_a_stale_button_of_the_complaint_changes_nothing(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/complain")
    old = next(key for row in ana.messages[-1].keyboard for key in row if "Something else" in key["text"])
    message_id = ana.messages[-1].message_id
    ana.taps("A code doesn’t work")

    ana.taps_data(old["callback_data"], message_id)

    ana.sees("Tell us what happened")
    assert open_tickets(shop, ana) == []


def test_a_human_in_the_middle_of_a_complaint_keeps_it(shop: ShopInTest, ana: PersonInTest) -> None:
    complains_about_delivery(shop, ana)

    ana.says("human")
    ana.sees("T-1")
    ana.taps("Continue")

    ana.sees("Tell us what happened")


def test_the_ticket_is_shown_by_command_and_there_may_be_none(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/ticket")
    ana.sees("You have no open ticket")
    ana.taps("Report a problem")
    ana.taps("Something else")
    ana.says("nothing works")
    ana.says("/shop")

    ana.says("/ticket")

    ana.sees("T-1", "next in line")
    ana.says("hello?")
    assert said(shop, open_tickets(shop, ana)[0]) == [("nothing works", None), ("hello?", None)]


def test_by_night_the_promise_is_for_the_morning(shop: ShopInTest, ana: PersonInTest) -> None:
    shop.clock.forward(hours=10, minutes=45)  # 22:45
    complains_about_delivery(shop, ana)

    ana.taps("Nothing to add")

    ana.sees("answer by Mar 3 09:15")


def test_while_the_shop_is_closed_it_says_when_it_opens(shop: ShopInTest, ana: PersonInTest) -> None:
    shop.clock.forward(hours=15)  # 03:00
    complains_about_delivery(shop, ana)

    ana.taps("Nothing to add")

    ana.sees("answer by Mar 3 09:30", "Nobody is in just now", "Mar 3 09:00")


def test_in_words_alone_it_comes_to_a_ticket(shop: ShopInTest, xiaomei: PersonInTest, bo: PersonInTest) -> None:
    del bo
    has_delivery(shop, xiaomei)
    xiaomei.says("我要投诉")
    xiaomei.says("那张卡啊")
    xiaomei.sees("没听出是哪一单")

    xiaomei.says("steam那单")
    xiaomei.sees("我这边看到的是")
    xiaomei.taps("继续投诉")
    xiaomei.says("货不对")
    xiaomei.sees("请说说发生了什么")
    xiaomei.says("我要的是另一个区的")

    xiaomei.sees("投诉已登记", "货不对")
    [ticket] = open_tickets(shop, xiaomei)
    assert ticket.category is Category.WRONG_GOODS
    assert said(shop, ticket) == [("我要的是另一个区的", None)]


def test_a_sentence_that_tells_it_all_is_the_complaint(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/complain")
    ana.says("I paid three hours ago and nothing has arrived so far")

    ana.sees("Your complaint is in", "T-1")
    [ticket] = open_tickets(shop, ana)
    assert ticket.category is Category.NOT_ARRIVED
    assert said(shop, ticket) == [("I paid three hours ago and nothing has arrived so far", None)]


def test_who_asks_in_a_complaint_is_answered_and_goes_on(xiaomei: PersonInTest) -> None:
    xiaomei.says("投诉")
    xiaomei.says("退款要怎么弄啊")
    xiaomei.sees("能退款吗，退到哪里")
    xiaomei.offers("继续：")

    xiaomei.says("扣了两次钱")
    xiaomei.sees("请说说发生了什么")
    xiaomei.says("先给我来2张steam50")
    xiaomei.sees("请核对订单", "Steam 50 元 × 2")
    xiaomei.says("取消")
    xiaomei.says("继续")
    xiaomei.sees("请说说发生了什么")


def test_who_has_found_it_leaves_the_complaint_in_words(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/complain")

    ana.says("never mind, found it")

    ana.sees("no complaint then", "Hello Ana")
    assert open_tickets(shop, ana) == []
