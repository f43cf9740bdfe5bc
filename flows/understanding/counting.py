"""Counting: a line as slots are read from it — how many in one way of writing, and a mark between its parts.

Not here: what the numbers count (measures), or what a part orders (slots).
"""

import re
import unicodedata
from collections.abc import Callable

from flows.understanding.dialects import characters_in_common
from flows.understanding.english_numbers import ANY_CURRENCY, in_digits
from flows.understanding.normalise import to_simplified
from flows.understanding.order_words import any_of, table_of, words_of
from flows.understanding.word_groups import one_of

PARTED = " & "
"""What stands where a line has a comma, a new line or a plus: normalising keeps it."""

_NUMBER_WORDS = table_of("count.words")
_NUMBER_WORD = re.compile(rf"(?<![a-z]){one_of(_NUMBER_WORDS)}(?![a-z])")
_THOUSAND = 4
_CHINESE_WORDS = table_of("count.characters")
_CHINESE_WORD = re.compile(one_of(_CHINESE_WORDS))
_SPELLED, _SPELLED_UNITS = table_of("count.pinyin"), table_of("count.pinyin_units")
_SPELLED_COUNT = re.compile(
    rf"(?<![a-z])(?P<number>{one_of(_SPELLED)}(?:\s?{one_of(_SPELLED)})*)\s?(?P<unit>{one_of(_SPELLED_UNITS)})(?!\s?yue|[a-z])"
)
_SPELLED_OF = re.compile(r"(?<![a-z])de(?![a-z])")
"""What it belongs to, among numbers in letters; elsewhere a country."""

_SYLLABLE = re.compile(one_of(_SPELLED))
_NEIGHBOURS, _MANY = table_of("count.neighbours"), table_of("count.neighbours_many")
_NEIGHBOURS_NUMBER = re.compile(rf"(?<![a-z])(?P<one>{one_of(_NEIGHBOURS)})(?:\s(?P<many>{one_of(_MANY)}))?(?![a-z])")
_WHICH_TIME = re.compile(r"(?<![a-z\d])\d{1,2}(?:st|nd|rd|th)(?![a-z\d])|第[\d一二三四五六七八九十两]+[次遍回天]")
"""Whose third time it is wants no three."""

_DIGIT = r"[\d一二三四五六七八九十百两]"
_UNIT = re.compile(rf"(?<={_DIGIT})\s?{any_of('count.units')}(?!装|设备|电脑|手机|终端)")
_OR_HELD = re.compile(rf"(?<={_DIGIT})\s?{any_of('count.or_held')}(?![a-z])")
"""Three seats may be one good for three; what counts pieces and values alike says so."""

_OF = r"(?:\s+of\b(?!\s+(?:them|those|these)))?"
_UNIT_ENGLISH = re.compile(
    rf"(?<![\w.])(\d{{1,3}})\s?(?:{any_of('count.english.units')}|(?<=\b1 )(?:key|time))\b(?!\s?\d){_OF}"
)
_OF_THEM = re.compile(r"(?<![\w.$¥€£])(\d{1,3})\s+of\s+(?:them|'?em|those|these|the)\b")
_SAID_SO = f"(?:{any_of('count.said_so.chinese')}|{any_of('count.said_so.english')})"
_THE_ONE = re.compile(r"(\bthe [^&]{1,24}?) ones?(?=\s*(?:&|$))")
"""The 20 euro one: which, and not how many."""

_CARDS_OF = re.compile(r"(?<![\w.$¥€£])(\d{1,3}) (?:gift ?)?(?:cards?|codes?|vouchers?) of (?=[a-z]{3,})")
"""Ten cards of google play 25: how many, and what of."""

_IN_PLURAL = re.compile(r"(?<![\w.])(?:([1-9]\d?) )?(\d{1,3}[05])s(?![a-z])")
"""Two 50s."""

_ANOTHER_ORDER = re.compile(r"(?:再?[补下开](?:一|1)?个?|再[买来](?:一|1)个?)单(?![位机人独品])")
"""再补一单 says that it is an order, and not how many."""

_LAST_TIME = re.compile(
    r"(?:(?<=[\s,，])|^)上次(?:那个|那张|那种|的)?[^\s,，]{1,10}?(?:不够|用完|过期|到期|坏了|没用)[^\s,，]{0,4}"
)
"""上次那个个人版不够分了: what there was before."""

_ONE_FOR = re.compile(r"(?<![\w.$¥€£])(\d{1,2}) for (?=(?:the )?\d)")
"""One for 3 months, one for 12."""

_QUANTITY = re.compile(rf"{_SAID_SO}\s*(?:是|为|is|:|=)?\s*(\d{{1,3}})(?![\d.])(?!\s?(?:usd|刀|块|元))")
_TIMES = re.compile(
    r"(?:(?:(?<=[\s(])|(?<=[\u3400-\u9fff\d$¥元刀]))[*×x✕]|(?<=[a-z])[*×✕])\s?(\d{1,6}(?:\.\d)?)(?![\d.a-z])"
)
_TIMES_BEFORE = re.compile(
    r"(?<![\w.])(\d{1,3})\s?(?:[*×✕]\s?|x\s|x(?![a-z])|(?<=\d)x(?!box))(?=[a-z\u3400-\u9fff$¥€£])"
)
_TIMES_BEFORE_AMOUNT = re.compile(
    rf"(?<![\w.$¥€£])(?:(\d{{1,2}})\s?[*×x✕]\s?(?=\d{{2,}}\s?(?:{ANY_CURRENCY}|块|[$¥€£]))"
    r"|([1-9])\s?[*×x✕]\s?(?=(?:[2-9]\d|\d{3,})(?!\d)))"
)
"""3x 100 is three of a hundred; 100x3 as well."""

_VOUCHER, _SEVERAL_VOUCHERS = any_of("count.english.voucher"), any_of("count.english.several_vouchers")
_VOUCHERS = re.compile(rf"(?<=\d)\s?{_SEVERAL_VOUCHERS}\b|(?<=\b1) {_VOUCHER}\b")
_TWO_BEHIND = re.compile(r"(?<=[百千十])(?=[一两]份|[一两][张个件套枚])|(?<=[百千])(?=[二三四五六七八九][张份件套枚])")
"""一百两张 is a hundred, and two of them: a hundred and twenty is 一百二, and of cards 一百二十张."""

_NOT_ONE = r"(?<![\d.-])" + "".join(rf"(?<!{word} )" for word in (r"\d", *words_of("count.not_one_time")))
_ONE_OF_TIME = re.compile(rf"{_NOT_ONE}\b(year|month|quarter)\b")
_RUN_TOGETHER = re.compile(r"(\d)(?=[一二两三四五六七八九十]{1,3}[张个份件套枚单])")
"""100两张 is a hundred, and two of them."""
_MADE = re.compile(
    r"(?<!no )(?<!wait )(?<!actually )\bmake (it|that) ([1-9])(?!\d|\s?(?:pcs|usd|bucks|dollars?|刀|块|元|[.]\d))"
)
"""Make it three: whoever changes an amount says so with a no."""

_ONE_CARD = re.compile(r"(?<![\d一二三四五六七八九十百])([一两12])个(?=[周月季年]卡)")
"""一个月卡 is one card for a month."""

_LESS_THAN_NONE = re.compile(
    rf"(?:(?:(?<=^)|(?<=\s)|(?<=[来买要]))[-−]|负\s?|\b(?:minus|negative)\s){_DIGIT}+(?=\s?(?:{any_of('count.pieces')}|[a-z\u3400-\u9fff]))"
    r"|(?<=[充冲缴])[-−]\d+(?![\d.])"
)
"""-3张, 充-50: what is less than nothing is none, which is refused; a dash within words only joins."""

_HALF = re.compile(
    rf"半(?=[张份件套枚单]|个(?!{any_of('count.half.of_time')}))|[1一]\s?⁄\s?2\s?(?=[张个份件套枚单])"
    rf"|\bhalf an? (?!{any_of('count.half.of_time_english')}\b)(?=[a-z])"
)
_BOUGHT = re.compile(r"(?<=[买要来拿整搞各])([一二两三四五六七八九十]{1,3})(?=\s*(?:&|$))")
_SPLIT_NUMBER = re.compile(r"(?<=\d)\s+(?=[千万](?![\u4e00-\u9fff]{3}))")
_THEM = rf"(?:{any_of('count.for_whom.whose')} [a-z]+|(?:the )?{any_of('count.for_whom.team')})"
_SOMEBODY = rf"(?:{any_of('each.somebody')}|my {any_of('each.relative')})"
_FOR_ONE = rf"\d{{1,2}}(?:pcs)? for {_SOMEBODY}\b"
_FOR_EACH = re.compile(rf"(?<![\w.$¥€£]){_FOR_ONE}(?:[\s&]*(?:and )?{_FOR_ONE})+")
"""One for me, one for my brother: two."""

_FOR_WHOM = re.compile(
    rf"(?<=\w)\s+(?:for|as a gift for) {_THEM}(?: {any_of('count.for_whom.what')})?(?=$|\s*&|\s+and\b|\s+plus\b)"
)
_PURPOSE = re.compile(r"&\s*for (?:the|my|our|his|her|their|an?|work|home)\b(?: [a-z]+){0,3}\s*(?=$|&)")
_ASIDE = re.compile(r"[(（](?:不是|不要|非|别|not )[^()（）]{1,24}[)）]", re.IGNORECASE)
"""qq会员(不是超级的): what is not meant, in brackets."""

_USABLE = re.compile(
    rf"(?:^|(?<=[\s,，])){any_of('count.usage.can')}[^\s,，\d]{{1,12}}?{any_of('count.usage.use')}"
    rf"{any_of('count.usage.end')}?(?=[\s,，?？。]|$)"
)

_ORDINAL = re.compile(r"第\s?[\d一二三四五六七八九十]+\s?[个张份样种款件笔]")
_SORTS = re.compile(r"[\d一二两三四五六七八九十]\s?种(?:面值|面额|规格)?")
"""10 20 50三种面值: how many values there are is no number of goods."""

_IN_TURNS = re.compile(r"分(?:成|开)?\s?[\d一二两三四五六七八九十]{1,3}\s?[次批笔](?:来|充|冲|发|给|到账)?")
"""分两次充 says how it is done, and not how many there are."""

_LISTED = re.compile(r"(?<![\d,.])\d{1,4}(?:[,，]\d{1,4})+(?![\d,.])(?P<each>\s?(?:各|each|both|三|两))?")
"""25,50,100: values, and no thousands."""

_MARKS = re.compile(
    r"[,，](?!\d{3}(?!\d))|[、;；\n]|\s[+＋]\s|(?<=[^\s+])\s?[+＋](?=[^\s+])|\s/\s|(?<=\d\d)/(?=\d\d)|[.。…!！?？]+(?=\s|$|[\u3400-\u9fff])"
)


def counted(text: str, *, is_pair: Callable[[str], bool] = lambda _: False) -> str:
    """The line with numbers in words as digits, '*2', 'twice' and '两瓶' as so many pieces, and marks between parts.

    `is_pair`: whether two characters stand side by side in a name: nobody counts in 天龙八部, nor in 联通100盒马500.
    """

    def counts(found: re.Match[str]) -> str:
        start, end = found.span()
        if is_pair(found.string[end - 1 : end + 1]):
            return found[0]
        return found[0] if is_pair(found.string[start - 1 : end]) and is_pair(found.string[start - 2 : start]) else "份"

    text = _LISTED.sub(_in_a_list, text)
    folded = unicodedata.normalize(
        "NFKC",
        _MARKS.sub(
            PARTED,
            _IN_TURNS.sub(
                " ",
                _ORDINAL.sub(
                    PARTED, _SORTS.sub(" ", _USABLE.sub(PARTED, _ASIDE.sub(" ", _without_other_orders(text))))
                ),
            ),
        ),
    ).casefold()
    line = characters_in_common(to_simplified(" ".join(folded.split())))
    line = _WHICH_TIME.sub(" ", line)
    spelled = _SPELLED_COUNT.sub(_in_characters, line)
    line = _SPLIT_NUMBER.sub("", line if spelled == line else _SPELLED_OF.sub(" ", spelled))
    line = _ONE_CARD.sub(r"\1张", line)
    line = _HALF.sub(lambda found: "0.5" if found[0][0] != "h" else "0.5pcs ", line)
    line = _CHINESE_WORD.sub(lambda found: _CHINESE_WORDS[found[0]], line)
    line = _THE_ONE.sub(r"\1", line)
    line = _NUMBER_WORD.sub(lambda found: _NUMBER_WORDS[found[0]], line)
    line = _none_of_less(in_digits(_NEIGHBOURS_NUMBER.sub(_of_neighbours, line)))
    line = _TWO_BEHIND.sub(" ", _UNIT.sub(counts, _OR_HELD.sub("个", line)))
    line = _ONE_OF_TIME.sub(r"1 \1", _VOUCHERS.sub(" cards", line))
    line = _ONE_FOR.sub(
        r"\1pcs ", _QUANTITY.sub(r" \1pcs ", _OF_THEM.sub(r"\1pcs ", _UNIT_ENGLISH.sub(r"\1pcs ", line)))
    )
    line = _IN_PLURAL.sub(_of_value, _CARDS_OF.sub(r"\1pcs ", line))
    line = _BOUGHT.sub(r"\1个", _MADE.sub(r"make \1 \2pcs", line))
    line = _PURPOSE.sub(" ", _FOR_WHOM.sub(" ", _FOR_EACH.sub(in_sum, line)))
    line = _TIMES_BEFORE_AMOUNT.sub(r"\1\2pcs ", _RUN_TOGETHER.sub(r"\1 ", line))
    return _TIMES_BEFORE.sub(r"\1pcs ", _TIMES.sub(r" \1pcs ", line))


def _in_a_list(found: re.Match[str]) -> str:
    """The values of a list apart; one number that is written with commas stays."""
    said = found[0]
    groups = re.split("[,，]", said[: found.start("each") - found.start()] if found["each"] else said)
    are_thousands = len(groups[0]) < _THOUSAND and {len(each) for each in groups[1:]} == {_THOUSAND - 1}
    return said if are_thousands and not found["each"] else said.replace("，", ",").replace(",", PARTED)


def _without_other_orders(text: str) -> str:
    """The text without what it says of orders as such, and of what was bought before."""
    return _LAST_TIME.sub(" ", _ANOTHER_ORDER.sub(" ", text))


def _of_value(found: re.Match[str]) -> str:
    return found[2] if found[1] is None else f"{found[1]}pcs {found[2]}"


def in_sum(found: re.Match[str]) -> str:
    """As many as all the numbers of a stretch come to, as pieces."""
    return f" {sum(int(number) for number in re.findall(r'[0-9]+', found[0]))}个 "


def _none_of_less(line: str) -> str:
    """The line with what is less than nothing as none; where each of several parts begins with a dash, it lists."""
    return line if len(_LESS_THAN_NONE.findall(line)) > 1 else _LESS_THAN_NONE.sub(" 0", line)


def _in_characters(found: re.Match[str]) -> str:
    """A number and what it counts that are spelled in letters, in characters: wu shi kuai is 五十块."""
    number = _SYLLABLE.sub(lambda syllable: _SPELLED[syllable[0]], found["number"])
    return f"{number.replace(' ', '')}{_SPELLED_UNITS[found['unit']]}"


def _of_neighbours(found: re.Match[str]) -> str:
    """A number in Malay or Tagalog in digits: dua is 2, dua ratus 200."""
    one, many = _NEIGHBOURS[found["one"]], found["many"]
    return one if many is None else str(int(one.removesuffix("pcs")) * int(_MANY[many]))
