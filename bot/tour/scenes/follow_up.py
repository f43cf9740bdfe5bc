"""The scene 'follow-up': a question that is asked once, by day, also by a bot that was away when it was due.

Not here: months of them for hundreds of people (tests).
"""

from datetime import time

from backend import ratings
from backend.orders import OrderStatus
from bot.tour.errands import buys_an_apple_card
from bot.tour.stage import Stage

EVENING = time(20)
NIGHT = time(2)
MORNING = time(9, 1)

QUESTION = "卡密还没打开过"
OK = 200


def play(stage: Stage) -> None:
    """小美 never looks at her codes; the bot dies, misses the moment, keeps quiet by night and asks in the morning."""
    _she_buys_and_never_looks(stage)
    _the_bot_is_away_when_it_is_due(stage)
    _she_answers_and_rates(stage)
    _she_wants_to_hear_less(stage)


def _she_buys_and_never_looks(stage: Stage) -> None:
    stage.let_it_be(EVENING)
    stage.narrate("小美 buys a card in the evening and puts the phone away. In four hours the bot would ask after it.")
    buys_an_apple_card(stage.xiaomei)


def _the_bot_is_away_when_it_is_due(stage: Stage) -> None:
    stage.kill_bot()
    stage.let_it_be(NIGHT)
    stage.restart_bot()
    stage.narrate("It should have asked two hours ago. But it is night where she is.")
    stage.come_to_rest()
    stage.expect("nothing was asked in the night", expected=0, found=_times_asked(stage))
    stage.let_it_be(MORNING)
    stage.xiaomei.sees(QUESTION, "查看卡密", "都好", "少发这类消息")


def _she_answers_and_rates(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    xiaomei.taps("查看卡密")
    xiaomei.sees("的卡密", "复制第 1 个")
    xiaomei.taps("都好")
    xiaomei.sees("订单已完成", "4 ⭐")
    xiaomei.taps("4 ⭐")
    xiaomei.sees("您满意就好")

    (order,) = stage.orders_of(xiaomei)
    customer = stage.person(xiaomei)
    rating = stage.ask_books(lambda db: ratings.rating_of(db, customer, f"order:{order.id}"))
    stage.expect("she was asked once", expected=1, found=_times_asked(stage))
    stage.expect("her order is complete", expected=OrderStatus.COMPLETED, found=order.status)
    stage.expect("with four stars", expected=4, found=rating and rating.stars)


def _she_wants_to_hear_less(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("It was kindly meant, but she does not want to be asked again.")
    xiaomei.says("/settings")
    xiaomei.sees("设置", "关闭提醒")
    xiaomei.taps("关闭提醒")
    xiaomei.sees("设置", "打开提醒")
    buys_an_apple_card(xiaomei)
    stage.let_it_be(EVENING)
    stage.come_to_rest()
    stage.expect("about the next card she was not asked", expected=1, found=_times_asked(stage))


def _times_asked(stage: Stage) -> int:
    calls = stage.sandbox.calls(method="sendMessage", chat=stage.xiaomei.person.id)
    return sum(call["status"] == OK and QUESTION in call["parameters"]["text"] for call in calls)
