"""Files: fetched once, sealed before they are kept, back in the lane that asked; what can't be had says why."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from bot.files import MOST_FILE_BYTES
from flows.events import sealed_as
from storage import outbox
from storage.inbox import InboxRow
from storage.outbox import Draft, Kind
from storage.secrets import Vault
from tests.bot.post_office import ANA, PostOffice

CODES = "AAAA-1111\nBBBB-2222\n"


def asks_for(office: PostOffice, file_id: str) -> None:
    content = {"file_id": file_id, "name": "cards.txt", "then": "cards", "args": {"product": "steam-50"}}
    with office.database.transaction() as db:
        outbox.post(db, [Draft(ANA, Kind.FETCH, content=content)], cause=1, now=office.clock.now())


def kept(office: PostOffice) -> list[tuple[str, str, dict[str, Any]]]:
    with office.database.read() as db:
        rows = db.execute(sa.select(InboxRow.source, InboxRow.lane, InboxRow.payload))
        return [(row.source, row.lane, json.loads(row.payload)) for row in rows]


async def test_a_file_comes_back_to_the_lane_that_asked_with_what_it_was_asked_for(
    office: PostOffice, vault: Vault
) -> None:
    office.driver.files["F"] = CODES.encode("utf-8-sig")
    asks_for(office, "F")

    await office.courier.drain(ANA)

    [(source, lane, file)] = kept(office)
    assert (source, lane) == ("file", f"chat:{ANA}")
    assert (file["then"], file["args"], file["trouble"]) == ("cards", {"product": "steam-50"}, None)
    assert vault.open(file["sealed_text"], **sealed_as(file["sealed_in"])).reveal() == CODES
    assert office.statuses == ["sent"]


async def test_no_code_is_kept_in_the_open(office: PostOffice) -> None:
    office.driver.files["F"] = CODES.encode()
    asks_for(office, "F")

    await office.courier.drain(ANA)

    assert "AAAA" not in json.dumps(kept(office))


@pytest.mark.parametrize(
    ("content", "trouble"),
    [(b"x" * (MOST_FILE_BYTES + 1), "too-large"), (b"\xff\xfe\x00", "not-text"), (None, "gone")],
)
async def test_what_cannot_be_read_says_why(office: PostOffice, content: bytes | None, trouble: str) -> None:
    if content is not None:
        office.driver.files["F"] = content
    asks_for(office, "F")

    await office.courier.drain(ANA)

    [(_, _, file)] = kept(office)
    assert (file["trouble"], file["sealed_text"]) == (trouble, None)


async def test_a_file_is_not_taken_for_gone_while_the_platform_does_not_know_us(office: PostOffice) -> None:
    office.driver.files["F"] = CODES.encode()
    office.driver.is_known = False
    asks_for(office, "F")

    await office.courier.drain(ANA)

    assert kept(office) == []
    assert office.statuses == ["waiting"]
