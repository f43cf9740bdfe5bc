"""Transcripts of giving money back: a second look first, the buyer told, made good to, and once."""

import sqlalchemy as sa

from backend.people import Role
from storage.stock import CardRow
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import waits_for_payment


def waits_in_vain(shop: ShopInTest, person: PersonInTest) -> str:
    """Have paid for two cards that are gone; returns the order's number."""
    person.says("/start")
    shop.give(person, "100")
    number = waits_for_payment(person)
    with shop.database.transaction() as db:
        db.execute(sa.delete(CardRow))
    person.taps("💰")
    return number


def test_an_order_that_cannot_be_delivered_is_refunded_and_made_up_for(shop: ShopInTest, ana: PersonInTest) -> None:
    boss = shop.agent(801, "Boss", role=Role.SUPERVISOR)
    number = waits_in_vain(shop, ana)
    assert f"/refund {number}" in shop.told[-1]

    boss.says(f"/refund {number}")
    boss.sees(number, "Ana", "Steam ¥50 × 2", "CN¥100.00", "will not be delivered any more")
    boss.taps("Refund CN¥100.00")

    boss.sees("is back on the customer’s balance", "they have been told")
    assert shop.balance_of(ana).minor == 100_00
    assert any("we could not deliver order" in message.text for message in ana.messages)
    shop.forward(seconds=2)
    ana.sees("Sorry", number)
    ana.offers("Use it now")


def test_tapping_twice_refunds_once(shop: ShopInTest, ana: PersonInTest) -> None:
    boss = shop.agent(801, "Boss", role=Role.SUPERVISOR)
    number = waits_in_vain(shop, ana)
    boss.says(f"/refund {number}")
    question = boss.messages[-1]
    data = question.keyboard[0][0]["callback_data"]

    boss.taps_data(data, question.message_id)
    boss.taps_data(data, question.message_id)

    assert shop.balance_of(ana).minor == 100_00
    assert sum("we could not deliver order" in message.text for message in ana.messages) == 1


def test_what_is_not_paid_or_delivered_already_is_not_refunded(shop: ShopInTest, ana: PersonInTest) -> None:
    boss = shop.agent(801, "Boss", role=Role.SUPERVISOR)
    number = waits_for_payment(ana)

    boss.says(f"/refund {number}")

    boss.sees(f"Order {number} can’t be refunded now")
    assert shop.balance_of(ana).minor == 0


def test_an_order_nobody_knows_and_no_order_at_all(shop: ShopInTest) -> None:
    boss = shop.agent(801, "Boss", role=Role.SUPERVISOR)

    boss.says("/refund ZZZZZZZZZZ")
    boss.sees("I can’t find that order")
    boss.says("/refund")

    boss.sees("Send /refund with its number")


def test_an_agent_cannot_refund(shop: ShopInTest, ana: PersonInTest) -> None:
    agent = shop.agent(802, "Lee")
    number = waits_in_vain(shop, ana)

    agent.says(f"/refund {number}")

    agent.sees("for the shop’s staff")
    assert shop.balance_of(ana).minor == 0
