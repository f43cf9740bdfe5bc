"""Telling the shop that something came of a purchase: signed, again and again until it answers `success`.

Not here: what is owed (`journal`). The call names the purchase and nothing more: the shop asks for the rest.
"""

import hmac
import json

import httpx

from sandbox.gateway.bills import is_on_loopback
from sandbox.supplier.journal import Call, Journal
from sandbox.world import World

ACCEPTED = "success"
REPLY_SECONDS = 10.0
PAUSE_SECONDS = 5
IDLE_SECONDS = 3600.0
SIGNATURE_HEADER = "X-Supplier-Signature"
TIMESTAMP_HEADER = "X-Supplier-Timestamp"


def sign(key: str, *, stamp: str, method: str, path: str, body: bytes) -> str:
    """Return the signature of a call in either direction, as hex digits."""
    return hmac.new(key.encode(), f"{stamp}.{method}.{path}.".encode() + body, "sha256").hexdigest()


class Calls:
    """Makes the calls that are due, one at a time."""

    def __init__(self, world: World, journal: Journal, *, key: str) -> None:
        self._world = world
        self._journal = journal
        self._key = key

    async def run(self) -> None:
        """Call as it falls due; woken by every change, a moved clock included."""
        async with httpx.AsyncClient(timeout=REPLY_SECONDS, trust_env=False) as client:
            while not self._world.changes.is_closed:
                seen = self._world.changes.number
                for call in self._due():
                    await self._make(client, call)
                await self._world.changes.wait(after=seen, timeout_seconds=self._seconds_until_due())

    def _due(self) -> list[Call]:
        now = self._world.clock.seconds
        return [one for one in self._journal.owed() if one.due_at <= now]

    def _seconds_until_due(self) -> float:
        owed = self._journal.owed()
        return max(owed[0].due_at - self._world.clock.seconds, 0.0) if owed else IDLE_SECONDS

    async def _make(self, client: httpx.AsyncClient, call: Call) -> None:
        answer = await self._post(client, call)
        with self._world.writing():
            due_at = self._world.clock.seconds + PAUSE_SECONDS
            self._journal.note_called(call, answer, due_at=due_at, is_done=answer == ACCEPTED)
            self._world.changes.record()

    async def _post(self, client: httpx.AsyncClient, call: Call) -> str:
        """Make the call; returns what was answered, or why nothing was."""
        if not is_on_loopback(call.notify):
            return "not on loopback"
        body = json.dumps({"number": call.number, "event_id": f"{call.supplier}-{call.id}"}).encode()
        stamp = str(int(self._world.clock.seconds))
        path = httpx.URL(call.notify).path
        signature = sign(self._key, stamp=stamp, method="POST", path=path, body=body)
        headers = {TIMESTAMP_HEADER: stamp, SIGNATURE_HEADER: signature}
        try:
            answer = await client.post(call.notify, content=body, headers=headers)
        except httpx.HTTPError as error:
            return type(error).__name__
        return answer.text.strip()[:200] if answer.status_code == httpx.codes.OK else str(answer.status_code)
