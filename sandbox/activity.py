"""The fleeting signs of life in a chat: "typing…", for five seconds or until the next message.

Not here: anything that lasts; this is kept in memory only.
"""

from sandbox.changes import Changes
from sandbox.chats import Chat
from sandbox.clock import Clock

SHOWN_SECONDS = 5


class Activity:
    """What the bots are seen doing, per chat and topic."""

    def __init__(self, changes: Changes, clock: Clock) -> None:
        self._changes = changes
        self._clock = clock
        self._shown: dict[tuple[int, int | None], tuple[str, float]] = {}

    def show(self, chat: Chat, action: str, *, thread_id: int | None = None) -> None:
        self._shown[chat.key, thread_id] = (action, self._clock.seconds + SHOWN_SECONDS)
        self._changes.record()

    def in_chat(self, chat: Chat, *, thread_id: int | None = None) -> str | None:
        """Return the action shown right now ("typing"), or None."""
        action, until = self._shown.get((chat.key, thread_id), ("", 0.0))
        return action if until > self._clock.seconds else None
