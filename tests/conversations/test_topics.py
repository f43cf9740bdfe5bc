"""Transcripts of the staff group: a topic for each ticket, made again when it is deleted, moved with the group."""

import sqlalchemy as sa

from backend import tickets
from backend.tickets import TicketStatus
from storage.conversations import ScreenRow
from storage.staff_groups import StaffGroupRow
from storage.topics import TopicRow
from tests.conversations.chats import ADMIN, STAFF_GROUP, PersonInTest, ShopInTest
from tests.conversations.desk import TICKET, asks, connects, said_to, served, status, texts


def test_two_messages_before_there_is_a_topic_make_one_topic(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest
) -> None:
    with shop.at_once():
        asks(ana)
        ana.says("hello")
        ana.says("anybody?")

    assert [method for method, _ in shop.driver.calls].count("createForumTopic") == 1
    assert said_to(bo.in_topic(TICKET).messages, "Ana") == ["hello", "anybody?"]


def test_a_deleted_topic_is_made_again_with_what_was_said(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest
) -> None:
    topic = served(ana, bo)
    ana.says("first")
    topic.says("second")
    topic.says("// third")
    shop.delete_topic(TICKET)

    ana.says("are you there?")
    for _ in range(3):
        shop.forward(seconds=2)

    anew = bo.in_topic(TICKET)
    assert [name for name, _ in shop.driver.calls].count("createForumTopic") == 2
    assert sorted(said_to(anew.messages, "Ana")) == ["are you there?", "first"]
    assert said_to(anew.messages, "Bo") == ["second"]
    assert any("T-1" in text and "Bo 在处理" in text for text in texts(anew.messages))
    assert any("third" in text for text in texts(anew.messages))
    assert all(message.thread_id is not None for message in shop.driver.chats[STAFF_GROUP])
    anew.says("here I am")
    assert said_to(ana.messages, "Bo") == ["second", "here I am"]


def test_the_card_comes_down_and_stays_the_only_one(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    ana.says("hello")

    topic.says("/card")

    topic.sees("🎫 T-1", "Bo 在处理")
    assert len([message for message in topic.messages if message.keyboard]) == 1


def test_commands_outside_a_ticket_say_where_they_belong(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    asks(ana)
    topic = bo.in_topic(TICKET)
    topic._place = {}

    topic.says("/claim")

    assert "isn’t a ticket’s topic" in texts(shop.driver.chats[STAFF_GROUP])[-1]


def test_without_a_group_admins_hear_how_to_connect_one(shop: ShopInTest, ana: PersonInTest) -> None:
    asks(ana)
    ana.says("hello")

    assert "/connect" in shop.told[0]
    with shop.database.read() as db:
        assert [message.text for message in tickets.messages_of(db, 1)] == ["hello"]


def test_customers_in_the_group_cannot_serve(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    asks(ana)
    guest = shop.person(700, "Guest").in_topic(TICKET)

    guest.taps("接手")

    assert status(shop) is TicketStatus.WAITING
    assert "That’s for the shop’s staff" in shop.driver.toasts[-1]


def test_tickets_that_waited_for_a_group_move_into_it(shop: ShopInTest, ana: PersonInTest) -> None:
    asks(ana)
    ana.says("hello")
    shop.group()
    owner = shop.person(ADMIN, "Owner")

    connects(owner)
    shop.forward(seconds=1)

    topic = owner.in_topic(TICKET)
    assert said_to(topic.messages, "Ana") == ["hello"]
    assert "T-1" in texts(topic.messages)[0]


def test_open_tickets_move_along_into_another_group(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    ana.says("first")
    topic.says("second")
    former = STAFF_GROUP - 1
    with shop.database.transaction() as db:
        for table in (TopicRow, ScreenRow, StaffGroupRow):
            db.execute(sa.update(table).where(table.chat_id == STAFF_GROUP).values(chat_id=former))
    shop.driver.chats[former] = shop.driver.chats.pop(STAFF_GROUP)
    owner = shop.person(ADMIN, "Owner")

    connects(owner)
    shop.forward(seconds=1)

    anew = bo.in_topic(TICKET)
    assert "Bo 在处理" in texts(anew.messages)[0]
    assert (said_to(anew.messages, "Ana"), said_to(anew.messages, "Bo")) == (["first"], ["second"])
    anew.says("third")
    assert said_to(ana.messages, "Bo") == ["second", "third"]


def test_the_owner_of_the_shop_is_not_bothered_when_there_is_a_group(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest
) -> None:
    asks(ana)

    assert ADMIN not in shop.driver.chats
