"""The scene 'crash': the bot is killed twice in the middle of an order, and the customer hardly notices.

Not here: killing it at random moments, hundreds of times (tests).
"""

from backend.money import Money
from backend.orders import OrderStatus
from bot.tour.actor import codes_in
from bot.tour.stage import Stage

PRODUCT = "mobile-50"


def play(stage: Stage) -> None:
    """小美 orders while the bot dies under her hands: once with a question open, once right after she paid."""
    in_stock = stage.left_of(PRODUCT)
    _it_dies_with_a_question_open(stage)
    _it_dies_right_after_she_paid(stage)
    _nothing_is_lost_or_doubled(stage, in_stock)


def _it_dies_with_a_question_open(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("小美 orders two top-ups and has just been asked for the phone number.")
    xiaomei.says("话费50")
    xiaomei.sees("话费 50 元", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("要几件")
    xiaomei.taps("2")
    xiaomei.sees("充到哪个手机号")
    stage.kill_bot()

    stage.narrate("She does not know and answers. Nobody is there to hear it.")
    xiaomei.says("13800138000")
    stage.restart_bot()
    stage.narrate("The quantity she chose is still known, and the answer she gave has arrived.")
    xiaomei.sees("请核对订单", "话费 50 元 × 2", "13800138000", "¥99.60")


def _it_dies_right_after_she_paid(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功", "待付款")
    xiaomei.taps("余额支付")
    stage.kill_bot()

    stage.narrate("Was she charged? Did the order go through? She cannot know, and taps nothing.")
    stage.restart_bot()
    xiaomei.sees("到货了", "话费 50 元", "查看卡密")


def _nothing_is_lost_or_doubled(stage: Stage, in_stock: int) -> None:
    xiaomei = stage.xiaomei
    xiaomei.taps("查看卡密")
    first = codes_in(xiaomei.sees("的卡密", "复制第 2 个"))
    xiaomei.taps("收起卡密")
    xiaomei.sees("到货了")
    xiaomei.taps("查看卡密")
    second = codes_in(xiaomei.sees("的卡密", "复制第 2 个"))

    stage.expect("exactly one order, delivered", expected=[OrderStatus.DELIVERED], found=stage.statuses_of(xiaomei))
    stage.expect("exactly one charge", expected=Money(40_040, "CNY"), found=stage.balance_of(xiaomei))
    stage.expect("exactly two codes were sold", expected=in_stock - 2, found=stage.left_of(PRODUCT))
    stage.expect("two different codes", expected=2, found=len(set(first)))
    stage.expect("the same ones, however often she looks", expected=first, found=second)
