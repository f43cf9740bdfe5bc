"""Many refunds whose replies get lost: none is given twice, and in 15 minutes each is settled or before staff.

Not here: one refund in each of the gateway's moods (tests/bot/gateways/test_conformance), or what people are told
(tests/conversations/test_gateways). Time is virtual; the job, the database and the books are real.
"""

import heapq
import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from backend import audit, payments, refunds
from backend.fees import NO_FEE
from backend.money import Money
from backend.payments import GatewayNotice, Payment
from backend.reconciliation import Line
from backend.refunds import Refund, RefundStatus
from bot.gateways.gateway import Missing, Ok, Rejected, Unknown
from bot.jobs.refunds import refund_job
from storage.database import Database, Db
from tests.backend import given
from tests.clock import StoppedClock

REFUNDS = 100
"""In the suite. With 1,000 (2026-11-22, SQLite): see `test_none_is_given_twice` for what has to hold of any number."""

WITHIN = timedelta(minutes=15)
AMOUNT = Money(1_00, "CNY")
GATEWAY = "epay"
SILENCE = Unknown("time-out")


class ForgetfulGateway:
    """Loses every fifth question and every second reply, and never says a word about a few refunds."""

    name = GATEWAY
    label: str | None = None
    fee = NO_FEE
    is_told_by_get = False
    gives_back = True
    missing_is_final_after: timedelta | None = None

    def __init__(self, *, is_idempotent: bool) -> None:
        self.refunds_are_idempotent = is_idempotent
        self.missing_is_final_after = None if is_idempotent else timedelta(seconds=30)
        self.given: Counter[str] = Counter()
        self._chance = random.Random(5)

    def takes(self, currency: str) -> bool:
        """Any currency."""
        return bool(currency)

    def address(self, payment: Payment) -> None:
        """Nobody pays here."""
        del payment

    def read_callback(self, body: bytes, headers: object, *, now: datetime) -> GatewayNotice:
        """It never calls."""
        raise AssertionError("it never calls")

    async def query(self, payment: Payment) -> Unknown:
        """It is not asked about payments."""
        return SILENCE

    async def refund(self, refund: Refund, payment: Payment) -> Ok | Rejected | Unknown:
        """Give it back; of a number that was given before only where it is idempotent nothing is done."""
        if self._chance.random() < 0.2:
            return SILENCE
        if not (self.refunds_are_idempotent and self.given[refund.number]):
            self.given[refund.number] += 1
        is_lost = self._chance.random() < 0.5 or _is_unspoken(refund)
        return SILENCE if is_lost else Ok(f"R-{refund.number}")

    async def find_refund(self, refund: Refund, payment: Payment) -> Ok | Missing | Unknown:
        """Whether it was given."""
        if self._chance.random() < 0.3 or _is_unspoken(refund):
            return SILENCE
        return Ok(f"R-{refund.number}") if self.given[refund.number] else Missing()

    async def statement(self, *, since: datetime, until: datetime) -> list[Line] | Unknown:
        """It has none."""
        return SILENCE


class Desk:
    """Refunds that are asked for until it is known what became of them, or a person was called."""

    def __init__(self, database: Database, gateway: ForgetfulGateway) -> None:
        self.clock = StoppedClock(given.NOW)
        self.database = database
        self.called: set[int] = set()
        self._job = refund_job(database, self.clock, {GATEWAY: gateway})
        self._due: list[tuple[datetime, int]] = []

    def want(self, count: int) -> None:
        """Somebody topped up so often, and wants each sum back."""
        now = self.clock.now()
        with self.database.transaction() as db:
            owner = given.person(db)
            for number in range(count):
                opened = payments.open_top_up(db, owner, AMOUNT, gateway=GATEWAY, key=f"{number}", now=now)
                notice = GatewayNotice(GATEWAY, opened.number, f"T{number}", f"E{number}", AMOUNT, now)
                payments.receive(db, notice, now=now)
                refund = payments.refund_credited(db, owner, opened.id, now=now)
                heapq.heappush(self._due, (now, refund.id))

    async def run(self, length: timedelta) -> None:
        """Do all that is due in so much time."""
        until = self.clock.now() + length
        while self._due and self._due[0][0] <= until:
            at, refund_id = heapq.heappop(self._due)
            self.clock.forward(seconds=max(0.0, (at - self.clock.now()).total_seconds()))
            result = await self._job({"refund": refund_id})
            with self.database.transaction() as db:
                self._note(db, refund_id, result["answer"], result["why"])

    def statuses(self) -> Counter[RefundStatus]:
        """How many refunds stand where."""
        with self.database.read() as db:
            return Counter(refunds.the_refund(db, id + 1).status for id in range(self._count(db)))

    def _note(self, db: Db, refund_id: int, answer: str, why: str) -> None:
        now = self.clock.now()
        if answer == "done":
            assert refunds.note_done(db, refund_id, answer=why, now=now) is not None
            return
        assert answer == "unknown"
        pause = refunds.pause_after(refunds.the_refund(db, refund_id).attempts)
        if pause is None:
            refunds.note_stuck(db, refund_id, answer=why)
            self.called.add(refund_id)
        else:
            heapq.heappush(self._due, (now + pause, refund_id))

    def _count(self, db: Db) -> int:
        return int(db.exec_driver_sql("select count(*) from refunds").scalar_one())


def _is_unspoken(refund: Refund) -> bool:
    """Of one in fifty the gateway never says a word."""
    return refund.id % 50 == 0


@pytest.mark.parametrize("is_idempotent", [True, False], ids=["idempotent", "not idempotent"])
async def test_none_is_given_twice_and_each_is_settled_or_before_a_person_in_time(
    sqlite_database: Database, is_idempotent: bool
) -> None:
    gateway = ForgetfulGateway(is_idempotent=is_idempotent)
    desk = Desk(sqlite_database, gateway)
    desk.want(REFUNDS)

    await desk.run(WITHIN)

    assert max(gateway.given.values()) == 1
    statuses = desk.statuses()
    assert statuses[RefundStatus.DONE] + statuses[RefundStatus.STUCK] == REFUNDS
    assert statuses[RefundStatus.STUCK] == len(desk.called) >= REFUNDS // 50
    assert statuses[RefundStatus.DONE] >= REFUNDS * 9 // 10
    with sqlite_database.read() as db:
        assert audit.check(db, now=desk.clock.now() + timedelta(hours=1)) == []
