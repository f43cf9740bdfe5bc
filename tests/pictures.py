"""The README's pictures, made again from the demo: `python -m tests.pictures`.

Not here: any check; tests/e2e walks the same ways and fails where these would show something else.
"""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from bot.demo.folder import DemoFolder
from bot.demo.processes import TOKEN, DemoShop, three_free_ports
from bot.demo.show import open_demo
from bot.tour.errands import screenshot
from tests.browser import DESKTOP, PHONE, launched
from tests.e2e.visitor import Visitor

BOT_NUMBER = int(TOKEN.partition(":")[0])
PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SETTLED_MS = 800
"""Bubbles slide in; a picture waits until they lie still."""


def main() -> int:
    """Open a demo of its own, buy two things, complain about one, and keep what it looked like."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        shop = DemoShop(DemoFolder(Path(folder)), three_free_ports())
        try:
            people = open_demo(shop).people
            xiaomei = _desktop(browser, f"{shop.sandbox_url}/?person={people['小美']}")
            _complaint(xiaomei)
            _topic_and_console(xiaomei, people)
            _phone(browser, f"{shop.sandbox_url}/?person={people['Tom']}&chat={BOT_NUMBER}")
        finally:
            shop.stop()
    return 0


def _desktop(browser: Browser, address: str) -> Visitor:
    """A search, an order and its codes, in Chinese; returns who bought."""
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
    return xiaomei


def _complaint(xiaomei: Visitor) -> None:
    """A code that does not work, with a screenshot."""
    xiaomei.taps("有问题")
    xiaomei.taps("继续投诉")
    xiaomei.taps("卡密用不了")
    xiaomei.sees("请说说发生了什么")
    xiaomei.shows_photo("screen.png", screenshot("This code has been redeemed."), caption="提示已经被人用过了")
    xiaomei.sees("投诉已登记")
    _keep(xiaomei.page, "complaint")


def _topic_and_console(visitor: Visitor, people: Mapping[str, int]) -> None:
    """The same as the agent has it: in the group's topic, then in the console."""
    visitor.becomes("阿杰", people["阿杰"])
    visitor.opens_topic("T-1")
    visitor.taps("接手")
    visitor.sees("阿杰 在处理")
    visitor.writes("您好，我是阿杰，马上给您换一张")
    visitor.sees("马上给您换一张")
    visitor.writes("// 这一批已经有三张被投诉")
    visitor.sees("三张被投诉")
    _keep(visitor.page, "staff-topic")
    visitor.opens_chat(BOT_NUMBER)
    visitor.writes("/console")
    console = visitor.pays_at("打开工作台")
    console.set_viewport_size(DESKTOP)
    console.get_by_role("button").click()
    console.get_by_test_id("tab-mine").click()
    console.get_by_test_id("tickets").get_by_role("button").first.click()
    expect(console.get_by_test_id("talk")).to_contain_text("马上给您换一张")
    _keep(console, "console")


def _phone(browser: Browser, address: str) -> None:
    """A top-up with a phone number, paid outside, in English."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)
    page = context.new_page()
    page.goto(address)
    tom = Visitor(page)
    tom.starts()
    tom.sees("Hello Tom")
    tom.writes("mobile 100")
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
