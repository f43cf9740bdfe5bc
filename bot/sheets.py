"""Sheets: writes the CSV files that go out with a message — a template, the troubles of a file, the codes of one.

Not here: what is in them (backend.bulk_orders), or that no cell may be a formula (backend.sheets). A file is written
when it is sent, since it may hold card codes, which no row ever does.
"""

import asyncio
from collections.abc import Iterator
from typing import Any

from backend import bulk_orders, catalogue, redeem_codes
from backend.bulk_orders import HEADINGS, Bought, BulkLine, BulkRowStatus
from backend.sheets import write
from bot.drivers.driver import Upload
from bot.voice import Voice, bare
from flows.screens import Sheet, sheet_of
from flows.words import from_json, words
from storage.conversations import SavedScreen
from storage.database import Database, Db
from storage.secrets import Vault

MOST_EXAMPLES = 3

Cells = list[str]


class Sheets:
    """Writes files from the database, in a thread of its own: a large one takes a second."""

    def __init__(self, database: Database, voice: Voice, *, vault: Vault) -> None:
        self._database = database
        self._voice = voice
        self._vault = vault
        self._writers = {
            "bulk-template": self._template,
            "bulk-troubles": self._troubles,
            "bulk-results": self._results,
            "redeem-codes": self._redeem_codes,
        }

    async def write(self, screen: SavedScreen) -> Upload | None:
        """The file that the screen is to be sent with; None if it has none, or was sent before."""
        sheet = sheet_of(screen.content)
        if sheet is None or screen.message_id is not None:
            return None
        return await asyncio.to_thread(self._written, sheet, screen)

    def _written(self, sheet: Sheet, screen: SavedScreen) -> Upload:
        with self._database.read() as db:
            rows = self._writers[sheet.kind](db, sheet, screen)
            return Upload(write(rows), sheet.name)

    def _template(self, db: Db, sheet: Sheet, screen: SavedScreen) -> Iterator[Cells]:
        del sheet
        yield self._headings(screen.language)
        for product in catalogue.products(db)[:MOST_EXAMPLES]:
            yield [product.id, "1", "", product.name_in(screen.language)]

    def _troubles(self, db: Db, sheet: Sheet, screen: SavedScreen) -> Iterator[Cells]:
        """What can be mended and sent again as it is: the trouble stands in a column of its own, which is not read."""
        bulk = bulk_orders.the_bulk_order(db, sheet.of)
        own = bulk.person_id == screen.person_id
        yield [*self._headings(screen.language), *self._labels(screen.language, "row", "trouble")]
        for line in bulk_orders.troubles(db, bulk) if own else []:
            yield [*line.cells, str(line.number), self._trouble(line, screen.language)]

    def _results(self, db: Db, sheet: Sheet, screen: SavedScreen) -> Iterator[Cells]:
        language = screen.language
        more = self._labels(language, "row", "status", "order", "paid", "codes")
        yield [*self._headings(language), *more]
        for each in bulk_orders.results(db, sheet.of, person_id=screen.person_id or 0, vault=self._vault):
            yield self._result(each, language)

    def _redeem_codes(self, db: Db, sheet: Sheet, screen: SavedScreen) -> Iterator[Cells]:
        """The codes for whoever made them, as long as they can be made again."""
        batch = redeem_codes.the_batch(db, sheet.of)
        codes = redeem_codes.file_of(db, batch.id, vault=self._vault) if batch.made_by_id == screen.person_id else None
        yield from ([code] for code in (codes.reveal() if codes else "").split())

    def _result(self, each: Bought, language: str) -> Cells:
        line, order = each.line, each.order
        if order is None:
            status = self._trouble(line, language) or self._say(f"bulk-status-{line.status}", language)
            return [*line.cells, str(line.number), status, "", ""]
        status = self._say(f"order-status-{order.status}", language)
        paid = f"{order.total.amount} {order.currency}"
        return [*line.cells, str(line.number), status, order.number, paid, *(code.reveal() for code in each.codes)]

    def _trouble(self, line: BulkLine, language: str) -> str:
        if line.trouble is None or line.status not in (BulkRowStatus.BAD, BulkRowStatus.FAILED):
            return ""
        return " ".join(bare(self._voice.say(from_json(line.trouble), language)).split())

    def _headings(self, language: str) -> Cells:
        """The columns by the name that this language has first."""
        place = 1 if language.startswith("zh") else 0
        return [names[place] for names in HEADINGS.values()]

    def _labels(self, language: str, *names: str) -> Cells:
        return [self._say(f"bulk-column-{name}", language) for name in names]

    def _say(self, key: str, language: str, **args: Any) -> str:  # Any: whatever the message needs
        return self._voice.label(words(key, **args), language)
