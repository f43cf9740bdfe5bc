"""The scene 'one-line': an order in one sentence, with a slip, and one that needs a single question.

Not here: searching for goods (search), or ordering tap by tap (buy).
"""

from backend.orders import OrderStatus
from bot.tour.actor import codes_in
from bot.tour.stage import Stage


def play(stage: Stage) -> None:
    """小美 orders in one line each time: all said, one thing to choose, an account in the line."""
    _all_in_one_line(stage)
    _one_question(stage)
    _with_the_account(stage)


def _all_in_one_line(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("小美 knows what she wants and says it as she would to a waiter.")
    xiaomei.says("来两张steam5刀的，谢谢")
    xiaomei.sees("请核对订单", "Steam 钱包 5 美元 × 2")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功", "待付款")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了", "Steam 钱包 5 美元")
    xiaomei.taps("查看卡密")
    codes = codes_in(xiaomei.sees("的卡密", "复制第 2 个"))

    stage.expect("one line, one order, delivered", expected=[OrderStatus.DELIVERED], found=stage.statuses_of(xiaomei))
    stage.expect("two different codes", expected=2, found=len(set(codes)))


def _one_question(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("Steam for 50: yuan or dollars? That is asked, and nothing else.")
    xiaomei.says("来两张steam50")
    xiaomei.sees("您要哪一种", "Steam 钱包 50 元（国区） × 2", "Steam 钱包 50 美元 × 2")
    xiaomei.taps("Steam 钱包 50 元（国区） × 2")
    xiaomei.sees("请核对订单", "Steam 钱包 50 元（国区） × 2")
    xiaomei.says("取消")
    xiaomei.sees("已取消")


def _with_the_account(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("A top-up with the number in the line, blanks and all, and a slip that is mended in the same breath.")
    xiaomei.says("给138 0013 8000充50，哦不，充30话费")
    xiaomei.sees("请核对订单", "话费 30 元", "13800138000")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功", "待付款")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了", "话费 30 元")

    statuses = stage.statuses_of(xiaomei)
    stage.expect("two orders, both delivered", expected=[OrderStatus.DELIVERED] * 2, found=statuses)
