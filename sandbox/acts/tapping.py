"""Tapping: finding the button a person means and setting off what it does.

Not here: the answer to a tap (`taps`). A client may send any data for any message, so a forged tap is
possible too.
"""

from dataclasses import dataclass

from aiogram.types import (
    CallbackQuery,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

from sandbox import keyboards
from sandbox.acts import places, speaking
from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.impossible import Impossible
from sandbox.keyboards import Place
from sandbox.messages import Posted
from sandbox.people import Person
from sandbox.taps import Tap
from sandbox.world import World

LOOKS_BACK = 200
"""A person scrolls up this many messages to find a button by its label."""


@dataclass(frozen=True)
class Wanted:
    """The button a person means: by label, by data or by place; on one message, or the latest that has it."""

    label: str | None = None
    data: str | None = None
    place: Place | None = None
    message_id: int | None = None


@dataclass(frozen=True)
class Tapped:
    """What the tap did: asked the bot (`tap`), said a reply keyboard's words (`said`), or opened a `url`."""

    tap: Tap | None = None
    said: Posted | None = None
    url: str | None = None


def taps(world: World, person: Person, chat: Chat, wanted: Wanted) -> Tapped:
    """Press a button. Raises Impossible, naming the buttons there are, when it is not to be found."""
    places.may_write(world, person, chat)
    for posted in _in_sight(world, chat, wanted.message_id):
        button = _find(posted.message.reply_markup, wanted)
        if button is not None:
            return _press(world, person, chat, posted, button)
    shown = keyboard_of(world, chat)
    if shown and wanted.label is not None and (key := _find_key(shown, wanted.label)):
        return Tapped(said=_say(world, person, chat, key))
    raise Impossible(f"There is no such button; there are: {_labels(world, chat, wanted.message_id)}.")


def forges(world: World, person: Person, chat: Chat, *, message_id: int, data: str) -> Tap:
    """Send data no button offered, as a tampered client can, on any message, deleted ones included."""
    places.may_write(world, person, chat)
    posted = world.messages.get(chat, message_id)
    bot = _author(world, chat, posted.message if posted else None)
    return _ask(world, person, chat, bot, message_id, posted.message if posted else None, data)


def keyboard_of(world: World, chat: Chat) -> ReplyKeyboardMarkup | None:
    """Return the reply keyboard that stands at the foot of the chat now."""
    for posted in reversed(world.messages.in_chat(chat)):
        if posted.keyboard is not None and not posted.is_deleted:
            return posted.keyboard if isinstance(posted.keyboard, ReplyKeyboardMarkup) else None
    return None


def _in_sight(world: World, chat: Chat, message_id: int | None) -> list[Posted]:
    """Return the messages a button may stand on, the latest first."""
    if message_id is not None:
        posted = world.messages.get(chat, message_id)
        if posted is None:
            raise Impossible(f"There is no message {message_id} in this chat (any more).")
        return [posted]
    latest = world.messages.in_chat(chat, limit=LOOKS_BACK)
    return [one for one in reversed(latest) if not one.is_deleted and one.message.reply_markup]


def _find(markup: InlineKeyboardMarkup | None, wanted: Wanted) -> InlineKeyboardButton | None:
    """Return the button meant: an exact label before one that merely contains it."""
    if markup is None:
        return None
    if wanted.place is not None:
        return keyboards.at(markup, wanted.place)
    buttons = keyboards.buttons_of(markup)
    if wanted.data is not None:
        return next((one for one in buttons if one.callback_data == wanted.data), None)
    label = wanted.label or ""
    exact = [one for one in buttons if one.text == label]
    containing = [one for one in buttons if label and label in one.text]
    return next(iter(exact or (containing if len(containing) == 1 else [])), None)


def _press(world: World, person: Person, chat: Chat, posted: Posted, button: InlineKeyboardButton) -> Tapped:
    if button.url is not None:
        return Tapped(url=button.url)
    if button.pay:
        raise Impossible(f"“{button.text}” pays an invoice: pay it.")
    if button.callback_data is None:
        raise Impossible(f"“{button.text}” does nothing that the sandbox knows.")
    bot = _author(world, chat, posted.message)
    return Tapped(tap=_ask(world, person, chat, bot, posted.id, posted.message, button.callback_data))


def _author(world: World, chat: Chat, message: Message | None) -> Bot:
    """Return the bot that hears of a tap on the message: its sender, in a private chat the only one."""
    if chat.is_private:
        return world.bots.the(chat.bot_id)
    sender = world.bots.get(message.from_user.id) if message and message.from_user else None
    if sender is None:
        raise Impossible("That message was not sent by a bot.")
    return sender


def _ask(
    world: World, person: Person, chat: Chat, bot: Bot, message_id: int, message: Message | None, data: str
) -> Tap:
    tap = world.taps.add(bot, person, chat, message_id=message_id, data=data)
    query = CallbackQuery(
        id=str(tap.id),
        from_user=person.as_user(),
        chat_instance=str(7_000_000_000_000_000 + chat.key),
        message=message or InaccessibleMessage(chat=world.chats.as_api_chat(chat), message_id=message_id, date=0),
        data=data,
    )
    world.updates.issue(bot, "callback_query", query, lane=f"tap:{person.id}")
    return tap


def _find_key(keyboard: ReplyKeyboardMarkup, label: str) -> KeyboardButton | None:
    keys = [key for row in keyboard.keyboard for key in row]
    return next((key for key in keys if key.text == label), None) or next(
        (key for key in keys if label in key.text), None
    )


def _say(world: World, person: Person, chat: Chat, key: KeyboardButton) -> Posted:
    if key.request_contact:
        return speaking.shares_contact(world, person, chat)
    if key.request_location:
        return speaking.shares_location(world, person, chat, latitude=31.23, longitude=121.47)
    return speaking.says(world, person, chat, key.text)


def _labels(world: World, chat: Chat, message_id: int | None) -> str:
    latest = _in_sight(world, chat, message_id)[:1]
    labels = [button.text for posted in latest for button in keyboards.buttons_of(posted.message.reply_markup)]
    shown = keyboard_of(world, chat)
    labels += [key.text for row in shown.keyboard for key in row] if shown else []
    return ", ".join(f"“{label}”" for label in labels) or "none"
