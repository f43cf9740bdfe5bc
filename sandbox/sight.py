"""Sight: composes what a person sees from the world; the one place that reads messages for people.

Not here: the values themselves (`screens`) and acting (`acts`).
"""

import json

from aiogram.types import ForceReply, InlineKeyboardButton, Message, ReplyKeyboardMarkup

from sandbox.chats import Chat
from sandbox.files import FileKind
from sandbox.messages import Posted
from sandbox.people import Person
from sandbox.profiles import ProfilePart
from sandbox.screens import (
    Alert,
    Attachment,
    Bubble,
    Button,
    ChatTitle,
    Command,
    InvoiceCard,
    Keyboard,
    Quote,
    Screen,
    Span,
    TopicTitle,
)
from sandbox.topics import GENERAL
from sandbox.world import World

SHOWN_MESSAGES = 100


def chat_list(world: World, person: Person) -> list[ChatTitle]:
    """Return the person's chats and every bot they could write to, as their messenger lists them."""
    for bot in world.bots.all():
        world.chats.open_private(bot, person)
    return [_chat_title(world, chat) for chat in world.chats.of_person(person)]


def screen(
    world: World, person: Person, chat: Chat, *, topic: int | None = None, limit: int = SHOWN_MESSAGES
) -> Screen:
    """Return the chat as the person sees it now, the latest messages last; of one topic if asked."""
    latest = world.messages.in_chat(chat, topic=topic, limit=limit)
    posted = [one for one in latest if not one.is_deleted]
    return Screen(
        change=world.changes.number,
        chat=chat.bot_id or chat.id,
        title=title_of(world, chat),
        kind=chat.kind.value,
        is_blocked=chat.is_blocked,
        bubbles=[bubble(world, person, one) for one in posted],
        alerts=alerts(world, person, chat),
        keyboard=_keyboard(posted),
        activity=world.activity.in_chat(chat, thread_id=None if topic == GENERAL else topic),
        commands=_commands(world, person, chat),
        topics=[
            TopicTitle(topic=one.thread_id, name=one.name, is_closed=one.is_closed)
            for one in world.topics.of_chat(chat)
        ],
    )


def title_of(world: World, chat: Chat) -> str:
    return world.bots.the(chat.bot_id).name if chat.is_private else chat.title or ""


def alerts(world: World, person: Person, chat: Chat, *, after: int = 0) -> list[Alert]:
    """Return what became of the person's taps since that change, oldest first."""
    return [
        Alert(
            tap_id=tap.id,
            message_id=tap.message_id,
            is_answered=tap.answered_at is not None,
            text=tap.text,
            is_modal=tap.is_alert,
            url=tap.url,
            changed=tap.changed,
        )
        for tap in world.taps.of_person(person, chat, after=after)
    ]


def bubble(world: World, person: Person, posted: Posted) -> Bubble:
    """Return one message as the person sees it."""
    message = posted.message
    sender = message.from_user
    return Bubble(
        message_id=posted.id,
        sender=_sender(message),
        sender_id=sender.id if sender else message.chat.id,
        is_own=bool(sender and sender.id == person.id),
        is_bot=bool(sender and sender.is_bot),
        sent_at=int(message.date.timestamp()),
        edited_at=message.edit_date,
        topic=posted.thread_id,
        text=message.text or message.caption or "",
        spans=[
            Span(kind=one.type, offset=one.offset, length=one.length, url=one.url, language=one.language)
            for one in message.entities or message.caption_entities or []
        ],
        buttons=[[_button(one) for one in row] for row in _rows(message)],
        attachment=_attachment(message),
        album=message.media_group_id,
        invoice=_invoice(message),
        quote=_quote(message),
        forwarded_from=_origin(message),
        contact=f"{message.contact.first_name} {message.contact.phone_number}" if message.contact else None,
        location=f"{message.location.latitude}, {message.location.longitude}" if message.location else None,
        service=_service(message),
        is_protected=bool(message.has_protected_content),
        has_spoiler=bool(message.has_media_spoiler),
        is_pinned=posted.is_pinned,
        reactions=[emoji for emojis in posted.reactions.values() for emoji in emojis],
        changed=posted.changed,
    )


def _chat_title(world: World, chat: Chat) -> ChatTitle:
    latest = [one for one in world.messages.in_chat(chat, limit=1) if not one.is_deleted]
    message = latest[0].message if latest else None
    return ChatTitle(
        chat=chat.bot_id or chat.id,
        title=title_of(world, chat),
        kind=chat.kind.value,
        is_forum=chat.is_forum,
        is_blocked=chat.is_blocked,
        last_text=(message.text or message.caption or _service(message) or "") if message else "",
        last_kind=_kind(message) if message else None,
        changed=latest[0].changed if latest else 0,
    )


def _sender(message: Message) -> str:
    return message.from_user.full_name if message.from_user else message.chat.title or ""


def _rows(message: Message) -> list[list[InlineKeyboardButton]]:
    return (message.reply_markup.inline_keyboard or []) if message.reply_markup else []


def _button(button: InlineKeyboardButton) -> Button:
    return Button(
        label=button.text,
        data=button.callback_data,
        url=button.url,
        copy_text=button.copy_text.text if button.copy_text else None,
        is_pay=bool(button.pay),
        is_disabled=button.disabled is not None,
        style=button.style,
    )


def _attachment(message: Message) -> Attachment | None:
    for kind in FileKind:
        media = message.photo[-1] if kind is FileKind.PHOTO and message.photo else getattr(message, kind, None)
        if media:
            return Attachment(
                kind=kind,
                file_id=media.file_id,
                name=getattr(media, "file_name", None),
                mime_type=getattr(media, "mime_type", None),
                size_bytes=media.file_size,
                width=getattr(media, "width", None),
                height=getattr(media, "height", None),
            )
    return None


def _kind(message: Message) -> str | None:
    attachment = _attachment(message)
    return attachment.kind if attachment else None


def _invoice(message: Message) -> InvoiceCard | None:
    if message.invoice is None:
        return None
    return InvoiceCard(**message.invoice.model_dump(include=set(InvoiceCard.model_fields)))


def _quote(message: Message) -> Quote | None:
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created:  # every message of a topic formally replies to its first
        return None
    return Quote(
        message_id=replied.message_id,
        sender=_sender(replied),
        text=replied.text or replied.caption or "",
        kind=_kind(replied),
    )


def _origin(message: Message) -> str | None:
    origin = message.forward_origin
    if origin is None:
        return None
    user, chat = getattr(origin, "sender_user", None), getattr(origin, "chat", None)
    return user.full_name if user else chat.title if chat else "?"


def _service(message: Message) -> str | None:
    """Say what a service message tells, or None for an ordinary one."""
    if message.successful_payment:
        return f"paid {message.successful_payment.total_amount} {message.successful_payment.currency}"
    if message.refunded_payment:
        return f"refunded {message.refunded_payment.total_amount} {message.refunded_payment.currency}"
    if message.pinned_message:
        return f"pinned message {message.pinned_message.message_id}"
    if message.new_chat_members:
        return f"joined: {', '.join(user.full_name for user in message.new_chat_members)}"
    if message.left_chat_member:
        return f"left: {message.left_chat_member.full_name}"
    return _topic_service(message)


def _topic_service(message: Message) -> str | None:
    if message.forum_topic_created:
        return f"topic: {message.forum_topic_created.name}"
    if message.forum_topic_edited:
        return f"topic renamed: {message.forum_topic_edited.name}"
    if message.forum_topic_closed:
        return "topic closed"
    if message.forum_topic_reopened:
        return "topic reopened"
    return None


def _keyboard(posted: list[Posted]) -> Keyboard | None:
    """Return what the latest message with a reply markup left at the foot of the screen."""
    latest = next((one for one in reversed(posted) if one.keyboard is not None), None)
    if latest is None:
        return None
    match latest.keyboard:
        case ReplyKeyboardMarkup() as markup:
            return Keyboard(
                rows=[[key.text for key in row] for row in markup.keyboard],
                placeholder=markup.input_field_placeholder,
                is_one_time=bool(markup.one_time_keyboard),
            )
        case ForceReply() as prompt:
            return Keyboard(placeholder=prompt.input_field_placeholder, forces_reply_to=latest.id)
        case _:
            return None


def _commands(world: World, person: Person, chat: Chat) -> list[Command]:
    """Return the commands of the chat's bot that the person is offered, in their language."""
    if not chat.is_private:
        return []
    kept = world.profiles.seen_by(
        world.bots.the(chat.bot_id),
        ProfilePart.COMMANDS,
        scopes=[f"chat:{person.id}", "all_private_chats"],
        language_code=person.language_code,
    )
    return [Command(command=one["command"], description=one["description"]) for one in json.loads(kept or "[]")]
