"""Risk: each sign by itself, what they come to, and who is never looked at."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend import orders, people, redeem_codes, risk, risk_rules
from backend.money import Money
from backend.people import Person, Role, Tier
from backend.risk import Level, Sign
from backend.risk_rules import BadRiskRules, RiskRules
from storage import audit_trail
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW, PRICE

RULES = risk_rules.bundled()
LARGE = Money(100_000, "CNY")
LONG_AGO = timedelta(days=40)


@pytest.fixture(autouse=True)
def _shop(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 20)


def old_customer(db: Db, telegram_id: int = 1) -> Person:
    """Somebody who has been here for long."""
    met = given.person(db, telegram_id)
    db.execute(sa.text("update people set created_at = '2026-01-01 00:00:00' where id = :id"), {"id": met.id})
    return people.the_person(db, met.id)


def signs(db: Db, person: Person, amount: Money = PRICE, rules: RiskRules = RULES) -> tuple[Sign, ...]:
    return risk.look(db, person, amount, rules, now=NOW).signs


def test_who_is_known_and_pays_little_costs_no_statement(db: Db) -> None:
    seen: list[str] = []
    ana = old_customer(db)
    sa.event.listen(db, "before_cursor_execute", lambda *args: seen.append(args[2]))

    assert risk.assess(db, ana, PRICE, RULES, now=NOW).level is Level.NONE
    assert risk.assess(db, ana, LARGE, None, now=NOW).level is Level.NONE
    assert seen == []
    risk.assess(db, ana, LARGE, RULES, now=NOW)
    assert len(seen) == 1


@pytest.mark.parametrize(
    "person",
    [{"is_trusted": True}, {"role": Role.AGENT}, {"tier": Tier.SILVER}, {"tier": Tier.GOLD}],
    ids=["trusted", "staff", "silver", "gold"],
)
def test_some_are_never_looked_at(db: Db, person: dict[str, object]) -> None:
    whom = replace(given.person(db), **person)  # type: ignore[arg-type]

    assert risk.is_plain(whom, LARGE, RULES, now=NOW)


def test_somebody_new_with_a_small_order_is_no_risk(db: Db) -> None:
    found = risk.assess(db, given.person(db), PRICE, RULES, now=NOW)

    assert (found.level, found.signs) == (Level.NONE, (Sign.NEW,))


def test_six_orders_in_an_hour_ask_for_a_phone_and_a_phone_is_enough(db: Db) -> None:
    ana = old_customer(db)
    for number in range(6):
        given.order(db, ana, key=f"{number}")
        expected = (Sign.ORDERS,) if number == 5 else ()
        assert signs(db, ana) == expected

    assert risk.assess(db, ana, LARGE, RULES, now=NOW).level is Level.VERIFY
    verified = replace(ana, verified_at=NOW)
    assert risk.assess(db, verified, Money(40_000, "CNY"), RULES, now=NOW).level is Level.NOTE
    later = NOW + timedelta(hours=1, minutes=1)
    assert risk.look(db, ana, PRICE, RULES, now=later).signs == ()


def test_orders_left_unpaid_are_a_sign(db: Db) -> None:
    ana = old_customer(db)
    for number in range(5):
        orders.cancel(db, given.order(db, ana, key=f"{number}"), by=ana.who, now=NOW)

    assert signs(db, ana) == (Sign.UNPAID,)


def test_an_amount_is_large_beside_what_was_paid_before(db: Db) -> None:
    ana = old_customer(db)
    assert signs(db, ana, LARGE) == (Sign.AMOUNT,)
    assert signs(db, ana, Money(99_999, "CNY")) == ()

    db.execute(sa.text("update people set created_at = created_at"))
    given.person(db, balance=PRICE)
    placed = given.order(db, ana)
    given.paid(db, placed, now=NOW)
    db.execute(sa.text("update orders set total_minor = 50000, unit_price_minor = 50000, quantity = 1"))
    assert signs(db, ana, LARGE) == ()
    assert signs(db, ana, Money(150_000, "CNY")) == (Sign.AMOUNT,)
    assert signs(db, ana, Money(100_000, "USD")) == (Sign.AMOUNT,)


def test_refunds_and_tried_codes_are_signs(db: Db, vault: Vault) -> None:
    ana = old_customer(db)
    for number in range(3):
        given.order(db, ana, key=f"{number}")
    db.execute(sa.text("update orders set status = 'refunded', paid_at = placed_at, closed_at = placed_at"))
    assert signs(db, ana) == (Sign.REFUNDS,)

    for _ in range(5):
        redeem_codes.redeem(db, ana, "ABCD-EFGH-JKMN-PQRS", vault=vault, now=NOW)
    assert signs(db, ana) == (Sign.REFUNDS, Sign.CODES)


def test_many_signs_together_hold(db: Db, vault: Vault) -> None:
    ana = given.person(db)
    for number in range(6):
        given.order(db, ana, key=f"{number}")
    for _ in range(5):
        redeem_codes.redeem(db, ana, "ABCD-EFGH-JKMN-PQRS", vault=vault, now=NOW)

    found = risk.assess(db, replace(ana, verified_at=NOW), LARGE, RULES, now=NOW)

    assert (found.level, found.points) == (Level.HOLD, 10)
    assert found.why == "new, orders, amount, codes: 10 points"


def test_a_sign_without_points_is_switched_off(db: Db) -> None:
    ana = old_customer(db)

    assert signs(db, ana, LARGE, replace(RULES, amount_points=0)) == ()


def test_what_was_seen_is_noted_for_staff(db: Db) -> None:
    ana = given.person(db)
    found = risk.look(db, ana, LARGE, RULES, now=NOW)

    risk.note(db, ana, found, about="order:1", now=NOW)

    [act] = audit_trail.acts_on(db, f"person:{ana.id}")
    assert (act.what, act.by, act.why) == ("risk verify", "rules", "order:1: new, amount: 4 points")


TEXT = risk_rules._BUNDLED.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("note = 2", "note = 20", r"must not get smaller"),
        ("points = 1", "points = -1", r"\[new\] points must be a whole number"),
        ('small = "300.00"', "small = 300", r"\[known\] small must be an amount in quotes"),
        ('large = "1000.00"', 'large = "nan"', r"\[amount\] large must be an amount"),
        ("[codes]", "[coeds]", "coeds is no field"),
        ("hold = 8", "hold = 8\nshout = 9", "shout is no field"),
        ("hold = 8", "", "must be a whole number"),
        ("[levels]", "[levels", "not a TOML file"),
    ],
)
def test_a_file_with_a_problem_is_refused_with_its_place(before: str, after: str, said: str) -> None:
    assert before in TEXT
    with pytest.raises(BadRiskRules, match=said):
        risk_rules.read(TEXT.replace(before, after, 1))
