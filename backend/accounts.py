"""Accounts: what a product is credited to (a phone, a game id), read from what people type.

Not here: which product needs which kind; the catalogue says so.
"""

import re
import unicodedata

from backend.errors import InvalidAccount
from storage.catalogue import AccountKind

_PATTERNS = {
    # Mainland mobile numbers: eleven digits, 13 to 19 in front (MIIT numbering plan).
    AccountKind.PHONE: re.compile(r"1[3-9][0-9]{9}"),
    AccountKind.QQ: re.compile(r"[1-9][0-9]{4,10}"),
    # Deliberately loose: the shop does not write to it, the product's own service does.
    AccountKind.EMAIL: re.compile(r"[a-z0-9._%+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"),
    AccountKind.LICENCE: re.compile(r"[A-Z0-9]{8,20}"),
}
_SHORTEST_GAME_ID, _LONGEST_GAME_ID = 2, 32
_SEPARATORS = re.compile(r"[\s\-.()]+")


def read_account(kind: AccountKind, text: str) -> str:
    """The account in its one canonical spelling. Raises InvalidAccount."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if kind is AccountKind.NONE:
        return ""
    account = _canonical(kind, typed)
    if not _is_valid(kind, account):
        raise InvalidAccount(kind=kind.value)
    return account


def _canonical(kind: AccountKind, typed: str) -> str:
    match kind:
        case AccountKind.PHONE:
            return re.sub(r"^(?:\+|00)?86(?=1[0-9]{10}$)", "", _SEPARATORS.sub("", typed))
        case AccountKind.QQ:
            return _SEPARATORS.sub("", typed)
        case AccountKind.LICENCE:
            return _SEPARATORS.sub("", typed).upper()
        case AccountKind.EMAIL:
            return typed.lower()
        case _:
            return typed


def _is_valid(kind: AccountKind, account: str) -> bool:
    if kind is AccountKind.GAME_ID:
        fits = _SHORTEST_GAME_ID <= len(account) <= _LONGEST_GAME_ID
        return fits and all(char.isprintable() for char in account)
    return _PATTERNS[kind].fullmatch(account) is not None
