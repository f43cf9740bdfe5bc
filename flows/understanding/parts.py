"""Parts: which goods a line orders that may order several — those of the pieces that each mean one by themselves.

Not here: where a line may be parted (joints), or what a single part says (items).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from backend.catalogue import Product
from flows.understanding.bearers import served_by, serves
from flows.understanding.counting import PARTED
from flows.understanding.items import MOST_IDS, Item, first_said, quantity_of, read_item
from flows.understanding.joints import at_blanks, at_joints, at_worths, in_rhythm
from flows.understanding.lexicon import meanings, tells
from flows.understanding.measures import Measure, Unit, cut, measures_in, without_measures
from flows.understanding.normalise import normalise
from flows.understanding.order_words import any_of
from flows.understanding.shelf import CERTAIN, Shelf, face_value, is_name, meanings_of, numbers_of

_ANY_KIND = frozenset({"kind card", "kind voucher", "kind licence", "kind recharge"})
"""A card, a voucher, a code: what anything sold may be called."""

_MOST_ITEMS = 6
_MOST_PARTS = 9
_MOST_WORDS = 4
_ONE, _FEW = 1, 30

_ONE_CHARACTER = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile(r"[a-z\d]+|[\u3400-\u9fff]+")
_A_WORD = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]{2,}")

_ALONE = re.compile(r"(?P<name>)(?P<number>\d{1,4})")
_EDITION = re.compile(rf"{any_of('taken_back.editions')}[版装]?")
_AN_EDITION = re.compile(rf"(?:{any_of('taken_back.editions')}[版装]?\s?)+(?: (?:one|edition|plan))?")
_GLUED = re.compile(r"(?P<name>.*[a-z\u3400-\u9fff])(?P<number>\d{1,4})")


def items_of(shelf: Shelf, line: str, *, are_several: bool = False) -> list[Item]:
    """What the line orders; one item unless each of several parts of it names something by itself.

    `are_several`: the line says so, as with one of each.
    """
    strong = at_joints(line, are_several=are_several)
    if len(strong) == 1 and (regular := _regular(shelf, strong[0])):
        return regular
    fine = [each for part in strong for each in in_rhythm(shelf, part)]
    told: list[Item] = []
    for parts in (strong, fine) if fine != strong else (strong,):
        items = _of_parts(shelf, parts, are_several=are_several) if 1 < len(parts) <= _MOST_PARTS else []
        if 1 < len(items) <= _MOST_ITEMS:
            return items
        told += items[:1]
    if are_several and len(items := _at_every_blank(shelf, strong)) > 1:
        return items
    whole = _whole_item(shelf, line, told)
    if whole.is_certain and sum(each.unit is Unit.DAYS for each in measures_in(line)) <= 1:
        return [whole]
    worths = [] if whole.is_certain else at_worths(line, are_several=are_several)
    for parts in (at_blanks(shelf, line), worths):
        items = _of_parts(shelf, parts) if len(parts) > 1 else []
        if 1 < len(items) <= _MOST_ITEMS:
            return items
    return [whole]


def _at_every_blank(shelf: Shelf, parts: Sequence[str]) -> list[Item]:
    """The goods of a line that says that they are several, where each of its words names one: A B 各一个."""
    words = [word for part in parts for word in part.split() if is_name(shelf.bare(word))]
    if not 1 < len(words) <= _MOST_WORDS:
        return []
    items = _of_parts(shelf, words, are_several=True)
    return items if len(items) == len(words) else []


def _regular(shelf: Shelf, line: str) -> list[Item]:
    """The goods of a list in which each has its name and a number: win10 20 office2021 5. None if one isn't found."""
    numbers = [each for each in measures_in(line) if line[each.start].isdigit()]
    pieces = _named_numbers(line) if len(numbers) > 1 and all(each.unit is Unit.PLAIN for each in numbers) else []
    if not 1 < len(pieces) <= _MOST_ITEMS:
        return []
    items: list[Item] = []
    for name, number in pieces:
        if items and _says_no_other(shelf, items[-1], shelf.bare(name), is_worth=False):
            return []
        item = _numbered(shelf, name, number)
        if item is None or any(not set(item.product_ids).isdisjoint(other.product_ids) for other in items):
            return []
        items.append(item)
    return items


def _named_numbers(line: str) -> list[tuple[str, str]]:
    """Each name and the number behind it, of a line that is made of such, with blanks before all numbers or none."""
    tokens = line.split()
    pattern = _ALONE if sum(token.isdigit() for token in tokens) > 1 else _GLUED
    found: list[tuple[str, str]] = []
    words: list[str] = []
    for token in tokens:
        numbered = pattern.fullmatch(token)
        words.append(token if numbered is None else numbered["name"])
        if numbered is not None:
            found.append((" ".join(words).strip(), numbered["number"]))
            words = []
    return [] if words else found


def _numbered(shelf: Shelf, name: str, number: str) -> Item | None:
    """A good that is worth that much; else so many of one that is worth no amount."""
    if not is_name(shelf.bare(name)):
        return None
    if shelf.look_up(shelf.bare(f"{name} {number}")).is_sure:
        item = read_item(shelf, f"{name} {number}")
        return item if item.product_ids else None
    found = shelf.look_up(shelf.bare(name), least=CERTAIN)
    if not found.is_sure or face_value(found.hits[0].product) is not None:
        return None
    return Item(tuple(each.id for each in found.nearest[:MOST_IDS]), int(number), is_certain=True)


def _whole_item(shelf: Shelf, line: str, told: Sequence[Item]) -> Item:
    """What the line orders as one good; `told` is what its parts say, of use where the whole says less."""
    whole = read_item(shelf, line.replace(PARTED.strip(), " "))
    for part in told:
        if not whole.product_ids or (whole.quantity is None and part.quantity is not None):
            whole = part
    return whole


def _of_parts(shelf: Shelf, parts: Sequence[str], *, are_several: bool = False) -> list[Item]:
    """An item for each part that names a product, or another value of the one before; a count is of the one before."""
    items: list[Item] = []
    ahead: list[str] = []
    words = ""
    for part in parts:
        numbers = tuple(each for each in measures_in(part) if not serves(part, each))
        name = shelf.bare(part)
        is_named = is_name(name) and (numbers or tells(name))
        is_worth = any(each.unit is not Unit.PIECES for each in numbers)
        if items and _says_no_other(shelf, items[-1], shelf.bare(cut(part, numbers)), is_worth=is_worth):
            is_named = False
        if items and (edition := _edition_of(words, name)):
            part = edition + part.replace(name, "")
        found = read_item(shelf, part, in_all=not numbers and not are_several) if is_named else Item()
        if items and _describes(items[-1], found):
            items[-1] = replace(items[-1], quantity=first_said(items[-1].quantity, found.quantity))
        elif (
            found.product_ids
            and (found.is_certain or numbers or are_several)
            and not (items and _is_same(items[-1], found))
        ):
            items += [*_with_values_ahead(shelf, found, part, ahead), found]
            ahead, words = [], part
        elif not items and is_worth and not is_name(shelf.bare(cut(part, numbers))):
            ahead.append(part)
        elif not items or not numbers or (is_named and _A_WORD.search(shelf.bare(cut(part, numbers)))):
            continue
        elif all(each.unit is Unit.PIECES for each in numbers):
            if not _is_served(shelf, items[-1], numbers[0]):
                items[-1] = replace(items[-1], quantity=first_said(items[-1].quantity, quantity_of(numbers[0])))
        else:
            items = _with_another_value(shelf, items, numbers, words, part)
    return items


def _with_values_ahead(shelf: Shelf, good: Item, part: str, ahead: Sequence[str]) -> list[Item]:
    """The goods of which only a value was said before the name: a 20 and a 50 steam card."""
    if good.face_value is None:
        return []
    read = (read_item(shelf, f"{_named_by(part, measures_in(said))} {said}") for said in ahead)
    return [each for each in read if each.product_ids and each.face_value not in (None, good.face_value)]


def _edition_of(words: str, name: str) -> str | None:
    """The good before in another edition, where a part says nothing but that: windows 11 home and pro."""
    others = list(_EDITION.finditer(words))
    if not others or not _AN_EDITION.fullmatch(name):
        return None
    return f"{words[: others[-1].start()]}{name}"


def _describes(former: Item, latter: Item) -> bool:
    """Whether a part says more of the good before: it may mean the same and has no count of another."""
    if former.product_ids[:1] == latter.product_ids[:1]:
        return former.quantity is None
    is_vague = len(latter.product_ids) > 1 and latter.face_value is None
    return is_vague and former.product_ids[0] in latter.product_ids and None in (former.quantity, latter.quantity)


def _is_served(shelf: Shelf, former: Item, number: Measure) -> bool:
    """Whether a number says only what the good before says of itself: Office for six, 6 seats."""
    product = shelf.product(former.product_ids)
    return product is not None and number.value in served_by(product)


def _says_no_other(shelf: Shelf, former: Item, name: str, *, is_worth: bool) -> bool:
    """Whether the words of a part are the unit or the kind of the good before: 300点十张，1000点两张; 10 usd card."""
    if _ONE_CHARACTER.fullmatch(name):
        return True
    product = shelf.product(former.product_ids)
    if product is None:
        return False
    kinds = meanings(name)
    if kinds and not tells(name):
        return kinds - (frozenset() if is_worth else _ANY_KIND) <= meanings_of(product)
    return not is_worth and _is_within(product, name)


def _is_within(product: Product, name: str) -> bool:
    """Whether every word of a name is one of what the product is called: 黑神话 一份 steam的."""
    words = _WORDS.findall(name)
    called = " ".join(normalise(each) for each in (*product.name.values(), *product.aliases))
    return bool(words) and all(each in called for each in words)


def _named_by(words: str, numbers: Sequence[Measure]) -> str:
    """What is left of the words for a good if another value, or another length of time, is said of it."""
    is_time = any(each.unit is Unit.DAYS for each in numbers)
    return cut(words, measures_in(words)) if is_time else without_measures(words)


def _with_another_value(
    shelf: Shelf, items: list[Item], numbers: Sequence[Measure], words: str, part: str
) -> list[Item]:
    said = f"{_named_by(words, numbers)} {part}"
    another = read_item(shelf, said)
    last = items[-1]
    if another.product_ids and _says_how_long(words, numbers):
        return [*items[:-1], replace(another, quantity=first_said(another.quantity, last.quantity))]
    if (count := _small(numbers)) and not _is_number_of(shelf, another, count):
        return [*items[:-1], replace(last, quantity=first_said(last.quantity, count))]
    if len(last.product_ids) > 1 and set(another.product_ids[:1]) & set(last.product_ids):
        return [*items[:-1], replace(another, quantity=first_said(another.quantity, last.quantity))]
    if another.product_ids[:1] == items[-1].product_ids[:1]:
        return [*items[:-1], replace(items[-1], quantity=first_said(items[-1].quantity, another.quantity))]
    return [*items, another] if another.product_ids else items


def _says_how_long(words: str, numbers: Sequence[Measure]) -> bool:
    """Whether numbers are only how long the good before lasts, which it didn't say: game pass, 3 months."""
    former = [each for each in measures_in(words) if each.unit is not Unit.PIECES and each.value > _ONE]
    return not former and all(each.unit is Unit.DAYS for each in numbers)


def _small(numbers: Sequence[Measure]) -> int | None:
    """The only number, if it is bare and may be how many; 0 of a good is none."""
    only = numbers[0]
    is_few = len(numbers) == 1 and only.unit is Unit.PLAIN and only.value == int(only.value) and only.value <= _FEW
    return int(only.value) if is_few else None


def _is_number_of(shelf: Shelf, item: Item, number: int) -> bool:
    product = shelf.product(item.product_ids)
    return product is not None and number in numbers_of(product)


def _is_same(former: Item, latter: Item) -> bool:
    """Whether a part only says a good again: the same one, and no other number of it."""
    is_alike = former.product_ids[:1] == latter.product_ids[:1]
    return is_alike and (latter.quantity is None or (former.quantity is not None and latter.face_value is None))
