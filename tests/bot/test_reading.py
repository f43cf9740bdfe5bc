"""Reading: what each kind of stored event is, and that nothing stored can't be read."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.money import Money
from backend.payments import GatewayNotice
from bot.reading import arrival_of_update, chat_of_lane, lane_of_chat, notice_from_json, notice_to_json, read
from flows.events import (
    Chat,
    CheckoutAsked,
    Commanded,
    Edited,
    Event,
    Fired,
    FromPerson,
    Matter,
    PaymentReported,
    Reach,
    ReachChanged,
    Said,
    Sender,
    Sent,
    Tapped,
    Unknown,
)
from storage.inbox import Arrival, Inbound

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PERSON = {"id": 501, "is_bot": False, "first_name": "Ana", "last_name": "B", "username": "ana", "language_code": "en"}
CHAT = {"id": 501, "type": "private"}
ENVELOPE = {"message_id": 3, "from": PERSON, "chat": CHAT}
COMMAND = [{"type": "bot_command", "offset": 0, "length": 6}]


def stored(arrival: Arrival) -> Inbound:
    """The event as it comes out of the inbox."""
    return Inbound(1, arrival.source, arrival.key, arrival.lane, arrival.payload, 0, None, NOW)


def event_of(**update: Any) -> Event:
    """What an update is read as."""
    return read(stored(arrival_of_update({"update_id": 7, **update}, bot_id=1)), now=NOW)


@pytest.mark.parametrize(
    ("message", "happening"),
    [
        ({"text": "hello"}, Said("hello", 3)),
        ({"text": "/Start p_steam", "entities": COMMAND}, Commanded("start", "p_steam", 3)),
        ({"text": "/help@xiaoer_bot", "entities": COMMAND}, Commanded("help", "", 3, "xiaoer_bot")),
        ({"text": "/start"}, Said("/start", 3)),
        ({"text": "see /start", "entities": [{"type": "bot_command", "offset": 4}]}, Said("see /start", 3)),
        ({"photo": [], "caption": "look", "media_group_id": "9"}, Sent(Matter.PHOTO, "look", 3, "9")),
        (
            {"photo": [{"file_id": "small"}, {"file_id": "large", "file_size": 9}]},
            Sent(Matter.PHOTO, "", 3, None, file_id="large", file_bytes=9),
        ),
        (
            {"document": {"file_id": "F", "file_name": "cards.txt", "file_size": 7}},
            Sent(Matter.DOCUMENT, "", 3, None, file_id="F", file_name="cards.txt", file_bytes=7),
        ),
        ({"animation": {"file_id": "A"}, "document": {"file_id": "A"}}, Sent(Matter.ANIMATION, "", 3, None, "A")),
        ({"sticker": {}}, Sent(Matter.STICKER, "", 3, None)),
        ({"hologram": {}}, Sent(Matter.OTHER, "", 3, None)),
        ({"pinned_message": {}}, Unknown("a service message")),
        ({}, Unknown("a service message")),
        ({"text": "a\0b"}, Said("ab", 3)),
    ],
)
def test_a_message_is_what_it_holds(message: dict[str, Any], happening: FromPerson) -> None:
    event = event_of(message={**ENVELOPE, **message})

    assert event.happening == happening
    assert event.sender == Sender(501, "Ana B", "ana", "en")
    assert event.chat == Chat(501, "private")


def test_the_other_kinds_of_updates() -> None:
    tap = {"id": "q", "from": PERSON, "message": {"message_id": 4, "chat": CHAT}, "data": "b:x:0"}
    asked = {"id": "c", "from": PERSON, "invoice_payload": "order:1"}
    change = {"from": PERSON, "chat": CHAT, "new_chat_member": {"status": "kicked"}}

    assert event_of(edited_message={**ENVELOPE, "text": "x"}).happening == Edited(3, "x")
    assert event_of(callback_query=tap).happening == Tapped("q", "b:x:0", 4)
    assert event_of(pre_checkout_query=asked).happening == CheckoutAsked("c", "order:1")
    assert event_of(my_chat_member=change).happening == ReachChanged(Reach.BLOCKED)
    assert event_of(poll={"id": "1"}).happening == Unknown("poll")


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"message": ENVELOPE}, "chat:501"),
        ({"callback_query": {"from": {"id": 9}, "message": {"chat": {"id": -5}}}}, "chat:-5"),
        ({"callback_query": {"from": {"id": 9}, "inline_message_id": "x"}}, "chat:9"),
        ({"pre_checkout_query": {"from": {"id": 9}}}, "chat:9"),
        ({"my_chat_member": {"from": {"id": 9}, "chat": {"id": -5}}}, "chat:-5"),
        ({"message": {"chat": {"id": True}}}, "nowhere"),
        ({"message": {"chat": {"id": "501"}}}, "nowhere"),
        ({"poll": {"id": "1"}}, "nowhere"),
        ({}, "nowhere"),
    ],
)
def test_the_lane_is_the_chat_or_the_person(update: dict[str, Any], lane: str) -> None:
    assert arrival_of_update({"update_id": 7, **update}, bot_id=1).lane == lane


@pytest.mark.parametrize(
    "message",
    [
        {**ENVELOPE, "text": 5},
        {**ENVELOPE, "text": "x", "entities": None},
        {**ENVELOPE, "text": "x", "entities": ["bold"]},
        {**ENVELOPE, "message_id": 2**63, "text": "x"},
        {**ENVELOPE, "chat": {"id": 2**63, "type": "private"}, "text": "x"},
        {**ENVELOPE, "from": "Ana", "text": "x"},
        {**ENVELOPE, "from": {**PERSON, "username": 5}, "text": "x"},
        {"text": "no envelope"},
        [],
    ],
    ids=str,
)
def test_what_is_not_as_documented_is_unknown(message: Any) -> None:
    assert isinstance(event_of(message=message).happening, Unknown)


@pytest.mark.parametrize("sender", [{}, {"from": {**PERSON, "is_bot": True}}])
def test_what_no_person_wrote_has_no_sender(sender: dict[str, Any]) -> None:
    event = event_of(message={"message_id": 3, "chat": CHAT, "text": "x", **sender})

    assert event.sender is None
    assert event.happening == Unknown("no person wrote it")


def test_half_a_character_is_kept_as_a_question_mark() -> None:
    assert event_of(message={**ENVELOPE, "text": "a\ud83d"}).happening == Said("a?", 3)


def test_a_timer_and_a_payment_come_out_as_they_went_in() -> None:
    timer = json.dumps({"kind": "order-expire", "subject": "order:1", "args": {"order": 1}})
    notice = GatewayNotice("sandbox", "P1", "T1", "e1", Money(5000, "CNY"), NOW)
    payment = json.dumps(notice_to_json(notice))

    fired = read(Inbound(1, "timer", "1", "chat:501", timer, 0, None, NOW), now=NOW)
    paid = read(Inbound(2, "gateway:sandbox", "e1", "gateway:sandbox", payment, 0, None, NOW), now=NOW)

    assert fired == Event(1, Fired("order-expire", "order:1", {"order": 1}), None, Chat(501, "private"), NOW)
    assert paid == Event(2, PaymentReported(notice), None, None, NOW)
    assert notice_from_json(json.loads(payment)) == notice


@given(st.integers(-(2**52), 2**52))
def test_a_lane_names_its_chat(chat_id: int) -> None:
    assert chat_of_lane(lane_of_chat(chat_id)) == chat_id
    assert chat_of_lane("gateway:sandbox") is None


@pytest.mark.parametrize(("is_topic_message", "thread_id"), [(True, 9), (False, None)])
def test_only_what_was_said_in_a_topic_has_one(is_topic_message: bool, thread_id: int | None) -> None:
    """A reply in General names a thread too, the one of the message it replies to."""
    chat = {"id": -1001, "type": "supergroup", "is_forum": True}
    place = {"message_thread_id": 9, "is_topic_message": is_topic_message, "reply_to_message": {"message_id": 9}}

    event = event_of(message={**ENVELOPE, "chat": chat, "text": "hi", **place})

    assert event.thread_id == thread_id
    assert event.reply_to == (None if is_topic_message else 9)
    assert event.chat is not None
    assert event.chat.is_forum


@pytest.mark.parametrize(
    "update",
    [
        {"callback_query": {"id": "1", "from": PERSON, "data": "x", "message": {**ENVELOPE, "text": "CODE-1"}}},
        {"callback_query": {"id": "1", "from": PERSON, "data": "x", "message": {**ENVELOPE, "caption": "CODE-1"}}},
        {"message": {**ENVELOPE, "text": "why?", "reply_to_message": {**ENVELOPE, "text": "CODE-1"}}},
        {"message": {**ENVELOPE, "text": "why?", "quote": {"text": "CODE-1", "position": 0}}},
        {"message": {**ENVELOPE, "pinned_message": {**ENVELOPE, "rich_text": {"blocks": ["CODE-1"]}}}},
        {"edited_message": {**ENVELOPE, "text": "why?", "reply_to_message": {**ENVELOPE, "text": "CODE-1"}}},
    ],
)
def test_what_an_earlier_message_showed_is_not_stored_again(update: dict[str, Any]) -> None:
    arrival = arrival_of_update({"update_id": 7, **update}, bot_id=1)

    assert "CODE-1" not in arrival.payload
    assert '"message_id":3' in arrival.payload
