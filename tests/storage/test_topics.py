"""Topics: opened once, and opened anew where the group is another one."""

from storage import topics
from storage.database import Db
from storage.topics import Topic

SUBJECT = "ticket:1"


def opened(db: Db, *, chat_id: int, title: str = "T-1") -> Topic:
    topics.open_topic(db, SUBJECT, chat_id=chat_id, title=title, lane="chat:5")
    return topics.the_topic(db, SUBJECT)


def test_a_topic_that_is_there_stays_as_it_is(db: Db) -> None:
    opened(db, chat_id=-1)
    topics.note_made(db, SUBJECT, 7)
    topics.change(db, SUBJECT, title="T-1, closed", is_closed=True)

    assert opened(db, chat_id=-1) == Topic(SUBJECT, -1, 7, "T-1, closed", "chat:5", is_closed=True, made=1)


def test_in_another_group_it_is_still_to_be_made(db: Db) -> None:
    opened(db, chat_id=-1)
    topics.note_made(db, SUBJECT, 7)

    assert opened(db, chat_id=-2, title="again") == Topic(SUBJECT, -2, None, "again", "chat:5", is_closed=False, made=0)
