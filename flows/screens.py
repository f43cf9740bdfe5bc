"""A screen: words with buttons under them, before any language or message exists.

Not here: the kept form (storage.conversations) or the rendering (bot.voice). An action is what a button
does: the name of a tap in handlers.router, or of the engine's own, and the ids it needs.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from backend.money import Money
from flows.events import Matter
from flows.words import Words, from_json, to_json, words
from storage.secrets import Secret, Vault

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
"""The platform's limits for a text and for what stands below a photo (Source: Bot API), in UTF-16 units, tags aside."""

MOST_BUTTONS = 100
"""The platform's limit for one keyboard."""

LABEL_WIDTH = 40
"""What a row as wide as a phone shows of its labels; a Chinese character counts twice."""


@dataclass(frozen=True)
class Action:
    """What a button does. `args` holds ids, never texts, prices or permissions."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Button:
    """A label with an action, or with an address to open.

    An address that lets whoever has it in somewhere is sealed (`seal_link`), so that no row gives it away.
    """

    label: Words
    action: Action | None = None
    url: str | None = None
    sealed_url: str | None = None


Row = tuple[Button, ...]


@dataclass(frozen=True)
class Attachment:
    """A photo, file, voice message and so on that somebody sent, to be sent on; the text is its caption."""

    matter: Matter
    file_id: str


@dataclass(frozen=True)
class Picture:
    """A picture of ours: what kind (bot.pictures), and the numbers on it. Drawn when it is sent, never kept."""

    kind: str
    numbers: Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A file of ours, a table as CSV (bot.sheets) or a receipt as PDF (bot.receipts): what kind, and of which row.

    Written when it is sent, never kept.
    """

    kind: str
    name: str
    of: int = 0


@dataclass(frozen=True)
class ReplyTo:
    """The message of the same chat that a message replies to: one of somebody's, or a screen of ours."""

    message_id: int | None = None
    screen_id: int | None = None


@dataclass(frozen=True)
class Invoice:
    """What is to be paid in the chat itself; `payload` comes back with the money. The screen's text describes it."""

    title: Words
    payload: str
    amount: Money


@dataclass(frozen=True)
class Screen:
    """Words and rows of buttons. `subject` names what it shows, as in `order:17`, so that it can be refreshed.

    `codes_of` is the order whose card codes are put in when the screen is sent; they never enter a row. A
    protected screen can be neither forwarded nor saved once it is sent as a message of its own. What it is sent
    with (attachment, picture, sheet) and replies to is settled by the first showing; later ones change text, buttons.
    `contact_key` labels a key below the chat with which a person shares their own contact; it stays until a message
    that `drops_keys`. Such a message has no buttons, and can't be edited (Source: Bot API, editMessageText).
    """

    text: Words
    rows: tuple[Row, ...] = ()
    subject: str | None = None
    codes_of: int | None = None
    is_protected: bool = False
    attachment: Attachment | None = None
    picture: Picture | None = None
    reply_to: ReplyTo | None = None
    sheet: Sheet | None = None
    invoice: Invoice | None = None
    contact_key: Words | None = None
    drops_keys: bool = False

    def with_row(self, *buttons: Button) -> "Screen":
        """The same screen with one more row of buttons."""
        return replace(self, rows=(*self.rows, buttons))

    def below(self, note: Words | None) -> "Screen":
        """The same screen with `note` above its text, if there is one that isn't there yet."""
        if note is None or self.text.args.get("note") == note:
            return self
        return replace(self, text=words("with-note", note=note, text=self.text))


def button(key: str, action: str, /, label_args: Mapping[str, Any] | None = None, **args: Any) -> Button:
    """A button labelled with the message `key` that does `action` with `args`."""
    return Button(Words(key, label_args or {}), Action(action, args))


def width(text: str) -> int:
    """How wide the text is, in Latin letters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def screen_to_json(screen: Screen) -> tuple[dict[str, Any], list[Any]]:
    """The content (words, labels, addresses) and the actions of a screen, for keeping; buttons by position."""
    actions: list[Any] = []
    rows: list[list[dict[str, Any]]] = []
    for row in screen.rows:
        labels: list[dict[str, Any]] = []
        for each in row:
            kept: dict[str, Any] = {"label": to_json(each.label)}
            if each.url is not None:
                kept["url"] = each.url
            if each.sealed_url is not None:
                kept["sealed_url"] = each.sealed_url
            if each.action is not None:
                kept["action"] = len(actions)
                actions.append({"name": each.action.name, "args": dict(each.action.args)})
            labels.append(kept)
        rows.append(labels)
    content = {
        "text": to_json(screen.text),
        "rows": rows,
        "codes_of": screen.codes_of,
        "is_protected": screen.is_protected,
        "attachment": screen.attachment and asdict(screen.attachment),
        "picture": screen.picture and asdict(screen.picture),
        "reply_to": screen.reply_to and asdict(screen.reply_to),
        "sheet": screen.sheet and asdict(screen.sheet),
        **({} if screen.invoice is None else {"invoice": _invoice_to_json(screen.invoice)}),
        **({} if screen.contact_key is None else {"contact_key": to_json(screen.contact_key)}),
        **({"drops_keys": True} if screen.drops_keys else {}),
    }
    return content, actions


def screen_from_json(content: Mapping[str, Any], actions: list[Any], subject: str | None) -> Screen:
    """The screen that `screen_to_json` kept."""
    rows = tuple(tuple(_button_from_json(kept, actions) for kept in row) for row in content["rows"])
    return Screen(
        from_json(content["text"]),
        rows,
        subject,
        content["codes_of"],
        content["is_protected"],
        attachment_of(content),
        picture_of(content),
        reply_of(content),
        sheet_of(content),
        invoice_of(content),
        contact_key_of(content),
        content.get("drops_keys", False),
    )


def seal_link(vault: Vault, address: Secret, *, person_id: int) -> str:
    """An address as a button keeps it on a screen of this person's, and on nobody else's."""
    return vault.seal(address.reveal(), table="screens", row=str(person_id), column="content")


def open_links(vault: Vault, rows: list[list[dict[str, Any]]], *, person_id: int | None) -> list[list[dict[str, Any]]]:
    """The kept rows of a person's screen with its sealed addresses opened: to be sent, never to be kept."""
    return [[_opened(vault, kept, str(person_id)) for kept in row] for row in rows]


def attachment_of(content: Mapping[str, Any]) -> Attachment | None:
    """What a kept screen is sent with."""
    kept = content.get("attachment")
    return Attachment(Matter(kept["matter"]), kept["file_id"]) if kept else None


def picture_of(content: Mapping[str, Any]) -> Picture | None:
    """The picture that a kept screen shows."""
    kept = content.get("picture")
    return Picture(kept["kind"], kept["numbers"]) if kept else None


def sheet_of(content: Mapping[str, Any]) -> Sheet | None:
    """The table that a kept screen is sent with."""
    kept = content.get("sheet")
    return Sheet(**kept) if kept else None


def reply_of(content: Mapping[str, Any]) -> ReplyTo | None:
    """What a kept screen replies to."""
    kept = content.get("reply_to")
    return ReplyTo(**kept) if kept else None


def invoice_of(content: Mapping[str, Any]) -> Invoice | None:
    """What a kept screen asks to be paid."""
    kept = content.get("invoice")
    return Invoice(from_json(kept["title"]), kept["payload"], Money(kept["minor"], kept["currency"])) if kept else None


def contact_key_of(content: Mapping[str, Any]) -> Words | None:
    """What the key of a kept screen says that shares a contact."""
    kept = content.get("contact_key")
    return from_json(kept) if kept else None


def _invoice_to_json(invoice: Invoice) -> dict[str, Any]:
    amount = {"minor": invoice.amount.minor, "currency": invoice.amount.currency}
    return {"title": to_json(invoice.title), "payload": invoice.payload} | amount


def _opened(vault: Vault, kept: dict[str, Any], place: str) -> dict[str, Any]:
    if "sealed_url" not in kept:
        return kept
    return {**kept, "url": vault.open(kept["sealed_url"], table="screens", row=place, column="content").reveal()}


def _button_from_json(kept: Mapping[str, Any], actions: list[Any]) -> Button:
    index = kept.get("action")
    action = None if index is None else Action(actions[index]["name"], actions[index]["args"])
    return Button(from_json(kept["label"]), action, kept.get("url"), kept.get("sealed_url"))
