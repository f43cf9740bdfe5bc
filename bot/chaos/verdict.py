"""The verdict: what the platform's own journals say happened, held against the shop's books.

Not here: how it came to that (bot.chaos.sweep, bot.chaos.storm).

    lost       an update that the platform counts as delivered and nobody answered, or an answer that never came
    doubled    an order that nobody placed, or a card code that was seen in two chats
    repeats    a message that came more often than it was to be sent; editing one in place and answering a tap once
               more show nothing twice, so they are none
    unmarked   a repeat that does not say it may be one
    untrue     what is known otherwise outside the database (bot.chaos.truths)
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from backend import audit
from bot.chaos.truths import Call, Outside, Witness, codes_in, text_of
from bot.settings import LOCALES
from bot.voice import Voice, bare
from flows.words import Words
from storage import evidence
from storage.database import Database, Db

_SENDS = (
    "sendMessage",
    "sendPhoto",
    "sendDocument",
    "sendVoice",
    "sendVideo",
    "sendAnimation",
    "sendAudio",
    "sendInvoice",
)
_OK = 200
_TOO_MANY = 429

_Update = dict[str, Any]  # Any: JSON, an update of the platform's journal


class Journals(Protocol):
    """The platform's record of what it was asked to do and of what it reported."""

    def calls(self, *, after: int) -> list[Call]:
        """The calls numbered above `after`, oldest first."""
        ...

    def updates(self, *, after: int) -> list[_Update]:
        """The updates numbered above `after`, oldest first."""
        ...


@dataclass(frozen=True)
class Repeats:
    """Messages that came twice, and those of them that don't say so."""

    total: int = 0
    unmarked: int = 0


@dataclass(frozen=True)
class Verdict:
    """What is wrong, in sentences, and how much there was to go wrong."""

    updates: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    repeats: Repeats
    violations: tuple[str, ...]
    untrue: tuple[str, ...]


class Judge:
    """Looks at one shop again and again, each time at what happened since the last."""

    def __init__(
        self, journals: Journals, database: Database, outside: Outside, *, now: Callable[[], datetime]
    ) -> None:
        self._journals = journals
        self._witness = Witness(outside)
        self._database = database
        self._now = now
        self._last_call = self._last_update = self._last_screen = 0
        voice = Voice(LOCALES, time_zone=ZoneInfo("UTC"))
        self._signs = [bare(voice.say(Words("may-be-a-copy"), language)) for language in voice.languages]

    def judge(self) -> Verdict:
        """Judge a shop that has come to rest."""
        calls = self._journals.calls(after=self._last_call)
        updates = self._journals.updates(after=self._last_update)
        with self._database.read() as db:
            sent = evidence.screens_sent(db, after=self._last_screen)
            verdict = Verdict(
                updates=len(updates),
                lost=(*_unanswered(db, updates), *_never_sent(calls, sent)),
                doubled=tuple(_codes_in_two_chats(calls)),
                repeats=self._repeats(calls, sent),
                violations=(*_broken(db, self._now()), *_too_fast(calls)),
                untrue=tuple(self._witness.untruths(db, calls, updates)),
            )
            self._last_screen = evidence.last_screen_id(db)
        self._last_call = calls[-1]["number"] if calls else self._last_call
        waiting = [update["update_id"] for update in updates if update["state"] == "pending"]
        self._last_update = min(waiting) - 1 if waiting else max([self._last_update, *map(_number, updates)])
        return verdict

    def _repeats(self, calls: Iterable[Call], sent: Counter[int]) -> Repeats:
        """Each screen is sent once, so what a chat got beyond its screens came twice."""
        total = unmarked = 0
        for chat, messages in _messages(calls).items():
            repeats = max(0, len(messages) - sent[chat])
            marked = sum(self._is_marked(message) for message in messages)
            total += repeats
            unmarked += max(repeats - marked, self._count_unmarked_twins(messages))
        return Repeats(total, unmarked)

    def _count_unmarked_twins(self, messages: Iterable[Call]) -> int:
        """Messages with the very buttons of an earlier one that don't say so."""
        seen: set[str] = set()
        count = 0
        for message in messages:
            token = showing_of(message)
            if token in seen and not self._is_marked(message):
                count += 1
            if token:
                seen.add(token)
        return count

    def _is_marked(self, message: Call) -> bool:
        text = bare(text_of(message))
        return any(sign in text for sign in self._signs)


def showing_of(call: Call) -> str:
    """What the buttons carry: the same for every attempt at showing the same thing; empty without any."""
    keyboard = (call["parameters"].get("reply_markup") or {}).get("inline_keyboard", [])
    return " ".join(key["callback_data"] for row in keyboard for key in row if key.get("callback_data"))


def _messages(calls: Iterable[Call]) -> dict[int, list[Call]]:
    """What each chat was sent and got."""
    got: dict[int, list[Call]] = defaultdict(list)
    for call in calls:
        if call["method"] in _SENDS and call["status"] == _OK:
            got[int(call["chat_id"])].append(call)
    return got


def _never_sent(calls: Iterable[Call], sent: Counter[int]) -> list[str]:
    """Messages that stand in a chat by the books and were never taken by the platform."""
    got = _messages(calls)
    return [
        f"chat {chat} has {count} messages by the books, and got {len(got[chat])}"
        for chat, count in sent.items()
        if count > len(got[chat])
    ]


def _broken(db: Db, now: datetime) -> list[str]:
    return [f"{each.id}: {each.sentence} {each.rows}" for each in audit.check(db, now=now)]


def _too_fast(calls: Iterable[Call]) -> list[str]:
    refused = [call for call in calls if call["status"] == _TOO_MANY and not call.get("fault")]
    return [f"{len(refused)} calls were too fast, the first a {refused[0]['method']}"] if refused else []


def _number(update: _Update) -> int:
    return int(update["update_id"])


def _unanswered(db: Db, updates: Sequence[_Update]) -> list[str]:
    stored = evidence.updates_stored(db, [str(_number(update)) for update in updates])
    return [
        f"update {update['update_id']} ({update['kind']}) is {stored.get(str(update['update_id']), 'not there')}"
        for update in updates
        if update["state"] == "settled" and stored.get(str(update["update_id"])) != "done"
    ]


def _codes_in_two_chats(calls: Iterable[Call]) -> list[str]:
    chats: dict[str, set[int]] = defaultdict(set)
    for call in calls:
        if call["status"] == _OK and call.get("chat_id") is not None:
            for code in codes_in(text_of(call)):
                chats[code].add(int(call["chat_id"]))
    return [f"a code was shown in chats {sorted(where)}" for where in chats.values() if len(where) > 1]
