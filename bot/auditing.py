"""Auditing: the invariants and the seals checked on a shop's database, told to a person or a program.

Not here: the invariants (storage.invariants), the seals (backend.seals).
"""

import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import typer

from backend import audit, seals
from backend.audit import Violation
from backend.seals import Standing
from bot.cannot_do import CannotDo
from bot.clock import Clock, MovableClock, SystemClock
from bot.demo.folder import DEMO, TOUR, DemoFolder, shops_in
from bot.settings import shop_settings_from_environment
from storage.audit_trail import Seal
from storage.database import Database

MOST_ROWS_TOLD = 3
"""Of each violation, to people; a program is told of all that were looked for."""

TOLD_EVERY_SECONDS = 2.0

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What an audit of one database found."""

    database: str
    violations: tuple[Violation, ...]
    trail: Standing

    @property
    def is_sound(self) -> bool:
        """Whether every invariant holds."""
        return not self.violations

    def as_json(self) -> dict[str, Any]:  # Any: JSON
        """For programs."""
        violations = [asdict(each) | {"remedy": each.remedy} for each in self.violations]
        newest = None if self.trail.newest is None else seal_as_json(self.trail.newest)
        trail = {"seal": newest, "unsealed": self.trail.unsealed}
        return {"database": self.database, "violations": violations, "trail": trail, "is_sound": self.is_sound}

    def as_text(self) -> str:
        """For people: a line for each thing that is wrong, with what to do about it."""
        if self.is_sound:
            return f"{self.database}: every invariant holds. {_how_far(self.trail)}"
        lines = [f"  {each.id}  {each.sentence} ({_some(each.rows)}) {each.remedy}" for each in self.violations]
        return "\n".join([f"{self.database}: {len(lines)} broken", *lines])


def audit_shop(*, kept_seal: str | None = None) -> Report:
    """Audit the shop that the environment names; `kept_seal` must still be the digest of one of its seals."""
    return _audit(shop_settings_from_environment().database_url, SystemClock(), kept_seal=kept_seal)


def audit_demo() -> list[Report]:
    """Audit the databases that the demo and the last tour left; raises CannotDo if there are none."""
    shops = [shop for folder in (DEMO, TOUR) for shop in shops_in(folder)]
    if not shops:
        raise CannotDo("There is no shop of a demo or a tour to audit: ./xiaoer demo opens one.")
    return [audit_folder(shop) for shop in shops]


def audit_folder(shop: DemoFolder) -> Report:
    """Audit one shop of the demo or the tour, at the moment its own clock shows."""
    return _audit(shop.database_url, MovableClock(shop.clock))


def newest_seal() -> Seal:
    """The newest seal on the trail of the shop that the environment names; raises CannotDo before the first."""
    database = Database(shop_settings_from_environment().database_url)
    try:
        with database.read() as db:
            newest = seals.standing(db).newest
    finally:
        database.close()
    if newest is None:
        raise CannotDo("There is no seal yet: the running bot puts one on what was done, once a minute.")
    return newest


def seal_as_text(seal: Seal) -> str:
    """The digest, to be kept, and what it stands for."""
    return f"{seal.digest}  seal {seal.number} of {seal.sealed_at:%Y-%m-%d %H:%M} UTC, rows up to {seal.last_id}"


def seal_as_json(seal: Seal) -> dict[str, Any]:  # Any: JSON
    """For programs."""
    return asdict(seal) | {"sealed_at": seal.sealed_at.isoformat()}


def _audit(url: str, clock: Clock, *, kept_seal: str | None = None) -> Report:
    """The database is read as it is: an audit does not migrate."""
    database = Database(url)
    try:
        with database.read() as db:
            violations = audit.check(db, now=clock.now(), kept_seal=kept_seal, tell=_progress())
            return Report(str(database.url), tuple(violations), seals.standing(db))
    finally:
        database.close()


def _progress() -> Tell:
    """Tells whoever waits at a terminal what is being checked, once that takes a while."""
    if not sys.stderr.isatty():
        return lambda progress: None
    told_at = time.monotonic()

    def tell(progress: str) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= TOLD_EVERY_SECONDS:
            told_at = time.monotonic()
            typer.echo(f"checking {progress}", err=True)

    return tell


def _how_far(trail: Standing) -> str:
    if trail.newest is None:
        return "The trail has no seal yet."
    return f"The trail is sealed up to row {trail.newest.last_id}; {trail.unsealed} rows are younger."


def _some(rows: tuple[str, ...]) -> str:
    more = f" and at least {len(rows) - MOST_ROWS_TOLD} more" if len(rows) > MOST_ROWS_TOLD else ""
    return "; ".join(rows[:MOST_ROWS_TOLD]) + more
