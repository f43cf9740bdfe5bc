"""Numbers in a line and what they count."""

import pytest

from flows.understanding.measures import Unit, currencies_in, measures


def read(line: str) -> list[tuple[str, Unit, str | None]]:
    """The numbers of a line."""
    return [(str(each.value), each.unit, each.currency) for each in measures(line)]


@pytest.mark.parametrize(
    ("line", "amount", "currency"),
    [
        ("steam 50刀", "50", "USD"),
        ("$20 gift card", "20", "USD"),
        ("100 usd", "100", "USD"),
        ("USD 100", "100", "USD"),
        ("一百块话费", "100", None),
        ("100元", "100", "CNY"),
        ("¥30", "30", "CNY"),
        ("100r", "100", "CNY"),
        ("HK$200", "200", "HKD"),
        ("200港币", "200", "HKD"),
        ("1000日元", "1000", "JPY"),
        ("100里拉", "100", "TRY"),
        ("港币100", "100", "HKD"),
        ("日元3000", "3000", "JPY"),
        ("RM30", "30", "MYR"),
        ("9.99 euros", "9.99", "EUR"),
        ("30 ringgit", "30", "MYR"),
        ("baht 300", "300", "THB"),
        ("300铢", "300", "THB"),
        ("rp 75 ribu", "75000", "IDR"),
        ("20000 rupiah", "20000", "IDR"),
        ("₱150", "150", "PHP"),
        ("200k dong", "200000", "VND"),
        ("100.000 rupiah", "100000", "IDR"),
        ("1.000.000 vnd", "1000000", "VND"),
        ("9.00 usd", "9", "USD"),
    ],
)
def test_money_is_read_with_its_currency(line: str, amount: str, currency: str | None) -> None:
    assert read(line) == [(amount, Unit.MONEY, currency)]


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("腾讯视频月卡", "30"),
        ("一个月", "30"),
        ("31天", "30"),
        ("3个月", "90"),
        ("季卡", "90"),
        ("12 months", "365"),
        ("年费", "365"),
        ("1 year", "365"),
        ("yearly", "365"),
        ("monthly pass", "30"),
        ("半年卡", "180"),
        ("七日包", "7"),
        ("2 weeks", "14"),
        ("game pass 3m", "90"),
        ("2y licence", "730"),
        ("netflix 月", "30"),
        ("网盘svip（年）", "365"),
        ("kuake yueka", "30"),
        ("tengxun yi nian", "365"),
    ],
)
def test_lengths_of_time_are_days(line: str, days: str) -> None:
    assert read(line) == [(days, Unit.DAYS, None)]


def test_pieces_are_told_from_amounts() -> None:
    assert read("来两张steam50刀") == [("2", Unit.PIECES, None), ("50", Unit.MONEY, "USD")]
    assert read("x3 netflix") == [("3", Unit.PIECES, None)]


def test_any_other_number_is_plain() -> None:
    assert read("充100") == [("100", Unit.PLAIN, None)]
    assert read("5g流量") == [("5", Unit.PLAIN, None)]


def test_places_are_those_of_the_normalised_line() -> None:
    (found,) = measures("Steam ５０刀")

    assert (found.start, found.end) == (6, 9)


@pytest.mark.parametrize("line", ["60月石", "1280月相"])
def test_the_money_of_a_game_is_no_length_of_time(line: str) -> None:
    assert [unit for _, unit, _ in read(line)] == [Unit.PLAIN]


def test_data_is_no_length_of_time() -> None:
    assert read("500m流量") == [("500", Unit.PLAIN, None)]
    assert read("10gb") == [("10", Unit.PLAIN, None)]


@pytest.mark.parametrize("text", ["今年有活动吗", "上个月买的", "这周"])
def test_a_time_that_is_told_is_no_length(text: str) -> None:
    assert read(text) == []


def test_a_currency_without_an_amount_is_noticed() -> None:
    assert set(currencies_in("雷蛇马币").values()) == {"MYR"}
    assert currencies_in("try again") == {}
