"""The PostgreSQL server of our own: what it says when it can't start, and that a crash costs nothing it committed."""

import psycopg
import pytest

from bot.mishaps import sentence_about
from bot.postgres_server import NoPostgres, Server, running_server
from tests.memory import folder_in_memory

pytestmark = pytest.mark.slow


def connected(server: Server) -> psycopg.Connection:
    """A connection that commits by itself."""
    return psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True)


def test_a_server_that_does_not_start_says_why_in_one_sentence() -> None:
    with pytest.raises(NoPostgres, match=r"did not start.*nonsense") as failure, running_server({"nonsense": "on"}):
        pass

    assert sentence_about(failure.value) == str(failure.value)


def test_what_was_committed_survives_a_crash() -> None:
    with folder_in_memory(prefix="xiaoer-postgres-") as folder, running_server(folder=folder) as server:
        with connected(server) as db:
            db.execute("create table card (code text)")
            db.execute("insert into card values ('A')")
        server.crash()
        server.start()
        with connected(server) as db:
            assert db.execute("select code from card").fetchall() == [("A",)]
