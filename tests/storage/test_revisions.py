"""What rarely changes is read once, and never kept a transaction longer than it is true."""

from collections.abc import Callable

import pytest

from storage import revisions
from storage.database import Database, Db


class Shelf:
    """Something that is read, and how often it was."""

    def __init__(self) -> None:
        self.label = "first"
        self.reads = 0

    def read(self) -> str:
        self.reads += 1
        return self.label

    def kept(self, db: Db) -> str:
        return revisions.kept(db, "label", self.read)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def looks(database: Database, act: Callable[[Db], str]) -> str:
    """Do this in a transaction that has looked, on the only writer's connection."""

    def work(db: Db) -> str:
        with revisions.looked(db):
            return act(db)

    return database.write(work).result(10)


def test_it_is_read_once_for_many_transactions(sqlite_database: Database, shelf: Shelf) -> None:
    assert [looks(sqlite_database, shelf.kept) for _ in range(3)] == ["first"] * 3

    assert shelf.reads == 1


def test_a_change_by_anybody_is_seen_by_the_next_transaction(sqlite_database: Database, shelf: Shelf) -> None:
    looks(sqlite_database, shelf.kept)
    another = Database(str(sqlite_database.url))
    with another.transaction() as db:
        revisions.raise_number(db)
    another.close()
    shelf.label = "second"

    assert looks(sqlite_database, shelf.kept) == "second"


def test_who_has_not_looked_keeps_nothing(sqlite_database: Database, shelf: Shelf) -> None:
    looks(sqlite_database, shelf.kept)
    shelf.label = "second"

    assert sqlite_database.write(shelf.kept).result(10) == "second"


def test_a_change_that_is_undone_leaves_nothing_behind(sqlite_database: Database, shelf: Shelf) -> None:
    def change_and_fail(db: Db) -> str:
        revisions.raise_number(db)
        shelf.label = "never kept"
        assert shelf.kept(db) == "never kept"
        raise ZeroDivisionError

    looks(sqlite_database, shelf.kept)
    with pytest.raises(ZeroDivisionError):
        looks(sqlite_database, change_and_fail)
    shelf.label = "first"
    with sqlite_database.transaction() as db:
        revisions.raise_number(db)

    assert looks(sqlite_database, shelf.kept) == "first"


def test_a_connection_keeps_nothing_of_the_transaction_that_changed_it(sqlite_database: Database, shelf: Shelf) -> None:
    def change(db: Db) -> str:
        revisions.raise_number(db)
        return shelf.kept(db)

    looks(sqlite_database, change)
    shelf.label = "second"

    assert looks(sqlite_database, shelf.kept) == "second"
