"""Albums, copies and forwards: several messages at once, and one message in another chat.

Not here: the single sendings. A copy forgets who wrote it, a forward names them; protected content allows
neither.
"""

from typing import Any

from aiogram.methods import CopyMessage, ForwardMessage, SendMediaGroup
from aiogram.types import (
    InputMediaDocument,
    InputMediaPhoto,
    Message,
    MessageId,
    MessageOriginChannel,
    MessageOriginUser,
)

from sandbox.api import texts
from sandbox.api.calls import Call
from sandbox.api.refusals import bad_request
from sandbox.api.requests import given
from sandbox.api.sending import post
from sandbox.files import FileKind, content_of
from sandbox.messages import Posted

CONTENT = (
    *("text", "entities", "caption", "caption_entities", "has_media_spoiler"),
    *(kind.value for kind in FileKind),
    *("contact", "location"),
)


def send_media_group(call: Call, request: SendMediaGroup) -> list[Message]:
    if not 2 <= len(request.media) <= 10:
        raise bad_request("group send failed: an album holds 2 to 10 items")
    group_id = str(13_000_000_000_000_000 + call.world.records.count_up("media_groups"))
    contents = [_album_item(call, media) | {"media_group_id": group_id} for media in request.media]
    return [post(call, request, content).message for content in contents]


def copy_message(call: Call, request: CopyMessage) -> MessageId:
    source = _source(call, request, named="message to copy", may_not="message can't be copied")
    if source.message.invoice or not _content_of(source.message):
        raise bad_request("message can't be copied")
    content = _content_of(source.message)
    if request.caption is not None:
        content |= texts.caption(request.caption, given(request.parse_mode), request.caption_entities)
    return MessageId(message_id=post(call, request, content).id)


def forward_message(call: Call, request: ForwardMessage) -> Message:
    source = _source(call, request, named="message to forward", may_not="message can't be forwarded")
    if not _content_of(source.message):
        raise bad_request("message can't be forwarded")
    return post(call, request, _content_of(source.message) | {"forward_origin": _origin(source.message)}).message


def _album_item(call: Call, media: Any) -> dict[str, Any]:  # Any: the generated union of input media
    if not isinstance(media, InputMediaPhoto | InputMediaDocument):
        raise bad_request("can't use the media of the specified type in the album")
    file = call.file(media.media, FileKind(media.type))
    spoiler = {"has_media_spoiler": getattr(media, "has_spoiler", None) or None}
    return content_of(file) | texts.caption(media.caption, given(media.parse_mode), media.caption_entities) | spoiler


def _source(call: Call, request: CopyMessage | ForwardMessage, *, named: str, may_not: str) -> Posted:
    source = call.message(call.chat(request.from_chat_id), request.message_id, named=named)
    if source.message.has_protected_content:
        raise bad_request(may_not)
    return source


def _content_of(message: Message) -> dict[str, Any]:
    return {name: value for name in CONTENT if (value := getattr(message, name)) is not None}


def _origin(message: Message) -> MessageOriginUser | MessageOriginChannel:
    if message.from_user:
        return MessageOriginUser(date=message.date, sender_user=message.from_user)
    return MessageOriginChannel(date=message.date, chat=message.chat, message_id=message.message_id)
