"""Figures: the numbers and lengths of time of a search in one way of writing, however they are said.

Not here: numbers written in characters (numerals), or how many goods a line orders (counting).
"""

import re
from collections.abc import Callable

from flows.understanding.english_numbers import in_digits
from flows.understanding.numerals import write_in_digits

_DIGITS = dict(zip("一二两三四五六七八九十", [1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10], strict=True))
_HOLDERS = re.compile(r"(?<![一二两三四五六七八九十百])[一二两三四五六七八九十](?=[台部](?![湾币北曲落队门长分]))")
"""On how many devices: 三台, 五部机."""

_SPLIT = re.compile(r"(?<=\d)\s+(?=[百千万](?![\u3400-\u9fff]))")
_LETTER_FOR_ZERO = re.compile(r"(?<=[1-9])o(?![a-z])")
_WHOLE_YEAR = re.compile(r"一?整年")
_WHOLE = re.compile(r"\b(?:(?:a|the|one) )?(?:whole|full|entire) (?=(?:year|month|quarter)\b)")
_UNCOUNTED = ("a", "an", "per", "this", "last", "next", "every", "each", "half")
_ONE_OF_TIME = re.compile(
    r"(?<![\d.-])(?<!\d )" + "".join(rf"(?<!\b{word} )" for word in _UNCOUNTED) + r"\b(?=(?:year|month|quarter)\b)"
)
_COUNTED = re.compile(r"\s(?:day|week|month|quarter|year|device|user|seat|screen)s?\b")


def in_figures(line: str, *, is_name: Callable[[str], bool]) -> str:
    """The normalised line with its numbers in digits: twenty five bucks, 三台, a whole year are 25 bucks, 3台, 1 year.

    `is_name`: whether a word stands in some name. Such a word, or one, is a number before what it counts only.
    """

    def stays(number: re.Match[str]) -> bool:
        return (number[0] == "one" or is_name(number[0])) and not _COUNTED.match(number.string, number.end())

    line = _HOLDERS.sub(lambda found: str(_DIGITS[found[0]]), _WHOLE_YEAR.sub("1年", line))
    line = write_in_digits(_SPLIT.sub("", _LETTER_FOR_ZERO.sub("0", line)))
    return _ONE_OF_TIME.sub("1 ", in_digits(_WHOLE.sub("1 ", line), but=stays))
