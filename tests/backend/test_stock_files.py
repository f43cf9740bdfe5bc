"""Card files: the check says what the import does, codes lie sealed, each part is taken in once."""

import pytest
import sqlalchemy as sa

from backend import stock, stock_files
from backend.errors import StockFileGone
from backend.people import Person
from backend.stock import LineTrouble
from backend.stock_files import StockFile, StockFileStatus
from storage.database import Db
from storage.secrets import Tampered, Vault
from storage.stock_files import StockFilePartRow
from tests.backend import given
from tests.backend.given import CARD, NOW

TEXT = f"code\nA-1\nA-2\nA-1\n{'x' * 201}\nzero\u200bwidth\n{CARD}-0000\n"


def kept(db: Db, vault: Vault, text: str, *, by: Person | None = None) -> StockFile:
    """A checked file of the Steam card."""
    checked = stock.check_cards(db, text, vault=vault)
    sender = by or given.person(db)
    return stock_files.keep(db, CARD, checked, name="codes.txt", by=sender, vault=vault, now=NOW)


def test_the_check_says_what_the_import_does_and_changes_nothing(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 1)

    checked = stock.check_cards(db, TEXT, vault=vault)
    assert stock.level(db, CARD).available == 1
    done = stock.import_cards(db, CARD, TEXT, vault=vault, batch="b", now=NOW)

    assert (checked.added, checked.duplicates, checked.rejected) == (done.added, done.duplicates, done.rejected)
    assert (done.added, done.duplicates) == (2, 2)
    assert [(each.line, each.reason) for each in done.rejected] == [
        (5, LineTrouble.TOO_LONG),
        (6, LineTrouble.UNREADABLE),
    ]
    assert "A-1" not in repr(checked)


def test_a_code_known_of_another_product_is_a_duplicate(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 1, product_id=given.TOP_UP)

    checked = stock.check_cards(db, f"{given.TOP_UP}-0000\n", vault=vault)

    assert (checked.added, checked.duplicates) == (0, 1)


def test_more_codes_than_one_query_asks_for_are_all_looked_up(db: Db, vault: Vault) -> None:
    given.shelves(db)
    given.cards(db, vault, 1201)

    checked = stock.check_cards(db, "\n".join(f"{CARD}-{n:04}" for n in range(1300)), vault=vault)

    assert (checked.added, checked.duplicates) == (99, 1201)


def test_a_file_goes_in_part_by_part_and_leaves_no_code_behind(
    db: Db, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock_files, "CODES_PER_PART", 2)
    given.shelves(db)
    boss = given.person(db)
    file = kept(db, vault, "\n".join(f"A-{n}" for n in range(5)), by=boss)
    stock.import_cards(db, CARD, "A-3", vault=vault, batch="quicker", now=NOW)
    stock_files.begin(db, file.id, by=boss, now=NOW)

    steps = [stock_files.load_part(db, file.id, by=boss, vault=vault, now=NOW) for _ in range(4)]

    assert [(each.done, each.added, each.status.value) for each in steps] == [
        (2, 2, "loading"),
        (4, 3, "loading"),
        (5, 4, "loaded"),
        (5, 4, "loaded"),
    ]
    assert stock.level(db, CARD).available == 5
    assert db.scalar(sa.select(sa.func.count()).select_from(StockFilePartRow)) == 0


def test_a_part_opens_in_its_own_row_only(db: Db, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock_files, "CODES_PER_PART", 1)
    given.shelves(db)
    boss = given.person(db)
    file = kept(db, vault, "A-1\nA-2", by=boss)
    sealed = db.scalars(sa.select(StockFilePartRow.sealed_codes).order_by(StockFilePartRow.number)).all()
    assert all(text.startswith("v1:") and "A-" not in text for text in sealed)
    db.execute(sa.update(StockFilePartRow).where(StockFilePartRow.number == 1).values(sealed_codes=sealed[1]))
    stock_files.begin(db, file.id, by=boss, now=NOW)

    with pytest.raises(Tampered):
        stock_files.load_part(db, file.id, by=boss, vault=vault, now=NOW)


def test_a_file_is_taken_in_or_dropped_once(db: Db, vault: Vault) -> None:
    given.shelves(db)
    boss = given.person(db)
    taken, dropped = kept(db, vault, "A-1", by=boss), kept(db, vault, "A-2", by=boss)
    stock_files.begin(db, taken.id, by=boss, now=NOW)
    stock_files.drop(db, dropped.id, by=boss.who, now=NOW)

    for file in (taken, dropped):
        with pytest.raises(StockFileGone):
            stock_files.begin(db, file.id, by=boss, now=NOW)
        with pytest.raises(StockFileGone):
            stock_files.drop(db, file.id, by=boss.who, now=NOW)

    assert stock_files.the_file(db, dropped.id).status is StockFileStatus.DROPPED
    assert stock.level(db, CARD).available == 0


def test_a_file_that_is_dropped_while_it_loads_can_not_be(db: Db, vault: Vault) -> None:
    given.shelves(db)
    boss = given.person(db)
    file = kept(db, vault, "A-1", by=boss)
    stock_files.begin(db, file.id, by=boss, now=NOW)

    with pytest.raises(StockFileGone):
        stock_files.drop(db, file.id, by="clock", now=NOW)

    assert stock_files.load_part(db, file.id, by=boss, vault=vault, now=NOW).added == 1


def test_a_file_there_never_was(db: Db) -> None:
    with pytest.raises(StockFileGone):
        stock_files.the_file(db, 99)
