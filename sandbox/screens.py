"""A chat as a person sees it, in plain values that travel over HTTP: bubbles, buttons, alerts, the keyboard
below.

Not here: how a screen is composed from the world (`sight`). This file imports nothing of Telegram, so the
client can read it without the seconds that costs.
"""

from pydantic import BaseModel, ConfigDict


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Button(_Value):
    """A button under a message. `data` goes to the bot, `url` opens, `is_pay` pays the invoice above it."""

    label: str
    data: str | None = None
    url: str | None = None
    copy_text: str | None = None
    is_pay: bool = False
    is_disabled: bool = False
    style: str | None = None


class Span(_Value):
    """A formatted part of a text: kind as in the Bot API ("bold", "spoiler", …), counted in UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


class Attachment(_Value):
    """A file in a message; download it from `/files/<file_id>`."""

    kind: str
    file_id: str
    name: str | None = None
    mime_type: str | None = None
    size_bytes: int | None = None
    width: int | None = None
    height: int | None = None


class InvoiceCard(_Value):
    title: str
    description: str
    currency: str
    total_amount: int


class Quote(_Value):
    """What a message replies to; `kind` is that of the file in it."""

    message_id: int
    sender: str
    text: str
    kind: str | None = None


class Bubble(_Value):
    """One message. `text` is the text or the caption; `service` says what happened without words."""

    message_id: int
    sender: str
    sender_id: int
    is_own: bool
    is_bot: bool
    sent_at: int
    edited_at: int | None = None
    topic: int | None = None
    text: str = ""
    spans: list[Span] = []
    buttons: list[list[Button]] = []
    attachment: Attachment | None = None
    album: str | None = None
    invoice: InvoiceCard | None = None
    quote: Quote | None = None
    forwarded_from: str | None = None
    contact: str | None = None
    location: str | None = None
    service: str | None = None
    is_protected: bool = False
    has_spoiler: bool = False
    is_pinned: bool = False
    reactions: list[str] = []
    changed: int = 0

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons, row by row."""
        return [button.label for row in self.buttons for button in row]


class Alert(_Value):
    """The bot's answer to a tap: a toast, or a window to be closed when `is_modal`."""

    tap_id: int
    message_id: int
    is_answered: bool
    text: str | None
    is_modal: bool
    url: str | None
    changed: int


class Command(_Value):
    command: str
    description: str


class Keyboard(_Value):
    """What stands below the chat: rows of labels, or a prompt to reply."""

    rows: list[list[str]] = []
    placeholder: str | None = None
    is_one_time: bool = False
    forces_reply_to: int | None = None


class TopicTitle(_Value):
    topic: int
    name: str
    is_closed: bool


class Screen(_Value):
    """The chat, up to and including that change; ask again with `after=change` to wait for the next one."""

    change: int
    chat: int
    title: str
    kind: str
    is_blocked: bool
    bubbles: list[Bubble]
    alerts: list[Alert]
    keyboard: Keyboard | None
    activity: str | None
    commands: list[Command]
    topics: list[TopicTitle]


class ChatTitle(_Value):
    """A line in a person's list of chats; `chat` is what the people API takes: a bot's or a group's id."""

    chat: int
    title: str
    kind: str
    is_forum: bool
    is_blocked: bool
    last_text: str
    last_kind: str | None
    changed: int
