"""Auditing: which databases are looked at, and how they are named."""

from pathlib import Path

import pytest

from bot import auditing
from bot.back_office import CannotDo
from storage.database import Database


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
