"""Audience: every handler says who it is for, or the program does not start."""

from datetime import UTC, datetime

import pytest

from backend.errors import NotAllowed
from backend.people import Person, Role, Tier
from flows.registry import FLOWS
from handlers.audience import Undeclared, admit, declared, open_to


def somebody(role: Role) -> Person:
    return Person(1, 2, "Ana", None, "en", Tier.RETAIL, role, None, True, True, datetime.now(UTC), None)


@open_to(Role.SUPERVISOR)
def count_the_till() -> None:
    """For supervisors."""


def forgot() -> None:
    """Says nothing about who it is for."""


def test_a_handler_without_an_audience_is_refused_with_its_name() -> None:
    with pytest.raises(Undeclared, match=r"till: .*forgot needs @open_to"):
        declared({"count": count_the_till, "till": forgot})


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN])
def test_who_reaches_the_role_is_admitted(role: Role) -> None:
    admit(somebody(role), count_the_till)


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.AGENT])
def test_who_does_not_is_not(role: Role) -> None:
    with pytest.raises(NotAllowed):
        admit(somebody(role), count_the_till)


def test_every_conversation_says_who_may_hold_it() -> None:
    assert all(flow.least in Role for flow in FLOWS.values())
