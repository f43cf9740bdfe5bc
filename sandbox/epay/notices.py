"""Telling the shop of payments: signed forms, again and again with growing pauses until it answers `success`.

Not here: what is owed (`journal`); it is kept in the file, so a restart goes on where it stopped.
"""

import httpx

from sandbox.epay.faults import FaultKind, Faults
from sandbox.epay.journal import Journal, Notice
from sandbox.epay.signing import sign
from sandbox.gateway.bills import is_on_loopback
from sandbox.world import World

ACCEPTED = "success"
REPLY_SECONDS = 10.0
PAUSES_SECONDS = (1, 2, 5, 10, 30, 60, 300)
"""After each refusal, then the last one over and over; real gateways stretch theirs over a day."""

IDLE_SECONDS = 3600.0
AN_HOUR_SECONDS = 3600


class Notices:
    """Sends what is due, one call at a time."""

    def __init__(
        self, world: World, journal: Journal, faults: Faults, *, merchant: str, key: str, sign_type: str
    ) -> None:
        self._world = world
        self._journal = journal
        self._faults = faults
        self._merchant = merchant
        self._key = key
        self._sign_type = sign_type

    async def run(self) -> None:
        """Send notices as they fall due; woken by every change, a moved clock included."""
        async with httpx.AsyncClient(timeout=REPLY_SECONDS, trust_env=False) as client:
            while not self._world.changes.is_closed:
                seen = self._world.changes.number
                for notice in self._due():
                    await self._send(client, notice)
                await self._world.changes.wait(after=seen, timeout_seconds=self._seconds_until_due())

    def form(self, notice: Notice) -> dict[str, str]:
        """Return what one sending says, with its signature."""
        payment = self._journal.the(notice.payment_id)
        number = payment.number
        wrong = self._faults.strikes(FaultKind.WRONG_AMOUNT, number=number)
        others = self._faults.strikes(FaultKind.OTHER_MERCHANT, number=number)
        stale = self._faults.strikes(FaultKind.STALE, number=number)
        said = {
            "money": f"1{payment.money}" if wrong else payment.money,
            "name": number,
            "out_trade_no": number,
            "paid_at": str(int(payment.paid_at)),
            "pid": f"{self._merchant}9" if others else self._merchant,
            "timestamp": str(int(self._world.clock.seconds) - (AN_HOUR_SECONDS if stale else 0)),
            "trade_no": payment.trade_no,
            "trade_status": "TRADE_SUCCESS",
        }
        signature = sign(said, key=self._key, sign_type=self._sign_type)
        if self._faults.strikes(FaultKind.TAMPER, number=number):
            said["money"] = "0.01"
        return said | {"sign": signature, "sign_type": self._sign_type}

    def _due(self) -> list[Notice]:
        now = self._world.clock.seconds
        return [one for one in self._journal.owed() if one.due_at <= now]

    def _seconds_until_due(self) -> float:
        owed = self._journal.owed()
        return max(owed[0].due_at - self._world.clock.seconds, 0.0) if owed else IDLE_SECONDS

    async def _send(self, client: httpx.AsyncClient, notice: Notice) -> None:
        answer = await self._post(client, notice)
        pause = PAUSES_SECONDS[min(notice.attempts, len(PAUSES_SECONDS) - 1)]
        with self._world.writing():
            due_at = notice.due_at if answer == ACCEPTED else self._world.clock.seconds + pause
            self._journal.note_answer(notice, answer, due_at=due_at, is_done=answer == ACCEPTED)
            self._world.changes.record()

    async def _post(self, client: httpx.AsyncClient, notice: Notice) -> str:
        """Make the call; returns what was answered, or why nothing was."""
        address = self._journal.the(notice.payment_id).notify_url
        if not is_on_loopback(address):
            return "not on loopback"
        try:
            answer = await client.post(address, data=self.form(notice))
        except httpx.HTTPError as error:
            return type(error).__name__
        is_accepted = answer.status_code == httpx.codes.OK and answer.text.strip() == ACCEPTED
        return ACCEPTED if is_accepted else f"{answer.status_code} {answer.text[:200]}"
