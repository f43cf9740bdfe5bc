"""Risk rules: which signs count how much, and from which sum on what happens; from a file, or the one that comes along.

Not here: looking for the signs (backend.risk). The file's comments say what each field means.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

_BUNDLED = Path(__file__).with_name("risk.toml")

_FIELDS = {
    "levels": ("note", "verify", "hold"),
    "known": ("known_after_days", "small"),
    "new": ("hours", "points"),
    "orders": ("an_hour", "points"),
    "unpaid": ("a_day", "points"),
    "amount": ("large", "times", "points"),
    "refunds": ("a_month", "points"),
    "codes": ("an_hour", "points"),
}
_AMOUNTS = ("small", "large")
_MOST = 10_000

_Table = dict[str, Any]  # Any: whatever a TOML file may hold


class BadRiskRules(ValueError):
    """The file can't be used; the message names the first wrong field."""


@dataclass(frozen=True)
class RiskRules:
    """What counts how much; 0 points switch a sign off. Amounts are hundredths of a whole unit of any currency."""

    note: int
    verify: int
    hold: int
    known_after_days: int
    small_hundredths: int
    new_hours: int
    new_points: int
    orders_an_hour: int
    orders_points: int
    unpaid_a_day: int
    unpaid_points: int
    large_hundredths: int
    amount_times: int
    amount_points: int
    refunds_a_month: int
    refunds_points: int
    codes_an_hour: int
    codes_points: int


def bundled() -> RiskRules:
    """The rules of a shop that has no others."""
    return read(_BUNDLED.read_text(encoding="utf-8"))


def read(text: str) -> RiskRules:
    """Read a whole file. Raises BadRiskRules."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRiskRules(f"not a TOML file: {error}") from None
    _forbid_others("the file", content, _FIELDS)
    levels, known = _part(content, "levels"), _part(content, "known")
    if not levels["note"] <= levels["verify"] <= levels["hold"]:
        raise BadRiskRules("[levels]: note, verify and hold must not get smaller")
    new, ordered, unpaid = (_part(content, name) for name in ("new", "orders", "unpaid"))
    amount, refunds, codes = (_part(content, name) for name in ("amount", "refunds", "codes"))
    return RiskRules(
        **levels,
        known_after_days=known["known_after_days"],
        small_hundredths=known["small"],
        new_hours=new["hours"],
        new_points=new["points"],
        orders_an_hour=ordered["an_hour"],
        orders_points=ordered["points"],
        unpaid_a_day=unpaid["a_day"],
        unpaid_points=unpaid["points"],
        large_hundredths=amount["large"],
        amount_times=amount["times"],
        amount_points=amount["points"],
        refunds_a_month=refunds["a_month"],
        refunds_points=refunds["points"],
        codes_an_hour=codes["an_hour"],
        codes_points=codes["points"],
    )


def _part(content: _Table, name: str) -> dict[str, int]:
    """A table with each of its fields."""
    table = content.get(name)
    if not isinstance(table, dict):
        raise BadRiskRules(f"there must be a table [{name}]")
    _forbid_others(f"[{name}]", table, _FIELDS[name])
    return {field: _value(name, field, table.get(field)) for field in _FIELDS[name]}


def _value(name: str, field: str, given: object) -> int:
    if field in _AMOUNTS:
        return _hundredths(name, field, given)
    if type(given) is not int or not 0 <= given <= _MOST:
        raise BadRiskRules(f"[{name}] {field} must be a whole number from 0 to {_MOST}")
    return given


def _hundredths(name: str, field: str, given: object) -> int:
    try:
        amount = Decimal(given) if isinstance(given, str) else Decimal(-1)
    except InvalidOperation:
        amount = Decimal(-1)
    hundredths = amount * 100
    if not amount.is_finite() or hundredths < 0 or hundredths != int(hundredths):
        raise BadRiskRules(f'[{name}] {field} must be an amount in quotes, such as "300.00"')
    return int(hundredths)


def _forbid_others(where: str, table: _Table, fields: Collection[str]) -> None:
    for unknown in sorted(field for field in table if field not in fields):
        raise BadRiskRules(f"{where}: {unknown} is no field the shop knows here")
