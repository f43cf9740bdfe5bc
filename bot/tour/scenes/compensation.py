"""The scene 'compensation': the shop is at fault, says so by itself, and makes up for it exactly once.

Not here: a thousand late orders (tests).
"""

from datetime import time, timedelta

from backend import coupons, stock
from backend.coupons import CouponStatus
from backend.money import Money
from backend.orders import OrderStatus
from bot.tour.stage import Stage

MORNING = time(10)
PRODUCT = "movie-2d"
CODES = "DEMO-LATE-0001\nDEMO-LATE-0002\n"

UNTIL_THE_BOSS_SEES = timedelta(minutes=70)
UNTIL_TRIED_AGAIN = timedelta(minutes=2)


def play(stage: Stage) -> None:
    """小美 has paid and nothing comes. 老板 opens an incident, looks before he gives, and the bot dies as he does."""
    stage.let_it_be(MORNING)
    _the_last_card_slips_away(stage)
    _he_makes_up_for_it(stage)
    _it_comes_at_last(stage)
    _the_coupon_comes_and_goes(stage)


def _the_last_card_slips_away(stage: Stage) -> None:
    xiaomei, tom = stage.xiaomei, stage.tom
    stage.narrate("小美 orders a cinema voucher. Three are left, and one is set aside for her.")
    xiaomei.says("电影票")
    xiaomei.sees("电影通兑券", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("要几件")
    xiaomei.taps("1")
    xiaomei.sees("请核对订单", "¥34.80")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功")

    stage.narrate("A slip in the store room puts hers back on the shelf, and Tom buys all three.")
    (order,) = stage.orders_of(xiaomei)
    with stage.database.transaction() as db:
        stock.release(db, order.id)
    tom.says(f"/start p_{PRODUCT}")
    tom.sees("Cinema voucher", "Buy")
    tom.taps("Buy")
    tom.sees("How many?")
    tom.taps("3")
    tom.sees("Please check your order", "× 3")
    tom.taps("Order for")
    tom.sees("Order placed!")
    tom.taps("Pay from balance")
    tom.sees("is here!")
    xiaomei.taps("余额支付")
    xiaomei.hears("已付款")
    stage.expect("her order is paid", expected=[OrderStatus.PAID], found=stage.statuses_of(xiaomei))


def _he_makes_up_for_it(stage: Stage) -> None:
    boss, xiaomei = stage.boss, stage.xiaomei
    stage.let_pass(UNTIL_THE_BOSS_SEES)
    stage.narrate("老板 opens an incident, and closes it when he knows what it was. Nothing is given before he looked.")
    boss.says("/incident")
    boss.sees("事故", "登记事故")
    boss.taps("登记事故")
    boss.sees("出了什么问题")
    boss.says("电影票缺货，发货慢了")
    boss.sees("影响哪件商品")
    boss.says("电影通兑券")
    boss.sees("几分钟前开始的")
    boss.taps("180 分钟前")
    boss.sees("有多严重")
    boss.taps("严重")
    boss.sees("登记这起事故吗")
    boss.taps("登记")
    boss.sees("处理中", "已解决，结束事故")
    boss.taps("已解决，结束事故")
    boss.sees("已结束", "看看谁会得到什么")
    boss.taps("看看谁会得到什么")
    boss.sees("受影响的有 1 人", "小美，1 单：立减 ¥5.00", "发给 1 人")
    boss.taps("发给 1 人")
    stage.kill_bot()
    stage.narrate("Was it given? He cannot know, and taps nothing.")
    stage.restart_bot()
    xiaomei.sees("对不起", "立减 ¥5.00", "现在就用")
    boss.sees("已补偿 1 人")
    stage.expect("one coupon", expected=[CouponStatus.GRANTED], found=_coupons(stage))


def _it_comes_at_last(stage: Stage) -> None:
    boss, xiaomei = stage.boss, stage.xiaomei
    stage.narrate("The supplier sends codes; 老板 hands the file to the bot, which checks it first.")
    boss.says("/stock")
    boss.sees("给哪个商品补货")
    boss.says("电影通兑券")
    boss.sees("请发一个 .txt")
    boss.sends_file("codes.txt", CODES.encode())
    boss.sees("新卡密 2 个")
    boss.taps("入库")
    boss.hears("入库")
    stage.let_pass(UNTIL_TRIED_AGAIN)
    xiaomei.sees("到货了", "电影通兑券")
    stage.come_to_rest()
    stage.expect("it came late, and is not made up for twice", expected=[CouponStatus.GRANTED], found=_coupons(stage))


def _the_coupon_comes_and_goes(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("The coupon finds the next order by itself, comes back when that is cancelled, and is used once.")
    xiaomei.says("苹果卡100")
    xiaomei.sees("Apple 充值卡 100 元", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("要几件")
    xiaomei.taps("1")
    xiaomei.sees("请核对订单", "优惠券", "¥93.80")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功")
    stage.expect("it is set aside", expected=[CouponStatus.RESERVED], found=_coupons(stage))
    xiaomei.taps("取消订单")
    xiaomei.sees("确定取消订单")
    xiaomei.taps("确定取消")
    xiaomei.sees("订单已取消", "再来一单")
    stage.expect("and back again", expected=[CouponStatus.GRANTED], found=_coupons(stage))
    xiaomei.taps("再来一单")
    xiaomei.sees("要几件")
    xiaomei.taps("1")
    xiaomei.sees("请核对订单", "¥93.80")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了")
    stage.expect("and used", expected=[], found=_coupons(stage))
    stage.expect("she paid ¥34.80 and ¥93.80", expected=Money(37_140, "CNY"), found=stage.balance_of(xiaomei))


def _coupons(stage: Stage) -> list[CouponStatus]:
    """Where each coupon stands that she has not used."""
    customer = stage.person(stage.xiaomei)
    now = stage.now()
    return [coupon.status for coupon in stage.ask_books(lambda db: coupons.unspent_of(db, customer, now=now))]
