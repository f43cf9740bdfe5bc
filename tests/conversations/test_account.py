"""Transcripts of an account: its phone, a check before paying, freezes and the ways out of them."""

from typing import Any

import pytest
import sqlalchemy as sa

from backend.people import Role
from bot.voice import bare
from storage import orders as order_rows
from storage.jobs import JOBS
from storage.schema import METADATA
from tests.backend import given
from tests.conversations.chats import PersonInTest, ShopInTest

ANAS_PHONE = "8613800001234"


def shares(person: PersonInTest, number: str = ANAS_PHONE, *, of: int | None = None) -> None:
    """Share one's own contact, or somebody else's."""
    contact = {"phone_number": number, "first_name": person.name, "user_id": of or person.id}
    person.sends(contact=contact)


def has_seen(person: PersonInTest, *texts: str) -> None:
    """One of the latest messages has all of these."""
    latest = [bare(message.text) for message in person.messages[-4:]]
    assert any(all(text in message for text in texts) for message in latest), "\n---\n".join(latest)


def places(person: PersonInTest) -> None:
    """Order one card and leave it unpaid."""
    person.says("steam50")
    person.taps("Buy")
    person.taps("1")
    if "again" in person.screen or "another" in " ".join(person.labels):
        person.taps("another")
    person.taps("Order for")


def key_below(shop: ShopInTest, person: PersonInTest) -> Any:
    """What stands below the person's chat after all that was sent: the markup that was sent last."""
    marks = [
        call["reply_markup"]
        for method, call in shop.driver.calls
        if method.startswith("send") and call["chat_id"] == person.id and "reply_markup" in call
    ]
    return [mark for mark in marks if "inline_keyboard" not in mark]


@pytest.fixture
def su(shop: ShopInTest) -> PersonInTest:
    """A supervisor who reads English."""
    return shop.agent(602, "Su", role=Role.SUPERVISOR)


@pytest.fixture
def jo(shop: ShopInTest) -> PersonInTest:
    """An agent who reads English."""
    return shop.agent(603, "Jo")


def freezes(staff: PersonInTest, person: PersonInTest, label: str, why: str = "bank took it back") -> None:
    staff.says(f"/person {person.id}")
    staff.taps(label)
    staff.sees("Why, in a few words?")
    staff.says(why)


def test_a_phone_is_bound_by_ones_own_contact_and_shown_masked(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/account")
    ana.sees("My account", "good standing", "Phone: none", "retail", "English")
    ana.taps("Add my phone")
    has_seen(ana, "My account", "is below the chat")
    ana.sees("share your own phone")
    assert key_below(shop, ana)[-1]["keyboard"] == [[{"text": "📱 Share my phone", "request_contact": True}]]

    shares(ana)

    assert "138****1234 is now the phone" in ana.messages[-2].text
    assert key_below(shop, ana)[-1] == {"remove_keyboard": True}
    ana.sees("Phone: 138****1234")
    ana.offers("Verify or change")


def test_somebody_elses_contact_proves_nothing(ana: PersonInTest) -> None:
    ana.says("/account")
    shares(ana, of=777)
    ana.sees("isn’t your own contact", "Phone: none")
    ana.sends(contact={"phone_number": "13800001234", "first_name": "Ana"})
    ana.sees("isn’t your own contact", "Phone: none")


def test_a_phone_has_one_account(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    shares(ana)
    shares(xiaomei)

    assert "已经绑定了别的账号" in xiaomei.messages[-2].text
    xiaomei.sees("未绑定")


def test_another_phone_takes_its_place_after_a_day_unless_stopped(shop: ShopInTest, ana: PersonInTest) -> None:
    shares(ana)
    shares(ana, "8613900005678")
    ana.sees("becomes 139****5678", "stop it now")
    ana.taps("Stop the change")
    ana.sees("stays what it is", "138****1234")
    shop.forward(hours=25)
    ana.says("/account")
    ana.sees("Phone: 138****1234")

    shares(ana, "8613900005678")
    shop.forward(hours=23)
    ana.says("/account")
    ana.sees("138****1234", "139****5678")
    shop.forward(hours=2)
    ana.sees("139****5678 is now the phone")


def test_a_burst_of_orders_is_asked_for_a_phone_and_goes_on_right_there(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/menu")
    shop.give(ana, "500.00")
    for _ in range(6):
        places(ana)
    last = ana.order_number()
    ana.taps("Pay from balance")
    has_seen(ana, "One short check before you pay", last)
    ana.taps("Why?")
    has_seen(ana, "kept encrypted")

    shares(ana)

    ana.sees("Your order is still here", last)
    ana.taps("Pay from balance")
    has_seen(ana, "is here!")


def test_a_frozen_persons_order_line_opens_nothing_and_offers_to_unfreeze(ana: PersonInTest, su: PersonInTest) -> None:
    ana.says("/start")
    freezes(su, ana, "Freeze: unusual orders", "six cards in a minute")

    ana.says("two steam50 please")

    ana.sees("Frozen since")
    ana.offers("Unfreeze with my phone", "human")
    ana.misses("Continue choosing a product")


def test_many_signs_freeze_and_the_person_lifts_it_alone(shop: ShopInTest, ana: PersonInTest, su: PersonInTest) -> None:
    ana.says("/menu")
    shop.give(ana, "9000.00")
    freezes(su, ana, "Freeze: unusual orders", "six cards in a minute")
    su.sees("noted with your reason", "six cards in a minute", "supervisor:")
    ana.sees("Frozen", "somebody else placed them", "share your own phone")
    ana.misses("six cards")

    ana.says("steam50")
    ana.taps("Buy")
    ana.sees("Your account is frozen", "/account")
    ana.says("/cancel")
    ana.says("/account")
    ana.taps("Unfreeze with my phone")
    shares(ana)

    ana.sees("free again")
    places(ana)
    ana.sees("Order placed!")


def test_a_second_freeze_in_a_month_is_looked_at_by_somebody(
    shop: ShopInTest, ana: PersonInTest, su: PersonInTest
) -> None:
    shop.group()
    ana.says("/menu")
    freezes(su, ana, "Freeze: unusual orders")
    shares(ana)
    shop.forward(days=2)
    freezes(su, ana, "Freeze: unusual orders", "again")
    ana.sees("Somebody of the shop has to look")
    ana.misses("unfreeze")
    shares(ana)
    ana.sees("Frozen")

    ana.taps("Have it looked at")

    ana.sees("It is with our staff", "T-1")
    card = su.in_topic("ticket:1")
    has_seen(card, "申请解冻", "again", "/person 501")
    ana.says("It was me, on a new phone")
    su.says("/person T-1")
    su.sees("Ana", "Frozen", "again")
    su.taps("Lift the freeze")
    su.says("talked to her")
    su.sees("noted with your reason", "talked to her")
    ana.sees("free again")


def test_a_payment_freeze_is_no_matter_of_a_phone(ana: PersonInTest, su: PersonInTest) -> None:
    ana.says("/menu")
    freezes(su, ana, "Freeze: payment taken back")
    ana.sees("taken back or is disputed", "has to look")
    shares(ana)
    ana.says("/account")
    ana.sees("Frozen")


def test_an_order_from_before_the_freeze_is_neither_paid_nor_lost(
    shop: ShopInTest, ana: PersonInTest, su: PersonInTest
) -> None:
    ana.says("/menu")
    shop.give(ana, "100.00")
    places(ana)
    page = ana.messages[-1]
    freezes(su, ana, "Freeze: unusual orders")
    ana.taps("Pay from balance", message=page)
    has_seen(ana, "Your account is frozen")
    assert str(shop.balance_of(ana).minor) == "10000"

    shares(ana)

    ana.sees("free again", "your order is still here")
    ana.taps("Pay from balance")
    assert shop.balance_of(ana).minor == 5000


def test_money_that_came_is_delivered_to_who_was_frozen_meanwhile(
    shop: ShopInTest, ana: PersonInTest, su: PersonInTest
) -> None:
    places(ana)
    ana.taps("Pay online")
    address = ana.address_on("Pay")
    freezes(su, ana, "Freeze: payment taken back")

    shop.has_paid(address)

    has_seen(ana, "is here!")
    ana.taps("Show codes")
    ana.sees("CODE-steam-50")


def test_coupons_codes_and_top_ups_wait_as_well(ana: PersonInTest, su: PersonInTest) -> None:
    ana.says("/menu")
    freezes(su, ana, "Freeze: conduct")
    for text in ("/redeem ABCD-EFGH-JKMN-PQRS-TVWX", "/topup 50"):
        ana.says(text)
        ana.sees("Your account is frozen")
    ana.says("human")
    ana.sees("T-1")


def test_who_is_trusted_is_asked_nothing(shop: ShopInTest, ana: PersonInTest, su: PersonInTest) -> None:
    ana.says("/menu")
    su.says(f"/person {ana.id}")
    su.taps("Trust")
    su.says("with us since the beginning")
    su.sees("no rule freezes them")
    shop.give(ana, "500.00")
    for _ in range(6):
        places(ana)
    ana.taps("Pay from balance")
    has_seen(ana, "is here!")


def test_agents_freeze_and_supervisors_lift(ana: PersonInTest, jo: PersonInTest, su: PersonInTest) -> None:
    ana.says("/menu")
    freezes(jo, ana, "Freeze: something else", "  ")
    jo.sees("Please say why")
    jo.says("looks odd")
    jo.sees("looks odd")
    jo.misses("Lift the freeze", "Trust")
    su.says(f"/person {ana.id}")
    su.offers("Lift the freeze")
    jo.says(f"/person {su.id}")
    jo.misses("Freeze:")
    ana.says("/person 602")
    ana.sees("for the shop’s staff")


@pytest.mark.parametrize("asked", ["Ana", "ana"])
def test_somebody_without_an_order_is_found_by_name(jo: PersonInTest, ana: PersonInTest, asked: str) -> None:
    ana.says("/start")

    jo.says(f"/person {asked}")

    jo.sees("Ana", str(ana.id))


def test_nobody_is_found_by_a_wrong_number(jo: PersonInTest) -> None:
    jo.says("/person 99999")
    jo.sees("I know nobody by that")
    jo.says("/person")
    jo.sees("Whose account?")


def texts_of(shop: ShopInTest) -> list[str]:
    """Every text in every table."""
    found = []
    with shop.database.read() as db:
        for table in (*METADATA.sorted_tables, JOBS):
            words = [column for column in table.c if isinstance(column.type, sa.String | sa.JSON)]
            found += (
                [f"{table.name}: {value}" for row in db.execute(sa.select(*words)) for value in row] if words else []
            )
    return found


def test_what_the_shop_knows_is_shown_and_forgotten(shop: ShopInTest, su: PersonInTest) -> None:
    shop.group()
    zoe = shop.person(771, "Zoë Quilby")
    zoe.says("Zoë Quilby: the thing with the thing")
    zoe.sees("not sure what you mean")
    zoe.says("话费100")
    zoe.taps("Buy")
    zoe.says("13755550123")
    zoe.taps("Order for")
    zoe.taps("Pay online")
    shop.has_paid(zoe.address_on("Pay"))
    shares(zoe, "8613755559876")
    zoe.says("human")
    zoe.says("my cat is called Mrs Pepperpot")
    card = su.in_topic("ticket:1")
    card.taps("接手")
    card.says("Dear Zoë Quilby, Mrs Pepperpot is a fine name")
    zoe.says("/account")
    zoe.taps("What the shop knows")
    has_seen(zoe, "Zoë Quilby", "Telegram number: 771", "Orders: 1", "account to top up: 1", "Tickets: 1")
    zoe.taps("Forget me")
    has_seen(zoe, "can’t be forgotten yet", "ticket that is not resolved")
    card.taps("已解决")
    zoe.says("/account")
    zoe.taps("What the shop knows")
    zoe.taps("Forget me")
    has_seen(zoe, "Forget you?", "can’t be undone")
    planted = ("Quilby", "Pepperpot", "13755550123", "13755559876", "137****")
    assert any(each in text for text in texts_of(shop) for each in planted)

    zoe.taps("Yes, forget me")

    has_seen(zoe, "It’s done")
    left = [text for text in texts_of(shop) if any(each in text for each in planted)]
    assert left == []
    assert "unclear_sentences: … the thing with the thing" in texts_of(shop)
    with shop.database.read() as db:
        assert given.broken_in(db, now=shop.clock.now()) == []
        assert [each.account for each in order_rows.latest(db, most=9)] == [""]
    zoe.says("/account")
    zoe.sees("Phone: none")


@pytest.mark.parametrize("said", ["I need to change the phone on my account", "how can I verify my mobile number"])
def test_who_speaks_of_their_phone_sees_their_account(ana: PersonInTest, said: str) -> None:
    ana.says(said)

    ana.sees("My account", "Phone: none")
    ana.offers("Add my phone", "What the shop knows of me")


def test_who_is_locked_out_hears_of_their_account_and_not_of_regions(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    ana.says("it says my account got locked")
    ana.sees("nothing restricts you")

    xiaomei.says("我要换绑手机号")
    xiaomei.sees("我的账号", "手机号：未绑定")
