"""The scene 'search': goods are found however they are typed, and what is not there is never made up.

Not here: orders in one line (one_line).
"""

from bot.tour.stage import Stage

FOUND = (
    ("a slip of the finger", "腾迅视频季卡", "腾讯视频 VIP 季卡"),
    ("pinyin", "kuake yuefei", "夸克 SVIP 月卡"),
    ("initials", "xmly", "喜马拉雅 VIP 月卡"),
    ("another character of the same sound", "京冬一卡500", "京东 E 卡 500 元"),
    ("traditional characters", "卡巴斯基標準版", "卡巴斯基 标准版"),
    ("letters the wrong way round", "tyopra", "Typora 永久授权"),
    ("the amount in characters", "steam一百刀", "Steam 钱包 100 美元"),
)
"""How it is typed, the text, and the product whose card is shown."""


def play(stage: Stage) -> None:
    """小美 finds seven products by seven ways of typing; then what the shop has not got."""
    for way, text, product in FOUND:
        stage.narrate(f"By {way}:")
        stage.xiaomei.says(text)
        stage.xiaomei.sees(product, "价格")
    _not_quite(stage)
    _not_at_all(stage)
    stage.expect("nobody has ordered anything", expected=[], found=stage.statuses_of(stage.xiaomei))


def _not_quite(stage: Stage) -> None:
    stage.narrate("There is no Steam card for $70. The shop says so, and asks about the nearest.")
    stage.xiaomei.says("steam70刀")
    stage.xiaomei.sees("没找到“steam70刀”", "您要找的是不是", "Steam 钱包", "逛逛商品", "人工")


def _not_at_all(stage: Stage) -> None:
    stage.narrate("Nothing comes near a bicycle: the shelves are one tap away, and so is a human.")
    stage.xiaomei.says("有自行车卖吗")
    stage.xiaomei.sees("自行车", "逛逛商品", "人工")
    stage.xiaomei.taps("逛逛商品")
    stage.xiaomei.sees("Steam 与主机钱包")
