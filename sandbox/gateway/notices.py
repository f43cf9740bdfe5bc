"""Telling the shop of payments: signed, again and again with growing pauses until it answers `success`.

Not here: what is owed (`journal`); it is kept in the file, so a restart goes on where it stopped.
"""

import json
from datetime import UTC, datetime

import httpx

from sandbox.gateway.bills import is_on_loopback, sign
from sandbox.gateway.faults import FaultKind, Faults
from sandbox.gateway.journal import Journal, Notice
from sandbox.world import World

ACCEPTED = "success"
REPLY_SECONDS = 10.0
PAUSES_SECONDS = (1, 2, 5, 10, 30, 60, 300)
"""After each refusal, then the last one over and over; real gateways stretch theirs over a day."""

IDLE_SECONDS = 3600.0
SIGNATURE_HEADER = "X-Gateway-Signature"
TIMESTAMP_HEADER = "X-Gateway-Timestamp"


class Notices:
    """Sends what is due, one call at a time."""

    def __init__(self, world: World, journal: Journal, faults: Faults, *, key: str) -> None:
        self._world = world
        self._journal = journal
        self._faults = faults
        self._key = key

    async def run(self) -> None:
        """Send notices as they fall due; woken by every change, a moved clock included."""
        async with httpx.AsyncClient(timeout=REPLY_SECONDS, trust_env=False) as client:
            while not self._world.changes.is_closed:
                seen = self._world.changes.number
                for notice in self._due():
                    await self._send(client, notice)
                await self._world.changes.wait(after=seen, timeout_seconds=self._seconds_until_due())

    def _due(self) -> list[Notice]:
        now = self._world.clock.seconds
        return [one for one in self._journal.owed() if one.due_at <= now]

    def _seconds_until_due(self) -> float:
        owed = self._journal.owed()
        return max(owed[0].due_at - self._world.clock.seconds, 0.0) if owed else IDLE_SECONDS

    async def _send(self, client: httpx.AsyncClient, notice: Notice) -> None:
        answer = await self._post(client, notice)
        with self._world.writing():
            if answer == ACCEPTED:
                self._journal.settle(notice)
            else:
                pause = PAUSES_SECONDS[min(notice.attempts, len(PAUSES_SECONDS) - 1)]
                self._journal.postpone(notice, answer, due_at=self._world.clock.seconds + pause)
            self._world.changes.record()

    async def _post(self, client: httpx.AsyncClient, notice: Notice) -> str:
        """Make the call; returns what was answered, or why nothing was."""
        address = self._journal.the(notice.payment_id).notify
        if not is_on_loopback(address):
            return "not on loopback"
        body = self._body(notice)
        try:
            answer = await client.post(address, content=body, headers=self._headers(body))
        except httpx.HTTPError as error:
            return type(error).__name__
        is_accepted = answer.status_code == httpx.codes.OK and answer.text.strip() == ACCEPTED
        return ACCEPTED if is_accepted else f"{answer.status_code} {answer.text[:200]}"

    def _body(self, notice: Notice) -> bytes:
        payment = self._journal.the(notice.payment_id)
        surplus = 1 if self._faults.strikes(FaultKind.WRONG_AMOUNT) else 0
        said = {
            "event_id": notice.event_id,
            "provider_txn": payment.provider_txn,
            "number": payment.number,
            "amount_minor": payment.amount_minor + surplus,
            "currency": payment.currency,
            "paid_at": datetime.fromtimestamp(payment.paid_at, UTC).isoformat(timespec="seconds"),
        }
        return json.dumps(said, ensure_ascii=False).encode()

    def _headers(self, body: bytes) -> dict[str, str]:
        stamp = str(int(self._world.clock.seconds))
        key = f"not {self._key}" if self._faults.strikes(FaultKind.WRONG_SIGNATURE) else self._key
        return {
            "Content-Type": "application/json",
            TIMESTAMP_HEADER: stamp,
            SIGNATURE_HEADER: sign(key, stamp.encode() + b"." + body),
        }
