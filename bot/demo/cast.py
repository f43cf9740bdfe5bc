"""The cast of the demo and the tour: who they are, what they may do in the shop, and the money they begin with.

Not here: what they do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from backend import ledger, people, staff
from backend.money import Money
from backend.people import Role
from storage.database import Database, Db

SEEDED = "demo"
"""Who the audit trail names for what was so before anybody came."""

STAFF_GROUP = "小二客服组"


@dataclass(frozen=True)
class Character:
    """Somebody the visitor can be."""

    name: str
    language: str
    app_language: str
    role: Role = Role.CUSTOMER
    balance: Money | None = None

    @property
    def is_staff(self) -> bool:
        """Whether they sit in the staff group, and have started the bot long ago."""
        return self.role.reaches(Role.AGENT)


CUSTOMER = Character("小美", "zh-CN", "zh-hans", balance=Money(50_000, "CNY"))
GUEST = Character("Tom", "en", "en", balance=Money(50_000, "CNY"))
AGENT = Character("阿杰", "zh-CN", "zh-hans", Role.AGENT)
OTHER_AGENT = Character("小陈", "zh-CN", "zh-hans", Role.AGENT)
ADMIN = Character("老板", "zh-CN", "zh-hans", Role.ADMIN)
CAST = (CUSTOMER, GUEST, AGENT, OTHER_AGENT, ADMIN)


def enlist(database: Database, numbers: Mapping[Character, int], *, now: datetime) -> None:
    """Know the staff and whoever begins with money, by their Telegram numbers; what was done before stays as it is."""
    with database.transaction() as db:
        for character, number in numbers.items():
            if character.is_staff or character.balance is not None:
                _enlist(db, character, number, now)


def connect_staff_group(database: Database, chat_id: int, *, now: datetime) -> None:
    """Let staff serve in that group."""
    with database.transaction() as db:
        staff.connect_group(db, chat_id, by=SEEDED, now=now)


def _enlist(db: Db, character: Character, number: int, now: datetime) -> None:
    known = people.with_telegram_id(db, number)
    person = known or people.meet(
        db, telegram_id=number, name=character.name, username=None, language=character.language, now=now
    )
    if known is None:
        people.appoint(db, person, character.role, by=SEEDED, now=now)
    if character.balance is not None:
        ledger.credit(db, person, character.balance, ref=f"demo:{number}", why="demo", now=now)
