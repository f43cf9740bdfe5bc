"""The back office: what the owner's own programs do to a file must not matter."""

from pathlib import Path

from backend import products
from bot import back_office
from storage.database import Database
from tests.clock import StoppedClock
from tests.conversations.chats import CATALOGUE


def test_a_byte_order_mark_is_no_part_of_a_file(sqlite_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_text(CATALOGUE, encoding="utf-8-sig")

    done = back_office.load_catalogue(sqlite_database, file, now=StoppedClock().now())

    assert done.startswith("2 products added")


def test_a_catalogue_says_which_changes_of_the_chat_it_set_back(sqlite_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_text(CATALOGUE, encoding="utf-8")
    now = StoppedClock().now()
    back_office.load_catalogue(sqlite_database, file, now=now)
    with sqlite_database.transaction() as db:
        products.set_on_sale(db, "steam-50", is_on_sale=False, by="admin:1", now=now)

    done = back_office.load_catalogue(sqlite_database, file, now=now)

    assert done.splitlines() == [
        "0 products added, 1 changed, 0 taken off sale, 1 as before.",
        "Changed in the chat before, and now as the file has them: steam-50.",
    ]
