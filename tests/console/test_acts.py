"""What is done in the console waits in the bot's inbox, once, in the staff's lane, in the name of who did it."""

import json

import pytest

from backend import people, staff
from backend.people import Role
from console import acts
from console.acts import Answer, BadKey, SignedOut
from console.desk import Desk
from flows.words import to_json, words
from storage import console_acts, inbox
from storage.database import Database
from storage.inbox import Inbound
from tests.console import given

KEY = "0123456789abcdef"
GROUP = -1002


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    """A desk of a shop with a staff group."""
    desk = given.desk(sqlite_database)
    with desk.database.transaction() as db:
        staff.connect_group(db, GROUP, by="test", now=desk.clock.now())
    return desk


def the_next(desk: Desk, lane: str = f"chat:{GROUP}") -> Inbound | None:
    """What waits first for the bot."""
    with desk.database.read() as db:
        return inbox.next_in_lane(db, lane)


async def test_an_act_waits_in_the_lane_of_the_staff_group(desk: Desk) -> None:
    session = given.session(desk, given.person(desk))

    await acts.hand_in(session, "ticket.reply", {"ticket": 7, "text": "你好"}, key=KEY)

    event = the_next(desk)
    assert event is not None
    assert event.source == "console"
    assert json.loads(event.payload) == {
        "action": "ticket.reply",
        "args": {"ticket": 7, "text": "你好"},
        "by": session.person.telegram_id,
    }


async def test_without_a_staff_group_it_waits_in_ones_own(desk: Desk, sqlite_database: Database) -> None:
    with sqlite_database.transaction() as db:
        db.exec_driver_sql("delete from staff_groups")
    session = given.session(desk, given.person(desk))

    await acts.hand_in(session, "ticket.claim", {"ticket": 7}, key=KEY)

    assert the_next(desk, f"chat:{session.person.telegram_id}") is not None


async def test_an_act_that_is_sent_twice_is_one(desk: Desk) -> None:
    session = given.session(desk, given.person(desk))

    names = {await acts.hand_in(session, "ticket.reply", {"ticket": 7, "text": "once"}, key=KEY) for _ in range(3)}

    assert len(names) == 1
    with desk.database.read() as db:
        assert inbox.pulse(db).waiting == 1


async def test_two_people_with_the_same_key_do_two_things(desk: Desk) -> None:
    ben = given.session(desk, given.person(desk), event_id=50)
    cai = given.session(desk, given.person(desk, telegram_id=902), event_id=51)

    for session in (ben, cai):
        await acts.hand_in(session, "ticket.claim", {"ticket": 7}, key=KEY)

    with desk.database.read() as db:
        assert inbox.pulse(db).waiting == 2


async def test_who_was_dismissed_does_nothing_any_more(desk: Desk) -> None:
    agent = given.person(desk)
    session = given.session(desk, agent)
    with desk.database.transaction() as db:
        people.appoint(db, agent, Role.CUSTOMER, by="test", now=desk.clock.now())

    with pytest.raises(SignedOut):
        await acts.hand_in(session, "ticket.claim", {"ticket": 7}, key=KEY)

    assert the_next(desk) is None


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "has a space in it", "sixteen-chars-ü!"])
async def test_a_key_no_page_of_ours_makes_is_refused(desk: Desk, key: str) -> None:
    session = given.session(desk, given.person(desk))

    with pytest.raises(BadKey):
        await acts.hand_in(session, "ticket.claim", {"ticket": 7}, key=key)


async def test_the_answer_is_there_once_the_bot_gave_it(desk: Desk) -> None:
    session = given.session(desk, given.person(desk))
    names = [await acts.hand_in(session, "ticket.claim", {"ticket": 7}, key=f"{KEY}-{n}") for n in range(3)]
    why = words("refused-ticket-taken", number="T-7", owner="Cai")
    with desk.database.transaction() as db:
        console_acts.note(db, names[0], refusal=None, now=desk.clock.now())
        console_acts.note(db, names[1], refusal=to_json(why), now=desk.clock.now())

    with desk.database.read() as db:
        assert [acts.answer_to(db, name) for name in names] == [Answer(None), Answer(why), None]
