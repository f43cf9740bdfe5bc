"""The sign-and-callback gateway's own dialect: which callbacks are believed, and what can be paid at its addresses.

Not here: giving money back (test_conformance), or the listener that the callbacks come to (tests/bot/test_listener).
"""

from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.money import Money
from backend.payments import GatewayNotice
from bot.gateways.epay_gateway import EpayGateway
from bot.gateways.gateway import BadCallback
from bot.gateways.sign_type import SignType
from sandbox.client import SandboxError
from sandbox.epay.signing import sign
from tests.bot.gateways.stands import KEY, MERCHANT, NOON, EpayStand, epay, payment

SAID = {
    "money": "100.00",
    "name": "P-1",
    "out_trade_no": "P-1",
    "pid": MERCHANT,
    "timestamp": str(int(NOON.timestamp())),
    "trade_no": "EP1",
    "trade_status": "TRADE_SUCCESS",
}


def told(*, sign_type: SignType = SignType.HMAC_SHA256, key: str = KEY, **changed: str) -> bytes:
    """A callback as the gateway sends it, signed over what it says."""
    said = {name: value for name, value in (SAID | changed).items() if value}
    return urlencode(said | {"sign": sign(said, key=key, sign_type=sign_type), "sign_type": sign_type}).encode()


def read(body: bytes, *, sign_type: SignType = SignType.HMAC_SHA256) -> GatewayNotice:
    return epay("http://127.0.0.1:1", sign_type).read_callback(body, {}, now=NOON)


@pytest.mark.parametrize("sign_type", SignType)
def test_a_callback_says_which_payment_came_and_how_much(sign_type: SignType) -> None:
    notice = read(told(sign_type=sign_type), sign_type=sign_type)

    assert notice == GatewayNotice("epay", "P-1", "EP1", "EP1:100.00", Money(100_00, "CNY"), NOON)


def test_the_signature_known_from_other_merchants_is_made() -> None:
    """As another program makes it: md5 of `a=1&b=2` and the key."""
    assert sign({"b": "2", "a": "1", "c": "", "sign_type": "MD5"}, key="key", sign_type="MD5") == (
        "1c123a5dc12e90deeaa1cd94681f0d88"
    )


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (told(key="another key"), "wrong signature"),
        (told(sign_type=SignType.MD5), "wrong signature"),  # nobody chooses the weaker way for us
        (told().replace(b"money=100.00", b"money=1.00"), "wrong signature"),
        (told() + b"&extra=1", "wrong signature"),
        (told() + b"&money=1.00", "a field that comes twice"),
        (b"", "wrong signature"),
        (b"\xff=1", "not a form"),
        (told(pid="1002"), "another merchant"),
        (told(timestamp=str(int((NOON - timedelta(minutes=6)).timestamp()))), "too long ago"),
        (told(timestamp=str(int((NOON + timedelta(minutes=6)).timestamp()))), "too long ago"),
        (told(timestamp=""), "too long ago"),
        (told(timestamp="soon"), "too long ago"),
        (told(trade_status="WAIT_BUYER_PAY"), "not about a payment that came"),
        (told(money="1e9"), "not a notice"),
        (told(money="NaN"), "not a notice"),
        (told(money="-1.00"), "not a notice"),
        (told(money="1.001"), "not a notice"),
        (told(money=""), "not a notice"),
        (told(trade_no=""), "not a notice"),
        (told(currency="USD"), "not a notice"),
    ],
)
def test_what_is_not_signed_meant_for_us_fresh_and_plain_is_not_believed(body: bytes, why: str) -> None:
    with pytest.raises(BadCallback, match=why):
        read(body)


@given(st.binary(max_size=300))
def test_whatever_is_posted_is_a_callback_or_none(body: bytes) -> None:
    with pytest.raises(BadCallback):
        read(body)


@given(st.integers(min_value=0, max_value=len(told()) - 1), st.integers(min_value=1, max_value=255))
def test_a_callback_with_any_byte_changed_says_the_same_or_is_not_believed(place: int, change: int) -> None:
    body = bytearray(told())
    body[place] ^= change
    try:
        notice = read(bytes(body))
    except BadCallback:
        return
    assert notice == read(told())  # a capital in the signature, or in `sign_type`, which is not ours to trust


def test_what_the_stand_in_tells_is_believed(epay_stand: EpayStand) -> None:
    gateway: EpayGateway = epay_stand.gateway
    asked = payment("Q-1", Money(12_34, "CNY"), gateway="epay")
    address = gateway.address(asked)

    transaction = epay_stand.client.pays_at(address)

    assert [each["money"] for each in epay_stand.client.journal()["payments"] if each["trade_no"] == transaction] == [
        "12.34"
    ]
    assert gateway.address(asked) == address


def test_an_address_that_was_changed_can_not_be_paid_at(epay_stand: EpayStand) -> None:
    asked = payment("Q-2", Money(100_00, "CNY"), gateway="epay")
    parts = urlsplit(epay_stand.gateway.address(asked))
    cheaper = urlencode(dict(parse_qsl(parts.query)) | {"money": "0.01"})

    with pytest.raises(SandboxError, match="403"):
        epay_stand.client.pays_at(parts._replace(query=cheaper).geturl())


def test_the_page_warns_of_what_is_paid_already_and_leads_to_no_address_outside(epay_stand: EpayStand) -> None:
    address = epay_stand.gateway.address(payment("Q-3", Money(100_00, "CNY"), gateway="epay"))
    bill = dict(parse_qsl(urlsplit(address).query))
    assert "paid-already" not in httpx.get(address, trust_env=False).text

    receipt = httpx.post(address.partition("?")[0], data=bill, trust_env=False).text

    assert "Paid" in receipt
    assert "t.me" not in receipt
    assert "paid-already" in httpx.get(address, trust_env=False).text


def test_amounts_of_another_currency_are_not_taken() -> None:
    gateway = epay("http://127.0.0.1:1", SignType.MD5)

    assert gateway.takes("CNY")
    assert not gateway.takes("USD")
    assert not gateway.takes("XTR")
