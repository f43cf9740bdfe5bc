"""Writers: the threads that do units of work, many in one commit, and answer each when it is durable.

Not here: connections (storage.engines), or what a unit does. Each unit has a savepoint of its own, so it is all or
nothing, and one that fails does not touch its neighbours. SQLite has one writer, PostgreSQL several.
"""

import itertools
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection, Engine

from storage import failpoints, outages
from storage.statements import prepared, savepoints
from storage.statements.savepoints import savepoint

MOST_UNITS_PER_COMMIT = 64
"""The more share a commit, the less each pays for it; but every unit waits for its whole group."""

MOST_ATTEMPTS = 5
PAUSES_SECONDS = (0.0, 0.1, 0.4, 1.0)
"""Between the attempts; together longer than a server takes to start again after a crash."""

_COMMITS = sa.table("commits", sa.column("id"))
_NEW_COMMIT = sa.insert(_COMMITS).values(id=sa.cast(sa.func.gen_random_uuid(), sa.Text)).returning(_COMMITS.c.id)
_SAME_COMMIT = (
    postgresql.insert(_COMMITS).values(id=sa.bindparam("id")).on_conflict_do_nothing().returning(_COMMITS.c.id)
)

Work = Callable[[Connection, Sequence[Any]], Sequence[Any]]  # Any: items and results of one kind of work


@dataclass(frozen=True)
class _Unit:
    work: Work
    item: Any
    answer: Future[Any]


@dataclass
class _Commit:
    """One group on its way to disk. On PostgreSQL it writes a row of its own, by which it is known again."""

    id: str | None = None
    outcomes: list[tuple[_Unit, Any]] = field(default_factory=list)

    def has_come_through(self, db: Connection) -> bool:
        """Whether a former attempt, whose reply was lost, was committed; else this one is noted under the same id.

        Its transaction may still be under way at the server: the INSERT waits until that has ended.
        """
        if self.id is None:
            [(self.id,)] = prepared.rows(db, _NEW_COMMIT, {})
            return False
        return not prepared.rows(db, _SAME_COMMIT, {"id": self.id})


class Writers:
    """The writers of one database."""

    def __init__(self, engine: Engine, *, count: int) -> None:
        self._engine = engine
        self._units: queue.PriorityQueue[_Waiting] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._closing = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, name=f"writer-{number}", daemon=True) for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def hand_in(self, work: Work, item: Any, *, is_urgent: bool) -> Future[Any]:
        """Have the work do the item; urgent items go before all others and commit without them."""
        answer: Future[Any] = Future()  # Any: whatever the work makes of the item
        self._put(_Rank.URGENT if is_urgent else _Rank.ORDINARY, _Unit(work, item, answer))
        return answer

    def close(self) -> None:
        """Finish what was handed in, and end."""
        for _ in self._threads:
            self._put(_Rank.CLOSING, None)
        for thread in self._threads:
            thread.join()

    def _put(self, rank: "_Rank", unit: _Unit | None) -> None:
        self._units.put(_Waiting(rank, next(self._numbers), unit))

    def _serve(self) -> None:
        """Take what waits with the same urgency, up to a group, and commit it together; until `close`."""
        while (first := self._units.get()).unit is not None:
            group = [first.unit]
            while len(group) < MOST_UNITS_PER_COMMIT:
                try:
                    waiting = self._units.get_nowait()
                except queue.Empty:
                    break
                if waiting.unit is None or waiting.rank != first.rank:
                    self._units.put(waiting)  # for a thread to find once the group is done
                    break
                group.append(waiting.unit)
            self._commit_together(group)

    def _commit_together(self, group: Sequence[_Unit]) -> None:
        """Commit the group, then by itself each unit that did not get on with the others.

        A unit whose caller has gone (a task cancelled while it waited) is left out; from here on none can go.
        """
        wanted = [unit for unit in group if unit.answer.set_running_or_notify_cancel()]
        for unit in self._commit(wanted):
            self._commit([unit])

    def _commit(self, units: Sequence[_Unit]) -> list[_Unit]:
        """Do and commit the units, and only then answer: a caller told 'done' is durable. Returns those left to do."""
        commit = _Commit()
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                self._attempt(units, commit)
            except Exception as error:
                if outages.is_read_only(error):
                    self._engine.dispose()  # who connects anew may find the server that is to be written to
                if attempt < MOST_ATTEMPTS and (outages.is_worth_another_try(error) or outages.is_overtaken(error)):
                    self._closing.wait(PAUSES_SECONDS[attempt - 1])
                    continue
                # Nothing of the group was kept: every caller is told (disk full, server gone, commit refused), or
                # the one is found whose work the database would not have.
                apart = len(units) > 1 and not outages.is_trouble(error)
                commit.outcomes = [(unit, _Apart(error) if apart else error) for unit in units]
            break
        return [unit for unit, outcome in commit.outcomes if not self._answer(unit, outcome, is_alone=len(units) == 1)]

    def _attempt(self, units: Sequence[_Unit], commit: _Commit) -> None:
        with self._engine.begin() as db:
            if _has_one_writer(db) or not commit.has_come_through(db):
                commit.outcomes = [each for some in _by_work(units) for each in _outcomes(db, some)]
            failpoints.reached("commit.asked")
        failpoints.reached("commit.made")

    def _answer(self, unit: _Unit, outcome: Any, *, is_alone: bool) -> bool:
        """Tell the unit's caller; False if it is to be tried by itself first."""
        if isinstance(outcome, _Apart) and not is_alone:
            return False
        if isinstance(outcome, _Apart):
            outcome = outcome.error
        if isinstance(outcome, Exception):
            unit.answer.set_exception(outcome)
        else:
            unit.answer.set_result(outcome)
        return True


def is_unfit_for(db: Connection, error: Exception) -> bool:
    """Whether after this error nothing more can be done in the transaction, whoever is to blame."""
    return outages.is_trouble(error) or not savepoints.can_go_on(db)


class _Rank(IntEnum):
    """What goes before what."""

    URGENT = 0
    ORDINARY = 1
    CLOSING = 2


class _Waiting(NamedTuple):
    """A unit in its place; without one, the writer that comes to it ends. No two have the same number."""

    rank: _Rank
    number: int
    unit: _Unit | None


@dataclass(frozen=True)
class _Apart:
    """A unit that could not be done among others, for no reason of its own: it is to be tried by itself."""

    error: Exception


def _by_work(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """The units, those of the same work together."""
    kinds: dict[Work, list[_Unit]] = {}
    for unit in units:
        kinds.setdefault(unit.work, []).append(unit)
    return list(kinds.values())


def _outcomes(db: Connection, units: Sequence[_Unit]) -> list[tuple[_Unit, Any]]:
    """Do units of one kind. Raises what concerns the whole transaction."""
    try:
        with savepoint(db):
            results = units[0].work(db, [unit.item for unit in units])
    except Exception as error:
        if is_unfit_for(db, error) or (len(units) == 1 and _was_in_the_way(db, error)):
            raise
        return [(unit, _Apart(error)) for unit in units]
    if len(units) == 1 and _was_in_the_way(db, results[0]):
        raise results[0]
    return [
        (unit, _Apart(result) if _was_in_the_way(db, result) else result)
        for unit, result in zip(units, results, strict=True)
    ]


def _was_in_the_way(db: Connection, result: Any) -> bool:
    """Whether the work failed because another writer was quicker; SQLite has only one."""
    return isinstance(result, Exception) and not _has_one_writer(db) and outages.is_overtaken(result)


def one_by_one(db: Connection, works: Sequence[Callable[[Connection], Any]]) -> list[Any]:
    """What came of each work, or what it raised."""
    return [_result_or_error(db, work) for work in works]


def _result_or_error(db: Connection, work: Callable[[Connection], Any]) -> Any:
    try:
        with savepoint(db):
            return work(db)
    except Exception as error:
        if is_unfit_for(db, error):
            raise
        return error


def _has_one_writer(db: Connection) -> bool:
    return db.dialect.name == "sqlite"
