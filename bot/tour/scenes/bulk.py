"""The scene 'bulk': a licence, a file of orders with a slip in it, and a bot that dies while it buys.

Not here: files of thousands of rows (tests).
"""

from datetime import timedelta

from backend.money import Money
from backend.orders import OrderStatus
from bot.tour.stage import Stage

PRODUCT = "netease-music-month"
ROWS = 36
SLIP = 20
"""Which row of the file names something that the shop does not sell."""


def play(stage: Stage) -> None:
    """小美 becomes a merchant, orders 36 memberships at once, and has them all though the bot is killed on the way."""
    in_stock = stage.left_of(PRODUCT)
    _xiaomei_becomes_a_merchant(stage)
    _she_sends_her_orders(stage)
    _the_bot_dies_while_it_buys(stage)
    _nothing_is_lost_or_doubled(stage, in_stock)


def _xiaomei_becomes_a_merchant(stage: Stage) -> None:
    xiaomei, boss = stage.xiaomei, stage.boss
    stage.narrate("小美 opens a shop of her own. She hands in her licence, and the owner looks at it in his chat.")
    xiaomei.says("/licence")
    xiaomei.sees("您的许可证号是多少")
    xiaomei.says("shop 2026 0001")
    xiaomei.sees("有效期到哪一天")
    xiaomei.says((stage.now() + timedelta(days=300)).date().isoformat())
    xiaomei.sees("正在审核")
    boss.sees("小美", "SHOP20260001", "银卡价")
    boss.taps("银卡价")
    xiaomei.sees("审核通过", "银卡")


def _she_sends_her_orders(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    stage.narrate(f"Now she may send files of orders: {ROWS} memberships, and a slip in row {SLIP}.")
    xiaomei.says("/bulk")
    xiaomei.sees("批量下单", "一行一笔订单")
    rows = [f"{PRODUCT},1,,朋友 {number}" for number in range(1, ROWS + 1)]
    rows.insert(SLIP - 2, "netease-musik,1,,")
    xiaomei.sends_file("订单.csv", "\n".join(["商品,数量,账号,备注", *rows]).encode("gb18030"))
    xiaomei.sees(f"可以下单 {ROWS} 行", f"第 {SLIP} 行：在售的商品里没有“netease-musik”", "¥486.00", "还没有下单")
    stage.expect("nothing is bought before she says so", expected=[], found=stage.statuses_of(xiaomei))


def _the_bot_dies_while_it_buys(stage: Stage) -> None:
    xiaomei = stage.xiaomei
    xiaomei.taps(f"买 {ROWS} 行")
    stage.kill_bot()
    stage.restart_bot()
    xiaomei.sees("全部处理完了", f"买到 {ROWS} 笔", "共付 ¥486.00", "没买成 1 行")


def _nothing_is_lost_or_doubled(stage: Stage, in_stock: int) -> None:
    xiaomei = stage.xiaomei
    xiaomei.taps("订单和卡密")
    file = xiaomei.sees(f"{ROWS} 笔订单和卡密都在这个文件里")
    xiaomei.taps("要改的行")
    xiaomei.sees("没买成的有 1 行", "改好后可以直接把这个文件发回来")

    delivered = [OrderStatus.DELIVERED] * ROWS
    stage.expect(f"{ROWS} orders, all delivered", expected=delivered, found=stage.statuses_of(xiaomei))
    stage.expect("each is paid once", expected=Money(50_000 - 48_600, "CNY"), found=stage.balance_of(xiaomei))
    stage.expect("each code is sold once", expected=in_stock - ROWS, found=stage.left_of(PRODUCT))
    stage.expect("the codes came as a file", expected=True, found=file.attachment is not None)
