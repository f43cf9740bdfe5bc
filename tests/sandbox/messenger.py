"""The chat page served by a process of its own, and a bot and a gateway to go with it, for tests in a browser.

Not here: the browser (`tests.browser`). The world lasts as long as a test file, so each test brings its own
people and leaves nothing armed.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from sandbox.client import PersonInChat, Sandbox
from sandbox.gateway_client import GatewayClient

TOKEN = "1000001:SECRET"
BOT_ID = 1000001
GATEWAY_KEY = "a key both sides know"
WAIT_SECONDS = 10


@dataclass(frozen=True)
class Messenger:
    """A running sandbox with its page; `bot` calls a method of the Bot API as the only bot."""

    sandbox: Sandbox
    gateway: GatewayClient
    _http: httpx.Client

    def bot(self, method: str, **parameters: Any) -> Any:  # Any: JSON of the Bot API
        answer = self._http.post(f"/bot{TOKEN}/{method}", json=parameters).json()
        assert answer["ok"], answer
        return answer["result"]

    def bot_hears(self, kind: str, person: PersonInChat) -> Any:  # Any: JSON of the Bot API
        """Wait for the person's next update of that kind, confirming the ones before it."""
        offset = 0
        while True:
            updates = self.bot("getUpdates", offset=offset, timeout=WAIT_SECONDS)
            assert updates, f"no {kind} came within {WAIT_SECONDS} seconds"
            for update in updates:
                offset = update["update_id"] + 1
                if kind in update and update[kind]["from"]["id"] == person.id:
                    self.bot("getUpdates", offset=offset)
                    return update[kind]

    def address(self, person: PersonInChat, *, chat: int | None = BOT_ID, topic: int | None = None) -> str:
        places = {"person": person.id, "chat": chat, "topic": topic}
        query = "&".join(f"{name}={value}" for name, value in places.items() if value is not None)
        return f"{self.sandbox.url}/?{query}"


@pytest.fixture(scope="module")
def messenger() -> Iterator[Messenger]:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--no-limits", "--gateway-key", GATEWAY_KEY]
    process = subprocess.Popen([*command, "--bot", f"{TOKEN}:xiaoer_bot"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        sandbox, gateway = Sandbox(url), GatewayClient(url)
        with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
            yield Messenger(sandbox, gateway, http)
        sandbox.close()
        gateway.close()
    finally:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture
def ana(messenger: Messenger) -> PersonInChat:
    """Somebody who has not talked to the bot yet."""
    return messenger.sandbox.person("Ana", language_code="en")


@pytest.fixture
def bea(messenger: Messenger) -> PersonInChat:
    """Somebody who has started the bot; the bot has heard it."""
    bea = messenger.sandbox.person("Bea", language_code="en")
    bea.says("/start")
    messenger.bot_hears("message", bea)
    return bea
