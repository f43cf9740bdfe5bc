"""A virtual month of follow-ups for 500 people, with an outage of 26 hours: none missed, doubled, or by night.

Not here: how the month goes (tests.chaos.month). `XIAOER_CHAOS_SEED` makes another one.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from backend import audit
from storage.database import Database
from storage.schema import METADATA
from storage.secrets import Vault
from tests.chaos.month import OUTAGE_FROM, OUTAGE_UNTIL, SAYING, Month, Plan, Sent, plans

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("XIAOER_CHAOS_SEED", "5"))

PACE = timedelta(minutes=2)
"""How long the platform's allowance may take to let through what is due for many at once."""


@dataclass(frozen=True)
class Lived:
    """The month as it was, and as it ought to have been."""

    month: Month
    sent: list[Sent]
    expected: list[Sent]

    @property
    def plans(self) -> dict[int, Plan]:
        """Everybody, by their chat."""
        return {plan.chat_id: plan for plan in self.month.plans}


@pytest.fixture(scope="module")
def lived(vault: Vault, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """One month for all the questions below."""
    path: Path = tmp_path_factory.mktemp("month") / "shop.db"
    database = Database(f"sqlite:///{path}")
    with database.transaction() as db:
        METADATA.create_all(db)
    month = Month(database, vault, plans(SEED))
    sent = asyncio.run(month.lived())
    yield Lived(month, sent, [each for plan in month.plans for each in plan.expected()])
    database.close()


def by_chat(follow_ups: list[Sent]) -> Counter[tuple[int, str]]:
    return Counter((each.chat_id, each.kind) for each in follow_ups)


def test_the_month_had_every_kind_of_follow_up_and_many_restarts(lived: Lived) -> None:
    assert {each.kind for each in lived.sent} == {*SAYING}
    assert len(lived.sent) > 350
    assert lived.month.restarts > 5


def test_none_was_missed_and_none_went_out_that_should_not(lived: Lived) -> None:
    assert by_chat(lived.sent) == by_chat(lived.expected)


def test_each_came_in_the_first_minute_it_could(lived: Lived) -> None:
    due = {(each.chat_id, each.kind): each.at for each in lived.expected}
    late = [each for each in lived.sent if not timedelta(0) <= each.at - due[each.chat_id, each.kind] <= PACE]

    assert late == []


def test_none_came_twice(lived: Lived) -> None:
    assert [each for each, times in by_chat(lived.sent).items() if times > 1] == []


def test_none_came_by_night_where_the_person_lives(lived: Lived) -> None:
    assert [each for each in lived.sent if lived.plans[each.chat_id].is_night(each.at)] == []


def test_none_came_to_who_wants_none(lived: Lived) -> None:
    unwilling = {plan.chat_id for plan in lived.month.plans if not plan.wants_follow_ups}

    assert [each for each in lived.sent if each.chat_id in unwilling] == []


def test_those_of_the_outage_came_after_it_and_those_that_were_worthless_by_then_did_not(lived: Lived) -> None:
    during = [each for each in lived.sent if OUTAGE_FROM <= each.at < OUTAGE_UNTIL]
    caught_up = [each for each in lived.sent if timedelta(0) <= each.at - OUTAGE_UNTIL < PACE]

    assert during == []
    assert len(caught_up) > 10


def test_the_database_is_sound_at_the_end_of_it(lived: Lived) -> None:
    with lived.month.database.read() as db:
        assert audit.check(db, now=lived.month.clock.now()) == []
