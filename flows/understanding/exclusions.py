"""Exclusions: what somebody does not want of goods that are called alike — not ultimate, without ads, 不要升级版.

Not here: a value that is taken back for another one (corrections).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.catalogue import Product
from flows.understanding.normalise import normalise
from flows.understanding.order_words import any_of, words_of

_END = r"\s*(?=&|$)"
_END_OR_BLANK = r"\s*(?=&|\s|$)"
_ENGLISH = re.compile(
    rf"(?P<before>[a-z']*)[\s&]+(?P<no>{any_of('excluded.english')}) (?:the |an? )?"
    rf"(?P<what>[a-z+]+(?: [a-z+]+){{0,2}}?)(?: {any_of('excluded.so_called_english')})?{_END}"
)
_CHINESE = re.compile(
    rf"(?:[\s&]+|(?<=[张个份件套枚单的]))[但可]?{any_of('excluded.chinese')}(?!了)\s*"
    rf"(?P<what>[^&\s\d要是]{{1,8}}?){any_of('excluded.so_called')}*{any_of('around.chinese')}?{_END_OR_BLANK}"
)
_NEVER_BEFORE, _NEVER_MEANT = frozenset(words_of("excluded.never_before")), frozenset(words_of("excluded.never_meant"))


@dataclass(frozen=True)
class Excluded:
    """What is not wanted, in the words of the line; `rest` is the line without it."""

    words: tuple[str, ...]
    rest: str

    def narrowed(self, products: Sequence[Product]) -> list[Product]:
        """The products without those that are called so; all of them where none else is left."""
        return [each for each in products if not self._is_meant(each)] or list(products)

    def _is_meant(self, product: Product) -> bool:
        names = [normalise(each) for each in (*product.name.values(), *product.aliases)]
        return any(all(part in name for part in words.split()) for words in self.words for name in names)


def take_exclusions(line: str) -> Excluded:
    """Take out of a counted line what it does not want. A number that is not wanted stays: it is taken back."""
    words: list[str] = []

    def taken(found: re.Match[str]) -> str:
        if "before" in found.groupdict() and _says_more(found):
            return found[0]
        words.append(found["what"])
        return found["before"] if "before" in found.groupdict() else " "

    return Excluded(rest=_CHINESE.sub(taken, _ENGLISH.sub(taken, line)).strip(), words=tuple(words))


def _says_more(found: re.Match[str]) -> bool:
    """Whether a no belongs to what goes wrong (does not work), or is an exclamation (no rush)."""
    return found["before"] in _NEVER_BEFORE or not _NEVER_MEANT.isdisjoint(found["what"].split())
