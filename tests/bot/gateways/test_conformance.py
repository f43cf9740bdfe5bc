"""The conformance kit: every gateway that gives money back, in every way the world can fail, gives it back once.

Not here: one gateway's own dialect (test_epay_gateway, test_stars_gateway).
"""

import time
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from backend.payments import GatewayNotice, Payment
from backend.reconciliation import LineKind
from backend.refunds import Refund
from bot.gateways import epay_gateway
from bot.gateways.gateway import Missing, Ok, Rejected, Unknown
from bot.jobs.refunds import give_back
from tests.bot.gateways.stands import NOON, EpayStand, Stand, payment, refund_of

ACTED = ("drop-reply", "malformed", "unsigned", "500")
DID_NOT_ACT = ("drop-before", "429")
MOST_ATTEMPTS = 4
PATIENCE_SECONDS = 20
_numbers = count(1)


def fresh() -> str:
    """A number of ours that no other test has paid."""
    return f"P{next(_numbers)}-1"


async def settle(stand: Stand, refund: Refund, paid: Payment) -> Ok | Rejected | Unknown:
    """Ask as the job does, attempt after attempt, until it is known what became of it."""
    answer: Ok | Rejected | Unknown = Unknown("not asked yet")
    for attempt in range(refund.attempts, MOST_ATTEMPTS + 1):
        answer = await give_back(stand.gateway, replace(refund, attempts=attempt), paid, now=NOON)
        if not isinstance(answer, Unknown):
            return answer
    return answer


async def acted(stand: Stand, paid: Payment) -> None:
    """Return when the world has given something back."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not stand.given_back(paid):
        assert time.monotonic() < until, "it never acted"


async def refuses_to_give_twice(stand: Stand, paid: Payment, refund: Refund) -> None:
    """What the kit asks of an adapter that calls its refunds idempotent."""
    assert stand.gateway.refunds_are_idempotent
    for _ in range(3):
        assert isinstance(await stand.gateway.refund(refund, paid), Ok)
    assert stand.given_back(paid) == refund.amount_minor


async def test_it_gives_back_what_was_paid(stand: Stand) -> None:
    paid = stand.is_paid(fresh())

    assert isinstance(await settle(stand, refund_of(paid), paid), Ok)

    assert stand.given_back(paid) == paid.amount_minor


@pytest.mark.parametrize("mode", ACTED)
async def test_a_reply_that_was_lost_is_looked_for_and_not_asked_for_again(stand: Stand, mode: str) -> None:
    paid = stand.is_paid(fresh())
    stand.fails(mode)

    first = await give_back(stand.gateway, refund_of(paid), paid, now=NOON)
    assert isinstance(first, Unknown)
    assert stand.given_back(paid) == paid.amount_minor

    assert isinstance(await settle(stand, replace(refund_of(paid), attempts=2), paid), Ok)
    assert stand.given_back(paid) == paid.amount_minor


@pytest.mark.parametrize("mode", DID_NOT_ACT)
async def test_what_did_not_happen_is_asked_for_again(stand: Stand, mode: str) -> None:
    paid = stand.is_paid(fresh())
    stand.fails(mode)

    assert isinstance(await settle(stand, refund_of(paid), paid), Ok)

    assert stand.given_back(paid) == paid.amount_minor


async def test_one_that_answers_too_late_has_acted_once(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epay_gateway, "REPLY_SECONDS", 0.2)
    paid = stand.is_paid(fresh())
    stand.fails("slow")

    first = await give_back(stand.gateway, refund_of(paid), paid, now=NOON)
    assert isinstance(first, Unknown)
    monkeypatch.undo()
    await acted(stand, paid)

    assert isinstance(await settle(stand, replace(refund_of(paid), attempts=2), paid), Ok)
    assert stand.given_back(paid) == paid.amount_minor


async def test_a_refusal_is_believed_and_nothing_moved(stand: Stand) -> None:
    paid = stand.is_paid(fresh())
    stand.fails("reject")

    assert isinstance(await settle(stand, refund_of(paid), paid), Rejected)

    assert stand.given_back(paid) == 0


async def test_a_refusal_after_an_attempt_that_may_have_acted_is_for_a_person_to_look_into(stand: Stand) -> None:
    paid = stand.is_paid(fresh())
    stand.fails("reject")

    assert isinstance(await give_back(stand.gateway, replace(refund_of(paid), attempts=2), paid, now=NOON), Unknown)


async def test_asked_again_and_again_it_gives_back_once(stand: Stand) -> None:
    paid = stand.is_paid(fresh())

    await refuses_to_give_twice(stand, paid, refund_of(paid))


async def test_a_gateway_that_lies_about_that_is_caught(epay_stand: EpayStand) -> None:
    paid = epay_stand.is_paid(fresh())
    epay_stand.client.fails("forget", number=refund_of(paid).number, what="refund", times=3)

    with pytest.raises(AssertionError):
        await refuses_to_give_twice(epay_stand, paid, refund_of(paid, 1000))


async def test_it_knows_what_came_and_what_did_not(stand: Stand) -> None:
    paid = stand.is_paid(fresh())

    found = await stand.gateway.query(paid)
    assert isinstance(found, GatewayNotice)
    assert (found.payment_number, found.provider_txn, found.amount) == (paid.number, paid.provider_txn, paid.amount)

    nothing = payment(fresh(), paid.amount, gateway=paid.gateway)
    assert await stand.gateway.query(nothing) == Missing()


async def test_its_statement_has_both_directions(stand: Stand) -> None:
    paid = stand.is_paid(fresh())
    await settle(stand, refund_of(paid), paid)

    listed = await stand.gateway.statement(since=NOON - timedelta(hours=1), until=NOON + timedelta(hours=1))

    assert isinstance(listed, list)
    ours = [line for line in listed if line.number in (paid.number, refund_of(paid).number) or line.number == ""]
    assert {line.kind for line in ours} == {LineKind.PAYMENT, LineKind.REFUND}
    assert all(line.amount.currency == paid.currency for line in listed)


async def many_refunds_with_lost_replies(stand: EpayStand, times: int) -> None:
    stand.client.fails("drop-reply", what="refund", times=times)
    paid = stand.is_paid(fresh(), minor=times * 100)
    for number in range(times):
        refund = refund_of(paid, 100, number=f"{paid.number}-R{number}")
        assert isinstance(await settle(stand, refund, paid), Ok)
    assert stand.given_back(paid) == times * 100


async def test_refunds_with_lost_replies_are_given_once(epay_stand: EpayStand) -> None:
    """Of a hundred and a thousand, in virtual time: tests/bot/jobs/test_refunds."""
    await many_refunds_with_lost_replies(epay_stand, 10)
