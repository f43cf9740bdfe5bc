"""A driver without a network: chats kept in memory, for tests and rehearsals.

Not here: Telegram's rules; the sandbox has those. Calls end as they were told to end, else they succeed.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from bot.drivers.driver import BotIdentity, Done, Outcome, Rejected, Unknown


@dataclass
class Message:
    """A message of the bot's as the person has it before their eyes."""

    message_id: int
    text: str
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list)
    is_protected: bool = False


@dataclass(frozen=True)
class ActsThenFails:
    """The call acts, and its answer is lost."""


class MemoryDriver:
    """Keeps what was sent; `script` says how the next calls of a method end."""

    def __init__(self) -> None:
        self.chats: dict[int, list[Message]] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.toasts: list[str] = []
        self._scripts: dict[str, deque[Outcome | ActsThenFails]] = {}
        self._last_message_id = 0

    def script(self, method: str, *outcomes: Outcome | ActsThenFails) -> None:
        """Let the next calls of `method` end like this, one after the other."""
        self._scripts.setdefault(method, deque()).extend(outcomes)

    async def identify(self) -> BotIdentity:
        """Who we are."""
        return BotIdentity(1, "xiaoer_bot")

    async def fetch(self, offset: int | None, *, wait_seconds: int) -> list[dict[str, Any]]:
        """Nothing ever arrives by itself here."""
        del offset, wait_seconds
        return []

    async def call(self, method: str, **parameters: Any) -> Outcome:
        """Act as scripted, else as if all went well."""
        self.calls.append((method, parameters))
        scripted = self._scripts.get(method)
        outcome = scripted.popleft() if scripted else None
        if isinstance(outcome, ActsThenFails):
            self._act(method, parameters)
            return Unknown("the answer was lost")
        return self._act(method, parameters) if outcome is None else outcome

    async def close(self) -> None:
        """Nothing to give up."""

    def _act(self, method: str, parameters: dict[str, Any]) -> Outcome:
        match method:
            case "sendMessage":
                return self._send(parameters)
            case "editMessageText":
                return self._edit(parameters)
            case "answerCallbackQuery":
                if parameters.get("text"):
                    self.toasts.append(parameters["text"])
                return Done()
            case _:
                return Done()

    def _send(self, parameters: dict[str, Any]) -> Outcome:
        self._last_message_id += 1
        message = Message(
            self._last_message_id,
            parameters["text"],
            parameters.get("reply_markup", {}).get("inline_keyboard", []),
            parameters.get("protect_content", False),
        )
        self.chats.setdefault(parameters["chat_id"], []).append(message)
        return Done(message.message_id)

    def _edit(self, parameters: dict[str, Any]) -> Outcome:
        for message in self.chats.get(parameters["chat_id"], []):
            if message.message_id == parameters["message_id"]:
                message.text = parameters["text"]
                message.keyboard = parameters["reply_markup"]["inline_keyboard"]
                return Done(message.message_id)
        return Rejected(400, "Bad Request: message to edit not found")
