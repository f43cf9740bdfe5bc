"""A turn's closing: all that it causes, handed back by the turn and written together with those of other turns.

Not here: how a turn comes to it (flows.turn). Nothing of it is read again by the turn that causes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage import conversations, failpoints, outbox, timers
from storage.conversations import SavedConversation
from storage.database import Db
from storage.outbox import Draft
from storage.timers import Timer


@dataclass(frozen=True)
class Closing:
    """What the turn of one event causes: calls, showings of screens that are there, timers, the conversation.

    `conversation` is its next revision, None where nothing of it changed.
    """

    cause: int
    drafts: Sequence[Draft] = ()
    showings: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)  # Any: columns of a screen
    timers: Sequence[Timer] = ()
    conversation: SavedConversation | None = None

    @property
    def chats(self) -> frozenset[int]:
        """The chats that something is to be sent to."""
        return frozenset(draft.chat_id for draft in self.drafts)


def write(db: Db, closings: Sequence[Closing], *, now: datetime) -> None:
    """Write these turns' closings, a statement a table. Raises WrongRowCount if another turn was quicker."""
    failpoints.reached("closing.begun")
    conversations.show_all(db, [(screen, each) for closing in closings for screen, each in closing.showings.items()])
    outbox.post_all(db, [(closing.cause, closing.drafts) for closing in closings], now=now)
    failpoints.reached("closing.posted")
    timers.set_timers(db, [timer for closing in closings for timer in closing.timers])
    failpoints.reached("closing.timed")
    conversations.keep_all(db, [each.conversation for each in closings if each.conversation is not None])
