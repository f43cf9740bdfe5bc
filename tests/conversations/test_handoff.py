"""Transcripts of a ticket in the staff group: claimed, talked about, handed over, settled, opened again."""

from typing import Any

import pytest
import sqlalchemy as sa

from backend import audit, tickets
from backend.people import Role
from backend.tickets import Side, TicketStatus
from bot.drivers.memory_driver import Message
from bot.voice import bare
from storage.conversations import ScreenRow
from storage.staff_groups import StaffGroupRow
from storage.topics import TopicRow
from tests.conversations.chats import ADMIN, STAFF_GROUP, PersonInTest, PersonInTopic, ShopInTest
from tests.conversations.journeys import at_the_quantity, waits_for_payment

TICKET = "ticket:1"


@pytest.fixture
def bo(shop: ShopInTest) -> PersonInTest:
    """An agent, in a shop with a staff group."""
    shop.group()
    return shop.agent(601, "Bo")


@pytest.fixture
def cai(shop: ShopInTest, bo: PersonInTest) -> PersonInTest:
    """Another agent."""
    return shop.agent(602, "Cai")


def asks(person: PersonInTest) -> None:
    person.says("/human")


def served(person: PersonInTest, agent: PersonInTest) -> PersonInTopic:
    """The agent in the topic of the person's ticket, which they have claimed."""
    asks(person)
    topic = agent.in_topic(TICKET)
    topic.taps("接手")
    return topic


def connects(owner: PersonInTest) -> None:
    """Make the group the staff's by the command that says so."""
    command = {"type": "bot_command", "offset": 0, "length": 8}
    group = {"id": STAFF_GROUP, "type": "supergroup", "is_forum": True}
    owner.sends(text="/connect", entities=[command], chat=group)


def texts(messages: list[Message]) -> list[str]:
    return [bare(message.text) for message in messages]


def said_to(messages: list[Message], by: str) -> list[str]:
    """What was passed on from somebody, in the order in which it stands there."""
    passed = [text.split("\n", 1) for text in texts(messages)]
    return [parts[1] for parts in passed if len(parts) == 2 and parts[0].endswith(by) and not parts[0].startswith("📝")]


def status(shop: ShopInTest) -> TicketStatus:
    with shop.database.read() as db:
        return tickets.the_ticket(db, 1).status


def owner(shop: ShopInTest) -> str:
    with shop.database.read() as db:
        return tickets.owner_name(db, tickets.the_ticket(db, 1))


def test_the_card_tells_the_agent_what_is_known(ana: PersonInTest, bo: PersonInTest) -> None:
    waits_for_payment(ana)
    number = ana.order_number()
    ana.taps("Human")

    topic = bo.in_topic(TICKET)

    topic.sees("T-1", "等人接手", "Ana", "ID 501", "普通顾客", "English", number, "Steam 50 元", "还没付款")
    topic.offers("接手", "卡片")


def test_the_customer_sees_number_place_and_promise(ana: PersonInTest, xiaomei: PersonInTest, bo: PersonInTest) -> None:
    asks(ana)
    ana.sees("T-1", "You’re next in line", "You’ll have an answer by Mar 2 13:00")

    asks(xiaomei)
    xiaomei.sees("T-2", "您是第 2 位", "最晚 3月2日 13:00 回复您")


def test_by_night_the_customer_hears_when_the_shop_opens(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    shop.clock.forward(hours=13)

    asks(ana)

    ana.sees("Nobody is in just now; answers start again at Mar 3 09:00", "by Mar 3 10:00")


def test_claiming_shows_both_sides_who_serves(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest, bo: PersonInTest
) -> None:
    asks(ana)
    asks(xiaomei)
    topic = bo.in_topic(TICKET)

    topic.taps("接手")

    topic.sees("Bo 在处理")
    topic.offers("已解决", "转给别人")
    ana.sees("Bo is looking after you")
    xiaomei.sees("排在第 1 位")
    assert len(ana.messages) == 1
    named = [parameters for method, parameters in shop.driver.calls if method == "editForumTopic"]
    assert named[-1]["name"] == "💬 T-1 · Ana · Bo"


def test_the_second_who_claims_is_told_who_was_first(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest, cai: PersonInTest
) -> None:
    asks(ana)
    first, second = bo.in_topic(TICKET), cai.in_topic(TICKET)

    with shop.at_once():
        first.taps("接手")
        second.taps("接手")
    assert shop.driver.toasts == ["T-1 has been claimed by Bo."]
    second.says("/claim")

    assert owner(shop) == "Bo"
    second.sees("T-1 has been claimed by Bo")


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


def test_two_messages_before_there_is_a_topic_make_one_topic(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest
) -> None:
    with shop.at_once():
        asks(ana)
        ana.says("hello")
        ana.says("anybody?")

    assert [method for method, _ in shop.driver.calls].count("createForumTopic") == 1
    assert said_to(bo.in_topic(TICKET).messages, "Ana") == ["hello", "anybody?"]


def test_while_waiting_one_page_counts_what_was_said(ana: PersonInTest, bo: PersonInTest) -> None:
    asks(ana)
    before = len(ana.messages)

    ana.says("my code")
    ana.says("doesn’t work")

    assert len(ana.messages) == before
    ana.sees("We have all 2 of your messages")


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


def test_a_volunteer_gets_it_only_from_its_owner(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest, cai: PersonInTest
) -> None:
    mine, theirs = served(ana, bo), cai.in_topic(TICKET)
    theirs.says("me too")
    theirs.taps("I’ll take over")
    theirs.taps("Offer to Cai")
    assert owner(shop) == "Bo"
    assert "only they or a supervisor" in shop.driver.toasts[-1]

    mine.taps("Offer to Cai")
    theirs.taps("I’ll take it")

    assert owner(shop) == "Cai"


def test_a_transfer_is_accepted_in_private(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest, cai: PersonInTest
) -> None:
    topic = served(ana, bo)

    topic.taps("转给别人")
    topic.taps("Offer to Cai")
    cai.sees("Bo would like to hand T-1 to you")
    topic.says("still mine")
    cai.taps("I’ll take it")

    assert owner(shop) == "Cai"
    cai.sees("Cai has taken T-1 over")
    ana.taps("Menu")
    cai.in_topic(TICKET).says("I’m Cai")
    assert said_to(ana.messages, "Bo") == ["still mine"]
    assert said_to(ana.messages, "Cai") == ["I’m Cai"]
    topic.says("and me?")
    topic.sees("Not sent: T-1 is Cai’s")


def test_a_transfer_that_is_declined_changes_nothing(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest, cai: PersonInTest
) -> None:
    topic = served(ana, bo)

    topic.says("/transfer @Cai")
    cai.in_topic(TICKET).taps("Not now")

    assert owner(shop) == "Bo"
    topic.sees("Cai can’t take T-1; it stays with Bo")


def test_a_reply_to_a_colleague_names_them(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest, cai: PersonInTest
) -> None:
    topic, colleague = served(ana, bo), cai.in_topic(TICKET)
    colleague.says("// I know this supplier")

    topic.says("/transfer", reply_to=colleague.last_message_id)

    cai.sees("Bo would like to hand T-1 to you")


def test_transferring_to_nobody_known_is_refused(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)

    topic.says("/transfer @nobody")

    topic.sees("Nobody on the staff is called")


def test_resolving_tells_the_customer_the_way_back(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)

    topic.says("/resolve")

    assert status(shop) is TicketStatus.RESOLVED
    ana.sees("T-1 has been marked as settled")
    ana.offers("Open again")
    topic.sees("Bo 把 T-1 标记为已解决")
    assert shop.driver.calls[-1][0] == "closeForumTopic" or "closeForumTopic" in [name for name, _ in shop.driver.calls]
    topic.says("one more thing")
    topic.sees("Not sent: T-1 is settled")


def test_only_owner_or_supervisor_resolve(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest, cai: PersonInTest
) -> None:
    served(ana, bo)

    cai.in_topic(TICKET).taps("已解决")
    assert status(shop) is TicketStatus.CLAIMED

    boss = shop.agent(603, "Boss", role=Role.SUPERVISOR)
    boss.in_topic(TICKET).taps("已解决")
    assert status(shop) is TicketStatus.RESOLVED


def test_opened_again_it_is_its_owners_again(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    topic.taps("已解决")

    ana.taps("Open again")
    ana.says("it still fails")

    assert (status(shop), owner(shop)) == (TicketStatus.CLAIMED, "Bo")
    assert "🔄 Ana 重新打开了 T-1。" in texts(topic.messages)
    assert said_to(topic.messages, "Ana") == ["it still fails"]
    assert "reopenForumTopic" in [name for name, _ in shop.driver.calls]


def test_what_is_written_after_it_was_resolved_waits_for_the_answer(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest
) -> None:
    topic = served(ana, bo)
    topic.taps("已解决")

    with shop.at_once():
        ana.says("hm")
        ana.says("it fails again")
    ana.sees("T-1 has been settled. Is what you just wrote about that?")
    assert said_to(topic.messages, "Ana") == []
    assert len([text for text in texts(ana.messages) if "Is what you just wrote" in text]) == 1

    ana.taps("Open again")

    assert said_to(topic.messages, "Ana") == ["hm", "it fails again"]


def test_what_is_about_something_else_becomes_a_ticket_of_its_own(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest
) -> None:
    topic = served(ana, bo)
    topic.taps("已解决")
    ana.says("another thing")

    ana.taps("Something else")

    ana.sees("T-2", "We have your message")
    assert said_to(bo.in_topic("ticket:2").messages, "Ana") == ["another thing"]
    assert status(shop) is TicketStatus.RESOLVED


def test_who_shops_after_a_ticket_is_not_asked_about_it(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    topic.taps("已解决")

    ana.says("steam50")

    ana.sees("Steam ¥50")


def test_a_week_later_the_ticket_is_forgotten(shop: ShopInTest, ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    topic.taps("已解决")
    shop.clock.forward(days=8)

    ana.says("qwertz")

    ana.misses("T-1")


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


def test_the_first_answer_ends_the_waiting(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    page = ana.messages[-1]
    assert "You’ll have an answer by" in page.text

    topic.says("hello")

    assert "You’ll have an answer by" not in page.text


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


def test_the_owner_of_the_shop_is_not_bothered_when_there_is_a_group(
    shop: ShopInTest, ana: PersonInTest, bo: PersonInTest
) -> None:
    asks(ana)

    assert ADMIN not in shop.driver.chats


def test_who_went_back_to_the_menu_may_search_while_their_ticket_waits(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("human")
    ana.says("steam50 did not work")
    ana.says("/menu")

    ana.says("steam50")

    ana.sees("Steam ¥50")
    ana.offers("Buy")
    ana.taps("Menu")
    ana.says("hello? anybody?")
    ana.says("/ticket")
    ana.sees("all 2 of your messages")
