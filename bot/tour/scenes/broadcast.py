"""The scene 'broadcast': news for sixty people, by a bot that dies on the way; nobody gets it twice.

Not here: five thousand people and ten deaths (tests).
"""

from collections import Counter
from datetime import time

from backend import broadcasts, people
from backend.broadcasts import BroadcastStatus
from bot.clock import SystemClock
from bot.tour.actor import Actor
from bot.tour.stage import Stage

MORNING = time(10)
CROWD = 60
EARLY = 10
"""Who of them has it when the bot is killed."""

NEWS = "周末特惠：苹果充值卡全线九八折"


def play(stage: Stage) -> None:
    """老板 writes to sixty people; 小美 shops meanwhile, one has blocked the bot, and the bot is killed."""
    stage.let_it_be(MORNING)
    crowd = _gather(stage)
    _he_composes(stage)
    _it_goes_out(stage, crowd)
    _everybody_has_it_once(stage, crowd)


def _gather(stage: Stage) -> list[int]:
    """Customers who have talked to the bot before; the last of them has blocked it since."""
    numbers = stage.sandbox.crowd(f"顾客 {n:03}" for n in range(1, CROWD + 1))
    now = SystemClock().now()
    with stage.database.transaction() as db:
        for number in numbers:
            name = f"顾客 {number}"
            people.meet(db, telegram_id=number, name=name, username=None, language="zh-CN", now=now)
    stage.sandbox.known_person(numbers[-1]).blocks()
    for customer in (stage.xiaomei, stage.tom):
        customer.says("/start")
    stage.xiaomei.sees("逛逛商品")
    stage.tom.sees("Browse")
    return numbers


def _he_composes(stage: Stage) -> None:
    boss = stage.boss
    stage.narrate("老板 has news. He writes it in two languages, with a button, and looks at it first.")
    boss.says("/broadcast")
    boss.sees("群发", "写一条")
    boss.taps("写一条")
    boss.sees("要配图吗")
    boss.taps("不配图")
    boss.sees("中文内容")
    boss.says(NEWS)
    boss.sees("英文内容")
    boss.says("This weekend: Apple gift cards 2% off")
    boss.sees("要放按钮吗")
    boss.taps("逛逛商品")
    boss.sees("发给谁", "所有人")
    boss.taps("所有人")
    boss.sees("草稿", NEWS, "现在发")
    boss.taps("发给自己看看")
    boss.hears(NEWS)


def _it_goes_out(stage: Stage, crowd: list[int]) -> None:
    boss, xiaomei = stage.boss, stage.xiaomei
    boss.taps("现在发")
    boss.sees("发出去就收不回来了")
    boss.taps("发")
    boss.sees("正在发")
    stage.narrate("It is on its way to sixty people when 小美 looks for a card, and when the bot is killed.")
    stage.sandbox.known_person(crowd[EARLY]).waits_for(NEWS)
    _looks_meanwhile(xiaomei)
    stage.kill_bot()
    stage.restart_bot()
    boss.sees("发完了", "已送达")


def _looks_meanwhile(xiaomei: Actor) -> None:
    xiaomei.says("苹果卡100")
    xiaomei.sees("Apple 充值卡 100 元", "购买")


def _everybody_has_it_once(stage: Stage, crowd: list[int]) -> None:
    numbers = [*crowd, stage.xiaomei.person.id, stage.tom.person.id]
    sent = Counter(
        int(call["chat_id"])
        for call in stage.sandbox.calls(method="sendMessage")
        if call["status"] == 200 and _is_news(call["parameters"]["text"])
    )
    news = stage.ask_books(lambda db: broadcasts.all_broadcasts(db, page=1, per_page=1).items[0])
    tally = stage.ask_books(lambda db: broadcasts.tally(db, news))

    twice = [number for number in numbers if sent[number] > 1]
    missed = [number for number in numbers if not sent[number] and number != crowd[-1]]
    stage.expect("it is over", expected=BroadcastStatus.DONE, found=news.status)
    stage.expect("nobody has it twice", expected=[], found=twice)
    # Of those in doubt some have it: the bot died after the platform had acted.
    stage.expect("whoever missed it is counted as in doubt", expected=True, found=len(missed) <= tally.unknown)
    stage.expect("who blocked the bot is counted", expected=1, found=tally.blocked)
    stage.expect("nobody is forgotten", expected=tally.recipients, found=tally.settled)


def _is_news(text: str) -> bool:
    return NEWS in text or "2% off" in text
