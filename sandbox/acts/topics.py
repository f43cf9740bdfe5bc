"""A forum's topics as people and bots change them: opening, renaming, closing, deleting.

Not here: writing in one (`speaking`) and a bot's refusals (`api.topics`). Each act but a deletion leaves a
service message in the topic, of which the bots hear; of a deletion nobody is told, as in Telegram.
"""

from typing import Any

from aiogram.enums import ChatMemberStatus
from aiogram.types import ForumTopicClosed, ForumTopicCreated, ForumTopicEdited, ForumTopicReopened, User

from sandbox.acts.telling import tell
from sandbox.chats import Chat
from sandbox.impossible import Impossible
from sandbox.people import Person
from sandbox.topics import DEFAULT_COLOR, MOST_NAME, Topic
from sandbox.world import World

LEADING = (ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR)


def opens_topic(world: World, person: Person, chat: Chat, name: str) -> Topic:
    """Let a person open a topic in a forum they are in."""
    if not chat.is_forum or not world.chats.is_in(chat, person.id):
        raise Impossible(f"{person.name} can't open a topic in {chat.title}.")
    _check_name(name)
    return create(world, chat, person.as_user(), name=name, icon_color=None)


def renames_topic(world: World, person: Person, chat: Chat, thread_id: int, name: str) -> None:
    """Let an administrator give a topic another name."""
    topic = _led(world, person, chat, thread_id)
    _check_name(name)
    if name == topic.name:
        raise Impossible(f"The topic is called {name} already.")
    rename(world, chat, topic, person.as_user(), name=name)


def closes_topic(world: World, person: Person, chat: Chat, thread_id: int) -> None:
    """Let an administrator close a topic: from then on only administrators write there."""
    topic = _led(world, person, chat, thread_id)
    if topic.is_closed:
        raise Impossible(f"The topic {topic.name} is closed already.")
    set_closed(world, chat, topic, person.as_user(), is_closed=True)


def reopens_topic(world: World, person: Person, chat: Chat, thread_id: int) -> None:
    """Let an administrator open a closed topic again."""
    topic = _led(world, person, chat, thread_id)
    if not topic.is_closed:
        raise Impossible(f"The topic {topic.name} is not closed.")
    set_closed(world, chat, topic, person.as_user(), is_closed=False)


def deletes_topic(world: World, person: Person, chat: Chat, thread_id: int) -> None:
    """Let an administrator delete a topic with everything in it."""
    world.topics.delete(_led(world, person, chat, thread_id))


def create(world: World, chat: Chat, by: User, *, name: str, icon_color: int | None) -> Topic:
    """Create a topic; its id is that of the service message which says so."""
    thread_id = world.messages.next_id(chat)
    topic = world.topics.add(chat, thread_id, name=name, icon_color=icon_color)
    created = ForumTopicCreated(name=name, icon_color=icon_color if icon_color is not None else DEFAULT_COLOR)
    _note(world, chat, topic, by, forum_topic_created=created)
    return topic


def rename(world: World, chat: Chat, topic: Topic, by: User, *, name: str) -> None:
    world.topics.rename(topic, name)
    _note(world, chat, topic, by, forum_topic_edited=ForumTopicEdited(name=name))


def set_closed(world: World, chat: Chat, topic: Topic, by: User, *, is_closed: bool) -> None:
    world.topics.set_closed(topic, is_closed)
    if is_closed:
        _note(world, chat, topic, by, forum_topic_closed=ForumTopicClosed())
    else:
        _note(world, chat, topic, by, forum_topic_reopened=ForumTopicReopened())


def _led(world: World, person: Person, chat: Chat, thread_id: int) -> Topic:
    """Return the topic. Raises Impossible when there is none, or the person does not lead the group."""
    topic = world.topics.get(chat, thread_id)
    if topic is None:
        raise Impossible(f"There is no topic {thread_id} in this chat.")
    if world.chats.member_status(chat, person.id) not in LEADING:
        raise Impossible(f"Only administrators of {chat.title} rename, close and delete its topics.")
    return topic


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= MOST_NAME:
        raise Impossible(f"A topic's name has 1 to {MOST_NAME} characters.")


def _note(world: World, chat: Chat, topic: Topic, by: User, **content: Any) -> None:  # Any: fields of a Message
    tell(world, chat, world.messages.post(chat, by, thread_id=topic.thread_id, **content))
