"""Stars over the wire, with both libraries: invoice, consent, the report of the payment, the way back, the list.

Not here: what the shop makes of it (tests/conversations/test_stars).
"""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backend.money import Money
from backend.payments import GatewayNotice, Payment, PaymentStatus
from backend.reconciliation import LineKind
from bot.drivers.driver import Done, Driver, Rejected
from bot.drivers.driver import Unknown as NoAnswer
from bot.gateways.gateway import Missing, Ok, Unknown
from bot.gateways.stars_gateway import StarsGateway
from bot.reading import arrival_of_update, read
from flows.events import CheckoutAsked, Event, PaymentReported
from storage.inbox import Inbound
from tests.bot.gateways.stands import payment, refund_of
from tests.conformance.conftest import Platform

pytestmark = pytest.mark.asyncio(loop_scope="module")

PRICE = Money(250, "XTR")


class Counter:
    """A bot that takes Stars, by one of the libraries."""

    def __init__(self, driver: Driver, platform: Platform) -> None:
        self.driver = driver
        self.platform = platform
        self.gateway = StarsGateway(driver, telegram_id_of=lambda _: platform.ana.id)
        self.offset: int | None = None

    async def next_of(self, kind: type[CheckoutAsked] | type[PaymentReported]) -> Event:
        """Fetch until there is an event of the kind."""
        for _ in range(10):
            for update in await self.driver.fetch(self.offset, wait_seconds=2):
                self.offset = update["update_id"] + 1
                arrival = arrival_of_update(update, bot_id=1)
                event = read(_stored(arrival.lane, json.dumps(update)), now=datetime.now(UTC))
                if isinstance(event.happening, kind):
                    return event
        raise AssertionError(f"no {kind.__name__}")

    async def is_paid(self, number: str) -> Payment:
        """Send an invoice, consent, and hear of the payment."""
        opened = replace(payment(number, PRICE, gateway="stars"), opened_at=datetime.now(UTC) - timedelta(minutes=1))
        prices = [{"label": "Card", "amount": PRICE.minor}]
        sent = await self.driver.call(
            "sendInvoice",
            chat_id=self.platform.ana.id,
            title="Card",
            description="A card",
            payload=number,
            provider_token="",
            currency="XTR",
            prices=prices,
            protect_content=False,
        )
        assert isinstance(sent, Done)
        paying = asyncio.get_running_loop().run_in_executor(None, self.platform.ana.pays)
        asked = (await self.next_of(CheckoutAsked)).happening
        assert isinstance(asked, CheckoutAsked)
        assert (asked.payload, asked.amount) == (number, PRICE)
        answer = {"pre_checkout_query_id": asked.query_id, "ok": True, "error_message": None}
        assert await self.driver.call("answerPreCheckoutQuery", **answer) == Done()
        told = (await self.next_of(PaymentReported)).happening
        await paying
        assert isinstance(told, PaymentReported)
        assert (told.notice.payment_number, told.notice.amount) == (number, PRICE)
        return replace(opened, provider_txn=told.notice.provider_txn, status=PaymentStatus.CAPTURED)


def _stored(lane: str, payload: str) -> Inbound:
    return Inbound(1, "telegram:1", "1", lane, payload, 0, None, datetime.now(UTC))


async def test_stars_come_and_go_back_once(driver: Driver, platform: Platform) -> None:
    counter = Counter(driver, platform)
    paid = await counter.is_paid(f"P-{type(driver).__name__}")

    found = await counter.gateway.query(paid)
    assert isinstance(found, GatewayNotice)
    assert (found.provider_txn, found.amount) == (paid.provider_txn, PRICE)
    refund = replace(refund_of(paid), wanted_at=paid.opened_at)
    assert await counter.gateway.find_refund(refund, paid) == Missing()

    assert isinstance(await counter.gateway.refund(refund, paid), Ok)
    assert isinstance(await counter.gateway.refund(refund, paid), Ok)
    assert isinstance(await counter.gateway.find_refund(refund, paid), Ok)

    listed = await counter.gateway.statement(since=paid.opened_at, until=datetime.now(UTC) + timedelta(minutes=1))
    assert isinstance(listed, list)
    ours = [(line.kind, line.amount) for line in listed if line.reference == paid.provider_txn]
    assert ours == [(LineKind.PAYMENT, PRICE), (LineKind.REFUND, PRICE)]


async def test_a_reply_lost_while_stars_go_back_is_unknown_and_then_found(driver: Driver, platform: Platform) -> None:
    counter = Counter(driver, platform)
    paid = await counter.is_paid(f"Q-{type(driver).__name__}")
    refund = replace(refund_of(paid), wanted_at=paid.opened_at)
    platform.sandbox.fail("act-then-drop-reply", method="refundStarPayment")

    assert isinstance(await counter.gateway.refund(refund, paid), Unknown)
    platform.sandbox.heal()

    assert isinstance(await counter.gateway.find_refund(refund, paid), Ok)


async def test_what_only_looks_ends_as_any_other_call_does(driver: Driver, platform: Platform) -> None:
    platform.sandbox.fail("malformed", method="getStarTransactions")
    assert isinstance(await driver.ask("getStarTransactions", offset=0, limit=1), NoAnswer)
    platform.sandbox.heal()

    assert isinstance(await driver.ask("noSuchMethod"), Rejected)
