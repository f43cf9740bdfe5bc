"""Topics: the threads of the staff group, each about one subject; the courier makes one when it is first needed.

Not here: what is said in them (storage.conversations has the screens).
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, columns, insert_or_ignore, one


class TopicRow(Table):
    """A topic. `thread_id` is None until it is made, and again once somebody deleted it; `made` counts how often.

    `lane` is where it is looked after when it had to be made again.
    """

    __tablename__ = "topics"
    __table_args__ = (sa.UniqueConstraint("chat_id", "thread_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(unique=True)
    chat_id: Mapped[int]
    thread_id: Mapped[int | None]
    title: Mapped[str]
    lane: Mapped[str]
    is_closed: Mapped[bool]
    made: Mapped[int]


@dataclass(frozen=True)
class Topic:
    """A thread of a group: what it is about, and the platform's number for it once there is one."""

    subject: str
    chat_id: int
    thread_id: int | None
    title: str
    lane: str
    is_closed: bool
    made: int


def open_topic(db: Db, subject: str, *, chat_id: int, title: str, lane: str) -> None:
    """Have a topic about this; one that is there stays as it is, unless the group is another one now."""
    added = insert_or_ignore(db, TopicRow).values(
        subject=subject, chat_id=chat_id, title=title, lane=lane, is_closed=False, made=0
    )
    moved = {"chat_id": chat_id, "thread_id": None, "title": title, "is_closed": False, "made": 0}
    db.execute(
        added.on_conflict_do_update(index_elements=[TopicRow.subject], set_=moved, where=TopicRow.chat_id != chat_id)
    )


def the_topic(db: Db, subject: str) -> Topic:
    """The topic about this. Raises LookupError if none was opened."""
    topic = one(db, sa.select(*columns(TopicRow, Topic)).where(TopicRow.subject == subject), Topic)
    if topic is None:
        raise LookupError(f"no topic about {subject}")
    return topic


def with_thread(db: Db, chat_id: int, thread_id: int) -> Topic | None:
    """The topic that is this thread of this group."""
    is_this = TopicRow.chat_id == chat_id, TopicRow.thread_id == thread_id
    return one(db, sa.select(*columns(TopicRow, Topic)).where(*is_this), Topic)


def change(db: Db, subject: str, *, title: str, is_closed: bool) -> None:
    """Remember what the topic is to be called, and whether it is closed."""
    db.execute(sa.update(TopicRow).where(TopicRow.subject == subject).values(title=title, is_closed=is_closed))


def note_made(db: Db, subject: str, thread_id: int) -> int:
    """Remember the platform's number for the topic; returns how often it has been made by now."""
    made = sa.update(TopicRow).where(TopicRow.subject == subject)
    values = {"thread_id": thread_id, "made": TopicRow.made + 1}
    return db.execute(made.values(values).returning(TopicRow.made)).scalar_one()


def note_lost(db: Db, subject: str, thread_id: int) -> None:
    """Forget a thread that is gone, unless another has taken its place by now."""
    lost = sa.update(TopicRow).where(TopicRow.subject == subject, TopicRow.thread_id == thread_id)
    db.execute(lost.values(thread_id=None))
