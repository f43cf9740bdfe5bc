"""The compensation policy: what a file may say, and every problem it may have."""

import pytest

from backend import compensation_policy
from backend.compensation_policy import Gift, Rule
from backend.money import Money
from storage.grants import Cause, GiftKind
from storage.incidents import Severity

LIMITS = """
[limits]
currency = "CNY"
gifts_per_day = 2
worth_per_day = "20.00"
"""


def test_the_bundled_policy_has_a_gift_for_every_cause_and_severity() -> None:
    policy = compensation_policy.bundled()

    assert {rule.cause for rule in policy.rules} == set(Cause)
    assert {rule.severity for rule in policy.rules} == {None, *Severity}
    assert policy.late_after_minutes == 10


def test_each_kind_of_gift_is_read() -> None:
    text = (
        LIMITS
        + """
[[gifts]]
for = "late-delivery"
after_minutes = 10
coupon = { percent = 10, at_most = "5.00", from = "0.00", days = 30 }
[[gifts]]
for = "failed-transaction"
balance = "1.50"
[[gifts]]
for = "incident"
severity = "light"
points = 7
"""
    )
    policy = compensation_policy.read(text).policy

    assert policy is not None
    assert (policy.gifts_per_day, policy.worth_per_day) == (2, Money(2000, "CNY"))
    coupon = Gift(GiftKind.COUPON, Money(500, "CNY"), percent=10, threshold=Money(0, "CNY"), days=30)
    assert policy.rules == (
        Rule(Cause.LATE_DELIVERY, coupon, after_minutes=10),
        Rule(Cause.FAILED_TRANSACTION, Gift(GiftKind.BALANCE, Money(150, "CNY"))),
        Rule(Cause.INCIDENT, Gift(GiftKind.POINTS, Money(0, "CNY"), points=7), severity=Severity.LIGHT),
    )


def test_a_policy_without_gifts_is_one_that_gives_nothing() -> None:
    policy = compensation_policy.read(LIMITS).policy

    assert policy is not None
    assert policy.rules == ()
    assert policy.late_after_minutes is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[limits", "not a TOML file"),
        ("", "limits: there must be a table [limits]"),
        (LIMITS.replace("CNY", "DOGE"), "'DOGE' is no currency"),
        (LIMITS.replace("= 2\n", '= "2"\n'), "limits, gifts_per_day: must be a whole number from 0"),
        (LIMITS.replace("= 2\n", "= true\n"), "limits, gifts_per_day: must be a whole number"),
        (LIMITS.replace('"20.00"', "20.0"), "limits, worth_per_day: must be an amount in quotes"),
        (LIMITS + "cheer = 1", "limits, cheer: is no field"),
        ("cheer = 1\n" + LIMITS, "limits, cheer: is no field"),
        ("gifts = 3\n" + LIMITS, "[[gifts]]: must be tables"),
        (LIMITS + '[[gifts]]\nfor = "rain"\nbalance = "1"', "gift 1 (rain), for: must be one of late-delivery"),
        (LIMITS + '[[gifts]]\nfor = "late-delivery"\nbalance = "1"', "after_minutes: must be a whole number from 1"),
        (LIMITS + '[[gifts]]\nfor = "incident"\nbalance = "1"', "severity: must be one of light"),
        (LIMITS + '[[gifts]]\nfor = "failed-transaction"', "must have one of coupon"),
        (LIMITS + '[[gifts]]\nfor = "failed-transaction"\nbalance = "1"\npoints = 1', "must have one of coupon"),
        (LIMITS + '[[gifts]]\nfor = "failed-transaction"\nbalance = "0.00"', "balance: must be above zero"),
        (LIMITS + '[[gifts]]\nfor = "failed-transaction"\nbalance = "-1.00"', "balance: -1.00 is negative"),
        (LIMITS + '[[gifts]]\nfor = "failed-transaction"\npoints = 0', "points: must be a whole number from 1"),
        (
            LIMITS + '[[gifts]]\nfor = "failed-transaction"\ncoupon = { off = "1", from = "0", days = 2 }',
            "days: must be a whole number from 3",
        ),
        (
            LIMITS + '[[gifts]]\nfor = "failed-transaction"\ncoupon = { percent = 100, from = "0", days = 9 }',
            "at_most: must be an amount in quotes",
        ),
        (
            LIMITS + '[[gifts]]\nfor = "failed-transaction"\nbalance = "1"\n' * 2,
            "[[gifts]]: two are for the same failed-transaction",
        ),
    ],
)
def test_a_problem_is_named_with_its_place(text: str, problem: str) -> None:
    found = compensation_policy.read(text)

    assert found.policy is None
    assert any(problem in each for each in found.problems), found.problems
