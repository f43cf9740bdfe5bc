"""The back office: what the owner does from the command line — take in the catalogue and card codes, credit a customer.

Not here: the rules of any of it (backend).
"""

from datetime import datetime
from pathlib import Path

from backend import catalogue, ledger, people, stock
from backend.money import InvalidAmount, Money
from storage.database import Database
from storage.secrets import Vault


class CannotDo(Exception):
    """It can't be done; the message says why and what to do."""


def load_catalogue(database: Database, file: Path, *, now: datetime) -> str:
    """Make the shelves those of the file; returns what changed, in a sentence."""
    text = _text_of(file)
    with database.transaction() as db:
        done = catalogue.load(db, text, now=now)
    if done.problems:
        raise CannotDo("Nothing was changed, the file has problems:\n" + "\n".join(done.problems))
    return (
        f"{len(done.added)} products added, {len(done.changed)} changed, "
        f"{len(done.withdrawn)} taken off sale, {len(done.unchanged)} as before."
    )


def load_cards(database: Database, vault: Vault, product_id: str, file: Path, *, now: datetime) -> str:
    """Take in a file of card codes; returns what was taken and what not, never a code."""
    text = _text_of(file)
    with database.transaction() as db:
        if catalogue.product(db, product_id) is None:
            raise CannotDo(f"There is no product {product_id!r}: its id is the one in the catalogue file.")
        done = stock.import_cards(db, product_id, text, vault=vault, batch=file.name, now=now)
    rejected = [f"line {each.line}: {each.reason}" for each in done.rejected]
    counts = f"{done.added} codes taken in, {done.duplicates} known already, {len(rejected)} rejected."
    return "\n".join([counts, *rejected])


def credit(database: Database, telegram_id: int, amount: str, currency: str, *, ref: str, now: datetime) -> str:
    """Put money on a customer's balance, once for each `ref`."""
    try:
        money = Money.parse(amount, currency)
    except InvalidAmount as invalid:
        raise CannotDo(f"{invalid}.") from invalid
    with database.transaction() as db:
        person = people.with_telegram_id(db, telegram_id)
        if person is None:
            raise CannotDo(f"Nobody with the number {telegram_id} has written to the bot yet.")
        is_new = ledger.credit(db, person, money, ref=ref, why="command line", now=now)
        held = ledger.balance(db, person, currency)
    return f"{'Credited' if is_new else 'Credited before'}: the balance is {held}."


def _text_of(file: Path) -> str:
    """The file's text; a spreadsheet's byte-order mark is no part of it. Raises CannotDo."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CannotDo(f"{file} is not UTF-8 text: save it as UTF-8 and try again.") from None
