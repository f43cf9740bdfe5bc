"""The shop: when it is at rest, so that nothing is judged that is only half done."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from backend import broadcasts
from backend.broadcasts import Message, Segment
from bot.chaos import shop as shops
from bot.chaos.shop import Restless, TroubledShop
from storage.database import Database
from storage.timers import TimerRow
from tests.backend import given
from tests.clock import StoppedClock

NOW = StoppedClock().now()


@pytest.fixture
def shop(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TroubledShop:
    """A shop with a broadcast under way of which nothing is due at the moment; nobody waits for it to rest."""
    monkeypatch.setattr(shops, "QUIET_SECONDS", 0.0)
    with sqlite_database.transaction() as db:
        given.shelves(db)
        owner = given.person(db, 1)
        message = Message({"zh-CN": "新货到了", "en": "New stock"})
        draft = broadcasts.compose(db, message, segment=Segment.ALL, by=owner, now=NOW)
        broadcasts.start(db, draft.id, by="admin:1", now=NOW)
        db.execute(sa.delete(TimerRow))
    nothing: Any = SimpleNamespace(folder=SimpleNamespace(clock=tmp_path / "clock"))
    return TroubledShop(nothing, sqlite_database, nothing, nothing, nothing, nothing, nothing)


def test_a_shop_between_two_batches_of_a_broadcast_is_not_at_rest(shop: TroubledShop) -> None:
    with pytest.raises(Restless):
        shop.come_to_rest()


def test_a_shop_whose_broadcast_is_over_is_at_rest(shop: TroubledShop) -> None:
    with shop.database.transaction() as db:
        [newest] = broadcasts.all_broadcasts(db, page=1, per_page=1).items
        broadcasts.cancel(db, newest.id, by="admin:1", now=NOW)

    shop.come_to_rest()
