"""The scene 'unfreeze': a burst of orders is asked for a phone and goes on, a frozen account is freed by its owner.

Not here: every sign that is looked at (tests).
"""

from datetime import time

from backend import freezes, phones
from backend.orders import OrderStatus
from bot.demo.cast import CUSTOMER
from bot.tour.stage import NUMBERS, Stage

MORNING = time(10)
BURST = 6
"""So many orders within an hour are unusual (backend/risk.toml)."""

KEY = "分享我的手机号"


def play(stage: Stage) -> None:
    """小美 orders six cards in a minute, shows that it is her and pays; 老板 freezes her, and she frees herself."""
    stage.let_it_be(MORNING)
    _she_orders_and_orders(stage)
    _she_shows_that_it_is_her(stage)
    _the_owner_freezes_her(stage)
    _she_frees_herself(stage)


def _she_orders_and_orders(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate(f"小美 orders {BURST} gift cards within a minute. Is it her, or somebody with her phone in hand?")
    for number in range(BURST):
        xiaomei.says("苹果卡100")
        xiaomei.sees("Apple 充值卡 100 元", "购买")
        xiaomei.taps("购买")
        xiaomei.sees("要几件")
        xiaomei.taps("1")
        if number:
            xiaomei.sees("再买一份")
            xiaomei.taps("再买一份")
        xiaomei.sees("请核对订单")
        xiaomei.taps("确认下单")
        xiaomei.sees("下单成功")
    xiaomei.taps("余额支付")
    xiaomei.sees("付款前请先验证一下", "为什么要验证")
    stage.expect("nothing was paid", expected=[OrderStatus.AWAITING_PAYMENT] * BURST, found=stage.statuses_of(xiaomei))


def _she_shows_that_it_is_her(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("One tap shares her own contact. A number that is typed, or somebody else's contact, would not do.")
    xiaomei.taps(KEY)
    xiaomei.sees("验证好了", "余额支付")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了")
    statuses = stage.statuses_of(xiaomei)
    stage.expect("the order is delivered", expected=1, found=statuses.count(OrderStatus.DELIVERED))
    customer = stage.person(xiaomei)
    bound = stage.ask_books(lambda db: phones.of_person(db, customer))
    stage.expect(
        "her phone is bound, and sealed", expected=True, found=bool(bound and bound.sealed_number[:3] == "v1:")
    )


def _the_owner_freezes_her(stage: Stage) -> None:
    boss, xiaomei = stage.boss, stage.xiaomei
    stage.narrate("老板 sees six orders and freezes the account. That takes a reason, and she is told what she can do.")
    boss.says(f"/person {NUMBERS[CUSTOMER]}")
    boss.sees("小美", "一小时内下单很多", "冻结：下单异常")
    boss.taps("冻结：下单异常")
    boss.sees("为什么")
    boss.says("一分钟六单，先停一下")
    boss.sees("已完成，原因已记录", "一分钟六单")
    xiaomei.sees("被冻结", "下单情况不像本人操作", "分享手机号，马上解冻")
    xiaomei.says("/topup 50")
    xiaomei.sees("您的账号被冻结了")


def _she_frees_herself(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("She needs nobody for that: her phone is the one that is bound.")
    xiaomei.says("/account")
    xiaomei.sees("我的账号", "被冻结", "马上解冻")
    xiaomei.taps("分享手机号，马上解冻")
    xiaomei.hears("分享本人手机号")
    xiaomei.taps(KEY)
    xiaomei.sees("已经解冻", "余额支付")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了")
    customer = stage.person(xiaomei)
    standing = stage.ask_books(lambda db: freezes.standing(db, customer, now=customer.created_at))
    stage.expect("she is free", expected=False, found=standing.is_frozen)
    [freeze] = stage.ask_books(lambda db: freezes.of_person(db, customer))
    stage.expect("the books say by whom", expected=customer.who, found=freeze.lifted_by)
