"""Editing and deleting: changing a message the bot sent before.

Not here: sending. An edit that changes nothing is refused, as Telegram does; a bot edits only its own
messages.
"""

from datetime import timedelta
from typing import Any

from aiogram.methods import (
    DeleteMessage,
    DeleteMessages,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
)
from aiogram.types import Message

from sandbox.api import texts
from sandbox.api.calls import Call
from sandbox.api.refusals import bad_request
from sandbox.api.requests import given
from sandbox.api.sending import checked
from sandbox.chats import Chat
from sandbox.files import FileKind, content_of
from sandbox.messages import Posted, as_json

DELETABLE_FOR = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def edit_message_text(call: Call, request: EditMessageText) -> Message:
    chat, posted = _editable(call, request)
    if posted.message.text is None:
        raise bad_request("there is no text in the message to edit")
    text = texts.message_text(request.text or "", given(request.parse_mode), request.entities)
    return _edit(call, chat, posted, text | {"reply_markup": checked(request.reply_markup)})


def edit_message_caption(call: Call, request: EditMessageCaption) -> Message:
    chat, posted = _editable(call, request)
    if not any(getattr(posted.message, kind) for kind in FileKind):
        raise bad_request("there is no caption in the message to edit")
    caption = texts.caption(request.caption, given(request.parse_mode), request.caption_entities)
    return _edit(call, chat, posted, caption | {"reply_markup": checked(request.reply_markup)})


def edit_message_media(call: Call, request: EditMessageMedia) -> Message:
    chat, posted = _editable(call, request)
    media = request.media
    content: dict[str, Any] = dict.fromkeys(FileKind)
    content |= {
        "text": None,
        "entities": None,
        "has_media_spoiler": getattr(media, "has_spoiler", None) or None,
    }
    content |= content_of(call.file(media.media, FileKind(media.type)))
    content |= texts.caption(media.caption, given(media.parse_mode), media.caption_entities)
    return _edit(call, chat, posted, content | {"reply_markup": checked(request.reply_markup)})


def edit_message_reply_markup(call: Call, request: EditMessageReplyMarkup) -> Message:
    chat, posted = _editable(call, request)
    return _edit(call, chat, posted, {"reply_markup": checked(request.reply_markup)})


def delete_message(call: Call, request: DeleteMessage) -> bool:
    chat = call.chat(request.chat_id)
    posted = call.message(chat, request.message_id, named="message to delete")
    if call.world.clock.now - posted.message.date > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    call.world.messages.delete(posted)
    return True


def delete_messages(call: Call, request: DeleteMessages) -> bool:
    """Delete those that are there; the others are skipped without a word, as the Bot API does."""
    if not 1 <= len(request.message_ids) <= 100:
        raise bad_request("message identifiers are not specified" if not request.message_ids else "too many messages")
    chat = call.chat(request.chat_id)
    for message_id in request.message_ids:
        posted = call.world.messages.get(chat, message_id)
        if posted and call.world.clock.now - posted.message.date <= DELETABLE_FOR:
            call.world.messages.delete(posted)
    return True


def _editable(call: Call, request: Any) -> tuple[Chat, Posted]:  # Any: each editing method has its own class
    chat = call.chat(request.chat_id)
    posted = call.message(chat, request.message_id, named="message to edit")
    author = posted.message.from_user
    if author and author.id != call.bot.id:
        raise bad_request("message can't be edited")
    return chat, posted


def _edit(call: Call, chat: Chat, posted: Posted, content: dict[str, Any]) -> Message:
    if as_json(posted.message.model_copy(update=content)) == as_json(posted.message):
        raise bad_request(NOT_MODIFIED)
    edited_at = int(call.world.clock.seconds)
    return call.world.messages.rewrite(chat, posted, **content, edit_date=edited_at).message
