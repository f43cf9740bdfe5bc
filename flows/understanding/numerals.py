"""Numerals: amounts written in characters (一百五, 兩百, 壹佰, 1百, 1.5万) or short (1k, 2w, 50 ribu) as digits.

Not here: what is counted (measures). Characters that only look like numbers stay: 百度, 一卡通, 三国, 万能.
"""

import re
from decimal import Decimal

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"

_ONE = "".join(_DIGITS)
_MANY = "".join([*_TENS, *_MYRIADS])
_WRITTEN = re.compile(rf"(?:\d+(?:\.\d+)?[{_MANY}]|(?<!\d)[{_ONE}{_MANY}])[\d{_ONE}{_MANY}]*")
_SHORT = re.compile(r"(?<![a-z0-9.])(\d+(?:\.\d+)?)([kw]|\s?(?:ribu|rb|juta|jt))(?![a-z0-9])")
_DOTTED = re.compile(r"(?<![\d.])\d{1,3}(?:\.000)+(?![\d.])")
"""100.000 is a hundred thousand where money has no cents."""

_SHORT_FOR = {"k": 1000, "w": 10_000, "ribu": 1000, "rb": 1000, "juta": 1_000_000, "jt": 1_000_000}
"""The last four are said in Malay and Indonesian, with a blank or without."""

_COUNTED = re.compile(
    r"\s?(?:块|元|圆|刀|美[元金刀]|港[币元]|日[元币]|欧元?|镑|英镑|张|个|份|件|枚|颗|套|单(?![机人品色独位])|次卡"
    r"|月|年|天|日|周|星期|小时|分钟|季[度卡]|点[券卡数]|钻|金币|[a-z]?币|角(?!洲)|毛|折|gb?(?![a-z])|mb?(?![a-z])|兆)"
)
"""What makes a single numeral a number: 一张 is one of them, 一卡通 is a name."""

_LONGEST_NUMERAL = 24
_FEWEST_IN_A_ROW = 3


def write_in_digits(text: str) -> str:
    """The text with every numeral in it written in digits. Expects folded text in simplified characters."""
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    text = _WRITTEN.sub(lambda found: _in_digits(found, text), text)
    return _SHORT.sub(lambda found: _plain(Decimal(found[1]) * _SHORT_FOR[found[2].strip()]), text)


def _in_digits(found: re.Match[str], text: str) -> str:
    numeral = found[0]
    if len(numeral) > _LONGEST_NUMERAL:
        return numeral
    if all(char in _DIGITS for char in numeral):
        return _in_a_row(numeral, is_counted=_COUNTED.match(text, found.end()) is not None)
    if numeral in ("十", "拾") and _COUNTED.match(text, found.end()) is None:
        return numeral
    value = _value(numeral)
    return numeral if value is None else _plain(value)


def _in_a_row(numeral: str, *, is_counted: bool) -> str:
    """Digits one after the other are read out, as phone numbers are; one by itself is a number if it counts."""
    if len(numeral) >= _FEWEST_IN_A_ROW or (len(numeral) == 1 and is_counted):
        return "".join(str(_DIGITS[char]) for char in numeral)
    return numeral


def _value(numeral: str) -> Decimal | None:
    """What the numeral comes to; None where it is none, as in 百度 or 千千."""
    total, section, digit = Decimal(0), Decimal(0), None
    last_unit: int | None = None
    for part in re.findall(r"\d+(?:\.\d+)?|\D", numeral):
        if part in _TENS:
            unit = _TENS[part]
            if digit is None and unit != 10:
                return None
            section += (Decimal(1) if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif part in _MYRIADS:
            section += digit or 0
            if not section:
                return None
            total, section, digit = total + section * _MYRIADS[part], Decimal(0), None
            last_unit = _MYRIADS[part]
        elif digit is not None and digit != 0:
            return None
        else:
            digit = Decimal(_DIGITS[part]) if part in _DIGITS else Decimal(part)
            last_unit = None if part in "零〇" else last_unit
    if digit is not None:
        section += digit * _unsaid(last_unit, digit)
    return total + section


def _unsaid(last_unit: int | None, digit: Decimal) -> int:
    """What the last digit counts: 一百五 leaves out 'ten', 一万二 'thousand'."""
    return last_unit // 10 if last_unit is not None and last_unit > 10 and digit < 10 else 1


def _plain(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
