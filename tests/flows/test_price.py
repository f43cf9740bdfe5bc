"""The question 'are you sure?' of a new price: it is about one price, and another one is asked about again."""

from collections.abc import Iterator

import pytest

from backend.catalogue import the_product
from flows.conversation import Answer, Frame
from flows.price import Price
from storage.database import Database, Db
from storage.secrets import Vault
from tests.backend import given
from tests.flows.picnic import Planning


@pytest.fixture
def db(sqlite_database: Database) -> Iterator[Db]:
    """A shop with a card for ¥50."""
    with sqlite_database.transaction() as db:
        given.shelves(db)
        yield db


@pytest.fixture
def boss(db: Db, vault: Vault) -> Planning:
    """Somebody who is about to make the card a hundred times as dear."""
    boss = Planning(db, vault, Price())
    answers: dict[str, Answer] = {"product": given.CARD, "tier": "retail", "amount": 500_000}
    boss.had_kept(Frame("price", 1, "sure", answers, ["tier", "amount"]))
    return boss


def test_a_yes_to_another_price_is_none(db: Db, boss: Planning) -> None:
    boss.picks("sure", 50_000)

    assert boss.open is not None
    assert boss.open.step == "sure"
    assert the_product(db, given.CARD).retail_minor == 5000


def test_a_yes_to_this_price_changes_it(db: Db, boss: Planning) -> None:
    boss.picks("sure", 500_000)

    assert boss.open is None
    assert the_product(db, given.CARD).retail_minor == 500_000
