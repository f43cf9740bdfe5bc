"""Making up for an incident from the command line: first only looking, then having the running bot do it."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from backend import incidents
from backend.compensation_policy import bundled
from backend.incidents import IncidentStatus
from bot import back_office
from bot.cannot_do import CannotDo
from bot.settings import BadSettings, ShopSettings, policy_of
from storage import timers
from storage.database import Database
from tests.backend import crowds, given
from tests.clock import StoppedClock

NOW = StoppedClock().now()
POLICY = """
[limits]
currency = "CNY"
gifts_per_day = 1
worth_per_day = "9.00"
"""


@pytest.fixture
def shop(sqlite_database: Database) -> Database:
    """A shop in which three people suffered by an incident that is over."""
    with sqlite_database.transaction() as db:
        given.shelves(db)
        crowds.late_orders(db, 3, now=NOW)
        crowds.closed_incident(db, chat_id=900, now=NOW)
    return sqlite_database


def compensate(shop: Database, incident_id: int = 1, *, is_dry_run: bool) -> str:
    """What the command says."""
    return back_office.compensate(shop, bundled(), incident_id, is_dry_run=is_dry_run, today=NOW.date(), now=NOW)


def test_a_dry_run_lists_everybody_and_changes_nothing(shop: Database) -> None:
    told = compensate(shop, is_dry_run=True)

    assert told.splitlines() == [
        "10001\tcoupon 5.00 CNY",
        "10002\tcoupon 5.00 CNY",
        "10003\tcoupon 5.00 CNY",
        "3 people, 3 gifts, worth 15.00 CNY at most, 0 points.",
        "Nothing was given.",
    ]
    with shop.read() as db:
        assert incidents.the_incident(db, 1).status is IncidentStatus.CLOSED
        assert timers.next_due_at(db) is None


def test_the_real_run_is_left_to_the_bot_and_begun_once(shop: Database) -> None:
    first, second = compensate(shop, is_dry_run=False), compensate(shop, is_dry_run=False)

    assert first.endswith("The bot gives it from now on.")
    assert second.endswith("This was begun before; nothing was changed.")
    with shop.read() as db:
        assert incidents.the_incident(db, 1).status is IncidentStatus.GRANTING
        [begun] = timers.due(db, now=NOW, most=9)
    assert (begun.kind, begun.lane, begun.args) == ("incident-batch", "chat:900", {"incident": 1, "after": 0, "run": 0})


def test_an_incident_that_is_not_there_or_still_open_is_explained(shop: Database) -> None:
    with shop.transaction() as db:
        boss = given.person(db, 900)
        still = incidents.open_incident(
            db,
            title="Slow",
            product_id=None,
            severity=incidents.Severity.LIGHT,
            since=NOW - timedelta(hours=1),
            by=boss,
            now=NOW,
        )

    with pytest.raises(CannotDo, match="There is no incident 9"):
        compensate(shop, 9, is_dry_run=True)
    with pytest.raises(CannotDo, match=f"Incident {still.id} is still open"):
        compensate(shop, still.id, is_dry_run=False)


def settings_with(file: Path | None) -> ShopSettings:
    """Settings that name this policy."""
    return ShopSettings(xiaoer_secret_key=SecretStr("unused"), compensation_policy=file)


def test_the_policy_is_the_owners_or_else_the_bundled_one(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(POLICY, encoding="utf-8-sig")

    assert policy_of(settings_with(file)).gifts_per_day == 1
    assert policy_of(settings_with(None)) == bundled()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "COMPENSATION_POLICY can't be read"),
        (b"\xff\xfe", "COMPENSATION_POLICY can't be read"),
        (POLICY.replace("= 1", "= -1").encode(), "limits, gifts_per_day: must be a whole number"),
    ],
    ids=["no file", "not UTF-8", "a wrong number"],
)
def test_a_policy_that_cannot_be_used_keeps_the_bot_from_starting(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "policy.toml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(BadSettings, match=sentence):
        policy_of(settings_with(file))
