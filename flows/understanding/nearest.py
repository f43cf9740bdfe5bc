"""What comes near: the goods a line may mean that names something which is not sold like that.

Not here: what is sold like that (search, slots), or how it is said (flows.pages.shelves).
"""

import re
from collections.abc import Iterator, Sequence

from backend.catalogue import Product
from flows.understanding.accounts import take_numbers
from flows.understanding.counting import counted
from flows.understanding.fillers import bare
from flows.understanding.measures import without_measures
from flows.understanding.normalise import normalise
from flows.understanding.search import Findings, look_up
from flows.understanding.shelf import is_name
from flows.understanding.slots import PHONE_CREDIT

_MOST_TRIED = 10
_SHORTEST = 2
_ANYTHING = re.compile(
    r"(?:点|些|个|什么|啥|别的|其他|其它|几|好|你们|店里|这里|的|都)*(?:东西|商品|货|产品|宝贝|单|买|卖|啥|什么)+"
    r"(?:吧|吗|啊|呢|的)*"
    r"|(?:some|any)?(?:thing|stuff|goods|items?|products?)(?: else| here| now)?"
    r"|(?:what|how|show|it|is|now|here|one|this|that| )+"
)
"""What somebody says who would like to buy, and has not said what."""


def named_in(text: str) -> str:
    """What a line names besides numbers and the words around a name; '' if nothing: 要一个谷歌20美元 names 谷歌."""
    numbered = take_numbers(text, is_word=lambda _: False)
    name = bare(without_measures(counted(normalise(numbered.rest))))
    if not is_name(name):
        return PHONE_CREDIT if numbered.accounts.phones else ""
    return "" if _ANYTHING.fullmatch(name) else name


def nearest_to(products: Sequence[Product], name: str) -> list[Product]:
    """The goods that are called like the name, or like the most of it that any good is called; may be none."""
    found = look_up(products, name)
    if not found.hits:
        found = next((part for part in _of_parts(products, name) if part.is_sure), found)
    return found.nearest


def _of_parts(products: Sequence[Product], name: str) -> Iterator[Findings]:
    """Of a name in Chinese, which has no blanks, the longest parts from either end."""
    pieces = [piece for piece in name.split() if not piece.isascii()]
    parts = [
        part for piece in pieces for size in range(len(piece) - 1, _SHORTEST - 1, -1) for part in _ends(piece, size)
    ]
    return (look_up(products, part) for part in sorted(parts, key=len, reverse=True)[:_MOST_TRIED])


def _ends(piece: str, size: int) -> tuple[str, str]:
    return piece[-size:], piece[:size]
