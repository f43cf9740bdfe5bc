"""The courier: takes what turns left in the outbox to the platform, each chat's calls in order.

Not here: what is said (bot.voice renders it at the last moment, so no card code is ever kept in a row) or how
fast (bot.pace). The Bot API knows no idempotency key, so a call that may have acted is a matter of policy:

                 acknowledgement   checkout answer   screen, notice         broadcast
    flooded      dropped           asked again       asked again, later     asked again, later
    unreached    dropped           asked again       asked again            asked again
    unknown      taken as sent     asked again       asked again; a notice  taken as sent
                                                     says it may be a copy
    rejected     dropped           dropped           see `_give_up`         dropped
    our bug      asked again, and given up the third time
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from backend import fulfilment, people
from bot.clock import Clock
from bot.drivers.driver import Done, Driver, Flooded, Outcome, Rejected, Unknown, Unreached
from bot.lanes import Lanes
from bot.pace import Pace
from bot.voice import TEXT_UNITS, Rendered, Voice, bare
from flows.words import Words, from_json
from storage import conversations, mailbox
from storage.conversations import SavedScreen
from storage.database import Database, Db
from storage.mailbox import PRIORITY, Kind, Outbound, OutboxStatus
from storage.secrets import Secret, Vault

WORTHLESS_AFTER = {Kind.ACK: timedelta(seconds=15), Kind.CHECKOUT: timedelta(seconds=10)}
"""The platform no longer takes these answers then (Source: Bot API, answerPreCheckoutQuery; observed for taps)."""

MOST_ATTEMPTS = 20
MOST_FAILURES = 3
"""Attempts at a call that we ourselves can't make; its chat waits meanwhile, and then goes on without it."""

PAUSES_SECONDS = (0.5, 1, 2, 5, 15, 60)
"""Between attempts at one call; the last repeats."""

_NOT_MODIFIED = "message is not modified"
_EDIT_IS_HOPELESS = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")
_CHAT_IS_GONE = ("chat not found", "user is deactivated")
_UNREADABLE = ("can't parse entities", "message is too long", "MESSAGE_TOO_LONG")
_NOT_US = (401, 404)
"""The platform does not know our token: no fault of the message, which is kept until it does."""

log = structlog.get_logger()


@dataclass(frozen=True)
class _Errand:
    """A claimed call with all it needs from the database."""

    call: Outbound
    screen: SavedScreen | None
    codes: tuple[Secret, ...]

    @property
    def kind(self) -> Kind:
        return Kind(self.call.kind)


class Courier:
    """Sends. A chat is looked at when it is woken; chats are independent of each other."""

    def __init__(
        self, database: Database, driver: Driver, voice: Voice, pace: Pace, clock: Clock, *, vault: Vault
    ) -> None:
        self._database = database
        self._driver = driver
        self._voice = voice
        self._pace = pace
        self._clock = clock
        self._vault = vault
        self.chats = Lanes(self.drain, clock)

    async def run(self) -> None:
        """Send until cancelled, beginning with what a former process left."""
        await self.recover()
        await self.chats.run()

    async def recover(self) -> None:
        """Settle the calls that a dead process had under way, and look at every chat with something to send.

        The process that runs this is the only one that serves the bot, so every claim it finds is orphaned.
        """
        await self._write(self._take_over)
        with self._database.read() as db:
            for chat_id in mailbox.chats_waiting(db):
                self.chats.wake(chat_id)

    async def drain(self, chat_id: int) -> float | None:
        """Send all that may be sent to the chat; returns the seconds until more may be, if something waits."""
        while await self._send_next(chat_id):
            pass
        due = await self._write(lambda db: mailbox.next_due(db, chat_id))
        return None if due is None else max(0.05, (due - self._clock.now()).total_seconds())

    async def _send_next(self, chat_id: int) -> bool:
        call = await self._write(lambda db: mailbox.claim(db, chat_id, now=self._clock.now()))
        if call is None:
            return False
        try:
            with self._database.read() as db:
                errand = self._prepare(db, call)
            outcome = await self._send(errand)
        except Exception as bug:
            trouble = repr(bug)
            log.exception("message can't be made", call_id=call.id, kind=call.kind, attempts=call.attempts)
            await self._write(lambda db: self._fail(db, call, trouble, self._clock.now()))
        else:
            await self._write(lambda db: self._settle(db, errand, outcome, self._clock.now()))
        return True

    def _prepare(self, db: Db, call: Outbound) -> _Errand:
        if call.screen_id is None:
            return _Errand(call, None, ())
        screen = conversations.the_screen(db, call.screen_id)
        order_id = screen.content["codes_of"]
        if order_id is None:
            return _Errand(call, screen, ())
        codes = fulfilment.codes_to_show(db, order_id, person_id=screen.person_id, vault=self._vault)
        return _Errand(call, screen, tuple(codes))

    async def _send(self, errand: _Errand) -> Outcome:
        """Make the call, or find that it need not be made."""
        now = self._clock.now()
        patience = WORTHLESS_AFTER.get(errand.kind)
        if patience is not None and now - errand.call.created_at > patience:
            return Rejected(400, "too late to be worth sending")
        if errand.screen is None:
            await self._pace.wait_for_any(rank=PRIORITY[errand.kind])
            return await self._answer_query(errand.kind, errand.call.content or {})
        if errand.screen.message_id is not None and errand.screen.shown_token == errand.screen.token:
            return Done(errand.screen.message_id)
        rendered = self._voice.show(errand.screen, codes=errand.codes)
        await self._pace.wait(errand.call.chat_id, rank=PRIORITY[errand.kind])
        return await self._show(errand, errand.screen, self._marked(errand, errand.screen, rendered))

    async def _answer_query(self, kind: Kind, content: dict[str, Any]) -> Outcome:
        if kind is Kind.ACK:
            toast = self._optional_label(content["toast"], content["language"])
            return await self._driver.call("answerCallbackQuery", callback_query_id=content["query_id"], text=toast)
        refusal = self._optional_label(content["refusal"], content["language"])
        return await self._driver.call(
            "answerPreCheckoutQuery",
            pre_checkout_query_id=content["query_id"],
            ok=refusal is None,
            error_message=refusal,
        )

    async def _show(self, errand: _Errand, screen: SavedScreen, rendered: Rendered) -> Outcome:
        shown = {
            "chat_id": screen.chat_id,
            "text": rendered.text,
            "parse_mode": "HTML",
            "reply_markup": {"inline_keyboard": rendered.keyboard},
            "link_preview_options": {"is_disabled": True},
        }
        if screen.message_id is not None:
            outcome = await self._driver.call("editMessageText", message_id=screen.message_id, **shown)
            if _says(outcome, _NOT_MODIFIED):
                return Done(screen.message_id)
            if not _says(outcome, *_EDIT_IS_HOPELESS, *_UNREADABLE):
                return outcome
        if not rendered.keyboard:
            del shown["reply_markup"]
        outcome = await self._driver.call("sendMessage", protect_content=screen.content["is_protected"], **shown)
        return await self._show_plainly(screen, rendered) if _says(outcome, *_UNREADABLE) else outcome

    async def _show_plainly(self, screen: SavedScreen, rendered: Rendered) -> Outcome:
        """A text that the platform can't read as we wrote it still reaches the person, bare and cut to size."""
        log.error("text shown without its formatting", screen_id=screen.id)
        return await self._driver.call(
            "sendMessage",
            chat_id=screen.chat_id,
            text=bare(rendered.text)[:TEXT_UNITS],
            protect_content=screen.content["is_protected"],
        )

    def _marked(self, errand: _Errand, screen: SavedScreen, rendered: Rendered) -> Rendered:
        """A notice that may be a copy says so, and an agent or a customer need not wonder."""
        if errand.kind is not Kind.NOTICE or not errand.call.may_repeat:
            return rendered
        mark = self._voice.say(Words("may-be-a-copy"), screen.language)
        return Rendered(f"{rendered.text}\n\n{mark}", rendered.keyboard)

    def _settle(self, db: Db, errand: _Errand, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Done(message_id):
                if errand.screen is not None and message_id is not None:
                    conversations.note_shown(db, errand.screen.id, message_id=message_id, token=errand.screen.token)
                mailbox.settle(db, errand.call, OutboxStatus.SENT, now=now)
            case Rejected(code, description) if code in _NOT_US:
                self._again(db, errand.call, f"{code} {description}", now)
            case Rejected(code, description):
                self._give_up(db, errand, code, description, now)
            case Flooded(seconds):
                self._again(db, errand.call, f"asked to wait {seconds} s", now, pause=timedelta(seconds=seconds))
            case Unreached(reason):
                self._again(db, errand.call, reason, now)
            case Unknown(reason):
                self._doubt(db, errand.call, reason, now)

    def _fail(self, db: Db, call: Outbound, trouble: str, now: datetime) -> None:
        """We can't make the call: a few times it may be the database's fault, then it is a bug and its chat goes on."""
        if call.attempts < MOST_FAILURES:
            self._again(db, call, trouble, now)
        else:
            mailbox.settle(db, call, OutboxStatus.DEAD, failure=trouble, now=now)

    def _doubt(self, db: Db, call: Outbound, reason: str, now: datetime) -> None:
        """The call may have acted: once more where a copy does no harm, else take it as sent."""
        if call.kind in (Kind.ACK, Kind.BROADCAST):
            mailbox.settle(db, call, OutboxStatus.UNKNOWN, failure=reason, now=now)
        else:
            self._again(db, call, reason, now, may_repeat=True)

    def _again(
        self,
        db: Db,
        call: Outbound,
        reason: str,
        now: datetime,
        *,
        pause: timedelta | None = None,
        may_repeat: bool = False,
    ) -> None:
        if call.kind == Kind.ACK or call.attempts >= MOST_ATTEMPTS:
            log.warning("call given up", call_id=call.id, kind=call.kind, attempts=call.attempts, reason=reason)
            mailbox.settle(db, call, OutboxStatus.DEAD, failure=reason, now=now)
            return
        pause = pause or timedelta(seconds=PAUSES_SECONDS[min(call.attempts, len(PAUSES_SECONDS)) - 1])
        mailbox.try_again(db, call, may_repeat=may_repeat, not_before=now + pause, failure=reason)

    def _give_up(self, db: Db, errand: _Errand, code: int, description: str, now: datetime) -> None:
        """The platform refused. A person who can't be reached is remembered as such; their orders go on."""
        call = errand.call
        mailbox.settle(db, call, OutboxStatus.DEAD, failure=f"{code} {description}", now=now)
        if code == 403 or any(sign in description for sign in _CHAT_IS_GONE):
            people.mark_unreachable(db, telegram_id=call.chat_id, now=now)
            mailbox.drop_waiting(db, call.chat_id, failure=description, now=now)
        elif errand.kind not in (Kind.ACK, Kind.CHECKOUT):
            log.error("message refused", call_id=call.id, kind=call.kind, code=code, description=description)

    def _take_over(self, db: Db) -> None:
        for call in mailbox.claimed(db):
            self._doubt(db, call, "its process ended during the call", self._clock.now())

    def _optional_label(self, kept: Any, language: str) -> str | None:
        return None if kept is None else self._voice.label(from_json(kept), language)

    async def _write(self, work: Callable[[Db], Any]) -> Any:
        return await asyncio.wrap_future(self._database.write(work))


def _says(outcome: Outcome, *signs: str) -> bool:
    return isinstance(outcome, Rejected) and any(sign in outcome.description for sign in signs)
