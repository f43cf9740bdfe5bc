"""Corrections: what is taken back in the same breath — '100 哦不 50', 'two, no, make it three', 'not steam, xbox'.

Not here: what the numbers that are left mean (slots).
"""

import re

from flows.understanding.measures import Measure, Unit, measures_in
from flows.understanding.normalise import normalise

_TAKES_BACK = re.compile(
    r"(?:(?<=[\s&])|^)不(?=[\s&])[\s&]*"
    r"|[\s&]*(?:哦不对?|噢不|啊不对?|喔不|额不|不不+|不对|不是|错了|[啊哦]?[打写说搞输]错了?|改成|换成|改为|算了|应该是|还是要?|要不)(?:是|要|来|换|改|成|还是|了|吧|就)*[\s&]*"
    r"|(?:(?<=\s)|^)(?:& )?(?:oh |uh |oops )?(?:no wait|wait no|wait|no no|actually|i mean|scratch that|rather"
    r"|correction"
    r"|sorry|oops|no|nope|make that|make it|change it to|change that to|instead)"
    r"(?: (?:no|wait|actually|i meant?|make it|make that|sorry|rather|change it to|let s say|just|better|&))*\s+"
)
_NOT_BUT = re.compile(
    r"(?:不要|不是|别要)\s*(?P<not>\S+?)\s*(?:要|是|而是|改要|换)\s*(?=\S)"
    r"|\bnot (?:the )?(?P<no>[a-z0-9 $]+?) (?:but|i want|rather)\s+"
    r"|[\s&]+not (?:the |a )?[$¥€£]?\d+(?:\.\d+)?(?: ?[a-z]{2,7}\b)?\s*(?=&|$)"
    r"|(?:(?<=\d)|(?<=[\s&]))[\s&]*不(?:是|要)\s?\d+(?:块|元|刀|张|个)?(?:的|那种|那个|面值)*\s*(?=&|$)"
    r"|[\s&]*\bnot (?:the |an? )?[a-z0-9 $]{1,24}? (?:1|ones?|version)\s*(?=&|$)"
    r"|&\s*not (?:the |an? )?[a-z0-9 $]{1,24}\s*(?=&|$)"
    r"|[\s&]+(?:不要|别要|不是)[^&\s要是\d]{1,8}\s*(?=&|$)"
)
_RATHER = re.compile(r"\d{1,3}([张个份件套枚])\s*&\s*(\d{1,3}\1)(?:好了|吧|算了|得了)")
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
        if (
            _A_WORD.match(behind)
            and measures_in(before)
            and found[0].strip() not in ("还是", "算了", "sorry", "no", "actually")
        ):
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
    rest = f"{behind[: new.start]} {behind[new.end :]}".strip()
    return f"{before[: old.start]}{said}{before[old.end :]} {rest}".strip()


def _replaced(former: tuple[Measure, ...], new: Measure) -> Measure | None:
    """Which value the new one stands for: one of its kind, else the only one; a small plain one is a quantity."""
    alike = [each for each in former if each.unit is new.unit]
    pieces = [each for each in former if each.unit is Unit.PIECES]
    if new.unit is Unit.PLAIN and len(former) > 1 and pieces and new.value <= _FEW:
        return pieces[-1]
    if alike:
        return alike[-1]
    if new.unit is Unit.PIECES:
        return next((each for each in former if each.unit is Unit.PLAIN and each.value <= _FEW), None)
    worth = [each for each in former if each.unit is not Unit.PIECES]
    return worth[-1] if worth else former[-1] if former and new.unit is Unit.PLAIN else None


def _digits(line: str, measure: Measure) -> str:
    found = re.search(r"\d+(?:\.\d+)?", line[measure.start : measure.end])
    return "" if found is None else found[0]
