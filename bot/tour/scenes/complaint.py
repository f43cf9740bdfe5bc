"""The scene 'complaint': a card does not work, and a human settles it in a topic of the staff's group.

Not here: what the shop gives for the trouble (bot.tour.scenes.compensation).
"""

from datetime import time, timedelta

from backend import ratings, tickets
from backend.tickets import Category, Side, Ticket, TicketStatus
from bot.tour.actor import Actor
from bot.tour.errands import buys_an_apple_card, screenshot
from bot.tour.stage import Stage

OPEN = time(10)
"""The shop's people are there, and it is day where the customer is."""

UNTIL_THE_GROUP_MAY_BE_WRITTEN_TO = timedelta(minutes=1)
"""Telegram takes twenty messages a minute in a group; a topic that is filled again needs some of them."""

UNTIL_RATED = timedelta(minutes=11)


def play(stage: Stage) -> None:
    """小美 complains with a photo; 阿杰 claims, answers, notes and resolves, also in a topic somebody deleted."""
    stage.let_it_be(OPEN)
    _she_complains(stage)
    desk = _he_claims(stage)
    _they_talk(stage, desk)
    _the_topic_is_deleted(stage, desk)
    _he_resolves_and_she_rates(stage)


def _she_complains(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("小美 has bought a card, and it does not work.")
    buys_an_apple_card(xiaomei)
    xiaomei.taps("查看卡密")
    xiaomei.sees("的卡密")
    xiaomei.taps("有问题")
    xiaomei.sees("我这边看到的是", "卡密第一次打开是", "继续投诉")
    xiaomei.taps("继续投诉")
    xiaomei.sees("是哪方面的问题", "卡密用不了")
    xiaomei.taps("卡密用不了")
    xiaomei.sees("请说说发生了什么")
    xiaomei.shows_photo("screen.png", screenshot("This code has been redeemed."), caption="提示已经被人用过了")
    xiaomei.sees("投诉已登记", "T-1", "最晚", "下一个就到您")

    ticket = _ticket(stage)
    stage.expect("a ticket about her order", expected=stage.orders_of(xiaomei)[0].id, found=ticket.order_id)
    stage.expect("it says what is wrong", expected=Category.CODE_DEAD, found=ticket.category)


def _he_claims(stage: Stage) -> Actor:
    stage.narrate("The staff's group has a new topic. 阿杰 reads the card and takes it.")
    desk = stage.in_topic(stage.ajie, "T-1")
    desk.sees("T-1", "卡密用不了", "小美", "Apple 充值卡 100 元", "接手")
    desk.hears("小美", "提示已经被人用过了")
    desk.taps("接手")
    desk.sees("阿杰 在处理", "已解决")
    stage.xiaomei.sees("阿杰 在为您处理")
    return desk


def _they_talk(stage: Stage, desk: Actor) -> None:
    xiaomei = stage.xiaomei
    stage.narrate("He answers in the topic, she answers in her chat. What begins with // is for the staff alone.")
    answer = desk.says("您好，我是阿杰，马上查这章卡")
    xiaomei.hears("您好，我是阿杰，马上查这章卡")
    desk.corrects(answer, "您好，我是阿杰，马上查这张卡")
    xiaomei.hears("马上查这张卡")
    desk.says("// 这一批已经有三张被投诉")
    xiaomei.says("好的")
    xiaomei.says("我是今天早上买的")
    xiaomei.says("还没有退出那个页面")
    desk.hears("还没有退出那个页面")

    ticket = _ticket(stage)
    said = stage.ask_books(lambda db: tickets.messages_of(db, ticket.id))
    hers = [one.text for one in said if one.side is Side.CUSTOMER and one.text]
    stage.expect(
        "all she wrote is there, in order",
        expected=["提示已经被人用过了", "好的", "我是今天早上买的", "还没有退出那个页面"],
        found=hers,
    )
    stage.expect("the note is kept", expected=1, found=sum(one.side is Side.NOTE for one in said))
    seen = [bubble.text for bubble in xiaomei.person.sees()]
    stage.expect("and she never saw it", expected=False, found=any("三张被投诉" in text for text in seen))


def _the_topic_is_deleted(stage: Stage, desk: Actor) -> None:
    group, xiaomei = stage.staff_group, stage.xiaomei
    stage.narrate("老板 tidies up the group and deletes the topic. The next message makes it again, with the card.")
    stage.boss.at(group).person.deletes_topic(stage.topic_of(desk))
    xiaomei.says("在吗？")
    stage.let_pass(UNTIL_THE_GROUP_MAY_BE_WRITTEN_TO)
    again = stage.in_topic(stage.ajie, "T-1")
    again.sees("T-1", "阿杰 在处理")
    again.hears("在吗？")
    again.says("在的，给您换一张新的")
    xiaomei.hears("在的，给您换一张新的")


def _he_resolves_and_she_rates(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    again = stage.in_topic(stage.ajie, "T-1")
    again.taps("已解决")
    xiaomei.sees("T-1", "标记为已解决", "重新打开")
    stage.let_pass(UNTIL_RATED)
    xiaomei.sees("请给工单 T-1 打个分")
    xiaomei.taps("5 ⭐")
    xiaomei.sees("太感谢了")

    ticket = _ticket(stage)
    stage.expect("the ticket is resolved", expected=TicketStatus.RESOLVED, found=ticket.status)
    stage.expect("by 阿杰", expected=stage.person(stage.ajie).id, found=ticket.owner_id)
    customer = stage.person(xiaomei)
    rating = stage.ask_books(lambda db: ratings.rating_of(db, customer, f"ticket:{ticket.id}"))
    stage.expect("with five stars", expected=5, found=rating and rating.stars)


def _ticket(stage: Stage) -> Ticket:
    """Her only ticket."""
    customer = stage.person(stage.xiaomei)
    (ticket,) = stage.ask_books(lambda db: tickets.latest_of(db, customer, most=2))
    return ticket
