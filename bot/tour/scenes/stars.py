"""The scene 'stars': an invoice in the chat, consent at the last moment, a crash, and Stars that go back.

Not here: the platform's other answers (tests).
"""

from datetime import time, timedelta

from backend.orders import OrderStatus
from bot.tour.stage import Stage

PRODUCT = "sticker-pack"
PRICE = 150
MORNING = time(10)
UNTIL_IT_IS_TOO_LATE = timedelta(minutes=16)


def play(stage: Stage) -> None:
    """Tom pays with Stars while the bot dies, taps an old invoice, pays too late, and has his Stars back in the end."""
    stage.let_it_be(MORNING)  # nobody is reminded by night
    had = stage.tom.person.stars()
    _he_pays_and_the_bot_dies(stage)
    stage.expect("he paid once", expected=had - PRICE, found=stage.tom.person.stars())
    _an_old_invoice_takes_nothing(stage)
    stage.expect("no Star more", expected=had - PRICE, found=stage.tom.person.stars())
    _the_shop_gives_them_back(stage)
    stage.expect("he has all his Stars", expected=had, found=stage.tom.person.stars())


def _he_pays_and_the_bot_dies(stage: Stage) -> None:
    tom = stage.tom
    in_stock = stage.left_of(PRODUCT)
    stage.narrate("Tom orders a sticker pack. It is paid with Telegram's own Stars, by an invoice in the chat.")
    _orders(stage, quantity=1)
    stage.expect("he is let through, and pays", expected="paid", found=tom.pays_stars())
    stage.kill_bot()
    stage.restart_bot()
    tom.sees("is here!", "sticker pack")
    stage.expect("one order, delivered", expected=[OrderStatus.DELIVERED], found=stage.statuses_of(tom))
    stage.expect("one code was sold", expected=in_stock - 1, found=stage.left_of(PRODUCT))


def _an_old_invoice_takes_nothing(stage: Stage) -> None:
    tom = stage.tom
    stage.narrate("He taps the same invoice again, and later one of an order that has lapsed.")
    stage.expect("what is paid is not paid again", expected="refused", found=tom.pays_stars())
    _orders(stage, quantity=2)
    stage.let_pass(UNTIL_IT_IS_TOO_LATE)
    tom.sees("was not paid in time and is closed")
    stage.expect("what has lapsed takes nothing", expected="refused", found=tom.pays_stars())


def _the_shop_gives_them_back(stage: Stage) -> None:
    tom, boss = stage.tom, stage.boss
    order = stage.orders_of(tom)[-1]
    stage.narrate("The stickers don't move on his phone. 老板 gives the Stars back to where they came from.")
    boss.says(f"/refund {order.number} {PRICE}")
    boss.sees("要退这一单的一部分吗", str(PRICE))
    boss.taps("原路退回")
    boss.sees("正在原路退回")
    tom.sees("went back to where you paid it from")


def _orders(stage: Stage, *, quantity: int) -> None:
    """Let Tom order and ask for the invoice."""
    tom = stage.tom
    tom.says(f"/start p_{PRODUCT}")
    tom.sees("sticker pack", "Buy")
    tom.taps("Buy")
    tom.sees("How many?")
    tom.taps(str(quantity))
    tom.sees("Please check your order")
    tom.taps("Order for")
    tom.sees("Order placed!", "Pay with Stars")
    tom.taps("Pay with Stars")
    tom.sees("The invoice is below")
