"""What tests of jobs share: a database of each kind that is emptied for each of them.

Not here: the tests. Jobs are committed, and making a PostgreSQL database for each test would cost more than the test.
"""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.inbox import InboxRow
from storage.jobs import JOBS, JobFailureRow
from storage.sqlite_jobs import WORKERS
from tests.databases import Databases


@pytest.fixture
def database(_kept_database: Database) -> Database:
    """A database without jobs."""
    with _kept_database.transaction() as db:
        for table in (JOBS, WORKERS, JobFailureRow, InboxRow):
            db.execute(sa.delete(table))
    return _kept_database


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def _kept_database(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Database]:
    with databases.fresh(request.param) as database:
        yield database
