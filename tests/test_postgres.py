"""The tests' PostgreSQL: databases are the test's own, and a machine without a server fails loudly."""

from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from bot import postgres_server
from tests.postgres import URL_SETTING, Postgres, PostgresMissing, running_postgres


def test_a_fresh_database_is_empty_and_speaks_utf8(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url)

    with engine.connect() as db:
        tables = sa.inspect(db).get_table_names()
        text = db.execute(sa.text("select '小二' || chr(128176)")).scalar_one()
    engine.dispose()

    assert engine.driver == "psycopg"
    assert tables == []
    assert text == "小二💰"


def test_a_database_is_gone_once_its_test_is_over_even_with_a_connection_left_open(
    postgres: Postgres,
) -> None:
    with postgres.fresh_database() as url:
        left_open = psycopg.connect(_plain(url))

    left_open.close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(_plain(url))


def test_a_copy_has_the_tables_of_its_model_and_no_rows_in_common(postgres: Postgres) -> None:
    with postgres.fresh_database() as model:
        with psycopg.connect(_plain(model)) as db:
            db.execute("create table card (code text)")

        with postgres.fresh_database(like=str(sa.make_url(model).database)) as copy:
            with psycopg.connect(_plain(copy)) as db:
                db.execute("insert into card values ('A')")

            with psycopg.connect(_plain(model)) as db:
                rows = db.execute("select code from card").fetchall()

    assert rows == []


def test_the_server_named_by_the_environment_is_used_as_it_is(
    monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.setenv(URL_SETTING, _plain(postgres_url))

    with running_postgres() as server, server.fresh_database() as url:
        given, fresh = sa.make_url(postgres_url), sa.make_url(url)

    assert fresh.query == given.query
    assert fresh.database != given.database
    assert fresh.drivername == "postgresql+psycopg"


def test_a_machine_without_postgresql_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(URL_SETTING, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgres_server, "INSTALLED_FOLDERS", tmp_path)

    with pytest.raises(PostgresMissing, match="apt-get install postgresql"), running_postgres():
        pass


@pytest.mark.slow
def test_the_server_stops_and_its_folder_goes_when_a_test_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_SETTING, raising=False)
    urls: list[str] = []

    with pytest.raises(ZeroDivisionError):
        _fail_while_running(urls)

    assert not Path(str(sa.make_url(urls[0]).query["host"])).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(_plain(urls[0]))


def _fail_while_running(urls: list[str]) -> None:
    with running_postgres() as server, server.fresh_database() as url:
        urls.append(url)
        raise ZeroDivisionError


def _plain(url: str) -> str:
    return sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
