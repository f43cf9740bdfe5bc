"""Auditing: the invariants checked on a shop's database, told to a person or a program.

Not here: the invariants (storage.invariants).
"""

from dataclasses import asdict, dataclass
from typing import Any

from backend.audit import Violation, check
from bot.clock import SystemClock
from bot.demo.folder import DEMO, TOUR, shops_in
from bot.settings import ShopSettings, shop_settings_from_environment
from storage.database import Database


@dataclass(frozen=True)
class Report:
    """What an audit of one database found."""

    database: str
    violations: tuple[Violation, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every invariant holds."""
        return not self.violations

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self) | {"is_sound": self.is_sound}

    def as_text(self) -> str:
        """For people."""
        if self.is_sound:
            return f"{self.database}: every invariant holds."
        broken = [f"  {each.id}  {each.sentence}  ({', '.join(each.rows)})" for each in self.violations]
        return "\n".join([f"{self.database}: {len(broken)} broken", *broken])


def audit_shop() -> list[Report]:
    """Audit the shop that the environment names."""
    return [_audit(shop_settings_from_environment())]


def audit_demo() -> list[Report]:
    """Audit the databases that the demo and the last tour left."""
    return [_audit(shop.settings()) for folder in (DEMO, TOUR) for shop in shops_in(folder)]


def _audit(settings: ShopSettings) -> Report:
    """The database is read as it is: an audit does not migrate."""
    database = Database(settings.database_url)
    try:
        with database.read() as db:
            return Report(settings.database_url, tuple(check(db, now=SystemClock().now())))
    finally:
        database.close()
