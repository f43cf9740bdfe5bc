"""Whatever is sent: no event is given up, nobody sees what is another's, and who can be answered is answered.

Not here: buttons that are merely old (test_stale_buttons). On both databases, since they refuse different things.
"""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend import audit
from bot.reading import arrival_of_update
from bot.voice import bare
from storage import outbox
from storage.database import Database
from storage.inbox import Arrival, InboxRow
from storage.orders import OrderRow
from storage.secrets import Vault
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import at_the_account, at_the_quantity, at_the_summary, has_delivery

MALLORY = 666
GROUP_ID = -100_500
GROUP = {"id": GROUP_ID, "type": "supergroup", "title": "Chat"}
TAGS = '<b>x</b> <a href="tg://user?id=1">y</a> &amp; </b><tg-spoiler>'
TURNED_AROUND = "abc\u202egnp.exe\u2066\u200f"


class PublicShop(ShopInTest):
    """A shop that takes updates of every shape and records how it fared."""

    def takes(self, update: dict[str, Any]) -> None:
        """Let an update come in, whoever it is of, and be answered at the first attempt."""
        self._runner.run(self._digest(arrival_of_update({"update_id": self.update_id(), **update}, bot_id=1)))

    @property
    def unanswered(self) -> list[str]:
        """Why events were given up or put off."""
        with self.database.read() as db:
            return list(db.scalars(sa.select(InboxRow.failure).where(InboxRow.status != "done")))

    @property
    def orders(self) -> int:
        """How many orders there are."""
        with self.database.read() as db:
            return db.scalar(sa.select(sa.func.count()).select_from(OrderRow)) or 0

    def texts(self, chat_id: int) -> str:
        """All that stands in a chat."""
        return "\n".join(f"{message.text} {message.keyboard}" for message in self.driver.chats.get(chat_id, []))

    async def _digest(self, arrival: Arrival) -> None:
        await self.bot.intake.store([arrival])
        assert await self.bot.dispatch.drain(arrival.lane) is None
        with self.database.read() as db:
            chats = outbox.chats_waiting(db)
        for chat_id in chats:
            await self.bot.courier.drain(chat_id)


@pytest.fixture
def shop(database: Database, vault: Vault) -> Iterator[PublicShop]:
    """An open shop; at the end nothing may be left unanswered, and the books must be right."""
    with asyncio.Runner() as runner:
        shop = PublicShop(database, vault, runner)
        yield shop
    assert shop.unanswered == []
    with database.read() as db:
        assert audit.check(db, now=shop.clock.now()) == []


@pytest.fixture
def mallory(shop: PublicShop) -> PersonInTest:
    """Somebody who means no good."""
    return shop.person(MALLORY, "Mallory")


CONTENTS: dict[str, Any] = {
    "sticker": {"file_id": "s", "emoji": "🙂"},
    "photo": [{"file_id": "p"}],
    "voice": {"file_id": "v"},
    "video_note": {"file_id": "n"},
    "location": {"latitude": 1.0, "longitude": 2.0},
    "dice": {"emoji": "🎲", "value": 6},
    "poll": {"id": "1", "question": "?", "options": []},
    "checklist": {"title": "t", "tasks": []},
    "hologram": {"younger": "than this code"},
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_what_cannot_be_read_is_answered_and_the_question_stays_open(ana: PersonInTest, kind: str) -> None:
    at_the_quantity(ana)

    ana.sends(**{kind: CONTENTS[kind]})

    ana.sees("I can read only text", "How many?")
    ana.says("2")
    ana.sees("Please check your order")


@pytest.mark.parametrize(
    "told",
    [
        {"pinned_message": {"message_id": 1, "text": "x"}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"write_access_allowed": {}},
        {},
    ],
    ids=str,
)
def test_what_the_platform_tells_needs_no_answer(shop: PublicShop, ana: PersonInTest, told: dict[str, Any]) -> None:
    ana.sends(**told)

    assert ana.messages == []


def test_an_album_is_answered_once(shop: PublicShop, ana: PersonInTest) -> None:
    ana.says("/start")
    for part in range(3):
        ana.sends(photo=[{"file_id": str(part)}], media_group_id="13", caption="look" if part == 0 else "")
    before = len(ana.messages)

    shop.forward(seconds=1)
    ana.sends(photo=[{"file_id": "late"}], media_group_id="13")
    shop.forward(seconds=1)

    ana.sees("I can read only text")
    assert len(ana.messages) == before + 1


def is_refused_as_an_account(person: PersonInTest, text: str) -> None:
    """What can be nobody's account is asked about once, and then no account."""
    person.says(text)
    if "not sure what you mean" in person.screen:
        person.says(text)
    person.sees("doesn’t look like a mobile number")


@pytest.mark.parametrize("text", ["long " * 2000, "长" * 10_000, "🎁" * 3000, "2" * 10_000])
def test_ten_thousand_characters_get_a_short_answer_at_every_step(ana: PersonInTest, text: str) -> None:
    ana.says(text)
    assert len(ana.screen) < 400
    assert ana.labels
    at_the_quantity(ana)
    ana.says(text)
    ana.sees("Please send a number")
    ana.says("/cancel")
    at_the_account(ana)
    is_refused_as_an_account(ana, text)
    ana.says("/cancel")
    at_the_summary(ana)
    ana.taps("✏️ Note")
    ana.says(text)
    ana.sees("200 characters at most")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n" * 4000 + "x",
        "\u200b",
        "\u202e",
        "🏳️‍🌈",
        "مرحبا",
        "\0",
        "a\0b",
        "%s {x} {{",
        "' or 1=1 --",
        "\\u0000",
    ],
)
def test_odd_texts_are_answered_at_every_step(ana: PersonInTest, text: str) -> None:
    ana.says(text)
    assert ana.labels
    at_the_quantity(ana)
    ana.says(text)
    ana.sees("Please send a number")
    ana.says("/cancel")
    at_the_account(ana)
    is_refused_as_an_account(ana, text)
    ana.says("/cancel")
    at_the_summary(ana)
    ana.taps("✏️ Note")
    ana.says(text)
    ana.sees("Please check your order")


def test_half_a_character_does_not_stop_the_intake(shop: PublicShop, ana: PersonInTest) -> None:
    ana.says("\ud83d")
    shop.takes(
        {
            "message": {
                "message_id": 1,
                "from": {"id": MALLORY, "is_bot": False, "first_name": "\udc00", "language_code": "\ud800"},
                "chat": {"id": MALLORY, "type": "private"},
                "text": "/start",
            }
        }
    )

    assert ana.messages
    assert shop.driver.chats[MALLORY]


def test_tags_a_person_writes_stay_text_wherever_they_are_repeated(shop: PublicShop) -> None:
    eve = shop.person(502, TAGS[:60])
    eve.says("/start")
    eve.sees(TAGS[:60].split("href")[0])
    eve.says(f"qwxz {TAGS[:9]}")
    eve.sees(f"qwxz {TAGS[:9]}")
    at_the_summary(eve)
    eve.taps("✏️ Note")
    eve.says(TAGS)
    eve.sees(f"Note: {TAGS}")
    eve.taps("✅")
    eve.sees(f"Note: {TAGS}")
    eve.says("human")

    everything = shop.texts(eve.id) + shop.texts(900)
    assert "<a " not in everything
    assert "<tg-spoiler>" not in everything
    assert "<b>x" not in everything


def test_marks_that_turn_text_around_are_not_repeated(shop: PublicShop) -> None:
    eve = shop.person(502, TURNED_AROUND)
    eve.says("/start")
    eve.says(TURNED_AROUND)
    at_the_summary(eve)
    eve.taps("✏️ Note")
    eve.says(TURNED_AROUND)
    eve.sees("Note: abcgnp.exe")
    eve.says("human")

    assert [mark for mark in "\u202e\u2066\u200f" if mark in shop.texts(eve.id) + shop.texts(900)] == []


@pytest.mark.parametrize("payload", ["p_", "p_nothing", "p_" + "x" * 300, "o_1", "p_\0", "🎁", "p_'; drop table", "  "])
def test_a_deep_link_to_anything_leads_somewhere(ana: PersonInTest, payload: str) -> None:
    ana.says(f"/start {payload}")

    assert ana.labels


@pytest.mark.parametrize(
    "data", ["", "b:", "b::", "b::0", "b:x:0", "c:x:0", "b:x:-1", "b:\0:0", "b::" + "9" * 5000, "🎁" * 40, "menu"]
)
def test_a_forged_button_does_nothing(shop: PublicShop, ana: PersonInTest, data: str) -> None:
    at_the_summary(ana)

    ana.taps_data(data, ana.messages[-1].message_id)
    ana.taps_data(data, 987_654)

    assert shop.orders == 0
    assert shop.driver.toasts == ["That button is out of date; here is the current one."] * 2
    ana.sees("Please check your order")


@pytest.mark.parametrize("position", ["99", "9" * 5000, "²", "٣", "0x1", " 0", "-0"])
def test_a_position_no_button_has_does_nothing(shop: PublicShop, ana: PersonInTest, position: str) -> None:
    at_the_summary(ana)
    token = ana.messages[-1].keyboard[0][0]["callback_data"].rpartition(":")[0]

    ana.taps_data(f"{token}:{position}", ana.messages[-1].message_id)

    assert shop.orders == 0


def test_a_stolen_button_neither_shows_nor_changes_anything(
    shop: PublicShop, ana: PersonInTest, mallory: PersonInTest
) -> None:
    has_delivery(shop, ana)
    ana.taps("Show codes")
    codes = [key["copy_text"]["text"] for row in ana.messages[-1].keyboard for key in row if "copy_text" in key]
    number = ana.order_number()
    mallory.says("/start")
    before = shop.texts(ana.id)

    stolen = [
        (key["callback_data"], message.message_id)
        for message in ana.messages
        for row in message.keyboard
        for key in row
        if "callback_data" in key
    ]
    for data, message_id in stolen:
        mallory.taps_data(data, message_id)
        mallory.taps_data(data, mallory.messages[-1].message_id)
        shop.takes({"callback_query": _tap_in_chat_of(ana, data, message_id)})

    assert len(stolen) > 5
    assert len(codes) == 2
    assert [secret for secret in (number, *codes) if secret in shop.texts(MALLORY)] == []
    assert shop.texts(ana.id) == before


def test_another_persons_order_number_finds_nothing(shop: PublicShop, ana: PersonInTest, mallory: PersonInTest) -> None:
    has_delivery(shop, ana)
    number = ana.order_number()

    mallory.says(number)
    mallory.sees("I found nothing for")
    mallory.says(f"/start o_{number}")
    mallory.says("/orders")
    mallory.sees("no orders yet")

    assert "Steam ¥50 × 2" not in bare(shop.texts(MALLORY))


def test_in_a_group_only_our_commands_are_answered_and_only_with_the_way_to_the_shop(
    shop: PublicShop, ana: PersonInTest
) -> None:
    has_delivery(shop, ana)
    number = ana.order_number()
    silent = ["hello", number, "steam50", "human", "/orders@another_bot"]
    for text in silent:
        shop.takes({"message": _in_group(ana, text)})
    assert shop.driver.chats.get(GROUP_ID) is None

    shop.takes({"message": _in_group(ana, "/orders")})
    shop.takes({"message": _in_group(ana, "/orders@XIAOER_bot")})

    answers = shop.driver.chats[GROUP_ID]
    assert ["in private only" in answer.text for answer in answers] == [True, True]
    assert [[key["url"] for row in answer.keyboard for key in row] for answer in answers] == [
        ["https://t.me/xiaoer_bot"]
    ] * 2


def test_who_blocked_us_and_writes_in_a_group_is_not_taken_for_reachable(shop: PublicShop, ana: PersonInTest) -> None:
    ana.says("/start")
    ana.changes_reach("kicked")

    shop.takes({"message": _in_group(ana, "hello")})

    with shop.database.read() as db:
        assert ana.known_as(db).blocked_at is not None


@pytest.mark.parametrize(
    "update",
    [
        {"channel_post": {"message_id": 1, "chat": {"id": -1, "type": "channel"}, "text": "news"}},
        {"message": {"message_id": 1, "chat": GROUP, "sender_chat": GROUP, "text": "/start"}},
        {"message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "from": {"id": 5, "is_bot": True}}},
        {"poll": {"id": "1"}},
        {"telepathy": {"thought": "?"}},
        {"message": None},
        {"message": 5},
        {"callback_query": {"id": "q"}},
        {"my_chat_member": {"chat": GROUP, "from": {"id": 501}, "new_chat_member": {"status": "administrator"}}},
        {},
    ],
    ids=str,
)
def test_what_nobody_can_be_answered_for_is_let_go(shop: PublicShop, update: dict[str, Any]) -> None:
    shop.takes(update)

    assert shop.driver.chats == {}


def test_an_edited_message_is_no_answer(shop: PublicShop, ana: PersonInTest) -> None:
    ana.edits("2")
    assert ana.messages == []
    at_the_quantity(ana)

    ana.edits("3")

    ana.sees("I don’t see changes to a message", "How many?")


def test_a_checkout_nobody_opened_is_refused(shop: PublicShop, ana: PersonInTest) -> None:
    person = {"id": ana.id, "is_bot": False, "first_name": "Ana", "language_code": "en"}
    query = {"id": "c", "from": person, "invoice_payload": "order:1\0", "currency": "XTR", "total_amount": 1}

    shop.takes({"pre_checkout_query": query})

    answers = [parameters for method, parameters in shop.driver.calls if method == "answerPreCheckoutQuery"]
    assert [answer["ok"] for answer in answers] == [False]
    assert "Please don’t pay" in answers[0]["error_message"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
TEXTS = st.text(max_size=60) | st.sampled_from(["/start", "/orders", "2", "human", "/cancel", "steam50", "13800138000"])
PEOPLE = st.fixed_dictionaries(
    {"id": st.sampled_from([501, 502, MALLORY]), "is_bot": st.just(False), "first_name": st.text(max_size=70)},
    optional={"username": JUNK, "language_code": st.sampled_from(["en", "zh-hans", "", "tlh"]) | JUNK},
)
CHATS = st.sampled_from([{"id": 501, "type": "private"}, {"id": MALLORY, "type": "private"}, GROUP]) | JUNK
MESSAGES = st.fixed_dictionaries(
    {"message_id": st.integers(1, 50), "from": PEOPLE | JUNK, "chat": CHATS},
    optional={
        "text": TEXTS | JUNK,
        "entities": st.just([{"type": "bot_command", "offset": 0, "length": 6}]) | JUNK,
        "caption": TEXTS | JUNK,
        "media_group_id": st.sampled_from(["1", "2"]) | JUNK,
        "photo": JUNK,
        "sticker": JUNK,
        "reply_to_message": JUNK,
    },
)
LIVE = "a live button"
QUERIES = st.fixed_dictionaries(
    {"id": st.text(min_size=1, max_size=10), "from": PEOPLE},
    optional={"data": st.just(LIVE) | st.text(max_size=64) | JUNK, "message": MESSAGES, "invoice_payload": JUNK},
)
CHANGES = st.fixed_dictionaries(
    {
        "from": PEOPLE,
        "chat": CHATS,
        "new_chat_member": st.fixed_dictionaries({"status": st.sampled_from(["kicked", "member", "left"])}) | JUNK,
    }
)
UPDATES = st.one_of(
    st.fixed_dictionaries({"message": MESSAGES}),
    st.fixed_dictionaries({"edited_message": MESSAGES}),
    st.fixed_dictionaries({"callback_query": QUERIES}),
    st.fixed_dictionaries({"pre_checkout_query": QUERIES}),
    st.fixed_dictionaries({"my_chat_member": CHANGES}),
    st.dictionaries(st.text(max_size=12), MESSAGES | JUNK, max_size=2),
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(update=UPDATES)
def test_no_update_however_odd_is_given_up_or_shows_a_stranger_an_order(
    shop: PublicShop, ana: PersonInTest, update: dict[str, Any]
) -> None:
    if not ana.messages:
        has_delivery(shop, ana)
        ana.taps("Show codes")
    query = update.get("callback_query")
    if isinstance(query, dict) and query.get("data") == LIVE:
        query["data"] = ana.messages[-1].keyboard[-1][0].get("callback_data", "")

    shop.takes(update)

    assert shop.unanswered == []
    assert [chat for chat in shop.driver.chats if chat not in (501, 900) and "CODE-" in shop.texts(chat)] == []


def _in_group(person: PersonInTest, text: str) -> dict[str, Any]:
    sender = {"id": person.id, "is_bot": False, "first_name": person.name, "language_code": "en"}
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
    return {"message_id": 1, "from": sender, "chat": GROUP, "text": text, "entities": entities}


def _tap_in_chat_of(victim: PersonInTest, data: str, message_id: int) -> dict[str, Any]:
    """A tap of Mallory's that claims to come from somebody else's chat."""
    sender = {"id": MALLORY, "is_bot": False, "first_name": "Mallory", "language_code": "en"}
    message = {"message_id": message_id, "chat": {"id": victim.id, "type": "private"}}
    return {"id": "q", "from": sender, "message": message, "data": data}
