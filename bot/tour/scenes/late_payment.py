"""The scene 'late-payment': money that nobody tells of, that comes too late, or that comes twice, and none is lost.

Not here: many of them at once, and gateways that stay silent for good (tests).
"""

from datetime import time, timedelta

from backend.money import Money
from backend.orders import OrderStatus
from bot.tour.stage import Stage

WALLET, VOUCHER = "steam-usd-10", "movie-2d"
MORNING = time(10)
A_MINUTE = timedelta(minutes=1)
UNTIL_IT_IS_TOO_LATE = timedelta(minutes=16)


def play(stage: Stage) -> None:
    """Tom pays at a gateway that forgets to tell, then too late for the last ones; 小美 pays one order twice."""
    stage.let_it_be(MORNING)  # nobody is reminded by night
    _nobody_told_of_it(stage)
    _too_late_and_sold(stage)
    _paid_twice(stage)


def _nobody_told_of_it(stage: Stage) -> None:
    tom = stage.tom
    stage.narrate("Tom orders a wallet code and pays, and the gateway forgets to tell the shop.")
    address = _orders(stage, WALLET, quantity=1)
    stage.epay.fails("silent")
    stage.pay_at(address)
    stage.expect("the order waits", expected=[OrderStatus.AWAITING_PAYMENT], found=stage.statuses_of(tom))
    stage.let_pass(A_MINUTE)
    stage.narrate("Nothing was heard for a minute, so the shop asks the gateway by itself.")
    tom.sees("is here!", "Steam Wallet $10")
    stage.expect("and it is delivered", expected=[OrderStatus.DELIVERED], found=stage.statuses_of(tom))


def _too_late_and_sold(stage: Stage) -> None:
    tom, xiaomei = stage.tom, stage.xiaomei
    stage.narrate(
        "Three cinema vouchers are left. Tom orders two and forgets to pay; 小美 buys all. Then he pays after all."
    )
    address = _orders(stage, VOUCHER, quantity=2)
    stage.let_pass(UNTIL_IT_IS_TOO_LATE)
    tom.sees("was not paid in time and is closed")
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

    stage.pay_at(address)
    tom.sees("the CN¥69.60 you paid went to your balance", "Send it back")
    stage.expect("his balance has it", expected=Money(56_960, "CNY"), found=stage.balance_of(tom))

    stage.narrate("He would rather have it back. The gateway does it, and its answer is lost on the way.")
    stage.epay.fails("drop-reply", what="refund")
    tom.taps("Send it back")
    tom.sees("is going back to where you paid it from")
    stage.wait_until("the gateway has given it back", lambda seen: len(seen.epay.journal()["refunds"]) == 1)
    stage.let_pass(A_MINUTE)
    tom.sees("CN¥69.60 went back to where you paid it from")
    stage.expect("once", expected=["69.60"], found=_given_back(stage))
    stage.expect("his balance is as before", expected=Money(50_000, "CNY"), found=stage.balance_of(tom))


def _paid_twice(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("小美 orders a gift card. The payment page hangs, so she pays in two windows.")
    before = stage.balance_of(xiaomei)
    xiaomei.says("苹果卡100")
    xiaomei.sees("Apple 充值卡 100 元", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("要几件")
    xiaomei.taps("1")
    xiaomei.sees("请核对订单", "¥98.80")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功")
    xiaomei.taps("易支付")
    xiaomei.sees("点下面的按钮去支付")
    address = xiaomei.taps("去支付 ¥98.80")
    stage.pay_at(address)
    xiaomei.sees("到货了")
    stage.pay_at(address)
    xiaomei.sees("之前已经付过", "¥98.80 正在原路退回")
    xiaomei.sees("¥98.80 已原路退回")
    stage.expect("one went back, by itself", expected=["69.60", "98.80"], found=_given_back(stage))
    stage.expect("her balance was not touched", expected=before, found=stage.balance_of(xiaomei))


def _orders(stage: Stage, product: str, *, quantity: int) -> str | None:
    """Let Tom order and open the payment page; returns its address."""
    tom = stage.tom
    tom.says(f"/start p_{product}")
    tom.sees("Stock:", "Buy")
    tom.taps("Buy")
    tom.sees("How many?")
    tom.taps(str(quantity))
    tom.sees("Please check your order", f"× {quantity}")
    tom.taps("Order for")
    tom.sees("Order placed!")
    tom.taps("E-pay")
    tom.sees("Tap the button to pay by")
    return tom.taps("Pay CN¥")


def _given_back(stage: Stage) -> list[str]:
    """What the gateway gave back, in whole units."""
    return [each["money"] for each in stage.epay.journal()["refunds"]]
