"""The console from the bot's side: the link it gives, and what is done in the console done by the same handlers."""

import asyncio
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend import people, sign_in, tickets
from backend.people import Role
from backend.tickets import Side
from storage import console_acts
from storage.console_acts import Answered
from storage.conversations import ScreenRow
from storage.database import Database
from storage.inbox import Arrival
from storage.outbox import OutboxRow
from storage.secrets import Secret, Vault
from tests.conversations import chats
from tests.conversations.chats import STAFF_GROUP, PersonInTest, ShopInTest


@pytest.fixture
def ben(shop: ShopInTest) -> PersonInTest:
    """An agent, in a shop with a staff group."""
    shop.group()
    return shop.agent(601, "Ben")


@pytest.fixture
def cai(shop: ShopInTest, ben: PersonInTest) -> PersonInTest:
    """Another agent."""
    return shop.agent(602, "Cai")


@pytest.fixture
def ticket(ana: PersonInTest, ben: PersonInTest) -> int:
    """The id of Ana's ticket."""
    ana.says("/start")
    ana.says("human")
    return 1


def does(shop: ShopInTest, who: PersonInTest, action: str, *, key: str = "act-1", **args: object) -> Answered | None:
    """Do something in the console; returns what its page can show of it."""
    payload = json.dumps({"action": action, "args": args, "by": who.id})
    shop.take_in(Arrival("console", key, f"chat:{STAFF_GROUP}", payload))
    with shop.database.read() as db:
        return console_acts.answer_to(db, key)


def said(shop: ShopInTest, ticket: int) -> list[tuple[Side, str]]:
    """What the ticket's conversation holds."""
    with shop.database.read() as db:
        return [(message.side, message.text) for message in tickets.messages_of(db, ticket)]


def test_an_agent_gets_a_link_that_signs_them_in(shop: ShopInTest, ben: PersonInTest) -> None:
    ben.says("/console")

    ben.sees("works once, for 10 minutes")
    address = ben.address_on("Open the desk")
    assert address.startswith("http://127.0.0.1:1/sign-in?token=")
    with shop.database.transaction() as db:
        token = address.partition("token=")[2]
        signed_in = sign_in.sign_in(db, token, cookie=Secret("c"), now=shop.clock.now() + timedelta(minutes=9))
    assert signed_in.telegram_id == ben.id


def test_the_link_stands_in_no_row(shop: ShopInTest, ben: PersonInTest) -> None:
    ben.says("/console")

    token = ben.address_on("Open the desk").partition("token=")[2]
    with shop.database.read() as db:
        kept = [str(content) for table in (ScreenRow, OutboxRow) for content in db.scalars(sa.select(table.content))]
    assert len(token) >= 32
    assert not any(token in content for content in kept)


def test_a_customer_gets_none(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/console")

    ana.sees("for the shop’s staff")
    ana.misses("Open the desk")


def test_in_the_group_the_link_goes_to_the_private_chat(shop: ShopInTest, ben: PersonInTest, ticket: int) -> None:
    before = len(shop.driver.chats[STAFF_GROUP])
    ben.in_topic(f"ticket:{ticket}").says("/console")

    assert ben.address_on("Open the desk")
    assert not any("token" in str(message.keyboard) for message in shop.driver.chats[STAFF_GROUP][before:])


def test_without_an_address_it_is_said_how_to_get_one(
    sqlite_database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = chats.settings_of(sqlite_database).model_copy(update={"console_url": None})
    monkeypatch.setattr(chats, "settings_of", lambda _: settings)
    with asyncio.Runner() as runner:
        shop = ShopInTest(sqlite_database, vault, runner)
        ben = shop.agent(601, "Ben")

        ben.says("/console")

        ben.sees("CONSOLE_URL")


def test_a_claim_and_a_reply_in_the_console_reach_customer_and_topic(
    shop: ShopInTest, ana: PersonInTest, ben: PersonInTest, ticket: int
) -> None:
    claimed = does(shop, ben, "ticket.claim", ticket=ticket)
    replied = does(shop, ben, "ticket.reply", key="act-2", ticket=ticket, text="Hello Ana <b>")

    assert claimed == replied == Answered(None)
    ana.sees("Hello Ana <b>")
    assert "Hello Ana <b>" in ben.in_topic(f"ticket:{ticket}").screen
    assert said(shop, ticket)[-1] == (Side.STAFF, "Hello Ana <b>")


def test_a_note_in_the_console_stays_among_staff(
    shop: ShopInTest, ana: PersonInTest, ben: PersonInTest, ticket: int
) -> None:
    before = len(ana.messages)

    noted = does(shop, ben, "ticket.note", ticket=ticket, text="knows the owner")

    assert noted == Answered(None)
    assert said(shop, ticket)[-1] == (Side.NOTE, "knows the owner")
    assert len(ana.messages) == before


def test_a_claim_that_came_second_is_refused_with_the_owners_name(
    shop: ShopInTest, ben: PersonInTest, cai: PersonInTest, ticket: int
) -> None:
    does(shop, ben, "ticket.claim", ticket=ticket)

    refused = does(shop, cai, "ticket.claim", key="act-2", ticket=ticket)

    assert refused is not None
    assert refused.refusal == {"key": "refused-ticket-taken", "args": {"number": "T-1", "owner": "Ben"}}
    with shop.database.read() as db:
        assert tickets.the_ticket(db, ticket).owner_id == ben.known_as(db).id


def test_only_the_owner_speaks_to_the_customer(
    shop: ShopInTest, ana: PersonInTest, ben: PersonInTest, cai: PersonInTest, ticket: int
) -> None:
    does(shop, ben, "ticket.claim", ticket=ticket)

    refused = does(shop, cai, "ticket.reply", key="act-2", ticket=ticket, text="Me too")

    assert refused is not None
    assert refused.refusal is not None
    ana.misses("Me too")


def test_the_same_act_again_does_nothing_twice(
    shop: ShopInTest, ana: PersonInTest, ben: PersonInTest, ticket: int
) -> None:
    does(shop, ben, "ticket.claim", ticket=ticket)

    for _ in range(2):
        does(shop, ben, "ticket.reply", key="act-2", ticket=ticket, text="Once")

    assert [text for _, text in said(shop, ticket)].count("Once") == 1
    assert len([message for message in ana.messages if "Once" in message.text]) == 1


def test_resolving_and_opening_again(shop: ShopInTest, ana: PersonInTest, ben: PersonInTest, ticket: int) -> None:
    does(shop, ben, "ticket.claim", ticket=ticket)

    resolved = does(shop, ben, "ticket.resolve", key="act-2", ticket=ticket)
    ana.sees("marked as settled")
    reopened = does(shop, ben, "ticket.reopen", key="act-3", ticket=ticket)

    assert resolved == reopened == Answered(None)
    with shop.database.read() as db:
        assert tickets.the_ticket(db, ticket).is_open


def test_who_is_no_longer_staff_does_nothing(shop: ShopInTest, ben: PersonInTest, ticket: int) -> None:
    with shop.database.transaction() as db:
        people.appoint(db, ben.known_as(db), Role.CUSTOMER, by="test", now=shop.clock.now())

    refused = does(shop, ben, "ticket.claim", ticket=ticket)

    assert refused is not None
    assert refused.refusal == {"key": "refused-not-allowed", "args": {}}


@pytest.mark.parametrize("action", ["menu", "order.pay-balance", "buy", "no-such-thing"])
def test_nothing_that_is_for_customers_can_be_done_in_the_console(
    shop: ShopInTest, ben: PersonInTest, ticket: int, action: str
) -> None:
    before = sum(len(messages) for messages in shop.driver.chats.values())

    does(shop, ben, action, order=1)

    assert sum(len(messages) for messages in shop.driver.chats.values()) == before
