"""Auditing: the invariants checked on a shop's database, told to a person or a program.

Not here: the invariants (storage.invariants).
"""

from dataclasses import asdict, dataclass
from typing import Any

from backend.audit import Violation, check
from bot.back_office import CannotDo
from bot.clock import Clock, MovableClock, SystemClock
from bot.demo.folder import DEMO, TOUR, DemoFolder, shops_in
from bot.settings import shop_settings_from_environment
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


def audit_shop() -> Report:
    """Audit the shop that the environment names."""
    return _audit(shop_settings_from_environment().database_url, SystemClock())


def audit_demo() -> list[Report]:
    """Audit the databases that the demo and the last tour left; raises CannotDo if there are none."""
    shops = [shop for folder in (DEMO, TOUR) for shop in shops_in(folder)]
    if not shops:
        raise CannotDo("There is no shop of a demo or a tour to audit: ./xiaoer demo opens one.")
    return [audit_folder(shop) for shop in shops]


def audit_folder(shop: DemoFolder) -> Report:
    """Audit one shop of the demo or the tour, at the moment its own clock shows."""
    return _audit(shop.database_url, MovableClock(shop.clock))


def _audit(url: str, clock: Clock) -> Report:
    """The database is read as it is: an audit does not migrate."""
    database = Database(url)
    try:
        with database.read() as db:
            return Report(str(database.url), tuple(check(db, now=clock.now())))
    finally:
        database.close()
