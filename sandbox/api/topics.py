"""A forum's topics: creating, renaming, closing and deleting them.

Not here: writing in one (`sending`), and what a change leaves behind (`acts.topics`). Of a topic that is gone these
say TOPIC_ID_INVALID, and a message to one "message thread not found".
"""

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    DeleteForumTopic,
    EditForumTopic,
    GetForumTopicIconStickers,
    ReopenForumTopic,
)
from aiogram.types import ForumTopic, Sticker

from sandbox.acts import topics
from sandbox.api.calls import Call
from sandbox.api.refusals import bad_request
from sandbox.chats import Chat
from sandbox.topics import MOST_NAME, Topic


def create_forum_topic(call: Call, request: CreateForumTopic) -> ForumTopic:
    chat = _forum(call, request.chat_id)
    _check_name(request.name)
    topic = topics.create(call.world, chat, call.bot.as_user(), name=request.name, icon_color=request.icon_color)
    return ForumTopic(message_thread_id=topic.thread_id, name=topic.name, icon_color=topic.icon_color)


def edit_forum_topic(call: Call, request: EditForumTopic) -> bool:
    chat = _forum(call, request.chat_id)
    topic = _topic(call, chat, request.message_thread_id)
    if request.name is None or request.name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    _check_name(request.name)
    topics.rename(call.world, chat, topic, call.bot.as_user(), name=request.name)
    return True


def close_forum_topic(call: Call, request: CloseForumTopic) -> bool:
    return _set_closed(call, request, is_closed=True)


def reopen_forum_topic(call: Call, request: ReopenForumTopic) -> bool:
    return _set_closed(call, request, is_closed=False)


def delete_forum_topic(call: Call, request: DeleteForumTopic) -> bool:
    chat = _forum(call, request.chat_id)
    call.world.topics.delete(_topic(call, chat, request.message_thread_id))
    return True


def get_forum_topic_icon_stickers(call: Call, request: GetForumTopicIconStickers) -> list[Sticker]:
    return []


def _set_closed(call: Call, request: CloseForumTopic | ReopenForumTopic, *, is_closed: bool) -> bool:
    chat = _forum(call, request.chat_id)
    topic = _topic(call, chat, request.message_thread_id)
    if topic.is_closed is is_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topics.set_closed(call.world, chat, topic, call.bot.as_user(), is_closed=is_closed)
    return True


def _forum(call: Call, chat_id: int | str) -> Chat:
    chat = call.chat(chat_id)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(call: Call, chat: Chat, thread_id: int) -> Topic:
    topic = call.world.topics.get(chat, thread_id)
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= MOST_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
