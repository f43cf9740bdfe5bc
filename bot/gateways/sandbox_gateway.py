"""The sandbox's payment gateway: signed links to pay at, signed callbacks when money came.

Not here: the stand-in server itself (sandbox.gateway). Both sides sign with HMAC-SHA256 and a shared key.
"""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from backend.fees import NO_FEE, Fee
from backend.money import STARS, InvalidAmount, Money
from backend.payments import GatewayNotice, Payment
from bot.gateways.gateway import BadCallback

OLDEST_CALLBACK = timedelta(minutes=5)
"""A callback whose signature is older may be a recording; the gateway signs each repetition anew."""


class SandboxGateway:
    """Pays at `url`, reports to `notify_url`."""

    name = "sandbox"
    is_told_by_get = False
    gives_back = False
    label: str | None = None

    def __init__(self, *, url: str, key: str, notify_url: str, fee: Fee = NO_FEE) -> None:
        self.fee = fee
        self._url = url.rstrip("/")
        self._key = key.encode()
        self._notify_url = notify_url

    def takes(self, currency: str) -> bool:
        """Whether amounts of this currency can be paid here: of any but Stars, which are paid in the chat."""
        return currency != STARS

    def address(self, payment: Payment) -> str:
        """Where the customer pays this payment; made without asking the gateway."""
        fields = {
            "amount_minor": str(payment.amount.minor),
            "currency": payment.amount.currency,
            "notify": self._notify_url,
            "number": payment.number,
        }
        plain = "&".join(f"{name}={fields[name]}" for name in sorted(fields))
        return f"{self._url}/pay?{urlencode(fields | {'signature': self._sign(plain.encode())})}"

    def read_callback(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> GatewayNotice:
        """What a callback says; raises BadCallback unless its signature holds over the raw body."""
        stamp = headers.get("x-gateway-timestamp", "")
        given = headers.get("x-gateway-signature", "")
        if not hmac.compare_digest(given.encode(), self._sign(stamp.encode() + b"." + body).encode()):
            raise BadCallback("wrong signature")
        if not stamp.isdecimal() or abs(now - datetime.fromtimestamp(int(stamp), UTC)) > OLDEST_CALLBACK:
            raise BadCallback("signed too long ago")
        return self._notice(body)

    def _notice(self, body: bytes) -> GatewayNotice:
        try:
            said = json.loads(body)
            return GatewayNotice(
                gateway=self.name,
                payment_number=_text(said["number"]),
                provider_txn=_text(said["provider_txn"]),
                event_id=_text(said["event_id"]),
                amount=Money(said["amount_minor"], said["currency"]),
                paid_at=_moment(said["paid_at"]),
            )
        except (KeyError, TypeError, ValueError, OverflowError, InvalidAmount) as oddity:
            raise BadCallback(f"not a notice: {oddity!r}") from oddity

    def _sign(self, plain: bytes) -> str:
        return hmac.new(self._key, plain, "sha256").hexdigest()


def _moment(text: str) -> datetime:
    """A moment in UTC; one without a zone could be any of a day's."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment with its zone is expected")
    return moment.astimezone(UTC)


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 100 or not value.isprintable():
        raise ValueError("a short text is expected")
    return value
