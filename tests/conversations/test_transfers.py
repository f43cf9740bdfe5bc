"""Transcripts of a ticket that changes hands: offered, accepted or declined, and never taken."""

from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.desk import TICKET, owner, said_to, served


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
