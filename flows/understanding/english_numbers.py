"""English numbers: amounts written out in words (twenty five bucks, two hundred) as digits.

Not here: numbers in Chinese characters (numerals), or what is counted (counting, measures).
"""

import re
from collections.abc import Callable

from flows.understanding.order_words import any_of, lists_of, table_of
from flows.understanding.word_groups import one_of

ANY_CURRENCY = one_of(
    word for words in lists_of("money.currencies").values() for word in words if len(word) > 1 or not word.isascii()
)
"""Every way to name a currency, as a part of a pattern."""

_HUNDRED = 100
_NUMBERS = {word: int(number) for word, number in table_of("count.english_numbers").items()}
_TENS, _ONES = (
    one_of(word for word, number in _NUMBERS.items() if number in within)
    for within in (range(20, 91, 10), range(1, 10))
)
_TWENTY_ONE = rf"{_TENS}(?:-{_ONES}| {_ONES}(?!\s?(?:{any_of('count.pieces')}|of|{_TENS})\b))"
_HUNDREDS = rf"(?:(?:a|{_ONES}) )?(?:hundred|thousand)"
_NUMBER = re.compile(rf"(?<![a-z])(?:{_TWENTY_ONE}|{_HUNDREDS}|{one_of(_NUMBERS)})(?![a-z])")


def in_digits(line: str, *, but: Callable[[re.Match[str]], bool] = lambda _: False) -> str:
    """The line, which is in small letters, with the numbers that are written out in English in digits, `but` some."""
    return _NUMBER.sub(lambda found: found[0] if but(found) else _value(found[0]), line)


def _value(said: str) -> str:
    """An English number in digits: twenty five is 25, two hundred 200."""
    values = [_NUMBERS.get(word, 1) for word in said.replace("-", " ").split()]
    return str(values[0] * values[-1] if values[-1] >= _HUNDRED and len(values) > 1 else sum(values))
