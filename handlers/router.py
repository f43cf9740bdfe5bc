"""The router: which event leads where, for everything that can happen to the bot.

Not here: the names it looks up (handlers.entries), or what is done there. A tap's owner is checked by looking it
up, its audience here; ownership of what it names is checked again where it acts.
"""

import re
from dataclasses import replace
from datetime import datetime

from backend import payments, people, staff
from backend.people import Person, Role
from flows import taps
from flows.closing import Closing
from flows.engine import Engine
from flows.events import (
    Acted,
    Chat,
    CheckoutAsked,
    Commanded,
    Edited,
    Event,
    FileRead,
    Fired,
    JobEnded,
    PaymentReported,
    Reach,
    ReachChanged,
    Said,
    Sent,
    SupplierCalled,
    Tapped,
    Unknown,
)
from flows.known import Known
from flows.screens import Action, screen_from_json
from flows.shop import Shop
from flows.taps import Outdated
from flows.turn import Turn
from flows.understanding.intents import Classifier
from flows.understanding.normalise import fold
from flows.words import Words, words
from handlers import staff_room
from handlers.admin import stock
from handlers.audience import admit
from handlers.customer import (
    account,
    bulk_orders,
    conversation,
    coupons,
    hearing,
    orders,
    shopping,
    start,
    supplies,
    tickets,
)
from handlers.customer import payments as customer_payments
from handlers.entries import (
    COMMANDS,
    CONVERSATION_COMMANDS,
    CONVERSATION_JOBS,
    CONVERSATION_TAPS,
    FILES,
    JOBS,
    TAPS,
    TIMERS,
    Args,
)
from storage.conversations import SavedScreen
from storage.database import Db

_ALBUM_TIMER = "album"
_AROUND_A_WORD = re.compile(r"^\W+|\W+$")


class Router:
    """Answers every event, whatever it is, for a shop and with its conversations."""

    def __init__(self, shop: Shop, engine: Engine) -> None:
        self._shop = shop
        self._engine = engine

    def understand_with(self, classifier: Classifier) -> None:
        """Understand free text with this from the next turn on; from any thread."""
        self._shop = replace(self._shop, classifier=classifier)

    def answer(self, db: Db, event: Event, *, known: Known | None = None, now: datetime) -> Closing:
        """Answer the event; returns what is to be written at the end. `known` is what was read for it before."""
        if isinstance(event.happening, Unknown) or event.chat is None:
            _without_anybody(db, event, now=now)
            return Closing(event.id)
        if not event.chat.is_private and not self._concerns_us(db, event, event.chat):
            return Closing(event.id)
        turn = self._turn(db, event, event.chat, now, known)
        if turn is None:
            return Closing(event.id)
        if turn.is_private:
            self._route(turn)
            self._offer_to_continue(turn)
        else:
            self._route_among_staff(turn)
        return turn.close()

    def refuse(self, db: Db, event: Event, spoken: Words, *, now: datetime) -> Closing:
        """Say why not, above what the person is at: the order they tapped on, the open question, the menu."""
        turn = None if event.chat is None else self._turn(db, event, event.chat, now)
        if turn is None:
            return Closing(event.id)
        if not turn.is_private:
            staff_room.refuse(turn, spoken)
            return turn.close()
        tap = self._find_tap(turn, event.happening) if isinstance(event.happening, Tapped) else None
        if tap is None or not orders.show_own(turn, tap.args):
            self._home(turn)
        if turn.screen is not None:
            turn.show(turn.screen.below(spoken))
        self._offer_to_continue(turn)
        return turn.close()

    def apologise(self, db: Db, event: Event, *, incident: str, now: datetime) -> Closing:
        """Tell person and admins that we failed. What failed is not tried once more here, so the way out is plain."""
        turn = None if event.chat is None else self._turn(db, event, event.chat, now)
        if turn is None:
            return Closing(event.id)
        if turn.is_private:
            start.apologise(turn, incident)
        else:
            staff_room.refuse(turn, words("went-wrong", incident=incident))
        start.report(turn, incident)
        return turn.close()

    def _turn(self, db: Db, event: Event, chat: Chat, now: datetime, known: Known | None = None) -> Turn | None:
        person = self._person(db, event, chat, now, known)
        if person is None:
            return None
        return Turn(db, event, person=person, chat_id=chat.id, shop=self._shop, known=known, now=now)

    def _person(self, db: Db, event: Event, chat: Chat, now: datetime, known: Known | None) -> Person | None:
        """Who it is about. Our own events name only the chat, which is the person's own, or who caused them."""
        if isinstance(event.happening, Acted):
            return people.with_telegram_id(db, event.happening.by)
        sender = event.sender
        read_before = None if known is None else known.person
        if sender is None:
            return read_before or people.with_telegram_id(db, chat.id)
        language = "zh-CN" if sender.language_code.lower().startswith("zh") else "en"
        person = people.meet(
            db,
            telegram_id=sender.telegram_id,
            name=sender.name,
            username=sender.username,
            language=language,
            known=read_before,
            now=now,
        )
        if person.telegram_id in self._shop.admin_chats:
            return people.appoint(db, person, Role.ADMIN, by="settings", now=now)
        return person

    def _concerns_us(self, db: Db, event: Event, chat: Chat) -> bool:
        """Whether we answer it in a group: commands that may be for us, and all that happens in the staff group.

        Nobody else has met us by what they do in a group.
        """
        if isinstance(event.happening, Commanded):
            return self._is_for_us(event.happening)
        return isinstance(event.happening, Acted) or chat.id == staff.staff_group(db)

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
            case Sent():
                self._sent(turn, happening)
            case Edited():
                self._edited(turn)
            case CheckoutAsked() as asked:
                customer_payments.consent(turn, asked)
            case ReachChanged(reach):
                _reach_changed(turn, reach)
            case PaymentReported(notice):
                orders.receive_payment(turn, notice)
            case Fired(kind, _, args):
                self._fired(turn, kind, args)
            case FileRead(then=then):
                admit(turn.person, FILES[then])
                FILES[then](turn, happening)
            case JobEnded():
                self._job_ended(turn, happening)
            case SupplierCalled(purchase_id):
                supplies.called(turn, purchase_id)

    def _route_among_staff(self, turn: Turn) -> None:
        """What happens in a group or in the console; there is no conversation there to lead on."""
        match turn.event.happening:
            case Tapped() as tapped:
                tap = self._find_tap(turn, tapped)
                if tap is None:
                    staff_room.say_why_outdated(turn, tapped.message_id)
                else:
                    staff_room.act(turn, tap.name, tap.args)
            case Acted(action, args):
                staff_room.act(turn, action, args)
                staff_room.note_done(turn)
            case Commanded(name, argument):
                staff_room.command(turn, name, argument)
            case Said() | Sent() | Edited():
                staff_room.hear(turn)
            case _:
                pass  # whether the bot may be in the group is the group's affair

    def _tapped(self, turn: Turn, tapped: Tapped) -> None:
        tap = self._find_tap(turn, tapped)
        if tap is None:
            turn.toast("tap-outdated")
            return
        if self._engine.mend(turn):
            return
        if tap.name in CONVERSATION_TAPS:
            admit(turn.person, CONVERSATION_TAPS[tap.name])
            CONVERSATION_TAPS[tap.name](turn, tap.args, self._engine)
        elif tap.name in TAPS:
            admit(turn.person, TAPS[tap.name])
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
                known=turn.tapped_screen,
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
        elif turn.is_private:
            self._home(turn)

    def _commanded(self, turn: Turn, name: str, argument: str) -> None:
        if self._engine.mend(turn):
            return
        match name:
            case "start" if not argument and self._engine.is_open(turn):
                turn.show(self._engine.resume_prompt(turn))
            case "start":
                shopping.start(turn, argument)
            case _ if name in CONVERSATION_COMMANDS:
                admit(turn.person, CONVERSATION_COMMANDS[name])
                CONVERSATION_COMMANDS[name](turn, {"argument": argument}, self._engine)
            case _ if name in COMMANDS:
                admit(turn.person, COMMANDS[name])
                COMMANDS[name](turn, {"argument": argument})
            case _:
                start.unknown_command(turn)

    def _said(self, turn: Turn, text: str) -> None:
        if self._engine.mend(turn):
            return
        keyword = self._shop.keywords.get(_AROUND_A_WORD.sub("", fold(text)))
        if keyword is not None:
            self._commanded(turn, keyword, "")
        elif tickets.concerns(turn):
            tickets.add(turn)
        elif coupons.redeem_said(turn, text) or (not self._engine.reads_numbers(turn) and orders.find(turn, text)):
            pass
        elif self._engine.is_open(turn):
            conversation.hear(turn, text, self._engine)
        else:
            hearing.listen(turn, text, self._engine)

    def _sent(self, turn: Turn, sent: Sent) -> None:
        """Photos, files and the like: for who serves the person, or an answer; else say what can be read."""
        if self._engine.mend(turn):
            return
        if sent.contact is not None and account.takes_contact(turn, sent):
            account.take_contact(turn, sent.contact)
        elif tickets.concerns(turn):
            tickets.add(turn)
        elif sent.contact is not None:
            account.refuse_contact(turn)
        elif self._takes_file(turn, sent):
            pass
        elif sent.album is not None:  # it comes in parts and is answered once
            turn.set_timer(_ALBUM_TIMER, f"album:{turn.chat_id}:{sent.album}", due_at=turn.now)
        else:
            self._cannot_read(turn)

    def _takes_file(self, turn: Turn, sent: Sent) -> bool:
        """Whether a file answers the open question; or, with none open, is an admin's codes or a merchant's orders."""
        if self._engine.is_open(turn):
            return self._engine.hear_sent(turn, sent)
        return stock.begin_with(turn, sent, self._engine) or bulk_orders.begin_with(turn, sent, self._engine)

    def _edited(self, turn: Turn) -> None:
        """A changed message changes no answer; who is asked something should know."""
        if self._engine.mend(turn):
            return
        if tickets.concerns(turn):
            tickets.add(turn)
        elif self._engine.is_open(turn):
            self._engine.ask(turn, note=words("edit-unread"))

    def _fired(self, turn: Turn, kind: str, args: Args) -> None:
        if kind == _ALBUM_TIMER:
            self._cannot_read(turn)
        else:
            TIMERS[kind](turn, args)

    def _job_ended(self, turn: Turn, ended: JobEnded) -> None:
        """Admins hear of a job that was given up, also of one that this code doesn't know (any more)."""
        if ended.name in JOBS:
            admit(turn.person, JOBS[ended.name])
            JOBS[ended.name](turn, ended)
        elif ended.name in CONVERSATION_JOBS:
            admit(turn.person, CONVERSATION_JOBS[ended.name])
            CONVERSATION_JOBS[ended.name](turn, ended, self._engine)
        if ended.failed_as is not None:
            start.report(turn, ended.failed_as)

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
