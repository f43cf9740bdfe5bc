"""The cast of the demo and the tour: who they are, and the money they begin with.

Not here: what they do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from backend import ledger, people
from backend.money import Money
from storage.database import Database


@dataclass(frozen=True)
class Role:
    """Somebody the visitor can be."""

    name: str
    language: str
    app_language: str
    balance: Money | None


CUSTOMER = Role("小美", "zh-CN", "zh-hans", Money(50_000, "CNY"))
GUEST = Role("Tom", "en", "en", Money(50_000, "CNY"))
AGENT = Role("阿杰 (客服)", "zh-CN", "zh-hans", None)
ADMIN = Role("老板", "zh-CN", "zh-hans", None)
CAST = (CUSTOMER, GUEST, AGENT, ADMIN)


def endow(database: Database, numbers: Mapping[Role, int], *, now: datetime) -> None:
    """Know whoever begins with money, by their Telegram number, and put it on their balance, once."""
    with database.transaction() as db:
        for role, number in numbers.items():
            if role.balance is not None:
                person = people.meet(
                    db, telegram_id=number, name=role.name, username=None, language=role.language, now=now
                )
                ledger.credit(db, person, role.balance, ref=f"demo:{number}", why="demo", now=now)
