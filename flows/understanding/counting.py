"""Counting: a line as slots are read from it — how many in one way of writing, and a mark between its parts.

Not here: what the numbers count (measures), or what a part orders (slots).
"""

import re
import unicodedata

from flows.understanding.dialects import characters_in_common
from flows.understanding.normalise import to_simplified

PARTED = " & "
"""What stands where a line has a comma, a new line or a plus: normalising keeps it."""

_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "sixteen": "16", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "hundred": "100", "a couple of": "2pcs", "a couple": "2pcs", "couple of": "2pcs",
    "a pair of": "2pcs", "half a dozen": "6pcs", "half dozen": "6pcs", "two dozen": "24pcs", "a dozen": "12pcs",
    "dozen": "12pcs", "a hundred": "100", "a few": "3pcs", "twice": "2pcs", "thrice": "3pcs", "both of": "2pcs",
}  # fmt: skip
_NUMBER_WORD = re.compile(
    r"(?<![a-z])(?<!xbox )(?<!all in )(?<!square )("
    + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
    + r")(?![a-z])"
)
_CHINESE_WORDS = {"俩": "2个", "仨": "3个", "一对": "2个", "半打": "6个", "一打": "12个", "两打": "24个", "双份": "2份"}
_CHINESE_WORD = re.compile("|".join(_CHINESE_WORDS))
_DIGIT = r"[\d一二三四五六七八九十百两]"
_UNIT = re.compile(
    rf"(?<={_DIGIT})\s?(?:[条瓶箱盒罐桶本台部袋筐支笔扎袋组枝听粒](?!装)|次(?![卡元])|发(?!货)|包(?![月年季周天]))"
)
_UNIT_ENGLISH = re.compile(
    r"(?<![\w.])(\d{1,3})\s?(?:cartons?|bottles?|boxes|box|packs?|units?|pieces?|pcs?|(?<=\b1 )key|keys"
    r"|licen[cs]es|subscriptions|subs|seats|times|qty|ea)\b(?!\s?\d)(?:\s+of\b(?!\s+(?:them|those|these)))?"
)
_OF_THEM = re.compile(r"(?<![\w.$¥€£])(\d{1,3})\s+of\s+(?:them|those|these|the)\b")
_QUANTITY = re.compile(
    r"(?:数量|qty|quantity|count|times)\s*(?:是|为|is|:|=)?\s*(\d{1,3})(?![\d.])(?!\s?(?:usd|刀|块|元))"
)
_TIMES = re.compile(r"(?:(?<=\s)|(?<=[\u3400-\u9fff\d$¥元刀]))[*×x✕]\s?(\d{1,3})(?![\d.a-z])")
_TIMES_BEFORE = re.compile(
    r"(?<![\w.])(\d{1,3})\s?(?:[*×✕]\s?|x\s|x(?![a-z])|(?<=\d)x(?!box))(?=[a-z\u3400-\u9fff$¥€£])"
)
_TIMES_BEFORE_AMOUNT = re.compile(r"(?<![\w.])(\d{1,2})\s?[*×x✕]\s?(?=\d{2,}\s?(?:刀|块|元|usd|eur|\$))")
_VOUCHERS = re.compile(r"(?<=\d)\s?(?:vouchers|tickets|passes)\b|(?<=\b1) (?:voucher|ticket)\b")
_TWO_BEHIND = re.compile(r"(?<=[百千十])(?=两份|两[张个件套枚])")
"""一百两张 is a hundred, and two of them: a hundred and twenty is 一百二."""

_ONE_OF_TIME = re.compile(
    r"(?<![\d.])(?<!\d )(?<!a )(?<!per )(?<!this )(?<!last )(?<!next )(?<!every )(?<!each )"
    r"\b(year|month|quarter)(?=\s*(?:&|$|\d+pcs|x\s?\d))"
)
_RUN_TOGETHER = re.compile(r"(\d)(?=[一二两三四五六七八九十]{1,3}[张个份件套枚])")
"""100两张 is a hundred, and two of them."""
_MADE = re.compile(
    r"(?<!no )(?<!wait )(?<!actually )\bmake (it|that) ([1-9])(?!\d|\s?(?:pcs|usd|bucks|dollars?|刀|块|元|[.]\d))"
)
"""Make it three: whoever changes an amount says so with a no."""

_BOUGHT = re.compile(r"(?<=[买要来拿整搞])([一二两三四五六七八九十]{1,3})(?=\s*(?:&|$))")
_SPELLED = {"yi": 1, "liang": 2, "san": 3, "si": 4, "wu": 5, "liu": 6, "qi": 7, "ba": 8, "jiu": 9, "shi": 10}
_SPELLED_COUNT = re.compile(rf"(?<![a-z])({'|'.join(_SPELLED)})\s?(?:zhang|ge|fen)(?![a-z])")
_SPLIT_NUMBER = re.compile(r"(?<=\d)\s+(?=[千万](?![\u4e00-\u9fff]{3}))")
_FOR_WHOM = re.compile(
    r"(?<=\w)\s+(?:for|as a gift for)"
    r" (?:(?:my|our|his|her|their) [a-z]+|the (?:office|team|branch|kids?|class|family|company|guild|shop|store|staff))"
    r"(?: (?:party|team|friends?))?(?=$|\s*&)"
)
_PURPOSE = re.compile(r"&\s*for (?:the|my|our|his|her|their|an?|work|home)\b(?: [a-z]+){0,3}\s*(?=$|&)")
_MARKS = re.compile(
    r"[,，](?!\d{3}(?!\d))|[、;；\n]|\s[+＋]\s|(?<=[^\s+])\s?[+＋](?=[^\s+])|[.。…!！?？]+(?=\s|$|[\u3400-\u9fff])"
)


def counted(text: str) -> str:
    """The line with numbers in words as digits, '*2', 'twice' and '两瓶' as so many pieces, and marks between parts."""
    folded = unicodedata.normalize("NFKC", _MARKS.sub(PARTED, text)).casefold()
    line = characters_in_common(to_simplified(" ".join(folded.split())))
    line = _SPLIT_NUMBER.sub("", _SPELLED_COUNT.sub(lambda found: f"{_SPELLED[found[1]]}个", line))
    line = _CHINESE_WORD.sub(lambda found: _CHINESE_WORDS[found[0]], line)
    line = _TWO_BEHIND.sub(" ", _UNIT.sub("份", _NUMBER_WORD.sub(lambda found: _NUMBER_WORDS[found[1]], line)))
    line = _ONE_OF_TIME.sub(r"1 \1", _VOUCHERS.sub(" cards", line))
    line = _QUANTITY.sub(r" \1pcs ", _OF_THEM.sub(r"\1pcs ", _UNIT_ENGLISH.sub(r"\1pcs ", line)))
    line = _BOUGHT.sub(r"\1个", _MADE.sub(r"make \1 \2pcs", line))
    line = _PURPOSE.sub(" ", _FOR_WHOM.sub(" ", line))
    line = _TIMES.sub(r" \1pcs ", _RUN_TOGETHER.sub(r"\1 ", line))
    return _TIMES_BEFORE_AMOUNT.sub(r"\1pcs ", _TIMES_BEFORE.sub(r"\1pcs ", line))
