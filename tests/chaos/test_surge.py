"""A surge on processes that are killed: exactly what there is is sold, nobody pays for nothing, and the money adds up.

Not here: how it goes (tests.chaos.surge). `XIAOER_SURGE_SCALE=10` makes it 5,000 orders for 2,000 cards and a kill
every two seconds; on two cores that were busy besides it took eight workers on PostgreSQL 59 to 81 s, one on SQLite 23.
"""

import os
from pathlib import Path

import pytest

from bot.postgres_server import FORGETFUL
from tests.backend.given import PRICE
from tests.chaos.surge import Aftermath, Size, Toll, surge_on_postgresql, surge_on_sqlite

pytestmark = pytest.mark.slow

SCALE = int(os.environ.get("XIAOER_SURGE_SCALE", "1"))
PEOPLE, CARDS = 500 * SCALE, 200 * SCALE
"""A tenth of the surge that the shop is made for."""

KILLED_EVERY, MOST_KILLS = (0.4, 4) if SCALE == 1 else (2.0, 1000)
"""Each kill costs a start; on a slow machine there would be ever more of both."""

SEED = int(os.environ.get("XIAOER_CHAOS_SEED", "1"))


def test_eight_workers_on_postgresql_sell_exactly_what_there_is() -> None:
    size = Size(PEOPLE, CARDS, workers=8, killed_every=KILLED_EVERY, most_kills=MOST_KILLS)

    aftermath, toll = surge_on_postgresql(size, seed=SEED, settings=FORGETFUL)

    _ended_well(aftermath, toll)
    assert toll.lost_replies > 0


def test_one_process_on_sqlite_sells_exactly_what_there_is(tmp_path: Path) -> None:
    size = Size(PEOPLE, CARDS, workers=1, killed_every=KILLED_EVERY, most_kills=MOST_KILLS)

    aftermath, toll = surge_on_sqlite(tmp_path, size, seed=SEED)

    _ended_well(aftermath, toll)


def _ended_well(aftermath: Aftermath, toll: Toll) -> None:
    print(aftermath, toll, sep="\n")  # noqa: T201 - shown on demand
    assert aftermath.broken == ()
    assert aftermath.cards == {"sold": CARDS}
    assert aftermath.sold_twice == 0
    assert aftermath.people["has it"] == CARDS
    assert aftermath.people["waits"] + aftermath.people["was told"] == PEOPLE - CARDS
    assert aftermath.came_in == aftermath.charged
    assert aftermath.sales == CARDS * PRICE.minor
    assert aftermath.balances == PEOPLE * PRICE.minor + aftermath.charged - aftermath.sales
    assert toll.kills > 0
    assert toll.repeated_callbacks > 0
