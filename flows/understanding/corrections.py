"""Corrections: what is taken back in the same breath — '100 哦不 50', 'two, no, make it three', 'not steam, xbox'.

Not here: what the numbers that are left mean (slots).
"""

import re

from flows.understanding.lexicon import mentions
from flows.understanding.measures import Measure, Unit, measures_in
from flows.understanding.normalise import normalise
from flows.understanding.order_words import any_of, words_of

_NO = r"(?:(?<=[\s&])|^)不(?=[\s&])[\s&]*"
_SAID_WRONG = rf"[\s&]*(?:不不+|{any_of('taken_back.chinese')}){any_of('taken_back.then')}*[\s&]*"
_EXCLAIMED = rf"(?:(?<=\s)|^)(?:& )?(?:{any_of('taken_back.exclaiming')} )?"
_SAID_WRONG_ENGLISH = rf"{_EXCLAIMED}{any_of('taken_back.english')}(?: {any_of('taken_back.then_english')})*\s+"
_TAKES_BACK = re.compile(f"{_NO}|{_SAID_WRONG}|{_SAID_WRONG_ENGLISH}")
_NOT_OF_GOODS = frozenset(words_of("taken_back.not_of_goods"))

_END, _THE = r"\s*(?=&|$)", r"(?:the |an? )?"
_NO_CHINESE, _BUT = any_of("not_wanted.chinese"), any_of("not_wanted.but_chinese")
_NO_MORE, _INSTEAD = any_of("not_wanted.no_more"), any_of("not_wanted.instead")
_MONEY, _SO_CALLED = any_of("not_wanted.money"), any_of("not_wanted.so_called")
_NOT_BUT = re.compile(
    "|".join(
        (
            # 不要50的 要100的, not the steam one but xbox
            rf"{_NO_CHINESE}\s*\S+?\s*{_BUT}\s*(?=\S)",
            rf"\bnot (?:the )?[a-z0-9 $]+? {any_of('not_wanted.but_english')}\s+",
            # 50 不要了 改100的
            rf"(?<![\d.])[$¥€£]?\d+{_MONEY}?{_SO_CALLED}*\s*{_NO_MORE}[\s&]*{_INSTEAD}\s*(?=\d)",
            # 100的, 不是50的; the 100, not the 50, not the hk version
            rf"[\s&]+not (?:the |a )?[$¥€£]?\d+(?:\.\d+)?(?: ?[a-z]{{2,7}}\b)?{_END}",
            rf"(?<=\d的)不(?:是|要)\s?\d+{_MONEY}?{_SO_CALLED}*(?=[\s&]|$)",
            rf"(?:(?<=\d)|(?<=[\s&]))[\s&]*不(?:是|要)\s?\d+{_MONEY}?{_SO_CALLED}*{_END}",
            rf"[\s&]*\bnot {_THE}[a-z0-9 $]{{1,24}}? {any_of('not_wanted.ones')}{_END}",
            rf"&\s*no (?!wait|sorry|make|i )[a-z]{{3,12}}{_END}",
            rf"&\s*not {_THE}[a-z0-9 $]{{1,24}}{_END}",
            rf"(?:[\s&]+|(?<=[张个份件套枚单]))(?:{_NO_CHINESE})[^&\s要是\d]{{1,8}}{_END}",
        )
    )
)
_RATHER = re.compile(rf"\d{{1,3}}([张个份件套枚单])\s*&\s*(\d{{1,3}}\1){any_of('not_wanted.settled_for')}")
"""两张…三张好了: said again, and meant so."""

_A_WORD = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]{2,}")
_FEW = 10


def settled(text: str) -> str:
    """The normalised text as it is meant in the end, with what was taken back left out."""
    line = _RATHER.sub(r"\2", _NOT_BUT.sub(" ", normalise(text)))
    while found := _last_between_values(line):
        line = _mended(line[: found.start()].strip(), line[found.end() :].strip())
    return " ".join(line.split())


def _last_between_values(line: str) -> re.Match[str] | None:
    """The first place where something is taken back: there is a value or name before it and one behind it."""
    for found in _TAKES_BACK.finditer(line):
        before, behind = line[: found.start()], line[found.end() :]
        if measures_in(behind) and (measures_in(before) or _A_WORD.search(before)):
            return found
        if _A_WORD.match(behind) and measures_in(before) and found[0].strip() not in _NOT_OF_GOODS:
            return found
    return None


def _mended(before: str, behind: str) -> str:
    former, latter = measures_in(before), measures_in(behind)
    if not latter:
        kept = " ".join(before[each.start : each.end] for each in former)
        return f"{kept} {behind}"
    new = latter[0]
    old = _replaced(former, new)
    if old is None:
        return f"{before} {behind}"
    said = behind[new.start : new.end]
    if new.unit is Unit.PLAIN:
        said = before[old.start : old.end].replace(_digits(before, old), _digits(behind, new))
    before = f"{before[: old.start]}{said}{before[old.end :]}"
    return _renamed(before, f"{behind[: new.start]} {behind[new.end :]}".strip())


def _renamed(before: str, rest: str) -> str:
    """The rest behind what came before it; a house or region takes the place of the last one before."""
    for new in mentions(rest):
        old = [
            each for each in mentions(before) if (new.is_house and each.is_house) or (new.is_region and each.is_region)
        ]
        if old and old[-1].meanings.isdisjoint(new.meanings):
            before = f"{before[: old[-1].start]}{rest[new.start : new.end]}{before[old[-1].end :]}"
            return f"{before} {rest[: new.start]} {rest[new.end :]}".strip()
    return f"{before} {rest}".strip()


def _replaced(former: tuple[Measure, ...], new: Measure) -> Measure | None:
    """Which value the new one stands for: one of its kind, else the only one; a small plain one is a quantity."""
    alike = [each for each in former if each.unit is new.unit]
    pieces = [each for each in former if each.unit is Unit.PIECES]
    if new.unit is Unit.PLAIN and len(former) > 1 and new.value <= _FEW:
        few = [each for each in former if each.unit is Unit.PLAIN and each.value <= _FEW]
        if pieces or few:
            return (pieces or few)[-1]
    if alike:
        return alike[-1]
    if new.unit is Unit.PIECES:
        return next((each for each in former if each.unit is Unit.PLAIN and each.value <= _FEW), None)
    worth = [each for each in former if each.unit is not Unit.PIECES]
    return worth[-1] if worth else former[-1] if former and new.unit is Unit.PLAIN else None


def _digits(line: str, measure: Measure) -> str:
    found = re.search(r"\d+(?:\.\d+)?", line[measure.start : measure.end])
    return "" if found is None else found[0]
