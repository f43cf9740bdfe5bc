"""The demo as a newcomer uses it: a card is bought by clicking, on a desktop and on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from backend.audit import check
from bot.clock import SystemClock
from bot.demo.folder import DemoFolder
from bot.demo.processes import DemoShop, two_free_ports
from bot.demo.show import open_demo
from storage.database import Database
from tests.browser import Open
from tests.browser import chromium as chromium
from tests.browser import desktop as desktop
from tests.browser import phone as phone
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DemoShop, dict[str, int]]]:
    """The demo, open, in a folder of its own; the database must be sound at the end."""
    shop = DemoShop(DemoFolder(tmp_path_factory.mktemp("demo")), two_free_ports())
    try:
        yield shop, open_demo(shop)
    finally:
        shop.stop()
    database = Database(shop.folder.database_url)
    with database.read() as db:
        assert check(db, now=SystemClock().now()) == []
    database.close()


def test_a_customer_buys_a_card_by_clicking(demo: tuple[DemoShop, dict[str, int]], desktop: Open) -> None:
    shop, people = demo
    xiaomei = Visitor(desktop(f"{shop.sandbox_url}/?person={people['小美']}"))
    xiaomei.starts()
    xiaomei.sees("您好，小美")

    xiaomei.taps("逛逛商品")
    xiaomei.taps("礼品卡")
    xiaomei.taps("瑞幸")
    xiaomei.sees("价格：¥12.90")
    xiaomei.taps("购买")
    xiaomei.taps("2")
    xiaomei.sees("请核对订单", "合计：¥25.80")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功", "待付款")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了")
    xiaomei.taps("查看卡密")

    delivery = xiaomei.sees("的卡密")
    expect(delivery.get_by_test_id("protected")).to_be_visible()
    expect(delivery).to_contain_text("复制第 2 个")
    expect(delivery).to_contain_text("DEMO-")


def test_a_customer_pays_outside_on_a_phone(demo: tuple[DemoShop, dict[str, int]], phone: Open) -> None:
    shop, people = demo
    tom = Visitor(phone(f"{shop.sandbox_url}/?person={people['Tom']}&chat=1000001"))
    tom.starts()
    tom.sees("Hello Tom")

    tom.writes("mobile 100")
    tom.taps("Mobile top-up ¥100")
    tom.taps("Buy")
    tom.taps("1")
    tom.sees("Which mobile number")
    tom.writes("138 0013 8000")
    tom.sees("Please check your order", "13800138000")
    tom.taps("Order for")
    tom.taps("Pay online")
    paying = tom.pays_at("Pay CN¥")
    paying.get_by_role("button").first.click()

    tom.sees("is here!", "Mobile top-up ¥100")
    tom.sees("Status: delivered")
