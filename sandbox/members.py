"""A member of a chat as the Bot API describes one: what they are, and what an administrator may do.

Not here: who is in which chat (`chats`). In the sandbox every administrator may do everything.
"""

from datetime import UTC, datetime

from aiogram.enums import ChatMemberStatus
from aiogram.types import (
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberOwner,
    User,
)

FOR_EVER = datetime.fromtimestamp(0, UTC)

Member = ChatMemberOwner | ChatMemberAdministrator | ChatMemberMember | ChatMemberLeft | ChatMemberBanned


def describe(user: User, status: ChatMemberStatus) -> Member:
    """Return the user as a member with that status."""
    match status:
        case ChatMemberStatus.CREATOR:
            return ChatMemberOwner(user=user, is_anonymous=False)
        case ChatMemberStatus.ADMINISTRATOR:
            return _administrator(user)
        case ChatMemberStatus.KICKED:
            return ChatMemberBanned(user=user, until_date=FOR_EVER)
        case ChatMemberStatus.LEFT:
            return ChatMemberLeft(user=user)
        case _:
            return ChatMemberMember(user=user)


def _administrator(user: User) -> ChatMemberAdministrator:
    return ChatMemberAdministrator(
        user=user,
        can_be_edited=False,
        is_anonymous=False,
        can_manage_chat=True,
        can_delete_messages=True,
        can_manage_video_chats=True,
        can_restrict_members=True,
        can_promote_members=True,
        can_change_info=True,
        can_invite_users=True,
        can_post_stories=False,
        can_edit_stories=False,
        can_delete_stories=False,
        can_pin_messages=True,
        can_manage_topics=True,
        can_send_welcome_messages=False,
    )
