"""Transcripts of licences: handed in, reviewed in chat, and what licensed goods say to whom."""

import pytest

from backend.people import Role
from tests.conversations.chats import PersonInTest, ShopInTest

LICENSED = (
    'prices = { retail = "50.00", silver = "49.00", gold = "48.00" }\n',
    'prices = { retail = "50.00", silver = "49.00", gold = "48.00" }\n'
    'licensed = { period = "week", silver = 2, windows = [{ days = ["mon", "tue"], opens = "09:00", '
    'closes = "18:00" }] }\n',
)


@pytest.fixture
def su(shop: ShopInTest) -> PersonInTest:
    """A supervisor who reads English."""
    return shop.agent(602, "Su", role=Role.SUPERVISOR)


def hands_in(person: PersonInTest, number: str = "AB12-CD34", ends_on: str = "2027-01-31") -> None:
    person.says("/licence")
    person.says(number)
    person.says(ends_on)


def test_handed_in_reviewed_and_told_at_once(shop: ShopInTest, ana: PersonInTest, su: PersonInTest) -> None:
    ana.says("/licence")
    ana.sees("What is your licence number?")
    ana.says("AB1")
    ana.sees("8 to 20 letters or digits")
    ana.says("ab12 cd34")
    ana.sees("Until which day is it good?")
    ana.says("next year")
    ana.sees("Please write the day as in 2027-01-31")
    ana.says("2027/1/31")
    ana.sees("Licence ••••CD34, good until 2027-01-31: it is being looked at")

    su.sees("Ana (501)", "Number AB12CD34, good until 2027-01-31", "waits for a review")
    su.taps("Accept · silver")

    su.sees("approved")
    ana.sees("Licence ••••CD34, good until 2027-01-31: approved", "prices of silver", "/bulk")
    ana.says("/menu")
    ana.offers("Bulk order")
    ana.says("/licence")
    ana.sees("approved")


def test_refused_and_sent_again(shop: ShopInTest, ana: PersonInTest, su: PersonInTest) -> None:
    hands_in(ana)
    su.taps("Refuse")

    ana.sees("was not accepted", "send it again")
    ana.taps("Send a licence")
    ana.sees("What is your licence number?")


def test_withdrawn_later_from_the_list(shop: ShopInTest, ana: PersonInTest, su: PersonInTest) -> None:
    hands_in(ana)
    su.says("/licences")
    su.sees("Licences that wait for a review: 1")
    su.taps("🪪 Ana")
    su.taps("Accept · gold")
    su.taps("Withdraw")

    su.sees("withdrawn")
    ana.sees("is no longer accepted", "Your prices: retail")


def test_when_it_ends_its_holder_is_told_and_pays_as_before(
    shop: ShopInTest, ana: PersonInTest, su: PersonInTest
) -> None:
    hands_in(ana, ends_on="2026-03-04")
    su.taps("Accept · gold")
    shop.forward(days=3)

    ana.sees("Licence ••••CD34 ended on 2026-03-04", "please send the new one", "Your prices: retail")
    ana.taps("Send a licence")
    ana.sees("What is your licence number?")


def test_one_that_ended_while_it_waited_is_not_accepted(shop: ShopInTest, ana: PersonInTest, su: PersonInTest) -> None:
    hands_in(ana, ends_on="2026-03-04")
    shop.forward(days=3)

    su.taps("Accept · gold")

    su.sees("ended on 2026-03-04 while it waited", "Refuse it")
    ana.says("/licence")
    ana.sees("it is being looked at")


def test_the_summary_says_whose_price_it_is(shop: ShopInTest, ana: PersonInTest, su: PersonInTest) -> None:
    hands_in(ana)
    su.taps("Accept · silver")
    ana.says("steam50")
    ana.taps("Buy")
    ana.taps("1")

    ana.sees("Price: CN¥49.00 each (your silver price; CN¥50.00 for others)", "Total: CN¥49.00")


def test_two_reviews_at_once_are_one(shop: ShopInTest, ana: PersonInTest, su: PersonInTest) -> None:
    hands_in(ana)
    shown = su.messages[-1]
    accept, refuse = shown.keyboard[0][0]["callback_data"], shown.keyboard[3][0]["callback_data"]

    with shop.at_once():
        su.taps_data(accept, shown.message_id)
        su.taps_data(refuse, shown.message_id)

    su.sees("approved")
    ana.sees("approved")


def test_somebody_elses_number_and_a_day_gone_by_are_refused(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    hands_in(ana)
    hands_in(xiaomei)
    xiaomei.sees("已经绑定了别的账号", "人工")

    hands_in(xiaomei, "ZZ999999", "2020-01-31")
    xiaomei.sees("2020-01-31 不对")


def test_licensed_goods_say_why_not_and_until_when(shop: ShopInTest, ana: PersonInTest, su: PersonInTest) -> None:
    shop.loads(LICENSED)
    ana.says("steam50")
    ana.taps("Buy")
    ana.sees("for licensed retailers only", "/licence")

    hands_in(ana)
    su.taps("Accept · silver")
    ana.says("/cancel")
    ana.says("steam50")
    ana.taps("Buy")
    ana.says("3")
    ana.sees("You may have 2 of this a week, and 2 of them are left now", "There are more at Mar 9 00:00")

    shop.forward(hours=9)
    ana.says("/cancel")
    ana.says("steam50")
    ana.taps("Buy")
    ana.sees("can’t be ordered right now", "Orders open again at Mar 3 09:00")


def test_customers_review_nothing(ana: PersonInTest) -> None:
    ana.says("/licences")

    ana.sees("for the shop’s staff")
