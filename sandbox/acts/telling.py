"""Telling the bots: which of them hears of a message, and by which kind of update.

Not here: the queues (`updates`). A bot hears everything in its private chats and in the groups it is in.
"""

from aiogram.enums import ChatType

from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.messages import Posted
from sandbox.world import World


def tell(world: World, chat: Chat, posted: Posted, *, is_edit: bool = False) -> None:
    """Issue the update about a new or edited message to every bot in the chat."""
    kind = "channel_post" if chat.kind is ChatType.CHANNEL else "message"
    for bot in listeners(world, chat):
        world.updates.issue(bot, f"edited_{kind}" if is_edit else kind, posted.message, lane=f"chat:{chat.id}")


def listeners(world: World, chat: Chat) -> list[Bot]:
    """Return the bots that hear what is said in the chat."""
    if chat.is_private:
        return [world.bots.the(chat.bot_id)]
    return [bot for id in world.chats.member_ids(chat) if (bot := world.bots.get(id))]
