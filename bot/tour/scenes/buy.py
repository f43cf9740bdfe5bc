"""The scene 'buy': the shop on a good day, in two languages and with two ways to pay.

Not here: anything that goes wrong (the scenes beside this one).
"""

from backend.money import Money
from backend.orders import OrderStatus
from bot.tour.actor import codes_in
from bot.tour.stage import Stage


def play(stage: Stage) -> None:
    """小美 searches by typing and pays from her balance; Tom pays through the online gateway."""
    _xiaomei_tops_up_a_phone(stage)
    _tom_buys_two_cards(stage)


def _xiaomei_tops_up_a_phone(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("小美 has ¥500 with the shop and wants to top up a phone. She simply types what she wants.")
    xiaomei.says("/start")
    xiaomei.sees("小美", "逛逛商品")
    xiaomei.says("话费100")
    xiaomei.sees("话费 100 元", "需要手机号", "购买")
    xiaomei.taps("购买")
    xiaomei.sees("要几件")
    xiaomei.taps("1")
    xiaomei.sees("充到哪个手机号")

    stage.narrate("A slip of the finger: one digit is missing.")
    xiaomei.says("1380013800")
    xiaomei.sees("这不像手机号", "充到哪个手机号")
    xiaomei.says("138 0013 8000")
    xiaomei.sees("请核对订单", "13800138000", "99.50")
    xiaomei.taps("确认下单")
    xiaomei.sees("下单成功", "待付款")
    xiaomei.taps("余额支付")
    xiaomei.sees("到货了", "话费 100 元")
    xiaomei.taps("查看卡密")
    codes = codes_in(xiaomei.sees("的卡密", "复制第 1 个"))

    stage.expect("one order, delivered", expected=[OrderStatus.DELIVERED], found=stage.statuses_of(xiaomei))
    stage.expect("one code", expected=1, found=len(codes))
    stage.expect("¥400.50 is left", expected=Money(40_050, "CNY"), found=stage.balance_of(xiaomei))


def _tom_buys_two_cards(stage: Stage) -> None:
    tom = stage.tom
    stage.narrate("Tom follows a friend's link to a product, in English. He would rather pay online.")
    tom.says("/start p_steam-usd-10")
    tom.sees("Steam Wallet $10", "CN¥74.80", "Buy")
    tom.taps("Buy")
    tom.sees("How many?")
    tom.taps("2")
    tom.sees("Please check your order", "CN¥149.60")
    tom.taps("Order for")
    tom.sees("Order placed!", "waiting for payment")
    tom.taps("Pay online")
    tom.sees("CN¥149.60 in all", "Pay CN¥149.60")
    stage.pay_at(tom.taps("Pay CN¥149.60"))
    stage.narrate("The browser opens, Tom pays there, and the gateway tells the shop.")
    tom.sees("is here!", "Steam Wallet $10")
    tom.taps("Show codes")
    codes = codes_in(tom.sees("Codes of order", "Copy code 2"))
    tom.taps("Hide codes")
    tom.sees("is here!")

    stage.expect("one order, delivered", expected=[OrderStatus.DELIVERED], found=stage.statuses_of(tom))
    stage.expect("two different codes", expected=2, found=len(set(codes)))
    stage.expect("his balance is untouched", expected=Money(50_000, "CNY"), found=stage.balance_of(tom))
