"""Taps: what a button carries, and what it means when it comes back.

Not here: the acting (handlers.router). A button carries an opaque token of its screen's present showing and
its position; the row holds owner and actions, so a forged, foreign or outdated tap finds nothing to do.
"""

from dataclasses import dataclass

from flows.screens import Action
from storage import conversations
from storage.conversations import SavedScreen
from storage.database import Db

DATA_BYTES = 64
"""The platform's limit for what a button carries."""

_MARK = "b"


class Outdated(Exception):
    """The button belongs to an earlier showing, or to nobody we know: show the present screen instead.

    `screen` is the message's present screen; None when the message is unknown or somebody else's.
    """

    def __init__(self, screen: SavedScreen | None) -> None:
        super().__init__("outdated button")
        self.screen = screen


@dataclass(frozen=True)
class Tap:
    """A button that may act."""

    screen: SavedScreen
    action: Action


def pack(token: str, position: int) -> str:
    """What the button at `position` of a showing carries; raises ValueError past 64 bytes."""
    data = f"{_MARK}:{token}:{position}"
    if len(data.encode()) > DATA_BYTES:
        raise ValueError(f"a button carries at most {DATA_BYTES} bytes: {data}")
    return data


def token_of(data: str) -> str | None:
    """The token of the showing that a button belongs to; None where nothing of ours can be meant."""
    mark, _, rest = data.partition(":")
    return rest.rpartition(":")[0] if mark == _MARK and len(data) <= DATA_BYTES else None


def find(
    db: Db, data: str, *, chat_id: int, message_id: int | None, person_id: int, known: SavedScreen | None = None
) -> Tap:
    """The tap that `data` stands for; raises Outdated unless it is a present button of this person, or of nobody.

    Buttons of nobody stand in the staff group; who may tap them is a matter of roles, checked where they act.
    `known` is the button's screen, if it has been read before.
    """
    token, position = token_of(data), data.rpartition(":")[2]
    if token is None or known is None or known.token != token:
        known = None if token is None else conversations.screen_with_token(db, token)
    screen = known
    if screen is None or screen.person_id not in (person_id, None) or screen.chat_id != chat_id:
        raise Outdated(_present_screen(db, chat_id, message_id, person_id))
    if not position.isdecimal() or int(position) >= len(screen.actions):
        raise Outdated(screen)
    chosen = screen.actions[int(position)]
    return Tap(screen, Action(chosen["name"], chosen["args"]))


def _present_screen(db: Db, chat_id: int, message_id: int | None, person_id: int) -> SavedScreen | None:
    if message_id is None:
        return None
    screen = conversations.screen_of_message(db, chat_id, message_id)
    return screen if screen is not None and screen.person_id in (person_id, None) else None
