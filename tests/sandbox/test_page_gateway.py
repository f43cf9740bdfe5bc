"""Paying at the gateway's own page in a browser, on a phone: the bill, the warning, the receipt, the refusal."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from sandbox.gateway.bills import Bill, sign
from tests.browser import Open
from tests.browser import chromium as chromium
from tests.browser import phone as phone
from tests.sandbox.messenger import GATEWAY_KEY, Messenger
from tests.sandbox.messenger import messenger as messenger

pytestmark = pytest.mark.slow


def address(messenger: Messenger, number: str) -> str:
    bill = Bill(number, 9_950, "CNY", notify="http://127.0.0.1:9/nobody", subject="话费充值 100 元")
    fields = {
        "number": bill.number,
        "amount_minor": bill.amount_minor,
        "currency": bill.currency,
        "notify": bill.notify,
        "subject": bill.subject,
        "signature": sign(GATEWAY_KEY, bill.signed_text.encode()),
    }
    return f"{messenger.sandbox.url}/gateway/pay?{urlencode(fields)}"


def test_a_bill_is_paid_and_a_second_time_only_after_a_warning(messenger: Messenger, phone: Open) -> None:
    page = phone(address(messenger, "P-1"))
    expect(page.get_by_test_id("amount")).to_have_text("¥99.50")
    expect(page.get_by_test_id("paid-already")).not_to_be_attached()

    page.get_by_test_id("pay").click()

    expect(page.get_by_test_id("paid")).to_be_visible()
    (payment,) = messenger.gateway.journal()["payments"]
    expect(page.get_by_test_id("transaction")).to_have_text(payment["provider_txn"])
    page.goto(address(messenger, "P-1"))
    expect(page.get_by_test_id("paid-already")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_changed_bill_cannot_be_paid(messenger: Messenger, phone: Open) -> None:
    page = phone(address(messenger, "P-2"))

    page.locator("input[name=amount_minor]").evaluate("field => { field.value = '1' }")
    page.get_by_test_id("pay").click()

    expect(page.get_by_test_id("refused")).to_be_visible()
    assert [one for one in messenger.gateway.journal()["payments"] if one["number"] == "P-2"] == []
