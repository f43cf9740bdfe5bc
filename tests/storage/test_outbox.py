"""The outbox: out in order, claimed by one."""

from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic

import pytest
import sqlalchemy as sa

from storage import outbox
from storage.database import Database, Db, WrongRowCount
from storage.outbox import Draft, Kind, Outbound, OutboxRow, OutboxStatus

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)
CHAT = 501
ME = 1


def the_claim(db: Db, now: datetime = NOW) -> Outbound:
    """The chat's next call, claimed."""
    call = outbox.claim(db, CHAT, holder=ME, now=now)
    assert call is not None
    return call


def test_calls_go_out_in_the_order_they_were_written(db: Db) -> None:
    drafts = [Draft(CHAT, Kind.NOTICE, content={"n": n}) for n in range(3)]
    outbox.post(db, drafts, cause=1, now=NOW)

    seen = []
    while (call := outbox.claim(db, CHAT, holder=ME, now=NOW)) is not None:
        seen.append(call.n)
        outbox.settle(db, call, OutboxStatus.SENT, now=NOW)
    assert seen == [0, 1, 2]


def test_chats_are_named_by_who_waits_longest(db: Db) -> None:
    for cause, chat in enumerate([9, 5, 7, 9]):
        outbox.post(db, [Draft(chat, Kind.NOTICE)], cause=cause, now=NOW)

    assert outbox.chats_waiting(db) == [9, 5, 7]


def test_an_acknowledgement_overtakes(db: Db) -> None:
    outbox.post(db, [Draft(CHAT, Kind.SCREEN), Draft(CHAT, Kind.ACK)], cause=1, now=NOW)

    assert the_claim(db).kind == Kind.ACK


def test_a_call_that_waits_holds_back_those_behind_it(db: Db) -> None:
    outbox.post(db, [Draft(CHAT, Kind.NOTICE), Draft(CHAT, Kind.NOTICE)], cause=1, now=NOW)
    outbox.try_again(db, the_claim(db), may_repeat=False, not_before=LATER, failure="429")

    assert outbox.claim(db, CHAT, holder=ME, now=NOW) is None
    assert outbox.next_due(db, CHAT) == LATER
    assert the_claim(db, LATER).n == 0


def test_a_claim_counts_its_attempt_before_it_is_made(db: Db) -> None:
    outbox.post(db, [Draft(CHAT, Kind.NOTICE)], cause=1, now=NOW)

    call = the_claim(db)

    assert call.attempts == 1
    assert outbox.orphaned(db, living=[]) == [call]
    assert outbox.orphaned(db, living=[ME]) == []
    assert outbox.claim(db, CHAT, holder=ME, now=NOW) is None


def test_a_sender_that_lost_its_claim_cannot_settle_the_next_ones(db: Db) -> None:
    outbox.post(db, [Draft(CHAT, Kind.NOTICE)], cause=1, now=NOW)
    stale = the_claim(db)
    outbox.try_again(db, stale, may_repeat=True, not_before=NOW, failure="its process ended")
    fresh = the_claim(db)

    with pytest.raises(WrongRowCount):
        outbox.settle(db, stale, OutboxStatus.SENT, now=NOW)
    outbox.settle(db, fresh, OutboxStatus.SENT, now=NOW)
    assert fresh.may_repeat


def test_a_chat_out_of_reach_loses_only_its_own_queue(db: Db) -> None:
    outbox.post(db, [Draft(CHAT, Kind.NOTICE), Draft(CHAT, Kind.NOTICE), Draft(777, Kind.NOTICE)], cause=1, now=NOW)

    assert outbox.drop_waiting(db, CHAT, failure="blocked", now=NOW) == 2
    assert outbox.chats_waiting(db) == [777]


def test_while_a_call_is_under_way_its_chat_waits_whoever_asks(db: Db) -> None:
    outbox.post(db, [Draft(CHAT, Kind.NOTICE), Draft(CHAT, Kind.NOTICE)], cause=1, now=NOW)
    call = the_claim(db)

    assert outbox.claim(db, CHAT, holder=ME + 1, now=LATER) is None
    assert outbox.next_due(db, CHAT) is None

    outbox.settle(db, call, OutboxStatus.SENT, now=LATER)
    assert outbox.next_due(db, CHAT) is not None
    assert outbox.claim(db, CHAT, holder=ME + 1, now=LATER) is not None


def test_two_calls_of_a_chat_can_not_be_under_way(db: Db) -> None:
    outbox.post(db, [Draft(CHAT, Kind.NOTICE), Draft(CHAT, Kind.NOTICE)], cause=1, now=NOW)

    with pytest.raises(sa.exc.IntegrityError):
        db.execute(sa.update(OutboxRow).values(status=OutboxStatus.CLAIMED))


def test_of_many_processes_that_claim_at_once_one_has_the_chat(database: Database) -> None:
    with database.transaction() as db:
        outbox.post(db, [Draft(CHAT, Kind.NOTICE), Draft(CHAT, Kind.ACK, content={})], cause=1, now=NOW)

    claims = [database.write(partial(outbox.claim, chat_id=CHAT, holder=n, now=NOW)) for n in range(16)]

    assert sum(claim.result() is not None for claim in claims) == 1


@pytest.mark.slow
def test_who_claims_a_more_urgent_call_while_another_process_claims_its_chat_goes_without(
    postgresql_database: Database,
) -> None:
    with postgresql_database.transaction() as other:
        outbox.post(other, [Draft(CHAT, Kind.NOTICE)], cause=1, now=NOW)
    with postgresql_database.transaction() as other:
        assert outbox.claim(other, CHAT, holder=ME + 1, now=NOW) is not None
        with postgresql_database.transaction() as db:
            outbox.post(db, [Draft(CHAT, Kind.ACK, content={})], cause=2, now=NOW)
        mine = postgresql_database.write(partial(outbox.claim, chat_id=CHAT, holder=ME, now=NOW))
        _wait_until_somebody_waits(postgresql_database)

    assert mine.result(10) is None


def _wait_until_somebody_waits(database: Database) -> None:
    """For a lock; a transaction that has it is still open."""
    deadline = monotonic() + 10
    waiting = sa.text("select count(*) from pg_locks where not granted")
    while monotonic() < deadline:
        with database.read() as db:
            if db.scalar(waiting):
                return
    raise TimeoutError("nobody waits")
