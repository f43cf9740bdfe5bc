"""Transcripts of a code that does not work: complained of, looked into with its supplier, replaced from the ticket."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest

from bot.clock import Clock
from bot.suppliers.declared import Named
from storage.database import Database
from storage.secrets import Vault
from tests.backend.given import broken
from tests.conversations.chats import PersonInTest, PersonInTopic, ShopInTest
from tests.conversations.journeys import has_delivery
from tests.conversations.test_suppliers import Dealer
from tests.databases import Databases
from tests.supply import Market


def complains(person: PersonInTest) -> None:
    """Look at the codes of the delivery, and complain that one does not work."""
    person.taps("Show codes")
    person.taps("Report a problem")
    person.taps("Still complain")
    person.taps("A code doesn’t work")
    person.says("the first one says invalid")


def served(shop: ShopInTest, person: PersonInTest) -> PersonInTopic:
    """An agent in the topic of that complaint, about to choose a code."""
    shop.group()
    agent = shop.agent(601, "Bo")
    complains(person)
    topic = agent.in_topic("ticket:1")
    topic.taps("接手")
    topic.taps("补发卡密")
    return topic


def test_an_agent_replaces_a_code_and_the_buyer_has_another(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    bo = served(shop, ana)
    bo.sees("doesn’t work?", "Code 1: as delivered", "Code 2: as delivered", "in 30 days: 0 of 3 at most")

    bo.taps("Replace code 1")
    shop.forward(seconds=1)

    bo.sees("is being replaced", "Code 1: to be replaced")
    ana.sees("code 1 of order", "it is code 3 of your delivery", "you pay nothing")
    ana.taps("Show codes")
    ana.sees("CODE-steam-50-0", "CODE-steam-50-1", "CODE-steam-50-2")
    assert any("已补发" in told for told in shop.told)
    assert shop.left("steam-50") == 2
    assert broken(shop.database, now=shop.clock.now()) == []


def test_a_second_tap_replaces_nothing_more(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    bo = served(shop, ana)

    bo.taps("Replace code 1")
    shop.forward(seconds=1)
    bo.taps("Replace code 1")
    shop.forward(seconds=1)

    assert sum("you pay nothing" in message.text for message in ana.messages) == 1
    assert shop.left("steam-50") == 2


def test_with_nothing_on_the_shelf_staff_hear_and_try_again(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    bo = served(shop, ana)
    shop.sells_out("steam-50")
    bo.taps("Replace code 1")
    shop.forward(seconds=1)
    assert any("坏卡没补成" in told for told in shop.told)

    shop.restock("steam-50", "FRESH-1")
    bo.taps("Replace code 1")
    shop.forward(seconds=1)

    ana.taps("Show codes")
    ana.sees("FRESH-1")


def test_a_complaint_of_another_kind_offers_no_replacement(shop: ShopInTest, ana: PersonInTest) -> None:
    shop.group()
    agent = shop.agent(601, "Bo")
    has_delivery(shop, ana)
    ana.taps("Report a problem")
    ana.taps("Still complain")
    ana.taps("Something else")
    ana.says("hm")
    bo = agent.in_topic("ticket:1")

    bo.taps("接手")

    assert not any("补发卡密" in key["text"] for each in bo.messages for row in each.keyboard for key in row)


@pytest.fixture
def dealer(databases: Databases, _furnished: Database, vault: Vault) -> Iterator[Dealer]:
    """A shop with cards of its own and suppliers for what it lacks."""
    with databases.fresh("sqlite", like=_furnished) as database, asyncio.Runner() as runner:
        markets: list[Market] = []

        def named(clock: Clock) -> Sequence[Named]:
            markets.append(Market(clock))
            return markets[0].named()

        shop = Dealer(database, vault, runner, is_furnished=True, suppliers=named)
        shop.market = markets[0]
        yield shop
        assert broken(database, now=shop.clock.now()) == []


@pytest.mark.parametrize(("is_down", "said"), [(False, "it sold us this code"), (True, "no answer")])
def test_the_supplier_of_a_dead_code_is_asked_first(dealer: Dealer, is_down: bool, said: str) -> None:
    ana = dealer.person(501, "Ana")
    dealer.sells_out("steam-50")
    dealer.syncs()
    dealer.buys(ana)
    dealer.does_jobs()
    ana.sees("is here!")
    bo = served(dealer, ana)
    if is_down:
        dealer.market.is_down.add("east")
    dealer.restock("steam-50", "FRESH-1")

    bo.taps("Replace code 1")
    dealer.waits(seconds=1)

    ana.sees("it is code 2 of your delivery")
    ana.taps("Show codes")
    ana.sees("EAST-STEAM50-000001", "FRESH-1")
    assert any("east on" in told and said in told for told in dealer.told)
    assert dealer.market.issued("east") == 1
