"""A forum's topics: creating, renaming, closing and deleting them.

Not here: writing in one (`sending`). Each of these leaves a service message in the topic, as in Telegram.
"""

from typing import Any

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    DeleteForumTopic,
    EditForumTopic,
    GetForumTopicIconStickers,
    ReopenForumTopic,
)
from aiogram.types import ForumTopic, ForumTopicClosed, ForumTopicEdited, ForumTopicReopened, Sticker

from sandbox.acts import gathering, telling
from sandbox.api.calls import Call
from sandbox.api.refusals import bad_request
from sandbox.chats import Chat
from sandbox.topics import Topic

MOST_NAME = 128


def create_forum_topic(call: Call, request: CreateForumTopic) -> ForumTopic:
    chat = _forum(call, request.chat_id)
    _check_name(request.name)
    topic = gathering.open_topic(call.world, chat, call.bot.as_user(), name=request.name, icon_color=request.icon_color)
    return ForumTopic(message_thread_id=topic.thread_id, name=topic.name, icon_color=topic.icon_color)


def edit_forum_topic(call: Call, request: EditForumTopic) -> bool:
    chat = _forum(call, request.chat_id)
    topic = _topic(call, chat, request.message_thread_id)
    if request.name is None or request.name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    _check_name(request.name)
    call.world.topics.rename(topic, request.name)
    _note(call, chat, topic, forum_topic_edited=ForumTopicEdited(name=request.name))
    return True


def close_forum_topic(call: Call, request: CloseForumTopic) -> bool:
    chat = _forum(call, request.chat_id)
    topic = _topic(call, chat, request.message_thread_id)
    if topic.is_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    call.world.topics.set_closed(topic, True)
    _note(call, chat, topic, forum_topic_closed=ForumTopicClosed())
    return True


def reopen_forum_topic(call: Call, request: ReopenForumTopic) -> bool:
    chat = _forum(call, request.chat_id)
    topic = _topic(call, chat, request.message_thread_id)
    if not topic.is_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    call.world.topics.set_closed(topic, False)
    _note(call, chat, topic, forum_topic_reopened=ForumTopicReopened())
    return True


def delete_forum_topic(call: Call, request: DeleteForumTopic) -> bool:
    chat = _forum(call, request.chat_id)
    call.world.topics.delete(_topic(call, chat, request.message_thread_id))
    return True


def get_forum_topic_icon_stickers(call: Call, request: GetForumTopicIconStickers) -> list[Sticker]:
    return []


def _forum(call: Call, chat_id: int | str) -> Chat:
    chat = call.chat(chat_id)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(call: Call, chat: Chat, thread_id: int) -> Topic:
    topic = call.world.topics.get(chat, thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    return topic


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= MOST_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")


def _note(call: Call, chat: Chat, topic: Topic, **content: Any) -> None:
    posted = call.world.messages.post(chat, call.bot.as_user(), thread_id=topic.thread_id, **content)
    telling.tell(call.world, chat, posted)
