"""Auditing: which databases are looked at, how they are named, and what a person is told and may keep."""

import json
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from backend.audit import REMEDIES
from bot import auditing
from bot.__main__ import app
from bot.cannot_do import CannotDo
from bot.sealing import seal_trail
from storage import audit_trail
from storage.database import Database
from storage.invariants import INVARIANTS, Concern
from tests.clock import StoppedClock

NOW = StoppedClock().now()


@pytest.fixture
def shop(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The shop that the environment names, in which two things were done."""
    monkeypatch.setenv("DATABASE_URL", sqlite_database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("XIAOER_SECRET_KEY", "unused")
    with sqlite_database.transaction() as db:
        for subject in ("product:steam-50", "product:mobile-50"):
            audit_trail.record(db, subject=subject, what="off-sale", by="staff:1", why="", now=NOW)
    return sqlite_database


def audited(*options: str) -> tuple[int, str]:
    """The status and the output of the command."""
    ran = CliRunner().invoke(app, ["audit", *options])
    return ran.exit_code, ran.output


def tamper(shop: Database) -> None:
    """Change a row of the trail as somebody with the database's password would."""
    with shop.transaction() as db:
        db.execute(sa.text("drop trigger audit_trail_no_update"))
        db.execute(sa.text("update audit_trail set by = 'staff:2' where id = 1"))


async def test_a_sound_shop_is_told_so_with_how_far_its_trail_is_sealed(shop: Database) -> None:
    assert auditing.audit_shop().as_text() == f"{shop.url}: every invariant holds. The trail has no seal yet."

    await seal_trail(shop, StoppedClock())

    assert auditing.audit_shop().as_text() == (
        f"{shop.url}: every invariant holds. The trail is sealed up to row 2; 0 rows are younger."
    )


async def test_what_is_wrong_is_one_line_that_says_what_to_do(shop: Database) -> None:
    await seal_trail(shop, StoppedClock())
    tamper(shop)

    status, output = audited()

    assert status == 1
    assert output.splitlines() == [
        f"{shop.url}: 1 broken",
        "  I29  What was written into the audit trail stands there as it was sealed. "
        "(seal 1 does not match its rows, the first to 2) "
        "Stop the bot, keep a copy of the database, and compare it with a backup: rows were changed.",
    ]
    [found] = json.loads(audited("--json")[1])
    assert [each["id"] for each in found["violations"]] == ["I29"]
    assert found["violations"][0]["remedy"] == REMEDIES[Concern.TRAIL]


async def test_a_seal_is_printed_to_be_kept_and_still_holds_later(shop: Database) -> None:
    assert audited("--seal") == (
        1,
        "There is no seal yet: the running bot puts one on what was done, once a minute.\n",
    )
    await seal_trail(shop, StoppedClock())

    status, printed = audited("--seal")

    digest = printed.split()[0]
    assert (status, printed) == (0, f"{digest}  seal 1 of 2026-03-02 04:00 UTC, rows up to 2\n")
    assert json.loads(audited("--seal", "--json")[1]) == {
        "number": 1,
        "last_id": 2,
        "count": 2,
        "digest": digest,
        "sealed_at": "2026-03-02T04:00:00+00:00",
    }
    assert audited("--since-seal", digest.upper())[0] == 0


async def test_a_seal_that_was_never_one_of_the_shops_is_missed(shop: Database) -> None:
    await seal_trail(shop, StoppedClock())

    status, output = audited("--since-seal", "0123")

    assert status == 1
    assert "no seal has the digest that was kept, 0123" in output


def test_a_seal_belongs_to_one_shop() -> None:
    assert audited("--demo", "--seal") == (1, "A seal is one shop's: leave --demo out.\n")


def test_there_is_something_to_do_about_everything() -> None:
    assert set(REMEDIES) == set(Concern)


def test_whoever_waits_at_a_terminal_hears_what_is_being_checked(
    shop: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(auditing, "TOLD_EVERY_SECONDS", 0.0)
    auditing.audit_shop()
    assert capsys.readouterr().err == ""

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    auditing.audit_shop()

    first, *others = capsys.readouterr().err.splitlines()
    assert first == f"checking I01, 1 of {len(INVARIANTS)}"
    assert len(others) == len(INVARIANTS) - 1


def test_a_password_is_not_part_of_a_databases_name(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql_database.url.set(password="s3cret")
    monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
    monkeypatch.setenv("XIAOER_SECRET_KEY", "unused")

    report = auditing.audit_shop()

    assert report.is_sound
    assert "s3cret" not in report.as_text()
    assert "s3cret" not in str(report.as_json())


def test_an_audit_of_no_demo_at_all_finds_nothing_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "DEMO", tmp_path / "demo")
    monkeypatch.setattr(auditing, "TOUR", tmp_path / "tour")

    with pytest.raises(CannotDo, match=r"There is no shop of a demo or a tour to audit: \./xiaoer demo opens one\."):
        auditing.audit_demo()
