"""The verdict: each thing that can be wrong is planted once, and found."""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from backend import people
from bot.chaos.truths import Outside
from bot.chaos.verdict import Judge, Repeats
from bot.settings import LOCALES
from bot.voice import Voice
from flows.words import Words
from storage import conversations, evidence, inbox
from storage.database import Database
from storage.inbox import Arrival
from storage.ledger import BalanceRow
from storage.secrets import Vault
from tests.clock import StoppedClock

CHAT = 501
UTC = ZoneInfo("UTC")
NOW = StoppedClock().now()
MARK = Voice(LOCALES, time_zone=UTC).say(Words("may-be-a-copy"), "en")


GROUP = {"id": -100, "type": "supergroup"}
"""Where what is written need not be answered."""


@dataclass
class Platform:
    """A platform's journals, written by hand."""

    made: list[dict[str, Any]] = field(default_factory=list)
    issued: list[dict[str, Any]] = field(default_factory=list)

    def calls(self, *, after: int) -> list[dict[str, Any]]:
        return [call for call in self.made if call["number"] > after]

    def updates(self, *, after: int) -> list[dict[str, Any]]:
        return [update for update in self.issued if update["update_id"] > after]

    def send(self, text: str, *, chat: int = CHAT, token: str = "", method: str = "sendMessage") -> None:
        keyboard = [[{"text": "Buy", "callback_data": token}]] if token else []
        parameters = {"text": text, "reply_markup": {"inline_keyboard": keyboard}}
        number = len(self.made) + 1
        self.made.append(
            {"number": number, "method": method, "chat_id": str(chat), "status": 200, "parameters": parameters}
        )

    def issue(self, state: str) -> str:
        number = len(self.issued) + 1
        self.issued.append({"update_id": number, "kind": "message", "state": state, "content": {"chat": GROUP}})
        return str(number)


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def judge(platform: Platform, sqlite_database: Database, vault: Vault) -> Judge:
    outside = Outside(vault, tills=(), brought=dict, logs=(), secrets={})
    return Judge(platform, sqlite_database, outside, now=lambda: NOW)


def shown(database: Database, *, chat: int = CHAT) -> None:
    """The shop's books have a screen that stands in a message."""
    with database.transaction() as db:
        number = evidence.last_screen_id(db) + 1
        screen_id = conversations.new_screen(
            db,
            {
                "chat_id": chat,
                "person_id": None,
                "topic": None,
                "token": f"token-{number}",
                "subject": None,
                "language": "en",
                "content": {},
                "actions": [],
                "shown_at": NOW,
            },
        )
        conversations.note_shown(db, screen_id, message_id=number, token=f"token-{number}")


def kept(database: Database, number: str, *, is_answered: bool) -> None:
    """The shop's books have an update."""
    with database.transaction() as db:
        inbox.store(db, [Arrival(source="telegram:1", key=number, lane="chat:501", payload="{}")], now=NOW)
        if is_answered:
            inbox.finish(db, int(number), now=NOW)


def test_an_update_that_was_acknowledged_and_not_answered_is_lost(
    judge: Judge, platform: Platform, sqlite_database: Database
) -> None:
    kept(sqlite_database, platform.issue("settled"), is_answered=True)
    kept(sqlite_database, platform.issue("settled"), is_answered=False)
    platform.issue("settled")
    platform.issue("pending")

    verdict = judge.judge()

    assert verdict.lost == ("update 2 (message) is new", "update 3 (message) is not there")
    assert verdict.updates == 4


def test_what_was_judged_once_is_not_judged_again_but_what_was_pending_is(
    judge: Judge, platform: Platform, sqlite_database: Database
) -> None:
    kept(sqlite_database, platform.issue("settled"), is_answered=True)
    platform.issue("pending")
    judge.judge()

    platform.issued[1]["state"] = "settled"

    assert judge.judge().lost == ("update 2 (message) is not there",)


def test_a_message_more_than_there_are_screens_is_a_repeat(
    judge: Judge, platform: Platform, sqlite_database: Database
) -> None:
    shown(sqlite_database)
    platform.send("Your order is here")
    platform.send("Your order is here")

    assert judge.judge().repeats == Repeats(total=1, unmarked=1)


def test_a_repeat_that_says_so_is_marked(judge: Judge, platform: Platform, sqlite_database: Database) -> None:
    shown(sqlite_database)
    platform.send("Your order is here")
    platform.send(f"Your order is here\n\n{MARK}")

    assert judge.judge().repeats == Repeats(total=1, unmarked=0)


def test_the_same_buttons_twice_are_found_whatever_else_was_marked(
    judge: Judge, platform: Platform, sqlite_database: Database
) -> None:
    shown(sqlite_database)
    shown(sqlite_database)
    platform.send("Menu", token="b:1:0")
    platform.send("Menu", token="b:1:0")
    platform.send(f"News\n\n{MARK}")

    assert judge.judge().repeats == Repeats(total=1, unmarked=1)


def test_an_edit_repeats_nothing(judge: Judge, platform: Platform, sqlite_database: Database) -> None:
    shown(sqlite_database)
    platform.send("Menu", token="b:1:0")
    platform.send("Menu", token="b:1:0", method="editMessageText")

    assert judge.judge().repeats == Repeats()


def test_a_message_the_platform_never_took_is_lost(judge: Judge, platform: Platform, sqlite_database: Database) -> None:
    shown(sqlite_database)
    shown(sqlite_database)
    platform.send("Your order is here")

    assert judge.judge().lost == (f"chat {CHAT} has 2 messages by the books, and got 1",)


def test_what_the_world_outside_knows_better_is_untrue(judge: Judge, platform: Platform) -> None:
    platform.send("Order ABCDEF2345 is delivered")

    assert judge.judge().untrue == (f"X6: chat {CHAT} was told of ABCDEF2345, which is not there",)


def test_a_code_in_two_chats_is_doubled(judge: Judge, platform: Platform, sqlite_database: Database) -> None:
    for chat in (CHAT, CHAT + 1):
        shown(sqlite_database, chat=chat)
        platform.send("<code>CHAOS-000001</code>", chat=chat)

    assert judge.judge().doubled == ("a code was shown in chats [501, 502]",)


def test_a_call_that_was_too_fast_and_a_broken_row_are_violations(
    judge: Judge, platform: Platform, sqlite_database: Database
) -> None:
    shown(sqlite_database)
    platform.send("Menu")
    platform.made[0]["status"] = 429
    with sqlite_database.transaction() as db:
        ana = people.meet(db, telegram_id=CHAT, name="Ana", username=None, language="en", now=NOW)
        db.execute(sa.insert(BalanceRow).values(person_id=ana.id, currency="CNY", amount_minor=5))

    violations = judge.judge().violations

    assert violations[-1] == "1 calls were too fast, the first a sendMessage"
    assert len(violations) > 1
