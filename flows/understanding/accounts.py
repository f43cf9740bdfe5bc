"""Accounts: for whom a line orders — every number and name in it that is somebody's, and the line without them.

Not here: how phones and addresses look (contacts), names of other services (handles), whether an account fits a product
(backend.accounts).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from backend.catalogue import AccountKind, Product
from flows.understanding import contacts
from flows.understanding.handles import take_handle
from flows.understanding.order_words import any_of, lists_of
from flows.understanding.word_groups import one_of

_FEW_DIGITS = 7

_LABELLED = (
    rf"{any_of('account.label.whose')}?{any_of('account.label.number')}"
    rf"|[\u3400-\u9fff]{{0,4}}?{any_of('account.label.chinese')}"
)
_LABEL = re.compile(
    rf"(?:^|(?<=[\s,，.。;；]))(?:(?:{_LABELLED})(?=[\s是为:：,，在]|$){any_of('account.label.is')}*"
    rf"|(?:{any_of('account.label.before_english')} )*{any_of('account.label.english')}\b(?! card)(?: is|:)?)"
)
"""What is said before an account, which is gone by then."""

_ZONE = rf"(?:\b{any_of('account.server.english')}|(?<![\u3400-\u9fff])区服?|{any_of('account.server.chinese')})"
_SERVER = re.compile(rf"{_ZONE}\s*[:：]?\s*\d{{1,6}}|\(\d{{1,6}}\)", re.IGNORECASE)
_SAID_ZONE = rf"\s*[,，]?\s*{any_of('account.zone')}\s*(?:id|is|no)?\s*[:：]?\s*(\d{{1,6}})(?![\d.])"
_ZONED = re.compile(
    rf"(?<![\w.+$¥-])(?!1[3-9]\d{{9}}\D)([1-9]\d{{5,14}})(?:\s?\(\s?(\d{{3,6}})\s?\)|{_SAID_ZONE})", re.IGNORECASE
)
"""A player's id and the zone it is of, which is no number of goods: whoever tops up has to name both."""

_HASH_ORDER = re.compile(rf"{any_of('account.order.words')}\s*[:：]?\s*([a-z]{{0,4}}-?\d{{4,20}})(?![\d.])")
_MONEY = one_of(word for words in lists_of("money.currencies").values() for word in words if len(word) > 1)
_BARE_ACCOUNT = re.compile(rf"(?<![\d.a-z$¥])(\d{{6,15}})(?![\d.]|\s?(?:块|元|刀|张|个|份|点|(?:{_MONEY})(?![a-z])))")

_TOPPED_UP = re.compile(
    rf"给\s?(\d{{4,15}})\s?(?=[充冲缴交])|(?:[充冲缴交]值?到|\bto)\s?(?P<to>\d{{5,15}})(?![\d.]|\s?(?:[块元刀张个份点]|{_MONEY}))"
)
"""Whoever is topped up, however short their number: it may be a QQ number, or a phone with some digits missing."""

_PHONE_LENGTHS = range(10, 13)


@dataclass(frozen=True)
class Accounts:
    """Whom a line names, by kind; `named` is what is called an account, or may be one."""

    phones: tuple[str, ...]
    qqs: tuple[str, ...]
    emails: tuple[str, ...]
    named: str | None

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return bool(self.phones or self.qqs or self.emails or self.named)

    @property
    def may_be_phone(self) -> bool:
        """Whether it is a phone, or a number that was meant as one and has a wrong digit, or one too many or few."""
        named = self.named or ""
        return bool(self.phones) or (named.isdigit() and len(named) in _PHONE_LENGTHS)

    def shared_out(self, goods: Sequence[Product | None]) -> list[str | None]:
        """An account for each of the goods: as many phones as goods that take phones go to them in turn."""
        takes_phone = [each is None or each.account in (AccountKind.NONE, AccountKind.PHONE) for each in goods]
        if len(goods) != len(self.phones) or not all(takes_phone):
            return [self.fitting(each) for each in goods]
        return list(self.phones)

    def fitting(self, product: Product | None) -> str | None:
        """The account that the product goes to, if it is said; else whichever is."""
        said = {AccountKind.PHONE: self.phones, AccountKind.QQ: self.qqs, AccountKind.EMAIL: self.emails}
        wanted = () if product is None else said.get(product.account, ())
        if product is not None and product.account is AccountKind.LICENCE:
            return self.named
        every = (*wanted, *self.phones, *self.qqs, *self.emails)
        return every[0] if every else self.named


@dataclass(frozen=True)
class Numbered:
    """The order's number and the accounts that a line names, and the line without them."""

    order_number: str | None
    accounts: Accounts
    rest: str


def take_numbers(text: str, *, is_word: Callable[[str], bool]) -> Numbered:
    """Take out of a line whom it is for, and which order it is about; `is_word`: whether goods are called so."""
    text = contacts.without_wrong_numbers(text)
    zoned = _ZONED.search(text)
    if zoned is None:
        return _numbers(text, is_word)
    numbered = _numbers(f"{text[: zoned.end(1)]} {text[zoned.end() :]}", is_word)
    if numbered.accounts.named != zoned[1]:
        return numbered
    named = f"{zoned[1]}({zoned[2] or zoned[3]})"
    return replace(numbered, accounts=replace(numbered.accounts, named=named))


def _numbers(text: str, is_word: Callable[[str], bool]) -> Numbered:
    spotted = contacts.spot(text)
    handle = None
    if not (spotted.phones or spotted.qqs or spotted.emails or spotted.cards):
        taken = take_handle(text, is_word=is_word)
        handle = taken.handle
        taken = replace(taken, rest=_SERVER.sub(" ", taken.rest)) if handle else taken
        spotted = contacts.spot(taken.rest)
    order_number, rest = _take_order(spotted)
    rest = _LABEL.sub(" ", rest)
    handle = handle or next(iter(spotted.cards), None)
    is_named = bool(handle or spotted.phones or spotted.qqs or spotted.emails)
    alone = None if is_named else _TOPPED_UP.search(rest) or _BARE_ACCOUNT.search(rest)
    if alone is not None and not (order_number and len(alone[alone.lastindex or 1]) < _FEW_DIGITS):
        handle, rest = alone[alone.lastindex or 1], f"{rest[: alone.start()]} , {rest[alone.end() :]}"
    return Numbered(order_number, Accounts(spotted.phones, spotted.qqs, spotted.emails, handle), rest)


def _take_order(spotted: contacts.Contacts) -> tuple[str | None, str]:
    if spotted.order_numbers:
        return spotted.order_numbers[0], spotted.rest
    found = _HASH_ORDER.search(spotted.rest)
    if found is None:
        return None, spotted.rest
    is_of_phone = any(phone.endswith(found[1]) for phone in spotted.phones)
    number = None if is_of_phone else found[1].upper()
    return number, f"{spotted.rest[: found.start()]} {spotted.rest[found.end() :]}"
