"""Transcripts of wanting a human: at every step, by button and by word, one ticket, and the step is kept."""

from collections.abc import Callable

import pytest

from backend import orders, tickets
from backend.tickets import Side, Ticket
from tests.conversations.chats import ADMIN, PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_account, at_the_quantity, at_the_summary, waits_for_payment

Way = Callable[[PersonInTest], None]


def at_the_note(person: PersonInTest) -> None:
    at_the_summary(person)
    person.taps("✏️ N" if person.name == "Ana" else "✏️ 备注")


def at_the_second_order(person: PersonInTest) -> None:
    waits_for_payment(person)
    at_the_summary(person)


STEPS: list[tuple[Way, str, str]] = [
    (at_the_quantity, "How many?", "要几件？"),
    (at_the_account, "Which mobile number", "充到哪个手机号"),
    (at_the_note, "Anything we should know?", "有什么要嘱咐的"),
    (at_the_second_order, "the very same order", "一模一样的单"),
    (at_the_summary, "Please check your order", "请核对订单"),
]
EVERY_STEP = pytest.mark.parametrize(("step", "question", "frage"), STEPS)


def waiting(shop: ShopInTest, person: PersonInTest) -> list[Ticket]:
    """The tickets with which the person waits for a human."""
    with shop.database.read() as db:
        return tickets.unresolved_of(db, person.known_as(db))


def heard(shop: ShopInTest, person: PersonInTest) -> list[str]:
    """What the person has said to whoever serves them."""
    with shop.database.read() as db:
        said = tickets.messages_of(db, tickets.unresolved_of(db, person.known_as(db))[0].id)
        return [message.text for message in said if message.side is Side.CUSTOMER]


@EVERY_STEP
def test_by_button_and_then_on_where_one_was(
    shop: ShopInTest, ana: PersonInTest, step: Way, question: str, frage: str
) -> None:
    del frage
    step(ana)
    ana.sees(question)

    ana.taps("Human")

    ana.sees("I’ve called someone for you", "nothing you filled in is lost", "T-1", "next in line", "answer by Mar 2")
    ana.offers("Continue", "Menu")
    assert [(ticket.category, ticket.owner_id) for ticket in waiting(shop, ana)] == [(None, None)]
    assert len(shop.told) == 1
    ana.says("2")
    assert heard(shop, ana) == ["2"]  # and no answer to the question
    ana.taps("Continue")
    ana.sees(question)


@EVERY_STEP
@pytest.mark.parametrize("word", ["人工", "客服！", "Human", "/human"])
def test_by_word_in_either_language_and_then_on_where_one_was(
    shop: ShopInTest, xiaomei: PersonInTest, step: Way, question: str, frage: str, word: str
) -> None:
    del question
    step(xiaomei)

    xiaomei.says(word)

    xiaomei.sees("已经替您叫人了", "填到一半的内容都在")
    assert len(waiting(shop, xiaomei)) == 1
    assert heard(shop, xiaomei) == []  # the word that called them is none for them
    xiaomei.says("继续")
    xiaomei.sees(frage)


def test_asking_twice_is_recorded_once_and_told_once(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    ana.says("human")
    shop.forward(minutes=3)

    ana.says("human")
    xiaomei.says("人工")
    xiaomei.says("人工")

    ana.sees("You asked for a person at Mar 2 12:00", "T-1", "next in line")
    xiaomei.sees("您在 3月2日 12:03 已经叫过人工", "T-2")
    assert [ticket.number for ticket in [*waiting(shop, ana), *waiting(shop, xiaomei)]] == ["T-1", "T-2"]
    assert len(shop.told) == 2


def test_the_admin_is_told_in_the_admins_language_whoever_asks(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("human")
    assert [text.splitlines()[0] for text in shop.told] == ["🙋 Ana 开了工单 T-1，但还没有连接店员群，没人看得到。"]

    boss = shop.person(ADMIN, "Boss", "en")
    boss.says("/start")
    shop.person(505, "小明", "zh").says("人工")

    assert shop.told[-1].startswith("🙋 小明 has opened ticket T-2, but no staff group is connected")


def test_from_an_order_page_the_ticket_is_about_it_and_the_order_one_tap_away(
    shop: ShopInTest, ana: PersonInTest
) -> None:
    number = waits_for_payment(ana)

    ana.taps("Human")

    ana.sees("I’ve called someone for you", "T-1")
    with shop.database.read() as db:
        assert [orders.the_order(db, ticket.order_id or 0).number for ticket in waiting(shop, ana)] == [number]
    ana.taps("Order details")
    ana.sees(f"Order {number}", "waiting for payment")
    assert len(ana.messages) == 3


def test_another_order_is_another_matter_and_no_order_is_the_one_at_hand(shop: ShopInTest, ana: PersonInTest) -> None:
    waits_for_payment(ana)
    ana.taps("Human")
    shop.forward(minutes=20)

    ana.says("human")
    ana.sees("You asked for a person", "T-1")
    ana.says("/start p_steam-50")
    for label in ("🛒", "1", "✅", "Human"):
        ana.taps(label)

    ana.sees("I’ve called someone for you", "T-2", "number 2")
    assert len(waiting(shop, ana)) == 2


def test_from_the_menu(ana: PersonInTest) -> None:
    ana.says("/start")

    ana.taps("Human")

    ana.sees("I’ve called someone for you")
    ana.misses("Continue")
    ana.taps("Menu")
    ana.sees("Hello Ana")
    assert len(ana.messages) == 1
