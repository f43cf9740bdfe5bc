"""The compensation policy: an owner's TOML, read into rules and limits, or a list of its problems.

Not here: what the rules come to in a case (backend.compensation). compensation.toml beside this file explains each
field, and is the policy of a shop that has no other.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.money import InvalidAmount, Money
from storage.grants import Cause, GiftKind
from storage.incidents import Severity

SHORTEST_DAYS = 3
"""Whoever is reminded two days before a coupon lapses must have had it by then."""

LONGEST_DAYS = 3650
MOST_POINTS = 1_000_000
MOST_MINUTES = 60 * 24 * 365
MOST_GIFTS = 1000

_BUNDLED = Path(__file__).parent / "compensation.toml"

_Table = dict[str, Any]  # Any: a TOML table, before it is known to be what it should be


@dataclass(frozen=True)
class Gift:
    """What is given. `amount` is what a coupon takes off at most, or the money; `days` is how long a coupon lasts."""

    kind: GiftKind
    amount: Money
    percent: int | None = None
    threshold: Money | None = None
    days: int = 0
    points: int = 0


@dataclass(frozen=True)
class Rule:
    """A gift and the trouble it is for: `after_minutes` of a late delivery, `severity` of an incident."""

    cause: Cause
    gift: Gift
    after_minutes: int | None = None
    severity: Severity | None = None


@dataclass(frozen=True)
class Policy:
    """All rules, and the most that one person may be given on a day."""

    gifts_per_day: int
    worth_per_day: Money
    rules: tuple[Rule, ...]

    @property
    def late_after_minutes(self) -> int | None:
        """From which delay on an order counts as late; None if no delay does."""
        return min((rule.after_minutes for rule in self.rules if rule.after_minutes is not None), default=None)


@dataclass(frozen=True)
class PolicyFile:
    """What a file says, or every problem it has."""

    policy: Policy | None = None
    problems: tuple[str, ...] = ()


def read(text: str) -> PolicyFile:
    """Read a whole file; each problem names the gift and the field it is in."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return PolicyFile(problems=(f"not a TOML file: {error}",))
    reader = _Reader(content)
    policy = reader.policy()
    return PolicyFile(problems=tuple(reader.problems)) if reader.problems else PolicyFile(policy)


def bundled() -> Policy:
    """The policy of a shop that has no other."""
    policy = read(_BUNDLED.read_text(encoding="utf-8")).policy
    if policy is None:
        raise ValueError(f"{_BUNDLED} has problems")
    return policy


class _Reader:
    """Reads on after a problem; what it returns then only serves to find the next one."""

    def __init__(self, content: _Table) -> None:
        self.problems: list[str] = []
        self._content = content
        self._currency = ""
        self._where = "limits"

    def policy(self) -> Policy:
        self._forbid_others(self._content, {"limits", "gifts"})
        limits = self._content.get("limits")
        if not isinstance(limits, dict):
            self._complain("", "there must be a table [limits]")
            limits = {}
        self._forbid_others(limits, {"currency", "gifts_per_day", "worth_per_day"})
        self._currency = limits.get("currency", "")
        gifts_per_day = self._number(limits, "gifts_per_day", least=0, most=MOST_GIFTS)
        worth_per_day = self._money(limits, "worth_per_day")
        return Policy(gifts_per_day, worth_per_day, self._rules())

    def _rules(self) -> tuple[Rule, ...]:
        rows = self._content.get("gifts", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.problems.append("[[gifts]]: must be tables")
            return ()
        rules = [rule for number, row in enumerate(rows, 1) if (rule := self._rule(number, row)) is not None]
        troubles = [(rule.cause, rule.after_minutes, rule.severity) for rule in rules]
        doubles = {trouble for trouble in troubles if troubles.count(trouble) > 1}
        self.problems += sorted(f"[[gifts]]: two are for the same {cause}" for cause, _, _ in doubles)
        return tuple(rules)

    def _rule(self, number: int, row: _Table) -> Rule | None:
        self._where = f"gift {number} ({row.get('for', 'for nothing')})"
        if row.get("for") not in list(Cause):
            self._complain("for", f"must be one of {', '.join(Cause)}")
            return None
        cause = Cause(row["for"])
        gift = self._gift(row)
        match cause:
            case Cause.LATE_DELIVERY:
                self._forbid_others(row, {"for", "after_minutes", *GiftKind})
                return Rule(cause, gift, after_minutes=self._number(row, "after_minutes", least=1, most=MOST_MINUTES))
            case Cause.INCIDENT:
                self._forbid_others(row, {"for", "severity", *GiftKind})
                return Rule(cause, gift, severity=self._severity(row))
            case Cause.FAILED_TRANSACTION:
                self._forbid_others(row, {"for", *GiftKind})
                return Rule(cause, gift)

    def _gift(self, row: _Table) -> Gift:
        kinds = [kind for kind in GiftKind if kind in row]
        if kinds == [GiftKind.POINTS]:
            points = self._number(row, "points", least=1, most=MOST_POINTS)
            return Gift(GiftKind.POINTS, Money(0, self._known_currency()), points=points)
        if kinds == [GiftKind.BALANCE]:
            return Gift(GiftKind.BALANCE, self._money(row, "balance"))
        if kinds == [GiftKind.COUPON] and isinstance(row["coupon"], dict):
            return self._coupon(row["coupon"])
        self._complain("", "must have one of coupon = { … }, balance or points")
        return Gift(GiftKind.POINTS, Money(0, "CNY"))

    def _coupon(self, coupon: _Table) -> Gift:
        is_percentage = "percent" in coupon
        amount = "at_most" if is_percentage else "off"
        self._forbid_others(coupon, {amount, "from", "days"} | ({"percent"} if is_percentage else set()))
        return Gift(
            GiftKind.COUPON,
            self._money(coupon, amount),
            percent=self._number(coupon, "percent", least=1, most=99) if is_percentage else None,
            threshold=self._money(coupon, "from", may_be_nothing=True),
            days=self._number(coupon, "days", least=SHORTEST_DAYS, most=LONGEST_DAYS),
        )

    def _severity(self, row: _Table) -> Severity:
        if row.get("severity") in list(Severity):
            return Severity(row["severity"])
        self._complain("severity", f"must be one of {', '.join(Severity)}")
        return Severity.LIGHT

    def _number(self, row: _Table, field: str, *, least: int, most: int) -> int:
        number = row.get(field)
        if type(number) is int and least <= number <= most:
            return number
        self._complain(field, f"must be a whole number from {least} to {most}")
        return least

    def _money(self, row: _Table, field: str, *, may_be_nothing: bool = False) -> Money:
        amount = row.get(field)
        if not isinstance(amount, str):
            self._complain(field, 'must be an amount in quotes, such as "2.00"')
            return Money(1, "CNY")
        try:
            money = Money.parse(amount, self._currency)
        except InvalidAmount as error:
            self._complain(field, str(error))
            return Money(1, "CNY")
        if money.minor == 0 and not may_be_nothing:
            self._complain(field, "must be above zero")
        return money

    def _known_currency(self) -> str:
        """The currency of the file; a wrong one was complained of where an amount is in it."""
        try:
            return Money(0, self._currency).currency
        except InvalidAmount:
            return "CNY"

    def _forbid_others(self, row: _Table, fields: set[str]) -> None:
        for unknown in sorted(row.keys() - fields):
            self._complain(unknown, "is no field the shop knows here")

    def _complain(self, field: str, trouble: str) -> None:
        self.problems.append(f"{self._where}, {field}: {trouble}" if field else f"{self._where}: {trouble}")
