"""Sending: what all messages of a bot have in common, and the methods that send one.

Not here: changing one later (`editing`), albums and copies (`relaying`), invoices (`payments`).
"""

from typing import Any

from aiogram.enums import ChatMemberStatus
from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
)
from aiogram.types import InlineKeyboardMarkup, Message

from sandbox import keyboards
from sandbox.api import texts
from sandbox.api.calls import Call
from sandbox.api.refusals import bad_request
from sandbox.api.requests import given
from sandbox.chats import Chat
from sandbox.files import FileKind, content_of
from sandbox.messages import Posted


def send_message(call: Call, request: SendMessage) -> Message:
    text = texts.message_text(request.text, given(request.parse_mode), request.entities)
    return post(call, request, text).message


def send_photo(call: Call, request: SendPhoto) -> Message:
    return _send_file(call, request, request.photo, FileKind.PHOTO)


def send_document(call: Call, request: SendDocument) -> Message:
    return _send_file(call, request, request.document, FileKind.DOCUMENT)


def send_voice(call: Call, request: SendVoice) -> Message:
    return _send_file(call, request, request.voice, FileKind.VOICE)


def send_audio(call: Call, request: SendAudio) -> Message:
    return _send_file(call, request, request.audio, FileKind.AUDIO)


def send_video(call: Call, request: SendVideo) -> Message:
    return _send_file(call, request, request.video, FileKind.VIDEO)


def send_animation(call: Call, request: SendAnimation) -> Message:
    return _send_file(call, request, request.animation, FileKind.ANIMATION)


def send_sticker(call: Call, request: SendSticker) -> Message:
    return post(call, request, content_of(call.file(request.sticker, FileKind.STICKER))).message


def send_video_note(call: Call, request: SendVideoNote) -> Message:
    return post(call, request, content_of(call.file(request.video_note, FileKind.VIDEO_NOTE))).message


def post(call: Call, request: Any, content: dict[str, Any]) -> Posted:  # Any: each sending method has its own class
    """Put a message with that content where the request says, with its markup, reply and thread."""
    chat = call.chat(request.chat_id)
    thread_id = _thread(call, chat, request.message_thread_id)
    reply = replied_to(call, chat, request)
    markup = getattr(request, "reply_markup", None)
    is_inline = isinstance(markup, InlineKeyboardMarkup)
    return call.world.messages.post(
        chat,
        None if chat.kind == "channel" else call.bot.as_user(),
        thread_id=thread_id if thread_id is not None else _thread_of(reply),
        keyboard=None if is_inline else markup,
        reply_markup=checked(markup) if is_inline else None,
        reply_to_message=reply or _topic_head(call, chat, thread_id),
        has_protected_content=True if given(request.protect_content) else None,
        **content,
    )


def checked(markup: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """Return the keyboard, None for an empty one. Raises a Refusal for one that Telegram would not show."""
    if markup is None or not any(markup.inline_keyboard or []):
        return None
    try:
        keyboards.check(markup)
    except keyboards.KeyboardError as error:
        raise bad_request(str(error)) from None
    return markup


def replied_to(call: Call, chat: Chat, request: Any) -> Message | None:  # Any: each sending method has its own class
    """Return the message that is replied to, without what that one replied to itself."""
    parameters = getattr(request, "reply_parameters", None)
    message_id = parameters.message_id if parameters else getattr(request, "reply_to_message_id", None)
    if message_id is None:
        return None
    posted = call.world.messages.get(chat, message_id)
    if posted is not None:
        return posted.message.model_copy(update={"reply_to_message": None})
    may_be_missing = (
        given(parameters.allow_sending_without_reply) if parameters else request.allow_sending_without_reply
    )
    if not may_be_missing:
        raise bad_request("message to be replied not found")
    return None


def _send_file(call: Call, request: Any, reference: Any, kind: FileKind) -> Message:  # Any: as in `post`
    content: dict[str, Any] = content_of(call.file(reference, kind))
    content |= texts.caption(request.caption, given(request.parse_mode), request.caption_entities)
    content |= {"has_media_spoiler": getattr(request, "has_spoiler", None) or None}
    return post(call, request, content).message


def _thread(call: Call, chat: Chat, thread_id: int | None) -> int | None:
    """Return the topic to write to. A closed one takes messages from administrators only."""
    if thread_id is None:
        return None
    topic = call.world.topics.get(chat, thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.is_closed and call.world.chats.member_status(chat, call.bot.id) is ChatMemberStatus.MEMBER:
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def _thread_of(reply: Message | None) -> int | None:
    return reply.message_thread_id if reply and reply.is_topic_message else None


def _topic_head(call: Call, chat: Chat, thread_id: int | None) -> Message | None:
    """In a topic, what answers nothing else answers the topic's first message: a quirk of Telegram's."""
    head = call.world.messages.get(chat, thread_id) if thread_id is not None else None
    return head.message.model_copy(update={"reply_to_message": None}) if head else None
