"""Risk: how far somebody who is about to pay looks like somebody else, from what the books say, and what that means.

Not here: how much each sign counts (backend.risk_rules), or what a freeze is (backend.freezes). Who is known and pays
little costs no statement. A level asks for proof before it shuts anybody out, and never forbids an order that is there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from backend.money import MINOR_DIGITS, Money
from backend.people import Person, Role, Tier
from backend.risk_rules import RiskRules
from storage import audit_trail, past_conduct
from storage.database import Db
from storage.past_conduct import Conduct

_HOUR, _DAY, _MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=30)


class Level(IntEnum):
    """What is done about it."""

    NONE = 0
    NOTE = 1  # staff can see it
    VERIFY = 2  # the person proves which phone is theirs, and goes on
    HOLD = 3  # the account is frozen


class Sign(StrEnum):
    """What was seen."""

    NEW = "new"
    ORDERS = "orders"
    UNPAID = "unpaid"
    AMOUNT = "amount"
    REFUNDS = "refunds"
    CODES = "codes"


@dataclass(frozen=True)
class Assessment:
    """The signs that were seen, and the points they come to."""

    level: Level = Level.NONE
    points: int = 0
    signs: tuple[Sign, ...] = ()

    @property
    def why(self) -> str:
        """For the trail."""
        return f"{', '.join(self.signs)}: {self.points} points"


def assess(db: Db, person: Person, amount: Money, rules: RiskRules | None, *, now: datetime) -> Assessment:
    """Look at who is about to pay so much; `rules` are None where nobody is looked at.

    Who has verified a phone is not asked again, but can be held.
    """
    if rules is None or is_plain(person, amount, rules, now=now):
        return Assessment()
    found = look(db, person, amount, rules, now=now)
    if found.level is Level.VERIFY and person.verified_at is not None:
        return Assessment(Level.NOTE, found.points, found.signs)
    return found


def is_plain(person: Person, amount: Money, rules: RiskRules, *, now: datetime) -> bool:
    """Whether there is nothing to look for: somebody who is trusted or of the house, or is known and pays little."""
    if person.is_trusted or person.role.reaches(Role.AGENT) or person.tier is not Tier.RETAIL:
        return True
    is_known = now - person.created_at >= timedelta(days=rules.known_after_days)
    return is_known and _hundredths(amount) < rules.small_hundredths


def look(db: Db, person: Person, amount: Money, rules: RiskRules, *, now: datetime) -> Assessment:
    """Look for each sign, whoever it is: also what staff are shown of a person."""
    conduct = past_conduct.conduct_of(
        db,
        person.id,
        currency=amount.currency,
        an_hour_ago=now - _HOUR,
        a_day_ago=now - _DAY,
        a_month_ago=now - _MONTH,
    )
    points = {sign: counted for sign, counted in _signs(person, conduct, amount, rules, now=now).items() if counted}
    total = sum(points.values())
    return Assessment(_level(total, rules), total, tuple(points))


def note(db: Db, person: Person, found: Assessment, *, about: str, now: datetime) -> None:
    """Write down what was seen, so that staff can tell later why the person was asked or held."""
    what = f"risk {found.level.name.lower()}"
    audit_trail.record(db, subject=f"person:{person.id}", what=what, by="rules", why=f"{about}: {found.why}", now=now)


def _signs(person: Person, conduct: Conduct, amount: Money, rules: RiskRules, *, now: datetime) -> dict[Sign, int]:
    is_large = _hundredths(amount) >= rules.large_hundredths
    seen = {
        Sign.NEW: (now - person.created_at < timedelta(hours=rules.new_hours), rules.new_points),
        Sign.ORDERS: (conduct.ordered >= rules.orders_an_hour, rules.orders_points),
        Sign.UNPAID: (conduct.left_unpaid >= rules.unpaid_a_day, rules.unpaid_points),
        Sign.AMOUNT: (
            is_large and amount.minor >= rules.amount_times * conduct.largest_minor,
            rules.amount_points,
        ),
        Sign.REFUNDS: (conduct.refunded >= rules.refunds_a_month, rules.refunds_points),
        Sign.CODES: (conduct.tried >= rules.codes_an_hour, rules.codes_points),
    }
    return {sign: points if is_seen else 0 for sign, (is_seen, points) in seen.items()}


def _level(points: int, rules: RiskRules) -> Level:
    if points >= rules.hold:
        return Level.HOLD
    if points >= rules.verify:
        return Level.VERIFY
    return Level.NOTE if points >= rules.note else Level.NONE


def _hundredths(amount: Money) -> int:
    return int(amount.minor * 100 // 10 ** MINOR_DIGITS[amount.currency])
