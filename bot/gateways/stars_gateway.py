"""Telegram Stars: paid by an invoice in the chat, told of by an update, given back by the platform.

Not here: the invoice (bot.messenger sends it) or the consent before it is paid (handlers.customer.payments). The
platform knows a payment by its charge; what it lists has the invoice's payload, which is our number.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.fees import NO_FEE
from backend.money import STARS, Money
from backend.payments import GatewayNotice, Payment
from backend.reconciliation import Line, LineKind
from backend.refunds import Refund
from bot.drivers.driver import Done, Driver
from bot.drivers.driver import Rejected as Refused
from bot.gateways.gateway import BadCallback, Missing, Ok, Rejected, Unknown

PAGE_LINES = 100
"""Source: Bot API, getStarTransactions."""

MOST_PAGES = 1000

_BACK_ALREADY = "CHARGE_ALREADY_REFUNDED"
_IS_NO_FAULT_OF_THE_CHARGE = (401, 404, 409, 429)


class StarsGateway:
    """The Bot API's methods for Stars (Source: core.telegram.org/bots/payments-stars)."""

    name = "stars"
    is_told_by_get = False
    gives_back = True
    label: str | None = None
    fee = NO_FEE
    refunds_are_idempotent = True
    missing_is_final_after: timedelta | None = None

    def __init__(self, driver: Driver, *, telegram_id_of: Callable[[int], int]) -> None:
        self._driver = driver
        self._telegram_id_of = telegram_id_of

    def takes(self, currency: str) -> bool:
        """Whether amounts of this currency can be paid here: Stars alone."""
        return currency == STARS

    def address(self, payment: Payment) -> None:
        """None: it is paid by an invoice in the chat."""
        del payment

    def read_callback(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> GatewayNotice:
        """Raise BadCallback: the platform tells of payments by updates alone."""
        raise BadCallback("Stars are never told of by a callback")

    async def query(self, payment: Payment) -> GatewayNotice | Missing | Unknown:
        """What came for this payment; Missing if nothing did so far."""
        listed = await self._listed(since=payment.opened_at)
        if isinstance(listed, Unknown):
            return listed
        came = next((each for each in listed if _payload(each) == payment.number), None)
        return Missing() if came is None else _notice(came)

    async def refund(self, refund: Refund, payment: Payment) -> Ok | Rejected | Unknown:
        """Give a charge back, the whole of it: the platform knows no parts. What is back already is Ok."""
        charge = payment.provider_txn or ""
        if refund.amount != payment.amount:
            return Rejected("Stars go back as a whole")
        outcome = await self._driver.call(
            "refundStarPayment",
            user_id=self._telegram_id_of(payment.person_id),
            telegram_payment_charge_id=charge,
        )
        match outcome:
            case Done():
                return Ok(charge)
            case Refused(description=said) if _BACK_ALREADY in said:
                return Ok(charge)
            case Refused(code, said) if code not in _IS_NO_FAULT_OF_THE_CHARGE:
                return Rejected(said)
            case _:
                return Unknown(str(outcome))

    async def find_refund(self, refund: Refund, payment: Payment) -> Ok | Missing | Unknown:
        """Whether this charge was given back."""
        listed = await self._listed(since=refund.wanted_at)
        if isinstance(listed, Unknown):
            return listed
        is_back = any("receiver" in each and each.get("id") == payment.provider_txn for each in listed)
        return Ok(payment.provider_txn or "") if is_back else Missing()

    async def statement(self, *, since: datetime, until: datetime) -> list[Line] | Unknown:
        """All that moved from `since` until before `until`, oldest first."""
        listed = await self._listed(since=since)
        if isinstance(listed, Unknown):
            return listed
        return [_line(each) for each in listed if _at(each) < until and _is_of_ours(each)]

    async def _listed(self, *, since: datetime) -> list[Mapping[str, Any]] | Unknown:
        """The platform's transactions from this second on, oldest first; it lists them from the very first one."""
        found: list[Mapping[str, Any]] = []
        for page in range(MOST_PAGES):
            answer = await self._driver.ask("getStarTransactions", offset=page * PAGE_LINES, limit=PAGE_LINES)
            if not isinstance(answer, dict):
                return Unknown(str(answer))
            listed = answer.get("transactions")
            if not isinstance(listed, list):
                return Unknown("a list of transactions is expected")
            found += [each for each in listed if _at(each) >= since.replace(microsecond=0)]
            if len(listed) < PAGE_LINES:
                return sorted(found, key=_at)
        return Unknown("a list without an end")


def _at(listed: Mapping[str, Any]) -> datetime:
    return datetime.fromtimestamp(listed["date"], UTC)


def _payload(listed: Mapping[str, Any]) -> str:
    """What the invoice carried that was paid; empty for a refund, or for what no invoice asked for."""
    source = listed.get("source")
    payload = source.get("invoice_payload") if isinstance(source, dict) else None
    return payload if isinstance(payload, str) else ""


def _is_of_ours(listed: Mapping[str, Any]) -> bool:
    """Whether an invoice was paid or given back; Stars also move by gifts, advertisements and withdrawals."""
    partner = listed.get("source") or listed.get("receiver")
    return isinstance(partner, dict) and partner.get("transaction_type", "invoice_payment") == "invoice_payment"


def _notice(listed: Mapping[str, Any]) -> GatewayNotice:
    charge = str(listed["id"])
    return GatewayNotice(
        StarsGateway.name, _payload(listed), charge, charge, Money(listed["amount"], STARS), _at(listed)
    )


def _line(listed: Mapping[str, Any]) -> Line:
    """The platform does not know our number of a refund: it has the charge's."""
    kind = LineKind.REFUND if listed.get("receiver") else LineKind.PAYMENT
    return Line(kind, _payload(listed), str(listed["id"]), Money(listed["amount"], STARS), _at(listed))
