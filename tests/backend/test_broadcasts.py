"""Broadcasts: who gets one, at most once, whatever happens while it runs."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from backend import broadcasts, people, tiers
from backend.broadcasts import Broadcast, BroadcastStatus, Link, Message, Reach, Segment
from backend.errors import BroadcastMoved, BroadcastNotFound
from backend.people import Person, Tier
from storage import audit_trail, outbox
from storage.broadcasts import RecipientRow
from storage.conversations import ScreenRow
from storage.database import Database, Db
from storage.outbox import Draft, Kind, OutboxRow, OutboxStatus
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE

TEXTS = {"zh-CN": "上新了", "en": "New in the shop"}


def a_draft(db: Db, admin: Person, *, segment: Segment = Segment.ALL, buyers_of: str | None = None) -> Broadcast:
    return broadcasts.compose(db, Message(TEXTS), segment=segment, buyers_of=buyers_of, by=admin, now=NOW)


def running(db: Db, admin: Person, *, segment: Segment = Segment.ALL, buyers_of: str | None = None) -> Broadcast:
    return broadcasts.start(db, a_draft(db, admin, segment=segment, buyers_of=buyers_of).id, by="admin:1", now=NOW)


def feed(db: Db, broadcast: Broadcast) -> list[int]:
    """Queue a call for each who is next, as a turn does; returns the ids of the people."""
    fresh = broadcasts.the_broadcast(db, broadcast.id)
    due = broadcasts.next_recipients(db, fresh)
    for recipient in due:
        chat_id = people.the_person(db, recipient.person_id).telegram_id
        broadcasts.note_queued(db, recipient, screen_id=_call(db, recipient.person_id, chat_id))
    return [recipient.person_id for recipient in due]


def settle(db: Db, status: OutboxStatus = OutboxStatus.SENT, *, only: int | None = None) -> None:
    """Let the calls that wait come to this, or only that of one chat."""
    waiting = sa.update(OutboxRow).where(OutboxRow.status == OutboxStatus.WAITING)
    waiting = waiting if only is None else waiting.where(OutboxRow.chat_id == only)
    db.execute(waiting.values(status=status, settled_at=NOW))


def test_the_reach_counts_who_would_get_it_now(db: Db) -> None:
    ana, bo, cy, _ = (given.person(db, number) for number in range(1, 5))
    tiers.give(db, ana.id, Tier.GOLD, now=NOW)
    people.mark_unreachable(db, telegram_id=bo.telegram_id, now=NOW)
    people.set_wants_news(db, cy, wants=False)

    assert broadcasts.reach(db, Segment.ALL) == Reach(people=2, blocked=1, opted_out=1)
    assert broadcasts.reach(db, Segment.GOLD) == Reach(people=1, blocked=0, opted_out=0)
    assert broadcasts.reach(db, Segment.SILVER) == Reach(people=0, blocked=0, opted_out=0)
    assert broadcasts.reach(db, Segment.RETAIL) == Reach(people=1, blocked=1, opted_out=1)


def test_buyers_are_those_who_paid_for_the_product_and_each_counts_once(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 5)
    ana, bo = given.person(db, 1, balance=PRICE + PRICE), given.person(db, 2)
    for key in ("first", "second"):
        given.paid(db, given.order(db, ana, key=key), now=NOW)
    given.order(db, bo)

    assert broadcasts.reach(db, Segment.BUYERS, buyers_of=CARD).people == 1
    assert feed(db, running(db, bo, segment=Segment.BUYERS, buyers_of=CARD)) == [ana.id]


def test_each_gets_it_once_and_then_it_is_over(db: Db) -> None:
    ana, bo = given.person(db, 1), given.person(db, 2)
    broadcast = running(db, ana)

    assert feed(db, broadcast) == [ana.id, bo.id]
    assert feed(db, broadcast) == []
    assert broadcasts.finish_if_over(db, broadcast.id, now=NOW) is None
    settle(db)
    done = broadcasts.finish_if_over(db, broadcast.id, now=NOW)

    assert done is not None
    assert (done.status, done.recipients, done.ended_at) == (BroadcastStatus.DONE, 2, NOW)
    assert broadcasts.tally(db, done).sent == 2


def test_the_report_adds_up(db: Db) -> None:
    people_in_shop = [given.person(db, number) for number in range(1, 7)]
    people.mark_unreachable(db, telegram_id=1, now=NOW)
    people.set_wants_news(db, people_in_shop[1], wants=False)
    broadcast = running(db, people_in_shop[5])
    feed(db, broadcast)
    settle(db, OutboxStatus.UNKNOWN, only=3)
    settle(db, OutboxStatus.DEAD, only=4)
    settle(db, only=5)

    tally = broadcasts.tally(db, broadcast)

    assert (tally.blocked, tally.opted_out, tally.unknown, tally.unreached, tally.sent) == (1, 1, 1, 1, 1)
    assert (tally.under_way, tally.recipients, tally.settled) == (1, 6, 5)


def test_the_outbox_holds_only_so_many_and_what_is_left_there_counts_twice(
    db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasts, "MOST_UNSENT", 4)
    for number in range(1, 9):
        given.person(db, number)
    broadcast = running(db, given.person(db, 1))

    assert len(feed(db, broadcast)) == 4
    assert feed(db, broadcast) == []
    for number in (1, 2, 3):
        settle(db, only=number)
    assert len(feed(db, broadcast)) == 2
    settle(db)
    assert len(feed(db, broadcast)) == 2
    assert feed(db, broadcast) == []


def test_many_people_are_enlisted_in_batches_and_later_ones_not_at_all(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcasts, "ENLISTED_AT_ONCE", 2)
    everybody = [given.person(db, number) for number in range(1, 6)]
    broadcast = running(db, everybody[0])
    given.person(db, 99)

    got = []
    for _ in range(4):
        got += feed(db, broadcast)
        assert broadcasts.finish_if_over(db, broadcast.id, now=NOW) is None  # some are not sent, or not even enlisted

    assert got == [person.id for person in everybody]
    settle(db)
    assert broadcasts.finish_if_over(db, broadcast.id, now=NOW) is not None


def test_who_blocks_the_shop_or_wants_no_news_while_it_runs_is_left_out(db: Db) -> None:
    ana, bo, cy = (given.person(db, number) for number in range(1, 4))
    broadcast = running(db, ana)
    assert _enlist_only(db, broadcast) == 3
    people.mark_unreachable(db, telegram_id=bo.telegram_id, now=NOW)
    people.set_wants_news(db, cy, wants=False)

    assert feed(db, broadcast) == [ana.id]

    tally = broadcasts.tally(db, broadcast)
    assert (tally.under_way, tally.blocked, tally.opted_out, tally.pending) == (1, 1, 1, 0)


def test_cancelling_leaves_out_who_has_not_got_it(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcasts, "MOST_UNSENT", 1)
    ana, _, _ = (given.person(db, number) for number in range(1, 4))
    broadcast = running(db, ana)
    feed(db, broadcast)

    cancelled = broadcasts.cancel(db, broadcast.id, by=ana.who, now=NOW)

    assert cancelled.status is BroadcastStatus.CANCELLED
    tally = broadcasts.tally(db, broadcast)
    assert (tally.under_way, tally.cancelled, tally.pending) == (1, 2, 0)


def test_every_change_of_status_is_in_the_trail(db: Db) -> None:
    ana = given.person(db, 1)
    draft = a_draft(db, ana)
    broadcasts.schedule(db, draft.id, starts_at=NOW + timedelta(hours=1), by=ana.who, now=NOW)
    broadcasts.start(db, draft.id, by=ana.who, now=NOW)
    broadcasts.pause(db, draft.id, by=ana.who, now=NOW)
    resumed = broadcasts.start(db, draft.id, by=ana.who, now=NOW)
    broadcasts.cancel(db, draft.id, by=ana.who, now=NOW)

    assert resumed.run == 2
    acts = audit_trail.acts_on(db, f"broadcast:{draft.id}")
    assert [act.what for act in acts] == ["draft", "scheduled", "running", "paused", "running", "cancelled"]


@pytest.mark.parametrize("move", [broadcasts.start, broadcasts.pause, broadcasts.cancel])
def test_what_is_over_does_not_move_again(db: Db, move: type) -> None:
    ana = given.person(db, 1)
    draft = a_draft(db, ana)
    broadcasts.cancel(db, draft.id, by=ana.who, now=NOW)

    with pytest.raises(BroadcastMoved):
        move(db, draft.id, by=ana.who, now=NOW)

    assert len(audit_trail.acts_on(db, f"broadcast:{draft.id}")) == 2


def test_the_clock_starts_what_is_due_and_still_wanted(db: Db) -> None:
    ana = given.person(db, 1)
    at = NOW + timedelta(hours=1)
    due, called_off = a_draft(db, ana), a_draft(db, ana)
    for each in (due, called_off):
        broadcasts.schedule(db, each.id, starts_at=at, by=ana.who, now=NOW)
    broadcasts.cancel(db, called_off.id, by=ana.who, now=NOW)

    assert broadcasts.start_if_due(db, due.id, now=NOW) is None
    assert broadcasts.start_if_due(db, called_off.id, now=at) is None
    started = broadcasts.start_if_due(db, due.id, now=at)

    assert started is not None
    assert started.status is BroadcastStatus.RUNNING
    assert broadcasts.start_if_due(db, due.id, now=at) is None


def test_the_newest_broadcast_comes_first(db: Db) -> None:
    ana = given.person(db, 1)
    first, second = a_draft(db, ana), a_draft(db, ana)

    page = broadcasts.all_broadcasts(db, page=1, per_page=1)

    assert ([each.id for each in page.items], page.count) == ([second.id], 2)
    assert [each.id for each in broadcasts.all_broadcasts(db, page=2, per_page=1).items] == [first.id]


def test_one_that_never_was_is_not_found(db: Db) -> None:
    with pytest.raises(BroadcastNotFound):
        broadcasts.the_broadcast(db, 404)


def test_what_was_composed_is_kept(db: Db) -> None:
    given.shelves(db)
    message = Message(TEXTS, photo="photo-1", link=Link.PRODUCT, link_product_id=CARD)

    draft = broadcasts.compose(db, message, segment=Segment.GOLD, by=given.person(db, 1), now=NOW)

    kept = broadcasts.the_broadcast(db, draft.id)
    assert (kept.texts, kept.photo, kept.link, kept.link_product_id) == (TEXTS, "photo-1", Link.PRODUCT, CARD)
    assert (kept.segment, kept.status, kept.recipients) == (Segment.GOLD, BroadcastStatus.DRAFT, 0)


@pytest.mark.parametrize("is_enlisted", [False, True])
def test_two_turns_that_feed_at_once_queue_each_person_once(database: Database, *, is_enlisted: bool) -> None:
    with database.transaction() as db:
        everybody = [given.person(db, number) for number in range(1, 21)]
        broadcast = running(db, everybody[0])
        if is_enlisted:
            assert _enlist_only(db, broadcast) == 20

    fed = [database.write(lambda db: feed(db, broadcast)) for _ in range(4)]

    got = [person_id for each in fed for person_id in each.result()]
    assert sorted(got) == [person.id for person in everybody]
    with database.read() as db:
        assert broadcasts.the_broadcast(db, broadcast.id).recipients == 20
        assert db.execute(sa.select(sa.func.count()).select_from(OutboxRow)).scalar_one() == 20


def test_of_two_admins_starting_it_at_once_one_does(database: Database) -> None:
    with database.transaction() as db:
        draft = a_draft(db, given.person(db, 1))

    started = [database.write(lambda db: broadcasts.start(db, draft.id, by="admin:1", now=NOW)) for _ in range(4)]

    trouble = [each.exception() for each in started]
    assert [type(each) for each in trouble if each is not None] == [BroadcastMoved] * 3
    with database.read() as db:
        assert broadcasts.the_broadcast(db, draft.id).run == 1
        acts = audit_trail.acts_on(db, f"broadcast:{draft.id}")
        assert [act.what for act in acts] == ["draft", "running"]


def _enlist_only(db: Db, broadcast: Broadcast) -> int:
    """Make everybody a recipient while the outbox has no room; returns how many are pending."""
    for _ in range(broadcasts.MOST_UNSENT):
        _call(db, broadcast.created_by_id, 0)
    assert broadcasts.next_recipients(db, broadcast) == []
    db.execute(sa.delete(OutboxRow))
    return db.execute(sa.select(sa.func.count()).select_from(RecipientRow)).scalar_one()


def _call(db: Db, person_id: int, chat_id: int) -> int:
    """A screen of a broadcast that waits in the outbox; returns its id."""
    number = uuid4().int % 10**9
    showing = {"token": f"token-{number}", "language": "en", "content": {}, "actions": [], "shown_at": NOW}
    added = sa.insert(ScreenRow).values(chat_id=chat_id, person_id=person_id, **showing)
    screen_id = db.execute(added.returning(ScreenRow.id)).scalar_one()
    outbox.post(db, [Draft(chat_id, Kind.BROADCAST, screen_id)], cause=number, now=NOW)
    return screen_id
