"""The authorisation matrix, made from the code: every tap, command and file × every role × every place.

Not here: the console's pages (tests.console), or whose order or ticket it is (tests.conversations.test_strangers).
"""

import itertools
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend import people, staff
from backend.errors import NotAllowed
from backend.people import Role
from flows.engine import Engine
from flows.events import Acted, Chat, Commanded, Event, FileRead, Happening, JobEnded, Sender, Tapped
from flows.registry import FLOWS
from flows.shop import Shop
from handlers import entries, router, staff_room
from handlers.audience import audience_of
from handlers.router import Router
from storage import console_acts, conversations
from storage.database import Db
from storage.secrets import Vault

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PRIVATE = Chat(501, "private")
GROUP = Chat(-1001, "supergroup", is_forum=True)
TABLES = ("TAPS", "CONVERSATION_TAPS", "COMMANDS", "CONVERSATION_COMMANDS", "GROUP_COMMANDS", "FILES", "JOBS")
ROLES = list(Role)

pytestmark = pytest.mark.parametrize("_shared_database", ["sqlite"], indirect=True)
"""Who may do what is no matter of the database."""


def cases(*tables: str) -> list[Any]:
    """Every name of these tables with every role."""
    names = sorted({name for table in tables for name in getattr(entries, table)})
    return [pytest.param(name, role, id=f"{name}-{role}") for name, role in itertools.product(names, ROLES)]


class Desk:
    """A router whose handlers only note that they were reached; who they are for is as in the code."""

    def __init__(self, db: Db, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached: list[str] = []
        self._db = db
        self._router = Router(Shop(vault, b"key", "bot", ("en", "zh-CN"), {}, (), {}, ZoneInfo("UTC")), Engine(FLOWS))
        for table, module in itertools.product(TABLES, (router, staff_room)):
            if hasattr(module, table):
                monkeypatch.setattr(module, table, self._noting(getattr(entries, table)))

    def somebody(self, role: Role) -> None:
        """Let the person of the private chat have this role, and the group be the staff's."""
        person = people.meet(self._db, telegram_id=PRIVATE.id, name="Ana", username=None, language="en", now=NOW)
        people.appoint(self._db, person, role, by="test", now=NOW)
        staff.connect_group(self._db, GROUP.id, by="test", now=NOW)

    def taps(self, name: str, chat: Chat) -> None:
        """Tap a button with this action: the person's own in private, anybody's in the group."""
        owner = people.with_telegram_id(self._db, PRIVATE.id)
        assert owner is not None
        screen: dict[str, Any] = {
            "chat_id": chat.id,
            "person_id": owner.id if chat.is_private else None,
            "topic": None,
            "message_id": 7,
            "token": "token",
            "subject": None,
            "language": "en",
            "content": {},
            "actions": [{"name": name, "args": {}}],
            "shown_at": NOW,
        }
        conversations.new_screen(self._db, screen)
        self.happens(Tapped("q", "b:token:0", 7), chat)

    def happens(self, happening: Happening, chat: Chat) -> None:
        """Let the person cause this."""
        is_ours = isinstance(happening, Acted | FileRead | JobEnded)
        sender = None if is_ours else Sender(PRIVATE.id, "Ana", None, "en")
        self._router.answer(self._db, Event(1, happening, sender, chat, NOW), now=NOW)

    def _noting(self, table: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
        return {name: self._note(name, audience_of(handler)) for name, handler in table.items()}

    def _note(self, name: str, least: Role) -> Callable[..., Any]:
        def note(*_: Any) -> None:
            self.reached.append(name)

        note.least_role = least  # type: ignore[attr-defined]  # what @open_to sets
        return note


@pytest.fixture
def desk(db: Db, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(db, vault, monkeypatch)


def attempt(desk: Desk, what: Callable[[], None]) -> list[str]:
    """What was reached, which is nothing where it was refused."""
    try:
        what()
    except NotAllowed:
        assert desk.reached == []
    return desk.reached


def audience(name: str, *tables: str) -> Role:
    """Who may use what these tables call so."""
    found = [audience_of(getattr(entries, table)[name]) for table in tables if name in getattr(entries, table)]
    assert len(found) == 1, f"{name} is in {len(found)} of {tables}"
    return found[0]


def is_heard_among_staff(name: str, role: Role) -> bool:
    """Whether a button of the staff group, or of the console, does anything for this role."""
    if name not in entries.TAPS:
        return False
    least = audience(name, "TAPS")
    return least is not Role.CUSTOMER and role.reaches(least)


@pytest.mark.parametrize(("name", "role"), cases("TAPS", "CONVERSATION_TAPS"))
def test_a_tap_in_private_reaches_whom_it_is_for(desk: Desk, name: str, role: Role) -> None:
    desk.somebody(role)

    reached = attempt(desk, lambda: desk.taps(name, PRIVATE))

    assert reached == ([name] if role.reaches(audience(name, "TAPS", "CONVERSATION_TAPS")) else [])


@pytest.mark.parametrize(("name", "role"), cases("TAPS", "CONVERSATION_TAPS"))
def test_a_tap_in_the_staff_group_reaches_staff_only_and_begins_no_conversation(
    desk: Desk, name: str, role: Role
) -> None:
    desk.somebody(role)

    reached = attempt(desk, lambda: desk.taps(name, GROUP))

    assert reached == ([name] if is_heard_among_staff(name, role) else [])


@pytest.mark.parametrize(("name", "role"), cases("TAPS", "CONVERSATION_TAPS"))
def test_an_act_of_the_console_reaches_staff_only(desk: Desk, name: str, role: Role) -> None:
    desk.somebody(role)

    reached = attempt(desk, lambda: desk.happens(Acted(name, {}, PRIVATE.id, "key"), GROUP))

    assert reached == ([name] if is_heard_among_staff(name, role) else [])


@pytest.mark.parametrize(("name", "role"), cases("COMMANDS", "CONVERSATION_COMMANDS"))
def test_a_command_in_private_reaches_whom_it_is_for(desk: Desk, name: str, role: Role) -> None:
    desk.somebody(role)

    reached = attempt(desk, lambda: desk.happens(Commanded(name, "", 1), PRIVATE))

    assert reached == ([name] if role.reaches(audience(name, "COMMANDS", "CONVERSATION_COMMANDS")) else [])


@pytest.mark.parametrize(("name", "role"), cases("COMMANDS", "CONVERSATION_COMMANDS", "GROUP_COMMANDS"))
def test_a_command_in_the_staff_group_reaches_whom_it_is_for(desk: Desk, name: str, role: Role) -> None:
    desk.somebody(role)

    reached = attempt(desk, lambda: desk.happens(Commanded(name, "", 1), GROUP))

    is_heard = name in entries.GROUP_COMMANDS and role.reaches(audience(name, "GROUP_COMMANDS"))
    assert reached == ([name] if is_heard else [])


@pytest.mark.parametrize(("name", "role"), cases("GROUP_COMMANDS"))
def test_another_group_can_only_become_the_staffs(desk: Desk, name: str, role: Role) -> None:
    desk.somebody(role)
    elsewhere = Chat(-2002, "supergroup", is_forum=True)

    reached = attempt(desk, lambda: desk.happens(Commanded(name, "", 1), elsewhere))

    assert reached == ([name] if name == staff_room.CONNECT and role.reaches(Role.ADMIN) else [])


@pytest.mark.parametrize(("name", "role"), cases("FILES"))
def test_a_file_is_taken_from_whom_it_may_come(desk: Desk, name: str, role: Role) -> None:
    desk.somebody(role)
    file = FileRead("cards.txt", None, "1", "gone", name, {})

    reached = attempt(desk, lambda: desk.happens(file, PRIVATE))

    assert reached == ([name] if role.reaches(audience(name, "FILES")) else [])


@pytest.mark.parametrize(("name", "role"), cases("JOBS"))
def test_what_a_job_found_is_shown_to_whom_it_may_be(desk: Desk, name: str, role: Role) -> None:
    desk.somebody(role)

    reached = attempt(desk, lambda: desk.happens(JobEnded(name, {}, {}), PRIVATE))

    assert reached == ([name] if role.reaches(audience(name, "JOBS")) else [])


@pytest.mark.parametrize("role", ROLES)
def test_what_the_console_asked_for_is_answered(desk: Desk, db: Db, role: Role) -> None:
    desk.somebody(role)

    attempt(desk, lambda: desk.happens(Acted("ticket.claim", {}, PRIVATE.id, "key"), GROUP))

    answered = console_acts.answer_to(db, "key")
    assert (answered is not None) == role.reaches(Role.AGENT)
