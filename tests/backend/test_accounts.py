"""Reading the account a product is credited to."""

import pytest

from backend.accounts import read_account
from backend.catalogue import AccountKind
from backend.errors import InvalidAccount


@pytest.mark.parametrize(
    ("kind", "text", "account"),
    [
        ("none", "anything", ""),
        ("phone", "13800138000", "13800138000"),
        ("phone", " +86 138-0013-8000 ", "13800138000"),
        ("phone", "0086 (138) 0013 8000", "13800138000"),
        ("phone", "１３８００１３８０００", "13800138000"),
        ("qq", "10 001", "10001"),
        ("qq", "12345678901", "12345678901"),
        ("email", " Ana.B+shop@Mail.Example.COM ", "ana.b+shop@mail.example.com"),
        ("game-id", "  夜 风#1234 ", "夜 风#1234"),
        ("game-id", "Ａｎａ", "Ana"),
        ("licence", "ab12-cd34", "AB12CD34"),
    ],
)
def test_an_account_is_read_in_its_canonical_spelling(kind: str, text: str, account: str) -> None:
    assert read_account(AccountKind(kind), text) == account


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("phone", "12800138000"),
        ("phone", "1380013800"),
        ("phone", "+1 202 555 0100"),
        ("phone", "138001380001"),
        ("qq", "0123456"),
        ("qq", "1234"),
        ("qq", "123456789012"),
        ("email", "ana@localhost"),
        ("email", "ana mail@example.com"),
        ("email", "@example.com"),
        ("game-id", "a"),
        ("game-id", "a" * 33),
        ("game-id", "ana\u202egnp"),
        ("licence", "AB12CD3"),
        ("licence", "许可证许可证许可证"),
        ("phone", ""),
    ],
)
def test_what_is_no_account_of_that_kind_is_refused(kind: str, text: str) -> None:
    with pytest.raises(InvalidAccount) as refusal:
        read_account(AccountKind(kind), text)

    assert refusal.value.arguments == {"kind": kind}
