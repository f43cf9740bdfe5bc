"""Slots: what a one-line order says — which products, how many, of what value, for which account, with which coupon.

Not here: which wish the line is (intents), whether the values can be had (the flow that is filled with them).

What is not said stays None, and what is ambiguous stays open: several products are several ids, best first.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from backend.catalogue import AccountKind, Product
from flows.understanding import contacts
from flows.understanding.corrections import settled
from flows.understanding.counting import PARTED, counted
from flows.understanding.coupon_hints import take_hint
from flows.understanding.handles import take_handle
from flows.understanding.index import Index
from flows.understanding.kept import index_of
from flows.understanding.lexicon import tells
from flows.understanding.measures import Measure, Unit, measures_in
from flows.understanding.normalise import LONGEST, normalise
from flows.understanding.search import Findings, look_up, look_within
from storage.money import MINOR_DIGITS

MOST_IDS = 5

_USUAL_DIGITS = 2
_MOST_ITEMS = 6
_FEW = 30
_LARGEST_QUANTITY = 999
_FEW_DIGITS = 7
_MOST_PARTS = 9
_CERTAIN = 0.8
_MOST_LOOK_UPS, _MOST_ASIDE = 7, 2
"""A line that is still not understood by then is asked about: nobody waits for a better guess. Fewer are spent on a
line in which nothing says that goods are named."""

_NOTHING_FOUND = Findings((), is_sure=False)

_SINGLE = re.compile(r"(?:来|买|要|整|搞|拿|充|开|弄|订|下|发|拍)(?:一)?(张|个|份|套)(?!\d)")
_SINGLE_ENGLISH = re.compile(r"\b(?:an?|another|one)\s+(?!(?:year|month|week|day|quarter)s?\b)(?=[a-z$¥\d])")
_OPEN_ENDED = re.compile(r"个|cards?$|codes?$")
"""What may follow a value as well as a number of pieces: 50个 of a game's coins, a steam 50 card."""
_BEFORE_CARDS = re.compile(r"cards?$|codes?$")

_FILLER = re.compile(
    r"麻烦你?|劳驾|请问?|老板|小二|亲(?![子友情])|[您你]好|在吗|能不能|可不可以|可以|帮忙|[帮给替跟]|[我他她你您咱]们?(?:妈妈?|爸爸?|家人|老婆|老公|女?朋友|同学|同事|弟弟?|妹妹?|哥哥?|姐姐?|奶奶|爷爷)?的?"
    r"|(?:公司|自己|家里|店里|单位)用的?|送(?:人|朋友|礼)(?:用|的)?|再?照样|同样|一样的?|妈妈|爸爸|朋友|想要?|需要|需|要|购买|代?买|再?来|下单|订购?|拿(?!铁)|搞|整(?![箱套条盒])|弄|办(?!公)|开通|(?:帮我|给我|我要|来)开|续费|续|充值?|冲值?|直?充到?|缴费?|交(?!通|友)费?|一下|谢谢|多谢|快点|赶紧|急用?|尽快|吧|呗|呢|啊|哈(?=\s|$|&)|了(?!么)|哦|嗯|就行|就好|即可|也|都(?=来|要|\s|$|&)|上次(?:那[个种张])?(?:一样)?的?|老样子|这个|那个|号码|手机号码?|手机|账号|邮箱|(?:到|往|里|上|进|去)(?=\s|$|&)|的"
    r"|\b(?:(?:the )?same as (?:before|last time)|(?:like|as) (?:before|usual|last time)|too|as well|both"
    r"|all of (?:it|them)|thank you(?: so| very)?(?: much)?)\b"
    r"|\b(?:i|i ?d|id|ill|im|me|my|we|you|please|pls|plz|kindly|can|could|would"
    r"|will|want|wanna|need|like|to|buy|buying|get|give|gimme|order|ordering|purchase|take|have|grab|send|sell|place|an?|the|of|for|on|with|and"
    r"|thanks|thank|thx|hi|hello|hey|some|another|more|same|as|do|grab|ship|deliver|i ll|just|also|it|this|that"
    r"|lemme|let me"
    r"|recharge|top ?up|topup|reload|refill|charge|load|put|add|now|asap|today"
    r"|gei|wo|bang|lai|yao|mai|woyao|hu ?hao|haoma|number|phone|(?<!china )mobile|his|her"
    r"|mom|dad|friend|brother|sister|wife|account|e ?mail|mail|s|m|d|ll)\b"
)
_ORDERS = re.compile(
    r"来|买|要|订|充|下单|\b(?:buy|purchase|order|get me|give me|gimme|i ?d like|i want|i need|grab)\b"
)
_TOP_UP = re.compile(r"充|冲|缴|交(?!通|友)|话费|recharge|top ?up|reload|refill|charge|load|airtime|credit|put|add")
_NEW_LINE = re.compile(r"\s*[\r\n]+\s*")
_ANY_DOLLAR = re.compile(r"(?<![a-z])[$¥](?=\s?\d)|(?<=\d)[$¥]")
"""Many countries call their money so; which one is meant, the product says."""

_FIRST_WORD = re.compile(r"[a-z]+|[\u3400-\u9fff]{2}")
_ONE_CHARACTER = re.compile(r"[\u3400-\u9fff]")
_NO_LATIN = re.compile(r"[^a-z0-9]+(?=[a-z])|[\u3400-\u9fff]+")
_A_WORD = re.compile(r"[a-z]{3,}|[\u3400-\u9fff]{2,}")
_A_NAME = re.compile(r"[a-z]{2,}|[\u3400-\u9fff]")
_PHONE_CREDIT = "话费"
"""What is topped up where a phone is named and nothing else."""

_AND = re.compile(
    r"\s*(?:还有|以及|另外|再加上?|再来|再要|再给我来|外加|加上|&|和|跟|与|(?<=[\u3400-\u9fff\d\s])加(?![油速强班拿值密群入号急微拉])(?=[\u3400-\u9fffa-z])"
    r"|\b(?:and|also|as well as|along with)\b|\bplus(?= (?:the|an?|\d))"
    r"|(?:(?<=months )|(?<=month )|(?<=years )|(?<=year )|(?<=pcs ))plus\b|\bn(?=\s\d))\s*"
)
_AFTER_COUNT = re.compile(
    r"(?<=\d[张个份件套枚])(?!月|季|小时|星期|周|年)\s*(?=[\u3400-\u9fffa-z])|(?<=\d[张个份件套枚])\s+(?=[\d$¥])"
    r"|(?<=\dpcs)\s+(?=[a-z\u3400-\u9fff])"
)
"""移动100一个 联通50两个: who has said how many is done with one good."""

_ACCOUNT_LABEL = re.compile(
    r"(?:^|(?<=[\s,，.。;；]))"
    r"(?:(?:(?:我的?|充值|手机|电话|联系)?(?:手机号?码?|号码?)|[\u3400-\u9fff]{0,4}?(?:账号|帐号|账户|邮箱|邮件))(?=[\s是为:：,，在]|$)(?:是|为|在这|在此|:|：)*"
    r"|(?:(?:my|the|his|her|an?|google|apple|same|steam) )*"
    r"(?:account|acct|acc|e-?mail|gmail|login|mail)\b(?! card)(?: is|:)?)"
)
"""What is said before an account, which is gone by then."""

_SERVER = re.compile(
    r"(?:\b(?:zone|server)|(?<![\u3400-\u9fff])区服?|服务器|大区)\s*[:：]?\s*\d{1,6}|\(\d{1,6}\)", re.IGNORECASE
)
"""Where a player plays, said beside who they are."""

_HASH_ORDER = re.compile(r"(?:#|尾号|订单|单号|order|no\.?|number)\s*[:：]?\s*([a-z]{0,4}-?\d{4,20})(?![\d.])")
_BARE_ACCOUNT = re.compile(r"(?<![\d.a-z$¥])(\d{6,15})(?![\d.]|\s?(?:块|元|刀|张|个|份|点|usd|cny|yuan|dollars?))")


_EACH = re.compile(
    r"(?:各|每[种样款个人]|一样)(?:自|要|来|买|拿|充|整|搞|给我|个)*\s?(\d{1,3})\s?(?:张|个|份|件|套|枚|单)?(?!\d)"
    r"|(?<![\d.])(\d{1,3})\s?(?:pcs|of)?\s*(?:of )?each\b(?: of)?|\beach (\d{1,3})(?:pcs)?(?![\d.])|各来?[个张份]"
)
"""So many of each of the goods that are named."""

_IN_ALL = re.compile(
    r"(?:一共|总共|合计|共)(?:是|要|就|来)?\s?(\d{1,3})\s?[张个份件套枚样种]"
    r"|(?<![\d.])(\d{1,3})(?:pcs)? (?:in total|altogether|in all)\b"
)
"""So many of all goods together: of one, how many; of several, nothing new."""


@dataclass(frozen=True)
class Item:
    """One good of a line. `product_ids` are what it may mean, best first; none if nothing is sure.

    The account is one of the kind that the product needs, or the only one there is. `is_certain`: the products are
    near, and nothing was left out to find them.
    """

    product_ids: tuple[str, ...] = ()
    quantity: int | None = None
    face_value: Decimal | None = None
    account: str | None = None
    is_certain: bool = False


@dataclass(frozen=True)
class Slots:
    """What a line says. `product_ids`, `quantity`, `face_value` and `is_certain` are those of the first item."""

    product_ids: tuple[str, ...] = ()
    quantity: int | None = None
    face_value: Decimal | None = None
    account: str | None = None
    coupon_hint: str | None = None
    order_number: str | None = None
    items: tuple[Item, ...] = ()
    is_certain: bool = False


def read_slots(products: Sequence[Product], text: str) -> Slots:
    """Take a line apart, as this catalogue lets it be understood."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    hinted = take_hint(_NEW_LINE.sub(" , ", plain))
    order_number, accounts, line = _take_numbers(hinted.rest, index_of(products))
    line, of_each = _take_count(settled(counted(line)), _EACH)
    line, in_all = _take_count(line, _IN_ALL)
    if accounts.phones and _TOP_UP.search(line) and not _A_NAME.search(bare(_without_measures(line))):
        line = f"{_PHONE_CREDIT} {line}"
    is_order = accounts.any or bool(measures_in(line)) or _ORDERS.search(line) is not None
    shelf = _Shelf(products, is_order=is_order)
    found = _items(shelf, line)
    count = of_each if len(found) > 1 else of_each or in_all
    found = [replace(item, quantity=item.quantity or count) for item in found]
    items = [replace(item, account=_account(_product(shelf, item), accounts)) for item in found]
    first = items[0]
    return Slots(
        product_ids=first.product_ids,
        quantity=first.quantity,
        face_value=first.face_value,
        account=first.account,
        coupon_hint=hinted.hint,
        order_number=order_number,
        items=tuple(items) if len(items) > 1 else (),
        is_certain=first.is_certain,
    )


def only_number(text: str) -> int | None:
    """The one whole number that the text has in the end; None if it has none, or several."""
    values = [each.value for each in measures_in(settled(counted(text)))]
    return int(values[0]) if len(values) == 1 and values[0] == int(values[0]) else None


def bare(words: str) -> str:
    """The words without those that are said around a name."""
    return " ".join(_FILLER.sub(" ", words).split())


@dataclass(frozen=True)
class _Accounts:
    """Whom a line names, by kind; `named` is what is called an account, or may be one."""

    phones: tuple[str, ...]
    qqs: tuple[str, ...]
    emails: tuple[str, ...]
    named: str | None

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return bool(self.phones or self.qqs or self.emails or self.named)


class _Shelf:
    """The goods, in which each text is looked up once: parts of a line are tried in several ways.

    `is_order`: whether something in the line says that goods are named in it.
    """

    def __init__(self, products: Sequence[Product], *, is_order: bool) -> None:
        self.products = products
        self.is_order = is_order
        self._found: dict[str, Findings] = {}
        self._within: dict[str, Findings] = {}

    def look_up(self, text: str) -> Findings:
        """What the text names."""
        if text not in self._found:
            self._found[text] = look_up(self.products, text) if self._has_time() else _NOTHING_FOUND
        return self._found[text]

    def look_within(self, text: str) -> Findings:
        """What a part of the text names."""
        if text not in self._within:
            self._within[text] = look_within(self.products, text) if self._has_time() else _NOTHING_FOUND
        return self._within[text]

    def _has_time(self) -> bool:
        return len(self._found) + len(self._within) < (_MOST_LOOK_UPS if self.is_order else _MOST_ASIDE)


def _take_count(line: str, said_so: re.Pattern[str]) -> tuple[str, int | None]:
    """The line without the number that is said of all its goods in this way, and that number."""
    found = said_so.search(line)
    if found is None:
        return line, None
    said = next((number for number in found.groups() if number), "1")
    return f"{line[: found.start()]} {PARTED.strip()} {line[found.end() :]}", int(said)


def _take_numbers(text: str, index: Index) -> tuple[str | None, _Accounts, str]:
    """The order's number, the accounts, and the line without them."""
    spotted = contacts.spot(text)
    handle = None
    if not (spotted.phones or spotted.qqs or spotted.emails):
        taken = take_handle(text, is_word=lambda word: index.weight_of_word(word) is not None)
        handle = taken.handle
        taken = replace(taken, rest=_SERVER.sub(" ", taken.rest)) if handle else taken
        spotted = contacts.spot(taken.rest)
    order_number, rest = _take_order(spotted)
    rest = _ACCOUNT_LABEL.sub(" ", rest)
    is_named = bool(handle or spotted.phones or spotted.qqs or spotted.emails)
    if not is_named and (alone := _BARE_ACCOUNT.search(rest)) and not (order_number and len(alone[1]) < _FEW_DIGITS):
        handle, rest = alone[1], f"{rest[: alone.start()]} , {rest[alone.end() :]}"
    return order_number, _Accounts(spotted.phones, spotted.qqs, spotted.emails, handle), rest


def _take_order(spotted: contacts.Contacts) -> tuple[str | None, str]:
    if spotted.order_numbers:
        return spotted.order_numbers[0], spotted.rest
    found = _HASH_ORDER.search(spotted.rest)
    if found is None:
        return None, spotted.rest
    is_of_phone = any(phone.endswith(found[1]) for phone in spotted.phones)
    number = None if is_of_phone else found[1].upper()
    return number, f"{spotted.rest[: found.start()]} {spotted.rest[found.end() :]}"


def _items(shelf: _Shelf, line: str) -> list[Item]:
    """What the line orders; one item unless each of several parts of it names something by itself."""
    strong = [part.strip() for part in _AND.split(line) if part and part.strip()]
    fine = [each.strip() for part in strong for each in _AFTER_COUNT.split(part) if each.strip()]
    told: list[Item] = []
    for parts in (strong, fine) if fine != strong else (strong,):
        items = _of_parts(shelf, parts) if 1 < len(parts) <= _MOST_PARTS else []
        if 1 < len(items) <= _MOST_ITEMS:
            return items
        told += items[:1]
    whole = _whole_item(shelf, line, told)
    if whole.is_certain and sum(each.unit is Unit.DAYS for each in measures_in(line)) <= 1:
        return [whole]
    items = _of_parts(shelf, _at_blanks(shelf, line))
    return items if 1 < len(items) <= _MOST_ITEMS else [whole]


def _whole_item(shelf: _Shelf, line: str, told: Sequence[Item]) -> Item:
    """What the line orders as one good; `told` is what its parts say, of use where the whole says less."""
    whole = _item(shelf, line.replace(PARTED.strip(), " "))
    for part in told:
        if not whole.product_ids or (whole.quantity is None and part.quantity is not None):
            whole = part
    return whole


def _at_blanks(shelf: _Shelf, line: str) -> list[str]:
    """The line in pieces each of which begins with a word that names a good by itself."""
    parts: list[str] = []
    last: set[str] = set()
    for token in line.replace(PARTED.strip(), " ").split()[: _MOST_PARTS * 2]:
        ids = _ids_of(shelf, token)
        if parts and ids and last and not ids & last:
            parts.append(token)
            last = ids
        else:
            parts[-1:] = [f"{parts[-1]} {token}" if parts else token]
            last = (ids & last) or ids or last
    return parts


def _ids_of(shelf: _Shelf, token: str) -> set[str]:
    """What a word by itself surely names."""
    name = bare(_without_measures(token))
    if not _A_WORD.search(name):
        return set()
    if not tells(name):
        return set()
    findings = shelf.look_up(name)
    return {product.id for product in findings.nearest if _begins(product, name)} if findings.is_sure else set()


def _begins(product: Product, name: str) -> bool:
    """Whether the product is called so from the beginning on, in one of the scripts: a plus alone is no Disney Plus."""
    first = _FIRST_WORD.match(name)
    said = first[0] if first else name
    names = [normalise(each) for each in (*product.name.values(), *product.aliases)]
    latin = [_NO_LATIN.sub("", each) for each in names]
    return any(each.replace(" ", "").startswith(said) for each in (*names, *latin))


def _of_parts(shelf: _Shelf, parts: Sequence[str]) -> list[Item]:
    """An item for each part that names a product, or another value of the one before; a count is of the one before."""
    items: list[Item] = []
    words = ""
    for part in parts:
        numbers = measures_in(part)
        name = bare(part)
        is_named = _A_NAME.search(name) and (numbers or tells(name))
        if items and numbers and _ONE_CHARACTER.fullmatch(bare(_cut(part, numbers))):
            is_named = False  # 300点十张，1000点两张: the second has a unit, and the name of the first
        found = _item(shelf, part) if is_named else Item()
        if items and found.product_ids[:1] == items[-1].product_ids[:1] and items[-1].quantity is None:
            items[-1] = replace(items[-1], quantity=found.quantity)
        elif found.product_ids and (found.is_certain or numbers) and not (items and _is_same(items[-1], found)):
            items.append(found)
            words = part
        elif not items or not numbers or _A_WORD.search(bare(_cut(part, numbers))):
            continue
        elif all(each.unit is Unit.PIECES for each in numbers):
            items[-1] = replace(items[-1], quantity=items[-1].quantity or _whole(numbers[0]))
        else:
            is_time = any(each.unit is Unit.DAYS for each in numbers)
            another = _item(shelf, f"{_cut(words, measures_in(words)) if is_time else _without_measures(words)} {part}")
            if another.product_ids[:1] == items[-1].product_ids[:1]:
                items[-1] = replace(items[-1], quantity=items[-1].quantity or another.quantity)
            elif another.product_ids:
                items.append(another)
    return items


def _is_same(former: Item, latter: Item) -> bool:
    """Whether a part only says a good again: the same one, and no other number of it."""
    is_alike = former.product_ids[:1] == latter.product_ids[:1]
    return is_alike and (latter.quantity is None or (former.quantity is not None and latter.face_value is None))


def _whole(measure: Measure) -> int | None:
    return int(measure.value) if measure.value <= _LARGEST_QUANTITY else None


def _item(shelf: _Shelf, line: str) -> Item:
    """The product, quantity and value of a stretch of the line."""
    found = [each for each in measures_in(line) if each.unit is not Unit.DAYS]
    pieces = [each for each in found if each.unit is Unit.PIECES]
    others = [each for each in found if each.unit is not Unit.PIECES]
    if not pieces:
        return _uncounted(shelf, line, others)
    last = pieces[-1]
    said = line[last.start : last.end]
    if _BEFORE_CARDS.search(said) and any(each.unit is Unit.PLAIN and each.value <= _FEW for each in others):
        counted = next(each for each in others if each.unit is Unit.PLAIN and each.value <= _FEW)
        worth = [replace(last, unit=Unit.PLAIN), *(each for each in others if each is not counted)]
        return _read(shelf, line, [counted], worth)
    if len(found) == 1 and _OPEN_ENDED.search(said):
        item = _read(shelf, line, [], [replace(last, unit=Unit.PLAIN)])
        product = _product(shelf, item)
        if product is not None and last.value > 1 and last.value in {*_numbers_of(product), _face_value(product)}:
            return item
    return _read(shelf, line, pieces[:1], [*others, *(replace(each, unit=Unit.PLAIN) for each in pieces[1:])])


def _uncounted(shelf: _Shelf, line: str, numbers: Sequence[Measure]) -> Item:
    """A line in which no number says that it counts pieces; where nothing is found with all of them, one may."""
    item = _read(shelf, line, [], numbers)
    if item.product_ids:
        return item
    small = [each for each in numbers if each.unit is Unit.PLAIN and each.value <= _FEW]
    tries = (_read(shelf, line, [each], [other for other in numbers if other is not each]) for each in small)
    return next((found for found in tries if found.product_ids), item)


def _read(shelf: _Shelf, line: str, pieces: Sequence[Measure], others: Sequence[Measure]) -> Item:
    quantity = int(pieces[0].value) if pieces and pieces[0].value <= _LARGEST_QUANTITY else None
    words = _cut(line, pieces)
    findings = _found(shelf, words)
    best = findings.hits[0].product if findings.is_sure else None
    money = [each for each in others if each.unit is Unit.MONEY]
    plain = [each for each in others if each.unit is Unit.PLAIN]
    worth = money[0] if money else _worth(findings, plain)
    if quantity is None:
        counting = [each for each in plain if each is not worth and _may_count(best, each, has_worth=worth is not None)]
        if counting:
            quantity = int(counting[-1].value)
            findings = _found(shelf, _cut(line, counting[-1:]))
    if quantity is None and (_SINGLE.search(line) or (best is not None and _SINGLE_ENGLISH.search(line))):
        quantity = 1
    ids = tuple(product.id for product in findings.nearest[:MOST_IDS]) if findings.is_sure else ()
    is_certain = findings.is_sure and not findings.is_part and findings.hits[0].score >= _CERTAIN
    return Item(ids, quantity, None if worth is None else worth.value, is_certain=is_certain)


def _found(shelf: _Shelf, words: str) -> Findings:
    """What the words name: with or without what is said around a name, or as a part of what is said."""
    name = bare(words)
    if not _A_NAME.search(name):
        return shelf.look_up(words)
    best = shelf.look_up(name)
    if best.is_sure and best.hits[0].score >= _CERTAIN:
        return best
    best = max(best, shelf.look_up(words), key=lambda findings: findings.hits[0].score if findings.hits else 0.0)
    if best.is_sure:
        return best
    if _ANY_DOLLAR.search(name) and (unsigned := shelf.look_up(_ANY_DOLLAR.sub(" ", name))).is_sure:
        return unsigned
    within = shelf.look_within(name) if shelf.is_order else best
    return within if within.is_sure else best


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


def _account(product: Product | None, accounts: _Accounts) -> str | None:
    """The account that the product goes to, if it is said; else whichever is."""
    said = {AccountKind.PHONE: accounts.phones, AccountKind.QQ: accounts.qqs, AccountKind.EMAIL: accounts.emails}
    wanted = () if product is None else said.get(product.account, ())
    every = (*wanted, *accounts.phones, *accounts.qqs, *accounts.emails)
    return every[0] if every else accounts.named


def _product(shelf: _Shelf, item: Item) -> Product | None:
    if not item.product_ids:
        return None
    return index_of(shelf.products).by_id.get(item.product_ids[0])


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
