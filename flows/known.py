"""What is known before turns begin: who it is, their conversation, the screen that was tapped; read for many at once.

Not here: what a turn makes of it. A turn that is given nothing reads for itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend import people
from backend.people import Person
from flows import taps
from flows.events import Event, Tapped
from storage import conversations
from storage.conversations import SavedConversation, SavedScreen
from storage.database import Db


@dataclass(frozen=True)
class Known:
    """What was read for one event. A person who was not found, or a screen, may be there by the time of the turn."""

    person: Person | None = None
    conversation: SavedConversation | None = None
    screen: SavedScreen | None = None


def look_up(db: Db, events: Sequence[Event]) -> list[Known]:
    """What is known for each of the events: three statements for all of them."""
    tokens = [_token(event) for event in events]
    found = people.with_telegram_ids(db, {number for event in events if (number := _who(event)) is not None})
    talks = conversations.conversations_of(db, [person.id for person in found.values()])
    screens = conversations.screens_with_tokens(db, [token for token in tokens if token is not None])
    knowns = []
    for event, token in zip(events, tokens, strict=True):
        person = found.get(_who(event) or 0)
        talk = None if person is None else talks.get(person.id)
        knowns.append(Known(person, talk, None if token is None else screens.get(token)))
    return knowns


def _who(event: Event) -> int | None:
    """Whom the event is about: who sent it, or else whose private chat it happens in."""
    if event.sender is not None:
        return event.sender.telegram_id
    return None if event.chat is None or not event.chat.is_private else event.chat.id


def _token(event: Event) -> str | None:
    return taps.token_of(event.happening.data) if isinstance(event.happening, Tapped) else None
