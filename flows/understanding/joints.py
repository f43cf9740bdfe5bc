"""Joints: where a line that orders several goods may be parted — at and, behind counts and values, before names.

Not here: which good each of the pieces means, and so whether they are parts (parts).
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from backend.catalogue import Product
from flows.understanding.bearers import serves
from flows.understanding.counting import PARTED
from flows.understanding.lexicon import tells
from flows.understanding.measures import Measure, Unit, measures_in, without_measures
from flows.understanding.normalise import normalise
from flows.understanding.order_words import any_of
from flows.understanding.shelf import NOTHING_FOUND, Shelf, is_name

_LEAST_VALUE = 5
_MOST_WORDS = 18

_FIRST_WORD = re.compile(r"[a-z]+|[\u3400-\u9fff]{2}")
_NO_LATIN = re.compile(r"[^a-z0-9]+(?=[a-z])|[\u3400-\u9fff]+")
_A_WORD = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]{2,}")

_NEXT = r"(?=[\u3400-\u9fffa-z]|\d{1,2}[张个份套])"
_ADDED = rf"(?<=[\u3400-\u9fff\d\s])(?!{any_of('parts.not_added')}){any_of('parts.add')}{_NEXT}"
_PLUS = r"\bplus(?= (?:the|an?|\d))|(?:(?<=months )|(?<=month )|(?<=years )|(?<=year )|(?<=pcs ))plus\b"
"""A good may be called so: disney plus."""

_N = r"\bn(?=\s\d)|\bdan(?= (?:rm|rp)?\d)"
"""And, in haste or in Malay."""

_WITH = (
    rf"(?<=[\d\s张个份件枚点钻币卡月年])(?!{any_of('parts.not_with')}){any_of('parts.with')}(?=\s?[\u3400-\u9fffa-z\d])"
)
_ONCE_MORE = r"再给[我他她咱您你][^\s&\d]{0,3}?(?=[来买充要开整搞])"
_AND = re.compile(
    rf"\s*(?:{any_of('parts.chinese')}|&|{_ONCE_MORE}|{_ADDED}|{_WITH}|\b{any_of('parts.english')}\b|{_PLUS}|{_N})\s*"
)
_AND_SEVERAL = re.compile(rf"{_AND.pattern}|(?!{any_of('parts.not_with')}){any_of('parts.with')}(?=[\u3400-\u9fffa-z])")
"""Where a line says that it names several, what joins two may stand between any two words."""

_NAMED_BEHIND = re.compile(r"\s*的?\s*[\u3400-\u9fffa-z]|\s*的?\s*[$¥€£]?\d")
_BEHIND_WORTH = re.compile(r"的?\s+(?=[\u3400-\u9fffa-z\d$¥€£])")
_RIGHT_BEHIND_WORTH = re.compile(r"的?\s*(?=[\u3400-\u9fffa-z$¥€£])")
_COUNT_OF_TIME = re.compile(r"\s?\d{1,3}(?=\s+[^\s\d]|\s*&|\s*$)")


def at_joints(line: str, *, are_several: bool = False) -> list[str]:
    """The line in pieces between which it says 'and'; `are_several`: it says so elsewhere, as with one of each."""
    joint = _AND_SEVERAL if are_several else _AND
    return [part.strip() for part in joint.split(line) if part and part.strip()]


def in_rhythm(shelf: Shelf, part: str) -> list[str]:
    """The part in pieces of one count each: before every count if it begins with one, else behind every count.

    移动100一个联通50两个, 2个蛋仔60 3个星铁60, 酷狗年卡酷我月卡.
    """
    numbers = measures_in(part)
    counts = [each for each in numbers if each.unit is Unit.PIECES] or _several_times(numbers)
    if not counts:
        worths = [each for each in numbers if each.unit is not Unit.DAYS and not serves(part, each)]
        values = [each for each in worths if each.value >= _LEAST_VALUE]
        return _cut_at(part, [one.end for one, other in pairwise(values) if not part[one.end : other.start].strip()])
    first = counts[0].start
    if counts[0].unit is Unit.PIECES and counts[0] is numbers[0] and not is_name(shelf.bare(part[:first])):
        return _cut_at(part, [each.start for each in counts[1:]])
    ends = [_behind_count(part, each) for each in counts]
    return _cut_at(part, [end for end in ends if _NAMED_BEHIND.match(part, end)])


def at_worths(line: str, *, are_several: bool) -> list[str]:
    """The line in pieces each of which ends with a value: 移动50 联通100."""
    behind = _RIGHT_BEHIND_WORTH if are_several else _BEHIND_WORTH
    numbers = [each for each in measures_in(line) if each.unit in (Unit.MONEY, Unit.PLAIN) and not serves(line, each)]
    return _cut_at(line, [each.end for each in numbers if behind.match(line, each.end)])


def at_blanks(shelf: Shelf, line: str) -> list[str]:
    """The line in pieces each of which begins with a word that names a good by itself."""
    parts: list[str] = []
    last: set[str] = set()
    for token in line.replace(PARTED.strip(), " ").split()[:_MOST_WORDS]:
        ids = _ids_of(shelf, token)
        if parts and ids and last and not ids & last:
            parts.append(token)
            last = ids
        else:
            parts[-1:] = [f"{parts[-1]} {token}" if parts else token]
            last = (ids & last) or ids or last
    return parts


def _behind_count(part: str, number: Measure) -> int:
    """Where what a number counts ends: a length of time may have a number of its own behind it, 月卡10 年卡5."""
    found = _COUNT_OF_TIME.match(part, number.end) if number.unit is Unit.DAYS else None
    return number.end if found is None else found.end()


def _several_times(numbers: Sequence[Measure]) -> list[Measure]:
    times = [each for each in numbers if each.unit is Unit.DAYS]
    return times if len(times) > 1 else []


def _cut_at(line: str, places: Sequence[int]) -> list[str]:
    edges = [0, *places, len(line)]
    return [piece for start, end in pairwise(edges) if (piece := line[start:end].strip())]


def _ids_of(shelf: Shelf, token: str) -> set[str]:
    """What a word by itself surely names."""
    name = shelf.bare(without_measures(token))
    if not _A_WORD.search(name) or not tells(name):
        return set()
    first = _FIRST_WORD.match(name)
    said = first[0] if first else name
    findings = shelf.look_up(name) if shelf.may_begin(said) else NOTHING_FOUND
    return {product.id for product in findings.nearest if _begins(product, said)} if findings.is_sure else set()


def _begins(product: Product, said: str) -> bool:
    """Whether the product is called so from the beginning on, in one of the scripts: a plus alone is no Disney Plus."""
    names = [normalise(each) for each in (*product.name.values(), *product.aliases)]
    latin = [_NO_LATIN.sub("", each) for each in names]
    return any(each.replace(" ", "").startswith(said) for each in (*names, *latin))
