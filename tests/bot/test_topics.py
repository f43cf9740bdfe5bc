"""Topics: made once when first needed, made again when deleted, and never a reason to lose a message."""

import pytest
import sqlalchemy as sa

from bot.drivers.driver import Flooded, Rejected, Unreached
from bot.topics import REMADE
from storage import outbox, topics
from storage.outbox import Draft, Kind
from storage.timers import TimerRow
from tests.bot.post_office import ANA, GROUP, PostOffice, saying

TICKET = "ticket:17"


def posts(office: PostOffice, *texts: str) -> None:
    for text in texts:
        office.post(Kind.NOTICE, screen_id=office.shows(saying(text), chat_id=GROUP, topic=TICKET), chat_id=GROUP)


def changes(office: PostOffice, *, title: str, is_closed: bool) -> None:
    with office.database.transaction() as db:
        topics.change(db, TICKET, title=title, is_closed=is_closed)
        outbox.post(db, [Draft(GROUP, Kind.TOPIC, content={"topic": TICKET})], cause=99, now=office.clock.now())


def threads_posted_in(office: PostOffice) -> list[int | None]:
    return [message.thread_id for message in office.driver.chats.get(GROUP, [])]


def timers_set(office: PostOffice) -> list[tuple[str, str, str]]:
    with office.database.read() as db:
        rows = db.execute(sa.select(TimerRow.kind, TimerRow.subject, TimerRow.lane))
        return [(row.kind, row.subject, row.lane) for row in rows]


async def test_two_messages_that_wait_for_a_topic_share_it(office: PostOffice) -> None:
    office.opens_topic(TICKET, "T-17 Ana")
    posts(office, "one", "two")

    await office.courier.drain(GROUP)

    assert office.methods == ["createForumTopic", "sendMessage", "sendMessage"]
    assert list(office.driver.threads[GROUP].values()) == ["T-17 Ana"]
    assert len(set(threads_posted_in(office))) == 1
    assert timers_set(office) == []


@pytest.mark.parametrize("outcome", [Flooded(3), Unreached("no route")])
async def test_a_topic_that_cannot_be_made_now_is_made_later_and_nothing_is_lost(
    office: PostOffice, outcome: Flooded | Unreached
) -> None:
    office.opens_topic(TICKET)
    office.driver.script("createForumTopic", outcome)
    posts(office, "one", "two")

    await office.courier.drain(GROUP)
    assert office.texts(GROUP) == []
    office.clock.forward(seconds=5)
    await office.courier.drain(GROUP)

    assert [text.split()[-1] for text in office.texts(GROUP)] == ["one", "two"]
    assert len(office.driver.threads[GROUP]) == 1


async def test_a_deleted_topic_is_made_again_and_whoever_looks_after_it_hears_so(office: PostOffice) -> None:
    office.opens_topic(TICKET)
    posts(office, "before")
    await office.courier.drain(GROUP)
    office.driver.threads[GROUP].clear()

    posts(office, "after")
    await office.courier.drain(GROUP)
    office.clock.forward(seconds=5)
    await office.courier.drain(GROUP)

    assert office.methods.count("createForumTopic") == 2
    assert threads_posted_in(office)[-1] == next(iter(office.driver.threads[GROUP]))
    assert office.statuses == ["sent", "sent"]
    assert timers_set(office) == [(REMADE, f"{TICKET}:2", f"chat:{ANA}")]


async def test_where_no_topics_are_allowed_it_is_said_in_the_midst_of_the_group(office: PostOffice) -> None:
    office.opens_topic(TICKET)
    office.driver.script("createForumTopic", Rejected(400, "Bad Request: not enough rights to create a topic"))
    posts(office, "one")

    await office.courier.drain(GROUP)

    assert threads_posted_in(office) == [None]
    assert office.statuses == ["sent"]


async def test_a_topic_is_renamed_and_closed(office: PostOffice) -> None:
    office.opens_topic(TICKET)
    posts(office, "one")
    await office.courier.drain(GROUP)

    changes(office, title="done", is_closed=True)
    await office.courier.drain(GROUP)

    assert [(method, call.get("name")) for method, call in office.driver.calls[-2:]] == [
        ("editForumTopic", "done"),
        ("closeForumTopic", None),
    ]
    assert office.statuses == ["sent", "sent"]


async def test_renaming_what_somebody_deleted_is_no_trouble_and_the_next_post_makes_it_again(
    office: PostOffice,
) -> None:
    office.opens_topic(TICKET)
    posts(office, "one")
    await office.courier.drain(GROUP)
    office.driver.script("editForumTopic", Rejected(400, "Bad Request: message thread not found"))

    changes(office, title="done", is_closed=True)
    posts(office, "two")
    await office.courier.drain(GROUP)

    assert office.methods.count("createForumTopic") == 2
    assert office.statuses == ["sent", "sent", "sent"]


async def test_what_is_so_already_is_done(office: PostOffice) -> None:
    office.opens_topic(TICKET)
    posts(office, "one")
    await office.courier.drain(GROUP)
    office.driver.script("editForumTopic", Rejected(400, "Bad Request: TOPIC_NOT_MODIFIED"))

    changes(office, title="a title", is_closed=False)
    await office.courier.drain(GROUP)

    assert office.methods[-1] == "reopenForumTopic"
    assert office.statuses == ["sent", "sent"]
