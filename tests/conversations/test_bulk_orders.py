"""Transcripts of bulk orders: a file is checked row by row, confirmed once, bought, and comes back with its codes."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from backend import bulk_orders, fulfilment, maintenance, tiers
from backend.errors import BulkOrderNotFound
from backend.orders import Order
from backend.people import Tier
from bot.voice import bare
from storage.database import Db
from storage.deliveries import RevealRow
from storage.orders import OrderRow
from tests.backend.workbooks import packed, workbook, worksheet
from tests.conversations.chats import PersonInTest, ShopInTest

HEAD = "product,quantity,account,note\n"
FORMULAS = packed(worksheet('<row r="2"><c r="A2"><f>1+1</f></c></row>'))


@pytest.fixture
def mei(shop: ShopInTest) -> PersonInTest:
    """A merchant with the silver prices and ¥1,000."""
    return merchant(shop, 701, "Mei")


def merchant(shop: ShopInTest, telegram_id: int, name: str, language: str = "en") -> PersonInTest:
    person = shop.person(telegram_id, name, language)
    person.says("/menu")
    shop.give(person, "1000.00")
    with shop.database.transaction() as db:
        tiers.give(db, person.known_as(db).id, Tier.SILVER, now=shop.clock.now())
    return person


def sends(shop: ShopInTest, person: PersonInTest, content: str | bytes | None, name: str = "orders.csv") -> None:
    """Send a file, and let it be fetched, read and checked."""
    if content is not None:
        shop.driver.files[name] = content.encode() if isinstance(content, str) else content
    person.sends(document={"file_id": name, "file_name": name, "file_size": 10})
    shop.forward(seconds=1)
    shop.does_jobs()


def sheet_sent(shop: ShopInTest) -> list[list[str]]:
    """The rows of the file that was sent last."""
    document = next(call["document"] for method, call in reversed(shop.driver.calls) if method == "sendDocument")
    return list(csv.reader(io.StringIO(document.content.decode("utf-8-sig"))))


def orders_placed(shop: ShopInTest) -> int:
    with shop.database.read() as db:
        return db.execute(sa.select(sa.func.count()).select_from(OrderRow)).scalar_one()


def column(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    return [row[at] for row in rows[1:]]


def test_first_the_check_then_one_confirmation_then_the_codes(shop: ShopInTest, mei: PersonInTest) -> None:
    mei.says("/bulk")
    mei.sees("Bulk order", "product (its id or name), quantity, account", "nothing is bought until you say so")
    mei.offers("A file to fill in")

    sends(
        shop,
        mei,
        f"{HEAD}steam-50,2,,for Bo\nMobile top-up ¥100,1,138 0013 8000,\nxbox,1,,\nhf100,2,13800138000,\n"
        "hf100,1,1.38E+10,\nsteam50,3,,\nsteam50,1,,\n",
    )

    mei.sees("orders.csv", "Rows that can be bought: 3", "Rows that can’t, to be left out: 4")
    mei.sees("Row 4: nothing on sale is called “xbox”", "Row 5: the quantity must be a whole number from 1 to 1")
    mei.sees("Row 6: the spreadsheet has turned the account into 1.38E+10")
    mei.sees("Row 8: only 0 left after the rows above, and it asks for 1")
    mei.sees("Together: CN¥344.20 at your price. Your balance: CN¥1,000.00", "Nothing has been bought yet")
    assert (orders_placed(shop), shop.left("steam-50")) == (0, 5)

    mei.taps("Buy 3 for CN¥344.20")
    mei.sees("░░░░░░░░░░ 0 of 3")
    shop.does_jobs()

    mei.sees("all rows are done", "Orders bought: 3, for CN¥344.20 together", "rows not bought: 4")
    assert (orders_placed(shop), shop.left("steam-50"), shop.left("mobile-100")) == (3, 0, 4)
    assert str(shop.balance_of(mei)) == "655.80 CNY"

    mei.taps("Orders and codes")

    mei.sees("Your orders with their codes: 3", "delete it from this chat")
    rows = sheet_sent(shop)
    assert rows[0] == ["product", "quantity", "account", "note", "row", "status", "order", "paid", "codes"]
    assert column(rows, 4) == ["2", "3", "4", "5", "6", "7", "8"]
    assert rows[1][5:] == ["delivered", rows[1][6], "98.00 CNY", "CODE-steam-50-0", "CODE-steam-50-1"]
    assert rows[2][5] == "delivered"
    assert "nothing on sale is called" in rows[3][5]
    with shop.database.read() as db:
        assert db.execute(sa.select(sa.func.count()).select_from(RevealRow)).scalar_one() == 6


def test_the_rows_to_mend_come_as_a_file_that_can_be_sent_again(shop: ShopInTest, mei: PersonInTest) -> None:
    sends(shop, mei, f"{HEAD}steam-50,1,,\n=cmd|calc,1,,\nhf100,1,139,\n")

    mei.taps("Rows to mend")

    mei.sees("Rows that were not bought: 2")
    rows = sheet_sent(shop)
    assert rows[0][:4] == ["product", "quantity", "account", "note"]
    assert rows[1][0] == "'=cmd|calc"
    assert "11 digits" in rows[2][5]

    again = "\n".join(",".join(row[:5]) for row in rows).replace("'=cmd|calc", "steam50").replace("139", "13912345678")
    sends(shop, mei, again, "mended.csv")

    mei.sees("Rows that can be bought: 2")
    mei.misses("to be left out")


def test_in_chinese_with_chinese_headings_in_the_encoding_of_a_spreadsheet(shop: ShopInTest) -> None:
    lin = merchant(shop, 702, "林", "zh-hans")
    sends(shop, lin, "商品;数量;账号;备注\n话费 100 元;1;13800138000;急\n没有的;1;;\n".encode("gb18030"))

    lin.sees("可以下单 1 行", "有问题、不会下单的 1 行", "第 3 行：在售的商品里没有“没有的”", "合计 ¥99.20")
    lin.taps("买 1 行")
    shop.does_jobs()
    lin.sees("全部处理完了", "买到 1 笔，共付 ¥99.20；没买成 1 行")
    lin.taps("订单和卡密")
    assert sheet_sent(shop)[0] == ["商品", "数量", "账号", "备注", "行号", "状态", "订单号", "实付", "卡密"]


def test_the_template_is_a_file_that_can_be_sent_back(shop: ShopInTest, mei: PersonInTest) -> None:
    mei.says("/bulk")
    mei.taps("A file to fill in")

    mei.sees("Fill in one order a row")
    assert sheet_sent(shop)[:2] == [["product", "quantity", "account", "note"], ["steam-50", "1", "", "Steam ¥50"]]


def test_who_is_no_merchant_learns_how_to_become_one(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/menu")
    ana.misses("Bulk order")

    ana.says("/bulk")

    ana.sees("Bulk orders are for approved merchants", "/licence")
    sends(shop, ana, HEAD)
    assert all(method != "getFile" for method, _ in shop.driver.calls)


def test_a_balance_that_does_not_suffice_is_said_before_anything_is_bought(shop: ShopInTest, mei: PersonInTest) -> None:
    shop.restock("steam-50", *(f"MORE-{n}" for n in range(20)))
    sends(shop, mei, HEAD + "steam-50,3,,\n" * 7)

    mei.sees("Your balance lacks CN¥29.00")
    mei.misses("Buy 7")

    shop.give(mei, "29.00")
    mei.taps("Look again")
    mei.taps("Buy 7")
    shop.does_jobs()
    mei.sees("Orders bought: 7")
    assert str(shop.balance_of(mei)) == "0.00 CNY"


def test_what_sells_out_meanwhile_fails_row_by_row_and_is_not_charged(shop: ShopInTest, mei: PersonInTest) -> None:
    sends(shop, mei, HEAD + "steam-50,2,,\n" * 2)
    shop.sells_elsewhere("steam-50", 2)

    mei.taps("Buy 2")
    shop.does_jobs()

    mei.sees("Orders bought: 1, for CN¥98.00", "rows not bought: 1")
    assert str(shop.balance_of(mei)) == "902.00 CNY"
    mei.taps("Rows to mend")
    assert "only 1 left" in sheet_sent(shop)[1][5]


def test_a_price_that_has_risen_since_is_not_paid(shop: ShopInTest, mei: PersonInTest) -> None:
    sends(shop, mei, HEAD + "steam-50,1,,\n")
    shop.loads(('silver = "49.00"', 'silver = "49.50"'))

    mei.taps("Buy 1")
    shop.does_jobs()

    mei.sees("Orders bought: 0", "rows not bought: 1")
    assert str(shop.balance_of(mei)) == "1000.00 CNY"


def test_buying_can_be_paused_and_gone_on_with(shop: ShopInTest, mei: PersonInTest) -> None:
    sends(shop, mei, HEAD + "steam-50,1,,\n" * 3)
    mei.taps("Buy 3")
    mei.taps("Pause")
    shop.does_jobs()
    mei.sees("paused at 0 of 3", "What is bought stays bought")

    mei.taps("Buy the other 3")
    shop.does_jobs()

    mei.sees("Orders bought: 3")


def test_maintenance_pauses_it_and_nothing_fails(shop: ShopInTest, mei: PersonInTest) -> None:
    sends(shop, mei, HEAD + "steam-50,1,,\n" * 3)
    mei.taps("Buy 3")
    with shop.database.transaction() as db:
        window = maintenance.plan(
            db,
            reasons={"zh-CN": "升级"},
            starts_at=shop.clock.now(),
            ends_at=shop.clock.now() + timedelta(hours=1),
            by="test",
            now=shop.clock.now(),
        )
        maintenance.begin(db, window.id, by="test", now=shop.clock.now())
    shop.does_jobs()

    mei.sees("paused at 0 of 3", "not bought: 0")
    assert orders_placed(shop) == 0


def test_two_taps_at_once_buy_once(shop: ShopInTest, mei: PersonInTest) -> None:
    sends(shop, mei, HEAD + "steam-50,1,,\n" * 3)
    shown = mei.messages[-1]
    buy = shown.keyboard[0][0]["callback_data"]

    with shop.at_once():
        mei.taps_data(buy, shown.message_id)
        mei.taps_data(buy, shown.message_id)
    shop.does_jobs()

    assert orders_placed(shop) == 3


def test_what_nobody_confirms_within_a_day_is_dropped(shop: ShopInTest, mei: PersonInTest) -> None:
    sends(shop, mei, HEAD + "steam-50,1,,\n")

    shop.forward(hours=25)

    mei.sees("orders.csv was not bought")


def test_somebody_elses_bulk_order_is_none(shop: ShopInTest, mei: PersonInTest) -> None:
    sends(shop, mei, HEAD + "steam-50,1,,\n")
    other = merchant(shop, 703, "Bo")

    with shop.database.read() as db, pytest.raises(BulkOrderNotFound):
        bulk_orders.own(db, other.known_as(db), 1)
    with shop.database.read() as db, pytest.raises(BulkOrderNotFound):
        list(bulk_orders.results(db, 1, person_id=other.known_as(db).id, vault=shop.vault))


def test_a_workbook_does_as_well(shop: ShopInTest, mei: PersonInTest) -> None:
    sends(shop, mei, workbook([["数量", "商品"], ["1", "steam-50"], ["", ""], ["2", "steam50"]]), "o.xlsx")

    mei.sees("o.xlsx", "Rows that can be bought: 2", "CN¥147.00")


def test_a_job_that_breaks_off_goes_on_where_it_was(
    shop: ShopInTest, mei: PersonInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.restock("steam-50", *(f"MORE-{n}" for n in range(40)))
    shop.give(mei, "2000.00")
    sends(shop, mei, HEAD + "steam-50,1,,\n" * 45)
    mei.taps("Buy 45")
    real, calls = bulk_orders.buy_some, 0

    def breaks_off(*args: Any, **kwargs: Any) -> bulk_orders.BulkOrder:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError("disk")
        return real(*args, **kwargs)

    monkeypatch.setattr(bulk_orders, "buy_some", breaks_off)
    shop.does_jobs()
    assert orders_placed(shop) == 20
    shop.forward(seconds=2)
    shop.does_jobs()

    mei.sees("Orders bought: 45")
    assert orders_placed(shop) == 45


def test_what_is_paid_and_waits_for_its_cards_is_looked_after_like_any_order(
    shop: ShopInTest, mei: PersonInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    sends(shop, mei, HEAD + "steam-50,1,,\n")
    mei.taps("Buy 1")
    real, calls = fulfilment.deliver, 0

    def fails_first(db: Db, order: Order, *, before: int = 0, now: datetime) -> Order:
        nonlocal calls
        calls += 1
        return order if calls == 1 else real(db, order, before=before, now=now)

    monkeypatch.setattr(fulfilment, "deliver", fails_first)
    shop.does_jobs()

    mei.sees("Orders bought: 1")
    assert any("is here!" in bare(message.text) for message in mei.messages)


def test_a_job_that_is_given_up_pauses_it_and_admins_hear(
    shop: ShopInTest, mei: PersonInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks_off(*_: object, **__: object) -> None:
        raise OSError("disk")

    sends(shop, mei, HEAD + "steam-50,1,,\n" * 2)
    mei.taps("Buy 2")
    with monkeypatch.context() as broken:
        broken.setattr(bulk_orders, "buy_some", breaks_off)
        for _ in range(5):
            shop.forward(minutes=3)
            shop.does_jobs()

    mei.sees("paused at 0 of 2")
    assert "J-0000" in shop.told[-1]
    mei.taps("Buy the other 2")
    shop.does_jobs()
    mei.sees("Orders bought: 2")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (FORMULAS, "a.xlsx", "has a formula in row 2"),
        (b"\xff\xff\xfe", "a.csv", "neither text nor a workbook"),
        ("", "a.csv", "has no orders in it"),
        (HEAD, "a.csv", "has no orders in it"),
        ("steam-50,1\nsteam-50,2\n", "a.csv", "lacks its headings"),
        (HEAD + "a,1\n" * 10_001, "a.csv", "has too many rows (limit: 10,000)"),
        (HEAD + "," * 60 + "x", "a.csv", "too many columns (row 2)"),
        (b"PK\x03\x04 and no more", "a.xlsx", "can’t be opened as a workbook"),
        ("x" * 2_000_001, "a.csv", "too large for me to fetch"),
        (None, "a.csv", "can’t be fetched any more"),
    ],
)
def test_a_file_that_can_not_be_read_is_one_sentence_and_a_way_on(
    shop: ShopInTest, mei: PersonInTest, content: str | bytes | None, name: str, reason: str
) -> None:
    mei.says("/bulk")

    sends(shop, mei, content, name)

    mei.sees(reason)
    mei.offers("Another file", "Menu", "Human")


def test_what_is_no_sheet_is_refused_with_what_is(mei: PersonInTest) -> None:
    mei.says("/bulk")

    mei.says("steam-50 3")
    mei.sees("Please send a .csv or .xlsx file", "Bulk order")
    mei.sends(photo=[{"file_id": "p", "width": 1, "height": 1}])
    mei.sees("Please send a .csv or .xlsx file")
