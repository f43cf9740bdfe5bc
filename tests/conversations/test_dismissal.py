"""Transcripts of an agent who is let go: what they served waits for somebody else, and its customers hear it once."""

import pytest

from backend import tickets
from backend.tickets import TicketStatus
from bot.voice import bare
from tests.backend.given import broken
from tests.conversations.chats import ADMIN, PersonInTest, PersonInTopic, ShopInTest

TICKET = "ticket:1"
LEFT = "the person who looked after you is no longer with us"


@pytest.fixture
def boss(shop: ShopInTest) -> PersonInTest:
    """The admin whom the settings name."""
    shop.group()
    boss = shop.person(ADMIN, "Boss")
    boss.says("/start")
    return boss


@pytest.fixture
def dan(shop: ShopInTest, boss: PersonInTest) -> PersonInTest:
    """An agent who is going to leave."""
    return shop.agent(601, "Dan")


@pytest.fixture
def cai(shop: ShopInTest, boss: PersonInTest) -> PersonInTest:
    """An agent who stays."""
    return shop.agent(602, "Cai")


def served(person: PersonInTest, agent: PersonInTest, number: int = 1) -> PersonInTopic:
    """The agent in the topic of the person's ticket, which they have claimed."""
    person.says("/human")
    topic = agent.in_topic(f"ticket:{number}")
    topic.taps("接手")
    return topic


def lets_go(boss: PersonInTest, name: str) -> None:
    boss.says("/staff")
    boss.taps(name)
    boss.taps("Let go")
    boss.taps("Yes, let go")


def state(shop: ShopInTest, ticket_id: int = 1) -> tuple[TicketStatus, str]:
    """Where the ticket stands, and who serves it."""
    with shop.database.read() as db:
        ticket = tickets.the_ticket(db, ticket_id)
        return ticket.status, tickets.owner_name(db, ticket)


def told(person: PersonInTest, text: str) -> int:
    return sum(text in bare(message.text) for message in person.messages)


def test_tickets_of_who_is_let_go_wait_again_in_their_place_and_a_colleague_goes_on(
    shop: ShopInTest, boss: PersonInTest, dan: PersonInTest, cai: PersonInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    topic = served(ana, dan)
    topic.says("which code is it?")
    served(xiaomei, cai, 2)
    shop.forward(hours=3)
    boss.says("/staff")
    boss.taps("Dan")
    boss.taps("Let go")
    boss.sees("They have 1 unresolved ticket: it goes back to the queue, and its customer is told")

    boss.taps("Yes, let go")

    assert (state(shop), state(shop, 2)) == ((TicketStatus.WAITING, ""), (TicketStatus.CLAIMED, "Cai"))
    ana.sees("🔄 T-1", LEFT, "nothing you need to say again", "You are next in line, and have an answer by Mar 2 16:00")
    assert told(xiaomei, "已离开") == 0
    assert any("Dan 已离开客服，T-1 等人接手" in bare(each.text) for each in topic.messages)
    ana.taps("Write to staff")
    ana.says("the second one")
    dan.in_topic(TICKET).says("am I still there?")
    assert told(ana, "am I still there?") == 0
    cai.in_topic(TICKET).taps("接手")
    cai.in_topic(TICKET).says("I have it")
    assert (state(shop), told(ana, "I have it")) == ((TicketStatus.CLAIMED, "Cai"), 1)
    assert broken(shop.database, now=shop.clock.now()) == []


def test_in_chinese_they_are_told_once_however_often_somebody_is_let_go(
    shop: ShopInTest, boss: PersonInTest, dan: PersonInTest, xiaomei: PersonInTest
) -> None:
    served(xiaomei, dan)
    lets_go(boss, "Dan")
    shop.agent(601, "Dan")

    lets_go(boss, "Dan")

    assert told(xiaomei, "之前接待您的客服已离开，会由同事接着处理") == 1
    xiaomei.sees("下一个就是您")


def test_what_was_offered_to_who_is_let_go_stays_its_owners(
    shop: ShopInTest, boss: PersonInTest, dan: PersonInTest, cai: PersonInTest, ana: PersonInTest
) -> None:
    topic = served(ana, cai)
    topic.taps("转给别人")
    topic.taps("Offer to Dan")

    lets_go(boss, "Dan")

    with shop.database.read() as db:
        assert tickets.the_ticket(db, 1).offered_to_id is None
    assert state(shop) == (TicketStatus.CLAIMED, "Cai")
    assert told(ana, LEFT) == 0


def test_a_ticket_that_who_left_had_settled_waits_when_it_is_opened_again(
    shop: ShopInTest, boss: PersonInTest, dan: PersonInTest, ana: PersonInTest
) -> None:
    served(ana, dan).taps("已解决")
    lets_go(boss, "Dan")
    assert told(ana, LEFT) == 0

    ana.taps("Open again")

    assert state(shop) == (TicketStatus.WAITING, "")
    assert broken(shop.database, now=shop.clock.now()) == []


def test_who_becomes_a_supervisor_keeps_their_tickets(
    shop: ShopInTest, boss: PersonInTest, dan: PersonInTest, ana: PersonInTest
) -> None:
    served(ana, dan)
    boss.says("/staff")
    boss.taps("Dan")

    boss.taps("Make a supervisor")

    assert state(shop) == (TicketStatus.CLAIMED, "Dan")
