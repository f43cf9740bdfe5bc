"""The SQLite file a world is kept in: one connection, explicit transactions, rows in and out.

Not here: what the rows mean; every noun of the sandbox has its own file and its own queries. All of a world
is used from one thread (the server's), so there is one connection and nothing waits for a lock.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

Value = str | int | float | bytes | None
"""What SQLite keeps."""


class Records:
    """The open file. Outside `writing()` every statement commits by itself."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")  # survives kill -9, if not a power cut
        self._connection.executescript(files("sandbox").joinpath("schema.sql").read_text())
        self._depth = 0

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Commit everything inside together, or nothing; an inner `writing` joins the outer one."""
        self._depth += 1
        try:
            if self._depth > 1:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        finally:
            self._depth -= 1

    def run(self, sql: str, *values: Value) -> int:
        """Execute a statement; returns how many rows it touched."""
        return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, *values: Value) -> int:
        """Execute an INSERT; returns the new row's integer key."""
        return self._connection.execute(sql, values).lastrowid or 0

    def row(self, sql: str, *values: Value) -> sqlite3.Row | None:
        """Return the first row, or None."""
        row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def the_row(self, sql: str, *values: Value) -> sqlite3.Row:
        """Return the first row. Raises LookupError when there is none: the caller knew better."""
        row = self.row(sql, *values)
        if row is None:
            raise LookupError(f"no row: {sql} {values}")
        return row

    def rows(self, sql: str, *values: Value) -> list[sqlite3.Row]:
        """Return all rows, in the statement's order."""
        return self._connection.execute(sql, values).fetchall()

    def number(self, sql: str, *values: Value) -> int:
        """Return the single number a statement asks for, 0 when there is none."""
        row = self.row(sql, *values)
        return int(row[0] or 0) if row else 0

    def count_up(self, name: str) -> int:
        """Advance a named counter and return its new value; it starts at 1."""
        return self.number(
            "INSERT INTO meta VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            name,
        )

    def close(self) -> None:
        self._connection.close()
