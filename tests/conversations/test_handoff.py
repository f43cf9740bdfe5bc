"""Transcripts of a ticket in the staff group: waiting, claimed, settled, opened again."""

from backend.people import Role
from backend.tickets import TicketStatus
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.desk import TICKET, asks, owner, said_to, served, status, texts
from tests.conversations.journeys import waits_for_payment


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


def test_while_waiting_one_page_counts_what_was_said(ana: PersonInTest, bo: PersonInTest) -> None:
    asks(ana)
    before = len(ana.messages)

    ana.says("my code")
    ana.says("doesn’t work")

    assert len(ana.messages) == before
    ana.sees("We have all 2 of your messages")


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


def test_the_first_answer_ends_the_waiting(ana: PersonInTest, bo: PersonInTest) -> None:
    topic = served(ana, bo)
    page = ana.messages[-1]
    assert "You’ll have an answer by" in page.text

    topic.says("hello")

    assert "You’ll have an answer by" not in page.text


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
