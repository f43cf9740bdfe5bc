"""Reading: a stored event's payload as an `Event`, whatever it holds.

Not here: what answers it. Updates are the Bot API's JSON (Source: core.telegram.org/bots/api, 10.0); what we
don't know, or what is not as documented, becomes `Unknown` and never an error, since it can't be sent back.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from backend.money import MINOR_DIGITS, Money
from backend.payments import GatewayNotice
from flows.events import (
    Acted,
    Chat,
    CheckoutAsked,
    Commanded,
    Contact,
    Edited,
    Event,
    FileRead,
    Fired,
    FromPerson,
    Happening,
    JobEnded,
    Matter,
    PaymentReported,
    Reach,
    ReachChanged,
    Said,
    Sender,
    Sent,
    SupplierCalled,
    Tapped,
    Unknown,
)
from storage.console_acts import SOURCE as CONSOLE_SOURCE
from storage.inbox import Arrival, Inbound

TIMER_SOURCE = "timer"
GATEWAY_SOURCE = "gateway"
STARS_SOURCE = "stars"
FILE_SOURCE = "file"
JOB_SOURCE = "job"
SUPPLIER_SOURCE = "supplier"

NOWHERE = "nowhere"
"""The lane of what belongs to no chat."""

_GONE = {"kicked", "left"}

_ENVELOPE = {"from", "chat", "reply_to_message", "via_bot"}
_WHICH_TOPIC = ("message_thread_id", "is_topic_message")
_ECHOES = ("message", "reply_to_message", "pinned_message", "external_reply")
_KEPT_OF_ECHOES = ("message_id", "chat", *_WHICH_TOPIC)
"""Of a message that comes along with a tap or an answer: what is read of it."""

_TOLD_BY_THE_PLATFORM = {
    "boost_added",
    "chat_background_set",
    "connected_website",
    "forum_topic_closed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "gift",
    "left_chat_member",
    "message_auto_delete_timer_changed",
    "migrate_from_chat_id",
    "migrate_to_chat_id",
    "new_chat_members",
    "new_chat_photo",
    "new_chat_title",
    "pinned_message",
    "proximity_alert_triggered",
    "refunded_payment",
    "successful_payment",
    "unique_gift",
    "video_chat_ended",
    "video_chat_scheduled",
    "video_chat_started",
    "write_access_allowed",
}
"""What a message may hold that nobody sent."""

_MOST = 2**63 - 1


def arrival_of_update(update: Mapping[str, Any], *, bot_id: int) -> Arrival:
    """An update as it is to be stored: only its number and lane are looked at, the rest is kept as it came.

    But for half characters: no database can keep one, and what can't be stored would come back for ever. And but for
    what an earlier message said that is tapped or answered: it comes along each time, and may show a card's code.
    """
    text = json.dumps(_without_echoes(update), ensure_ascii=False, separators=(",", ":"))
    payload = text.encode("utf-8", errors="replace").decode()
    return Arrival(source=f"telegram:{bot_id}", key=str(update["update_id"]), lane=_lane(update), payload=payload)


def arrival_of_body(body: bytes, *, bot_id: int) -> Arrival:
    """A posted update as it is to be stored. What is none is kept too, each once: no other copy will be any better."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        update = None
    if isinstance(update, dict) and type(update.get("update_id")) is int:
        return arrival_of_update(update, bot_id=bot_id)
    key = f"sha256:{hashlib.sha256(body).hexdigest()}"
    payload = json.dumps({"unreadable": body.decode(errors="replace")}, ensure_ascii=False)
    return Arrival(source=f"telegram:{bot_id}", key=key, lane=NOWHERE, payload=payload)


def _without_echoes(update: Mapping[str, Any]) -> dict[str, Any]:
    """The update, of the messages inside it no more than which they are."""
    return {
        kind: {name: _which(name, value) for name, value in field.items() if name != "quote"}
        if isinstance(field, dict)
        else field
        for kind, field in update.items()
    }


def _which(name: str, value: Any) -> Any:
    if name not in _ECHOES or not isinstance(value, dict):
        return value
    return {each: value[each] for each in _KEPT_OF_ECHOES if each in value}


def read(stored: Inbound, *, now: datetime) -> Event:
    """The event that was stored."""
    kept = json.loads(stored.payload)
    ours = _our_own(stored, kept)
    if ours is not None:
        return Event(stored.id, ours, None, _chat_of_lane(stored.lane), now)
    try:
        return _read_update(stored.id, kept, now)
    except (KeyError, TypeError, AttributeError, ValueError) as oddity:
        return Event(stored.id, Unknown(f"unreadable: {oddity!r}"), None, None, now)


def _our_own(stored: Inbound, kept: dict[str, Any]) -> Happening | None:
    """What one of our own edges stored; None for an update of the platform's."""
    edge = stored.source.partition(":")[0]
    if edge == TIMER_SOURCE:
        return Fired(kept["kind"], kept["subject"], kept["args"])
    if edge == GATEWAY_SOURCE:
        return PaymentReported(notice_from_json(kept))
    if edge == FILE_SOURCE:
        return FileRead(**kept)
    if edge == JOB_SOURCE:
        notice = (kept.get("result") or {}).get("notice")  # a gateway was asked, and knows of money
        return JobEnded(**kept) if notice is None else PaymentReported(notice_from_json(notice))
    if edge == SUPPLIER_SOURCE:
        return SupplierCalled(kept["purchase"])
    if edge == CONSOLE_SOURCE:
        return Acted(kept["action"], kept["args"], kept["by"], stored.key)
    return None


def notice_to_json(notice: GatewayNotice) -> dict[str, Any]:
    """A gateway's notice as plain JSON, for the inbox."""
    kept = {name: getattr(notice, name) for name in GatewayNotice.__dataclass_fields__}
    amount = {"minor": notice.amount.minor, "currency": notice.amount.currency}
    return kept | {"amount": amount, "paid_at": notice.paid_at.isoformat()}


def notice_from_json(kept: Mapping[str, Any]) -> GatewayNotice:
    """The notice that `notice_to_json` kept."""
    amount = Money(kept["amount"]["minor"], kept["amount"]["currency"])
    return GatewayNotice(
        **{**kept, "amount": amount, "paid_at": datetime.fromisoformat(kept["paid_at"]).astimezone(UTC)}
    )


def lane_of_chat(chat_id: int) -> str:
    """The lane in which everything of one chat happens one after the other."""
    return f"chat:{chat_id}"


def chat_of_lane(lane: str) -> int | None:
    """The chat whose lane this is; None for a lane of something else."""
    kind, _, chat_id = lane.partition(":")
    return int(chat_id) if kind == "chat" else None


def _chat_of_lane(lane: str) -> Chat | None:
    """The platform numbers people upwards and groups downwards."""
    chat_id = chat_of_lane(lane)
    return None if chat_id is None else Chat(chat_id, "private" if chat_id > 0 else "supergroup")


def _lane(update: Mapping[str, Any]) -> str:
    """A person's taps and checkouts belong to their private chat, whose id is their own."""
    for field in update.values():
        if not isinstance(field, dict):
            continue
        holder = field.get("message") if isinstance(field.get("message"), dict) else field
        chat = holder.get("chat") if isinstance(holder, dict) else None
        place = chat if isinstance(chat, dict) else field.get("from")
        if isinstance(place, dict) and type(place.get("id")) is int:
            return lane_of_chat(place["id"])
    return NOWHERE


def _read_update(event_id: int, update: Mapping[str, Any], now: datetime) -> Event:
    if (message := update.get("message")) is not None:
        return _event(event_id, _read_message(message), message, message["chat"], now)
    if (message := update.get("edited_message")) is not None:
        text = _text(message.get("text", message.get("caption", "")))
        return _event(event_id, Edited(_number(message["message_id"]), text), message, message["chat"], now)
    if (query := update.get("callback_query")) is not None:
        shown = query.get("message") or {}
        place = {"from": query["from"], **{name: shown.get(name) for name in _WHICH_TOPIC}}
        chat = shown.get("chat") or {"id": query["from"]["id"], "type": "private"}
        message_id = shown.get("message_id")
        data = _text(query.get("data", ""))
        tapped = Tapped(_text(query["id"]), data, None if message_id is None else _number(message_id))
        return _event(event_id, tapped, place, chat, now)
    if (query := update.get("pre_checkout_query")) is not None:
        chat = {"id": query["from"]["id"], "type": "private"}
        asked = CheckoutAsked(_text(query["id"]), _text(query["invoice_payload"]), _paid(query))
        return _event(event_id, asked, query, chat, now)
    if (change := update.get("my_chat_member")) is not None:
        reach = Reach.BLOCKED if change["new_chat_member"]["status"] in _GONE else Reach.OPEN
        return _event(event_id, ReachChanged(reach), change, change["chat"], now)
    kinds = [name for name in update if name != "update_id"]
    return Event(event_id, Unknown(", ".join(kinds)), None, None, now)


def _event(
    event_id: int, happening: Happening, sent: Mapping[str, Any], chat: Mapping[str, Any], now: datetime
) -> Event:
    where = Chat(_number(chat["id"]), _text(chat["type"]), chat.get("is_forum") is True)
    if "from" not in sent or sent["from"].get("is_bot"):
        return Event(event_id, Unknown("no person wrote it"), None, where, now)
    person = sent["from"]
    name = " ".join(_text(part) for part in (person.get("first_name"), person.get("last_name")) if part)
    username = person.get("username")
    sender = Sender(
        _number(person["id"]),
        name,
        None if username is None else _text(username),
        _text(person.get("language_code", "")),
    )
    # A reply in a forum's General names a thread as well, which is that of the message it replies to and no topic.
    thread_id = sent.get("message_thread_id") if sent.get("is_topic_message") is True else None
    reply_to = (sent.get("reply_to_message") or {}).get("message_id")
    return Event(
        event_id,
        happening,
        sender,
        where,
        now,
        thread_id=None if thread_id is None else _number(thread_id),
        reply_to=None if reply_to in (None, thread_id) else _number(reply_to),  # the message that made the topic
    )


def _read_message(message: Mapping[str, Any]) -> FromPerson:
    message_id = _number(message["message_id"])
    if (text := message.get("text")) is not None:
        return _read_text(_text(text), message.get("entities", ()), message_id)
    if (paid := message.get("successful_payment")) is not None:
        return _stars(paid, paid_at=datetime.fromtimestamp(_number(message["date"]), UTC))
    matter = next((matter for matter in Matter if matter.value in message), None)
    if matter is None:
        if not _has_content(message):
            return Unknown("a service message")
        matter = Matter.OTHER
    album = message.get("media_group_id")
    content = _content_of(message, matter)
    return Sent(
        matter,
        _text(message.get("caption", "")),
        message_id,
        None if album is None else _text(album),
        file_id=_text(content.get("file_id", "")),
        file_name=_text(content.get("file_name", "")),
        file_bytes=_number(content.get("file_size", 0)),
        contact=_contact(content) if matter is Matter.CONTACT else None,
    )


def _contact(content: Mapping[str, Any]) -> Contact:
    """A number and whose it is, as the platform says; a contact typed in from elsewhere is nobody's."""
    owner = content.get("user_id")
    return Contact(_text(content.get("phone_number", "")), None if owner is None else _number(owner))


def _stars(paid: Mapping[str, Any], *, paid_at: datetime) -> FromPerson:
    """Money that came by an invoice in the chat; the platform names it by its charge."""
    amount, charge = _paid(paid), _text(paid["telegram_payment_charge_id"])
    if amount is None:
        return Unknown("money of a currency we don't know")
    return PaymentReported(GatewayNotice(STARS_SOURCE, _text(paid["invoice_payload"]), charge, charge, amount, paid_at))


def _paid(asked: Mapping[str, Any]) -> Money | None:
    """What is or was to be paid; None for a currency we don't know."""
    if "total_amount" not in asked or asked.get("currency") not in MINOR_DIGITS:
        return None
    return Money(_number(asked["total_amount"]), asked["currency"])


def _content_of(message: Mapping[str, Any], matter: Matter) -> Mapping[str, Any]:
    """What the message carries; a photo comes in several sizes, the largest last."""
    content = message.get(matter.value)
    if isinstance(content, list):
        content = content[-1] if content else None
    return content if isinstance(content, dict) else {}


def _has_content(message: Mapping[str, Any]) -> bool:
    """Whether the person sent something of a kind we don't know, instead of the platform telling what happened."""
    return not any(kind in message for kind in _TOLD_BY_THE_PLATFORM) and any(
        isinstance(value, list | dict) or key == "caption" for key, value in message.items() if key not in _ENVELOPE
    )


def _read_text(text: str, entities: Any, message_id: int) -> FromPerson:
    if not any(entity.get("type") == "bot_command" and entity.get("offset") == 0 for entity in entities):
        return Said(text, message_id)
    command, _, argument = text.partition(" ")
    name, _, bot = command.removeprefix("/").partition("@")
    return Commanded(name.lower(), argument.strip(), message_id, bot)


def _text(value: Any) -> str:
    """A text, without the one character that PostgreSQL can't keep. Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError(f"a text is expected, not {type(value).__name__}")
    return value.replace("\0", "")


def _number(value: Any) -> int:
    """A number a database can keep. Raises TypeError or ValueError for anything else."""
    if type(value) is not int:
        raise TypeError(f"a number is expected, not {type(value).__name__}")
    if abs(value) > _MOST:
        raise ValueError("a number of at most 64 bits is expected")
    return value
