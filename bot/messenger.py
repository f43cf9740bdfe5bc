"""The messenger: makes one call, be it a screen to send or edit, or the answer to a tap or checkout.

Not here: which call is next, and what is done about its outcome (bot.courier). What a screen is sent with and
replies to is settled when it is sent; from then on its text, picture and buttons are edited where they stand.
"""

from typing import Any

import structlog

from bot import pictures
from bot.drivers.driver import Done, Driver, Outcome, Rejected, Upload
from bot.voice import Rendered, Voice, bare
from flows.events import Matter
from flows.screens import (
    CAPTION_UNITS,
    TEXT_UNITS,
    Attachment,
    Invoice,
    attachment_of,
    contact_key_of,
    invoice_of,
    picture_of,
    sheet_of,
)
from flows.words import from_json
from storage.conversations import SavedScreen
from storage.outbox import Kind

_NOT_MODIFIED = "message is not modified"
_EDIT_IS_HOPELESS = (
    "message to edit not found",
    "message can't be edited",
    "MESSAGE_ID_INVALID",
    "no text in the message",
)
_UNREADABLE = ("can't parse entities", "message is too long", "MESSAGE_TOO_LONG", "caption is too long")

_METHODS = {
    Matter.PHOTO: "sendPhoto",
    Matter.ANIMATION: "sendAnimation",
    Matter.DOCUMENT: "sendDocument",
    Matter.VOICE: "sendVoice",
    Matter.AUDIO: "sendAudio",
    Matter.VIDEO: "sendVideo",
    Matter.VIDEO_NOTE: "sendVideoNote",
    Matter.STICKER: "sendSticker",
}
_HAS_NO_CAPTION = {Matter.VIDEO_NOTE, Matter.STICKER}

INVOICE_TITLE_CHARS = 32
INVOICE_DESCRIPTION_CHARS = 255
"""Source: Bot API, sendInvoice."""

_PICTURE_NAME = "picture.png"

_Parameters = dict[str, Any]  # Any: whatever the method takes

log = structlog.get_logger()


class Messenger:
    """Knows the methods of the Bot API that show things (Source: core.telegram.org/bots/api)."""

    def __init__(self, driver: Driver, voice: Voice) -> None:
        self._driver = driver
        self._voice = voice

    async def answer(self, kind: Kind, content: dict[str, Any]) -> Outcome:
        """Answer a tap or a checkout."""
        if kind is Kind.ACK:
            toast = self._optional_label(content["toast"], content["language"])
            return await self._driver.call("answerCallbackQuery", callback_query_id=content["query_id"], text=toast)
        refusal = self._optional_label(content["refusal"], content["language"])
        return await self._driver.call(
            "answerPreCheckoutQuery",
            pre_checkout_query_id=content["query_id"],
            ok=refusal is None,
            error_message=refusal,
        )

    async def show(
        self,
        screen: SavedScreen,
        rendered: Rendered,
        *,
        thread_id: int | None,
        reply_to: int | None,
        sheet: Upload | None = None,
    ) -> Outcome:
        """Edit the screen's message, or send it where it has none that can still be edited; then with its sheet."""
        if screen.message_id is not None:
            outcome = await self._edit(screen, rendered, screen.message_id)
            if says(outcome, _NOT_MODIFIED):
                return Done(screen.message_id)
            if not says(outcome, *_EDIT_IS_HOPELESS, *_UNREADABLE):
                return outcome
        outcome = await self._send(screen, rendered, _place(screen, thread_id=thread_id, reply_to=reply_to), sheet)
        if not says(outcome, *_UNREADABLE):
            return outcome
        return await self._send_plainly(screen, rendered, _place(screen, thread_id=thread_id, reply_to=reply_to))

    async def _edit(self, screen: SavedScreen, rendered: Rendered, message_id: int) -> Outcome:
        where: _Parameters = {"chat_id": screen.chat_id, "message_id": message_id}
        where["reply_markup"] = {"inline_keyboard": rendered.keyboard}
        caption = {"caption": rendered.text, "parse_mode": "HTML"}
        if drawn := await self._drawn(screen):
            media = {"type": "photo", "media": Upload(drawn, _PICTURE_NAME), **caption}
            return await self._driver.call("editMessageMedia", media=media, **where)
        if sheet_of(screen.content):
            return await self._driver.call("editMessageCaption", **caption, **where)
        if attachment := attachment_of(screen.content):
            if attachment.matter in _HAS_NO_CAPTION:
                return await self._driver.call("editMessageReplyMarkup", **where)
            return await self._driver.call("editMessageCaption", **caption, **where)
        return await self._driver.call("editMessageText", **_text(rendered), **where)

    async def _send(self, screen: SavedScreen, rendered: Rendered, where: _Parameters, sheet: Upload | None) -> Outcome:
        where |= self._keys(screen, rendered)
        caption = {"caption": rendered.text, "parse_mode": "HTML"}
        if invoice := invoice_of(screen.content):
            return await self._send_invoice(invoice, screen, rendered, where)
        if drawn := await self._drawn(screen):
            return await self._driver.call("sendPhoto", photo=Upload(drawn, _PICTURE_NAME), **caption, **where)
        if sheet is not None:
            return await self._driver.call("sendDocument", document=sheet, **caption, **where)
        if attachment := attachment_of(screen.content):
            return await self._send_on(attachment, caption, where)
        return await self._driver.call("sendMessage", **_text(rendered), **where)

    def _keys(self, screen: SavedScreen, rendered: Rendered) -> _Parameters:
        """Buttons below the message, or a key below the chat that shares one's own contact, or none there any more."""
        if rendered.keyboard:
            return {"reply_markup": {"inline_keyboard": rendered.keyboard}}
        if label := contact_key_of(screen.content):
            key = {"text": self._voice.label(label, screen.language), "request_contact": True}
            return {"reply_markup": {"keyboard": [[key]], "resize_keyboard": True, "one_time_keyboard": True}}
        return {"reply_markup": {"remove_keyboard": True}} if screen.content.get("drops_keys") else {}

    async def _send_invoice(
        self, invoice: Invoice, screen: SavedScreen, rendered: Rendered, where: _Parameters
    ) -> Outcome:
        """Ask for money in the chat; the button that pays is the platform's own."""
        title = self._voice.label(invoice.title, screen.language)[:INVOICE_TITLE_CHARS]
        return await self._driver.call(
            "sendInvoice",
            title=title,
            description=bare(rendered.text)[:INVOICE_DESCRIPTION_CHARS],
            payload=invoice.payload,
            provider_token="",  # Stars need none
            currency=invoice.amount.currency,
            prices=[{"label": title, "amount": invoice.amount.minor}],
            **{name: value for name, value in where.items() if name != "reply_markup"},
        )

    async def _drawn(self, screen: SavedScreen) -> bytes | None:
        """The screen's picture; None where it has none or it can't be drawn, and the words must do."""
        picture = picture_of(screen.content)
        if picture is None:
            return None
        try:
            return await pictures.draw(picture, screen.language)
        except pictures.CannotDraw as reason:
            log.warning("no picture", screen_id=screen.id, reason=str(reason))
            return None

    async def _send_on(self, attachment: Attachment, caption: _Parameters, where: _Parameters) -> Outcome:
        """Send what somebody sent, by the platform's own name for it."""
        matter = attachment.matter
        content = {matter.value: attachment.file_id} | ({} if matter in _HAS_NO_CAPTION else caption)
        return await self._driver.call(_METHODS[matter], **content, **where)

    async def _send_plainly(self, screen: SavedScreen, rendered: Rendered, where: _Parameters) -> Outcome:
        """A text that the platform can't read as we wrote it still reaches the person, bare and cut to size."""
        log.error("text shown without its formatting", screen_id=screen.id)
        if attachment := attachment_of(screen.content):
            return await self._send_on(attachment, {"caption": bare(rendered.text)[:CAPTION_UNITS]}, where)
        return await self._driver.call("sendMessage", text=bare(rendered.text)[:TEXT_UNITS], **where)

    def _optional_label(self, kept: Any, language: str) -> str | None:
        return None if kept is None else self._voice.label(from_json(kept), language)


def says(outcome: Outcome, *signs: str) -> bool:
    """Whether the platform refused in one of these words."""
    return isinstance(outcome, Rejected) and any(sign in outcome.description for sign in signs)


def _text(rendered: Rendered) -> _Parameters:
    return {"text": rendered.text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def _place(screen: SavedScreen, *, thread_id: int | None, reply_to: int | None) -> _Parameters:
    where: _Parameters = {"chat_id": screen.chat_id, "protect_content": screen.content["is_protected"]}
    if thread_id is not None:
        where["message_thread_id"] = thread_id
    if reply_to is not None:
        where["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    return where
