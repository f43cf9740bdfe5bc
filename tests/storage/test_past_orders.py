"""Past orders: what a grown shop is measured with is a sound shop."""

from storage.database import Database
from storage.past_orders import add_past_orders
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW


def test_no_invariant_is_broken(database: Database, vault: Vault) -> None:
    given.a_shop(database, vault)
    with database.transaction() as db:
        given.person(db)
        add_past_orders(db, 50, at=NOW)

    assert given.broken(database) == []
