"""Brands: what the world calls one game, maker or service, and which of those names mean something in one shop.

Not here: the names themselves (brands.toml), or how much it tells that a brand was named (matching).
"""

import re
import tomllib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from flows.understanding.pinyin import readings, sound

_FILE = Path(__file__).with_name("brands.toml")
_PIECE = re.compile(r"[a-z]+|[\u3400-\u9fff]")
_RUN = re.compile(r"[\u3400-\u9fff]+")
_BEFORE_ALONE = re.compile(r"(?:^|[^\u3400-\u9fff]|[充冲买要开个张份点的玩续])$")
_BEHIND_ALONE = re.compile(r"$|[^\u3400-\u9fff]|的|[点币钻]|[月季年周][卡费]|会员|充值|礼包|皮肤|激活|卡密|礼品卡")
_LEAST_HEARD, _LEAST_SPELLED = 3, 7
_FEW_LETTERS, _FEW_CHARACTERS = 2, 1

_Names = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Naming:
    """A name in a line, with every brand that is called so; sold is each of which nothing else is known."""

    start: int
    end: int
    brands: frozenset[str]
    is_sold: bool = True


class Brands:
    """Names that are looked for in a line; short ones and everyday words count only as a word by themselves."""

    def __init__(self, names: _Names) -> None:
        self.names = names
        self._by_start = _by_start(names)
        self._alone = _alone()

    def named(self, line: str) -> Iterator[Naming]:
        """The names in a normalised line from left to right, the longest where one is within another."""
        end = 0
        for piece in _PIECE.finditer(line):
            if piece.start() >= end and (found := self._naming_at(line, piece)) is not None:
                end = found.end
                yield found

    def within(self, line: str) -> frozenset[str]:
        """Every name in a normalised line, those within others too."""
        return frozenset(name for piece in _PIECE.finditer(line) for name in self._at(line, piece))

    def called(self, names: Iterable[str]) -> frozenset[str]:
        """The brands that are called by any of these names."""
        return frozenset[str]().union(*(self.names[name] for name in names))

    def _naming_at(self, line: str, piece: re.Match[str]) -> Naming | None:
        name = next(self._at(line, piece), None)
        return None if name is None else Naming(piece.start(), piece.start() + len(name), self.names[name])

    def _at(self, line: str, piece: re.Match[str]) -> Iterator[str]:
        start = piece.start()
        for name in self._by_start.get(piece[0], ()):
            end = start + len(name)
            if not line.startswith(name, start) or _goes_on(name, line, end):
                continue
            if name not in self._alone or _is_alone(line, start, end):
                yield name


class SoldBrands(Brands):
    """The brands of one catalogue, by the names that it does not know itself, also as they sound.

    Longer names of brands that are not sold stand for themselves: apple music is no other name of apple.
    """

    def __init__(self, names: _Names, brands: frozenset[str]) -> None:
        super().__init__(names)
        self._brands = brands
        self._by_sound = _by_sound(names)

    def _naming_at(self, line: str, piece: re.Match[str]) -> Naming | None:
        found = super()._naming_at(line, piece) or self._heard_at(line, piece.start())
        other = every_brand()._naming_at(line, piece)
        if other is None or not other.brands.isdisjoint(self._brands):
            return found
        return replace(other, is_sold=False) if found is None or other.end > found.end else found

    def _heard_at(self, line: str, start: int) -> Naming | None:
        """What is said as the characters that stand there, sound for sound."""
        run = _RUN.match(line, start)
        if run is None or len(run[0]) < _LEAST_HEARD:
            return None
        for name in self._by_sound.get(_sounds_of(run[0][:_LEAST_HEARD]), ()):
            if _sounds_of(run[0][: len(name)]) == _sounds_of(name):
                return Naming(start, start + len(name), self.names[name])
        return None


def numbered_in(whole: str) -> list[str]:
    """The names with a number of their own in what a product is called, both without blanks."""
    return _numbered().findall(whole)


def in_own_way(line: str, known: Container[str]) -> str:
    """The normalised line with names with a number as the catalogue has them: office 365 is microsoft 365.

    `known`: those that it has, without blanks.
    """
    return _numbered().sub(lambda found: _way_of(found[0], known), line)


@cache
def every_brand() -> Brands:
    """All names that are evidence by themselves that their brand is meant: no short ones, no everyday words."""
    alone = _alone()
    return Brands({name: brands for name, brands in _every_name().items() if name not in alone})


def sold(goods: Iterable[Iterable[str]]) -> SoldBrands:
    """The brands of these goods, by the names that not all goods of the brand have themselves.

    Each of the goods is what it is called, normalised.
    """
    every = every_brand()
    count_of_brand, count_of_name = Counter[str](), Counter[tuple[str, str]]()
    for called in goods:
        names = frozenset(chain.from_iterable(every.within(each) for each in _with_joined(called)))
        brands = every.called(names)
        count_of_brand.update(brands)
        count_of_name.update((brand, name) for brand in brands for name in names)
    names_sold: dict[str, frozenset[str]] = {}
    for name, brands in _every_name().items():
        meant = frozenset(each for each in brands if count_of_name[each, name] < count_of_brand[each])
        if meant:
            names_sold[name] = meant
            if (spelled := _spelled(name)) is not None:
                names_sold.setdefault(spelled, meant)
    return SoldBrands(names_sold, frozenset(count_of_brand))


def beginning(char: str) -> list[str]:
    """The names of brands that begin with a character, the shortest first."""
    return sorted((name for name in every_brand().names if name.startswith(char)), key=len)


def _goes_on(name: str, line: str, end: int) -> bool:
    """Whether a word in letters with which the name ends is longer in the line."""
    return name[-1].isascii() and "a" <= line[end : end + 1] <= "z"


def _is_alone(line: str, start: int, end: int) -> bool:
    """Whether characters are a word by themselves; letters are, as every name in letters."""
    if line[start:end].isascii():
        return True
    return _BEFORE_ALONE.search(line[:start]) is not None and _BEHIND_ALONE.match(line, end) is not None


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _every_name() -> dict[str, frozenset[str]]:
    """The brands of each name, those in several words also without the blanks."""
    found: dict[str, frozenset[str]] = {}
    brands = chain.from_iterable(table.items() for section, table in _tables().items() if section not in _NO_BRANDS)
    for brand, names in brands:
        for name in _with_joined(names):
            found[name] = found.get(name, frozenset()) | {brand}
    return found


def _with_joined(names: Iterable[str]) -> Iterable[str]:
    """The names in their order, once each, those in several words also without the blanks."""
    return dict.fromkeys(written for name in names for written in (name, name.replace(" ", "")))


_EVERYDAY, _NUMBERED = "everyday", "numbered"
_NO_BRANDS = {_EVERYDAY, _NUMBERED}


@cache
def _numbered() -> re.Pattern[str]:
    """Such names, whether they are written with blanks or without."""
    every = sorted(chain.from_iterable(_tables()[_NUMBERED].values()), key=len, reverse=True)
    return re.compile(rf"(?<![a-z\d])(?:{'|'.join(each.replace(' ', ' ?') for each in every)})(?!\d)")


def _way_of(said: str, known: Container[str]) -> str:
    joined = said.replace(" ", "")
    for ways in _tables()[_NUMBERED].values():
        without_blanks = {each.replace(" ", ""): each for each in ways}
        if joined in without_blanks and joined not in known:
            return next((each for way, each in without_blanks.items() if way in known), said)
    return said


@cache
def _alone() -> frozenset[str]:
    everyday = _tables()[_EVERYDAY]["words"]
    return frozenset([*everyday, *filter(_is_short, _every_name())])


def _is_short(name: str) -> bool:
    return len(name) <= (_FEW_LETTERS if name.isascii() else _FEW_CHARACTERS)


def _by_start(names: Iterable[str]) -> dict[str, list[str]]:
    """The names by the word or character they begin with, the longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda each: (-len(each), each)):
        if (first := _PIECE.match(name)) is not None:
            found.setdefault(first[0], []).append(name)
    return found


def _by_sound(names: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(names, key=lambda each: (-len(each), each)):
        if len(name) >= _LEAST_HEARD and _RUN.fullmatch(name):
            found.setdefault(_sounds_of(name[:_LEAST_HEARD]), []).append(name)
    return found


def _sounds_of(chars: str) -> tuple[str, ...]:
    return tuple(map(_sound_of, chars))


@lru_cache(maxsize=4096)
def _sound_of(char: str) -> str:
    said = readings(char)
    return sound(said[0]) if said else char


def _spelled(name: str) -> str | None:
    """The name in pinyin, if it is in characters and long enough to be nothing else."""
    if not _RUN.fullmatch(name):
        return None
    spelled = "".join(said[0] if (said := readings(char)) else char for char in name)
    return spelled if spelled.isascii() and len(spelled) >= _LEAST_SPELLED and len(name) > 1 else None
