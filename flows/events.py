"""What can happen to us: a person says or taps something, a timer fires, a gateway reports, a file was fetched.

Not here: how an event looks on the wire (bot.reading) or what answers it (handlers.router).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from backend.money import Money
from backend.payments import GatewayNotice


@dataclass(frozen=True)
class Sender:
    """Who wrote or tapped, as the chat platform names them. `language_code` is their app's, or empty."""

    telegram_id: int
    name: str
    username: str | None
    language_code: str


@dataclass(frozen=True)
class Chat:
    """Where it happened: `kind` is private, group, supergroup or channel; a forum is a supergroup with topics."""

    id: int
    kind: str
    is_forum: bool = False

    @property
    def is_private(self) -> bool:
        """Whether only the person and the bot are in it."""
        return self.kind == "private"


@dataclass(frozen=True)
class Said:
    """Plain text."""

    text: str
    message_id: int


@dataclass(frozen=True)
class Commanded:
    """A command: `/start p_steam-50` has the name `start` and the argument `p_steam-50`.

    In groups a command may name its bot, as in `/help@xiaoer_bot`; `bot` is empty when it names none.
    """

    name: str
    argument: str
    message_id: int
    bot: str = ""


class Matter(StrEnum):
    """A kind of message that carries no plain text."""

    PHOTO = "photo"
    ANIMATION = "animation"  # before the document that each one also is
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    STICKER = "sticker"
    CONTACT = "contact"
    LOCATION = "location"
    OTHER = "other"


@dataclass(frozen=True)
class Contact:
    """Somebody's phone, as it was shared. `telegram_id` is None where the platform doesn't know whose it is."""

    number: str
    telegram_id: int | None


@dataclass(frozen=True)
class Sent:
    """A photo, file, sticker and so on. `album` is the same for all parts of one album.

    `file_id` is the platform's name for the content, by which we may send it on; empty where there is none.
    """

    matter: Matter
    caption: str
    message_id: int
    album: str | None
    file_id: str = ""
    file_name: str = ""
    file_bytes: int = 0
    contact: Contact | None = None


@dataclass(frozen=True)
class Edited:
    """An earlier message was changed: `text` is its text, or its caption, as it is now."""

    message_id: int
    text: str = ""


@dataclass(frozen=True)
class Tapped:
    """A button: `data` is what the button carries, chosen by the client and so not to be trusted."""

    query_id: str
    data: str
    message_id: int | None


@dataclass(frozen=True)
class CheckoutAsked:
    """The platform asks whether a payment may go through; it wants the answer within 10 seconds."""

    query_id: str
    payload: str
    amount: Money | None = None


class Reach(StrEnum):
    """Whether a person lets the bot write to them."""

    BLOCKED = "blocked"
    OPEN = "open"


@dataclass(frozen=True)
class ReachChanged:
    """The person blocked the bot or let it in again."""

    reach: Reach


@dataclass(frozen=True)
class Unknown:
    """Something we don't answer: a channel post, a poll, an update kind younger than this code."""

    kind: str


@dataclass(frozen=True)
class Fired:
    """A timer's time has come; `subject` and `args` are what it was set with."""

    kind: str
    subject: str
    args: dict[str, Any]


@dataclass(frozen=True)
class PaymentReported:
    """A payment gateway's notice whose signature was found right."""

    notice: GatewayNotice


FromPerson = Said | Commanded | Sent | Edited | Tapped | CheckoutAsked | PaymentReported | ReachChanged | Unknown
"""Stars are reported by the platform as a message of who paid them."""


@dataclass(frozen=True)
class FileRead:
    """A file that a turn asked for was fetched. Its text is sealed, as it may hold card codes (`sealed_in`).

    `trouble` says why there is no text: too-large, not-text, gone; `then` and `args` are what it was asked for.
    """

    name: str
    sealed_text: str | None
    sealed_in: str
    trouble: str | None
    then: str
    args: dict[str, Any]


@dataclass(frozen=True)
class JobEnded:
    """A job that a turn had put down has ended: `asked` is what it was asked, `result` what it found, as plain JSON.

    One that was given up has no result; `failed_as` is the number under which admins find it.
    """

    name: str
    asked: dict[str, Any]
    result: dict[str, Any] | None = None
    failed_as: str | None = None


def sealed_as(key: str) -> dict[str, str]:
    """The place for which a file's text is sealed, as `storage.secrets.Vault` wants to know it."""
    return {"table": "inbox", "row": key, "column": "payload"}


@dataclass(frozen=True)
class Acted:
    """Somebody of the staff did in the console what a button would do.

    `by` is their number on the platform; `key` names the act, for its answer.
    """

    action: str
    args: dict[str, Any]
    by: int
    key: str


@dataclass(frozen=True)
class SupplierCalled:
    """A supplier says that something came of a purchase, or nobody has looked after it; what came is asked for."""

    purchase: int


Happening = SupplierCalled | FromPerson | Fired | FileRead | JobEnded | Acted


@dataclass(frozen=True)
class Event:
    """One stored event. `sender` is None for what nobody wrote or tapped, `chat` for what happened in none.

    `thread_id` is the topic it happened in; `reply_to` the message that it replies to.
    """

    id: int
    happening: Happening
    sender: Sender | None
    chat: Chat | None
    at: datetime
    thread_id: int | None = None
    reply_to: int | None = None
