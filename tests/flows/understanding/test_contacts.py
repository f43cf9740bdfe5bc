"""Whom and what a line names by number, however it is spaced."""

import pytest

from flows.understanding.contacts import spot


@pytest.mark.parametrize(
    "written",
    ["13800138000", "138 0013 8000", "138-0013-8000", "+86 138 0013 8000", "008613800138000", "１３８００１３８０００"],
)
def test_a_phone_is_found_however_it_is_written(written: str) -> None:
    found = spot(f"给 {written} 充100")

    assert found.phones == ("13800138000",)
    assert found.rest == "给 充100"


@pytest.mark.parametrize(
    ("line", "phone"), [("top up 016-5551234", "0165551234"), ("充到一三九零零一三九零零零", "13900139000")]
)
def test_so_is_one_as_it_is_dialled_abroad_or_dictated(line: str, phone: str) -> None:
    assert spot(line).phones == (phone,)


@pytest.mark.parametrize("line", ["100", "steam 50", "1380013800", "订单总共 12800138000 个", "138001380001"])
def test_other_numbers_are_no_phone(line: str) -> None:
    assert spot(line).phones == ()


def test_a_qq_number_is_one_that_is_called_so() -> None:
    assert spot("qq号：12345678 充50q币").qqs == ("12345678",)
    assert spot("12345678").qqs == ()


def test_an_email_is_found() -> None:
    assert spot("发到 Ana.B@Example.COM 谢谢").emails == ("ana.b@example.com",)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("我的订单 7H3K9M2PQX 没到", "7H3K9M2PQX"),
        ("7h3k9-m2pqx", "7H3K9M2PQX"),
        ("order no. ABCDE12345", "ABCDE12345"),
        ("单号2026112212345678901234", "2026112212345678901234"),
        ("4200001234202611221234567890", "4200001234202611221234567890"),
        ("the same as order GH-30417", "GH-30417"),
        ("订单照着 MX-52008 的样子", "MX-52008"),
    ],
)
def test_an_order_is_found_by_any_number(line: str, number: str) -> None:
    assert spot(line).order_numbers == (number,)


@pytest.mark.parametrize("line", ["playstation", "microsoft365", "我的订单在哪", "steam50刀", "honorofkings60"])
def test_words_are_no_order_number(line: str) -> None:
    assert spot(line).order_numbers == ()


def test_nothing_is_taken_for_two_things() -> None:
    found = spot("13800138000 qq 13800138")

    assert (found.phones, found.qqs) == (("13800138000",), ("13800138",))
