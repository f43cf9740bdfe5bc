"""A big catalogue, invented: brands times kinds times face values, always the same.

Not here: realistic goods (those of the tests).
"""

from collections.abc import Iterator
from itertools import islice, product
from random import Random

from backend.catalogue import AccountKind, Product

_CHARS = (
    "云星海山风雷金龙虎凤天明光火水木石玉竹梅兰青白红蓝紫飞鸟鱼马鹿鹤雪月花"
    "春秋夏冬江湖城门桥路船车剑刀琴棋书画茶酒米田园林"
)
_SYLLABLES = ("ka", "zen", "lo", "mi", "tra", "vex", "nor", "pli", "qua", "sten", "ru", "dor", "fy", "gla", "hex", "jo")
_KINDS = [
    ("会员", "Membership"),
    ("充值卡", "Top-up Card"),
    ("点券", "Points"),
    ("礼品卡 美区", "Gift Card US"),
    ("礼品卡 日区", "Gift Card Japan"),
    ("激活码", "Licence Key"),
    ("代金券", "Voucher"),
    ("流量包", "Data Pack"),
]
_FACES = (5, 6, 10, 20, 25, 30, 50, 68, 98, 100, 128, 200, 300, 328, 500, 648, 1000, 2000, 5000, 10000)


def big_catalogue(count: int, *, faces: int = 5) -> list[Product]:
    """So many products with so many face values for each brand and kind, always the same ones."""
    return list(islice(_products(Random(7), faces), count))  # noqa: S311  # no secret, and the same each time


def _products(random: Random, faces: int) -> Iterator[Product]:
    number = 0
    for brand in _brands(random):
        for (kind_zh, kind_en), face in product(_KINDS, random.sample(_FACES, faces)):
            yield _product(number, f"{brand[0]}{kind_zh} {face}元", f"{brand[1]} {kind_en} ¥{face}", face)
            number += 1


def _brands(random: Random) -> Iterator[tuple[str, str]]:
    while True:
        zh = "".join(random.choices(_CHARS, k=random.choice((2, 3, 4))))
        yield zh, "".join(random.choices(_SYLLABLES, k=random.choice((2, 3)))).capitalize()


def _product(number: int, zh: str, en: str, face: int) -> Product:
    return Product(
        id=f"big-{number}",
        category_id="big",
        name={"zh-CN": zh, "en": en},
        about={},
        aliases=[],
        account=AccountKind.NONE,
        face_value_minor=face * 100,
        face_value_currency="CNY",
        currency="CNY",
        retail_minor=face * 100,
        silver_minor=face * 100,
        gold_minor=face * 100,
        max_per_order=1,
        position=number,
        is_on_sale=True,
    )
