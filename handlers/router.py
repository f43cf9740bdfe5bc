"""The router: which event leads where, for everything that can happen to the bot.

Not here: what is done there (the modules beside this one). A tap is looked up and its owner checked before it
gets here; ownership of what it names is checked again where it acts.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from backend import payments, people
from backend.people import Person
from flows import taps
from flows.engine import Engine
from flows.events import (
    Chat,
    CheckoutAsked,
    Commanded,
    Edited,
    Event,
    Fired,
    PaymentReported,
    Reach,
    ReachChanged,
    Said,
    Sender,
    Sent,
    Tapped,
    Unknown,
)
from flows.screens import Action, screen_from_json
from flows.shop import Shop
from flows.taps import Outdated
from flows.turn import Turn
from flows.understanding.search import normalise
from flows.words import Words, words
from handlers.customer import conversation, human, orders, shopping, start
from storage.conversations import SavedScreen
from storage.database import Db

Args = Mapping[str, Any]
Handler = Callable[[Turn, Args], None]

TAPS: Mapping[str, Handler] = {
    "menu": start.menu,
    "help": start.help_page,
    "languages": start.languages,
    "language": start.choose_language,
    "categories": shopping.categories,
    "category": shopping.category,
    "product": shopping.product,
    "orders": orders.order_list,
    "order": orders.order,
    "order.beside": orders.order_beside,
    "order.cancel-question": orders.ask_cancel,
    "order.cancel": orders.cancel,
    "order.pay-balance": orders.pay_from_balance,
    "order.pay-outside": orders.pay_outside,
    "codes": orders.show_codes,
    "codes.beside": orders.show_codes_beside,
    "codes.hide": orders.hide_codes,
    "balance": orders.balance,
    "human": human.ask_for_human,
}

CONVERSATION_TAPS: Mapping[str, Callable[[Turn, Args, Engine], None]] = {
    "buy": shopping.buy,
    "conversation.answer": conversation.answer,
    "conversation.back": conversation.back,
    "conversation.change": conversation.change,
    "conversation.resume": conversation.resume,
    "conversation.cancel": conversation.cancel,
}

COMMANDS: Mapping[str, Handler] = {
    "menu": start.menu,
    "shop": shopping.categories,
    "orders": orders.order_list,
    "balance": orders.balance,
    "language": start.languages,
    "help": start.help_page,
    "human": human.ask_for_human,
}
"""Commands that leave an open question open; `start`, `cancel` and `back` are the others."""

TIMERS: Mapping[str, Callable[[Turn, int], None]] = {
    "order-remind": orders.remind,
    "order-expire": orders.expire,
    "codes-hide": orders.cover_codes,
    "order-deliver": orders.deliver_again,
}

_ALBUM_TIMER = "album"
_AROUND_A_WORD = re.compile(r"^\W+|\W+$")


class Router:
    """Answers every event, whatever it is; made once for a shop and its conversations."""

    def __init__(self, shop: Shop, engine: Engine) -> None:
        self._shop = shop
        self._engine = engine

    def answer(self, db: Db, event: Event, *, now: datetime) -> frozenset[int]:
        """Answer the event; returns the chats that have something to be sent to."""
        if isinstance(event.happening, Unknown) or event.chat is None:
            _without_anybody(db, event, now=now)
            return frozenset()
        if not event.chat.is_private:
            return self._answer_in_group(db, event, event.chat, now)
        turn = self._turn(db, event, event.chat, now)
        if turn is None:
            return frozenset()
        self._route(turn)
        self._offer_to_continue(turn)
        return turn.close()

    def refuse(self, db: Db, event: Event, spoken: Words, *, now: datetime) -> frozenset[int]:
        """Say why not, above what the person is at: the order they tapped on, the open question, the menu."""
        turn = None if event.chat is None else self._turn(db, event, event.chat, now)
        if turn is None:
            return frozenset()
        tap = self._find_tap(turn, event.happening) if isinstance(event.happening, Tapped) else None
        if tap is None or not orders.show_own(turn, tap.args):
            self._home(turn)
        if turn.screen is not None:
            turn.show(turn.screen.below(spoken))
        self._offer_to_continue(turn)
        return turn.close()

    def apologise(self, db: Db, event: Event, *, incident: str, now: datetime) -> frozenset[int]:
        """Tell person and admins that we failed. What failed is not tried once more here, so the way out is plain."""
        turn = None if event.chat is None else self._turn(db, event, event.chat, now)
        if turn is None:
            return frozenset()
        start.apologise(turn, incident)
        return turn.close()

    def _turn(self, db: Db, event: Event, chat: Chat, now: datetime) -> Turn | None:
        person = self._person(db, event.sender, chat, now)
        return None if person is None else Turn(db, event, person=person, chat_id=chat.id, shop=self._shop, now=now)

    def _person(self, db: Db, sender: Sender | None, chat: Chat, now: datetime) -> Person | None:
        """Who it is about; our own events name only the chat, which is the person's own."""
        if sender is None:
            return people.with_telegram_id(db, chat.id)
        language = "zh-CN" if sender.language_code.lower().startswith("zh") else "en"
        return people.meet(
            db,
            telegram_id=sender.telegram_id,
            name=sender.name,
            username=sender.username,
            language=language,
            now=now,
        )

    def _answer_in_group(self, db: Db, event: Event, chat: Chat, now: datetime) -> frozenset[int]:
        """Say where the shop is to who gives us a command; nobody else has met us by what they do in a group."""
        if not isinstance(event.happening, Commanded) or not self._is_for_us(event.happening):
            return frozenset()
        turn = self._turn(db, event, chat, now)
        if turn is None:
            return frozenset()
        start.only_in_private(turn)
        return turn.close()

    def _is_for_us(self, command: Commanded) -> bool:
        """A group may have several bots; a command that names another one is not ours to answer."""
        return command.bot.lower() in ("", self._shop.bot_username.lower())

    def _route(self, turn: Turn) -> None:
        happening = turn.event.happening
        match happening:
            case Tapped():
                self._tapped(turn, happening)
            case Commanded(name=name, argument=argument):
                self._commanded(turn, name, argument)
            case Said(text):
                self._said(turn, text)
            case Sent(album=album):
                self._sent(turn, album)
            case Edited():
                self._edited(turn)
            case CheckoutAsked():
                turn.answer_checkout(refusal=words("checkout-unknown"))
            case ReachChanged(reach):
                _reach_changed(turn, reach)
            case PaymentReported(notice):
                orders.receive_payment(turn, notice)
            case Fired(kind, _, args):
                self._fired(turn, kind, args)

    def _tapped(self, turn: Turn, tapped: Tapped) -> None:
        tap = self._find_tap(turn, tapped)
        if tap is None:
            turn.toast("tap-outdated")
            return
        if self._engine.mend(turn):
            return
        if tap.name in CONVERSATION_TAPS:
            CONVERSATION_TAPS[tap.name](turn, tap.args, self._engine)
        elif tap.name in TAPS:
            TAPS[tap.name](turn, tap.args)
        else:  # a button made by older code
            turn.toast("tap-outdated")
            self._home(turn)

    def _find_tap(self, turn: Turn, tapped: Tapped) -> Action | None:
        """The action of a present button of this person; else show what its message should show now."""
        try:
            tap = taps.find(
                turn.db,
                tapped.data,
                chat_id=turn.chat_id,
                message_id=tapped.message_id,
                person_id=turn.person.id,
            )
        except Outdated as outdated:
            if outdated.screen is not None:
                self._show_again(turn, outdated.screen)
            return None
        turn.show_over(tap.screen, message_id=tapped.message_id)
        return tap.action

    def _show_again(self, turn: Turn, screen: SavedScreen) -> None:
        """A screen with buttons is shown as it stands; one that was left becomes the open question or the menu."""
        turn.show_over(screen, message_id=screen.message_id)
        if screen.actions:
            turn.show(screen_from_json(screen.content, screen.actions, screen.subject))
        else:
            self._home(turn)

    def _commanded(self, turn: Turn, name: str, argument: str) -> None:
        if self._engine.mend(turn):
            return
        match name:
            case "start" if not argument and self._engine.is_open(turn):
                turn.show(self._engine.resume_prompt(turn))
            case "start":
                shopping.start(turn, argument)
            case "cancel":
                conversation.cancel(turn, {}, self._engine)
            case "back":
                conversation.back(turn, {}, self._engine)
            case "continue":
                conversation.resume(turn, {}, self._engine)
            case _ if name in COMMANDS:
                COMMANDS[name](turn, {})
            case _:
                start.unknown_command(turn)

    def _said(self, turn: Turn, text: str) -> None:
        if self._engine.mend(turn):
            return
        keyword = self._shop.keywords.get(_AROUND_A_WORD.sub("", normalise(text)))
        if keyword is not None:
            self._commanded(turn, keyword, "")
        elif orders.find(turn, text):
            pass
        elif self._engine.is_open(turn):
            conversation.hear(turn, text, self._engine)
        else:
            shopping.look_for(turn, text)

    def _sent(self, turn: Turn, album: str | None) -> None:
        """Photos, stickers and the like: say what can be read. An album comes in parts and is answered once."""
        if album is not None:
            turn.set_timer(_ALBUM_TIMER, f"album:{turn.chat_id}:{album}", due_at=turn.now)
            return
        self._cannot_read(turn)

    def _edited(self, turn: Turn) -> None:
        """A changed message changes no answer; who is asked something should know."""
        if self._engine.mend(turn):
            return
        if self._engine.is_open(turn):
            self._engine.ask(turn, note=words("edit-unread"))

    def _fired(self, turn: Turn, kind: str, args: Args) -> None:
        if kind == _ALBUM_TIMER:
            self._cannot_read(turn)
        else:
            TIMERS[kind](turn, args["order"])

    def _cannot_read(self, turn: Turn) -> None:
        self._home(turn)
        if turn.screen is not None:
            turn.show(turn.screen.below(words("only-text")))

    def _home(self, turn: Turn) -> None:
        """Where the person is: the open question, or else the menu."""
        if self._engine.mend(turn):
            return
        if self._engine.is_open(turn):
            self._engine.resume(turn)
        else:
            start.menu(turn, {})

    def _offer_to_continue(self, turn: Turn) -> None:
        """A page beside an open question gets a way back to it."""
        if turn.screen is None or not self._engine.is_open(turn):
            return
        if not any(
            each.action and each.action.name.startswith("conversation.") for row in turn.screen.rows for each in row
        ):
            turn.show(turn.screen.with_row(self._engine.continue_button(turn)))


def _reach_changed(turn: Turn, reach: Reach) -> None:
    """Who blocks us is left alone; who lets us in again is reachable since this event met them."""
    if reach is Reach.BLOCKED:
        people.mark_unreachable(turn.db, telegram_id=turn.person.telegram_id, now=turn.now)


def _without_anybody(db: Db, event: Event, *, now: datetime) -> None:
    """A payment that belongs to nobody we know is kept for staff; all else needs no answer."""
    if isinstance(event.happening, PaymentReported):
        payments.receive(db, event.happening.notice, now=now)
