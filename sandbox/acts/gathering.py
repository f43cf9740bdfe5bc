"""Gathering: founding groups, coming and going, blocking a bot.

Not here: what is said there (`speaking`) and a forum's topics (`topics`). Bots learn of it by service messages
and by `my_chat_member`.
"""

from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import ChatMemberUpdated

from sandbox.acts.telling import tell
from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.impossible import Impossible
from sandbox.members import describe
from sandbox.people import Person
from sandbox.world import World


def founds(world: World, person: Person, title: str, *, kind: ChatType, is_forum: bool, bots: list[Bot]) -> Chat:
    """Found a group or channel owned by the person; the bots join as administrators."""
    if kind is ChatType.PRIVATE or (is_forum and kind is not ChatType.SUPERGROUP):
        raise Impossible("Found a group, a supergroup or a channel; only a supergroup can be a forum.")
    chat = world.chats.add_group(title, kind=kind, is_forum=is_forum)
    world.chats.set_member(chat, person.id, ChatMemberStatus.CREATOR)
    for bot in bots:
        _change_bot(world, bot, chat, by=person, status=ChatMemberStatus.ADMINISTRATOR)
    world.changes.record()
    return chat


def joins(world: World, person: Person, chat: Chat, *, is_administrator: bool = False) -> None:
    """Let a person into a group."""
    if world.chats.is_in(chat, person.id):
        raise Impossible(f"{person.name} is already in {chat.title}.")
    status = ChatMemberStatus.ADMINISTRATOR if is_administrator else ChatMemberStatus.MEMBER
    world.chats.set_member(chat, person.id, status)
    world.changes.record()
    if chat.kind is not ChatType.CHANNEL:
        tell(world, chat, world.messages.post(chat, person.as_user(), new_chat_members=[person.as_user()]))


def leaves(world: World, person: Person, chat: Chat) -> None:
    """Let a person out of a group."""
    if not world.chats.is_in(chat, person.id):
        raise Impossible(f"{person.name} is not in {chat.title}.")
    if chat.kind is not ChatType.CHANNEL:
        tell(world, chat, world.messages.post(chat, person.as_user(), left_chat_member=person.as_user()))
    world.chats.set_member(chat, person.id, ChatMemberStatus.LEFT)
    world.changes.record()


def removes_bot(world: World, person: Person, bot: Bot, chat: Chat) -> None:
    """Throw a bot out of a group: it may not write there any more."""
    if not world.chats.is_in(chat, bot.id):
        raise Impossible(f"@{bot.username} is not in {chat.title}.")
    _change_bot(world, bot, chat, by=person, status=ChatMemberStatus.KICKED)


def invites_bot(world: World, person: Person, bot: Bot, chat: Chat) -> None:
    """Let a bot into a group, as an administrator."""
    if world.chats.is_in(chat, bot.id):
        raise Impossible(f"@{bot.username} is already in {chat.title}.")
    _change_bot(world, bot, chat, by=person, status=ChatMemberStatus.ADMINISTRATOR)


def bot_leaves(world: World, bot: Bot, chat: Chat) -> None:
    world.chats.set_member(chat, bot.id, ChatMemberStatus.LEFT)
    world.changes.record()


def blocks(world: World, person: Person, chat: Chat) -> None:
    """Block the bot of a private chat."""
    _set_blocked(world, person, chat, is_blocked=True)


def unblocks(world: World, person: Person, chat: Chat) -> None:
    """Let the bot of a private chat write again."""
    _set_blocked(world, person, chat, is_blocked=False)


def _set_blocked(world: World, person: Person, chat: Chat, *, is_blocked: bool) -> None:
    if not chat.is_private:
        raise Impossible("Only a bot in a private chat can be blocked; leave the group instead.")
    bot = world.bots.the(chat.bot_id)
    if chat.is_blocked == is_blocked:
        raise Impossible(f"@{bot.username} is {'already' if is_blocked else 'not'} blocked by {person.name}.")
    world.chats.set_blocked(chat, is_blocked)
    before, after = ChatMemberStatus.MEMBER, ChatMemberStatus.KICKED
    if not is_blocked:
        before, after = after, before
    _tell_bot(world, bot, chat, by=person, before=before, after=after)


def _change_bot(world: World, bot: Bot, chat: Chat, *, by: Person, status: ChatMemberStatus) -> None:
    before = world.chats.member_status(chat, bot.id)
    world.chats.set_member(chat, bot.id, status)
    _tell_bot(world, bot, chat, by=by, before=before, after=status)


def _tell_bot(
    world: World, bot: Bot, chat: Chat, *, by: Person, before: ChatMemberStatus, after: ChatMemberStatus
) -> None:
    change = ChatMemberUpdated(
        chat=world.chats.as_api_chat(chat),
        from_user=by.as_user(),
        date=world.clock.now,
        old_chat_member=describe(bot.as_user(), before),
        new_chat_member=describe(bot.as_user(), after),
    )
    world.updates.issue(bot, "my_chat_member", change, lane=f"chat:{chat.id}")
    world.changes.record()
