"""Transcripts of card files: sent, checked first, taken in when told to, and no code ever seen on the way."""

import logging
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from backend import stock_files
from backend.people import Role
from storage import audit_trail
from storage.schema import METADATA
from tests.conversations.chats import PersonInTest, ShopInTest

NEW = "NEW-1111-AAAA\nNEW-2222-BBBB\nNEW-3333-CCCC\n"


@pytest.fixture
def boss(shop: ShopInTest) -> PersonInTest:
    """An admin who reads English."""
    return shop.agent(601, "Boss", role=Role.ADMIN)


def sends_file(shop: ShopInTest, person: PersonInTest, content: str | bytes | None, name: str = "codes.txt") -> None:
    """Send a document, and let it be fetched."""
    if content is not None:
        shop.driver.files[name] = content.encode() if isinstance(content, str) else content
    person.sends(document={"file_id": name, "file_name": name, "file_size": 10})
    shop.forward(seconds=1)


def at_the_file(person: PersonInTest) -> None:
    """Be asked for a file of Steam cards."""
    person.says("/stock")
    person.taps("Steam")


def everything_kept(shop: ShopInTest) -> str:
    """Every row of the database, as text."""
    with shop.database.read() as db:
        return "\n".join(str(tuple(row)) for table in METADATA.sorted_tables for row in db.execute(sa.select(table)))


def test_first_the_check_then_the_stock(shop: ShopInTest, boss: PersonInTest) -> None:
    boss.says("/stock")
    boss.sees("Codes for which product?", "run out first")
    boss.offers("🟢 Steam ¥50 · 5 left", "🟢 Mobile top-up ¥100 · 5 left")
    boss.taps("Steam")
    boss.sees("Steam ¥50, in stock: 5", ".txt or .csv", "nothing changes until you say so")

    sends_file(shop, boss, f"codes\n{NEW}CODE-steam-50-1\nNEW-1111-AAAA\n{'x' * 201}\nzero\u200bwidth\n")

    boss.sees("codes.txt → Steam ¥50", "New codes: 3", "Repeated, to be skipped: 2", "Unusable lines, to be skipped: 2")
    boss.sees("Line 7: too long (limit: 200)", "Line 8: has characters that can’t be seen")
    boss.sees("Nothing has been changed yet")
    assert shop.left("steam-50") == 5

    boss.taps("Take in 3")

    boss.sees("✅ codes.txt → Steam ¥50", "Taken in: 3, repeated and skipped: 2. For sale now: 8.")
    boss.sees("delete the file from this chat")
    assert shop.left("steam-50") == 8
    with shop.database.read() as db:
        loaded = audit_trail.acts_on(db, "stock:steam-50")[-1]
        moves = [act.what for act in audit_trail.acts_on(db, "stock-file:1")]
    assert (loaded.why, loaded.by.partition(":")[0]) == ("3: codes.txt", "admin")
    assert moves == ["checked", "loading", "loaded"]


def test_no_code_is_in_a_message_a_log_or_a_row(
    shop: ShopInTest, boss: PersonInTest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    at_the_file(boss)

    sends_file(shop, boss, NEW)
    kept = everything_kept(shop)
    boss.taps("Take in 3")

    sent = "\n".join(str(call) for call in shop.driver.calls)
    for text in (kept, everything_kept(shop), sent, caplog.text):
        assert "1111" not in text
        assert "CCCC" not in text
    with shop.database.read() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(METADATA.tables["stock_file_parts"])) == 0


def test_a_file_sent_unasked_begins_with_the_product(shop: ShopInTest, boss: PersonInTest) -> None:
    sends_file(shop, boss, NEW)
    boss.sees("Codes for which product?")

    boss.says("hf100")
    shop.forward(seconds=1)

    boss.sees("codes.txt → Mobile top-up ¥100", "New codes: 3")


def test_a_file_of_a_customer_or_an_agent_is_none_of_ours(shop: ShopInTest, ana: PersonInTest) -> None:
    agent = shop.agent(602, "Li")

    for person in (ana, agent):
        sends_file(shop, person, NEW)
        person.misses("Codes for which product?")

    assert all(method != "getFile" for method, _ in shop.driver.calls)


def test_from_the_products_page_and_with_the_name_after_the_command(shop: ShopInTest, boss: PersonInTest) -> None:
    boss.says("/products steam")
    boss.taps("Add codes")
    boss.sees("Steam ¥50, in stock: 5")

    boss.says("/stock hf100")
    boss.sees("Mobile top-up ¥100, in stock: 5")

    boss.says("/stock zzz")
    boss.sees("I can’t find that product", "Codes for which product?")


def test_codes_that_are_typed_are_refused_with_the_reason(shop: ShopInTest, boss: PersonInTest) -> None:
    at_the_file(boss)

    boss.says("NEW-1111-AAAA NEW-2222-BBBB")

    boss.sees("Please don’t type codes", "Delete that message", "Steam ¥50, in stock: 5")
    assert shop.left("steam-50") == 5


@pytest.mark.parametrize(
    "message",
    [
        {"photo": [{"file_id": "p", "width": 1, "height": 1}]},
        {"document": {"file_id": "d", "file_name": "codes.xlsx"}},
        {"voice": {"file_id": "v", "duration": 1}},
    ],
)
def test_what_is_no_text_file_is_refused_with_what_is(boss: PersonInTest, message: dict[str, Any]) -> None:
    at_the_file(boss)

    boss.sends(**message)

    boss.sees("I need a plain text file, .txt or .csv", "Steam ¥50, in stock: 5")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00\xd8", "is not plain text"),
        ("", "There is no code in codes.txt"),
        ("code\n \n", "There is no code in codes.txt"),
        ("x" * 2_000_001, "is too large for me to fetch"),
        ("x\n" * 50_001, "has too many lines (limit: 50,000)"),
        (None, "can’t be fetched any more"),
    ],
    ids=["bytes", "empty", "blank", "large", "long", "gone"],
)
def test_a_file_that_can_not_be_read_is_one_sentence_and_a_way_on(
    shop: ShopInTest, boss: PersonInTest, content: str | bytes | None, reason: str
) -> None:
    at_the_file(boss)

    sends_file(shop, boss, content)

    boss.sees(reason)
    boss.offers("Another file", "To the product", "Menu")
    assert shop.left("steam-50") == 5


def test_a_file_with_nothing_new_changes_nothing(shop: ShopInTest, boss: PersonInTest) -> None:
    at_the_file(boss)

    sends_file(shop, boss, "CODE-steam-50-1\nCODE-mobile-100-2\n")

    boss.sees("New codes: 0", "Repeated, to be skipped: 2", "There is nothing to take in")
    boss.misses("Take in")


def test_a_dropped_file_is_gone_and_its_other_button_is_outdated(shop: ShopInTest, boss: PersonInTest) -> None:
    at_the_file(boss)
    sends_file(shop, boss, NEW)
    shown = boss.messages[-1]
    take = shown.keyboard[0][0]["callback_data"]

    boss.taps("Drop the file")
    boss.taps_data(take, shown.message_id)

    boss.sees("codes.txt was not taken in", "delete the file from this chat")
    assert shop.left("steam-50") == 5


def test_taking_in_twice_at_once_takes_in_once(shop: ShopInTest, boss: PersonInTest) -> None:
    at_the_file(boss)
    sends_file(shop, boss, NEW)
    shown = boss.messages[-1]
    take = shown.keyboard[0][0]["callback_data"]

    with shop.at_once():
        boss.taps_data(take, shown.message_id)
        boss.taps_data(take, shown.message_id)

    assert shop.left("steam-50") == 8
    boss.sees("Taken in: 3")


def test_what_nobody_takes_in_within_a_day_is_dropped(shop: ShopInTest, boss: PersonInTest) -> None:
    at_the_file(boss)
    sends_file(shop, boss, NEW)

    shop.forward(hours=23)
    boss.sees("Nothing has been changed yet")
    shop.forward(hours=2)

    boss.sees("codes.txt was not taken in")
    assert shop.left("steam-50") == 5


def test_a_large_file_shows_its_progress_and_says_when_it_is_in(shop: ShopInTest, boss: PersonInTest) -> None:
    codes = "\n".join(f"LONG-{n:06}" for n in range(stock_files.CODES_PER_PART * 2 + 100))
    at_the_file(boss)
    sends_file(shop, boss, codes)

    boss.taps("Take in 5,100")

    boss.sees("▓▓▓▓░░░░░░ 2,500 of 5,100")
    assert shop.left("steam-50") == 2505
    shop.forward(seconds=1)
    boss.sees("▓▓▓▓▓▓▓▓▓░ 5,000 of 5,100")
    shop.forward(seconds=1)
    boss.sees("All of codes.txt is in. New codes: 5,100")
    assert shop.left("steam-50") == 5105


def test_in_chinese(shop: ShopInTest) -> None:
    laoban = shop.agent(603, "老板", role=Role.ADMIN, language="zh-CN")
    laoban.says("/stock")
    laoban.sees("给哪个商品补货？")
    laoban.taps("Steam")
    laoban.sees("Steam 50 元，现有 5 张", "一行一个卡密")

    sends_file(shop, laoban, f"卡密\n{NEW}CODE-steam-50-1\n")

    laoban.sees("新卡密 3 个", "重复的 1 个，会跳过", "还没有改动任何库存")
    laoban.taps("入库 3 个")
    laoban.sees("新入库 3 个，跳过重复的 1 个", "现有 8 张可卖")


def test_what_a_batch_cost_and_its_last_day_go_with_its_codes(shop: ShopInTest, boss: PersonInTest) -> None:
    at_the_file(boss)
    sends_file(shop, boss, NEW)

    boss.taps("Cost and expiry")
    boss.sees("What did one of these codes for Steam ¥50 cost you?", "CN¥48.00 at most")
    boss.says("48.01")
    boss.sees("would be a loss", "your lowest price for it is CN¥48.00")
    boss.says("45.50")
    boss.sees("On which day are they good for the last time?")
    boss.says("2020-01-01")
    boss.sees("That day is over")
    last_day = (shop.clock.now() + timedelta(days=2)).astimezone(ZoneInfo("Asia/Shanghai")).date()
    boss.says(last_day.isoformat())
    boss.sees("They cost CN¥45.50 each", f"Good until {last_day}", "Nothing has been changed yet")
    boss.taps("Take in 3")

    boss.sees("Taken in: 3", "They cost CN¥45.50 each", f"Good until {last_day}")
    with shop.database.read() as db:
        cards = METADATA.tables["cards"]
        kept = db.execute(sa.select(cards.c.cost_minor, cards.c.expires_at).where(cards.c.batch == "codes.txt")).all()
    ends = datetime.combine(last_day + timedelta(days=1), time(0), ZoneInfo("Asia/Shanghai"))
    assert [tuple(card) for card in kept] == [(4550, ends)] * 3


def test_both_may_stay_unsaid(shop: ShopInTest, boss: PersonInTest) -> None:
    at_the_file(boss)
    sends_file(shop, boss, NEW)

    boss.taps("Cost and expiry")
    boss.taps("I won’t say")
    boss.taps("They don’t expire")

    boss.sees("New codes: 3", "Nothing has been changed yet")
    boss.misses("They cost")


def test_a_batch_that_was_taken_in_meanwhile_is_described_no_more(shop: ShopInTest, boss: PersonInTest) -> None:
    other = shop.agent(603, "Other boss", role=Role.ADMIN)
    at_the_file(boss)
    sends_file(shop, boss, NEW)
    boss.taps("Cost and expiry")
    with shop.database.transaction() as db:
        stock_files.drop(db, 1, by=other.name, now=shop.clock.now())

    boss.says("45")

    boss.sees("That file has been dealt with already", "For which file?")
