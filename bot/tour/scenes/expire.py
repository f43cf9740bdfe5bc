"""The scene 'expire': orders that are not paid in time, and money that comes too late.

Not here: waiting; the shop's clock and the world's are moved ahead.
"""

from datetime import time, timedelta

from backend.money import Money
from backend.orders import OrderStatus
from bot.tour.stage import Stage

PRODUCT = "movie-2d"
MORNING = time(10)

UNTIL_THE_REMINDER = timedelta(minutes=11)
UNTIL_IT_IS_TOO_LATE = timedelta(minutes=5)


def play(stage: Stage) -> None:
    """Tom forgets to pay, twice: the first time the tickets are still there, the second time 小美 has the last one."""
    stage.let_it_be(MORNING)  # nobody is reminded by night
    _he_pays_late_and_the_tickets_are_still_there(stage)
    _he_pays_late_and_somebody_else_has_the_last_one(stage)


def _he_pays_late_and_the_tickets_are_still_there(stage: Stage) -> None:
    tom = stage.tom
    stage.narrate("Three cinema vouchers are left. Tom orders two, opens the payment page, and the phone rings.")
    address = _order(stage, quantity=2)
    stage.expect("two are set aside for him", expected=1, found=stage.left_of(PRODUCT))
    _let_it_lapse(stage)
    stage.expect("all three can be bought again", expected=3, found=stage.left_of(PRODUCT))

    stage.narrate("The payment page is still open in his browser, and he pays. Nobody took the vouchers meanwhile.")
    stage.pay_at(address)
    tom.sees("is here!", "Cinema voucher")
    stage.expect("his order is delivered", expected=[OrderStatus.DELIVERED], found=stage.statuses_of(tom))


def _he_pays_late_and_somebody_else_has_the_last_one(stage: Stage) -> None:
    tom, xiaomei = stage.tom, stage.xiaomei
    stage.narrate("One is left. Tom wants that one too, and forgets it too.")
    address = _order(stage, quantity=1)
    xiaomei.says("电影票")
    xiaomei.sees("电影通兑券", "已售罄")
    _let_it_lapse(stage)

    stage.narrate("小美 looks once more, and now she can have it.")
    xiaomei.says("电影票")
    xiaomei.sees("电影通兑券", "仅剩 1 件", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("请核对订单", "¥34.80")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了")

    stage.narrate("Tom pays now. It is too late, and not a cent is lost.")
    stage.pay_at(address)
    tom.sees("the CN¥34.80 you paid went to your balance")
    stage.expect("his balance has it", expected=Money(53_480, "CNY"), found=stage.balance_of(tom))
    stage.expect(
        "his second order stays closed",
        expected=[OrderStatus.EXPIRED, OrderStatus.DELIVERED],
        found=stage.statuses_of(tom),
    )
    stage.expect("she has the last one", expected=[OrderStatus.DELIVERED], found=stage.statuses_of(xiaomei))


def _order(stage: Stage, *, quantity: int) -> str | None:
    """Let Tom order without paying; returns the address of the payment page he leaves open."""
    tom = stage.tom
    tom.says(f"/start p_{PRODUCT}")
    tom.sees("Cinema voucher", "Buy")
    tom.taps("Buy")
    if stage.left_of(PRODUCT) > 1:
        tom.sees("How many?")
        tom.taps(str(quantity))
    tom.sees("Please check your order", f"× {quantity}")
    tom.taps("Order for")
    tom.sees("Order placed!")
    tom.taps("Pay online")
    tom.sees("Tap the button to pay by")
    return tom.taps("Pay CN¥")


def _let_it_lapse(stage: Stage) -> None:
    stage.let_pass(UNTIL_THE_REMINDER)
    stage.tom.sees("is not paid yet")
    stage.let_pass(UNTIL_IT_IS_TOO_LATE)
    stage.tom.sees("was not paid in time and is closed")
