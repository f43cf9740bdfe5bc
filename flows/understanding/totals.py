"""Totals: a number that is said of all goods of a line at once — two of each, five altogether.

Not here: how many there are of one good (items).
"""

import re
from dataclasses import dataclass

from flows.understanding.counting import PARTED, in_sum
from flows.understanding.order_words import any_of

_BEHIND = r"\s?(?:张|个(?!月)|份|件|套|枚|单)?(?![\d个])"
_EACH = re.compile(
    rf"{any_of('each.chinese')}{any_of('each.wish')}*\s?(\d{{1,3}}){_BEHIND}"
    r"|(?<![\d.])(\d{1,3})\s?(?:pcs|of)?\s*(?:of )?each\b(?! \d)(?: of)?"
    r"|\beach (\d{1,3})(?:pcs)?(?![\d.])|各来?[个张份]"
)
_A_HEAD = re.compile(
    rf"(?<![\d.])(\d{{1,2}})\s?{any_of('each.heads')}(?P<goods>[^\d].*?)"
    rf"{any_of('each.a_head')}{any_of('each.wish')}*\s?([1-9])(?:张|个|份|件|套|枚|单)(?!\d)"
)
"""三个人去 每人两张 is six of each good."""

_MONEY = rf"(?:[$¥€£]\s?\d+(?:\.\d+)?|\d+(?:\.\d+)?\s?{any_of('each.money')})"
_WORTH = rf"(?:[$¥€£]\s?)?\d+(?:\.\d+)?(?:\s?{any_of('each.money')})?"
_CARDS = any_of("each.cards")
_GOODS = rf"(?P<goods>(?:(?!{any_of('parts.english')}\b)[a-z][a-z'-]{{0,20}} ){{1,6}}?)"
_CARDS_WORTH = re.compile(
    rf"(?<![\w.$¥€£])(?P<count>\d{{1,3}})(?:pcs)? {_GOODS}{_CARDS}"
    rf"(?: ?&)?(?: {any_of('each.worth')}| (?={_WORTH}\s?each)|(?<=& ))\s?(?P<worth>{_WORTH})(?:\s?each\b)?"
)
"""100 jd cards of 50 yuan each: so many, and what each of them is worth."""

_GOODS_WORTH = re.compile(
    rf"(?<![\w.$¥€£])(?P<count>\d{{1,3}})(?:pcs)? {_GOODS}(?:& )?"
    rf"(?P<worth>(?:{any_of('each.worth')} )?{_MONEY}|of {_WORTH})\s?each\b"
)
_MONEY_EACH = re.compile(
    rf"(?P<worth>{_MONEY})\s?{any_of('each.behind_money')}(?!\s?\d)|每[张个份](?P<chinese>{_WORTH})"
)
"""$50 each is a value, and no number of goods."""

_SHARED = re.compile(rf"[\s&]*{any_of('shared.all')}(?P<shared>[^\s&\d]{{2,8}}?)的?\s*$")
_SHARED_ENGLISH = re.compile(
    rf"[\s&]+{any_of('shared.english')} (?!{any_of('shared.not_english')}\b)(?P<shared>[a-z ]{{2,20}})\s*$"
)
_BOTH_OF_US = re.compile(
    rf"[给帮]?我[和跟与同]我?(?:的)?{any_of('around.whose.relative')}(?P<goods>[^&]{{0,30}}?)"
    rf"(?:{any_of('each.a_head')}|各){any_of('each.wish')}*\s?(?P<count>[1-9])(?P<unit>[张个份件套枚单])(?!月)"
)
"""我和我对象一人一张 is two of that good."""

_REASON = re.compile(r"(?:(?<=[&\s])|^)\d{1,2}个?人[^&\d]{0,8}?所以")
"""三个人要用 所以要三张: the count is said behind."""

_GIVEN = rf"\d{{1,2}}[张个份套]给{any_of('around.whose.who')}们?{any_of('around.whose.relative')}?"
_GIVEN_TO_EACH = re.compile(rf"{_GIVEN}(?:[\s&]*{_GIVEN})+")
"""一张给我 一张给我妈 is two."""

_AND_MORE = re.compile(r"(?<!\d)(\d{1,2})([张个份件套])([^&]{0,20}?)[\s&]*再[加来要](\d{1,2})\2(?:吧|呗|啦)?[\s&]*$")
"""三张…再来一张 at the end is four."""

_AS_MANY = re.compile(
    r"(?<![\d.])(?P<many>[2-9]|1[0-2]) ?(?P<time>month|year|week|day)s? "
    r"(?:so|=|i e|meaning) (?P=many) ?(?:pcs|cards?|codes?)"
)
"""2 months so 2 cards: of a month each."""

_TIME_EACH = re.compile(
    rf"[\s&]*(?:{any_of('each.chinese')}{any_of('each.wish')}?\s?(?P<chinese>\d{{1,2}}(?:个月|年|个季度|天|个星期))(?!卡)"
    r"|(?P<english>(?:a|\d{1,2}) (?:day|week|month|year)s?) (?:of )?each\b)"
)
"""A month of each, 各一个月: as long as that, and one of each."""

_BETWEEN_GOODS = re.compile(
    rf"(?!{any_of('parts.not_with')}){any_of('parts.with')}(?=[\u3400-\u9fffa-z])|{PARTED}|{any_of('parts.chinese')}|\b{any_of('parts.english')}\b"
)

_IN_ALL = re.compile(
    rf"{any_of('in_all.chinese')}{any_of('in_all.wish')}?\s?(\d{{1,3}})\s?[张个份件套枚单样种]"
    rf"|(?<![\d.])(\d{{1,3}})(?:pcs)? {any_of('in_all.english')}\b"
)


@dataclass(frozen=True)
class Totals:
    """So many of each good, and so many of all together, where it is said; `rest` is the line without that."""

    of_each: int | None
    in_all: int | None
    rest: str

    def count(self, goods: int) -> int | None:
        """How many of one good it means that there are, where the line has so many: in all says it of one alone."""
        return self.of_each if goods > 1 else self.of_each or self.in_all


def take_totals(line: str) -> Totals:
    """Take out of a counted line what it says of all its goods."""
    said = _with_worth_behind(_with_all_heads(line))
    timed = _with_time_of_each(said)
    line, of_each = _take_of_each(timed)
    of_each = 1 if of_each is None and timed != said else of_each
    line, in_all = _take(line, _IN_ALL)
    for shared in (_SHARED, _SHARED_ENGLISH):
        if found := shared.search(line):
            line = f"{found['shared']} {line[: found.start()]}"
    return Totals(of_each, in_all, line)


def _with_all_heads(line: str) -> str:
    """The line with so many as all of its people need together, instead of who they are."""
    line = _GIVEN_TO_EACH.sub(in_sum, line)
    line = _AND_MORE.sub(lambda found: f"{int(found[1]) + int(found[4])}{found[2]}{found[3]}", line)
    line = _AS_MANY.sub(r"1 \g<time> \g<many>pcs", _REASON.sub(" ", line))
    return _BOTH_OF_US.sub(lambda found: f"{found['goods']} {2 * int(found['count'])}{found['unit']} ", line)


def _with_worth_behind(line: str) -> str:
    """The line with what each card is worth as the value of the good: 5pcs jd cards 100 yuan."""
    for said_so in (_CARDS_WORTH, _GOODS_WORTH):
        line = said_so.sub(lambda found: f"{found['count']}pcs {found['goods']}{found['worth']} ", line)
    return _MONEY_EACH.sub(lambda found: f" {found['worth'] or found['chinese']} ", line)


def _with_time_of_each(line: str) -> str:
    """The line with a length of time that is said of all goods behind each of them."""
    found = _TIME_EACH.search(line)
    if found is None:
        return line
    goods = _BETWEEN_GOODS.split(line[: found.start()])
    timed = PARTED.join(f"{each.strip()} {found['english'] or found['chinese']}" for each in goods if each.strip())
    return f"{timed} {line[found.end() :]}"


def _take_of_each(line: str) -> tuple[str, int | None]:
    found = _A_HEAD.search(line)
    if found is None:
        return _take(line, _EACH)
    return f"{line[: found.start()]}{found['goods']} {line[found.end() :]}", int(found[1]) * int(found[3])


def _take(line: str, said_so: re.Pattern[str]) -> tuple[str, int | None]:
    found = said_so.search(line)
    if found is None:
        return line, None
    said = next((number for number in found.groups() if number), "1")
    return f"{line[: found.start()]} {PARTED.strip()} {line[found.end() :]}", int(said)
