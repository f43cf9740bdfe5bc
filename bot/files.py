"""Files: fetches what somebody sent, and lets it come back to the turn that asked for it as an event.

Not here: what is done with it (handlers). A file may hold card codes, so its text is sealed before it is kept.
"""

import base64
import json
from typing import Any

from bot.drivers.driver import TOO_LARGE, Driver, Outcome, Rejected
from bot.messenger import says
from bot.reading import FILE_SOURCE, lane_of_chat
from bot.standing import NOT_US
from flows.events import sealed_as
from storage import failpoints
from storage.inbox import Arrival
from storage.outbox import Outbound
from storage.secrets import Vault

MOST_FILE_BYTES = 2_000_000
"""A line of a card file has some 20 characters: that makes 100,000 cards."""


class Files:
    """Fetches files through the driver."""

    def __init__(self, driver: Driver, *, vault: Vault) -> None:
        self._driver = driver
        self._vault = vault

    async def fetch(self, call: Outbound) -> Arrival | Outcome:
        """The file as an event for the chat that asked, or why it can't be had now."""
        asked = call.content or {}
        found = await self._driver.download(asked["file_id"], most_bytes=MOST_FILE_BYTES)
        failpoints.reached("file.fetched")
        if isinstance(found, bytes):
            return self._arrival(call, asked, found)
        if says(found, TOO_LARGE):
            return self._arrival(call, asked, trouble="too-large")
        if isinstance(found, Rejected) and found.code not in NOT_US:
            return self._arrival(call, asked, trouble="gone")
        return found

    def _arrival(self, call: Outbound, asked: dict[str, Any], content: bytes = b"", trouble: str = "") -> Arrival:
        key = str(call.id)
        text = None if trouble else _as_asked(content, as_bytes=asked.get("as_bytes", False))
        payload = {
            "name": asked["name"],
            "sealed_text": None if text is None else self._vault.seal(text, **sealed_as(key)),
            "sealed_in": key,
            "trouble": trouble or ("not-text" if text is None else None),
            "then": asked["then"],
            "args": asked["args"],
        }
        return Arrival(FILE_SOURCE, key, lane_of_chat(call.chat_id), json.dumps(payload, ensure_ascii=False))


def _as_asked(content: bytes, *, as_bytes: bool) -> str | None:
    """The file's text, or its bytes as text in base64; None if it is to be text and is none."""
    return base64.b64encode(content).decode() if as_bytes else _text_of(content)


def _text_of(content: bytes) -> str | None:
    """The file's text; a spreadsheet's byte-order mark is no part of it. None if it is none."""
    try:
        return content.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return None
