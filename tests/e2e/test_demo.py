"""The demo as a newcomer uses it: a card is bought, and complained about, by clicking, on a desktop and on a phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from backend.audit import check
from bot.chaos.nursery import begin_warm
from bot.clock import SystemClock
from bot.demo.folder import DemoFolder
from bot.demo.processes import TOKEN, Begin, DemoShop, begin_afresh, three_free_ports
from bot.demo.show import Opened, open_demo
from bot.tour.errands import screenshot
from storage.database import Database
from tests.browser import Open
from tests.browser import chromium as chromium
from tests.browser import desktop as desktop
from tests.browser import phone as phone
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.slow


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[DemoShop, Opened]]:
    """The demo, open, in a folder of its own."""
    with opened_in(tmp_path / "demo", begin_warm) as demo:
        yield demo


@pytest.fixture
def demo_from_cold(tmp_path: Path) -> Iterator[tuple[DemoShop, Opened]]:
    """The same, as `./xiaoer demo` opens it: each process has an interpreter of its own."""
    with opened_in(tmp_path / "demo", begin_afresh) as demo:
        yield demo


@contextmanager
def opened_in(path: Path, begin: Begin) -> Iterator[tuple[DemoShop, Opened]]:
    """The demo, open; the database must be sound at the end."""
    shop = DemoShop(DemoFolder(path), three_free_ports(), begin=begin)
    try:
        yield shop, open_demo(shop)
    finally:
        shop.stop()
    database = Database(shop.folder.database_url)
    with database.read() as db:
        assert check(db, now=SystemClock().now()) == []
    database.close()


def test_a_customer_buys_a_card_by_clicking(demo_from_cold: tuple[DemoShop, Opened], desktop: Open) -> None:
    shop, opened = demo_from_cold
    xiaomei = Visitor(desktop(f"{shop.sandbox_url}/?person={opened.people['小美']}"))
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


def test_a_customer_pays_outside_on_a_phone(demo: tuple[DemoShop, Opened], phone: Open) -> None:
    shop, opened = demo
    tom = Visitor(phone(f"{shop.sandbox_url}/?person={opened.people['Tom']}&chat=1000001"))
    tom.starts()
    tom.sees("Hello Tom")

    tom.writes("mobile 100")
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


def test_a_visitor_complains_as_a_customer_and_answers_as_an_agent(
    demo: tuple[DemoShop, Opened], desktop: Open
) -> None:
    shop, opened = demo
    visitor = Visitor(desktop(f"{shop.sandbox_url}/?person={opened.people['小美']}"))
    visitor.starts()
    visitor.writes("瑞幸")
    visitor.taps("购买")
    visitor.sees("要几件")
    visitor.taps("1")
    visitor.taps("确认下单")
    visitor.taps("余额支付")
    visitor.sees("到货了")
    visitor.taps("有问题")
    visitor.taps("继续投诉")
    visitor.taps("卡密用不了")
    visitor.sees("请说说发生了什么")
    visitor.shows_photo("screen.png", screenshot("redeemed"), caption="提示已经被人用过了")
    visitor.sees("投诉已登记", "T-1")

    visitor.becomes("阿杰", opened.people["阿杰"])
    expect(visitor.page.get_by_test_id("chat-title")).to_have_text("小二客服组")
    visitor.opens_topic("T-1")
    expect(visitor.sees("提示已经被人用过了").get_by_test_id("attachment-photo")).to_be_visible()
    visitor.taps("接手")
    visitor.sees("阿杰 在处理")
    visitor.writes("您好，我是阿杰，给您换一张")

    visitor.becomes("小美", opened.people["小美"])
    visitor.sees("您好，我是阿杰，给您换一张")
    visitor.sees("阿杰 在为您处理")
    visitor.writes("太好了")

    visitor.becomes("阿杰", opened.people["阿杰"])
    visitor.sees("太好了")
    visitor.taps("已解决")
    visitor.sees("✅ 已解决 阿杰")
    visitor.opens_chat(int(TOKEN.partition(":")[0]))
    visitor.writes("/console")
    console = visitor.pays_at("打开工作台")
    console.get_by_role("button").click()
    expect(console.get_by_test_id("me")).to_have_text("阿杰")
