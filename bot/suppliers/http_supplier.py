"""A supplier over HTTP: signed purchases, queries and offers, and signed calls when something came later.

Not here: when it is asked (bot.jobs.purchase), or its stand-in (sandbox.supplier). Both sides sign with HMAC-SHA256
over time, method, path and body. No redirect is followed: a signed purchase goes to the address the owner named.
"""

import hmac
import json
import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx

from backend.money import InvalidAmount, Money
from backend.supplier_purchases import Purchase
from backend.suppliers import Answer, Listed, Ok, Refusal, Rejected, Unknown, Unseen
from bot.clock import Clock
from bot.suppliers.supplier import BadCall, SupplierSilent
from storage.secrets import Secret

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 30.0
MOST_ANSWER_BYTES = 1_000_000
MOST_OFFERS = 10_000
LONGEST_CODE = 200
OLDEST_CALL = timedelta(minutes=5)
"""A call whose signature is older may be a recording; the supplier signs each repetition anew."""

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""After these the supplier has surely heard nothing."""

_REFUSED = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429})
"""By these a server says that it did not act (RFC 9110, 15.5; RFC 6585, 4)."""


class HttpSupplier:
    """One supplier at `url`, which calls back at `notify_url`."""

    def __init__(
        self,
        name: str,
        *,
        url: str,
        key: str,
        notify_url: str,
        is_idempotent: bool,
        not_found_is_final_after: timedelta,
        clock: Clock,
        transport: Callable[[], httpx.AsyncBaseTransport | None] = lambda: None,
    ) -> None:
        self.name = name
        self.is_idempotent = is_idempotent
        self.not_found_is_final_after = not_found_is_final_after
        self._url = httpx.URL(url.rstrip("/"))
        self._key = key.encode()
        self._notify_url = notify_url
        self._clock = clock
        self._transport = transport

    async def submit(self, purchase: Purchase) -> Answer:
        """Buy it. Rejected only where the supplier has surely not acted."""
        asked = {
            "number": purchase.number,
            "sku": purchase.sku,
            "quantity": purchase.quantity,
            "unit_cost_minor": purchase.cost_minor,
            "currency": purchase.currency,
            "account": purchase.account,
            "notify": self._notify_url,
        }
        try:
            status, said = await self._call("POST", "/purchases", json.dumps(asked).encode())
        except NEVER_LEFT:
            return Rejected(Refusal.UNREACHABLE)
        except (httpx.HTTPError, _Unreadable) as error:
            return Unknown(type(error).__name__)
        return _refusal(status, said, currency=purchase.currency) if status in _REFUSED else _state(status, said)

    async def query(self, purchase: Purchase) -> Answer:
        """What became of it; Unseen where the supplier does not know the number."""
        try:
            status, said = await self._call("GET", f"/purchases/{quote(purchase.number, safe='')}", b"")
        except (httpx.HTTPError, _Unreadable) as error:
            return Unknown(type(error).__name__)
        if status == httpx.codes.NOT_FOUND and said.get("status") == "unseen":
            asked_at = purchase.asked_at or self._clock.now()
            return Unseen(is_final=self._clock.now() - asked_at >= self.not_found_is_final_after)
        return _state(status, said)

    async def offers(self) -> list[Listed]:
        """All it sells, at which cost, and how many of it there are. Raises SupplierSilent."""
        try:
            status, said = await self._call("GET", "/offers", b"")
            if status != httpx.codes.OK:
                raise SupplierSilent(f"status {status}")
            return [_listed(each) for each in said["offers"][:MOST_OFFERS]]
        except (httpx.HTTPError, _Unreadable, KeyError, TypeError, ValueError, InvalidAmount) as error:
            raise SupplierSilent(repr(error)) from error

    def read_call(self, body: bytes, headers: Mapping[str, str], *, path: str, now: datetime) -> tuple[str, str]:
        """The call's own number and the purchase's, of a call that something came of it; raises BadCall."""
        stamp = headers.get("x-supplier-timestamp", "")
        wanted = self._sign(stamp, "POST", path, body)
        if not hmac.compare_digest(headers.get("x-supplier-signature", "").encode(), wanted.encode()):
            raise BadCall("wrong signature")
        if not stamp.isdecimal() or abs(now - datetime.fromtimestamp(int(stamp), UTC)) > OLDEST_CALL:
            raise BadCall("signed too long ago")
        try:
            said = json.loads(body)
            return _text(said["event_id"]), _text(said["number"])
        except (KeyError, TypeError, ValueError) as oddity:
            raise BadCall(f"not a call about a purchase: {oddity!r}") from oddity

    async def _call(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        """Make a signed call; returns status and JSON. Raises httpx.HTTPError or _Unreadable."""
        url = self._url.copy_with(raw_path=self._url.raw_path + path.encode())
        stamp = str(int(self._clock.now().timestamp()))
        signature = self._sign(stamp, method, url.path, body)
        headers = {
            "Content-Type": "application/json",
            "X-Supplier-Timestamp": stamp,
            "X-Supplier-Signature": signature,
        }
        timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
        async with (
            httpx.AsyncClient(
                verify=_tls(), timeout=timeout, trust_env=False, follow_redirects=False, transport=self._transport()
            ) as client,
            client.stream(method, url, content=body, headers=headers) as answer,
        ):
            return answer.status_code, await _read(answer)

    def _sign(self, stamp: str, method: str, path: str, body: bytes) -> str:
        return hmac.new(self._key, f"{stamp}.{method}.{path}.".encode() + body, "sha256").hexdigest()


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading the machine's authorities takes longer than many a call."""
    return ssl.create_default_context()


class _Unreadable(Exception):
    """An answer that says nothing: too long, or no JSON object."""


async def _read(answer: httpx.Response) -> dict[str, Any]:
    parts = bytearray()
    async for part in answer.aiter_bytes():
        parts += part
        if len(parts) > MOST_ANSWER_BYTES:
            raise _Unreadable("too long")
    try:
        said = json.loads(bytes(parts))
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        if answer.status_code in _REFUSED:  # a proxy's page: the status alone says that nothing was done
            return {}
        raise _Unreadable("no JSON object")
    return said


def _refusal(status: int, said: Mapping[str, Any], *, currency: str) -> Answer:
    """Why it did not act. A conflict without a reason may be with an earlier call that did."""
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return Rejected(Refusal.BUSY)
    match said.get("reason"):
        case "sold-out":
            return Rejected(Refusal.SOLD_OUT)
        case "price-changed" if type(said.get("unit_cost_minor")) is int and said.get("currency") == currency:
            return Rejected(Refusal.PRICE_CHANGED, Money(max(0, said["unit_cost_minor"]), currency))
        case "bad-account":
            return Rejected(Refusal.BAD_ACCOUNT)
        case _ if status == httpx.codes.CONFLICT:
            return Unknown("a conflict without a reason")
        case _:
            return Rejected(Refusal.REFUSED)


def _state(status: int, said: Mapping[str, Any]) -> Answer:
    """What an accepted purchase has come to; whatever can't be told for sure is Unknown."""
    if status not in (httpx.codes.OK, httpx.codes.ACCEPTED):
        return Unknown(f"status {status}")
    state, codes = said.get("status"), said.get("codes", [])
    if state == "rejected":
        return Rejected(Refusal.REFUSED)
    if state not in ("done", "processing") or not isinstance(codes, list) or not all(map(_is_code, codes)):
        return Unknown("an answer in another form")
    receipt = said.get("receipt")
    return Ok(
        tuple(Secret(code.strip()) for code in dict.fromkeys(codes)),
        receipt if isinstance(receipt, str) and 0 < len(receipt) <= LONGEST_CODE and receipt.isprintable() else None,
        is_complete=state == "done",
    )


def _is_code(code: object) -> bool:
    return isinstance(code, str) and 0 < len(code.strip()) <= LONGEST_CODE and code.strip().isprintable()


def _listed(said: Mapping[str, Any]) -> Listed:
    for name in ("unit_cost_minor", "available"):
        if type(said[name]) is not int:
            raise ValueError(f"{name} is no whole number")
    return Listed(_text(said["sku"]), Money(said["unit_cost_minor"], said["currency"]), said["available"])


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 100 or not value.isprintable():
        raise ValueError("a short text is expected")
    return value
