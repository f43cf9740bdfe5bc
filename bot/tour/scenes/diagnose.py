"""The scene 'diagnose': the shop looks into it itself, names the cause, and has the remedy as a button.

Not here: complaining about an order (bot.tour.scenes.complaint), or an account that is frozen (unfreeze).
"""

from backend.orders import OrderStatus
from bot.tour.actor import codes_in
from bot.tour.stage import Stage

PRODUCT = "movie-2d"


def play(stage: Stage) -> None:
    """小美 asks for what she has not paid, then for what she has not opened; Tom for what is gone; a code is dead."""
    _nothing_came_because_nothing_was_paid(stage)
    _it_came_and_was_not_looked_at(stage)
    _nothing_is_left(stage)
    _it_feels_slow(stage)
    _a_code_is_dead(stage)


def _nothing_came_because_nothing_was_paid(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("小美 orders all three cinema vouchers, is called away, and comes back cross.")
    xiaomei.says(f"/start p_{PRODUCT}")
    xiaomei.sees("电影通兑券", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("要几件")
    xiaomei.taps("3")
    xiaomei.sees("请核对订单")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功", "待付款")
    xiaomei.says("钱都扣了，卡怎么还没到")
    xiaomei.sees("查到了", "还没付款，所以没有发货", "去付款", "找人工")
    xiaomei.taps("去付款")
    xiaomei.sees("待付款", "余额支付")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了")
    stage.expect("it is paid and there", expected=[OrderStatus.DELIVERED], found=stage.statuses_of(xiaomei))


def _it_came_and_was_not_looked_at(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("She overlooks the delivery and asks again.")
    xiaomei.says("付了款还是没收到卡密")
    xiaomei.sees("查到了", "已经到货，卡密还没打开过", "查看卡密")
    xiaomei.taps("查看卡密")
    codes = codes_in(xiaomei.sees("的卡密", "复制第 3 个"))
    stage.expect("three codes, each another", expected=3, found=len(set(codes)))


def _nothing_is_left(stage: Stage) -> None:
    tom = stage.tom
    stage.narrate("Tom wants one as well.")
    tom.says("why can't I buy a cinema voucher?")
    tom.sees("Found it", "sold out", "Join the waiting list")
    tom.taps("Join the waiting list")
    tom.sees("You are on the list", "number 1")


def _it_feels_slow(stage: Stage) -> None:
    tom = stage.tom
    stage.narrate("It feels slow to him, so a message is timed there and back.")
    tom.says("/diagnose")
    tom.sees("What is wrong?", "It’s slow or silent")
    tom.taps("It’s slow or silent")
    tom.sees("I found no cause", "Test my connection")
    tom.taps("Test my connection")
    tom.sees("Tap as soon as you see it", "Tap here")
    tom.taps("Tap here")
    tom.sees("Your connection", "We took", "Telegram took the message after")


def _a_code_is_dead(stage: Stage) -> None:
    xiaomei, ajie = stage.xiaomei, stage.ajie
    stage.narrate("One of 小美's codes is refused. Whoever serves her reads what was looked into.")
    xiaomei.says("卡密用不了，提示无效")
    xiaomei.sees("查到了", "第一次打开是", "卡密用不了，要换")
    xiaomei.taps("卡密用不了，要换")
    xiaomei.sees("查到的情况也一起交给了店员", "T-1")
    desk = stage.in_topic(ajie, "T-1")
    desk.sees("卡密用不了", "顾客找人之前做过自检", "第一次打开", "接手")
    desk.taps("接手")
    desk.sees("在处理", "补发卡密")
