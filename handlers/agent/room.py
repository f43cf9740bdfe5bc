"""The room: which ticket a tap, a command or a message of staff is about.

Not here: what is done with it.
"""

from collections.abc import Mapping
from typing import Any

from backend.errors import NoTicketHere
from flows.turn import Turn
from storage import topics

_TICKET = "ticket:"


def is_ticket(subject: str) -> bool:
    """Whether a topic about this is a ticket's."""
    return subject.startswith(_TICKET)


def ticket_here(turn: Turn, args: Mapping[str, Any]) -> int:
    """The ticket that a button names, or else whose topic it is. Raises NoTicketHere."""
    if "ticket" in args:
        return int(args["ticket"])
    topic = None if turn.thread_id is None else topics.with_thread(turn.db, turn.chat_id, turn.thread_id)
    if topic is None or not is_ticket(topic.subject):
        raise NoTicketHere
    return ticket_of(topic.subject)


def ticket_of(subject: str) -> int:
    """The ticket that a topic or card with this subject is about."""
    return int(subject.removeprefix(_TICKET))
