"""Transcripts of wanting a human: at every step, by button and by word, recorded once, and the step is kept."""

from collections.abc import Callable

import pytest

from storage import help_requests
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


def is_waiting(shop: ShopInTest, person: PersonInTest) -> bool:
    """Whether the shop knows that the person waits for a human."""
    with shop.database.read() as db:
        return help_requests.open_one(db, person.known_as(db).id) is not None


@EVERY_STEP
def test_by_button_and_then_on_where_one_was(
    shop: ShopInTest, ana: PersonInTest, step: Way, question: str, frage: str
) -> None:
    del frage
    step(ana)
    ana.sees(question)

    ana.taps("Human")

    ana.sees("I’ve called someone for you", "nothing you filled in is lost")
    ana.offers("Continue", "Menu", "My orders")
    assert is_waiting(shop, ana)
    assert len(shop.told) == 1
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
    assert is_waiting(shop, xiaomei)
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

    ana.sees("You asked for a person at Mar 2 12:00", "are still in line")
    xiaomei.sees("您在 3月2日 12:03 已经叫过人工")
    assert len(shop.told) == 2


def test_the_admin_is_told_in_the_admins_language_whoever_asks(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("human")
    assert shop.told == ["🙋 Ana（ID 501）要找人工，订单：-"]

    boss = shop.person(ADMIN, "Boss", "en")
    boss.says("/start")
    shop.person(505, "小明", "zh").says("人工")

    assert shop.told[-1] == "🙋 小明 (ID 505) asks for a human. Order: -"


def test_from_an_order_page_the_order_is_named_and_one_tap_away(shop: ShopInTest, ana: PersonInTest) -> None:
    number = waits_for_payment(ana)

    ana.taps("Human")

    ana.sees("I’ve called someone for you")
    assert shop.told[-1].endswith(f"订单：{number}")
    ana.taps("Order details")
    ana.sees(f"Order {number}", "waiting for payment")
    assert len(ana.messages) == 2


def test_from_the_menu(ana: PersonInTest) -> None:
    ana.says("/start")

    ana.taps("Human")

    ana.sees("I’ve called someone for you")
    ana.misses("Continue")
    ana.taps("Menu")
    ana.sees("Hello Ana")
    assert len(ana.messages) == 1
