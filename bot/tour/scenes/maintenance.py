"""The scene 'maintenance': the shop closes for a while, says so beforehand, and tells who waited.

Not here: news without closing (bot.tour.scenes.broadcast).
"""

from datetime import time, timedelta

from backend.orders import OrderStatus
from bot.tour.stage import Stage

EVENING = time(22, 50)
UNTIL_IT_BEGINS = timedelta(minutes=15)
UNTIL_IT_IS_OVER = timedelta(minutes=31)
PRODUCT = "apple-cn-100"


def play(stage: Stage) -> None:
    """老板 plans half an hour; 小美 fills in an order, is refused politely, waits, and goes on where she was."""
    stage.let_it_be(EVENING)
    _he_plans_it(stage)
    _she_is_in_the_middle_of_an_order(stage)
    _it_is_over(stage)


def _he_plans_it(stage: Stage) -> None:
    boss, xiaomei = stage.boss, stage.xiaomei
    xiaomei.says("/start")
    xiaomei.sees("逛逛商品")
    stage.narrate("老板 has to change a cable at 23:00.")
    boss.says("/maintenance")
    boss.sees("没有安排维护", "安排维护")
    boss.taps("安排维护")
    boss.sees("什么时候开始")
    boss.says("23:00")
    boss.sees("大约多久")
    boss.taps("30 分钟")
    boss.sees("为什么维护")
    boss.says("更换网线")
    boss.sees("英文怎么说")
    boss.says("changing a cable")
    boss.sees("请核对", "确认，并通知")
    boss.taps("确认，并通知")
    boss.sees("已安排")
    xiaomei.hears("维护通知", "更换网线", "已付款的订单照常到货")


def _she_is_in_the_middle_of_an_order(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("小美 fills in an order and does not hurry.")
    xiaomei.says("苹果卡100")
    xiaomei.sees("Apple 充值卡 100 元", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("要几件")
    stage.let_pass(UNTIL_IT_BEGINS)
    stage.boss.hears("维护开始了")
    xiaomei.taps("1")
    xiaomei.sees("请核对订单")
    xiaomei.taps("确认下单")
    xiaomei.hears("小店正在维护", "没有扣您的钱")
    stage.expect("nothing was ordered", expected=[], found=stage.orders_of(xiaomei))
    xiaomei.says("/tellme")
    xiaomei.hears("恢复接单时我马上告诉您")


def _it_is_over(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.let_pass(UNTIL_IT_IS_OVER)
    stage.boss.hears("维护结束")
    xiaomei.hears("小店恢复接单了")
    stage.narrate("What she had filled in is still there.")
    xiaomei.says("继续")
    xiaomei.sees("请核对订单")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了")
    stage.expect("one order, delivered", expected=[OrderStatus.DELIVERED], found=stage.statuses_of(xiaomei))
