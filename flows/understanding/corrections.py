"""Corrections: what is taken back in the same breath — '100 哦不 50', 'two, no, make it three', 'not steam, xbox'.

Not here: what the numbers that are left mean (slots).
"""

import re
from collections.abc import Callable

from flows.understanding.lexicon import mentions
from flows.understanding.measures import Measure, Unit, measures_in
from flows.understanding.normalise import normalise
from flows.understanding.order_words import any_of, words_of

_NO = r"(?:(?<=[\s&])|^)不(?=[\s&])[\s&]*"
_SAID_WRONG = rf"[\s&]*(?:不不+|{any_of('taken_back.chinese')}){any_of('taken_back.then')}*[\s&]*"
_EXCLAIMED = rf"(?:(?<=\s)|^)(?:& )?(?:{any_of('taken_back.exclaiming')} )?"
_SAID_WRONG_ENGLISH = rf"{_EXCLAIMED}{any_of('taken_back.english')}(?: {any_of('taken_back.then_english')})*\s+"
_PAUSES = rf"(?:[\s&]+|(?<=[\u3400-\u9fff]))[诶哎唉欸]?{any_of('taken_back.pausing')}(?![\da-z])[\s&]*"
_SETTLES = (
    rf"[\s&]+(?=[^\s&\d]{{0,3}}\d[^\s&]{{0,6}}?{any_of('taken_back.settled_by')}"
    rf"|[$¥€£]?\d[^&\d]{{0,12}} {any_of('taken_back.settled_by_english')}\b)"
)
_TAKES_BACK = re.compile(
    rf"{_NO}|(?:{_PAUSES})?(?:(?:{_SAID_WRONG})+|(?:{_SAID_WRONG_ENGLISH})+)"
    rf"|(?P<weak>{_PAUSES}{any_of('taken_back.then')}*|{_SETTLES})"
)
_RESTATES = re.compile(rf"[\s&]*{any_of('taken_back.restating')}[\s&:]*")
_MORE = re.compile(any_of("taken_back.more"))
_EDITION = re.compile(any_of("taken_back.editions"))
_TWICE = re.compile(rf"({any_of('taken_back.chinese', 'taken_back.english')})(?:[\s&]*\1)+")
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
            # 100的, 不是50的; 100的卡不要ebay50的; the 100, not the 50, not the hk version
            rf"[\s&]+not (?:the |a )?[$¥€£]?\d+(?:\.\d+)?(?: ?[a-z]{{2,7}}\b)?{_END}",
            rf"(?<=\d的)不(?:是|要)\s?\d+{_MONEY}?{_SO_CALLED}*(?=[\s&]|$)",
            rf"(?<=\S)[\s&]*不(?:是|要)\s?(?:[a-z]{{2,15}} ?)?[$¥€£]?\d{{1,6}}{_MONEY}?{_SO_CALLED}*"
            rf"(?:{_END}|(?<=的)\s)",
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
_STRETCH = re.compile(rf"[^&]*?(?=\s*(?:&|$|{any_of('parts.chinese')}|\b{any_of('parts.english')}\b))")
_LAST_STRETCH = re.compile(
    rf"(?:^|&|{any_of('parts.chinese')}|\b{any_of('parts.english')}\b)\s*(?P<last>[^&]*[^&\s][^&]*)$"
)
_SAME_UNIT = re.compile(r"\s?([a-z]{3,}?)s?(?![a-z])")
_CARDS = re.compile(r"cards?$")
_FEW, _MOST_TIMES = 10, 5


def settled(text: str, *, names: Callable[[str], bool] = lambda _: False) -> str:
    """The normalised text as it is meant in the end, with what was taken back left out.

    `names`: whether a stretch of a line names a good by itself, so that it takes the place of the good before.
    """
    line = _RATHER.sub(r"\2", _NOT_BUT.sub(" ", _once(normalise(text))))
    line = _restated(line, names)
    for _ in range(_MOST_TIMES):
        found = _last_between_values(line, names)
        if found is None:
            break
        line = _mended(
            line[: found.start()].strip(" &"), line[found.end() :].strip(), names, is_weak=bool(found["weak"])
        )
    return " ".join(line.split())


def _once(line: str) -> str:
    """What is said twice in excitement, once: 不是不是."""
    return _TWICE.sub(r"\1", line)


def _restated(line: str, names: Callable[[str], bool]) -> str:
    """The line without a good that is named again at once in better words."""
    found = _RESTATES.search(line)
    if found is None or not _A_WORD.search(line[: found.start()]) or not names(_first_stretch(line[found.end() :])):
        return line
    return f"{_without_last(line[: found.start()].strip(' &'))} {line[found.end() :]}".strip()


def _last_between_values(line: str, names: Callable[[str], bool]) -> re.Match[str] | None:
    """The first place where something is taken back: there is a value or name before it and one behind it."""
    for found in _TAKES_BACK.finditer(line):
        before, behind = line[: found.start()], line[found.end() :]
        if found["weak"] and (_MORE.match(behind) or not measures_in(before) or names(_first_stretch(behind))):
            continue
        if measures_in(behind) and (measures_in(before) or _A_WORD.search(before)):
            return found
        if found["weak"] or not _A_WORD.match(behind) or found[0].strip() in _NOT_OF_GOODS:
            continue
        if measures_in(before) or _EDITION.match(behind) or names(_first_stretch(behind)):
            return found
    return None


def _first_stretch(line: str) -> str:
    found = _STRETCH.match(line)
    return line if found is None else found[0]


def _without_last(before: str) -> str:
    """What comes before a correction without the last good of it."""
    found = _LAST_STRETCH.search(before)
    return before if found is None else before[: found.start("last")]


def _mended(before: str, behind: str, names: Callable[[str], bool], *, is_weak: bool) -> str:
    if not is_weak and _names_another(before, behind, names):
        return f"{_without_last(before)} {_count_for(before, behind)} {behind}"
    if (edition := _EDITION.match(behind)) and (others := list(_EDITION.finditer(before))):
        left = before[others[-1].end() :]
        before = f"{before[: others[-1].start()]}{edition[0]}{left}"
        behind = behind[edition.end() :].removeprefix(left.strip()[:1])
        if not measures_in(behind):
            return f"{before} {behind}"
    former, latter = measures_in(before), measures_in(behind)
    if not latter:
        kept_values = " ".join(before[each.start : each.end] for each in former)
        return f"{kept_values} {behind}"
    new = latter[0]
    old = _replaced(before, former, new)
    if old is None:
        return f"{before} {behind}"
    said = behind[new.start : new.end]
    if new.unit is Unit.PLAIN:
        said = before[old.start : old.end].replace(_digits(before, old), _digits(behind, new))
    rest = behind[new.end :]
    if (unit := _SAME_UNIT.match(rest)) and before[old.end :].lstrip().startswith(unit[1]):
        rest = rest[unit.end() :]
    before = f"{before[: old.start]}{said}{before[old.end :]}"
    return _renamed(before, f"{behind[: new.start]} {rest}".strip())


def _names_another(before: str, behind: str, names: Callable[[str], bool]) -> bool:
    """Whether a whole good is named behind, which is not the one before with another value."""
    found = _LAST_STRETCH.search(before)
    return found is not None and names(_first_stretch(behind)) and names(found["last"])


def _count_for(before: str, behind: str) -> str:
    """How many there were of the good before, where it isn't said how many there are of the one behind."""
    found = _LAST_STRETCH.search(before)
    if found is None or _pieces_in(_first_stretch(behind)):
        return ""
    return " ".join(found["last"][each.start : each.end] for each in _pieces_in(found["last"])[-1:])


def _pieces_in(line: str) -> list[Measure]:
    return [each for each in measures_in(line) if each.unit is Unit.PIECES]


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


def _replaced(before: str, former: tuple[Measure, ...], new: Measure) -> Measure | None:
    """Which value the new one stands for: one of its kind, else the only one; a small plain one is a quantity."""
    alike = [each for each in former if each.unit is new.unit]
    pieces = [each for each in former if each.unit is Unit.PIECES]
    if new.unit is Unit.PLAIN and len(former) > 1 and new.value <= _FEW:
        few = [each for each in former if each.unit is Unit.PLAIN and each.value <= _FEW]
        if few and pieces and _CARDS.search(before[pieces[-1].start : pieces[-1].end]):
            return few[-1]
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
