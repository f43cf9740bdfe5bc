"""Speaking: what a person says, shows and corrects.

Not here: tapping buttons (`tapping`); a tap on a reply keyboard ends up here, as the words on it.
"""

from typing import Any

from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import Contact, Location, Message

from sandbox.acts import places
from sandbox.acts.telling import tell
from sandbox.chats import Chat
from sandbox.entities import trimmed, with_found
from sandbox.files import FileError, FileKind, Upload, content_of
from sandbox.impossible import Impossible
from sandbox.messages import Posted
from sandbox.people import Person
from sandbox.topics import GENERAL
from sandbox.world import World

MOST_TEXT = 4096


def says(
    world: World,
    person: Person,
    chat: Chat,
    text: str,
    *,
    topic: int | None = None,
    reply_to: int | None = None,
) -> Posted:
    """Write a text; commands and links in it are recognised, and a long one is split, as messengers do."""
    if not text.strip():
        raise Impossible("There is nothing to say: the text is empty.")
    parts = [text[start : start + MOST_TEXT] for start in range(0, len(text), MOST_TEXT)]
    posted = [_post(world, person, chat, _text(part), topic=topic, reply_to=reply_to) for part in parts if part.strip()]
    return posted[-1]


def corrects(world: World, person: Person, chat: Chat, message_id: int, text: str) -> Posted:
    """Edit an own message's text or caption."""
    posted = world.messages.get(chat, message_id)
    if posted is None or posted.message.from_user is None or posted.message.from_user.id != person.id:
        raise Impossible(f"{person.name} has written no message {message_id} in this chat.")
    found = _text(text)
    content = found if posted.message.text else {"caption": found["text"], "caption_entities": found["entities"]}
    edited = world.messages.rewrite(chat, posted, **content, edit_date=int(world.clock.seconds))
    tell(world, chat, edited, is_edit=True)
    return edited


def shows(
    world: World,
    person: Person,
    chat: Chat,
    kind: FileKind,
    uploads: list[Upload],
    *,
    caption: str = "",
    has_spoiler: bool = False,
    topic: int | None = None,
    reply_to: int | None = None,
) -> list[Posted]:
    """Send files of one kind; several become an album whose first message carries the caption."""
    if not 1 <= len(uploads) <= 10:
        raise Impossible("Send one file, or up to ten as an album.")
    group = {"media_group_id": _group_id(world)} if len(uploads) > 1 else {}
    contents = [_file(world, upload, kind) | group for upload in uploads]
    if has_spoiler:
        contents = [content | {"has_media_spoiler": True} for content in contents]
    if caption:
        found = _text(caption)
        contents[0] |= {"caption": found["text"], "caption_entities": found["entities"]}
    return [_post(world, person, chat, content, topic=topic, reply_to=reply_to) for content in contents]


def shares_contact(world: World, person: Person, chat: Chat, *, of: Person | None = None) -> Posted:
    """Send a contact: one's own, or another person's."""
    owner = of or person
    contact = Contact(
        phone_number=owner.phone_number.removeprefix("+"),
        first_name=owner.first_name,
        last_name=owner.last_name,
        user_id=owner.id,
    )
    return _post(world, person, chat, {"contact": contact})


def shares_location(world: World, person: Person, chat: Chat, *, latitude: float, longitude: float) -> Posted:
    return _post(world, person, chat, {"location": Location(latitude=latitude, longitude=longitude)})


def _post(
    world: World,
    person: Person,
    chat: Chat,
    content: dict[str, Any],
    *,
    topic: int | None = None,
    reply_to: int | None = None,
) -> Posted:
    places.may_write(world, person, chat)
    reply = _replied_to(world, chat, reply_to)
    thread_id = None if topic == GENERAL else topic or _topic_of(reply)
    if thread_id is not None:
        reply = reply or _topic_head(world, person, chat, thread_id)
    sender = None if chat.kind is ChatType.CHANNEL else person.as_user()
    posted = world.messages.post(chat, sender, thread_id=thread_id, reply_to_message=reply, **content)
    tell(world, chat, posted)
    return posted


def _text(text: str) -> dict[str, Any]:
    found = with_found(trimmed(text, []))
    return {"text": found.text, "entities": found.entities or None}


def _file(world: World, upload: Upload, kind: FileKind) -> dict[str, Any]:
    try:
        return content_of(world.files.keep(upload, kind))
    except FileError as error:
        raise Impossible(f"{upload.name} can't be sent as a {kind}: {error}.") from None


def _group_id(world: World) -> str:
    return str(13_000_000_000_000_000 + world.records.count_up("media_groups"))


def _replied_to(world: World, chat: Chat, message_id: int | None) -> Message | None:
    if message_id is None:
        return None
    posted = world.messages.get(chat, message_id)
    if posted is None:
        raise Impossible(f"There is no message {message_id} to reply to.")
    return posted.message.model_copy(update={"reply_to_message": None})


def _topic_of(reply: Message | None) -> int | None:
    return reply.message_thread_id if reply and reply.is_topic_message else None


def _topic_head(world: World, person: Person, chat: Chat, thread_id: int) -> Message:
    """Return the topic's first message: what is said in a topic replies to it, or to something else."""
    topic = world.topics.get(chat, thread_id)
    if topic is None:
        known = ", ".join(f"{one.thread_id} ({one.name})" for one in world.topics.of_chat(chat))
        raise Impossible(f"There is no topic {thread_id} in this chat; there are: {known or 'none yet'}.")
    if topic.is_closed and world.chats.member_status(chat, person.id) is ChatMemberStatus.MEMBER:
        raise Impossible(f"The topic {topic.name} is closed.")
    return world.messages.the(chat, thread_id).message.model_copy(update={"reply_to_message": None})
