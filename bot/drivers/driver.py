"""The driver: what the bot needs of a Telegram library, and how a call may end.

Not here: any library (one file each beside this one, imported only when chosen).
"""

from dataclasses import dataclass
from typing import Any, Protocol

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "pre_checkout_query", "my_chat_member"]
"""What we ask the platform for, by whichever driver and way."""

CALL_SECONDS = 20
"""How long a call may take before its outcome counts as unknown."""

CONNECTING_PART = 4
"""A connection must be made in this part of it: then it is known that nothing was sent."""

UNREADABLE = "an answer that can't be read"
"""It is never quoted: it may be somebody's message."""

TOO_LARGE = "file is too big"
"""The platform's own words for a file that a bot can't download (Source: Bot API, getFile: 20 MB)."""


@dataclass(frozen=True)
class BotIdentity:
    """Who we are on the platform."""

    id: int
    username: str


@dataclass(frozen=True)
class Done:
    """The platform acted; `message_id` is that of the message sent or edited, `thread_id` of the topic made, if any."""

    message_id: int | None = None
    thread_id: int | None = None


@dataclass(frozen=True)
class Rejected:
    """The platform did not act and won't, however often it is asked. `description` is its own wording."""

    code: int
    description: str


@dataclass(frozen=True)
class Flooded:
    """The platform did not act and asks to wait."""

    seconds: float


@dataclass(frozen=True)
class Unreached:
    """The call never left: no connection. It may be repeated without risk."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """The call left and no believable answer came: it may have acted."""

    reason: str


Outcome = Done | Rejected | Flooded | Unreached | Unknown


@dataclass(frozen=True)
class Upload:
    """A file of ours, as the value of a parameter that takes one."""

    content: bytes
    name: str


class DriverFailed(Exception):
    """Updates can't be had; `fatal` when trying again is useless (wrong token, a webhook is set)."""

    def __init__(self, reason: str, *, fatal: bool) -> None:
        super().__init__(reason)
        self.fatal = fatal


class Contested(DriverFailed):
    """Somebody else fetches this bot's updates: for moments a process that we take the place of, or another shop."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, fatal=True)


class Driver(Protocol):
    """A Telegram client. Methods and parameters are those of the Bot API 10.0, which both libraries know.

    A newer one can be called as well; where the platform does not have it, that is `Rejected(404)`.
    """

    async def identify(self) -> BotIdentity:
        """Ask the platform who we are; raises DriverFailed."""
        ...

    async def fetch(self, offset: int | None, *, wait_seconds: int) -> list[dict[str, Any]]:
        """The updates from `offset` on, as they came; asking confirms all before it. Raises DriverFailed."""
        ...

    async def call(self, method: str, **parameters: Any) -> Outcome:
        """Call a method that acts. Never raises for anything the network or the platform does."""
        ...

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any] | Outcome:
        """Call a method that only looks, and return the object it found; else how the call ended. Never raises."""
        ...

    async def download(self, file_id: str, *, most_bytes: int) -> bytes | Outcome:
        """The content of a file that somebody sent; Rejected if it is longer than `most_bytes`. Never raises."""
        ...

    async def close(self) -> None:
        """Give up the connections."""
        ...
