"""The outbox: out in order, claimed by one."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import outbox
from storage.database import Db, WrongRowCount
from storage.outbox import Draft, Kind, Outbound, OutboxStatus

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)
CHAT = 501


def the_claim(db: Db, now: datetime = NOW) -> Outbound:
    """The chat's next call, claimed."""
    call = outbox.claim(db, CHAT, now=now)
    assert call is not None
    return call


def test_calls_go_out_in_the_order_they_were_written(db: Db) -> None:
    drafts = [Draft(CHAT, Kind.NOTICE, content={"n": n}) for n in range(3)]
    outbox.post(db, drafts, cause=1, now=NOW)

    seen = []
    while (call := outbox.claim(db, CHAT, now=NOW)) is not None:
        seen.append(call.n)
        outbox.settle(db, call, OutboxStatus.SENT, now=NOW)
    assert seen == [0, 1, 2]


def test_an_acknowledgement_overtakes(db: Db) -> None:
    outbox.post(db, [Draft(CHAT, Kind.SCREEN), Draft(CHAT, Kind.ACK)], cause=1, now=NOW)

    assert the_claim(db).kind == Kind.ACK


def test_a_call_that_waits_holds_back_those_behind_it(db: Db) -> None:
    outbox.post(db, [Draft(CHAT, Kind.NOTICE), Draft(CHAT, Kind.NOTICE)], cause=1, now=NOW)
    outbox.try_again(db, the_claim(db), may_repeat=False, not_before=LATER, failure="429")

    assert outbox.claim(db, CHAT, now=NOW) is None
    assert outbox.next_due(db, CHAT) == LATER
    assert the_claim(db, LATER).n == 0


def test_a_claim_counts_its_attempt_before_it_is_made(db: Db) -> None:
    outbox.post(db, [Draft(CHAT, Kind.NOTICE)], cause=1, now=NOW)

    call = the_claim(db)

    assert call.attempts == 1
    assert outbox.claimed(db) == [call]
    assert outbox.claim(db, CHAT, now=NOW) is None


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
