"""Slots: what a one-line order says — which products, how many, of what value, for which account, with which coupon.

Not here: which wish the line is (intents), whether the values can be had (the flow that is filled with them).

What is not said stays None, and what is ambiguous stays open: several products are several ids, best first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from backend.catalogue import AccountKind, Product
from flows.understanding import contacts
from flows.understanding.corrections import settled
from flows.understanding.measures import Measure, Unit, measures_in
from flows.understanding.normalise import fold, to_simplified
from flows.understanding.search import Findings, look_up
from storage.money import MINOR_DIGITS

MOST_IDS = 5

_USUAL_DIGITS = 2
_MOST_ITEMS = 6
_FEW = 30
_LARGEST_QUANTITY = 999
_FEWEST_ACCOUNT_DIGITS = 6

_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "fifty": "50", "hundred": "100",
    "a couple of": "2", "a pair of": "2", "half a dozen": "6", "a dozen": "12", "a hundred": "100",
}  # fmt: skip
_NUMBER_WORD = re.compile(
    r"(?<![a-z])(?<!xbox )(?<!all in )(" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + r")(?![a-z])"
    r"(?!\s+of (?:those|these|them))"
)
_TIMES = re.compile(r"(?:(?<=\s)|(?<=[\u3400-\u9fff\d$¥元刀]))[*×x]\s?(\d{1,3})(?![\d.a-z])")
_RUN_TOGETHER = re.compile(r"(\d)(?=[一二两三四五六七八九十]{1,3}[张个份件套枚])")
"""100两张 is a hundred, and two of them."""
_TIMES_BEFORE = re.compile(r"(?<![\w.])(\d{1,3})\s?[*×x]\s?(?=[a-z\u3400-\u9fff$¥])")
_SINGLE = re.compile(r"(?:来|买|要|整|搞|拿|充|开|弄|订|下|发|拍)(?:一)?(张|个|份|套)(?!\d)")
_SINGLE_ENGLISH = re.compile(r"\b(?:an?|another|one)\s+(?!(?:year|month|week|day|quarter)s?\b)(?=[a-z$¥\d])")
_OPEN_ENDED = re.compile(r"个|cards?$|codes?$")
"""What may follow a value as well as a number of pieces: 50个 of a game's coins, a steam 50 card."""
_BEFORE_CARDS = re.compile(r"cards?$|codes?$")

_FILLER = re.compile(
    r"麻烦你?|劳驾|请问?|老板|小二|亲|您?你?好|在吗|能不能|可不可以|可以|帮忙|[帮给替跟]|[我他她你您咱]们?(?:妈妈?|爸爸?|家人|老婆|老公|女?朋友|同学|同事|弟弟?|妹妹?|哥哥?|姐姐?|奶奶|爷爷)?的?"
    r"|妈妈|爸爸|朋友|想要?|需要|需|要|购买|代?买|再?来|下单|订购?|拿|搞|整|弄|办|开通?|续费|续|充值?|冲值?|直?充到?|缴费?|一下|谢谢|多谢|快点|赶紧|急用?|尽快|吧|呗|呢|啊|哈|了|哦|嗯|就行|就好|即可|这个|那个|号码|手机号码?|手机|账号|邮箱|到|往|里|上|进|去|的"
    r"|\b(?:i|i ?d|id|ill|im|me|my|we|you|please|pls|plz|kindly|can|could|would"
    r"|will|want|wanna|need|like|to|buy|buying|get|give|gimme|order|ordering|purchase|take|have|grab|send|sell|place|an?|the|of|for|on|with|and"
    r"|thanks|thank|thx|hi|hello|hey|some|another|more|just|also|it|this|that"
    r"|recharge|top ?up|topup|reload|refill|charge|load|put|add|now|asap|today"
    r"|number|phone|mobile|his|her|mom|dad|friend|brother|sister|wife|account|e ?mail|mail|s|m|d|ll)\b"
)
_TOP_UP = re.compile(r"充|冲|缴|话费|recharge|top ?up|reload|refill|charge|load|airtime|credit|put|add")
_A_NAME = re.compile(r"[a-z]{2,}|[\u3400-\u9fff]")
_PHONE_CREDIT = "话费"
"""What is topped up where a phone is named and nothing else."""

_AND = re.compile(
    r"\s*(?:还有|以及|另外|再加上?|再来|再要|外加|加上|[,，、;；+&]|和|跟|与|(?<=[a-z0-9 ])\band\b|\bplus\b|\balso\b"
    r"|\bas well as\b)\s*"
)
_COUPON = re.compile(
    r"(?:(?:用|使用|抵|有)(?:一?张|个|上|掉|我的)?\s*)?(?P<worth>(?:满\d+减\d+|\d+(?:块|元)?)的?)?(?P<what>优惠券|优惠码|折扣码|代金券|抵扣券|优惠卷|补偿券|新人券|促销码|推荐码|(?<=用)券|元券|(?<=张)券)"
    r"\s*[:：是为]?\s*(?P<code>(?=[a-z0-9-]*[a-z])[a-z0-9][a-z0-9-]{2,24})?"
    r"|(?:\b(?:with|use|using|apply|applying|and)\s+)?(?:\b(?:my|a|the|this)\s+)?\b"
    r"(?P<english>coupon|promo ?code|promo|discount code|voucher code)\b"
    r"(?:\s+code)?\s*[:#]?\s*(?:is\s+)?(?P<token>(?=[a-z0-9-]*\d)[a-z0-9][a-z0-9-]{2,24}|(?-i:[A-Z]{4,20}))?",
    re.IGNORECASE,
)
_HASH_ORDER = re.compile(r"(?:#|尾号|订单|单号|order|no\.?|number)\s*[:：]?\s*([a-z]{0,4}-?\d{4,20})(?![\d.])")
_NAMED_ACCOUNT = re.compile(
    r"(?:uid|游戏id|角色id|玩家id|game id|player id|user id|id|账号|帐号|账户|account|许可证号?|licen[cs]e(?: number)?)"
    r"\s*(?:是|为|is|:|：|#)?\s*([a-z0-9][a-z0-9_-]{4,39})"
)
_BARE_ACCOUNT = re.compile(r"(?<![\d.a-z$¥])(\d{6,12})(?![\d.]|\s?(?:块|元|刀|张|个|份|点|usd|cny|yuan|dollars?))")


@dataclass(frozen=True)
class Item:
    """One good of a line. `product_ids` are what it may mean, best first; none if nothing is sure."""

    product_ids: tuple[str, ...] = ()
    quantity: int | None = None
    face_value: Decimal | None = None


@dataclass(frozen=True)
class Slots:
    """What a line says. `product_ids`, `quantity` and `face_value` are those of the first item."""

    product_ids: tuple[str, ...] = ()
    quantity: int | None = None
    face_value: Decimal | None = None
    account: str | None = None
    coupon_hint: str | None = None
    order_number: str | None = None
    items: tuple[Item, ...] = ()


def read_slots(products: Sequence[Product], text: str) -> Slots:
    """Take a line apart, as this catalogue lets it be understood."""
    coupon, text = _take_coupon(text)
    spotted = contacts.spot(text)
    order_number, rest = _take_order(spotted)
    named, rest = _take_named_account(rest)
    line = settled(_counted(rest))
    if spotted.phones and _TOP_UP.search(line) and not _A_NAME.search(bare(_without_measures(line))):
        line = f"{_PHONE_CREDIT} {line}"
    items = _items(products, line)
    is_named = bool(named or order_number or spotted.phones or spotted.qqs or spotted.emails)
    alone = None if is_named else _BARE_ACCOUNT.search(line)
    if alone is not None:
        items = _items(products, f"{line[: alone.start()]} {line[alone.end() :]}")
        named = alone[1]
    first = items[0] if items else Item()
    return Slots(
        product_ids=first.product_ids,
        quantity=first.quantity,
        face_value=first.face_value,
        account=_account(_product(products, first), spotted, named),
        coupon_hint=coupon,
        order_number=order_number,
        items=tuple(items) if len(items) > 1 else (),
    )


def only_number(text: str) -> int | None:
    """The one whole number that the text has in the end; None if it has none, or several."""
    values = [each.value for each in measures_in(settled(_counted(text)))]
    return int(values[0]) if len(values) == 1 and values[0] == int(values[0]) else None


def bare(words: str) -> str:
    """The words without those that are said around a name."""
    return " ".join(_FILLER.sub(" ", words).split())


def _take_coupon(text: str) -> tuple[str | None, str]:
    """The coupon's code, or else the word for it; and the text without."""
    found = _COUPON.search(text)
    if found is None:
        return None, text
    hint = found["code"] or found["token"] or f"{found['worth'] or ''}{found['what'] or found['english']}"
    return hint.strip(), f"{text[: found.start()]} {text[found.end() :]}"


def _take_order(spotted: contacts.Contacts) -> tuple[str | None, str]:
    if spotted.order_numbers:
        return spotted.order_numbers[0], spotted.rest
    found = _HASH_ORDER.search(spotted.rest)
    if found is None:
        return None, spotted.rest
    return found[1].upper(), f"{spotted.rest[: found.start()]} {spotted.rest[found.end() :]}"


def _take_named_account(rest: str) -> tuple[str | None, str]:
    found = _NAMED_ACCOUNT.search(rest)
    if found is None or not any(char.isdigit() for char in found[1]):
        return None, rest
    return found[1], f"{rest[: found.start()]} {rest[found.end() :]}"


def _counted(rest: str) -> str:
    """The line with English numbers as digits, and '*2' as two pieces."""
    line = _NUMBER_WORD.sub(lambda found: _NUMBER_WORDS[found[1]], to_simplified(fold(rest)))
    line = _RUN_TOGETHER.sub(r"\1 ", line).replace("俩", "2个").replace("仨", "3个")
    line = _TIMES.sub(r" \1pcs ", line)
    return _TIMES_BEFORE.sub(r"\1pcs ", line)


def _items(products: Sequence[Product], line: str) -> list[Item]:
    """What the line orders; one item unless each part of it names something by itself."""
    parts = [part for part in _AND.split(line) if part and part.strip()]
    if 1 < len(parts) <= _MOST_ITEMS:
        items = _of_parts(products, parts)
        if len(items) > 1:
            return items
    return [_item(products, line)]


def _of_parts(products: Sequence[Product], parts: Sequence[str]) -> list[Item]:
    """An item for each part that names a product, or another value of the product before; else nothing."""
    items: list[Item] = []
    words = ""
    for part in parts:
        found = _item(products, part)
        if not found.product_ids and items and (measures_in(part)):
            found = _item(products, f"{_without_measures(words)} {part}")
        if found.product_ids:
            items.append(found)
            words = part
        elif not items:
            return []
    return items


def _item(products: Sequence[Product], line: str) -> Item:
    """The product, quantity and value of a stretch of the line."""
    found = [each for each in measures_in(line) if each.unit is not Unit.DAYS]
    pieces = [each for each in found if each.unit is Unit.PIECES]
    others = [each for each in found if each.unit is not Unit.PIECES]
    if not pieces:
        return _uncounted(products, line, others)
    last = pieces[-1]
    said = line[last.start : last.end]
    if _BEFORE_CARDS.search(said) and any(each.unit is Unit.PLAIN and each.value <= _FEW for each in others):
        counted = next(each for each in others if each.unit is Unit.PLAIN and each.value <= _FEW)
        worth = [replace(last, unit=Unit.PLAIN), *(each for each in others if each is not counted)]
        return _read(products, line, [counted], worth)
    if len(found) == 1 and _OPEN_ENDED.search(said):
        item = _read(products, line, [], [replace(last, unit=Unit.PLAIN)])
        if item.face_value is not None and item.product_ids:
            return item
    return _read(products, line, pieces[:1], [*others, *(replace(each, unit=Unit.PLAIN) for each in pieces[1:])])


def _uncounted(products: Sequence[Product], line: str, numbers: Sequence[Measure]) -> Item:
    """A line in which no number says that it counts pieces; where nothing is found with all of them, one may."""
    item = _read(products, line, [], numbers)
    if item.product_ids:
        return item
    small = [each for each in numbers if each.unit is Unit.PLAIN and each.value <= _FEW]
    tries = (_read(products, line, [each], [other for other in numbers if other is not each]) for each in small)
    return next((found for found in tries if found.product_ids), item)


def _read(products: Sequence[Product], line: str, pieces: Sequence[Measure], others: Sequence[Measure]) -> Item:
    quantity = int(pieces[0].value) if pieces and pieces[0].value <= _LARGEST_QUANTITY else None
    words = _cut(line, pieces)
    findings = _found(products, words)
    best = findings.hits[0].product if findings.is_sure else None
    money = [each for each in others if each.unit is Unit.MONEY]
    plain = [each for each in others if each.unit is Unit.PLAIN]
    worth = money[0] if money else _worth(findings, plain)
    if quantity is None:
        counting = [each for each in plain if each is not worth and _may_count(best, each, has_worth=worth is not None)]
        if counting:
            quantity = int(counting[-1].value)
            findings = _found(products, _cut(line, counting[-1:]))
    if quantity is None and (_SINGLE.search(line) or (best is not None and _SINGLE_ENGLISH.search(line))):
        quantity = 1
    ids = tuple(product.id for product in findings.nearest[:MOST_IDS]) if findings.is_sure else ()
    return Item(ids, quantity, None if worth is None else worth.value)


def _found(products: Sequence[Product], words: str) -> Findings:
    """What the words name, with or without what is said around a name, whichever is found better."""
    name = bare(words)
    if not _A_NAME.search(name):
        return look_up(products, words)
    tries = [look_up(products, each) for each in dict.fromkeys((name, words))]
    return max(tries, key=lambda findings: findings.hits[0].score if findings.hits else 0.0)


def _worth(findings: Findings, plain: Sequence[Measure]) -> Measure | None:
    """Which bare number is the face value: one that a found product has; else a large one that is in no name."""
    near = [hit.product for hit in findings.hits[:MOST_IDS]] if findings.is_sure else []
    for each in plain:
        if any(_face_value(product) == each.value for product in near):
            return each
    named = {number for product in near[:1] for number in _numbers_of(product)}
    return next((each for each in plain if each.value >= _FEW and each.value not in named), None)


def _may_count(best: Product | None, number: Measure, *, has_worth: bool) -> bool:
    """Whether a bare number is how many: small and whole, of a known product, and no part of its name."""
    if number.value != int(number.value) or not 0 <= number.value <= _FEW or best is None:
        return False
    return number.value not in _numbers_of(best) or (has_worth and _face_value(best) != number.value)


def _account(product: Product | None, spotted: contacts.Contacts, named: str | None) -> str | None:
    """The account that the product goes to, if it is said; else whichever is."""
    said = {AccountKind.PHONE: spotted.phones, AccountKind.QQ: spotted.qqs, AccountKind.EMAIL: spotted.emails}
    wanted = () if product is None else said.get(product.account, ())
    every = (*wanted, *spotted.phones, *spotted.qqs, *spotted.emails)
    return every[0] if every else named


def _product(products: Sequence[Product], item: Item) -> Product | None:
    if not item.product_ids:
        return None
    return next((product for product in products if product.id == item.product_ids[0]), None)


def _face_value(product: Product) -> Decimal | None:
    if product.face_value_minor is None:
        return None
    digits = MINOR_DIGITS.get(product.face_value_currency or product.currency, _USUAL_DIGITS)
    return Decimal(product.face_value_minor).scaleb(-digits)


def _numbers_of(product: Product) -> set[Decimal]:
    names = (*product.name.values(), *product.aliases)
    return {Decimal(number) for name in names for number in re.findall(r"\d{1,9}(?:\.\d+)?", name)}


def _cut(line: str, measures: Sequence[Measure]) -> str:
    for each in sorted(measures, key=lambda measure: -measure.start):
        line = f"{line[: each.start]} {line[each.end :]}"
    return " ".join(line.split())


def _without_measures(line: str) -> str:
    return _cut(line, [each for each in measures_in(line) if each.unit is not Unit.DAYS])
