"""The scene 'waiting-list': in line for what is sold out, one kept for half an hour, and then for the next in line.

Not here: thousands who want the same at once (tests).
"""

from datetime import time, timedelta

from backend.orders import OrderStatus
from backend.waiting_list import OFFER_MINUTES
from bot.tour.actor import Actor
from bot.tour.stage import Stage

PRODUCT = "movie-2d"
MORNING = time(10)


def play(stage: Stage) -> None:
    """小美 buys all vouchers; 阿杰 and Tom wait in line. One comes in: 阿杰 sleeps over it, and Tom has it."""
    stage.let_it_be(MORNING)
    _xiaomei_buys_them_all(stage)
    _two_get_into_line(stage)
    _one_comes_in_and_the_bot_dies(stage)
    _nobody_jumps_the_line(stage)
    _who_sleeps_makes_room_for_the_next(stage)


def _xiaomei_buys_them_all(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("Three cinema vouchers are left, and 小美 buys them all.")
    xiaomei.says("电影票")
    xiaomei.sees("电影通兑券", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("要几件")
    xiaomei.taps("3")
    xiaomei.sees("请核对订单", "¥104.40")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了")
    stage.expect("none is left", expected=0, found=stage.left_of(PRODUCT))


def _two_get_into_line(stage: Stage) -> None:
    ajie, tom = stage.ajie, stage.tom
    stage.narrate("阿杰, who is off duty, wants one too, and so does Tom. Each is told their place.")
    ajie.says("电影票")
    ajie.sees("电影通兑券", "已售罄", "排队等货")
    ajie.taps("排队等货")
    ajie.sees("排上了", "第 1 位", "不等了")
    _looks(tom, "Cinema voucher", "sold out", "Join the waiting list")
    tom.taps("Join the waiting list")
    tom.sees("You are on the list", "number 2", "Stop waiting")


def _one_comes_in_and_the_bot_dies(stage: Stage) -> None:
    boss, ajie = stage.boss, stage.ajie
    stage.narrate("老板 takes one more in, and the bot dies that moment.")
    boss.says("/stock")
    boss.sees("给哪个商品补货", "电影通兑券")
    boss.taps("电影通兑券")
    boss.sees("请发一个 .txt 或 .csv 文件")
    boss.sends_file("one.txt", b"DEMO-MV-WAIT-0001\n")
    boss.sees("新卡密 1 个")
    boss.taps("入库 1 个")
    stage.kill_bot()
    stage.restart_bot()
    ajie.sees("到货了，轮到您", "给您留了一件", "购买", "不等了")


def _nobody_jumps_the_line(stage: Stage) -> None:
    xiaomei, tom = stage.xiaomei, stage.tom
    stage.narrate("小美 looks by chance: what is kept for another is sold out for her. Tom is next now.")
    xiaomei.says("电影票")
    xiaomei.sees("电影通兑券", "已售罄", "排队等货")
    _looks(tom, "sold out", "number 1", "Stop waiting")


def _who_sleeps_makes_room_for_the_next(stage: Stage) -> None:
    ajie, tom = stage.ajie, stage.tom
    stage.narrate("阿杰 sleeps over it.")
    stage.let_pass(timedelta(minutes=OFFER_MINUTES))
    ajie.sees("已过时，让给下一位了", "没有扣款")
    tom.sees("is back and it is your turn", "One is kept for you", "Buy")
    tom.taps("Buy")
    tom.sees("Please check your order", "CN¥34.80")
    tom.taps("Order for")
    tom.sees("Order placed")
    tom.taps("Pay from balance")
    tom.sees("is here!", "Cinema voucher")
    stage.expect("Tom has it", expected=[OrderStatus.DELIVERED], found=stage.statuses_of(tom))
    stage.expect("阿杰 owes nothing", expected=[], found=stage.statuses_of(ajie))
    stage.expect("none is left", expected=0, found=stage.left_of(PRODUCT))


def _looks(tom: Actor, *texts: str) -> None:
    tom.says("cinema voucher")
    tom.sees(*texts)
