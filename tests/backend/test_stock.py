"""Taking in cards and saying how many are left."""

import pytest
import sqlalchemy as sa

from backend import stock
from backend.stock import LineTrouble, RejectedLine, Supply
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import CARD, NOW, TOP_UP


@pytest.fixture(autouse=True)
def _shop(db: Db) -> None:
    given.shelves(db)


def load(db: Db, vault: Vault, text: str, product_id: str = CARD) -> stock.CardImport:
    return stock.import_cards(db, product_id, text, vault=vault, batch="b", now=NOW)


def test_each_line_is_a_card_and_doubles_are_counted(db: Db, vault: Vault) -> None:
    load(db, vault, "AAA")

    result = load(db, vault, '\ufeffcode\r\nAAA\n\n  BBB \n"CC,C"\nBBB\n')

    assert result == stock.CardImport(added=2, duplicates=2, rejected=())
    assert stock.level(db, CARD).available == 3


def test_loading_a_file_twice_adds_nothing(db: Db, vault: Vault) -> None:
    load(db, vault, "AAA\nBBB")

    assert load(db, vault, "AAA\nBBB") == stock.CardImport(added=0, duplicates=2, rejected=())
    assert load(db, vault, "AAA", TOP_UP) == stock.CardImport(added=0, duplicates=1, rejected=())


def test_bad_lines_are_named_without_repeating_them(db: Db, vault: Vault) -> None:
    result = load(db, vault, f"{'A' * 201}\n{'B' * 200}\nC\x00C")

    assert result.added == 1
    assert result.rejected == (
        RejectedLine(1, LineTrouble.TOO_LONG),
        RejectedLine(3, LineTrouble.UNREADABLE),
    )


def test_a_large_file_is_taken_in_whole(db: Db, vault: Vault) -> None:
    codes = "\n".join(f"card-{number}" for number in range(1201))

    assert load(db, vault, codes).added == 1201


def test_no_code_is_readable_in_the_database(db: Db, vault: Vault) -> None:
    load(db, vault, "CANARY")

    row = dict(db.execute(sa.text("select * from cards")).mappings().one())

    assert "CANARY" not in str(row)
    assert row["sealed_code"].startswith("v1:test:")


def test_customers_have_cards_counted_no_further_than_anybody_may_take(db: Db, vault: Vault) -> None:
    given.cards(db, vault, 12)
    given.cards(db, vault, 3, product_id=TOP_UP)

    seen = stock.on_shelves(db, [TOP_UP, CARD, "unknown"])

    assert {product_id: level.available for product_id, level in seen.items()} == {TOP_UP: 3, CARD: 10, "unknown": 0}
    assert stock.on_shelf(db, CARD).word is Supply.PLENTY
    assert stock.level(db, CARD).available == 12
    assert stock.on_shelves(db, []) == {}


@pytest.mark.parametrize(
    ("count", "word"),
    [(0, Supply.SOLD_OUT), (1, Supply.FEW), (5, Supply.FEW), (6, Supply.PLENTY)],
)
def test_the_level_is_told_in_a_word(db: Db, vault: Vault, count: int, word: Supply) -> None:
    given.cards(db, vault, count)

    assert stock.levels(db, [CARD, TOP_UP])[CARD].word is word
