"""Reading: a stored event's payload as an `Event`, whatever it holds.

Not here: what answers it. Updates are the Bot API's JSON (Source: core.telegram.org/bots/api, 10.0); what we
don't know, or what is not as documented, becomes `Unknown` and never an error, since it can't be sent back.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from backend.money import Money
from backend.payments import GatewayNotice
from flows.events import (
    Chat,
    CheckoutAsked,
    Commanded,
    Edited,
    Event,
    Fired,
    FromPerson,
    Happening,
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
from storage.mailbox import Arrival, Inbound

TIMER_SOURCE = "timer"
GATEWAY_SOURCE = "gateway"

_GONE = {"kicked", "left"}


def arrival_of_update(update: Mapping[str, Any], *, bot_id: int) -> Arrival:
    """An update as it is to be stored: only its number and lane are looked at, the rest is kept as it came."""
    payload = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    return Arrival(source=f"telegram:{bot_id}", key=str(update["update_id"]), lane=_lane(update), payload=payload)


def read(stored: Inbound, *, now: datetime) -> Event:
    """The event that was stored."""
    kept = json.loads(stored.payload)
    if stored.source == TIMER_SOURCE:
        return Event(
            stored.id,
            Fired(kept["kind"], kept["subject"], kept["args"]),
            None,
            _chat_of_lane(stored.lane),
            now,
        )
    if stored.source.startswith(GATEWAY_SOURCE):
        return Event(stored.id, PaymentReported(notice_from_json(kept)), None, _chat_of_lane(stored.lane), now)
    try:
        return _read_update(stored.id, kept, now)
    except (KeyError, TypeError, AttributeError, ValueError) as oddity:
        return Event(stored.id, Unknown(f"unreadable: {oddity!r}"), None, None, now)


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
    chat_id = chat_of_lane(lane)
    return None if chat_id is None else Chat(chat_id, "private")


def _lane(update: Mapping[str, Any]) -> str:
    """A person's taps and checkouts belong to their private chat, whose id is their own."""
    for field in update.values():
        if not isinstance(field, dict):
            continue
        holder = field.get("message") if isinstance(field.get("message"), dict) else field
        chat = holder.get("chat") if isinstance(holder, dict) else None
        place = chat if isinstance(chat, dict) else field.get("from")
        if isinstance(place, dict) and isinstance(place.get("id"), int):
            return lane_of_chat(place["id"])
    return "nowhere"


def _read_update(event_id: int, update: Mapping[str, Any], now: datetime) -> Event:
    if (message := update.get("message")) is not None:
        return _event(event_id, _read_message(message), message, message["chat"], now)
    if (message := update.get("edited_message")) is not None:
        return _event(event_id, Edited(message["message_id"]), message, message["chat"], now)
    if (query := update.get("callback_query")) is not None:
        shown = query.get("message") or {}
        chat = shown.get("chat") or {"id": query["from"]["id"], "type": "private"}
        tapped = Tapped(query["id"], query.get("data", ""), shown.get("message_id"))
        return _event(event_id, tapped, query, chat, now)
    if (query := update.get("pre_checkout_query")) is not None:
        chat = {"id": query["from"]["id"], "type": "private"}
        return _event(event_id, CheckoutAsked(query["id"], query["invoice_payload"]), query, chat, now)
    if (change := update.get("my_chat_member")) is not None:
        reach = Reach.BLOCKED if change["new_chat_member"]["status"] in _GONE else Reach.OPEN
        return _event(event_id, ReachChanged(reach), change, change["chat"], now)
    kinds = [name for name in update if name != "update_id"]
    return Event(event_id, Unknown(", ".join(kinds)), None, None, now)


def _event(
    event_id: int, happening: Happening, sent: Mapping[str, Any], chat: Mapping[str, Any], now: datetime
) -> Event:
    where = Chat(chat["id"], chat["type"])
    if "from" not in sent or sent["from"].get("is_bot"):
        return Event(event_id, Unknown("no person wrote it"), None, where, now)
    person = sent["from"]
    name = " ".join(part for part in (person.get("first_name"), person.get("last_name")) if part)
    sender = Sender(person["id"], name, person.get("username"), person.get("language_code", ""))
    return Event(event_id, happening, sender, where, now)


def _read_message(message: Mapping[str, Any]) -> FromPerson:
    message_id = message["message_id"]
    if (text := message.get("text")) is not None:
        return _read_text(text, message.get("entities", ()), message_id)
    for matter in Matter:
        if matter.value in message:
            return Sent(matter, message.get("caption", ""), message_id, message.get("media_group_id"))
    if message.get("caption") or any(
        isinstance(value, list | dict) for key, value in message.items() if key not in {"from", "chat"}
    ):
        return Sent(Matter.OTHER, message.get("caption", ""), message_id, message.get("media_group_id"))
    return Unknown("a service message")


def _read_text(text: str, entities: Any, message_id: int) -> FromPerson:
    if not any(entity.get("type") == "bot_command" and entity.get("offset") == 0 for entity in entities):
        return Said(text, message_id)
    command, _, argument = text.partition(" ")
    name = command.removeprefix("/").partition("@")[0]
    return Commanded(name.lower(), argument.strip(), message_id)
