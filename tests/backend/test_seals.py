"""Seals: whatever is done to a sealed trail shows, whoever keeps a digest can tell, and nobody else is ever accused."""

import hashlib
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from backend import seals
from backend.seals import Standing
from storage import audit_trail
from storage.audit_trail import AuditRow, Horizon, Seal
from storage.database import Db
from storage.schema import METADATA
from tests.backend.given import NOW

EVERYTHING = Horizon(last_id=80, writers=frozenset())
"""Rows 10 to 80 of the trail below, two under each seal; row 90 is younger than the last of them."""

TAMPERINGS = [
    ("update audit_trail set by = 'nobody' where id = 30", ["seal 2 does not match its rows, 21 to 40"]),
    ("update audit_trail set why = '' where id = 80", ["seal 4 does not match its rows, 61 to 80"]),
    ("update audit_trail set at = :at where id = 10", ["seal 1 does not match its rows, the first to 20"]),
    ("update audit_trail set id = id + 1 where id = 30", ["seal 2 does not match its rows, 21 to 40"]),
    ("update audit_trail set id = 41 where id = 90", ["seal 3 does not match its rows, 41 to 60"]),
    ("update audit_trail set id = -1 where id = 90", ["seal 1 does not match its rows, the first to 20"]),
    ("update audit_trail set id = 110 - id where id in (50, 60)", ["seal 3 does not match its rows, 41 to 60"]),
    ("delete from audit_trail where id = 60", ["seal 3 does not match its rows, 41 to 60"]),
    ("delete from audit_trail where id in (50, 60)", ["seal 3 does not match its rows, 41 to 60"]),
    ("delete from audit_seals where number = 1", ["seals are missing before seal 2"]),
    ("delete from audit_seals where number in (2, 3)", ["seals are missing before seal 4"]),
    ("update audit_seals set number = 9 where number = 4", ["seals are missing before seal 9"]),
    (
        "update audit_seals set last_id = 30 where number = 2",
        ["seal 2 does not match its rows, 21 to 30", "seal 3 does not match its rows, 31 to 60"],
    ),
    ("update audit_seals set sealed_at = :at where number = 4", ["seal 4 does not match its rows, 61 to 80"]),
    (
        "update audit_seals set digest = 'forged' where number = 3",
        ["seal 3 does not match its rows, 41 to 60", "seal 4 does not match its rows, 61 to 80"],
    ),
]


@pytest.fixture
def trail(db: Db, monkeypatch: pytest.MonkeyPatch) -> Db:
    """A trail of nine rows under four seals, without the triggers that refuse changes."""
    monkeypatch.setattr(seals, "MOST_ROWS", 2)
    for table in (METADATA.tables["audit_trail"], METADATA.tables["audit_seals"]):
        for statement in ("ALTER TABLE %(table)s RENAME TO kept_%(table)s", _PLAIN_COPY):
            copying = sa.DDL(statement)  # type: ignore[no-untyped-call]  # its __init__ lacks "-> None"
            db.execute(copying.against(table))
    rows = [
        {
            "id": id,
            "subject": f"order:{id}",
            "what": "paid",
            "by": "顾客",
            "why": '"\n',
            "at": NOW + timedelta(seconds=id),
        }
        for id in range(10, 100, 10)
    ]
    db.execute(sa.insert(AuditRow), rows)
    while seal := seals.next_seal(db, EVERYTHING, now=NOW):
        assert audit_trail.put_on(db, seal)
    return db


_PLAIN_COPY = "CREATE TABLE %(table)s AS SELECT * FROM kept_%(table)s"


def test_a_trail_nobody_touched_fits_its_seals(trail: Db) -> None:
    assert [seal.last_id for seal in audit_trail.seals(trail)] == [20, 40, 60, 80]
    assert seals.broken(trail) == []


def test_what_has_come_since_is_counted(trail: Db) -> None:
    [*_, last] = audit_trail.seals(trail)

    assert seals.standing(trail) == Standing(last, unsealed=1)


def test_a_trail_without_a_row_has_no_seal(db: Db) -> None:
    assert audit_trail.horizon(db) is None
    assert seals.standing(db) == Standing(None, unsealed=0)
    assert seals.broken(db) == []


@pytest.mark.parametrize(("tampering", "found"), TAMPERINGS)
def test_whatever_is_done_to_it_shows(trail: Db, tampering: str, found: list[str]) -> None:
    at = {"at": "2026-03-01 00:00:00.000000+00:00"} if ":at" in tampering else {}
    trail.execute(sa.text(tampering), at)

    assert seals.broken(trail)[: len(found)] == found


def test_a_trail_that_was_sealed_anew_lacks_the_seal_that_was_kept(trail: Db) -> None:
    kept = audit_trail.seals(trail)[1].digest
    assert seals.broken(trail, kept=kept) == []

    trail.execute(sa.text("update audit_trail set why = 'forged' where id = 30"))
    trail.execute(sa.text("delete from audit_seals"))
    while seal := seals.next_seal(trail, EVERYTHING, now=NOW):
        audit_trail.put_on(trail, seal)

    assert seals.broken(trail) == []
    assert seals.broken(trail, kept=kept) == [f"no seal has the digest that was kept, {kept}"]


def test_a_newest_seal_that_was_cut_off_is_missed_by_whoever_kept_it(trail: Db) -> None:
    kept = audit_trail.seals(trail)[-1].digest
    trail.execute(sa.text("delete from audit_seals where number = 4"))
    trail.execute(sa.text("delete from audit_trail where id = 80"))

    assert seals.broken(trail) == []
    assert seals.broken(trail, kept=kept) == [f"no seal has the digest that was kept, {kept}"]


def test_anybody_can_reckon_a_digest_from_what_is_written_about_it(trail: Db) -> None:
    first, second, *_ = audit_trail.seals(trail)

    lines = [
        ["xiaoer seal 1", 2, first.digest, 40, 2, "2026-03-08T12:00:00+00:00"],
        [30, "order:30", "paid", "顾客", '"\n', "2026-03-08T12:00:30+00:00"],
        [40, "order:40", "paid", "顾客", '"\n', "2026-03-08T12:00:40+00:00"],
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)
    assert second == Seal(2, 40, 2, hashlib.sha256(text.encode()).hexdigest(), NOW)


def test_whoever_looks_hears_how_far_it_is(trail: Db) -> None:
    told: list[tuple[int, int]] = []

    seals.broken(trail, tell=lambda done, of: told.append((done, of)))

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
