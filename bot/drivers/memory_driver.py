"""A driver without a network: chats kept in memory, for tests and rehearsals.

Not here: Telegram's rules; the sandbox has those. Calls end as they were told to end, else they succeed.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.drivers.driver import TOO_LARGE, BotIdentity, Done, DriverFailed, Outcome, Rejected, Unknown


@dataclass
class Message:
    """A message of the bot's as the person has it before their eyes."""

    message_id: int
    text: str
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list)
    is_protected: bool = False
    method: str = "sendMessage"
    thread_id: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True)
class ActsThenFails:
    """The call acts, and its answer is lost."""


class MemoryDriver:
    """Keeps what was sent; `script` says how the next calls of a method end."""

    def __init__(self) -> None:
        self.chats: dict[int, list[Message]] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.toasts: list[str] = []
        self.threads: dict[int, dict[int, str]] = {}
        """The topics of each group: thread number and name."""
        self.is_known = True
        """Whether the platform knows the token."""
        self.files: dict[str, bytes] = {}
        """What `download` finds, by file id."""
        self.found: dict[str, Callable[[dict[str, Any]], dict[str, Any] | Outcome]] = {}
        """What `ask` finds, by method."""
        self._scripts: dict[str, deque[Outcome | ActsThenFails]] = {}
        self._last_message_id = 0

    def script(self, method: str, *outcomes: Outcome | ActsThenFails) -> None:
        """Let the next calls of `method` end like this, one after the other."""
        self._scripts.setdefault(method, deque()).extend(outcomes)

    async def identify(self) -> BotIdentity:
        """Who we are."""
        if not self.is_known:
            raise DriverFailed("Unauthorized", fatal=True)
        return BotIdentity(1, "xiaoer_bot")

    async def fetch(self, offset: int | None, *, wait_seconds: int) -> list[dict[str, Any]]:
        """Nothing ever arrives by itself here."""
        del offset, wait_seconds
        return []

    async def call(self, method: str, **parameters: Any) -> Outcome:
        """Act as scripted, else as if all went well."""
        self.calls.append((method, parameters))
        if not self.is_known:
            return Rejected(401, "Unauthorized")
        scripted = self._scripts.get(method)
        outcome = scripted.popleft() if scripted else None
        if isinstance(outcome, ActsThenFails):
            self._act(method, parameters)
            return Unknown("the answer was lost")
        return self._act(method, parameters) if outcome is None else outcome

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any] | Outcome:
        """What the test put there to be found, page by page; an empty object if nothing."""
        self.calls.append((method, parameters))
        found = self.found.get(method)
        return found(parameters) if found else {}

    async def download(self, file_id: str, *, most_bytes: int) -> bytes | Outcome:
        """The file that the test put there."""
        if not self.is_known:
            return Rejected(401, "Unauthorized")
        content = self.files.get(file_id)
        if content is None:
            return Rejected(400, "Bad Request: wrong file_id")
        return content if len(content) <= most_bytes else Rejected(400, f"Bad Request: {TOO_LARGE}")

    async def close(self) -> None:
        """Nothing to give up."""

    def _act(self, method: str, parameters: dict[str, Any]) -> Outcome:
        match method:
            case "editMessageText" | "editMessageCaption" | "editMessageMedia" | "editMessageReplyMarkup":
                return self._edit(parameters)
            case "createForumTopic":
                self._last_message_id += 1
                self.threads.setdefault(parameters["chat_id"], {})[self._last_message_id] = parameters["name"]
                return Done(thread_id=self._last_message_id)
            case "answerCallbackQuery":
                if parameters.get("text"):
                    self.toasts.append(parameters["text"])
                return Done()
            case _ if method.startswith("send"):
                return self._send(method, parameters)
            case _:
                return Done()

    def _send(self, method: str, parameters: dict[str, Any]) -> Outcome:
        thread_id = parameters.get("message_thread_id")
        if thread_id is not None and thread_id not in self.threads.get(parameters["chat_id"], {}):
            return Rejected(400, "Bad Request: message thread not found")
        self._last_message_id += 1
        message = Message(
            self._last_message_id,
            _text_of(parameters),
            parameters.get("reply_markup", {}).get("inline_keyboard", []),
            parameters.get("protect_content", False),
            method,
            thread_id,
            parameters.get("reply_parameters", {}).get("message_id"),
        )
        self.chats.setdefault(parameters["chat_id"], []).append(message)
        return Done(message.message_id)

    def _edit(self, parameters: dict[str, Any]) -> Outcome:
        for message in self.chats.get(parameters["chat_id"], []):
            if message.message_id == parameters["message_id"]:
                message.text = _text_of(parameters) or message.text
                message.keyboard = parameters["reply_markup"]["inline_keyboard"]
                return Done(message.message_id)
        return Rejected(400, "Bad Request: message to edit not found")


def _text_of(parameters: dict[str, Any]) -> str:
    """The text, or the caption of what is sent instead of one."""
    text: str = parameters.get("text") or parameters.get("caption") or parameters.get("media", {}).get("caption", "")
    return text
