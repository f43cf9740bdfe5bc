"""A gateway of the kind most shops of this trade are offered: parameters signed with a shared key, and a callback.

Not here: the stand-in for one (sandbox.epay). Every parameter but `sign`, `sign_type` and empty ones is sorted by name,
joined as `name=value` with `&`, and signed with the merchant's key: MD5 over text and key, or HMAC-SHA256. It is asked
by POST and answers JSON signed in the same way; a callback comes as a form or a query, and wants `success` back.
"""

import hashlib
import hmac
import json
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx

from backend.fees import NO_FEE, Fee
from backend.money import InvalidAmount, Money
from backend.payments import GatewayNotice, Payment
from backend.reconciliation import Line, LineKind
from backend.refunds import Refund
from bot.clock import Clock
from bot.gateways.gateway import BadCallback, Missing, Ok, Rejected, Unknown
from bot.gateways.sign_type import SignType

OLDEST_CALLBACK = timedelta(minutes=5)
"""A callback whose signature is older may be a recording; the gateway signs each repetition anew."""

REPLY_SECONDS = 15.0
CONNECT_SECONDS = 5.0
PAGE_LINES = 200
MOST_PAGES = 500
"""Of one statement: more than this is no shop of ours."""

_PAID = "TRADE_SUCCESS"
_DONE_CODE = 0
_MISSING_CODE = 404

_Fields = dict[str, str]
_Said = dict[str, Any]  # Any: what the gateway's JSON holds


class EpayGateway:
    """Pays at `url`/submit.php, reports to `notify_url`, is asked at `url`/api/pay."""

    name = "epay"
    is_told_by_get = True
    gives_back = True
    refunds_are_idempotent = True
    missing_is_final_after: timedelta | None = None

    def __init__(
        self,
        *,
        url: str,
        merchant: str,
        key: str,
        sign_type: SignType,
        currency: str,
        notify_url: str,
        return_url: str,
        clock: Clock,
        label: str | None = None,
        fee: Fee = NO_FEE,
    ) -> None:
        self.label = label
        self.fee = fee
        self._url = url.rstrip("/")
        self._merchant = merchant
        self._key = key.encode()
        self._sign_type = sign_type
        self._currency = currency
        self._notify_url = notify_url
        self._return_url = return_url
        self._clock = clock

    def takes(self, currency: str) -> bool:
        """Whether amounts of this currency can be paid here; a merchant's account has one."""
        return currency == self._currency

    def address(self, payment: Payment) -> str:
        """Where the customer pays this payment; made without asking the gateway, and the same each time."""
        fields = {
            "money": str(payment.amount.amount),
            "name": payment.number,
            "notify_url": self._notify_url,
            "out_trade_no": payment.number,
            "return_url": self._return_url,
            "timestamp": _stamp(payment.opened_at),
        }
        return f"{self._url}/submit.php?{urlencode(self._signed(fields))}"

    def read_callback(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> GatewayNotice:
        """What a callback says; raises BadCallback unless its signature holds over all that the raw body has."""
        del headers
        said = _form(body)
        if not self._is_signed(said):
            raise BadCallback("wrong signature")
        if said.get("pid") != self._merchant:
            raise BadCallback("meant for another merchant")
        stamp = said.get("timestamp", "")
        if not stamp.isdecimal() or abs(now - _moment(stamp)) > OLDEST_CALLBACK:
            raise BadCallback("signed too long ago")
        if said.get("trade_status") != _PAID:
            raise BadCallback("not about a payment that came")
        try:
            return self._notice(said)
        except (KeyError, TypeError, ValueError, OverflowError, InvalidAmount) as oddity:
            raise BadCallback(f"not a notice: {oddity!r}") from oddity

    async def query(self, payment: Payment) -> GatewayNotice | Missing | Unknown:
        """What came for this payment; Missing if nothing did so far."""
        said = await self._ask("query", {"out_trade_no": payment.number})
        if not isinstance(said, dict):
            return Missing() if isinstance(said, Rejected) and said.why == _NOT_THERE else _doubt(said)
        if str(said.get("status")) != "1":
            return Missing()
        try:
            found = self._notice({name: str(value) for name, value in said.items()})
            return found if found.payment_number == payment.number else Unknown("the answer is about another payment")
        except (KeyError, TypeError, ValueError, OverflowError, InvalidAmount) as oddity:
            return Unknown(f"not a payment: {oddity!r}")

    async def refund(self, refund: Refund, payment: Payment) -> Ok | Rejected | Unknown:
        """Give this much of the payment back. What was done before under the same number is Ok."""
        asked = {
            "money": str(refund.amount.amount),
            "out_refund_no": refund.number,
            "out_trade_no": payment.number if payment.provider_txn is None else "",
            "trade_no": payment.provider_txn or "",  # what came a second time has a number of ours that they don't know
        }
        said = await self._ask("refund", asked)
        return self._given(said, refund) if isinstance(said, dict) else said

    async def find_refund(self, refund: Refund, payment: Payment) -> Ok | Missing | Unknown:
        """Whether this refund was given."""
        del payment
        said = await self._ask("refundquery", {"out_refund_no": refund.number})
        if isinstance(said, dict):
            return self._given(said, refund)
        return Missing() if isinstance(said, Rejected) and said.why == _NOT_THERE else _doubt(said)

    async def statement(self, *, since: datetime, until: datetime) -> list[Line] | Unknown:
        """All that moved from `since` until before `until`, oldest first."""
        lines: list[Line] = []
        for page in range(MOST_PAGES):
            asked = {"since": _stamp(since), "until": _stamp(until), "offset": str(page * PAGE_LINES)}
            said = await self._ask("statement", asked | {"limit": str(PAGE_LINES)})
            if not isinstance(said, dict):
                return _doubt(said)
            try:
                read = [self._line(each) for each in _rows(json.loads(said["lines"]))]
            except (KeyError, TypeError, ValueError, OverflowError, InvalidAmount) as oddity:
                return Unknown(f"not a statement: {oddity!r}")
            lines += read
            if len(read) < PAGE_LINES:
                return lines
        return Unknown("a statement without an end")

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        """Made once, and only where they are needed: reading them takes longer than asking."""
        if self._url.startswith("http:"):
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return httpx.create_ssl_context(trust_env=False)

    async def _ask(self, what: str, fields: _Fields) -> _Said | Rejected | Unknown:
        """One question. Only a signed answer is believed, be it yes or no."""
        form = self._signed(fields | {"timestamp": _stamp(self._clock.now())})
        patience = httpx.Timeout(REPLY_SECONDS, connect=CONNECT_SECONDS)
        try:
            async with httpx.AsyncClient(timeout=patience, trust_env=False, verify=self._certificates) as http:
                answer = await http.post(f"{self._url}/api/pay/{what}", data=form)
        except httpx.HTTPError as error:
            return Unknown(type(error).__name__)
        if answer.status_code != httpx.codes.OK:
            return Unknown(f"status {answer.status_code}")
        return self._believed(answer)

    def _believed(self, answer: httpx.Response) -> _Said | Rejected | Unknown:
        try:
            said = answer.json()
        except ValueError:
            return Unknown("an answer that can't be read")
        if not isinstance(said, dict):
            return Unknown("an answer that can't be read")
        if not self._is_signed({name: str(value) for name, value in said.items()}):
            return Unknown("an answer that is not signed")
        if said.get("code") == _DONE_CODE:
            return said
        return Rejected(_NOT_THERE if said.get("code") == _MISSING_CODE else str(said.get("msg", ""))[:200])

    def _given(self, said: _Said, refund: Refund) -> Ok | Unknown:
        """It must be the refund that was asked for: a gateway that mixes them up is not believed."""
        try:
            amount = Money.parse(said["money"], self._currency)
            is_it = said["out_refund_no"] == refund.number and amount == refund.amount
            return Ok(_text(said["refund_no"])) if is_it else Unknown("the answer is about another refund")
        except (KeyError, TypeError, ValueError, InvalidAmount) as oddity:
            return Unknown(f"not a refund: {oddity!r}")

    def _notice(self, said: Mapping[str, str]) -> GatewayNotice:
        transaction = _text(said["trade_no"])
        if said.get("currency", self._currency) != self._currency:
            raise ValueError("another currency")
        return GatewayNotice(
            gateway=self.name,
            payment_number=_text(said["out_trade_no"]),
            provider_txn=transaction,
            event_id=f"{transaction}:{_text(said['money'])}",  # a corrected amount is another event
            amount=Money.parse(said["money"], self._currency),
            paid_at=_moment(said["paid_at"] if "paid_at" in said else said["timestamp"]),
        )

    def _line(self, said: Mapping[str, str]) -> Line:
        return Line(
            kind=LineKind(said["kind"]),
            number=_text(said["number"]),
            reference=_text(said["reference"]),
            amount=Money.parse(said["money"], self._currency),
            at=_moment(said["at"]),
        )

    def _signed(self, fields: _Fields) -> _Fields:
        named = fields | {"pid": self._merchant}
        return named | {"sign": self._sign(named), "sign_type": self._sign_type.value}

    def _is_signed(self, said: Mapping[str, str]) -> bool:
        """In our own way of signing, whatever the other side says it used: else it could choose the weaker one."""
        return hmac.compare_digest(said.get("sign", "").lower().encode(), self._sign(said).encode())

    def _sign(self, fields: Mapping[str, str]) -> str:
        named = {name: value for name, value in fields.items() if name not in ("sign", "sign_type") and value != ""}
        plain = "&".join(f"{name}={named[name]}" for name in sorted(named)).encode()
        if self._sign_type is SignType.MD5:
            # The merchants' dialect is older than its weakness; the key makes it what it is.
            return hashlib.md5(plain + self._key, usedforsecurity=False).hexdigest()
        return hmac.new(self._key, plain, "sha256").hexdigest()


_NOT_THERE = "no such thing"


def _doubt(said: Rejected | Unknown) -> Unknown:
    """A refusal to answer leaves open what was asked."""
    return said if isinstance(said, Unknown) else Unknown(f"refused: {said.why}")


def _form(body: bytes) -> _Fields:
    """The fields of a form or query, each of them once."""
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, strict_parsing=True, max_num_fields=50)
    except (UnicodeDecodeError, ValueError) as oddity:
        raise BadCallback("not a form") from oddity
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise BadCallback("a field that comes twice")
    return fields


def _rows(said: Any) -> list[Mapping[str, str]]:
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        raise TypeError("a list of lines is expected")
    return said


def _stamp(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def _moment(stamp: str) -> datetime:
    return datetime.fromtimestamp(int(stamp), UTC)


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 100 or not value.isprintable():
        raise ValueError("a short text is expected")
    return value
