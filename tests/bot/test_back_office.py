"""The back office: what the owner's own programs do to a file must not matter."""

from pathlib import Path

from bot import back_office
from storage.database import Database
from tests.clock import StoppedClock
from tests.conversations.chats import CATALOGUE


def test_a_byte_order_mark_is_no_part_of_a_file(sqlite_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_text(CATALOGUE, encoding="utf-8-sig")

    done = back_office.load_catalogue(sqlite_database, file, now=StoppedClock().now())

    assert done.startswith("2 products added")
