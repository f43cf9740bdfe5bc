"""What the conformance kit runs a gateway against: the outside world, told to fail in one of the modes, with its books.

Not here: the questions of the kit (test_conformance). Every gateway that gives money back has a stand.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol

from backend.money import Money
from backend.payments import Payment, PaymentStatus
from backend.refunds import Refund, RefundStatus
from bot.drivers.driver import Flooded, Outcome, Rejected, Unreached
from bot.drivers.memory_driver import ActsThenFails, MemoryDriver
from bot.gateways.epay_gateway import EpayGateway
from bot.gateways.gateway import GivingBack
from bot.gateways.sign_type import SignType
from bot.gateways.stars_gateway import StarsGateway
from sandbox.epay.client import EpayClient
from tests.clock import StoppedClock

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MERCHANT = "1001"
KEY = "a key both sides know"
BUYER = 501


class Stand(Protocol):
    """A gateway, and the world behind it."""

    @property
    def gateway(self) -> GivingBack:
        """What is looked at."""
        ...

    def is_paid(self, number: str, minor: int = 10_000) -> Payment:
        """Let somebody pay; returns our row of it."""
        ...

    def fails(self, mode: str) -> None:
        """Let the next refund go wrong."""
        ...

    def given_back(self, payment: Payment) -> int:
        """How much the world says went back, in minor units."""
        ...


class EpayStand:
    """The sign-and-callback gateway before its stand-in, over HTTP."""

    def __init__(self, url: str, sign_type: SignType) -> None:
        self.client = EpayClient(url)
        self.gateway: EpayGateway = epay(url, sign_type)

    def is_paid(self, number: str, minor: int = 10_000) -> Payment:
        asked = payment(number, Money(minor, "CNY"), gateway="epay")
        return replace(
            asked, provider_txn=self.client.pays_at(self.gateway.address(asked)), status=PaymentStatus.CAPTURED
        )

    def fails(self, mode: str) -> None:
        self.client.fails(mode, what="refund", seconds=0.6 if mode == "slow" else 0)

    def given_back(self, payment: Payment) -> int:
        books = self.client.journal()
        of = {each["id"] for each in books["payments"] if each["trade_no"] == payment.provider_txn}
        back = [Money.parse(each["money"], "CNY") for each in books["refunds"] if each["payment_id"] in of]
        return sum(each.minor for each in back)


class StarsStand:
    """Stars before a platform kept in memory."""

    _OUTCOMES: ClassVar[dict[str, Outcome | ActsThenFails]] = {
        "reject": Rejected(400, "Bad Request: CHARGE_NOT_FOUND"),
        "drop-before": Unreached("no connection"),
        "drop-reply": ActsThenFails(),
        "malformed": ActsThenFails(),
        "unsigned": ActsThenFails(),
        "500": ActsThenFails(),
        "429": Flooded(3),
        "slow": ActsThenFails(),
    }

    def __init__(self) -> None:
        self.driver = StarsPlatform()
        self.gateway = StarsGateway(self.driver, telegram_id_of=lambda _: BUYER)

    def is_paid(self, number: str, minor: int = 10_000) -> Payment:
        charge = self.driver.takes(number, minor)
        paid = payment(number, Money(minor, "XTR"), gateway="stars")
        return replace(paid, provider_txn=charge, status=PaymentStatus.CAPTURED)

    def fails(self, mode: str) -> None:
        self.driver.script("refundStarPayment", self._OUTCOMES[mode])

    def given_back(self, payment: Payment) -> int:
        back = [each for each in self.driver.moved if "receiver" in each and each["id"] == payment.provider_txn]
        return sum(each["amount"] for each in back)


class StarsPlatform(MemoryDriver):
    """Keeps Stars as the platform does: a charge goes back once, and the list has all that moved."""

    def __init__(self) -> None:
        super().__init__()
        self.moved: list[dict[str, Any]] = []
        self.found["getStarTransactions"] = self._list

    def takes(self, payload: str, amount: int, *, at: datetime = NOON) -> str:
        """Let somebody pay an invoice; returns the charge."""
        charge = f"charge-{len(self.moved)}"
        source = {"type": "user", "transaction_type": "invoice_payment", "invoice_payload": payload}
        self.moved.append({"id": charge, "amount": amount, "date": int(at.timestamp()), "source": source})
        return charge

    def _act(self, method: str, parameters: dict[str, Any]) -> Any:
        if method != "refundStarPayment":
            return super()._act(method, parameters)
        charge = parameters["telegram_payment_charge_id"]
        paid = next((each for each in self.moved if each["id"] == charge and "source" in each), None)
        if paid is None or parameters["user_id"] != BUYER:
            return Rejected(400, "Bad Request: CHARGE_NOT_FOUND")
        if any("receiver" in each and each["id"] == charge for each in self.moved):
            return Rejected(400, "Bad Request: CHARGE_ALREADY_REFUNDED")
        self.moved.append({"id": charge, "amount": paid["amount"], "date": paid["date"], "receiver": paid["source"]})
        return super()._act(method, parameters)

    def _list(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"transactions": self.moved[asked["offset"] : asked["offset"] + asked["limit"]]}


def epay(url: str, sign_type: SignType, *, key: str = KEY) -> EpayGateway:
    """The gateway as the shop would have it."""
    return EpayGateway(
        url=f"{url}/epay",
        merchant=MERCHANT,
        key=key,
        sign_type=sign_type,
        currency="CNY",
        notify_url=f"{url}/callback",
        return_url="https://t.me/xiaoer_bot",
        clock=StoppedClock(NOON),
    )


def payment(number: str, amount: Money, *, gateway: str) -> Payment:
    """A payment that is waited for."""
    return Payment(1, number, 1, 1, gateway, amount.minor, amount.currency, PaymentStatus.OPEN, None, NOON, None, 0)


def refund_of(paid: Payment, minor: int | None = None, *, number: str | None = None) -> Refund:
    """A refund that was decided on; the first attempt is counted already."""
    amount = paid.amount_minor if minor is None else minor
    name = number or f"{paid.number}-R1"
    asked = RefundStatus.ASKED
    return Refund(1, name, name, 1, 1, paid.gateway, amount, paid.currency, asked, 1, NOON, NOON, None, None)
