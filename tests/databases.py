"""Databases for tests: copies of one that was made once, since making the tables takes longer than most tests.

Not here: the fixtures that give them to a test (tests.conftest) or the PostgreSQL server (tests.postgres).
"""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from storage.database import Database
from tests.postgres import Postgres


class Databases:
    """Makes databases, SQLite or PostgreSQL: with all tables and no rows, or with what another one holds."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request = request
        self._folder = folder
        self._numbers = itertools.count()

    @contextmanager
    def fresh(self, kind: str, *, like: Database | None = None) -> Iterator[Database]:
        """Give a database of the kind, gone afterwards; a copy of `like`, which must be closed, if that is given."""
        model = str(self._request.getfixturevalue(f"_{kind}_with_tables")) if like is None else like.url.database
        assert model is not None
        copying = self._sqlite_copy(model) if kind == "sqlite" else self._postgresql_copy(model)
        with copying as url, opened(url) as database:
            yield database

    @contextmanager
    def _sqlite_copy(self, model: str) -> Iterator[str]:
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copy(model, path)
        try:
            yield f"sqlite:///{path}"
        finally:
            for file in self._folder.glob(f"{path.name}*"):
                file.unlink(missing_ok=True)

    def _postgresql_copy(self, model: str) -> AbstractContextManager[str]:
        server: Postgres = self._request.getfixturevalue("postgres")
        return server.fresh_database(like=model)


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Open the database there and close it afterwards."""
    database = Database(url)
    try:
        yield database
    finally:
        database.close()
