"""The scene 'supplier-fallback': bought of the next supplier, of a dead bot once, and money back where nobody delivers.

Not here: whatever else suppliers can do wrong (tests).
"""

from datetime import timedelta

from backend import suppliers
from backend.money import Money
from backend.orders import OrderStatus
from bot.demo.suppliers import CARD, TOP_UP
from bot.tour.actor import Actor
from bot.tour.stage import Stage

EAST, WEST = "east", "west"
PHONE = "13800138000"
TOO_MUCH = 95_00
"""More than gold customers pay, and less than the others."""

UNTIL_LOOKED = timedelta(seconds=15)
UNTIL_LATE = timedelta(minutes=10)
UNTIL_PROMISED = timedelta(minutes=21)


def play(stage: Stage) -> None:
    """小美 gets each card once and Tom his top-up, whatever suppliers do; what never comes is given back."""
    stage.wait_until("the suppliers have told what they have", _are_known)
    _the_first_is_busy(stage)
    _the_first_acts_and_drops_its_answer(stage)
    _an_account_is_topped_up(stage)
    _one_asks_too_much(stage)
    _nobody_delivers(stage)


def _the_first_is_busy(stage: Stage) -> None:
    stage.narrate(
        "The shop has no points card itself; two suppliers do. East is too busy, so west is asked, and she has it."
    )
    stage.suppliers.fails(EAST, "busy")
    _buys_a_card(stage.xiaomei, is_first=True)
    stage.xiaomei.sees("到货了")
    stage.expect("west sold one, east none", expected=(0, 1), found=_issued(stage))


def _the_first_acts_and_drops_its_answer(stage: Stage) -> None:
    stage.narrate("East takes the next order and never answers, and the bot dies. Nobody knows whether it acted.")
    stage.suppliers.fails(EAST, "act-then-drop")
    _buys_a_card(stage.xiaomei)
    stage.xiaomei.sees("正在出货")
    stage.wait_until("east has acted", lambda _: _issued(stage) == (1, 1))
    stage.kill_bot()
    stage.restart_bot()
    stage.let_pass(UNTIL_LOOKED)
    stage.xiaomei.sees("到货了")
    stage.expect("east was asked what became of it; west was not asked", expected=(1, 1), found=_issued(stage))
    stage.expect("she paid twice for two cards", expected=Money(30_900, "CNY"), found=stage.balance_of(stage.xiaomei))


def _an_account_is_topped_up(stage: Stage) -> None:
    tom = stage.tom
    stage.narrate("What Tom buys leaves no code: the supplier tops up his phone and gives a receipt.")
    tom.says(f"/start p_{TOP_UP.product}")
    tom.sees("Mobile top-up ¥500", "straight to your account", "Buy")
    tom.taps("Buy")
    tom.sees("How many?")
    tom.taps("1")
    tom.says(PHONE)
    tom.sees("Please check your order", PHONE)
    tom.taps("Order for")
    tom.sees("Order placed!")
    tom.taps("Pay from balance")
    tom.sees("is topped up!", PHONE, "EAST-")
    stage.expect("east topped up one account", expected=(2, 1), found=_issued(stage))


def _one_asks_too_much(stage: Stage) -> None:
    boss = stage.boss
    stage.narrate("East raises its price above what 老板 sells for. It is asked for its prices each minute, and now.")
    stage.suppliers.asks(EAST, CARD.product, cost_minor=TOO_MUCH)
    stage.kill_bot()
    stage.restart_bot()
    boss.hears(EAST, "涨到 ¥95.00", "先不卖")
    boss.says("/suppliers")
    boss.sees("供应商", EAST, WEST, "⛔ east 的 盛趣一卡通 100 元")


def _nobody_delivers(stage: Stage) -> None:
    xiaomei, boss = stage.xiaomei, stage.boss
    stage.narrate("Now both run out, though they still say they have plenty.")
    for name in (EAST, WEST):
        stage.suppliers.fails(name, "reject", times=100)
    before = stage.balance_of(xiaomei)
    _buys_a_card(xiaomei)
    xiaomei.sees("正在出货")
    stage.let_pass(UNTIL_LATE)
    xiaomei.sees("比平时慢", "全额退回")
    boss.hears("付款 10 分钟了")
    stage.let_pass(UNTIL_PROMISED)
    xiaomei.sees("没能给您发货", "已退到您的余额")
    stage.come_to_rest()
    stage.expect("she has her money back", expected=before, found=stage.balance_of(xiaomei))
    statuses = [OrderStatus.REFUNDED, OrderStatus.DELIVERED, OrderStatus.DELIVERED]
    stage.expect("two delivered, one refunded", expected=statuses, found=stage.statuses_of(xiaomei))
    stage.expect("and nobody issued anything for it", expected=(2, 1), found=_issued(stage))


def _buys_a_card(customer: Actor, *, is_first: bool = False) -> None:
    customer.says(f"/start p_{CARD.product}")
    customer.sees("盛趣一卡通 100 元", "购买")
    customer.taps("购买")
    customer.sees("要几件")
    customer.taps("1")
    if not is_first:
        customer.sees("一模一样的单")
        customer.taps("再买一份")
    customer.sees("请核对订单")
    customer.taps("确认下单")
    customer.sees("下单成功")
    customer.taps("余额支付")


def _are_known(stage: Stage) -> bool:
    return stage.ask_books(lambda db: all(suppliers.available(db, each.product) for each in (CARD, TOP_UP)))


def _issued(stage: Stage) -> tuple[int, int]:
    """How many units east and west really issued."""
    east, west = (sum(each["quantity"] for each in stage.suppliers.journal(name)) for name in (EAST, WEST))
    return east, west
