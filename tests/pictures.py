"""The README's pictures, made again from the demo: `python -m tests.pictures`.

Not here: any check; tests/e2e walks the same ways and fails where these would show something else.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from bot.demo.folder import DemoFolder
from bot.demo.processes import DemoShop, two_free_ports
from bot.demo.show import open_demo
from tests.browser import DESKTOP, PHONE, launched
from tests.e2e.visitor import Visitor

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SETTLED_MS = 800
"""Bubbles slide in; a picture waits until they lie still."""


def main() -> int:
    """Open a demo of its own, buy two things, and keep what it looked like."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        shop = DemoShop(DemoFolder(Path(folder)), two_free_ports())
        try:
            people = open_demo(shop)
            _desktop(browser, f"{shop.sandbox_url}/?person={people['小美']}")
            _phone(browser, f"{shop.sandbox_url}/?person={people['Tom']}&chat=1000001")
        finally:
            shop.stop()
    return 0


def _desktop(browser: Browser, address: str) -> None:
    """A search, an order and its codes, in Chinese."""
    page = browser.new_page(viewport=DESKTOP)
    page.goto(address)
    xiaomei = Visitor(page)
    xiaomei.starts()
    xiaomei.sees("您好")
    xiaomei.writes("瑞幸")
    xiaomei.taps("购买")
    xiaomei.taps("1")
    xiaomei.taps("确认下单")
    xiaomei.taps("余额支付")
    xiaomei.taps("查看卡密")
    xiaomei.sees("的卡密")
    _keep(page, "chat-desktop")


def _phone(browser: Browser, address: str) -> None:
    """A top-up with a phone number, paid outside, in English."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)
    page = context.new_page()
    page.goto(address)
    tom = Visitor(page)
    tom.starts()
    tom.sees("Hello Tom")
    tom.writes("mobile 100")
    tom.taps("Mobile top-up ¥100")
    tom.taps("Buy")
    tom.taps("1")
    tom.sees("Which mobile number")
    tom.writes("138 0013 8000")
    tom.sees("Please check your order")
    _keep(page, "chat-phone")
    tom.taps("Order for")
    tom.taps("Pay online")
    paying = tom.pays_at("Pay CN¥")
    _keep(paying, "payment")
    context.close()


def _keep(page: Page, name: str) -> None:
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
