"""The mailbox: in once, out in order, claimed by one."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import mailbox
from storage.database import Db, WrongRowCount
from storage.mailbox import Arrival, Draft, Kind, Outbound, OutboxStatus

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)
CHAT = 501


def arrival(key: int, lane: str = "chat:501") -> Arrival:
    """An update."""
    return Arrival("telegram:1", str(key), lane, "{}")


def the_claim(db: Db, now: datetime = NOW) -> Outbound:
    """The chat's next call, claimed."""
    call = mailbox.claim(db, CHAT, now=now)
    assert call is not None
    return call


def test_an_event_is_kept_once_however_often_it_comes(db: Db) -> None:
    mailbox.store(db, [arrival(7), arrival(8)], now=NOW)
    mailbox.store(db, [arrival(8), arrival(7)], now=LATER)

    first = mailbox.next_in_lane(db, "chat:501")
    assert first is not None
    assert first.key == "7"
    mailbox.finish(db, first.id, now=LATER)
    second = mailbox.next_in_lane(db, "chat:501")
    assert second is not None
    assert second.key == "8"
    mailbox.finish(db, second.id, now=LATER)
    assert mailbox.next_in_lane(db, "chat:501") is None


def test_a_lower_number_that_comes_late_is_not_taken_for_known(db: Db) -> None:
    mailbox.store(db, [arrival(900)], now=NOW)
    mailbox.store(db, [arrival(5)], now=NOW)

    assert mailbox.lanes_waiting(db) == ["chat:501"]
    first = mailbox.next_in_lane(db, "chat:501")
    assert first is not None
    mailbox.finish(db, first.id, now=NOW)
    assert mailbox.next_in_lane(db, "chat:501") is not None


def test_an_event_is_finished_once(db: Db) -> None:
    mailbox.store(db, [arrival(7)], now=NOW)
    event = mailbox.next_in_lane(db, "chat:501")
    assert event is not None
    mailbox.finish(db, event.id, now=NOW)

    with pytest.raises(WrongRowCount):
        mailbox.finish(db, event.id, now=NOW)


def test_a_parked_event_lets_its_lane_go_on(db: Db) -> None:
    mailbox.store(db, [arrival(7), arrival(8)], now=NOW)
    poison = mailbox.next_in_lane(db, "chat:501")
    assert poison is not None
    mailbox.park(db, poison.id, failure="boom", now=NOW)

    following = mailbox.next_in_lane(db, "chat:501")
    assert following is not None
    assert following.key == "8"


def test_a_failed_event_keeps_its_place_and_its_count(db: Db) -> None:
    mailbox.store(db, [arrival(7), arrival(8)], now=NOW)
    event = mailbox.next_in_lane(db, "chat:501")
    assert event is not None
    mailbox.note_failure(db, event.id, failure="boom", not_before=LATER)

    again = mailbox.next_in_lane(db, "chat:501")
    assert again is not None
    assert (again.id, again.attempts, again.not_before) == (event.id, 1, LATER)


def test_the_pulse_changes_with_each_event_that_comes_in_or_is_answered(db: Db) -> None:
    at_first = mailbox.pulse(db)
    mailbox.store(db, [arrival(7), arrival(8)], now=NOW)
    stored = mailbox.pulse(db)
    event = mailbox.next_in_lane(db, "chat:501")
    assert event is not None
    mailbox.finish(db, event.id, now=LATER)
    answered = mailbox.pulse(db)
    mailbox.store(db, [arrival(8)], now=LATER)

    assert len({at_first, stored, answered}) == 3
    assert mailbox.pulse(db) == answered


def test_calls_go_out_in_the_order_they_were_written(db: Db) -> None:
    drafts = [Draft(CHAT, Kind.NOTICE, content={"n": n}) for n in range(3)]
    mailbox.post(db, drafts, cause=1, now=NOW)

    seen = []
    while (call := mailbox.claim(db, CHAT, now=NOW)) is not None:
        seen.append(call.n)
        mailbox.settle(db, call, OutboxStatus.SENT, now=NOW)
    assert seen == [0, 1, 2]


def test_an_acknowledgement_overtakes(db: Db) -> None:
    mailbox.post(db, [Draft(CHAT, Kind.SCREEN), Draft(CHAT, Kind.ACK)], cause=1, now=NOW)

    assert the_claim(db).kind == Kind.ACK


def test_a_call_that_waits_holds_back_those_behind_it(db: Db) -> None:
    mailbox.post(db, [Draft(CHAT, Kind.NOTICE), Draft(CHAT, Kind.NOTICE)], cause=1, now=NOW)
    mailbox.try_again(db, the_claim(db), may_repeat=False, not_before=LATER, failure="429")

    assert mailbox.claim(db, CHAT, now=NOW) is None
    assert mailbox.next_due(db, CHAT) == LATER
    assert the_claim(db, LATER).n == 0


def test_a_claim_counts_its_attempt_before_it_is_made(db: Db) -> None:
    mailbox.post(db, [Draft(CHAT, Kind.NOTICE)], cause=1, now=NOW)

    call = the_claim(db)

    assert call.attempts == 1
    assert mailbox.claimed(db) == [call]
    assert mailbox.claim(db, CHAT, now=NOW) is None


def test_a_sender_that_lost_its_claim_cannot_settle_the_next_ones(db: Db) -> None:
    mailbox.post(db, [Draft(CHAT, Kind.NOTICE)], cause=1, now=NOW)
    stale = the_claim(db)
    mailbox.try_again(db, stale, may_repeat=True, not_before=NOW, failure="its process ended")
    fresh = the_claim(db)

    with pytest.raises(WrongRowCount):
        mailbox.settle(db, stale, OutboxStatus.SENT, now=NOW)
    mailbox.settle(db, fresh, OutboxStatus.SENT, now=NOW)
    assert fresh.may_repeat


def test_a_chat_out_of_reach_loses_only_its_own_queue(db: Db) -> None:
    mailbox.post(db, [Draft(CHAT, Kind.NOTICE), Draft(CHAT, Kind.NOTICE), Draft(777, Kind.NOTICE)], cause=1, now=NOW)

    assert mailbox.drop_waiting(db, CHAT, failure="blocked", now=NOW) == 2
    assert mailbox.chats_waiting(db) == [777]
