"""The scene 'change-of-mind': a customer who can't decide, and a bot that does not mind.

Not here: trouble with the bot or the money (the scenes beside this one).
"""

from backend.money import Money
from backend.orders import OrderStatus
from bot.tour.stage import Stage

PRODUCT = "apple-cn-100"


def play(stage: Stage) -> None:
    """小美 changes the quantity, goes back, asks something else, goes on, cancels twice and orders again."""
    in_stock = stage.left_of(PRODUCT)
    _she_changes_answers(stage)
    _she_asks_aside_and_goes_on(stage)
    _she_drops_it(stage)
    _she_orders_and_cancels(stage, in_stock)
    _she_orders_again(stage, in_stock)


def _she_changes_answers(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("小美 wants three gift cards. Or is one enough?")
    xiaomei.says("苹果卡100")
    xiaomei.sees("Apple 充值卡 100 元", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("要几件")
    xiaomei.taps("3")
    xiaomei.sees("请核对订单", "¥296.40")
    xiaomei.taps("数量")
    xiaomei.sees("要几件")
    xiaomei.says("1")
    xiaomei.sees("请核对订单", "¥98.80")

    stage.narrate("One is too few. She goes back a step, this time by typing.")
    xiaomei.says("返回")
    xiaomei.sees("要几件")
    xiaomei.says("2")
    xiaomei.sees("请核对订单", "¥197.60")


def _she_asks_aside_and_goes_on(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("In the middle of it she wants to know what she has, and then goes on where she was.")
    xiaomei.says("余额")
    xiaomei.sees("您的余额", "¥500.00", "继续")
    xiaomei.taps("继续")
    xiaomei.sees("请核对订单", "¥197.60")


def _she_drops_it(stage: Stage) -> None:
    stage.narrate("Perhaps not today.")
    stage.xiaomei.taps("取消")
    stage.xiaomei.sees("已取消，没有下单", "逛逛商品")

    stage.expect("nothing was ordered", expected=[], found=stage.orders_of(stage.xiaomei))


def _she_orders_and_cancels(stage: Stage, in_stock: int) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("Today after all. This time she gets as far as an order, and cancels that.")
    xiaomei.says("苹果卡100")
    xiaomei.sees("Apple 充值卡 100 元", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("要几件")
    xiaomei.taps("2")
    xiaomei.sees("请核对订单", "¥197.60")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功", "待付款")
    stage.expect("two cards are set aside for her", expected=in_stock - 2, found=stage.left_of(PRODUCT))
    xiaomei.taps("取消订单")
    xiaomei.sees("确定取消订单")
    xiaomei.taps("确定取消")
    xiaomei.sees("订单已取消，没有扣款", "再来一单")

    stage.expect("they are back on the shelf", expected=in_stock, found=stage.left_of(PRODUCT))


def _she_orders_again(stage: Stage, in_stock: int) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("And the same again, for good.")
    xiaomei.taps("再来一单")
    xiaomei.sees("要几件")
    xiaomei.taps("1")
    xiaomei.sees("请核对订单", "¥98.80")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功", "待付款")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了")

    stage.expect(
        "two orders: one delivered, one cancelled",
        expected=[OrderStatus.DELIVERED, OrderStatus.CANCELLED],
        found=stage.statuses_of(xiaomei),
    )
    stage.expect("one card was sold", expected=in_stock - 1, found=stage.left_of(PRODUCT))
    stage.expect("one card was paid for", expected=Money(40_120, "CNY"), found=stage.balance_of(xiaomei))
