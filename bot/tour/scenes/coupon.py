"""The scene 'coupon': two campaigns, the better coupon applies itself, another is chosen, and a crash doubles nothing.

Not here: races for the last coupon (tests).
"""

from backend import coupons
from backend.coupons import CouponStatus
from backend.money import Money
from bot.tour.stage import Stage


def play(stage: Stage) -> None:
    """老板 begins two campaigns and has codes made; 小美 takes both coupons, chooses, cancels, and uses one."""
    _the_boss_begins_two_campaigns(stage)
    _xiaomei_takes_and_chooses(stage)
    _it_comes_back_and_is_used_once(stage)
    _a_code_that_nobody_made(stage)


def _the_boss_begins_two_campaigns(stage: Stage) -> None:
    boss = stage.boss
    stage.narrate("老板 begins two coupon campaigns in his chat: a tenth off, and ¥5 from ¥80 on.")
    boss.says("/campaigns")
    boss.sees("还没有活动", "新活动")
    for name, worth, threshold in (("九折", "10% 20", None), ("满减", "5", "80")):
        boss.taps("新活动")
        boss.sees("活动叫什么")
        boss.says(name)
        boss.sees("一张券减多少")
        boss.says(worth)
        boss.sees("满多少可用")
        if threshold is None:
            boss.taps("不限金额")
        else:
            boss.says(threshold)
        boss.sees("买什么可用")
        boss.taps("全店")
        for question, answer in (
            ("谁可以用", "所有人"),
            ("活动几天", "30"),
            ("一共多少张", "100"),
            ("每人限几张", "1"),
            ("能和其他活动的券叠加吗", "不叠加"),
            ("怎么领", "在“我的优惠券”里领"),
            ("现在开始吗", "开始"),
        ):
            boss.sees(question)
            boss.taps(answer)
        boss.sees("活动开始了", name)
        boss.taps("全部活动")
        boss.sees("优惠券活动", name)


def _xiaomei_takes_and_chooses(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("小美 takes one of each. The summary takes the better one by itself; she wants to keep it for later.")
    for worth in ("优惠 10%", "立减 ¥5.00"):
        xiaomei.says("/coupons")
        xiaomei.sees("我的优惠券", f"领取：{worth}")
        xiaomei.taps(f"领取：{worth}")
        xiaomei.sees("领到了", worth)
    xiaomei.says("苹果卡100")
    xiaomei.sees("Apple 充值卡 100 元", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("要几件")
    xiaomei.taps("1")
    xiaomei.sees("请核对订单", "优惠 10%", "−¥9.88", "已选最划算的用法", "¥88.92")
    xiaomei.taps("换券")
    xiaomei.sees("这一单用哪张券")
    xiaomei.taps("立减 ¥5.00")
    xiaomei.sees("请核对订单", "−¥5.00", "¥93.80")


def _it_comes_back_and_is_used_once(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("The bot dies as she orders. She cancels, the coupon is back, and the better one pays in the end.")
    xiaomei.taps("确认下单")
    stage.kill_bot()
    stage.restart_bot()
    xiaomei.sees("下单成功")
    expected = [CouponStatus.GRANTED, CouponStatus.RESERVED]
    stage.expect("one is set aside", expected=expected, found=_coupons(stage))
    xiaomei.taps("取消订单")
    xiaomei.sees("确定取消订单")
    xiaomei.taps("确定取消")
    xiaomei.sees("订单已取消", "已退回给您")
    stage.expect("and back again", expected=[CouponStatus.GRANTED] * 2, found=_coupons(stage))
    xiaomei.taps("再来一单")
    xiaomei.sees("要几件")
    xiaomei.taps("1")
    xiaomei.sees("请核对订单", "¥88.92")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了")
    stage.expect("the other is left", expected=[CouponStatus.GRANTED], found=_coupons(stage))
    stage.expect("she paid ¥88.92", expected=Money(41_108, "CNY"), found=stage.balance_of(xiaomei))


def _a_code_that_nobody_made(stage: Stage) -> None:
    boss, tom = stage.boss, stage.tom
    stage.narrate("老板 has codes made, which come as a file this once; Tom tries one that nobody made.")
    boss.taps("兑换码")
    boss.sees("每个码给什么")
    boss.taps("余额")
    boss.sees("每个码加多少余额")
    boss.says("10")
    boss.sees("要几个码")
    boss.taps("10")
    boss.sees("几天内可以兑换")
    boss.taps("30")
    boss.sees("码只发一次文件")
    boss.taps("生成 10 个")
    file = boss.sees("文件只发这一次")
    stage.expect("the codes came as a file", expected=True, found=file.attachment is not None)
    before = stage.balance_of(tom)
    tom.says("XE-00000-00000-00000-00000")
    tom.sees("This code can’t be redeemed")
    stage.expect("it gave nothing", expected=before, found=stage.balance_of(tom))


def _coupons(stage: Stage) -> list[CouponStatus]:
    """Where each coupon stands that she has not used."""
    customer = stage.person(stage.xiaomei)
    now = stage.now()
    held = stage.ask_books(lambda db: coupons.unspent_of(db, customer, now=now))
    return sorted(coupon.status for coupon in held)
