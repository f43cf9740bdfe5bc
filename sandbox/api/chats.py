"""Looking at chats and keeping them in order: who is in, what is pinned, and the signs of life.

Not here: topics of a forum (`topics`) and what is sent.
"""

from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.methods import (
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetChatMemberCount,
    LeaveChat,
    PinChatMessage,
    SendChatAction,
    UnpinAllChatMessages,
    UnpinChatMessage,
)
from aiogram.types import AcceptedGiftTypes, ChatFullInfo

from sandbox.acts import gathering, telling
from sandbox.api.calls import Call
from sandbox.api.refusals import bad_request
from sandbox.members import Member, describe

NO_GIFTS = AcceptedGiftTypes(
    unlimited_gifts=False,
    limited_gifts=False,
    unique_gifts=False,
    premium_subscription=False,
    gifts_from_channels=False,
)


def get_chat(call: Call, request: GetChat) -> ChatFullInfo:
    chat = call.chat(request.chat_id)
    described = call.world.chats.as_api_chat(chat).model_dump(exclude_none=True)
    pinned = call.world.messages.pinned(chat)
    return ChatFullInfo(
        **described,
        accent_color_id=0,
        max_reaction_count=11,
        accepted_gift_types=NO_GIFTS,
        pinned_message=pinned[0].message if pinned else None,
    )


def get_chat_member(call: Call, request: GetChatMember) -> Member:
    chat = call.chat(request.chat_id)
    user = call.world.people.get(request.user_id) or call.world.bots.get(request.user_id)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if chat.is_private:
        return describe(user.as_user(), ChatMemberStatus.MEMBER)
    return describe(user.as_user(), call.world.chats.member_status(chat, user.id))


def get_chat_administrators(call: Call, request: GetChatAdministrators) -> list[Member]:
    """List the administrators that are people; like Telegram, leave other bots out."""
    chat = call.chat(request.chat_id)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    leading = (ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR)
    people = [person for id in call.world.chats.member_ids(chat) if (person := call.world.people.get(id))]
    statuses = [(person, call.world.chats.member_status(chat, person.id)) for person in people]
    return [describe(person.as_user(), status) for person, status in statuses if status in leading]


def get_chat_member_count(call: Call, request: GetChatMemberCount) -> int:
    chat = call.chat(request.chat_id)
    return 2 if chat.is_private else len(call.world.chats.member_ids(chat))


def leave_chat(call: Call, request: LeaveChat) -> bool:
    chat = call.chat(request.chat_id)
    if chat.kind is ChatType.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    gathering.bot_leaves(call.world, call.bot, chat)
    return True


def send_chat_action(call: Call, request: SendChatAction) -> bool:
    call.world.activity.show(call.chat(request.chat_id), request.action, thread_id=request.message_thread_id)
    return True


def pin_chat_message(call: Call, request: PinChatMessage) -> bool:
    chat = call.chat(request.chat_id)
    posted = call.message(chat, request.message_id, named="message to pin")
    if posted.is_pinned:
        return True
    call.world.messages.pin(posted, is_pinned=True)
    note = call.world.messages.post(chat, call.bot.as_user(), thread_id=posted.thread_id, pinned_message=posted.message)
    telling.tell(call.world, chat, note)
    return True


def unpin_chat_message(call: Call, request: UnpinChatMessage) -> bool:
    """Unpin the message named, or the one pinned last."""
    chat = call.chat(request.chat_id)
    pinned = call.world.messages.pinned(chat)
    chosen = [one for one in pinned if request.message_id in (None, one.id)][:1]
    if not chosen:
        raise bad_request("message to unpin not found")
    call.world.messages.pin(chosen[0], is_pinned=False)
    return True


def unpin_all_chat_messages(call: Call, request: UnpinAllChatMessages) -> bool:
    for posted in call.world.messages.pinned(call.chat(request.chat_id)):
        call.world.messages.pin(posted, is_pinned=False)
    return True
