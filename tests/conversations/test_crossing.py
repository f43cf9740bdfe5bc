"""Transcripts of what is said about a ticket: it crosses to the other side once, whole, in order; notes never do."""

from typing import Any

import pytest

from backend import audit, tickets
from backend.tickets import Side
from tests.conversations.chats import STAFF_GROUP, PersonInTest, ShopInTest
from tests.conversations.desk import TICKET, asks, owner, said_to, served, texts
from tests.conversations.journeys import at_the_quantity, waits_for_payment


def test_five_messages_of_a_customer_all_arrive_in_order(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    sent = [f"line {number}" for number in range(5)]

    with shop.at_once():
        for text in sent:
            ana.says(text)

    assert said_to(topic.messages, "Ana") == sent


def test_five_messages_of_an_agent_all_arrive_in_order(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    sent = [f"line {number}" for number in range(5)]

    with shop.at_once():
        for text in sent:
            topic.says(text)

    assert said_to(ana.messages, "Bo") == sent


def test_an_agent_answers_two_customers_at_once(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest, bo: PersonInTest
) -> None:
    first = served(ana, bo)
    asks(xiaomei)
    second = bo.in_topic("ticket:2")
    second.taps("接手")

    with shop.at_once():
        first.says("to Ana")
        second.says("to Xiaomei")

    assert said_to(ana.messages, "Bo") == ["to Ana"]
    assert said_to(xiaomei.messages, "Bo") == ["to Xiaomei"]


@pytest.mark.parametrize(
    ("content", "method", "caption"),
    [
        ({"photo": [{"file_id": "small"}, {"file_id": "F"}], "caption": "look"}, "sendPhoto", "look"),
        ({"document": {"file_id": "F"}}, "sendDocument", ""),
        ({"voice": {"file_id": "F"}}, "sendVoice", ""),
        ({"video": {"file_id": "F"}, "caption": "look"}, "sendVideo", "look"),
        ({"sticker": {"file_id": "F"}}, "sendSticker", ""),
    ],
)
def test_what_can_be_sent_crosses_both_ways(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest, content: dict[str, Any], method: str, caption: str
) -> None:
    topic = served(ana, bo)

    ana.sends(**content)
    topic.sends(**content)

    sent = [parameters for name, parameters in shop.driver.calls if name == method]
    assert [each["chat_id"] for each in sent] == [STAFF_GROUP, ana.id]
    assert [each[method.removeprefix("send").lower()] for each in sent] == ["F", "F"]
    assert all(caption in each.get("caption", "") for each in sent)


def test_every_part_of_an_album_crosses(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)

    with shop.at_once():
        for number in range(3):
            ana.sends(photo=[{"file_id": f"F{number}"}], media_group_id="album")

    assert [message.method for message in topic.messages].count("sendPhoto") == 3


def test_what_cannot_be_passed_on_is_said_to_both(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)

    ana.sends(location={"latitude": 1, "longitude": 2})
    topic.sees("发来一个位置，转不过来")
    ana.sees("I can’t pass that on")

    topic.sends(contact={"phone_number": "1"})
    topic.sees("Not sent")


def test_an_edit_changes_the_copy_on_either_side(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    ana.says("my code is 123")
    topic.says("helo")
    count = len(topic.messages), len(ana.messages)

    ana.edits("my code is 124")
    topic.edits("hello")

    assert said_to(topic.messages, "Ana") == ["my code is 124"]
    assert said_to(ana.messages, "Bo") == ["hello"]
    assert (len(topic.messages), len(ana.messages)) == count


def test_an_edited_caption_changes_the_copy(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    ana.sends(photo=[{"file_id": "F"}], caption="befor")

    ana.edits("before", what="caption")

    assert said_to(topic.messages, "Ana") == ["before"]


def test_a_reply_is_a_reply_on_the_other_side(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    ana.says("which one?")
    question, original = topic.messages[-1].message_id, ana.last_message_id

    topic.says("this one", reply_to=question)
    assert ana.messages[-1].reply_to == original

    ana.says("thanks", reply_to=ana.messages[-1].message_id)
    assert topic.messages[-1].reply_to == topic.last_message_id

    ana.says("and again", reply_to=original)
    assert topic.messages[-1].reply_to == question


def test_notes_never_cross(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    before = texts(ana.messages)

    topic.says("// she is right")
    topic.edits("// she is quite right")
    topic.says("/note ask the supplier")
    topic.says("/note")

    assert texts(ana.messages) == before
    topic.sees("/note supplier contacted")
    with shop.database.read() as db:
        kept = [message.text for message in tickets.messages_of(db, 1) if message.side is Side.NOTE]
    assert kept == ["she is quite right", "ask the supplier"]


def test_a_reply_to_a_note_does_not_show_it(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    topic.says("// she is right")

    topic.says("you are right", reply_to=topic.last_message_id)

    assert ana.messages[-1].reply_to is None


def test_nobody_speaks_before_claiming(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    asks(ana)
    topic = bo.in_topic(TICKET)
    before = texts(ana.messages)

    with shop.at_once():
        topic.says("hello")
        topic.says("can I help?")

    assert texts(ana.messages) == before
    assert [("没有发给顾客" in text or "Not sent" in text) for text in texts(topic.messages)].count(True) == 1
    topic.taps("Claim")
    assert owner(shop) == "Bo"


def test_another_agents_words_do_not_cross(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest, cai: PersonInTest
) -> None:
    served(ana, bo)
    before = texts(ana.messages)
    topic = cai.in_topic(TICKET)

    topic.says("me too")
    topic.says("and again")

    topic.sees("Not sent: T-1 is Bo’s", "//")
    assert texts(ana.messages) == before
    assert len([text for text in texts(topic.messages) if "Not sent" in text]) == 1


def test_who_says_it_again_later_is_told_again(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest, cai: PersonInTest
) -> None:
    served(ana, bo)
    topic = cai.in_topic(TICKET)
    topic.says("me too")

    shop.forward(minutes=2)
    topic.says("and again")

    assert len([text for text in texts(topic.messages) if "Not sent" in text]) == 2


def test_in_the_middle_of_an_order_a_word_to_the_agent_loses_nothing(ana: PersonInTest, bo: PersonInTest) -> None:
    at_the_quantity(ana)
    topic = served(ana, bo)
    ana.taps("Continue")
    topic.says("may I ask something?")
    ana.offers("Write to staff")

    ana.says("yes?", reply_to=ana.messages[-1].message_id)
    assert said_to(topic.messages, "Ana") == ["yes?"]

    ana.says("2")
    assert said_to(topic.messages, "Ana") == ["yes?"]
    ana.sees("Please check your order")


def test_the_button_turns_what_is_written_to_the_agent(ana: PersonInTest, bo: PersonInTest) -> None:
    at_the_quantity(ana)
    topic = served(ana, bo)
    ana.taps("Continue")
    topic.says("may I ask something?")

    ana.taps("Write to staff")
    ana.says("2 what?")

    assert said_to(topic.messages, "Ana") == ["2 what?"]


def test_an_agent_hears_that_the_customer_cannot_be_reached(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    ana.changes_reach("kicked")

    topic.says("hello?")
    topic.says("hello??")

    topic.sees("Ana can’t be reached since")
    assert len([text for text in texts(topic.messages) if "can’t be reached" in text]) == 1


def test_with_two_tickets_words_go_where_the_talk_was(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    waits_for_payment(ana)
    first = served(ana, bo)
    ana.taps("Human")
    second = bo.in_topic("ticket:2")
    second.taps("接手")

    ana.says("about the order")
    first.says("and the other thing?")
    ana.says("about the other thing", reply_to=ana.messages[-1].message_id)
    ana.says("still about that")

    assert said_to(second.messages, "Ana") == ["about the order"]
    assert said_to(first.messages, "Ana") == ["about the other thing", "still about that"]


def test_nothing_that_was_said_breaks_an_invariant(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    ana.says("hello")
    topic.says("hi")
    topic.says("// a note")
    topic.taps("已解决")
    ana.says("wait")
    ana.taps("Open again")

    with shop.database.read() as db:
        assert audit.check(db, now=shop.clock.now()) == []


def test_a_long_message_crosses_whole(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    text = "字" * 4096

    ana.says(text)

    assert texts(topic.messages)[-1] == text


def test_tags_in_what_is_said_are_only_text(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)

    ana.says("<b>bold</b> & <a href='x'>y</a>")

    assert said_to(topic.messages, "Ana") == ["<b>bold</b> & <a href='x'>y</a>"]
