"""Where a person acts: the chat they mean by a bot's name, a group's id, or nothing at all.

Not here: what they do there.
"""

from aiogram.enums import ChatMemberStatus

from sandbox.chats import Chat
from sandbox.impossible import Impossible
from sandbox.people import Person
from sandbox.world import World


def the_chat(world: World, person: Person, name: int | str | None) -> Chat:
    """Return the chat with a bot (by @username, id, or None for the first) or a group by its negative id."""
    if name is None:
        return world.chats.open_private(world.bots.first(), person)
    if not str(name).removeprefix("-").isdigit():
        return world.chats.open_private(world.bots.named(str(name)), person)
    id = int(name)
    if id > 0:
        return world.chats.open_private(world.bots.the(id), person)
    return the_group(world, id)


def the_group(world: World, id: int) -> Chat:
    """Return the group. Raises Impossible when there is none with that id."""
    group = world.chats.group(id)
    if group is None:
        known = ", ".join(f"{one.id} ({one.title})" for one in world.chats.groups())
        raise Impossible(f"There is no group {id}; there are: {known or 'none yet'}.")
    return group


def may_write(world: World, person: Person, chat: Chat) -> None:
    """Raise Impossible when the person's messenger would not let them write there."""
    if chat.is_private and chat.is_blocked:
        raise Impossible(f"{person.name} has blocked @{world.bots.the(chat.bot_id).username}: unblock it first.")
    if chat.is_private:
        return
    status = world.chats.member_status(chat, person.id)
    if status in (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED):
        raise Impossible(f"{person.name} is not in {chat.title}: join it first.")
    if chat.kind == "channel" and status not in (ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR):
        raise Impossible(f"Only administrators post in the channel {chat.title}.")
