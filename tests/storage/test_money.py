"""Amounts: read strictly, added exactly, never mixed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.money import InvalidAmount, Money


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("99.50", "CNY", 9950),
        ("99.5", "CNY", 9950),
        ("0.01", "USD", 1),
        ("7", "CNY", 700),
        ("250", "XTR", 250),
        ("120", "JPY", 120),
        ("0", "CNY", 0),
    ],
)
def test_an_amount_is_read_in_minor_units(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("99.505", "CNY"),
        ("1.5", "XTR"),
        ("1.0", "JPY"),
        ("1e2", "CNY"),
        ("1,000", "CNY"),
        (" 1", "CNY"),
        ("+1", "CNY"),
        ("-1", "CNY"),
        (".5", "CNY"),
        ("5.", "CNY"),
        ("NaN", "CNY"),
        ("Infinity", "CNY"),
        ("", "CNY"),
        ("１２", "CNY"),
        ("1" * 13, "CNY"),
        ("1", "BTC"),
        ("1", "cny"),
    ],
)
def test_anything_else_is_refused(text: str, currency: str) -> None:
    with pytest.raises(InvalidAmount):
        Money.parse(text, currency)


def test_only_texts_are_read() -> None:
    with pytest.raises(InvalidAmount):
        Money.parse(Decimal("1.5"), "CNY")  # type: ignore[arg-type]  # what the check is for


def test_minor_units_are_whole() -> None:
    with pytest.raises(TypeError):
        Money(True, "CNY")
    with pytest.raises(TypeError):
        Money(Decimal(1), "CNY")  # type: ignore[arg-type]  # what the check is for


def test_a_negative_amount_is_read_when_asked_for() -> None:
    assert Money.parse("-1.50", "CNY", may_be_negative=True) == Money(-150, "CNY")


def test_money_adds_subtracts_and_multiplies() -> None:
    three = Money(100, "CNY") + Money(300, "CNY") - Money(100, "CNY")

    assert three * 2 == Money(600, "CNY")
    assert -three == Money(-300, "CNY")


def test_money_compares_within_its_currency() -> None:
    one, two = Money(1, "CNY"), Money(2, "CNY")

    assert one < two
    assert two > one
    assert one <= one <= two
    assert two >= two >= one


def test_currencies_do_not_mix() -> None:
    yuan, dollar = Money(1, "CNY"), Money(1, "USD")

    assert yuan != dollar
    with pytest.raises(ValueError, match="do not mix"):
        yuan + dollar
    with pytest.raises(ValueError, match="do not mix"):
        assert yuan < dollar


@given(st.integers(-(10**12) + 1, 10**12 - 1), st.sampled_from(["CNY", "USD", "JPY", "XTR"]))
def test_an_amount_written_out_is_read_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)

    assert Money.parse(str(money.amount), currency, may_be_negative=True) == money
