"""The courier: takes what turns left in the outbox to the platform, each chat's calls in order.

Not here: what is said (bot.voice renders it at the last moment, so no card code is ever kept in a row) or how
fast (bot.pace). The Bot API knows no idempotency key, so a call that may have acted is a matter of policy:

                 acknowledgement   checkout answer   screen, notice         broadcast
    flooded      dropped           asked again       asked again, later     asked again, later
    unreached    dropped           asked again       asked again            asked again
    unknown      taken as sent     asked again       asked again; if sent   taken as sent
                                                     anew, it says it may
                                                     be a copy
    rejected     dropped           dropped           see `_give_up`         dropped
    our bug      asked again, and given up the third time
    not known    all calls wait until the platform knows our token again (bot.standing)
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, TypeGuard

import structlog

from backend import fulfilment, people
from bot.clock import Clock
from bot.drivers.driver import Done, Driver, Flooded, Outcome, Rejected, Unknown, Unreached
from bot.files import Files
from bot.lanes import Lanes
from bot.limits import REST_SECONDS
from bot.messenger import Messenger
from bot.pace import Pace
from bot.receipts import Receipts, receipt_of
from bot.sheets import Sheets
from bot.standing import LOOK_AGAIN, NOT_US, Standing
from bot.topics import Topics, is_gone
from bot.voice import Rendered, Voice
from flows.screens import open_links, reply_of
from flows.words import Words
from storage import conversations, failpoints, inbox, outbox, sending_limits
from storage.conversations import SavedScreen
from storage.database import Database, Db, WrongRowCount
from storage.inbox import Arrival
from storage.outbox import PRIORITY, Kind, Outbound, OutboxStatus
from storage.secrets import Secret, Vault

WORTHLESS_AFTER = {Kind.ACK: timedelta(seconds=15), Kind.CHECKOUT: timedelta(seconds=10)}
"""The platform no longer takes these answers then (Source: Bot API, answerPreCheckoutQuery; observed for taps)."""

MOST_ATTEMPTS = 20
MOST_FAILURES = 3
"""Attempts at a call that we ourselves can't make; its chat waits meanwhile, and then goes on without it."""

MOST_STANDSTILL_SECONDS = 6
"""Between claim and call; less than the silence after which a process counts as gone (storage.presence)."""

PAUSES_SECONDS = (0.5, 1, 2, 5, 15, 60)
"""Between attempts at one call; the last repeats."""

_CHAT_IS_GONE = ("chat not found", "user is deactivated")

log = structlog.get_logger()


@dataclass(frozen=True)
class _Errand:
    """A call with all it needs from the database."""

    call: Outbound
    screen: SavedScreen | None = None
    codes: tuple[Secret, ...] = ()
    reply_to: int | None = None

    @property
    def kind(self) -> Kind:
        return Kind(self.call.kind)

    @property
    def is_shown(self) -> bool:
        """Whether the person has it before their eyes already."""
        screen = self.screen
        return screen is not None and screen.message_id is not None and screen.shown_token == screen.token


@dataclass(frozen=True)
class _Fetched:
    """A file was fetched; it is an event now."""

    arrival: Arrival


class Courier:
    """Sends. A chat is looked at when it is woken; chats are independent of each other."""

    def __init__(
        self,
        database: Database,
        driver: Driver,
        voice: Voice,
        pace: Pace,
        clock: Clock,
        *,
        vault: Vault,
        process_id: int,
    ) -> None:
        self._database = database
        self._process_id = process_id
        self._voice = voice
        self._pace = pace
        self._clock = clock
        self._vault = vault
        self._messenger = Messenger(driver, voice)
        self._topics = Topics(database, driver, clock)
        self._files = Files(driver, vault=vault)
        self._sheets = Sheets(database, voice, vault=vault)
        self._receipts = Receipts(voice)
        self.standing = Standing(driver, clock)
        self.chats = Lanes(self.drain, clock)

    async def run(self) -> None:
        """Send until cancelled, beginning with what a former process left."""
        # Whoever sent before us may have done so within this second, which counts for the platform's limits.
        await self._clock.sleep(REST_SECONDS)
        with self._database.read() as db:
            # Else a process that never lives long would serve those that have just been answered, and only them.
            self.chats.wake_first(outbox.chats_waiting(db))
        await self.chats.run()

    async def take_over(self, living: Callable[[Db], list[int]]) -> None:
        """Settle the calls that processes had under way which are none of the living, and go on with their chats."""
        orphaned = await self._write(lambda db: self._take_over(db, living(db)))
        failpoints.reached("claims.taken-over")
        for chat_id in orphaned:
            self.chats.wake(chat_id)

    async def drain(self, chat_id: int) -> float | None:
        """Send all that may be sent to the chat; returns the seconds until more may be, if something waits."""
        while await self._send_next(chat_id):
            pass
        if self.standing.is_refused:
            return LOOK_AGAIN.total_seconds()
        due = await self._write(lambda db: outbox.next_due(db, chat_id))
        return None if due is None else max(0.05, (due - self._clock.now()).total_seconds())

    async def _send_next(self, chat_id: int) -> bool:
        """Wait for leave, then claim and call: who dies waiting has claimed nothing, and nothing is in doubt."""
        if not await self.standing.may_call():
            return False
        with self._database.read() as db:
            first = outbox.first_due(db, chat_id, now=self._clock.now())
            if first is None:
                return False
            screen = None if first.screen_id is None else conversations.the_screen(db, first.screen_id)
        async with self._leave(_Errand(first, screen)):
            return await self._claim_and_call(chat_id)

    @asynccontextmanager
    async def _leave(self, errand: _Errand) -> AsyncIterator[None]:
        """Leave to make the call; there is no need of any if there will be none."""
        rank = PRIORITY[errand.kind]
        if errand.is_shown or self._is_worthless(errand):
            yield
        elif errand.screen is None:
            async with self._pace.leave(rank=rank):
                yield
        else:
            async with self._pace.leave_for_message(errand.call.chat_id, rank=rank):
                yield

    async def _claim_and_call(self, chat_id: int) -> bool:
        failpoints.reached("call.allowed")
        began = monotonic()
        call = await self._write(lambda db: outbox.claim(db, chat_id, holder=self._process_id, now=self._clock.now()))
        if call is None:
            return False
        failpoints.reached("call.claimed")
        try:
            with self._database.read() as db:
                errand = self._prepare(db, call)
            outcome = _stood_still(since=began) or await self._send(errand)
            if _may_be_meant_for_us(outcome):
                outcome = await self.standing.explain(outcome)
            failpoints.reached("call.made")
        except Exception as bug:
            trouble = repr(bug)
            log.exception("message can't be made", call_id=call.id, kind=call.kind, attempts=call.attempts)
            await self._settle(call, lambda db: self._fail(db, call, trouble, self._clock.now()))
        else:
            await self._settle(call, lambda db: self._note(db, errand, outcome, self._clock.now()))
            failpoints.reached("call.settled")
        return True

    async def _settle(self, call: Outbound, note: Callable[[Db], None]) -> None:
        try:
            await self._write(note)
        except WrongRowCount:
            # Another process took us for dead; how the call ended is for it to say.
            log.warning("call was taken over", call_id=call.id, kind=call.kind, attempts=call.attempts)

    def _prepare(self, db: Db, call: Outbound) -> _Errand:
        if call.screen_id is None:
            return _Errand(call)
        screen = self._with_links(conversations.the_screen(db, call.screen_id))
        reply_to = _message_replied_to(db, screen)
        order_id = screen.content["codes_of"]
        if order_id is None or screen.person_id is None:
            return _Errand(call, screen, reply_to=reply_to)
        codes = fulfilment.codes_to_show(db, order_id, person_id=screen.person_id, vault=self._vault)
        return _Errand(call, screen, tuple(codes), reply_to)

    def _with_links(self, screen: SavedScreen) -> SavedScreen:
        rows = open_links(self._vault, screen.content["rows"], person_id=screen.person_id)
        return replace(screen, content=screen.content | {"rows": rows})

    def _is_worthless(self, errand: _Errand) -> bool:
        patience = WORTHLESS_AFTER.get(errand.kind)
        return patience is not None and self._clock.now() - errand.call.created_at > patience

    async def _send(self, errand: _Errand) -> Outcome | _Fetched:
        """Make the call, or find that it need not be made."""
        if self._is_worthless(errand):
            return Rejected(400, "too late to be worth sending")
        content = errand.call.content or {}
        match errand.kind:
            case Kind.ACK | Kind.CHECKOUT:
                return await self._messenger.answer(errand.kind, content)
            case Kind.TOPIC:
                return await self._topics.change(content["topic"])
            case Kind.FETCH:
                found = await self._files.fetch(errand.call)
                return _Fetched(found) if isinstance(found, Arrival) else found
        if errand.screen is None:
            raise LookupError(f"call {errand.call.id} has nothing to show")
        if errand.is_shown:
            return Done(errand.screen.message_id)
        return await self._show(errand, errand.screen)

    async def _show(self, errand: _Errand, screen: SavedScreen) -> Outcome:
        rendered = self._marked(errand, screen, self._voice.show(screen, codes=errand.codes))
        if screen.topic is None:
            file = await (self._receipts.draw(screen) if receipt_of(screen) else self._sheets.write(screen))
            return await self._messenger.show(screen, rendered, thread_id=None, reply_to=errand.reply_to, sheet=file)
        thread = await self._topics.thread_of(screen.topic)
        if isinstance(thread, Rejected) and not _may_be_meant_for_us(thread):
            # The group allows no topics (any more): better said in its midst than nowhere.
            return await self._messenger.show(screen, rendered, thread_id=None, reply_to=errand.reply_to)
        if not isinstance(thread, int):
            return thread
        outcome = await self._messenger.show(screen, rendered, thread_id=thread, reply_to=errand.reply_to)
        if is_gone(outcome):
            await self._topics.forget(screen.topic, thread)
            return Unreached("its topic was deleted, and is made again")
        return outcome

    def _marked(self, errand: _Errand, screen: SavedScreen, rendered: Rendered) -> Rendered:
        """What may be a copy says so, and nobody need wonder; an edit in place is none."""
        is_sent = errand.kind is Kind.NOTICE or screen.message_id is None
        if not (errand.call.may_repeat and is_sent):
            return rendered
        mark = self._voice.say(Words("may-be-a-copy"), screen.language)
        return Rendered(f"{rendered.text}\n\n{mark}", rendered.keyboard)

    def _note(self, db: Db, errand: _Errand, outcome: Outcome | _Fetched, now: datetime) -> None:
        match outcome:
            case _Fetched(arrival):
                inbox.store(db, [arrival], now=now)
                outbox.settle(db, errand.call, OutboxStatus.SENT, now=now)
            case Done(message_id):
                if errand.screen is not None and message_id is not None:
                    conversations.note_shown(db, errand.screen.id, message_id=message_id, token=errand.screen.token)
                outbox.settle(db, errand.call, OutboxStatus.SENT, now=now)
            case Rejected(code, description) if self.standing.is_refused and code in NOT_US:
                failure = f"{code} {description}"  # no fault of the call: it is not given up for that, however often
                outbox.try_again(db, errand.call, may_repeat=False, not_before=now + LOOK_AGAIN, failure=failure)
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
            outbox.settle(db, call, OutboxStatus.DEAD, failure=trouble, now=now)

    def _doubt(self, db: Db, call: Outbound, reason: str, now: datetime) -> None:
        """The call may have acted: once more where a copy does no harm, else take it as sent."""
        if call.kind in (Kind.ACK, Kind.BROADCAST):
            outbox.settle(db, call, OutboxStatus.UNKNOWN, failure=reason, now=now)
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
            outbox.settle(db, call, OutboxStatus.DEAD, failure=reason, now=now)
            return
        pause = pause or timedelta(seconds=PAUSES_SECONDS[min(call.attempts, len(PAUSES_SECONDS)) - 1])
        outbox.try_again(db, call, may_repeat=may_repeat, not_before=now + pause, failure=reason)

    def _give_up(self, db: Db, errand: _Errand, code: int, description: str, now: datetime) -> None:
        """The platform refused. A person who can't be reached is remembered as such; their orders go on."""
        call = errand.call
        outbox.settle(db, call, OutboxStatus.DEAD, failure=f"{code} {description}", now=now)
        if code == 403 or any(sign in description for sign in _CHAT_IS_GONE):
            people.mark_unreachable(db, telegram_id=call.chat_id, now=now)
            outbox.drop_waiting(db, call.chat_id, failure=description, now=now)
        elif errand.kind not in (Kind.ACK, Kind.CHECKOUT):
            log.error("message refused", call_id=call.id, kind=call.kind, code=code, description=description)

    def _take_over(self, db: Db, living: list[int]) -> list[int]:
        """Also its slots come back: whoever had them is gone."""
        sending_limits.give_back_of_the_dead(db, living=living)
        orphaned = outbox.orphaned(db, living=living)
        for call in orphaned:
            self._doubt(db, call, "its process ended during the call", self._clock.now())
        return [call.chat_id for call in orphaned]

    async def _write(self, work: Callable[[Db], Any]) -> Any:
        return await asyncio.wrap_future(self._database.write(work))


def _may_be_meant_for_us(outcome: Outcome | _Fetched) -> TypeGuard[Rejected]:
    """Whether the platform does not know our token, or what we asked for."""
    return isinstance(outcome, Rejected) and outcome.code in NOT_US


def _stood_still(*, since: float) -> Unreached | None:
    """Whether so much time has passed that others may have taken us for dead, and the call over.

    No clock that can be set tells that, nor one that a test moves for others.
    """
    return Unreached("the process stood still") if monotonic() - since > MOST_STANDSTILL_SECONDS else None


def _message_replied_to(db: Db, screen: SavedScreen) -> int | None:
    """The message that the screen replies to; None where it replies to none, or to one that was never sent."""
    reply_to = reply_of(screen.content)
    if reply_to is None or reply_to.screen_id is None:
        return None if reply_to is None else reply_to.message_id
    return conversations.the_screen(db, reply_to.screen_id).message_id
